"""Schemes, calls, people and structures of an operation, and its indicators, on the pages."""

from typing import Any

import httpx

from clause.rules.cost_codes import ParticipantMode
from clause.services import funding_calls, operation_entities, operation_participants
from tests.builders.claims import an_operation
from tests.builders.operation_participants import a_record, an_operation_with_participants
from tests.builders.operations import a_call, a_scheme
from tests.builders.people import a_participant
from tests.builders.territory import Caller, Territory
from tests.web.reading import Page, check, read_page


async def seen(client: httpx.AsyncClient, who: Caller, path: str) -> Page:
    answer = await client.get(path, headers=who.headers)
    assert answer.status_code == 200, (path, answer.status_code)
    found = read_page(answer)
    check(found, path)
    return found


async def send(client: httpx.AsyncClient, who: Caller, path: str, data: dict[str, Any]) -> httpx.Response:
    return await client.post(path, data=data, headers=who.headers)


async def test_a_scheme_is_recorded_and_corrected(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    assert "Aucun dispositif" in (await seen(client, manager, "/funding-schemes")).text
    await seen(client, manager, "/funding-schemes/new")
    data = {
        "intermediate_body_id": str(territory.intermediate_body.id),
        "reference": "DISP-9",
        "title": "Clauses",
        "priority": "2021FR05SFPR001 1",
        "specific_objective": "Z",
    }
    assert "#specific_objective" in read_page(await send(client, manager, "/funding-schemes", data)).links
    answer = await send(client, manager, "/funding-schemes", data | {"specific_objective": "H"})
    assert answer.status_code == 303
    (scheme,) = await funding_calls.list_schemes(manager.context, after=None, limit=9)
    path = f"/funding-schemes/{scheme.id}"
    assert "#title" in read_page(await send(client, manager, path, {"version": "1"})).links
    assert (await send(client, manager, path, {"version": "1", "title": "Autre"})).status_code == 303
    assert (await seen(client, territory.facilitator, path)).h1 == ["Autre"]
    assert (await send(client, manager, path, {"version": "1", "title": "Encore"})).status_code == 422


async def test_a_call_is_recorded_and_corrected(client: httpx.AsyncClient, territory: Territory) -> None:
    manager, scheme = territory.manager, await a_scheme(territory)
    path = f"/funding-schemes/{scheme.id}/calls"
    await seen(client, manager, f"{path}/new")
    data = {"reference": "AAP-9", "title": "Appel", "opens_on": "2026-09-01", "closes_on": "2026-08-01"}
    links = read_page(await send(client, manager, path, data)).links
    assert {"#closes_on", "#cost_plans"} <= set(links)
    right = data | {"closes_on": "2026-10-01", "cost_plans": "P40", "max_rate": "60"}
    answer = await send(client, manager, path, right)
    assert answer.status_code == 303
    (call,) = await funding_calls.list_calls(manager.context, scheme_id=scheme.id, after=None, limit=9)
    page = await seen(client, manager, f"/funding-calls/{call.id}/edit")
    assert page.fields["max_rate"].replace("\u202f", " ").replace("\u00a0", " ") == "60 %"
    changed = right | {"title": "Appel 2026", "version": "1"}
    assert (await send(client, manager, f"/funding-calls/{call.id}", changed)).status_code == 303
    assert (await send(client, manager, f"/funding-calls/{call.id}", changed)).status_code == 422
    assert (await seen(client, territory.facilitator, f"/funding-calls/{call.id}")).h1 == ["Appel 2026"]
    assert f"/funding-calls/{call.id}" in (await seen(client, manager, "/funding-calls")).links


async def test_an_application_names_its_call(client: httpx.AsyncClient, territory: Territory) -> None:
    call = await a_call(territory.manager, await a_scheme(territory))
    page = await seen(client, territory.manager, "/operations/new?kind=application")
    assert call.reference in page.text
    assert "reference" not in page.fields


async def test_a_person_enters_an_operation_and_their_answers_are_kept(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, operation = territory.facilitator, await an_operation_with_participants(territory)
    person = await a_participant(who)
    path = f"/operations/{operation.id}/participants"
    assert "Personne ne participe encore" in (await seen(client, who, path)).text
    await seen(client, who, f"{path}/new")
    data = {"participant_id": str(person.id), "entry_on": "2020-01-01", "disability": "YES"}
    links = read_page(await send(client, who, path, data)).links
    assert {"#entry_on", "#disability"} <= set(links)
    right = {"participant_id": str(person.id), "entry_on": "2026-02-02", "labour_status": "INACTIVE"}
    assert (await send(client, who, path, right)).status_code == 303
    (record,) = await operation_participants.list_participants(who.context, operation.id, after=None, limit=9)
    one = f"{path}/{record.id}"
    assert (await seen(client, who, one)).fields["version"] == "1"
    leaving = right | {"version": "1", "exit_on": "2026-04-01", "exit_observed_on": "2026-06-01"}
    assert "#exit_observed_on" in read_page(await send(client, who, one, leaving)).links
    leaving |= {"exit_observed_on": "2026-04-10", "exit_employment": "YES"}
    assert (await send(client, who, one, leaving)).status_code == 303
    (kept,) = await operation_participants.list_participants(who.context, operation.id, after=None, limit=9)
    assert kept.exit is not None
    assert kept.exit.employment == "YES"
    assert "À compléter" in (await seen(client, who, path)).text
    assert (await client.get(one, headers=territory.other_facilitator.headers)).status_code == 404


async def test_the_indicators_count_and_say_what_is_missing(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation_with_participants(territory)
    await a_record(territory.facilitator, operation)
    page = await seen(client, territory.manager, f"/operations/{operation.id}/indicators")
    assert "Nombre total de participants" in page.text
    assert "Réponses manquantes par question" in page.text
    none = await an_operation(territory.manager, territory, "202500999")
    assert "n’a pas d’indicateurs" in (await seen(client, territory.manager, f"/operations/{none.id}/indicators")).text


async def test_a_structure_is_counted_once_and_taken_out(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    operation = await an_operation_with_participants(territory, participant_mode=ParticipantMode.ENTITIES)
    path = f"/operations/{operation.id}/entities"
    data = {"organisation_id": str(territory.buyer.id), "kind": "PUBLIC_SERVICE", "supported_on": "2020-01-01"}
    assert "#supported_on" in read_page(await send(client, who, path, data)).links
    assert (await send(client, who, path, data | {"supported_on": "2026-03-10"})).status_code == 303
    (entity,) = await operation_entities.list_entities(who.context, operation.id, after=None, limit=9)
    assert territory.buyer.name in (await seen(client, who, path)).text
    out = {"entity_id": str(entity.id)}
    assert "#reason" in read_page(await send(client, who, f"{path}/withdraw", out)).links
    assert (await send(client, who, f"{path}/withdraw", out | {"reason": "Doublon"})).status_code == 303
    assert "Retirée" in (await seen(client, territory.manager, path)).text
