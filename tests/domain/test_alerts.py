"""Which alerts a lot raises on a day, and what each tells."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.alerts import Alert, AlertFacts, alerts_of
from clause.domain.compliance import LotFacts, LotHours, assess_lot
from clause.domain.penalties import LateDocument
from clause.rules.alerts import AlertKind

ON = date(2026, 6, 15)
LOT, CONTRACT = UUID(int=1), UUID(int=2)
BUYER = OrgSummary(id=UUID(int=3), kind=OrgKind.BUYER, name="Ville", identifier="11000001500013")


def raised(hours: dict[str, Any] | None = None, **known: Any) -> dict[str, Alert]:
    """By code: the alerts of a lot half of whose execution is over, of which 200 of 400 hours are done."""
    figures = {
        "lot_id": LOT, "contract_id": CONTRACT, "buyer": BUYER, "number": None, "label": "Lot 1",
        "first_day": date(2026, 5, 16), "last_day": date(2026, 7, 15), "obligation_version": 1,
        "hours_owed": Decimal("400.00"), "owed_trace": None, "hours_credited": Decimal("200.00"),
        "hours_declared": Decimal("0.00"), "hours_validated": Decimal("0.00"), "hours_not_credited": None,
    }  # fmt: skip
    facts = LotFacts(hours=LotHours.model_validate({**figures, **(hours or {})}))
    usual = {"lot_id": LOT, "hires": 1, "people_ending": 0, "first_ending": None, "hours_after_last_day": Decimal("0")}
    found = alerts_of(assess_lot(facts, ON), AlertFacts(**{**usual, **known}), facts.book)
    assert [alert.code for alert in found] == sorted(alert.code for alert in found)
    return {alert.code: alert for alert in found}


def late(*days: date) -> tuple[LateDocument, ...]:
    return tuple(LateDocument(label=str(day), due_on=day, received_on=None) for day in days)


def test_a_lot_on_its_way_raises_nothing() -> None:
    assert raised() == {}


def test_an_alert_names_its_lot_its_buyer_and_the_day() -> None:
    alert = raised({"hours_credited": Decimal("0.00")}, hires=0)["ALR-001"]
    assert alert.kind is AlertKind.NO_HIRE
    assert (alert.lot_id, alert.contract_id, alert.buyer, alert.lot_label) == (LOT, CONTRACT, BUYER, "Lot 1")
    assert (alert.on, alert.values) == (ON, alert.trace.inputs)


def test_a_lot_far_behind_says_so_once_people_are_hired() -> None:
    assert list(raised({"hours_credited": Decimal("10.00")})) == ["ALR-002"]


def test_statements_that_are_late_tell_the_first_day_they_were_due() -> None:
    alert = raised(overdue=late(date(2026, 5, 15), date(2026, 4, 15)))["ALR-003"]
    assert (alert.values["first_due_on"], alert.values["periods_overdue"]) == ("2026-04-15", "2")


def test_grounds_that_end_tell_the_first_day() -> None:
    alert = raised(people_ending=2, first_ending=date(2026, 6, 20))["ALR-004"]
    assert alert.values["first_ending"] == "2026-06-20"
    assert "first_ending" not in raised(people_ending=2)["ALR-004"].values


def test_hours_after_the_last_day_are_told() -> None:
    alert = raised(hours_after_last_day=Decimal("7.00"))["ALR-005"]
    assert alert.values["hours_after_last_day"] == "7.00"
    assert raised({"last_day": None}, hours_after_last_day=Decimal("7.00")) == {}


def test_hours_above_what_is_owed_are_told() -> None:
    alert = raised({"hours_credited": Decimal("412.50")})["ALR-006"]
    assert alert.values["surplus"] == "12.50"


def test_a_lot_that_owes_nothing_yet_is_compared_with_nothing() -> None:
    unknown = {"hours_owed": None, "obligation_version": None, "hours_credited": Decimal("0.00")}
    assert list(raised(unknown, hires=0, overdue=late(date(2026, 5, 15)))) == ["ALR-003"]
