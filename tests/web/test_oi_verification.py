"""The verification on the pages: line by line beside the evidence, asked, concluded, answered, corrected."""

from decimal import Decimal
from uuid import UUID

import httpx
import pytest

from clause.domain.claims import ClaimLine
from clause.services import access_log, claims, verification_work, verifications
from tests.builders.bundles import a_bundle
from tests.builders.message_files import PNG_BYTES, a_workbook
from tests.builders.pay import a_pdf
from tests.builders.settlements import INTERIM, Settling, an_operation_to_settle
from tests.builders.territory import Territory
from tests.builders.verifications import a_paid_claim, an_opened_claim, final_conclusions, lines_of
from tests.web.reading import check, read_page


@pytest.fixture
async def settling(client: httpx.AsyncClient, territory: Territory) -> Settling:
    """1 000.00 € of staff: 1 400.00 € with the flat rate, 840.00 € of FSE+."""
    return await an_operation_to_settle(territory, {INTERIM: "1000.00"})


@pytest.fixture
async def line(territory: Territory, settling: Settling) -> ClaimLine:
    """The line of a claim whose verification is open."""
    claim = await settling.claim(INTERIM)
    await an_opened_claim(territory.oi_officer, claim)
    (found,) = await lines_of(territory.manager, claim)
    return found


@pytest.fixture
async def claim_id(territory: Territory, line: ClaimLine) -> UUID:
    (claim,) = await claims.list_claims(territory.manager.context, operation_id=None, state=None, after=None, limit=9)
    return claim.id


async def test_a_line_stands_beside_all_that_proves_it(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    await a_bundle(claim_id)
    path = f"/oi/claims/{claim_id}/lines/{line.id}"
    page = read_page(await client.get(path, headers=territory.oi_officer.headers))
    check(page, path)
    for told in (
        "1 000,00 € × 98,50 h ÷ 98,50 h",
        "F-202500123 – Facilitatrice de la clause sociale",
        "Feuille de temps, avril 2026",
        "Accompagnement des entreprises",
        "Paie, avril 2026",
        "Lettre de mission",
    ):
        assert told in page.text, told
    assert any("timesheets%2F" in link or "timesheets/" in link for link in page.links)


async def test_a_decision_is_kept_and_moves_the_totals(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    headers, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}"
    cut = {"decision": "deducted", "amount_deducted": "250,00", "reason_code": "WRONG_KEY", "comment": "Clé de 75 %"}
    answer = await client.post(f"{path}/lines/{line.id}", headers=headers, data=cut)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}/verification")
    page = read_page(await client.get(f"{path}/verification", headers=headers))
    check(page, path)
    assert "1 ligne vue sur 1" in page.text
    assert "Écarté : 250,00 €" in page.text
    assert "630,00 €" in page.text
    forgotten = await client.post(f"{path}/lines/{line.id}/forget", headers=headers)
    assert forgotten.status_code == 303
    page = read_page(await client.get(f"{path}/verification", headers=headers))
    assert "0 ligne vue sur 1" in page.text
    whole = {"decision": "rejected", "reason_code": "AUDIT"}
    assert (await client.post(f"{path}/lines/{line.id}", headers=headers, data=whole)).status_code == 303
    desk = await verification_work.load_desk(territory.oi_officer.context, claim_id)
    assert desk.files[0].rejects_all


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({}, "decision", "« Décision » est à remplir."),
        ({"decision": "deducted", "reason_code": "AUDIT"}, "amount_deducted", "doit dépasser 0"),
        ({"decision": "deducted", "amount_deducted": "2000", "reason_code": "AUDIT"}, "amount_deducted", "1 000,00"),
        ({"decision": "parked", "comment": "À joindre"}, "reason_code", "demande un motif"),
    ],
)
async def test_a_decision_that_does_not_fit_is_told_at_its_field(
    client: httpx.AsyncClient,
    territory: Territory,
    line: ClaimLine,
    claim_id: UUID,
    typed: dict[str, str],
    field: str,
    told: str,
) -> None:
    path = f"/oi/claims/{claim_id}/lines/{line.id}"
    answer = await client.post(path, headers=territory.oi_officer.headers, data=typed)
    page = read_page(answer)
    assert answer.status_code == 422
    assert f"#{field}" in page.links
    assert told in page.text
    assert typed.get("comment", "À joindre") in answer.text or "comment" not in typed


