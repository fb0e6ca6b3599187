"""Claims on the pages: made as a list of tasks, each missing thing with where it is mended; files on both sides."""

import re
from uuid import uuid4

import httpx
import pytest

from clause.domain.claim_narrative import ClaimNarrative
from clause.domain.claims import Claim, ClaimState
from clause.domain.findings import Finding
from clause.services import claims
from clause.text.messages import MESSAGES
from clause.web.claim_repairs import Ground, repair_of
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_submitted_claim,
    an_assignment,
    an_employment,
    an_operation,
    run_computation,
)
from tests.builders.territory import Caller, Territory
from tests.web.reading import Page, check, read_page

JANUARY = "2026-01"


async def seen(client: httpx.AsyncClient, who: Caller, path: str) -> Page:
    answer = await client.get(path, headers=who.headers)
    assert answer.status_code == 200, (path, answer.status_code)
    found = read_page(answer)
    check(found, path)
    return found


async def a_computed_claim(territory: Territory) -> Claim:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, (JANUARY,))
    return await a_claim(territory.manager, operation, JANUARY, JANUARY)


async def a_blocked_claim(territory: Territory) -> Claim:
    """One person with a letter, neither time nor pay."""
    operation = await an_operation(territory.manager, territory)
    await an_assignment(territory.manager, operation, await an_employment(territory.manager, territory.facilitator))
    return await a_claim(territory.manager, operation, JANUARY, JANUARY)


