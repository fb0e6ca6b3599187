"""A claim from its receipt to its payment, by keyboard alone: the intermediate body's officer, and the beneficiary."""

import asyncpg
from playwright.async_api import expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site
from tests.browser.visits import Visit

# The demonstration's claim is paid: here it is again as on the day it was handed over.
AS_HANDED_OVER = """
ALTER TABLE claim DISABLE TRIGGER USER; ALTER TABLE payment DISABLE TRIGGER USER;
ALTER TABLE verification DISABLE TRIGGER USER; ALTER TABLE verification_decision DISABLE TRIGGER USER;
ALTER TABLE claim_message DISABLE TRIGGER USER; ALTER TABLE claim_receipt DISABLE TRIGGER USER;
ALTER TABLE claim_message_file DISABLE TRIGGER USER;
UPDATE claim SET state = 'submitted', conclusions = NULL;
DELETE FROM claim_receipt; DELETE FROM payment; DELETE FROM verification_decision; DELETE FROM verification;
DELETE FROM claim_message_file; DELETE FROM claim_message;
ALTER TABLE claim ENABLE TRIGGER USER; ALTER TABLE payment ENABLE TRIGGER USER;
ALTER TABLE verification ENABLE TRIGGER USER; ALTER TABLE verification_decision ENABLE TRIGGER USER;
ALTER TABLE claim_message ENABLE TRIGGER USER; ALTER TABLE claim_receipt ENABLE TRIGGER USER;
ALTER TABLE claim_message_file ENABLE TRIGGER USER;
"""


async def _hand_over_again(site: Site) -> str:
    # The tables are locked for a moment: nobody else is to be at work in them.
    await site.is_at_rest()
    connection = await asyncpg.connect(**site.owner)
    try:
        await connection.execute(AS_HANDED_OVER)
        return str(await connection.fetchval("SELECT id FROM claim"))
    finally:
        await connection.close()


async def test_a_claim_is_received_questioned_cut_answered_paid_and_told(opens: Opens, site: Site) -> None:
    claim_id = await _hand_over_again(site)
    bruno, helene = await opens(), await opens("helene")
    keys = Keyboard(bruno)
    await keys.sign_in(ADDRESSES["bruno"])
    await _receive_and_open(bruno, keys)
    await _decide(bruno, keys)
    await bruno.go(f"/oi/claims/{claim_id}/messages")
    await keys.fill(bruno.page.locator("#question"), "Merci de joindre le bulletin manquant.")
    await keys.follow(bruno.page.get_by_role("button", name="Envoyer la question"))
    await expect(bruno.page.get_by_text("délai de paiement est suspendu")).to_be_visible()
    await _answer(helene, claim_id, "Le bulletin est joint au dossier.")
    await _conclude(bruno, keys, claim_id)
    await helene.go(f"/claims/{claim_id}/verification")
    await helene.picture("claim-verification-beneficiary")
    told = await helene.text()
    assert "Écarté : 100,00 €" in told
    assert "Clé de répartition erronée – Clé de 75 %" in told
    assert "Répondez avant le" in told
    assert await helene.violations() == []
    await _answer(helene, claim_id, "Nous en prenons acte.")
    await _conclude(bruno, keys, claim_id)
    await keys.fill(bruno.page.locator("#reference"), "VIR-77")
    await bruno.picture("oi-payments")
    assert await bruno.violations() == []
    await keys.follow(bruno.page.get_by_role("button", name="Enregistrer le paiement"))
    await expect(bruno.page.locator(".note")).to_be_visible()
    assert "Reste à payer 0,00 €" in await bruno.text()
    await helene.go(f"/claims/{claim_id}/payments")
    assert "VIR-77" in await helene.text()
    await helene.go(f"/claims/{claim_id}/verification")
    await _takes(Keyboard(helene), "version 2")
    await bruno.go(f"/oi/claims/{claim_id}/verification")
    await _takes(keys, "version 2")


async def _takes(keys: Keyboard, link: str) -> None:
    async with keys.window.page.expect_download() as waited:
        await keys.press(keys.window.page.locator("main a", has_text=link))
    assert (await waited.value).suggested_filename.endswith(".pdf")


async def _receive_and_open(bruno: Visit, keys: Keyboard) -> None:
    page = bruno.page
    await keys.follow(page.get_by_role("link", name="Bilans reçus").first)
    await page.wait_for_url("**/oi/claims")
    await bruno.picture("oi-claims")
    await keys.follow(page.locator("table.list tbody th a"))
    await expect(page.locator("#reference")).to_be_visible()
    await bruno.work_is_done()
    await bruno.picture("oi-claim")
    assert await bruno.violations() == []
    await keys.fill(page.locator("#reference"), "AR-2026-77")
    async with bruno.moves_on():
        await page.keyboard.press("Enter")
    await expect(page.get_by_text("L’accusé de réception est enregistré")).to_be_visible()
    await keys.follow(page.get_by_role("button", name="Ouvrir le contrôle"))
    await page.wait_for_url("**/verification")


async def _decide(bruno: Visit, keys: Keyboard) -> None:
    """The first line is cut, the second set aside; what was decided is there after a way round."""
    page = bruno.page
    await keys.follow(page.locator("a", has_text="Examiner la ligne"))
    await page.wait_for_url("**/lines/*")
    await bruno.picture("oi-line")
    assert await bruno.violations() == []
    await keys.goes_round()
    await keys.decide("decision", "deducted")
    await keys.fill(page.locator("#amount_deducted"), "100")
    await keys.choose(page.locator("#reason_code"), "WRONG_KEY")
    await keys.fill(page.locator("#comment"), "Clé de 75 %")
    await keys.follow(page.get_by_role("button", name="Garder et passer"))
    await expect(page.locator("h1")).to_contain_text("Ligne 2")
    assert "Ligne 1 : décision gardée." in await bruno.text()
    await keys.decide("decision", "parked")
    await keys.choose(page.locator("#reason_code"), "MISSING_EVIDENCE")
    # Back to the decision: Enter there keeps it, as the page says.
    await keys.to(page.locator("input[type=radio][value=parked]"), "Shift+Tab")
    async with bruno.moves_on():
        await page.keyboard.press("Enter")
    await expect(page.get_by_text("Ligne 2 : décision gardée.")).to_be_visible()
    await bruno.go(page.url.partition("/lines/")[0].removeprefix(bruno.site.address) + "/verification")
    await bruno.picture("oi-verification")
    told = await bruno.text()
    assert "2 lignes vues" in told
    assert "Écarté : 100,00 €" in told
    assert await bruno.violations() == []


async def _answer(helene: Visit, claim_id: str, text: str) -> None:
    keys = Keyboard(helene)
    await helene.go(f"/claims/{claim_id}/messages")
    await keys.fill(helene.page.locator("#text"), text)
    await keys.follow(helene.page.get_by_role("button", name="Envoyer la réponse"))
    await expect(helene.page.locator(".note")).to_be_visible()
    assert text in await helene.text()


async def _conclude(bruno: Visit, keys: Keyboard, claim_id: str) -> None:
    await bruno.go(f"/oi/claims/{claim_id}/conclusions")
    await bruno.picture("oi-conclusions")
    assert await bruno.violations() == []
    await keys.follow(bruno.page.get_by_role("button", name="Enregistrer les conclusions"))
    await expect(bruno.page.locator(".note")).to_contain_text("enregistrées")