async def test_a_question_stops_everything_until_its_answer(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    oi, manager = territory.oi_officer.headers, territory.manager.headers
    of_oi, own = f"/oi/claims/{claim_id}", f"/claims/{claim_id}"
    late = await client.post(f"{of_oi}/clarifications", headers=oi, data={"question": "Et ?", "due_on": "2026-01-01"})
    assert late.status_code == 422
    assert "Et ?" in late.text
    asked = await client.post(f"{of_oi}/clarifications", headers=oi, data={"question": "La fiche de paie ?"})
    assert asked.status_code == 303
    page = read_page(await client.get(f"{own}/messages", headers=manager))
    check(page, own)
    assert "La fiche de paie ?" in page.text
    assert "Votre réponse est attendue jusqu’au" in page.text
    refused = await client.post(f"{own}/messages", headers=manager, data={"text": "  "})
    assert "« Réponse » est à remplir." in read_page(refused).text
    answered = await client.post(f"{own}/messages", headers=manager, data={"text": "La voici."})
    assert answered.status_code == 303
    page = read_page(await client.get(f"{of_oi}/messages", headers=oi))
    assert "La voici." in page.text
    reader = read_page(await client.get(f"{own}/messages", headers=territory.facilitator.headers))
    assert "text" not in reader.fields


async def test_a_decision_is_undone_to_the_one_before_with_its_explanation(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    headers, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}/lines/{line.id}"
    parked = {"decision": "parked", "reason_code": "MISSING_EVIDENCE", "comment": "Bulletin à joindre"}
    cut = {"decision": "deducted", "amount_deducted": "250", "reason_code": "WRONG_KEY", "comment": "Clé de 75 %"}
    await client.post(path, headers=headers, data=parked)
    answer = await client.post(path, headers=headers, data=cut)
    assert "take-back" in answer.headers["set-cookie"]
    for told in ("Bulletin à joindre", None):
        undone = await client.post(f"{path}/take-back", headers=headers)
        assert (undone.status_code, undone.headers["location"]) == (303, path)
        desk = await verification_work.load_desk(territory.oi_officer.context, claim_id)
        assert (desk.files[0].draft.comment if desk.files[0].draft else None) == told
    stranger = await client.post(f"{path}/take-back", headers=territory.other_oi_officer.headers)
    assert stranger.status_code == 404


async def test_files_go_with_a_question_and_its_answer_to_both_sides_and_nobody_else(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    oi, manager = territory.oi_officer.headers, territory.manager.headers
    of_oi, own = f"/oi/claims/{claim_id}", f"/claims/{claim_id}"
    sheet, slip = a_workbook(), a_pdf("bulletin de mai").content
    asked = await client.post(
        f"{of_oi}/clarifications",
        headers=oi,
        data={"question": "Quels mois ?"},
        files=[("files", ("ecarts.xlsx", sheet, "application/vnd.ms-excel"))],
    )
    assert asked.status_code == 303
    refused = await client.post(
        f"{own}/messages", headers=manager, data={"text": "Les voici."}, files=[("files", ("a.exe", b"MZ", ""))]
    )
    page = read_page(refused)
    assert refused.status_code == 422
    assert "#files" in page.links
    assert "Les voici." in refused.text
    answered = await client.post(
        f"{own}/messages",
        headers=manager,
        data={"text": "Les voici."},
        files=[("files", ("b.pdf", slip, "application/pdf")), ("files", ("c.png", PNG_BYTES, "image/png"))],
    )
    assert answered.status_code == 303
    for base, headers in ((of_oi, oi), (own, manager)):
        page = read_page(await client.get(f"{base}/messages", headers=headers))
        check(page, base)
        assert "Pièce n° 1 (XLSX" in page.text
        paths = [link for link in page.links if "/messages/files/" in link]
        contents = [(await client.get(path, headers=headers)).content for path in paths]
        assert contents == [sheet, slip, PNG_BYTES]
    reader = read_page(await client.get(f"{own}/messages", headers=territory.facilitator.headers))
    assert "Pièce n° 1 (PDF" in reader.text
    assert not [link for link in reader.links if "/messages/files/" in link]
    assert (await client.get(paths[0], headers=territory.facilitator.headers)).status_code == 403
    assert (await client.get(paths[0], headers=territory.other_manager.headers)).status_code == 404
    assert (await client.get(f"/oi{paths[0]}", headers=territory.other_oi_officer.headers)).status_code == 404
    readings = await access_log.list_latest_readings(territory.manager.context, limit=50)
    seen = {(one.organisation, one.subject_id) for one in readings if "/messages/files/" in one.route}
    assert seen == {(territory.intermediate_body.name, claim_id), (territory.facilitator_org.name, claim_id)}


async def test_conclusions_are_checked_recorded_told_and_printed(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    oi, manager = territory.oi_officer.headers, territory.manager.headers
    of_oi, own = f"/oi/claims/{claim_id}", f"/claims/{claim_id}"
    cut = {"decision": "deducted", "amount_deducted": "250", "reason_code": "WRONG_KEY", "comment": "Clé de 75 %"}
    await client.post(f"{of_oi}/lines/{line.id}", headers=oi, data=cut)
    page = read_page(await client.get(f"{of_oi}/conclusions", headers=oi))
    check(page, of_oi)
    assert "ouvrent une période contradictoire" in page.text
    sample = {"stage": "interim", "scope": "sample", "answer_time": "Oui", "answer_pay": "Non", "remark_pay": "Prime"}
    refused = await client.post(f"{of_oi}/conclusions", headers=oi, data=sample)
    assert refused.status_code == 422
    assert refused.text.count('<option value="Non" selected>') == 1
    assert 'value="Prime"' in refused.text
    mute = await client.post(
        f"{of_oi}/conclusions", headers=oi, data={"stage": "interim", "scope": "full", "piece_time": "P 1"}
    )
    assert mute.status_code == 422
    assert "#answer_time" in read_page(mute).links
    recorded = await client.post(
        f"{of_oi}/conclusions", headers=oi, data={**sample, "scope": "full", "piece_pay": "Bulletin d’avril"}
    )
    assert (recorded.status_code, recorded.headers["location"]) == (303, f"{of_oi}/verification")
    (interim,) = await verifications.list_verifications(territory.manager.context, claim_id)
    assert [(item.answer, item.comment, item.document) for item in interim.terms.checklist] == [
        ("Oui", None, None),
        ("Non", "Prime", "Bulletin d’avril"),
    ]
    again = read_page(await client.get(f"{of_oi}/conclusions", headers=oi))
    assert "Celles des conclusions précédentes sont reprises." in again.text
    page = read_page(await client.get(f"{own}/verification", headers=manager))
    check(page, own)
    assert "Non – Prime (pièce : Bulletin d’avril)" in page.text
    for told in ("Répondez avant le 30 juin 2026", "Écarté : 250,00 €", "Clé de répartition erronée – Clé de 75 %"):
        assert told in page.text, told
    report = await client.get(f"/verifications/{interim.id}/pdf", headers=manager)
    assert report.content == (await client.get(f"/oi/verifications/{interim.id}/pdf", headers=oi)).content
    early = await client.post(f"{of_oi}/conclusions", headers=oi, data={"stage": "final", "scope": "full"})
    assert early.status_code == 422
    await client.post(f"{own}/messages", headers=manager, data={"text": "Nous en prenons acte."})
    final = await client.post(f"{of_oi}/conclusions", headers=oi, data={"stage": "final", "scope": "full"})
    assert final.headers["location"] == f"{of_oi}/payments"


async def test_a_settled_claim_is_corrected_with_who_found_what(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    oi = territory.oi_officer
    claim = await settling.claim(INTERIM)
    await final_conclusions(oi, territory.manager, claim)
    await a_paid_claim(oi, claim.id, "VIR-1")
    (line,) = await lines_of(territory.manager, claim)
    path = f"/oi/claims/{claim.id}"
    decided = {"decision": "rejected", "reason_code": "AUDIT"}
    assert (await client.post(f"{path}/lines/{line.id}", headers=oi.headers, data=decided)).status_code == 303
    refused = await client.post(
        f"{path}/conclusions", headers=oi.headers, data={"stage": "correction", "scope": "full"}
    )
    assert "« Motif de la correction » est à remplir." in read_page(refused).text
    found = {"stage": "correction", "scope": "full", "reason": "Constat n° 3", "body": "Autorité d’audit"}
    corrected = await client.post(f"{path}/conclusions", headers=oi.headers, data=found)
    assert corrected.headers["location"] == f"{path}/payments"
    page = read_page(await client.get(f"{path}/payments", headers=oi.headers))
    assert "Reste à recevoir en retour 840,00 €" in page.text
    latest = (await verifications.list_verifications(oi.context, claim.id))[-1]
    assert (latest.terms.body, latest.figures.to_settle) == ("Autorité d’audit", Decimal("-840.00"))


async def test_the_beneficiary_sees_nothing_before_conclusions_and_strangers_nothing_at_all(
    client: httpx.AsyncClient, territory: Territory, line: ClaimLine, claim_id: UUID
) -> None:
    own = f"/claims/{claim_id}"
    page = read_page(await client.get(f"{own}/verification", headers=territory.manager.headers))
    assert "Aucune conclusion pour l’instant." in page.text
    for part in ("verification", "messages", "payments"):
        assert (await client.get(f"{own}/{part}", headers=territory.other_manager.headers)).status_code == 404
        stranger = await client.get(f"/oi{own}/{part}", headers=territory.other_oi_officer.headers)
        assert stranger.status_code == 404
    lost = f"/oi/claims/{claim_id}/lines/{claim_id}"
    assert (await client.get(lost, headers=territory.oi_officer.headers)).status_code == 404
