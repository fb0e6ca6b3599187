"""A facilitator's day with people: a file, a ground decided from the keyboard, a hire, and what came after."""

from pathlib import Path
from uuid import UUID

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.builders.eligibility import A_PDF


async def test_a_person_is_added_accepted_by_keyboard_hired_and_followed(
    opens: Opens, site: Site, tmp_path: Path
) -> None:
    window = await opens("maelle")
    page = window.page
    await window.go("/participants")
    await window.picture("people-list")
    assert await window.violations() == []

    await window.go("/participants/new")
    await page.fill("#last_name", "Kerbrat")
    await page.fill("#first_name", "Nolwenn")
    await page.fill("#birth_date", "1991-04-02")
    async with window.moves_on():
        await page.press("#birth_date", "Enter")
    await page.get_by_label("Allocataire du RSA ou ayant droit").check()
    await window.picture("ground-choice")
    assert await window.violations() == []
    async with window.moves_on():
        await page.get_by_role("button", name="Continuer").press("Enter")

    proof = tmp_path / "attestation.pdf"
    proof.write_bytes(A_PDF)
    today = await page.input_value("#assessed_on")
    await page.select_option("#proof_kind", "RSA_ATTESTATION")
    await page.fill("#proof_issued_on", today)
    await page.set_input_files("#file", proof)
    await window.picture("ground-form")
    assert await window.violations() == []
    async with window.moves_on():
        await page.get_by_role("button", name="Présenter").press("Enter")
    await expect(page.locator("h1")).to_have_text("Allocataire du RSA ou ayant droit")
    await window.picture("ground-to-decide")
    assert await window.violations() == []
    # The window is there before the service has noted who opens the copy.
    async with (
        window.context.expect_event("response", lambda answer: answer.url.endswith("/views")),
        window.context.expect_page() as opened,
    ):
        await page.get_by_role("button", name="Ouvrir la copie").press("Enter")
    await (await opened.value).close()
    await page.reload()
    await expect(page.get_by_text("Qui l’a ouverte (1)")).to_be_visible()
    async with window.moves_on():
        await page.keyboard.press("a")
    await expect(page.locator(".note")).to_contain_text("L’éligibilité est acceptée")
    await expect(page.locator("h1")).to_have_text("Nolwenn Kerbrat")

    person = page.url.rpartition("/")[2]
    lot = await site.value(
        "SELECT l.id::text FROM lot l WHERE l.follow_up = 'followed' AND EXISTS"
        " (SELECT FROM hire h WHERE h.lot_id = l.id) AND l.facilitator_org_id ="
        " (SELECT facilitator_org_id FROM participant WHERE id = $1) ORDER BY l.id LIMIT 1",
        UUID(person),
    )
    async with window.moves_on():
        await page.get_by_role("link", name="Enregistrer une embauche").first.click()
    await page.select_option("#lot", lot)
    await window.picture("hire-start")
    async with window.moves_on():
        await page.get_by_role("button", name="Continuer").press("Enter")
    await page.select_option("#contract_type", "FIXED_TERM")
    await page.fill("#first_day", today)
    async with window.moves_on():
        await page.get_by_role("button", name="Enregistrer l’embauche").press("Enter")
    await expect(page.locator(".verdict.watch")).to_contain_text("Rien n’est encore enregistré")
    await window.picture("hire-warned")
    assert await window.violations() == []
    await page.fill("#tutor_name", "Claude Riou")
    async with window.moves_on():
        await page.press("#tutor_name", "Enter")
    await expect(page.locator(".note")).to_contain_text("L’embauche est enregistrée")

    await page.get_by_text("Noter la fin du contrat").click()
    await page.fill("#last_day", today)
    await page.fill("#reason", "Embauche en CDI")
    async with window.moves_on():
        await page.press("#reason", "Enter")
    await expect(page.locator(".note")).to_contain_text("La fin du contrat est notée")
    await window.picture("hire-ended")
    assert await window.violations() == []
    async with window.moves_on():
        await page.locator(".verdict.watch a").click()
    await page.get_by_label("CDI", exact=True).check()
    await window.picture("outcome-form")
    assert await window.violations() == []
    async with window.moves_on():
        await page.get_by_role("button", name="Enregistrer").press("Enter")
    await expect(page.locator(".note")).to_contain_text("La situation est enregistrée")
    await window.go(f"/participants/{person}")
    await expect(page.get_by_text("À la sortie : CDI")).to_be_visible()
    await window.picture("person-file")
    assert await window.violations() == []


async def test_a_ground_is_refused_by_keyboard_and_the_refusal_is_taken_back(opens: Opens, site: Site) -> None:
    window = await opens("maelle")
    page = window.page
    waiting = await site.value("SELECT id::text FROM eligibility WHERE state = 'INCOMPLETE' LIMIT 1")
    await window.go(f"/eligibility/{waiting}")
    await page.keyboard.press("r")
    await page.keyboard.type("Attestation jamais reçue")
    async with window.moves_on():
        await page.keyboard.press("Enter")
    await expect(page.locator(".note")).to_contain_text("L’éligibilité est refusée")
    async with window.moves_on():
        await page.locator(".note button").press("Enter")
    await expect(page.locator(".note")).to_contain_text("La décision est annulée")
    await expect(page.locator(".badges")).to_contain_text("Justificatif manquant")


async def test_a_company_sends_a_proof_from_the_hire(opens: Opens, tmp_path: Path) -> None:
    window = await opens("sophie", screen="phone")
    page = window.page
    proof = tmp_path / "attestation.pdf"
    proof.write_bytes(A_PDF)
    await window.go("/hires")
    async with window.moves_on():
        await page.locator("table.list tbody th a").first.click()
    await page.set_input_files("#file", proof)
    async with window.moves_on():
        await page.get_by_role("button", name="Transmettre", exact=True).press("Enter")
    await expect(page.locator(".note")).to_contain_text("Le justificatif est transmis")
    await window.picture("company-hire")
    assert await window.violations() == []
