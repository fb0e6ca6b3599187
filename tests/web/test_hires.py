"""Pages of hires and of what follows: recorded after a look at what deserves one, ended, corrected, followed up."""

from datetime import date

import httpx

from tests.builders.contracts import a_lot
from tests.builders.eligibility import A_PDF
from tests.builders.outcomes import an_ended_hire
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Territory
from tests.web.reading import read_page


async def _ready(territory: Territory) -> dict[str, str]:
    """What the form of a hire sends for a new person on a new lot."""
    who = territory.facilitator
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2026, 6, 10))
    return {
        "participant_id": str(person.id),
        "eligibility_id": str(ground.id),
        "lot_id": str((await a_lot(who, territory)).id),
        "company_id": str(territory.company.id),
        "mode": "DIRECT_HIRE",
        "contract_type": "FIXED_TERM",
        "first_day": "2026-06-15",
        "planned_last_day": "2026-12-14",
        "weekly_hours": "35,00",
        "job_title": "Peintre",
    }


async def test_a_hire_is_recorded_once_what_deserves_a_look_was_seen(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers, sent = territory.facilitator.headers, await _ready(territory)
    start = read_page(await client.get("/hires/new", headers=headers))
    assert "Qui est embauché" in start.text
    asked = f"/hires/new?participant={sent['participant_id']}&lot={sent['lot_id']}"
    form = read_page(await client.get(asked, headers=headers))
    assert "Bâtisseurs de la Côte (titulaire du lot)" in form.text
    warned = await client.post("/hires", headers=headers, data=sent)
    assert warned.status_code == 200
    page = read_page(warned)
    assert "Rien n’est encore enregistré" in page.text
    assert "demande un tuteur" in page.text
    assert page.fields["job_title"] == "Peintre"
    empty = read_page(await client.get("/hires", headers=headers))
    assert "Aucune embauche" in empty.text
    kept = await client.post("/hires", headers=headers, data={**sent, "confirmed": page.fields["confirmed"]})
    assert kept.status_code == 303, kept.text
    hire = read_page(await client.get(kept.headers["location"], headers=headers))
    assert "Comptées jusqu’au 14/06/2028" in hire.text
    with_tutor = {**await _ready(territory), "tutor_name": "Dominique Riou"}
    assert (await client.post("/hires", headers=headers, data=with_tutor)).status_code == 303


async def test_what_forbids_a_hire_is_told_without_codes(client: httpx.AsyncClient, territory: Territory) -> None:
    headers, sent = territory.facilitator.headers, await _ready(territory)
    answer = await client.post(
        "/hires", headers=headers, data={**sent, "first_day": "2026-06-01", "weekly_hours": "60"}
    )
    assert answer.status_code == 422
    page = read_page(answer)
    assert "Le contrat commence le 01/06/2026, avant l’examen de l’éligibilité, le 10/06/2026" in page.text
    assert "au plus 48" in page.text
    assert page.fields["weekly_hours"] == "60"
    late = await client.post("/hires", headers=headers, data={**sent, "company_id": str(territory.other_company.id)})
    assert "ne peut pas embaucher en Embauche directe" in read_page(late).text


async def test_a_hire_is_corrected_ended_and_its_end_taken_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    hire = await a_hire(who, territory, await a_lot(who, territory), planned_last_day=date(2026, 5, 29))
    path = f"/hires/{hire.id}"
    form = read_page(await client.get(f"{path}/edit", headers=headers)).fields
    changed = {
        "mode": "DIRECT_HIRE", "contract_type": "FIXED_TERM", "first_day": "2026-01-05", "weekly_hours": "28,00",
        "planned_last_day": "2026-05-29", "tutor_name": "Claude Riou", "lives_in_qpv": "true",
        "reason": "Temps partiel", "version": form["version"],
    }  # fmt: skip
    assert (await client.post(path, headers=headers, data=changed)).status_code == 303
    page = read_page(await client.get(path, headers=headers))
    assert "28,00 h" in page.text
    assert "Quartier prioritaire" in page.text
    assert "Fin à noter" in page.text
    early = {"last_day": "2025-12-01", "reason": "Rupture", "version": page.fields["version"]}
    refused = await client.post(f"{path}/end", headers=headers, data=early)
    assert (refused.status_code, "il commence le 05/01/2026" in refused.text) == (422, True)
    ended = await client.post(f"{path}/end", headers=headers, data={**early, "last_day": "2026-05-29"})
    assert ended.status_code == 303
    assert "À renseigner" in read_page(await client.get(path, headers=headers)).text
    version = str(int(page.fields["version"]) + 1)
    assert (await client.post(f"{path}/resume", headers=headers, data={"version": version})).status_code == 303
    assert "Fin à noter" in read_page(await client.get(path, headers=headers)).text


async def test_outcomes_due_are_recorded_from_their_list(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    assert "Rien n’est à renseigner" in (await client.get("/outcomes-due", headers=headers)).text
    hire = await an_ended_hire(who, await a_hire(who, territory, await a_lot(who, territory)))
    page = read_page(await client.get("/outcomes-due?point=EXIT", headers=headers))
    form = f"/hires/{hire.id}/outcomes/new?point=EXIT&back=due"
    assert form in page.links
    assert "29/05/2026" in page.text
    assert "Contrat terminé le 29 mai 2026" in read_page(await client.get(form, headers=headers)).text
    sent = {"point": "EXIT", "outcome": "CDI", "observed_on": "2026-05-01", "back": "due"}
    early = await client.post(f"/hires/{hire.id}/outcomes", headers=headers, data=sent)
    assert (early.status_code, "29/05/2026" in early.text) == (422, True)
    kept = await client.post(f"/hires/{hire.id}/outcomes", headers=headers, data={**sent, "observed_on": "2026-06-01"})
    assert kept.headers["location"] == "/outcomes-due"
    assert "emploi durable" in read_page(await client.get(f"/hires/{hire.id}", headers=headers)).text
    undone = await client.post(f"/hires/{hire.id}/resume", headers=headers, data={"version": str(hire.version)})
    assert (undone.status_code, "ne s’annule plus" in undone.text) == (422, True)


async def test_a_company_sees_its_own_hires_without_profile_or_outcome(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory), lives_in_qpv=True)
    headers = territory.company_agent.headers
    listed = read_page(await client.get("/hires", headers=headers))
    assert f"/hires/{hire.id}" in listed.links
    assert "/hires/new" not in listed.links
    page = read_page(await client.get(f"/hires/{hire.id}", headers=headers))
    for hidden in ("Quartier prioritaire", "devenue", "Corriger", "RSA"):
        assert hidden not in page.text
    assert f"/participants/{hire.participant_id}" not in page.links
    foreign = await client.get(f"/hires/{hire.id}", headers=territory.other_company_agent.headers)
    assert foreign.status_code == 404
    assert (await client.get("/hires", headers=territory.buyer_agent.headers)).status_code == 403


async def test_a_company_sends_a_proof_and_sees_that_it_came(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.company_agent.headers
    hire = await a_hire(who, territory, await a_lot(who, territory))
    path = f"/hires/{hire.id}"
    assert "aucun justificatif" in read_page(await client.get(path, headers=headers)).text
    sent = {"file": ("rsa.pdf", A_PDF, "application/pdf")}
    assert (await client.post(f"{path}/proof-documents", headers=headers, files=sent)).status_code == 303
    page = read_page(await client.get(path, headers=headers))
    assert "PDF, transmis le" in page.text
    assert "RSA" not in page.text
    seen = read_page(await client.get(f"/eligibility/{hire.eligibility_id}", headers=who.headers))
    assert "Transmise par l’employeur, Bâtisseurs de la Côte" in seen.text
    wrong = await client.post(f"{path}/proof-documents", headers=headers, files={"file": ("a.pdf", b"x")})
    assert (wrong.status_code, "ni un PDF" in wrong.text) == (422, True)
    foreign = territory.other_company_agent.headers
    assert (await client.post(f"{path}/proof-documents", headers=foreign, files=sent)).status_code == 404
