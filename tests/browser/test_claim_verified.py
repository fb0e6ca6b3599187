"""A claim from its receipt to its payment: the intermediate body's officer and the beneficiary, each in a browser."""

import asyncpg

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.browser.visits import Visit

# The demonstration's claim is paid: here it is again as on the day it was handed over.
AS_HANDED_OVER = """
ALTER TABLE claim DISABLE TRIGGER USER; ALTER TABLE payment DISABLE TRIGGER USER;
ALTER TABLE verification DISABLE TRIGGER USER; ALTER TABLE verification_decision DISABLE TRIGGER USER;
ALTER TABLE claim_message DISABLE TRIGGER USER; ALTER TABLE claim_receipt DISABLE TRIGGER USER;
UPDATE claim SET state = 'submitted', conclusions = NULL;
DELETE FROM claim_receipt; DELETE FROM payment; DELETE FROM verification_decision; DELETE FROM verification;
DELETE FROM claim_message;
ALTER TABLE claim ENABLE TRIGGER USER; ALTER TABLE payment ENABLE TRIGGER USER;
ALTER TABLE verification ENABLE TRIGGER USER; ALTER TABLE verification_decision ENABLE TRIGGER USER;
ALTER TABLE claim_message ENABLE TRIGGER USER; ALTER TABLE claim_receipt ENABLE TRIGGER USER;
"""


async def _hand_over_again(site: Site) -> str:
    connection = await asyncpg.connect(**site.owner)
    try:
        await connection.execute(AS_HANDED_OVER)
        return str(await connection.fetchval("SELECT id FROM claim"))
    finally:
        await connection.close()


async def _text(window: Visit) -> str:
    told = await window.page.inner_text("main")
    return " ".join(told.replace("\u202f", " ").replace("\u00a0", " ").split())


async def test_a_claim_is_received_questioned_cut_answered_paid_and_told(opens: Opens, site: Site) -> None:
    claim_id = await _hand_over_again(site)
    bruno, helene = await opens("bruno"), await opens("helene")
    await _receive_and_open(bruno)
    await _decide(bruno)
    await bruno.go(f"/oi/claims/{claim_id}/messages")
    await bruno.page.fill("#question", "Merci de joindre le bulletin manquant.")
    await bruno.page.click("button:has-text('Envoyer la question')")
    assert "délai de paiement est suspendu" in await _text(bruno)
    await _answer(helene, claim_id, "Le bulletin est joint au dossier.")
    await _conclude(bruno, claim_id)
    await helene.go(f"/claims/{claim_id}/verification")
    await helene.picture("claim-verification-beneficiary")
    told = await _text(helene)
    assert "Écarté : 100,00 €" in told
    assert "Clé de répartition erronée – Clé de 75 %" in told
    assert "Répondez avant le" in told
    assert await helene.violations() == []
    await _answer(helene, claim_id, "Nous en prenons acte.")
    await _conclude(bruno, claim_id)
    await bruno.page.fill("#reference", "VIR-77")
    await bruno.picture("oi-payments")
    assert await bruno.violations() == []
    await bruno.page.click("button:has-text('Enregistrer le paiement')")
    assert "Reste à payer 0,00 €" in await _text(bruno)
    await helene.go(f"/claims/{claim_id}/payments")
    assert "VIR-77" in await _text(helene)
    await helene.go(f"/claims/{claim_id}/verification")
    async with helene.page.expect_download() as waited:
        await helene.page.click("a:has-text('version 2')")
    download = await waited.value
    assert download.suggested_filename.endswith(".pdf")


async def _receive_and_open(bruno: Visit) -> None:
    await bruno.go("/oi/claims")
    await bruno.picture("oi-claims")
    await bruno.page.click("table.list tbody th a")
    await bruno.picture("oi-claim")
    assert await bruno.violations() == []
    await bruno.page.fill("#reference", "AR-2026-77")
    await bruno.page.press("#reference", "Enter")
    assert "L’accusé de réception est enregistré" in await _text(bruno)
    await bruno.page.click("button:has-text('Ouvrir le contrôle')")
    await bruno.page.wait_for_url("**/verification")


async def _decide(bruno: Visit) -> None:
    """The first line is cut, the second set aside; what was decided is there after a way round."""
    page = bruno.page
    await page.click("a:has-text('Examiner la ligne')")
    await bruno.picture("oi-line")
    assert await bruno.violations() == []
    await page.check("input[value=deducted]")
    await page.fill("#amount_deducted", "100")
    await page.select_option("#reason_code", "WRONG_KEY")
    await page.fill("#comment", "Clé de 75 %")
    await page.press("#amount_deducted", "Enter")
    await page.wait_for_selector("h1:has-text('Ligne 2')")
    assert "Ligne 1 : décision gardée." in await _text(bruno)
    await page.check("input[value=parked]")
    await page.select_option("#reason_code", "MISSING_EVIDENCE")
    await page.click("button:has-text('Garder et passer')")
    await bruno.go(page.url.partition("/lines/")[0].removeprefix(bruno.site.address) + "/verification")
    await bruno.picture("oi-verification")
    told = await _text(bruno)
    assert "2 lignes vues" in told
    assert "Écarté : 100,00 €" in told
    assert await bruno.violations() == []


async def _answer(helene: Visit, claim_id: str, text: str) -> None:
    await helene.go(f"/claims/{claim_id}/messages")
    await helene.page.fill("#text", text)
    await helene.page.click("button:has-text('Envoyer la réponse')")
    assert text in await _text(helene)


async def _conclude(bruno: Visit, claim_id: str) -> None:
    await bruno.go(f"/oi/claims/{claim_id}/conclusions")
    await bruno.picture("oi-conclusions")
    assert await bruno.violations() == []
    await bruno.page.click("button:has-text('Enregistrer les conclusions')")
    assert "enregistrées" in await _text(bruno)


async def test_the_verification_reads_on_a_phone_in_the_dark(opens: Opens, site: Site) -> None:
    claim_id = await site.value("SELECT id FROM claim")
    line_id = await site.value("SELECT id FROM claim_line WHERE claim_id = $1 ORDER BY position", claim_id)
    operation_id = await site.value("SELECT operation_id FROM claim")
    bruno = await opens("bruno", screen="phone", scheme="dark")
    for name, path in (
        ("line", f"/oi/claims/{claim_id}/lines/{line_id}"),
        ("verification", f"/oi/claims/{claim_id}/verification"),
        ("months", f"/oi/claims/{claim_id}/timesheets"),
        ("operation", f"/oi/operations/{operation_id}"),
    ):
        await bruno.go(path)
        await bruno.picture(f"oi-{name}-phone")
        assert await bruno.violations() == [], path
        assert not await bruno.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
