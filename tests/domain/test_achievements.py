"""What is done towards obligations that are not counted in hours: what may be entered, and what is left to do."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.achievements import NewAchievement, check_achievement, other_obligations
from clause.domain.errors import Refused
from clause.rules.codes import ObligationUnit
from tests.domain.test_burn_up import version

TODAY = date(2026, 6, 15)


def entry(
    quantity: str = "2", *, unit: str = "PERSONS", done_on: date = TODAY, note: str | None = None
) -> NewAchievement:
    return NewAchievement(
        unit=ObligationUnit(unit), quantity_done=Decimal(quantity), done_on=done_on, note=note
    )  # fmt: skip


@pytest.mark.parametrize("unit", ["PERSONS", "WEEKS", "ACTIONS", "EUROS"])
def test_what_was_done_today_or_before_is_entered(unit: str) -> None:
    check_achievement(entry(unit=unit), Decimal(0), TODAY)
    check_achievement(entry("0.01", unit=unit, done_on=date(2026, 1, 1)), Decimal(0), TODAY)


def test_a_correction_may_take_back_all_that_was_done() -> None:
    check_achievement(entry("-3", note="Doublon"), Decimal(3), TODAY)


@pytest.mark.parametrize(
    ("new", "done", "code", "values"),
    [
        (entry(unit="HOURS", done_on=date(2026, 6, 16)), "0", "OBL-130", {}),
        (entry("0", done_on=date(2026, 6, 16)), "0", "OBL-131", {"done_on": "2026-06-16"}),
        (entry("0", note="Rien"), "5", "OBL-132", {}),
        (entry("-1"), "5", "OBL-132", {}),
        (entry("-1", note=""), "5", "OBL-132", {}),
        (entry("-3.01", note="Doublon"), "3.00", "OBL-133", {"done": "3.00"}),
    ],
)
def test_an_entry_that_cannot_be_is_refused(new: NewAchievement, done: str, code: str, values: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        check_achievement(new, Decimal(done), TODAY)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_each_unit_but_hours_has_what_is_done_and_what_is_left_to_do() -> None:
    versions = [version(number, owed, unit=unit) for number, owed, unit in (
        (1, "500.00", "HOURS"), (2, "4", "PERSONS"), (3, "10", "WEEKS"), (4, "1000.00", "EUROS"),
    )]  # fmt: skip
    done = {ObligationUnit.PERSONS: Decimal(6), ObligationUnit.EUROS: Decimal("250.50")}
    found = other_obligations(versions, {**done, ObligationUnit.HOURS: Decimal(9)})
    assert [(one.version.unit, one.quantity_done, one.gap.value) for one in found] == [
        (ObligationUnit.PERSONS, Decimal(6), Decimal(-2)),
        (ObligationUnit.WEEKS, Decimal("0.00"), Decimal(10)),
        (ObligationUnit.EUROS, Decimal("250.50"), Decimal("749.50")),
    ]
    assert [one.version for one in found] == versions[1:]
