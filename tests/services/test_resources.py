"""What finances an operation beside the FSE+, through the services."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.db.queries.resources import resources_to_date
from clause.domain.errors import ClauseError
from clause.domain.findings import Severity
from clause.domain.resources import ResourceKind
from clause.services import resources
from tests.builders.claims import an_operation
from tests.builders.operations import a_resource, resource_terms
from tests.builders.pay import an_evidence_file
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")
NOTHING = Decimal("0.00")
PROMISE = {"amount_received": NOTHING, "amount_allocated": NOTHING, "received_on": None, "allocation_key": None}


async def refusal_of(call: Any) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call
    return refusal.value


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        (PROMISE, []),
        ({**PROMISE, "amount_committed": NOTHING}, ["RES-101"]),
        ({"amount_allocated": Decimal("11999.99")}, []),
        ({"amount_allocated": Decimal("12000.00"), "allocation_key": None}, []),
        ({"amount_allocated": Decimal("12000.01")}, ["RES-102"]),
        ({"amount_allocated": Decimal("11999.99"), "allocation_key": None}, ["RES-103"]),
        ({"received_on": None}, ["RES-104"]),
        ({**PROMISE, "received_on": date(2026, 4, 2)}, ["RES-104"]),
        ({"received_on": date(2026, 6, 14)}, []),
        ({"received_on": date(2026, 6, 15)}, []),
        ({"received_on": date(2026, 6, 16)}, ["RES-105"]),
    ],
)
async def test_amounts_and_days_of_a_resource_fit(
    territory: Territory, changes: dict[str, Any], codes: list[str]
) -> None:
    operation = await an_operation(territory.manager, territory)
    if not codes:
        assert (await a_resource(territory.manager, operation.id, **changes)).operation_id == operation.id
        return
    refusal = await refusal_of(a_resource(territory.manager, operation.id, **changes))
    assert (refusal.code, [finding.code for finding in refusal.findings]) == ("RES-001", codes)
    assert (await resources.list_resources(territory.manager.context, operation.id)).resources == ()


async def test_what_counts_is_received_by_the_day_allocated_and_not_own(territory: Territory) -> None:
    manager = territory.manager
    operation = await an_operation(manager, territory)
    await a_resource(manager, operation.id)
    await a_resource(manager, operation.id, **PROMISE)
    await a_resource(manager, operation.id, kind=ResourceKind.OWN_FUNDS)
    await a_resource(manager, operation.id, received_on=date(2026, 5, 4), amount_allocated=Decimal("0.01"))
    days = [date(2026, 4, 1), date(2026, 4, 2), date(2026, 5, 3), date(2026, 5, 4)]
    expected = ["0.00", "9000.00", "9000.00", "9000.01"]
    assert [str(await resources_to_date(operation.id, day)) for day in days] == expected


async def test_a_correction_replaces_and_a_cancellation_takes_out(territory: Territory) -> None:
    manager = territory.manager
    operation = await an_operation(manager, territory)
    first = await a_resource(manager, operation.id)
    terms = resource_terms(amount_allocated=Decimal("8000.00"))
    second = await resources.correct_resource(manager.context, first.id, terms, "Clé revue")
    view = await resources.list_resources(manager.context, operation.id)
    assert ([one.id for one in view.resources], view.to_date) == ([first.id, second.id], Decimal("8000.00"))
    again = resources.correct_resource(manager.context, first.id, terms, "Encore")
    assert (await refusal_of(again)).code == "RES-005"
    gone = await resources.cancel_resource(manager.context, second.id, "Double saisie")
    assert (gone.cancelled, gone.replaces_id) == (True, second.id)
    assert (await resources.list_resources(manager.context, operation.id)).to_date == NOTHING
    for dead in (second, gone):
        assert (await refusal_of(resources.cancel_resource(manager.context, dead.id, "Encore"))).code == "RES-005"


@pytest.mark.parametrize(
    ("amount", "codes"),
    [
        ("23999.99", []),
        ("24000.00", []),
        ("24000.01", ["RES-111"]),
        ("59999.99", ["RES-111"]),
        ("60000.00", ["RES-110"]),
        ("60000.01", ["RES-110"]),
    ],
)
async def test_too_much_money_is_told(territory: Territory, amount: str, codes: list[str]) -> None:
    operation = await an_operation(territory.manager, territory)
    await a_resource(territory.manager, operation.id, **PROMISE, amount_committed=Decimal(amount))
    found = (await resources.list_resources(territory.manager.context, operation.id)).findings
    assert [(one.code, one.severity) for one in found] == [(code, Severity.WARNING) for code in codes]


async def test_another_eu_fund_and_the_same_post_are_told(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    await a_resource(territory.manager, operation.id, kind=ResourceKind.EU, same_post=True)
    found = (await resources.list_resources(territory.oi_officer.context, operation.id)).findings
    assert [one.code for one in found] == ["RES-112", "RES-113"]


async def test_resources_are_those_of_the_operation_s_parties(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    resource = await a_resource(territory.manager, operation.id)
    assert (await refusal_of(a_resource(territory.other_manager, operation.id))).code == "RES-002"
    cancel = resources.cancel_resource(territory.other_manager.context, resource.id, "x")
    assert (await refusal_of(cancel)).code == "RES-004"
    for foreign in (territory.other_oi_officer, territory.other_manager):
        assert (await refusal_of(resources.list_resources(foreign.context, operation.id))).code == "RES-006"
    paper = await an_evidence_file(territory.other_manager)
    stray = a_resource(territory.manager, operation.id, document_id=paper.id)
    assert (await refusal_of(stray)).code == "RES-003"
