"""What an operation and its agreement must satisfy: programme, ceilings, plans CR-01 to CR-07, and what each needs."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.agreement_checks import check_operation
from clause.domain.agreements import AgreementOptions, AgreementTerms, BudgetLine, Deliverable, UnitValue
from clause.domain.errors import Refused
from clause.domain.operations import OperationTerms
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostPlan, CostPost

TERMS = OperationTerms(
    intermediate_body_id=UUID(int=1),
    number="1",
    title="Clauses sociales",
    programme_cci="2021FR05SFPR001",
    priority="1",
    specific_objective="H",
    region_category=RegionCategory.TRANSITION,
    first_day=date(2026, 1, 1),
    last_day=date(2027, 12, 31),
)
AGREEMENT = AgreementTerms(
    reference="CONV",
    signed_on=date(2025, 12, 15),
    planned_total_cost=Decimal("250000.00"),
    grant_amount=Decimal("100000.00"),
    rate=Decimal("0.4"),
    rate_decimals=2,
    cost_plan=CostPlan.P40,
)
PON = {"programme_cci": "2014FR05SFOP001", "priority": "3", "specific_objective": "9.1"}
UNITS = (UnitValue(code="H", label="Heure", value=Decimal("41.00")),)
LUMP = Deliverable(code="D1", label="Guide", amount=Decimal("250000.00"))


def codes(terms: dict[str, Any], agreed: dict[str, Any], **options: Any) -> list[str]:
    """What stands against an operation; nothing when it may be recorded."""
    changed = {**agreed, "options": AgreementOptions(**options)}
    try:
        check_operation(TERMS.model_copy(update=terms), AGREEMENT.model_copy(update=changed))
    except Refused as refusal:
        return [finding.code for finding in refusal.findings]
    return []


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"first_day": date(2020, 12, 31)}, ["CAL-113"]),
        ({"first_day": date(2021, 1, 1)}, []),
        ({"last_day": date(2029, 12, 31)}, []),
        ({"last_day": date(2030, 1, 1)}, ["CAL-113"]),
        ({"last_day": date(2025, 12, 31)}, ["OPE-101"]),
        ({"programme_cci": "2021XX"}, ["CAL-110"]),
        ({"priority": "9"}, ["CAL-111"]),
        ({"specific_objective": "C"}, ["CAL-112"]),
        ({"priority": "3", "specific_objective": "C"}, []),
        ({"priority": "3", "specific_objective": "N"}, ["CAL-112"]),
    ],
)
def test_an_operation_has_its_place_and_days_in_a_programme(terms: dict[str, Any], expected: list[str]) -> None:
    assert codes(terms, {}) == expected


@pytest.mark.parametrize(
    ("terms", "ceiling"),
    [
        ({"region_category": RegionCategory.MORE_DEVELOPED}, "0.40"),
        ({"region_category": RegionCategory.TRANSITION}, "0.60"),
        ({"region_category": RegionCategory.LESS_DEVELOPED}, "0.85"),
        ({"region_category": RegionCategory.NATIONAL}, "0.53"),
        ({"priority": "5", "specific_objective": "M"}, "0.90"),
        ({"priority": "6", "specific_objective": "H", "region_category": RegionCategory.MORE_DEVELOPED}, "0.95"),
    ],
)
def test_a_rate_stays_below_the_ceiling_of_its_region_or_priority(terms: dict[str, Any], ceiling: str) -> None:
    cent = Decimal("0.0001")
    rates = [Decimal(ceiling) - cent, Decimal(ceiling), Decimal(ceiling) + cent]
    assert [codes(terms, {"rate": rate}) for rate in rates] == [[], [], ["OPE-102"]]


@pytest.mark.parametrize(
    ("cost", "aid", "expected"),
    [
        ("199999.99", False, ["AGR-104"]),
        ("200000.00", False, ["AGR-104"]),
        ("200000.01", False, []),
        ("200000.00", True, []),
    ],
)
def test_real_costs_need_more_than_200_000_euros_or_state_aid(cost: str, aid: bool, expected: list[str]) -> None:
    agreed = {"cost_plan": CostPlan.REAL, "planned_total_cost": Decimal(cost)}
    assert codes({}, agreed, state_aid=aid) == expected


def budget(*lines: tuple[CostPost, str]) -> tuple[BudgetLine, ...]:
    return tuple(BudgetLine(post=post, amount=Decimal(amount)) for post, amount in lines)


@pytest.mark.parametrize(
    ("agreed", "lines", "expected"),
    [
        ({}, ((CostPost.STAFF, "178571.43"), (CostPost.REMAINING, "71428.57")), []),
        ({}, ((CostPost.STAFF, "178571.43"), (CostPost.REMAINING, "71428.56")), ["AGR-110"]),
        ({}, ((CostPost.STAFF, "200000.00"), (CostPost.OPERATING, "50000.00")), ["AGR-108"]),
        ({}, ((CostPost.STAFF, "200000.00"), (CostPost.STAFF, "50000.00")), ["AGR-109"]),
        ({"cost_plan": CostPlan.P15}, ((CostPost.STAFF, "200000.00"), (CostPost.OPERATING, "50000.00")), []),
        (
            {"cost_plan": CostPlan.P15, "planned_total_cost": Decimal("200000.00")},
            ((CostPost.STAFF, "150000.00"), (CostPost.OPERATING, "50000.00")),
            ["AGR-108"],
        ),
        (
            {"cost_plan": CostPlan.P07, "planned_total_cost": Decimal("200000.00")},
            ((CostPost.STAFF, "150000.00"), (CostPost.OPERATING, "50000.00")),
            [],
        ),
    ],
)
def test_a_budget_plans_what_the_plan_admits(
    agreed: dict[str, Any], lines: tuple[tuple[CostPost, str], ...], expected: list[str]
) -> None:
    assert codes({}, agreed, budget=budget(*lines)) == expected


@pytest.mark.parametrize(
    ("plan", "rate", "expected"),
    [
        (CostPlan.P25, None, ["AGR-112"]),
        (CostPlan.P25, "0", ["AGR-113"]),
        (CostPlan.P25, "0.2499", []),
        (CostPlan.P25, "0.25", []),
        (CostPlan.P25, "0.2501", ["AGR-113"]),
        (CostPlan.P40, "0.25", ["AGR-111"]),
    ],
)
def test_a_calculated_rate_belongs_to_plan_p25_and_is_a_quarter_at_most(
    plan: CostPlan, rate: str | None, expected: list[str]
) -> None:
    assert codes({}, {"cost_plan": plan}, calculated_flat_rate=Decimal(rate) if rate else None) == expected


@pytest.mark.parametrize(
    ("plan", "options", "expected"),
    [
        (CostPlan.UC, {}, ["AGR-115"]),
        (CostPlan.UC, {"unit_values": UNITS}, []),
        (CostPlan.UC_P40, {"unit_values": UNITS}, []),
        (CostPlan.P40, {"unit_values": UNITS}, ["AGR-115"]),
        (CostPlan.UC, {"unit_values": (*UNITS, *UNITS)}, ["AGR-118"]),
        (CostPlan.UC, {"unit_values": (UNITS[0].model_copy(update={"value": Decimal(0)}),)}, ["AGR-119"]),
        (CostPlan.LS, {}, ["AGR-116"]),
        (CostPlan.LS, {"deliverables": (LUMP,)}, []),
        (CostPlan.P40, {"deliverables": (LUMP,)}, ["AGR-116"]),
        (
            CostPlan.LS,
            {"deliverables": (LUMP, LUMP.model_copy(update={"code": "D2", "amount": Decimal("0.01")}))},
            ["AGR-117"],
        ),
    ],
)
def test_units_and_deliverables_belong_to_their_plans(
    plan: CostPlan, options: dict[str, Any], expected: list[str]
) -> None:
    assert codes({}, {"cost_plan": plan}, **options) == expected


@pytest.mark.parametrize("plan", [CostPlan.P20, CostPlan.P20_P15])
def test_plan_p20_excludes_contracts_above_the_thresholds(plan: CostPlan) -> None:
    assert codes({}, {"cost_plan": plan}) == []
    assert codes({}, {"cost_plan": plan}, contracts_above_eu_thresholds=True) == ["AGR-106"]
    assert codes({}, {"cost_plan": CostPlan.P40}, contracts_above_eu_thresholds=True) == []


@pytest.mark.parametrize(
    ("cost", "day", "expected"),
    [
        ("200000.00", date(2025, 12, 14), []),
        ("200000.00", date(2025, 12, 15), []),
        ("200000.00", date(2025, 12, 16), ["AGR-121"]),
        ("200000.01", date(2025, 12, 14), ["AGR-121"]),
    ],
)
def test_a_draft_budget_comes_before_the_agreement_of_a_small_operation(
    cost: str, day: date, expected: list[str]
) -> None:
    assert codes({}, {"planned_total_cost": Decimal(cost)}, draft_budget_agreed_on=day) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2027, 12, 30), []), (date(2027, 12, 31), []), (date(2028, 1, 1), ["AGR-120"])]
)
def test_an_agreement_is_signed_before_the_end(day: date, expected: list[str]) -> None:
    assert codes({}, {"signed_on": day}) == expected


def test_simplified_costs_of_an_older_period_are_not_carried_over() -> None:
    days = {"first_day": date(2019, 1, 1), "last_day": date(2020, 12, 31)}
    agreed = {"signed_on": date(2018, 12, 1)}
    assert codes({**PON, **days}, agreed) == ["AGR-107"]
    assert codes({**PON, **days}, {**agreed, "cost_plan": CostPlan.REAL}) == []


def test_a_programme_that_knows_no_national_rate_says_so() -> None:
    days = {"first_day": date(2019, 1, 1), "last_day": date(2020, 12, 31), "region_category": RegionCategory.NATIONAL}
    assert codes({**PON, **days}, {"cost_plan": CostPlan.REAL, "signed_on": date(2018, 12, 1)}) == ["AGR-101"]


def test_react_eu_may_pay_the_whole() -> None:
    terms = {"programme_cci": "2014FR05SFOP001", "priority": "5", "specific_objective": "13"}
    days = {"first_day": date(2020, 2, 1), "last_day": date(2022, 12, 31)}
    agreed = {"rate": Decimal(1), "cost_plan": CostPlan.REAL, "signed_on": date(2020, 3, 1)}
    assert codes({**terms, **days}, agreed) == []
    assert codes({**terms, **days, "first_day": date(2020, 1, 31)}, agreed) == ["CAL-113"]
