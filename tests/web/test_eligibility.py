"""Pages of eligibility: put forward with its proof, decided one after the other, looked at for a purpose."""

from datetime import date

import httpx

from clause.domain.eligibility import EligibilityTerms, Proof
from clause.services import eligibility
from tests.builders.contracts import a_lot
from tests.builders.eligibility import A_PDF, a_proof_document
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Territory
from tests.web.reading import read_page

GROUND = {"ground": "RSA", "assessed_on": "2026-06-10", "is_principal": "true"}
PROOF = {"proof_kind": "RSA_ATTESTATION", "proof_issued_on": "2026-05-20"}


async def test_a_ground_is_put_forward_with_its_proof_and_a_copy(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    person = await a_participant(who)
    form = read_page(await client.get(f"/participants/{person.id}/eligibility/new?ground=RSA", headers=headers))
    assert "Attestation RSA de la CAF" in form.text
    assert "3 mois à compter de son émission" in form.text
    answer = await client.post(
        f"/participants/{person.id}/eligibility",
        headers=headers,
        data={**GROUND, **PROOF},
        files={"file": ("rsa.pdf", A_PDF, "application/pdf")},
    )
    assert answer.status_code == 303, answer.text
    page = read_page(await client.get(answer.headers["location"], headers=headers))
    assert "À valider" in page.text
    assert "19 août 2026" in page.text
    assert "Reçue le" in page.text


async def test_half_a_proof_a_wrong_file_and_a_day_to_come_are_told_at_their_fields(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    person = await a_participant(territory.facilitator)
    path = f"/participants/{person.id}/eligibility"
    half = await client.post(path, headers=headers, data={**GROUND, "proof_kind": "RSA_ATTESTATION"})
    assert (half.status_code, "Donnez ensemble le justificatif" in half.text) == (422, True)
    wrong = await client.post(
        path, headers=headers, data={**GROUND, **PROOF}, files={"file": ("a.pdf", b"hello", "application/pdf")}
    )
    assert (wrong.status_code, "ni un PDF" in wrong.text) == (422, True)
    late = await client.post(path, headers=headers, data={**GROUND, **PROOF, "assessed_on": "2026-06-20"})
    assert (late.status_code, "20/06/2026" in late.text) == (422, True)
    assert await eligibility.list_eligibilities(territory.facilitator.context, person.id, after=None, limit=5) == []


async def test_the_queue_goes_from_one_to_the_next_and_a_decision_is_taken_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    assert "Aucune éligibilité n’attend" in (await client.get("/eligibility", headers=headers)).text
    person, other = await a_participant(who), await a_participant(who)
    first = await an_eligibility(who, person.id, accepted=False)
    second = await an_eligibility(who, other.id, accepted=False, ground="BOETH", valid_until=date(2030, 1, 1))
    page = read_page(await client.get("/eligibility", headers=headers))
    assert f"/eligibility/{first.id}" in page.links
    assert "Travailleur handicapé" not in page.text
    accepted = await client.post(f"/eligibility/{first.id}/accept", headers=headers, data={"back": "queue"})
    assert accepted.headers["location"] == f"/eligibility/{second.id}"
    note = read_page(await client.get(f"/eligibility/{second.id}", headers={**headers, **_note(headers, accepted)}))
    assert "L’éligibilité est acceptée" in note.text
    assert ("form", "action", f"/eligibility/{first.id}/reopen") in note.addresses
    await client.post(f"/eligibility/{first.id}/reopen", headers=headers)
    assert "À valider" in read_page(await client.get(f"/eligibility/{first.id}", headers=headers)).text


def _note(headers: dict[str, str], answer: httpx.Response) -> dict[str, str]:
    value = answer.headers["set-cookie"].split(";")[0]
    return {"cookie": f"{headers['cookie']}; {value}"}


async def test_a_refusal_needs_a_reason_and_a_used_ground_is_not_reopened(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, accepted=False)
    bare = await client.post(f"/eligibility/{ground.id}/refuse", headers=headers, data={"back": "queue"})
    assert (bare.status_code, "« Motif du refus » est à remplir" in read_page(bare).text) == (422, True)
    refused = await client.post(
        f"/eligibility/{ground.id}/refuse", headers=headers, data={"back": "person", "reason": "Attestation illisible."}
    )
    assert refused.headers["location"] == f"/participants/{person.id}"
    hire = await a_hire(who, territory, await a_lot(who, territory))
    kept = await client.post(f"/eligibility/{hire.eligibility_id}/reopen", headers=headers)
    assert (kept.status_code, "repose sur cette éligibilité" in kept.text) == (422, True)


async def test_a_reasoned_opinion_is_asked_whole_and_may_come_with_the_decision(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    person = await a_participant(who)
    path = f"/participants/{person.id}/eligibility"
    sent = {"ground": "REASONED_OPINION", "assessed_on": "2026-06-10", "opinion_text": "Reprise à accompagner."}
    half = await client.post(path, headers=headers, data=sent)
    assert (half.status_code, half.text.count("remplissez ce champ")) == (422, 4)
    whole = {**sent, "opinion_author": "Mme Le Gall", "opinion_on": "2026-06-09"}
    assert (await client.post(path, headers=headers, data=whole)).status_code == 303
    proof = Proof(kind="REASONED_OPINION", issued_on=date(2026, 6, 9))
    terms = EligibilityTerms(
        ground="REASONED_OPINION", proof=proof, is_principal=False, assessed_on=date(2026, 6, 10), opinion=None
    )
    bare = await eligibility.submit_eligibility(who.context, person.id, terms)
    accept = f"/eligibility/{bare.id}/accept"
    refused = await client.post(accept, headers=headers, data={"back": "person"})
    assert (refused.status_code, "son auteur et sa date" in refused.text) == (422, True)
    given = {key: value for key, value in whole.items() if key.startswith("opinion")}
    assert (await client.post(accept, headers=headers, data={**given, "back": "person"})).status_code == 303


async def test_a_missing_proof_is_noted_and_a_stale_one_is_told(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    person = await a_participant(who)
    made = await client.post(f"/participants/{person.id}/eligibility", headers=headers, data=GROUND)
    path = made.headers["location"].partition("?")[0]
    assert "Le justificatif manque" in read_page(await client.get(path, headers=headers)).text
    stale = {**PROOF, "proof_issued_on": "2026-01-02"}
    assert (await client.post(f"{path}/proof", headers=headers, data=stale)).status_code == 303
    page = read_page(await client.get(path, headers=headers))
    assert "ne valait plus rien après le 01/04/2026" in page.text
    refused = await client.post(f"{path}/accept", headers=headers, data={"back": "queue"})
    assert (refused.status_code, "01/04/2026" in refused.text) == (422, True)


async def test_a_copy_is_joined_and_opened_for_a_purpose_which_is_noted(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    ground = await an_eligibility(who, (await a_participant(who)).id, accepted=False)
    sent = {"file": ("x.pdf", A_PDF, "application/pdf")}
    assert (
        await client.post(f"/eligibility/{ground.id}/proof-documents", headers=headers, files=sent)
    ).status_code == 303
    none = await client.post(f"/eligibility/{ground.id}/proof-documents", headers=headers, files={"other": b"x"})
    assert (none.status_code, "Choisissez le fichier" in none.text) == (422, True)
    document = await a_proof_document(who, ground.id)
    path = f"/proof-documents/{document.id}/views"
    opened = await client.post(path, headers=headers, data={"purpose": "Vérifier la date"})
    assert (opened.status_code, opened.content) == (200, A_PDF)
    page = read_page(await client.get(f"/eligibility/{ground.id}", headers=headers))
    assert "Camille Le Goff : Vérifier la date" in page.text
    for stranger in (territory.other_facilitator, territory.company_agent, territory.buyer_agent):
        answer = await client.post(path, headers=stranger.headers, data={"purpose": "x"})
        assert answer.status_code in (403, 404)


async def test_a_period_is_suspended_ended_and_decided(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    hire = await a_hire(who, territory, await a_lot(who, territory))
    person = f"/participants/{hire.participant_id}"
    path = f"{person}/eligibility-window"
    page = read_page(await client.get(path, headers=headers))
    assert "pendant 24 mois" in page.text
    wrong = {"first_day": "2026-05-10", "last_day": "2026-05-01", "reason": "Congé parental"}
    answer = await client.post(f"{person}/suspensions", headers=headers, data=wrong)
    assert (answer.status_code, "elle commence le 10/05/2026" in answer.text) == (422, True)
    right = {"first_day": "2026-05-10", "reason": "Demande du référent"}
    assert (await client.post(f"{person}/suspensions", headers=headers, data=right)).status_code == 303
    page = read_page(await client.get(path, headers=headers))
    ends = next(address for _, _, address in page.addresses if address.startswith("/eligibility-suspensions/"))
    ended = {"participant_id": str(hire.participant_id), "ended_on": "2026-05-19"}
    assert (await client.post(ends, headers=headers, data=ended)).status_code == 303
    assert "Plus 10 jours de suspension" in read_page(await client.get(path, headers=headers)).text
    again = await client.post(ends, headers=headers, data=ended)
    assert (again.status_code, "déjà pris fin" in again.text) == (422, True)
    decided = {"decided_last_day": "2028-06-30", "decision_reason": "Avis du comité"}
    assert (await client.post(f"{person}/window-overrides", headers=headers, data=decided)).status_code == 303
    page = read_page(await client.get(path, headers=headers))
    assert "jusqu’au 30 juin 2028" in page.text


async def test_what_ends_soon_is_listed(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    assert "Rien ne prend fin" in (await client.get("/eligibility-alerts", headers=headers)).text
    hire = await a_hire(who, territory, await a_lot(who, territory))
    decided = {"decided_last_day": "2026-07-10", "decision_reason": "Avis du comité"}
    await client.post(f"/participants/{hire.participant_id}/window-overrides", headers=headers, data=decided)
    page = read_page(await client.get("/eligibility-alerts", headers=headers))
    assert "10/07/2026" in page.text
    assert f"/participants/{hire.participant_id}/eligibility-window" in page.links