async def test_the_list_says_where_each_claim_stands_and_filters(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    claim = await a_computed_claim(territory)
    for who in (territory.manager, territory.facilitator):
        page = await seen(client, who, "/claims")
        assert f"Bilan intermédiaire n° {claim.number}" in page.text
        assert f"/claims/{claim.id}" in page.links
        assert "Calculé" in page.text
    nothing = await seen(client, territory.manager, "/claims?state=paid")
    assert "Rien ne correspond à ces filtres" in nothing.text
    assert "Aucun bilan pour l’instant" in (await seen(client, territory.other_manager, "/claims")).text
    workbook = await client.get("/claims?format=xlsx", headers=territory.manager.headers)
    assert "spreadsheet" in workbook.headers["content-type"]


async def test_a_claim_is_started_with_the_months_that_are_over(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, (JANUARY,))
    form = await seen(client, territory.manager, f"/operations/{operation.id}/claims/new")
    assert form.fields["first_month"] == JANUARY
    data = {"kind": "interim", "first_month": JANUARY, "last_month": JANUARY, "other_resources": "1 000,50"}
    path = f"/operations/{operation.id}/claims"
    answer = await client.post(path, data=data, headers=territory.manager.headers)
    assert answer.status_code == 303, answer.text
    (claim,) = await claims.list_claims(
        territory.manager.context, operation_id=operation.id, state=None, after=None, limit=9
    )
    assert str(claim.other_resources) == "1000.50"
    waiting = await client.get(answer.headers["location"], headers=territory.manager.headers)
    assert f'hx-get="/jobs/{claim.job_id}/progress"' in waiting.text
    again = await seen(client, territory.manager, f"/operations/{operation.id}/claims/new")
    assert f"/claims/{claim.id}" in again.links


async def test_a_refused_start_keeps_what_was_typed(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    data = {"kind": "interim", "first_month": "2026-03", "last_month": "mars", "other_resources": "beaucoup"}
    path = f"/operations/{operation.id}/claims"
    answer = await client.post(path, data=data, headers=territory.manager.headers)
    page = read_page(answer)
    assert answer.status_code == 422
    assert {"#last_month", "#other_resources"} <= set(page.links)
    assert page.fields["other_resources"] == "beaucoup"
    assert (await client.post(path, data=data, headers=territory.facilitator.headers)).status_code == 403


async def test_what_is_missing_is_told_in_words_with_a_link_to_where_it_is_mended(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    claim = await a_blocked_claim(territory)
    page = await seen(client, territory.manager, f"/claims/{claim.id}")
    assert f"/timesheets/{territory.facilitator.user_id}/{JANUARY}" in page.links
    assert any(link.endswith(f"/payroll/{JANUARY}") for link in page.links)
    assert "aucune feuille de temps pour janvier 2026" in page.text
    assert not re.search(r"\b\d{4}-\d{2}\b", page.text)
    asked = await client.post(f"/claims/{claim.id}/recompute", headers=territory.manager.headers)
    assert (asked.status_code, asked.headers["location"]) == (303, f"/claims/{claim.id}")


async def test_a_claim_goes_from_its_signature_to_its_files(client: httpx.AsyncClient, territory: Territory) -> None:
    claim = await a_computed_claim(territory)
    manager, path = territory.manager, f"/claims/{claim.id}"
    assert f"{path}/sign" in (await seen(client, manager, path)).links
    assert f"{path}/sign" not in (await seen(client, territory.facilitator, path)).links
    assert "Vous déclarez" in (await seen(client, manager, f"{path}/sign")).text
    refused = await client.post(f"{path}/sign", headers=manager.headers)
    assert refused.status_code == 422
    signed = await client.post(f"{path}/sign", data={"confirmed": "true"}, headers=manager.headers)
    assert signed.status_code == 303
    assert "Transmettre le bilan" in (await seen(client, manager, path)).text
    assert (await client.post(f"{path}/submit", headers=manager.headers)).status_code == 303
    submitted = await claims.load_claim(manager.context, claim.id)
    assert submitted.state is ClaimState.SUBMITTED
    filed = {"number": "MDFSE-77", "filed_on": "2026-06-15"}
    assert (await client.post(f"{path}/filing", data=filed, headers=manager.headers)).status_code == 303
    page = await seen(client, manager, path)
    assert "sous le numéro MDFSE-77" in page.text
    assert f"{path}/verification" in page.links
    for name, kind in (("mdfse-entry.xlsx", "spreadsheet"), ("staff.csv", "text/csv")):
        file = await client.get(f"{path}/exports/{name}", headers=manager.headers)
        assert kind in file.headers["content-type"]


async def test_a_submitted_claim_has_its_file_for_both_sides(client: httpx.AsyncClient, territory: Territory) -> None:
    claim = await a_submitted_claim(territory.manager, await a_computed_claim(territory))
    path = f"/claims/{claim.id}/pdf"
    readers = ((path, territory.manager), (path, territory.facilitator), (f"/oi{path}", territory.oi_officer))
    for address, reader in readers:
        file = await client.get(address, headers=reader.headers)
        assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    for address, stranger in ((path, territory.other_manager), (f"/oi{path}", territory.other_oi_officer)):
        assert (await client.get(address, headers=stranger.headers)).status_code == 404
    assert (await client.get(f"/claims/{claim.id}", headers=territory.other_manager.headers)).status_code == 404
    told = read_page(await client.get(f"/claims/{claim.id}/document", headers=territory.facilitator.headers))
    check(told, "document")
    for said in (
        "Dépenses de personnel, par personne et par mois",
        "borne retenue",
        claim.snapshot_hash or "?",
        "Montant dû par le FSE+",
    ):
        assert said in told.text, said
    refused = await client.get(f"/claims/{claim.id}/document", headers=territory.other_manager.headers)
    assert refused.status_code == 404
    checked = await client.post("/verify", files={"file": ("bilan.pdf", file.content, "application/pdf")})
    assert "authentique, inchangé et en vigueur" in read_page(checked).text
    waiting = await client.get(f"/claims/{claim.id}/bundle-progress", headers=territory.manager.headers)
    assert "se prépare" in waiting.text


async def test_a_claim_is_taken_back_with_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    claim, manager = await a_computed_claim(territory), territory.manager
    path = f"/claims/{claim.id}/withdraw"
    refused = await client.post(path, headers=manager.headers)
    assert "#reason" in read_page(refused).links
    assert (await client.post(path, data={"reason": "Erreur de période"}, headers=manager.headers)).status_code == 303
    page = await seen(client, manager, f"/claims/{claim.id}")
    assert "Retiré" in page.text
    assert "Erreur de période" in page.text


async def test_the_narrative_is_saved_part_by_part(client: httpx.AsyncClient, territory: Territory) -> None:
    claim, manager = await a_computed_claim(territory), territory.manager
    path = f"/claims/{claim.id}/narrative"
    assert (await seen(client, manager, path)).fields["version"] == str(claim.version)
    begun = {"version": str(claim.version), "title_1": "Suivi des marchés"}
    refused = await client.post(path, data=begun, headers=manager.headers)
    assert {"#planned_1", "#achieved_1"} <= set(read_page(refused).links)
    whole = {**begun, "planned_1": "40 marchés", "achieved_1": "42 marchés", "publicity_evidence": "Affiche\nPage web"}
    assert (await client.post(path, data=whole, headers=manager.headers)).status_code == 303
    narrative = (await claims.load_claim(manager.context, claim.id)).narrative
    assert isinstance(narrative, ClaimNarrative)
    assert [action.achieved for action in narrative.actions] == ["42 marchés"]
    assert narrative.publicity_evidence == ("Affiche", "Page web")
    assert (await client.post(path, data=whole, headers=manager.headers)).status_code == 422


async def test_a_finding_that_may_pass_is_waived_with_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    claim = await a_blocked_claim(territory)
    known = {(finding.code, finding.field) for finding in claim.findings}
    code, field = sorted(known)[0]
    path = f"/claims/{claim.id}/waivers"
    back = await client.get(f"{path}/new?code={code}&field={field}", headers=manager.headers)
    assert back.headers["location"] == f"/claims/{claim.id}"
    answer = await client.post(path, data={"code": code, "field": field, "reason": "x"}, headers=manager.headers)
    assert answer.headers["location"] == f"/claims/{claim.id}"
    await run_computation(await claims.load_claim(manager.context, claim.id))


@pytest.mark.parametrize("code", sorted(code for code in MESSAGES if re.fullmatch(r"(CLM-1\d\d|IND-13\d)", code)))
def test_every_finding_of_a_claim_leads_somewhere(code: str) -> None:
    ground = Ground(uuid4(), uuid4(), {"E-12": (uuid4(), uuid4())})
    repair = repair_of(Finding(code=code, field="employments.E-12.2026-03"), ground)
    assert repair is not None
    assert repair.path.startswith("/")
    assert repair_of(Finding(code="TIM-113", field="employments.E-12.2026-03.entries"), ground) is not None
