"""Compliance of a lot and of a contract through its lots."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.compliance import BY_CONCERN, LotFacts, LotHours, assess_contract, assess_lot
from clause.domain.errors import Refused
from clause.rules.compliance import ComplianceStatus
from clause.rules.counting import NotCredited
from tests.builders.hours import an_id

ON = date(2026, 6, 30)


def lot_hours(name: str = "lot", owed: str | None = "1000.00", credited: str = "500.00", **more: Any) -> LotHours:
    facts: dict[str, Any] = {
        "lot_id": an_id(name),
        "contract_id": an_id("contract"),
        "buyer": OrgSummary(id=an_id("buyer"), kind=OrgKind.BUYER, name="Ville", identifier="0"),
        "number": None,
        "label": name,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "obligation_version": 1 if owed else None,
        "hours_owed": Decimal(owed) if owed else None,
        "owed_trace": None,
        "hours_credited": Decimal(credited),
        "hours_declared": Decimal("0.00"),
        "hours_validated": Decimal(credited),
        "hours_not_credited": {},
    }
    return LotHours(**(facts | more))


def lot_facts(**more: Any) -> LotFacts:
    return LotFacts(hours=lot_hours(**more))


def total_of(*lots: LotHours, on: date = ON) -> Any:
    return assess_contract(an_id("contract"), [assess_lot(LotFacts(hours=lot), on) for lot in lots], on).total


def test_a_lot_is_assessed_by_the_rules() -> None:
    compliance = assess_lot(lot_facts(), ON)
    assert compliance.figures is not None
    assert compliance.figures.gap.value == Decimal("500.00")
    assert compliance.figures.ratio is not None
    assert compliance.figures.ratio.value == Decimal("0.5000")
    assert compliance.figures.expected.value == Decimal("495.89")
    assert compliance.figures.status is ComplianceStatus.ON_TRACK
    assert compliance.findings == ()


@pytest.mark.parametrize(
    ("missing", "code"),
    [({"owed": None}, "CPL-010"), ({"first_day": None}, "CPL-011"), ({"last_day": None}, "CPL-011")],
)
def test_what_is_missing_is_said_in_place_of_figures(missing: dict[str, Any], code: str) -> None:
    compliance = assess_lot(lot_facts(**missing), ON)
    assert compliance.figures is None
    assert [finding.code for finding in compliance.findings] == [code]


def test_a_day_before_any_known_rule_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        assess_lot(lot_facts(), date(2000, 12, 31))
    assert refused.value.code == "CPL-003"
    assert refused.value.values["first"] == "2001-01-01"


def test_a_contract_adds_up_its_lots() -> None:
    total = total_of(lot_hours("a", "1000.00", "500.00"), lot_hours("b", "500.00", "100.00"))
    assert (total.hours_owed, total.hours_credited) == (Decimal("1500.00"), Decimal("600.00"))
    assert total.gap.value == Decimal("900.00")
    assert total.ratio.value == Decimal("0.4000")


def test_what_a_contract_expects_is_what_each_lot_expects_at_its_own_pace() -> None:
    first = lot_hours("a", "100.00", "100.00", last_day=date(2026, 6, 30))
    later = lot_hours("b", "900.00", "0.00", first_day=date(2026, 7, 1))
    total = total_of(first, later)
    assert total.expected.value == Decimal("100.00")
    assert total.expected.trace.result == "100.00"
    assert [step.result for step in total.expected.trace.steps] == ["100.00", "0.00"]


def test_the_status_of_a_contract_is_that_of_the_lot_which_worries_most() -> None:
    met, behind = lot_hours("a", "100.00", "900.00"), lot_hours("b", "1000.00", "300.00")
    assert total_of(met).status is ComplianceStatus.MET
    assert total_of(met, behind).status is ComplianceStatus.BEHIND
    late = lot_hours("c", "10.00", "9.00", last_day=date(2026, 5, 31))
    assert total_of(met, behind, late).status is ComplianceStatus.MISSED


def test_every_status_has_its_place_in_the_order_of_concern() -> None:
    assert sorted(BY_CONCERN) == sorted(ComplianceStatus)


def test_a_lot_that_cannot_be_assessed_is_named_and_left_out_of_the_totals() -> None:
    lots = [assess_lot(LotFacts(hours=lot), ON) for lot in (lot_hours("a"), lot_hours("b", None, "0.00"))]
    compliance = assess_contract(an_id("contract"), lots, ON)
    assert compliance.total is not None
    assert compliance.total.hours_owed == Decimal("1000.00")
    assert [(finding.code, finding.field) for finding in compliance.findings] == [("CPL-012", "lots[1]")]
    assert compliance.findings[0].values == {"lot": "b"}


def test_a_contract_without_lots_has_no_totals() -> None:
    assert total_of() is None


def test_reasons_add_up_unless_they_are_hidden() -> None:
    execution, eligibility = NotCredited.OUTSIDE_EXECUTION_WINDOW, NotCredited.OUTSIDE_ELIGIBILITY_WINDOW
    one = lot_hours("a", hours_not_credited={execution: Decimal("10.00")})
    two = lot_hours("b", hours_not_credited={execution: Decimal("2.50"), eligibility: Decimal("7.00")})
    assert total_of(one, two).hours_not_credited == {execution: Decimal("12.50"), eligibility: Decimal("7.00")}
    assert total_of(one, lot_hours("c", hours_not_credited=None)).hours_not_credited is None
