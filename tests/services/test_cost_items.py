"""Costs other than staff through the services: what the plan admits, once per document, corrected by rows."""

from datetime import date
from decimal import Decimal

import pytest

from clause.db.queries import cost_items as queries
from clause.db.queries.identity import set_identity
from clause.domain.agreements import AgreementOptions, Deliverable, UnitValue
from clause.domain.cost_items import CostItem
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, WrongState
from clause.domain.evidence import EvidenceKind
from clause.domain.operations import Operation
from clause.rules.cost_codes import CostPlan, CostPost
from clause.services import cost_items, operations
from tests.builders.claims import agreement_terms, an_operation, operation_terms
from tests.builders.pay import a_cost_item, an_evidence_file, cost_terms
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

BARE = {"amount_declared": None, "supplier": None, "document_reference": None, "document_on": None}
AGREED = {**BARE, "amount_document": None, "allocation_key": None, "paid_on": None}
UNITS = {**AGREED, "post": CostPost.UNITS, "unit_code": "ENT", "units": Decimal("3.50")}
DELIVERABLE = {**AGREED, "post": CostPost.DELIVERABLES, "deliverable_code": "GUIDE"}
OPTIONS = {
    CostPlan.UC: AgreementOptions(
        unit_values=(UnitValue(code="ENT", label="Entretien", value=Decimal("33.33")),),
    ),
    CostPlan.LS: AgreementOptions(
        deliverables=(Deliverable(code="GUIDE", label="Guide", amount=Decimal("5000.00")),),
    ),
}


@pytest.fixture
async def operation(territory: Territory, transaction: None) -> Operation:
    return await an_operation(territory.manager, territory)


async def of_plan(territory: Territory, plan: CostPlan, planned: str = "60000.00") -> Operation:
    options = OPTIONS.get(plan, AgreementOptions())
    agreed = {"cost_plan": plan, "options": options, "planned_total_cost": Decimal(planned)}
    return await operations.add_operation(
        territory.manager.context, operation_terms(territory, "202500777"), agreement_terms(**agreed)
    )


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


async def findings_of(call: object) -> list[tuple[str, str]]:
    refusal = await refusal_of(call)
    assert (type(refusal), refusal.code) == (Refused, "CST-002")
    return [(finding.code, finding.field) for finding in refusal.findings]


async def held_of(territory: Territory, operation: Operation) -> list[CostItem]:
    await set_identity(territory.manager.context.actor)
    return await queries.list_items(operation.id, operation.first_day, operation.last_day)


async def test_a_cost_is_kept_as_it_was_typed(territory: Territory, operation: Operation) -> None:
    invoice = await an_evidence_file(territory.manager, "facture", EvidenceKind.INVOICE)
    item = await a_cost_item(territory.manager, operation, document_id=invoice.id)
    found = await cost_items.load_item(territory.manager.context, item.id)
    assert (found.item, found.replaced_by, found.findings) == (item, None, ())
    assert (str(item.amount_declared), item.document_sha256) == ("120.00", invoice.sha256)


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"post": CostPost.STAFF}, [("CST-102", "post")]),
        ({"post": CostPost.REMAINING}, [("CST-103", "post")]),
        ({"post": CostPost.OPERATING}, [("CST-104", "post")]),
        ({"post": CostPost.UNITS}, [("CST-101", "post")]),
        ({"incurred_on": date(2025, 12, 31)}, [("CST-105", "incurred_on")]),
        ({"incurred_on": date(2026, 6, 16)}, [("CST-105", "incurred_on")]),
        ({"paid_on": date(2026, 6, 16)}, [("CST-106", "paid_on")]),
        ({"supplier": None, "document_on": None}, [("CST-108", "supplier"), ("CST-108", "document_on")]),
        ({"units": Decimal("1.00")}, [("CST-109", "units")]),
        ({"amount_declared": Decimal("0.00")}, [("CST-110", "amount_declared")]),
        ({"amount_vat": Decimal("240.01"), "vat_recoverable": True}, [("CST-111", "amount_vat")]),
        ({"amount_declared": Decimal("240.01")}, [("CST-112", "amount_declared")]),
        ({"allocation_key": None}, [("CST-113", "allocation_key")]),
    ],
)
async def test_what_a_cost_must_be(
    territory: Territory, operation: Operation, changes: dict[str, object], findings: list[tuple[str, str]]
) -> None:
    assert await findings_of(a_cost_item(territory.manager, operation, **changes)) == findings
    assert await held_of(territory, operation) == []


async def test_evidence_is_of_the_organisation(territory: Territory, operation: Operation) -> None:
    foreign = await an_evidence_file(territory.other_manager, "facture", EvidenceKind.INVOICE)
    call = a_cost_item(territory.manager, operation, document_id=foreign.id)
    assert await findings_of(call) == [("CST-107", "document_id")]


@pytest.mark.parametrize(("declared", "code"), [("199.99", None), ("200.00", None), ("200.01", "CST-112")])
async def test_vat_that_is_recovered_is_no_cost(
    territory: Territory, operation: Operation, declared: str, code: str | None
) -> None:
    changes = {"amount_vat": Decimal("40.00"), "vat_recoverable": True, "amount_declared": Decimal(declared)}
    call = a_cost_item(territory.manager, operation, **changes)
    if code is None:
        assert str((await call).amount_declared) == declared
    else:
        assert await findings_of(call) == [(code, "amount_declared")]


