"""Operations on the pages: added, moved, amended; who works on them, what else pays for them."""

from decimal import Decimal
from typing import Any

import httpx

from clause.domain.amendments import AmendmentState
from clause.domain.operations import Operation
from clause.services import amendments, assignments, operation_moves, operations, resources
from tests.builders.claims import a_claim, a_ready_operation, an_employment, an_operation
from tests.builders.operations import a_call, a_resource, a_scheme
from tests.builders.searches import found_by
from tests.builders.territory import Caller, Territory
from tests.web.reading import Page, check, read_page

AGREEMENT = {
    "reference": "CONV-2026-099",
    "signed_on": "2026-01-05",
    "planned_total_cost": "60 000,00",
    "grant_amount": "36 000 €",
    "rate": "60",
    "rate_decimals": "2",
    "cost_plan": "P40",
}


async def seen(client: httpx.AsyncClient, who: Caller, path: str) -> Page:
    answer = await found_by(client, path, who.headers)
    assert answer.status_code == 200, (path, answer.status_code)
    found = read_page(answer)
    check(found, path)
    return found


async def send(client: httpx.AsyncClient, who: Caller, path: str, data: dict[str, Any]) -> httpx.Response:
    return await client.post(path, data=data, headers=who.headers)


def operation_data(territory: Territory, **changes: str) -> dict[str, str]:
    return {
        "number": "202600777",
        "title": "Clauses du pays",
        "intermediate_body_id": str(territory.intermediate_body.id),
        "priority": "2021FR05SFPR001 1",
        "specific_objective": "H",
        "region_category": "TRANSITION",
        "first_day": "2026-01-01",
        "last_day": "2027-06-30",
        "participant_mode": "none",
        "beneficiary_kind": "association",
        **changes,
    }


