"""What a cost other than staff must be to be declared, one rule at a time."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.agreements import AgreementOptions, Deliverable, UnitValue
from clause.domain.cost_item_checks import CostGround, checked_terms, cost_warnings, same_document
from clause.domain.cost_items import CostItem, CostItemTerms
from clause.domain.errors import Refused
from clause.rules.cost_codes import CostPlan, CostPost
from tests.builders.claim_inputs import OPERATION_ID, an_agreement, an_operation
from tests.builders.territory import NOW

TODAY = date(2026, 8, 31)
D = Decimal
AGREED = AgreementOptions(
    unit_values=(UnitValue(code="H", label="Heure", value=D("31.27")),),
    deliverables=(Deliverable(code="BILAN", label="Bilan", amount=D("1500.00")),),
)


def _ground(
    *others: CostItem, plan: CostPlan = CostPlan.REAL, options: AgreementOptions = AGREED, today: date = TODAY
) -> CostGround:
    agreement = an_agreement(cost_plan=plan, planned_total_cost=D("300000.00"), options=options)
    return CostGround(an_operation(agreement=agreement), others, None, today)


def _bought(**changes: object) -> CostItemTerms:
    terms = CostItemTerms(
        post=CostPost.SERVICES,
        label="Impression",
        incurred_on=date(2026, 3, 2),
        amount_declared=D("120.00"),
        supplier="Imprimerie",
        document_reference="F-1",
        document_on=date(2026, 3, 2),
        amount_document=D("120.00"),
        paid_on=date(2026, 3, 31),
    )
    return terms.model_copy(update=changes)


def _units(**changes: object) -> CostItemTerms:
    terms = CostItemTerms(
        post=CostPost.UNITS, label="Heures", incurred_on=date(2026, 3, 2), unit_code="H", units=D("2.50")
    )
    return terms.model_copy(update=changes)


def _delivered(**changes: object) -> CostItemTerms:
    terms = CostItemTerms(
        post=CostPost.DELIVERABLES, label="Bilan", incurred_on=date(2026, 3, 2), deliverable_code="BILAN"
    )
    return terms.model_copy(update=changes)


def _recorded(terms: CostItemTerms, number: int = 9, **changes: object) -> CostItem:
    known = terms.model_dump() | {"amount_declared": terms.amount_declared or D("1500.00")}
    item = CostItem(
        **known,
        id=UUID(int=number),
        operation_id=OPERATION_ID,
        document_sha256=None,
        replaces_id=None,
        cancelled=False,
        reason=None,
        recorded_by=None,
        recorded_at=NOW,
    )
    return item.model_copy(update=changes)


def _found(terms: CostItemTerms, ground: CostGround) -> list[tuple[str, str | None, str | None, dict[str, str]]]:
    with pytest.raises(Refused) as refusal:
        checked_terms(terms, ground)
    assert refusal.value.code == "CST-002"
    return [(one.code, one.field, one.raw, dict(one.values)) for one in refusal.value.findings]


def test_a_cost_that_is_in_order_is_declared_as_typed() -> None:
    assert checked_terms(_bought(), _ground()) == _bought()


def test_units_are_worth_what_the_agreement_says() -> None:
    worth = checked_terms(_units(), _ground(plan=CostPlan.UC))
    assert worth.amount_declared == D("78.17")
    assert worth.details.trace is not None
    assert worth.details.trace.result == "78.17"


def test_a_deliverable_is_worth_its_lump_sum() -> None:
    assert checked_terms(_delivered(), _ground(plan=CostPlan.LS)).amount_declared == D("1500.00")


POSTS: list[tuple[CostItemTerms, CostPlan, str, str]] = [
    (_units(post=CostPost.SERVICES), CostPlan.UC, "CST-101", "SERVICES"),
    (_bought(post=CostPost.UNITS), CostPlan.REAL, "CST-101", "UNITS"),
    (_bought(post=CostPost.DELIVERABLES), CostPlan.REAL, "CST-101", "DELIVERABLES"),
    (_bought(post=CostPost.STAFF), CostPlan.REAL, "CST-102", "STAFF"),
    (_bought(post=CostPost.INDIRECT), CostPlan.P15, "CST-103", "INDIRECT"),
    (_bought(), CostPlan.P40, "CST-104", "SERVICES"),
]


@pytest.mark.parametrize(("terms", "plan", "code", "post"), POSTS)
def test_a_cost_is_of_a_post_that_the_plan_pays(terms: CostItemTerms, plan: CostPlan, code: str, post: str) -> None:
    values = {"plan": plan.value} if code in ("CST-103", "CST-104") else {}
    assert _found(terms, _ground(plan=plan))[0] == (code, "post", post, values)


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 7, 1)])
def test_a_cost_is_incurred_while_the_operation_lasts(day: date) -> None:
    days = {"first_day": "2025-01-01", "last_day": "2026-06-30"}
    assert _found(_bought(incurred_on=day), _ground()) == [("CST-105", "incurred_on", day.isoformat(), days)]


def test_a_cost_is_not_of_tomorrow() -> None:
    ground = _ground(today=date(2026, 3, 1))
    assert [code for code, *_ in _found(_bought(paid_on=None), ground)] == ["CST-105"]
    assert checked_terms(_bought(paid_on=None), _ground(today=date(2026, 3, 2)))


def test_a_cost_is_paid_by_today_and_in_time_for_the_last_claim() -> None:
    late = _found(_bought(paid_on=date(2026, 9, 1)), _ground())
    assert late == [("CST-106", "paid_on", "2026-09-01", {"latest": "2026-08-31"})]
    for_good = _found(_bought(paid_on=date(2027, 6, 1)), _ground(today=date(2028, 1, 1)))
    assert for_good == [("CST-106", "paid_on", "2027-06-01", {"latest": "2026-12-30"})]
    assert checked_terms(_bought(paid_on=TODAY), _ground())


def test_a_document_that_is_named_is_known() -> None:
    other = UUID(int=77)
    assert _found(_bought(document_id=other), _ground()) == [("CST-107", "document_id", str(other), {})]


@pytest.mark.parametrize(
    "field", ["amount_declared", "supplier", "document_reference", "document_on", "amount_document"]
)
def test_what_was_bought_is_told(field: str) -> None:
    assert _found(_bought(**{field: None}), _ground()) == [("CST-108", field, None, {})]


def test_what_was_bought_has_no_units_and_is_worth_something() -> None:
    assert _found(_bought(units=D("2.00")), _ground()) == [("CST-109", "units", "2.00", {})]
    nothing = _found(_bought(amount_declared=D("0.00"), allocation_key="0 %"), _ground())
    assert nothing == [("CST-110", "amount_declared", "0.00", {})]


def test_no_more_is_declared_than_the_document_says_without_recovered_vat() -> None:
    vat = {"amount_vat": D("20.00"), "vat_recoverable": True}
    assert _found(_bought(**vat), _ground()) == [("CST-112", "amount_declared", "120.00", {"most": "100.00"})]
    assert checked_terms(_bought(**vat, amount_declared=D("100.00")), _ground())
    assert checked_terms(_bought(amount_vat=D("20.00"), vat_recoverable=False), _ground())
    more = _found(_bought(amount_vat=D("120.01"), vat_recoverable=True), _ground())
    assert more == [("CST-111", "amount_vat", "120.01", {})]


def test_a_part_of_a_document_says_by_which_key() -> None:
    assert _found(_bought(amount_declared=D("119.99")), _ground()) == [("CST-113", "allocation_key", None, {})]
    assert checked_terms(_bought(amount_declared=D("119.99"), allocation_key="au temps"), _ground())


def test_one_document_is_not_declared_above_its_amount_over_several_costs() -> None:
    part = {"amount_declared": D("60.00"), "allocation_key": "moitié"}
    half = _recorded(_bought(**part))
    assert checked_terms(_bought(**part), _ground(half))
    values = {"most": "120.00", "declared": "60.00"}
    more = _bought(amount_declared=D("60.01"), allocation_key="moitié")
    assert _found(more, _ground(half)) == [("CST-114", "amount_declared", "60.01", values)]
    assert checked_terms(more, _ground(_recorded(_bought(**part, supplier="Autre"))))


def test_units_are_of_the_agreement_and_some() -> None:
    ground = _ground(plan=CostPlan.UC)
    assert _found(_units(amount_declared=D("1.00")), ground) == [("CST-115", "amount_declared", "1.00", {})]
    assert _found(_units(unit_code="X"), ground) == [("CST-116", "unit_code", "X", {})]
    assert _found(_units(units=None), ground) == [("CST-117", "units", None, {})]
    assert _found(_units(units=D("0.00")), ground) == [("CST-117", "units", "0.00", {})]
    assert _found(_units(deliverable_code="BILAN"), ground) == [("CST-118", "deliverable_code", "BILAN", {})]


def test_a_deliverable_is_of_the_agreement_and_delivered_once() -> None:
    ground = _ground(plan=CostPlan.LS)
    assert _found(_delivered(deliverable_code="X"), ground) == [("CST-119", "deliverable_code", "X", {})]
    before = _recorded(_delivered())
    assert _found(_delivered(), _ground(before, plan=CostPlan.LS)) == [("CST-120", "deliverable_code", "BILAN", {})]
    elsewhere = before.model_copy(update={"operation_id": UUID(int=55)})
    assert checked_terms(_delivered(), _ground(elsewhere, plan=CostPlan.LS))


def test_a_formula_that_refuses_is_a_refusal_of_the_cost() -> None:
    options = AGREED.model_copy(update={"deliverables": (Deliverable(code="BILAN", label="Bilan", amount=D("-1.00")),)})
    with pytest.raises(Refused) as refusal:
        checked_terms(_delivered(), _ground(plan=CostPlan.LS, options=options))
    assert (refusal.value.code, refusal.value.values) == ("CST-007", {"reason": "NEGATIVE"})


def test_a_cost_is_looked_at_for_its_payment_its_evidence_and_its_document() -> None:
    in_order = _recorded(_bought(), document_id=UUID(int=3))
    assert cost_warnings(in_order, (in_order,)) == ()
    unpaid = in_order.model_copy(update={"paid_on": None, "document_id": None, "id": UUID(int=10)})
    assert [(one.code, one.field, one.raw, one.severity) for one in cost_warnings(unpaid, (in_order,))] == [
        ("CST-201", "paid_on", None, "warning"),
        ("CST-202", "document_id", None, "warning"),
        ("CST-203", "document_reference", "F-1", "warning"),
    ]
    corrected = in_order.model_copy(update={"id": UUID(int=11), "replaces_id": in_order.id})
    assert cost_warnings(corrected, (in_order,)) == ()


def test_costs_without_supplier_or_reference_come_from_no_common_document() -> None:
    one = _recorded(_bought())
    assert same_document(one, one)
    for name in ("supplier", "document_reference"):
        assert not same_document(_bought(**{name: None}), _recorded(_bought(**{name: None})))