@pytest.mark.parametrize(("planned", "code"), [("199999.99", "CST-104"), ("200000.00", "CST-104"), ("200000.01", None)])
async def test_below_the_threshold_only_the_base_of_a_flat_rate_is_real(
    territory: Territory, planned: str, code: str | None
) -> None:
    operation = await of_plan(territory, CostPlan.P15, planned)
    call = a_cost_item(territory.manager, operation, post=CostPost.OPERATING)
    if code is None:
        assert (await call).post is CostPost.OPERATING
    else:
        assert await findings_of(call) == [(code, "post")]


async def test_units_are_worth_what_the_agreement_says(territory: Territory) -> None:
    operation = await of_plan(territory, CostPlan.UC)
    item = await a_cost_item(territory.manager, operation, **UNITS)
    # 3.50 × 33.33 = 116.655, cut
    assert str(item.amount_declared) == "116.65"
    assert item.details.trace is not None
    assert item.details.trace.formula_id == "CR-UC"


async def test_a_deliverable_is_worth_all_of_its_amount_once(territory: Territory) -> None:
    operation = await of_plan(territory, CostPlan.LS)
    item = await a_cost_item(territory.manager, operation, **DELIVERABLE)
    assert str(item.amount_declared) == "5000.00"
    again = a_cost_item(territory.manager, operation, **DELIVERABLE)
    assert await findings_of(again) == [("CST-120", "deliverable_code")]


@pytest.mark.parametrize(
    ("plan", "base", "changes", "finding"),
    [
        (CostPlan.UC, UNITS, {"amount_declared": Decimal("1.00")}, ("CST-115", "amount_declared")),
        (CostPlan.UC, UNITS, {"unit_code": "X"}, ("CST-116", "unit_code")),
        (CostPlan.UC, UNITS, {"units": Decimal("0.00")}, ("CST-117", "units")),
        (CostPlan.UC, UNITS, {"deliverable_code": "GUIDE"}, ("CST-118", "deliverable_code")),
        (CostPlan.LS, DELIVERABLE, {"deliverable_code": "X"}, ("CST-119", "deliverable_code")),
        (CostPlan.LS, DELIVERABLE, {"post": CostPost.SERVICES}, ("CST-101", "post")),
    ],
)
async def test_units_and_deliverables_are_those_of_the_agreement(
    territory: Territory,
    plan: CostPlan,
    base: dict[str, object],
    changes: dict[str, object],
    finding: tuple[str, str],
) -> None:
    operation = await of_plan(territory, plan)
    assert await findings_of(a_cost_item(territory.manager, operation, **{**base, **changes})) == [finding]


@pytest.mark.parametrize(("declared", "code"), [("119.99", None), ("120.00", None), ("120.01", "CST-114")])
async def test_a_document_is_declared_once_whatever_the_operations(
    territory: Territory, operation: Operation, declared: str, code: str | None
) -> None:
    await a_cost_item(territory.manager, operation)
    other = await an_operation(territory.manager, territory, "202500124")
    call = cost_items.add_item(territory.manager.context, other.id, cost_terms(amount_declared=Decimal(declared)))
    if code is None:
        assert [finding.code for finding in (await call).findings] == ["CST-202", "CST-203"]
    else:
        assert await findings_of(call) == [(code, "amount_declared")]


async def test_what_is_not_paid_is_told(territory: Territory, operation: Operation) -> None:
    await a_cost_item(territory.manager, operation, paid_on=None)
    (view,) = await cost_items.list_items(territory.manager.context, operation.id, after=None, limit=9)
    assert [finding.code for finding in view.findings] == ["CST-201", "CST-202"]


async def test_a_correction_takes_the_place_of_a_cost(territory: Territory, operation: Operation) -> None:
    manager = territory.manager.context
    first = await a_cost_item(territory.manager, operation)
    terms = cost_terms(amount_declared=Decimal("100.00"))
    second = (await cost_items.correct_item(manager, first.id, terms, "Clé corrigée")).item
    views = await cost_items.list_items(manager, operation.id, after=None, limit=9)
    assert [(view.item.id, view.replaced_by) for view in views] == [(first.id, second.id), (second.id, None)]
    assert await held_of(territory, operation) == [second]
    assert (second.replaces_id, second.reason) == (first.id, "Clé corrigée")


async def test_what_was_corrected_or_cancelled_is_not_touched_again(territory: Territory, operation: Operation) -> None:
    manager = territory.manager.context
    first = await a_cost_item(territory.manager, operation)
    cancelled = (await cost_items.cancel_item(manager, first.id, "Saisie deux fois")).item
    assert await held_of(territory, operation) == []
    calls = [
        cost_items.cancel_item(manager, first.id, "x"),
        cost_items.correct_item(manager, first.id, cost_terms(), "x"),
        cost_items.cancel_item(manager, cancelled.id, "x"),
    ]
    assert [(type(found), found.code) for found in [await refusal_of(call) for call in calls]] == [
        (WrongState, "CST-004")
    ] * 3


async def test_who_may_not_see_an_operation_records_no_cost(territory: Territory, operation: Operation) -> None:
    item = await a_cost_item(territory.manager, operation)
    other, facilitator = territory.other_manager.context, territory.facilitator.context
    calls = [
        cost_items.add_item(other, operation.id, cost_terms()),
        cost_items.correct_item(other, item.id, cost_terms(), "x"),
        cost_items.cancel_item(other, item.id, "x"),
        cost_items.load_item(other, item.id),
        cost_items.list_items(other, operation.id, after=None, limit=9),
        cost_items.add_item(facilitator, operation.id, cost_terms()),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [*[NotFound] * 5, Forbidden]