async def test_the_list_of_operations_searches_and_leads_to_each(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    operation = await an_operation(territory.manager, territory)
    for who in (territory.manager, territory.facilitator):
        page = await seen(client, who, "/operations?q=animation")
        assert f"/operations/{operation.id}" in page.links
    assert "Rien ne correspond" in (await seen(client, territory.manager, "/operations?q=zzz")).text
    assert "Aucune opération pour l’instant" in (await seen(client, territory.other_manager, "/operations")).text


async def test_the_page_of_an_operation_shows_its_money_and_its_calendar(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    path = f"/operations/{operation.id}"
    page = await seen(client, territory.manager, path)
    assert "36 000,00 €" in page.text
    assert f"{path}/claims/new" in page.links
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    page = await seen(client, territory.manager, path)
    assert f"/claims/{claim.id}" in page.links
    assert f"{path}/claims/new" not in page.links
    assert f"{path}/moves/new" not in (await seen(client, territory.facilitator, path)).links
    assert (await client.get(path, headers=territory.other_manager.headers)).status_code == 404


async def test_an_operation_is_added_with_its_agreement(client: httpx.AsyncClient, territory: Territory) -> None:
    await seen(client, territory.manager, "/operations/new")
    more = {"interim_claims_due_on": "30/09/2026", "budget_staff": "60000", "advance_rate": "30", "state_aid": ""}
    data = operation_data(territory) | AGREEMENT | more
    answer = await send(client, territory.manager, "/operations", data)
    assert answer.status_code == 303, read_page(answer).text
    (operation,) = await operations.list_operations(territory.manager.context, after=None, limit=9)
    assert answer.headers["location"] == f"/operations/{operation.id}"
    assert operation.agreement.rate == Decimal("0.6")
    assert [day.isoformat() for day in operation.agreement.options.interim_claims_due_on] == ["2026-09-30"]
    assert await refused_with(client, territory, data | {"rate": "75"}, "#rate")
    assert await refused_with(client, territory, data | {"budget_staff": "50000"}, "#budget")
    assert await refused_with(client, territory, data | {"interim_claims_due_on": "demain"}, "#interim_claims_due_on")
    assert await refused_with(client, territory, data | {"unit_values": "H1 ; heure"}, "#unit_values")


async def refused_with(client: httpx.AsyncClient, territory: Territory, data: dict[str, str], field: str) -> bool:
    answer = await send(client, territory.manager, "/operations", data)
    page = read_page(answer)
    assert page.fields["number"] == data["number"]
    return answer.status_code == 422 and field in page.links and field[1:] in page.ids


async def an_application(client: httpx.AsyncClient, territory: Territory) -> str:
    call = await a_call(territory.manager, await a_scheme(territory))
    await seen(client, territory.manager, "/operations/new?kind=application")
    data = operation_data(territory, kind="application", call_id=str(call.id))
    answer = await send(client, territory.manager, "/operations", data)
    page = read_page(answer)
    assert answer.status_code == 422
    assert "appel" in page.text
    return str(call.id)


async def test_an_application_outside_its_call_is_refused_in_words(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await an_application(client, territory)


async def test_a_move_is_noted_with_what_it_needs(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    path = f"/operations/{operation.id}/moves"
    assert "Démarrage attesté" in (await seen(client, territory.manager, f"{path}/new")).text
    await seen(client, territory.manager, f"{path}/new?action=certify_start")
    data = {"action": "certify_start", "on": "2026-02-02"}
    refused = await send(client, territory.manager, path, data)
    assert refused.status_code == 422
    assert "#paper" in read_page(refused).links
    answer = await send(client, territory.manager, path, {**data, "paper": "Attestation 12"})
    assert answer.status_code == 303
    course = await operation_moves.load_course(territory.manager.context, operation.id)
    assert course.start_certified_on is not None
    assert course.start_certified_on.isoformat() == "2026-02-02"


async def test_an_amendment_is_proposed_and_signed(client: httpx.AsyncClient, territory: Territory) -> None:
    operation, manager = await an_operation(territory.manager, territory), territory.manager
    path = f"/operations/{operation.id}/amendments"
    form = await seen(client, manager, f"{path}/new")
    assert form.fields["grant_amount"].replace("\u202f", " ").replace("\u00a0", " ") == "36 000,00"
    data = {**AGREEMENT, "grant_amount": "30000", "planned_total_cost": "50000", "effective_on": "2026-07-01"}
    assert "#motive" in read_page(await send(client, manager, path, data)).links
    assert (await send(client, manager, path, data | {"motive": "Recrutement décalé"})).status_code == 303
    (amendment,) = await amendments.list_amendments(manager.context, operation.id)
    assert "36 000,00 € → 30 000,00 €" in (await seen(client, manager, path)).text
    signs = {"operation_id": str(operation.id), "amendment_signed_on": "2030-01-01", "amendment_reference": "AV-1"}
    refused = await send(client, manager, f"/amendments/{amendment.id}/sign", signs)
    assert "#amendment_signed_on" in read_page(refused).links
    signs["amendment_signed_on"] = "2026-06-10"
    assert (await send(client, manager, f"/amendments/{amendment.id}/sign", signs)).status_code == 303
    (amendment,) = await amendments.list_amendments(manager.context, operation.id)
    assert amendment.state is AmendmentState.SIGNED
    await seen(client, territory.facilitator, path)


async def a_pending_amendment(client: httpx.AsyncClient, territory: Territory, operation: Operation) -> str:
    data = {**AGREEMENT, "effective_on": "2026-07-01", "motive": "Pour voir"}
    await send(client, territory.manager, f"/operations/{operation.id}/amendments", data)
    (amendment,) = await amendments.list_amendments(territory.manager.context, operation.id)
    return f"/amendments/{amendment.id}/withdraw"


async def test_an_amendment_is_given_up_with_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    path = await a_pending_amendment(client, territory, operation)
    named = {"operation_id": str(operation.id)}
    assert "#withdrawal_reason" in read_page(await send(client, territory.manager, path, named)).links
    answer = await send(client, territory.manager, path, {**named, "withdrawal_reason": "Plan maintenu"})
    assert answer.headers["location"] == f"/operations/{operation.id}/amendments"


async def test_a_letter_is_issued_and_its_acceptance_noted(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    operation, employment = await an_operation(manager, territory), await an_employment(manager, territory.facilitator)
    path = f"/operations/{operation.id}/assignments"
    assert "Aucune lettre de mission" in (await seen(client, manager, path)).text
    await seen(client, manager, f"{path}/new")
    data = {
        "employment_id": str(employment.id),
        "method": "M1",
        "first_day": "2026-01-01",
        "issued_on": "2026-01-05",
    }
    assert "#time_share" in read_page(await send(client, manager, path, data)).links
    assert (await send(client, manager, path, data | {"time_share": "60"})).status_code == 303
    (view,) = await assignments.list_letters(manager.context, operation.id)
    said = {"assignment_id": str(view.letter.id), "outcome": "accepted", "decided_on": "2026-02-01"}
    assert (await send(client, manager, f"{path}/acceptance", said)).status_code == 422
    answer = await send(client, manager, f"{path}/acceptance", said | {"decision_reference": "Courrier 7"})
    assert answer.status_code == 303
    assert "Courrier 7" in (await seen(client, territory.facilitator, path)).text


async def test_a_resource_is_recorded_corrected_and_cancelled(client: httpx.AsyncClient, territory: Territory) -> None:
    operation, manager = await an_operation(territory.manager, territory), territory.manager
    path = f"/operations/{operation.id}/resources"
    await seen(client, manager, f"{path}/new")
    data = {"funder": "Département", "kind": "DEPARTEMENT", "amount_committed": "4 000"}
    refused = await send(client, manager, path, data | {"amount_received": "4 000", "amount_allocated": "5 000"})
    assert "#amount_allocated" in read_page(refused).links
    assert (await send(client, manager, path, data)).status_code == 303
    (resource,) = (await resources.list_resources(manager.context, operation.id)).resources
    correction = await seen(client, manager, f"{path}/new?corrects={resource.id}")
    assert correction.fields["funder"] == "Département"
    changed = data | {"corrects": str(resource.id), "amount_committed": "4 500"}
    assert "#reason" in read_page(await send(client, manager, path, changed)).links
    assert (await send(client, manager, path, changed | {"reason": "Délibération"})).status_code == 303
    later = next(one for one in (await resources.list_resources(manager.context, operation.id)).resources if one.reason)
    cancel = f"/resources/{later.id}/cancel"
    await seen(client, manager, cancel)
    named = {"operation_id": str(operation.id)}
    assert "#cancellation_reason" in read_page(await send(client, manager, cancel, named)).links
    assert (await send(client, manager, cancel, named | {"cancellation_reason": "Doublon"})).status_code == 303
    assert "Doublon" in (await seen(client, manager, path)).text


async def test_a_resource_of_others_is_not_shown(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    resource = await a_resource(territory.manager, operation.id)
    answer = await client.get(f"/resources/{resource.id}/cancel", headers=territory.other_manager.headers)
    assert answer.status_code == 404
