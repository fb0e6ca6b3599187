"""The ledger: what is booked, what is credited, and that a replay of it always gives the credited total."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.errors import Refused
from clause.domain.hours import HoursStatement, StatementLine, StatementState
from clause.domain.ledger import (
    AcceptedHours,
    Allocation,
    Booked,
    Booker,
    EntryKind,
    LineCorrection,
    Replacement,
    accepted_lines,
    book,
    reverse,
)
from clause.rules.calendar import Month, Period
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from tests.builders.hours import a_window, an_id

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
MARCH = Month(2026, 3)


def a_booker() -> Booker:
    numbers = count(1)
    return Booker(person_id=an_id("facilitator"), at=AT, new_id=lambda: UUID(int=next(numbers)))


def accepted(hours: str = "100.00", first: int = 1, last: int = 31, reason: str | None = None) -> AcceptedHours:
    worked = Period(date(2026, 3, first), date(2026, 3, last))
    return AcceptedHours(an_id("line"), MARCH, worked, Decimal(hours), reason)


def allocation_of(booked: Booked) -> Allocation | None:
    """What a booking credits; these are never split."""
    assert len(booked.allocations) <= 1
    return booked.allocations[0] if booked.allocations else None


def test_hours_inside_both_windows_are_credited_on_the_last_day_worked() -> None:
    booked = book(accepted(), a_window(), a_booker())
    allocation = allocation_of(booked)
    assert allocation is not None
    assert allocation.worked_on == date(2026, 3, 31)
    assert allocation.hours_credited == booked.entry.hours_validated == Decimal("100.00")
    assert booked.entry.hours_credited == Decimal("100.00")
    assert booked.entry.not_credited_reason is None
    assert booked.entry.trace.formula_id == "CNT-CREDIT"


@pytest.mark.parametrize(
    ("last_execution_day", "reason"),
    [
        (date(2026, 2, 27), NotCredited.OUTSIDE_EXECUTION_WINDOW),
        (date(2026, 2, 28), NotCredited.OUTSIDE_EXECUTION_WINDOW),
        (date(2026, 3, 31), None),
    ],
)
def test_hours_after_the_window_are_kept_but_not_credited(last_execution_day: date, reason: NotCredited | None) -> None:
    booked = book(accepted(), a_window(execution=(date(2026, 1, 1), last_execution_day)), a_booker())
    assert booked.entry.hours_validated == Decimal("100.00")
    assert booked.entry.not_credited_reason is reason
    assert (allocation_of(booked) is None) is (reason is not None)


def test_hours_of_someone_no_longer_eligible_say_so() -> None:
    booked = book(accepted(), a_window(eligibility=(date(2026, 1, 5), date(2026, 2, 28))), a_booker())
    assert allocation_of(booked) is None
    assert booked.entry.hours_credited == 0
    assert booked.entry.not_credited_reason is NotCredited.OUTSIDE_ELIGIBILITY_WINDOW


def test_no_hours_accepted_leave_an_entry_and_no_allocation() -> None:
    booked = book(accepted("0.00", reason="Feuille de présence vide"), a_window(), a_booker())
    assert (booked.entry.hours_validated, allocation_of(booked)) == (Decimal("0.00"), None)
    assert booked.entry.reason == "Feuille de présence vide"


@pytest.mark.parametrize("execution", [None, (date(2026, 1, 1), date(2026, 3, 15))])
def test_what_cannot_be_decided_is_never_booked(execution: tuple[date, date] | None) -> None:
    with pytest.raises(ValueError, match=r"unknown|undecided"):
        book(accepted(), a_window(execution=execution), a_booker())


def test_a_reversal_is_equal_and_opposite_on_the_same_day() -> None:
    booker = a_booker()
    booked = book(accepted("121.33"), a_window(), booker)
    undone = reverse(booked.entry, booked.allocations, "Compté en double", booker)
    before, after = allocation_of(booked), allocation_of(undone)
    assert before is not None
    assert after is not None
    assert undone.entry.kind is EntryKind.REVERSAL
    assert undone.entry.reverses_id == booked.entry.id
    assert undone.entry.hours_validated + booked.entry.hours_validated == 0
    assert after.hours_credited + before.hours_credited == 0
    assert after.worked_on == before.worked_on
    assert undone.entry.reason == "Compté en double"


def test_the_reversal_of_what_was_not_credited_credits_nothing() -> None:
    booker = a_booker()
    booked = book(accepted(), a_window(execution=(date(2025, 1, 1), date(2025, 12, 31))), booker)
    undone = reverse(booked.entry, booked.allocations, "Erreur", booker)
    assert allocation_of(undone) is None
    assert undone.entry.not_credited_reason is NotCredited.OUTSIDE_EXECUTION_WINDOW


DAYS = st.dates(min_value=date(2026, 2, 1), max_value=date(2026, 4, 30))
HOURS = st.decimals(min_value=Decimal("0.00"), max_value=Decimal("300.00"), places=2)


@st.composite
def histories(draw: st.DrawFn) -> list[Booked]:
    """Bookings with windows around them, some reversed, some replaced."""
    booker, booked = a_booker(), []
    for number in range(draw(st.integers(min_value=1, max_value=8))):
        day = draw(DAYS)
        window = a_window(
            f"hire {number}",
            execution=(draw(DAYS), date(2026, 12, 31)),
            eligibility=(date(2026, 1, 1), draw(DAYS)),
        )
        one_day = AcceptedHours(an_id(f"line {number}"), Month.of(day), Period(day, day), draw(HOURS))
        booked.append(book(one_day, window, booker))
        if draw(st.booleans()):
            booked.append(reverse(booked[-1].entry, booked[-1].allocations, "Correction", booker))
            if draw(st.booleans()):
                replaced = AcceptedHours(one_day.statement_line_id, one_day.month, one_day.worked, draw(HOURS))
                booked.append(book(replaced, window, booker))
    return booked


def replayed(history: list[Booked], on: date) -> Decimal:
    """What stands on a day, read from the entries alone: bookings inside both windows that nothing reverses."""
    undone = {booked.entry.reverses_id for booked in history if booked.entry.kind is EntryKind.REVERSAL}
    return sum(
        (
            booked.entry.hours_validated
            for booked in history
            if booked.entry.kind is EntryKind.BOOKING
            and booked.entry.id not in undone
            and booked.entry.not_credited_reason is None
            and booked.entry.last_day <= on
        ),
        Decimal(0),
    )


def allocations(history: list[Booked], on: date) -> Iterator[Decimal]:
    for booked in history:
        allocation = allocation_of(booked)
        if allocation is not None and allocation.worked_on <= on:
            yield allocation.hours_credited


@given(histories(), DAYS)
def test_a_replay_of_the_ledger_gives_the_credited_total_of_any_day(history: list[Booked], on: date) -> None:
    assert sum(allocations(history, on)) == replayed(history, on)


@given(histories())
def test_an_allocation_never_exceeds_its_entry_nor_turns_its_sign(history: list[Booked]) -> None:
    for booked in history:
        assert 0 <= abs(booked.entry.hours_credited) <= abs(booked.entry.hours_validated)
        assert booked.entry.hours_credited * booked.entry.hours_validated >= 0
        allocation = allocation_of(booked)
        if allocation is not None:
            assert allocation.hours_credited == booked.entry.hours_credited


@given(histories())
def test_no_day_has_less_than_nothing_credited(history: list[Booked]) -> None:
    for offset in range(90):
        assert sum(allocations(history, date(2026, 2, 1) + timedelta(days=offset))) >= 0


def a_statement(*hours: str) -> HoursStatement:
    company = OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Halles", identifier="0")
    lines = tuple(
        StatementLine(
            id=an_id(f"line {position}"),
            position=position,
            hire_id=an_id(f"hire {position}"),
            lot_id=an_id("lot"),
            first_day=date(2026, 3, 1),
            last_day=date(2026, 3, 31),
            hours_declared=Decimal(declared),
            hours_validated=None,
        )
        for position, declared in enumerate(hours, start=1)
    )
    return HoursStatement(
        id=an_id("statement"),
        facilitator_org_id=an_id("facilitator_org"),
        company=company,
        month=MARCH,
        state=StatementState.SUBMITTED,
        created_by=None,
        created_at=AT,
        submitted_by=None,
        submitted_at=AT,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        lines=lines,
        version=2,
    )


def test_lines_are_accepted_as_declared_unless_corrected() -> None:
    correction = LineCorrection(line_id=an_id("line 2"), hours_validated=Decimal("40.00"), reason="Absence")
    got = accepted_lines(a_statement("100.00", "50.00"), [correction])
    assert [(hours.hours_validated, hours.reason) for hours in got] == [
        (Decimal("100.00"), None),
        (Decimal("40.00"), "Absence"),
    ]


@pytest.mark.parametrize(
    ("line", "hours", "reason", "expected"),
    [
        ("line 9", "1.00", "x", ("HRS-030", "lines[0].line_id")),
        ("line 1", "100.01", "x", ("HRS-032", "lines[0].hours_validated")),
        ("line 1", "-0.01", "x", ("HRS-032", "lines[0].hours_validated")),
        ("line 1", "99.999", "x", ("HRS-032", "lines[0].hours_validated")),
        ("line 1", "99.99", None, ("HRS-033", "lines[0].reason")),
        ("line 1", "99.99", " ", ("HRS-033", "lines[0].reason")),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(
    line: str, hours: str, reason: str | None, expected: tuple[str, str]
) -> None:
    correction = LineCorrection(line_id=an_id(line), hours_validated=Decimal(hours), reason=reason)
    with pytest.raises(Refused) as refused:
        accepted_lines(a_statement("100.00"), [correction])
    assert refused.value.code == "HRS-007"
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [expected]


def test_a_line_corrected_twice_is_refused() -> None:
    once = LineCorrection(line_id=an_id("line 1"), hours_validated=Decimal("90.00"), reason="x")
    with pytest.raises(Refused) as refused:
        accepted_lines(a_statement("100.00"), [once, once])
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("HRS-031", "lines[1].line_id")]


def test_hours_as_declared_need_no_reason() -> None:
    same = LineCorrection(line_id=an_id("line 1"), hours_validated=Decimal("100.00"))
    assert accepted_lines(a_statement("100.00"), [same])[0].hours_validated == Decimal("100.00")


def test_a_replacement_says_again_what_it_does_not_change() -> None:
    """Corrections are a reversal and a replacement: what is not given stays as it was booked."""
    entry = book(accepted(first=2, last=20), a_window(), a_booker()).entry
    same = Replacement(hours_validated=Decimal("80.00"))
    assert same.month(entry) == MARCH
    assert same.accepted(entry, "Erreur de saisie") == AcceptedHours(
        an_id("line"),
        MARCH,
        Period(date(2026, 3, 2), date(2026, 3, 20)),
        Decimal("80.00"),
        "Erreur de saisie",
        nature=entry.nature,
        replaces_id=entry.id,
    )
    line = same.line(entry, a_window())
    assert (line.path, line.hours_field, line.hours) == ("replacement", "hours_validated", Decimal("80.00"))
    assert (line.hire_id, line.first_day, line.last_day) == (entry.hire_id, date(2026, 3, 2), date(2026, 3, 20))
    assert (line.hire, line.nature) == (a_window(), entry.nature)


def test_a_replacement_may_be_of_other_days_another_hire_and_another_nature() -> None:
    entry = book(accepted(), a_window(), a_booker()).entry
    days = Period(date(2026, 4, 1), date(2026, 4, 10))
    other = Replacement(
        hours_validated=Decimal("8.00"),
        first_day=days.first_day,
        last_day=days.last_day,
        hire_id=an_id("other"),
        nature=HoursNature.TRAINING_IN_CONTRACT,
    )
    assert other.month(entry) == Month(2026, 4)
    booked = other.accepted(entry, "Autre personne")
    assert (booked.month, booked.worked, booked.nature) == (Month(2026, 4), days, HoursNature.TRAINING_IN_CONTRACT)
    line = other.line(entry, None)
    assert (line.hire_id, line.hire, line.first_day, line.last_day, line.nature) == (
        an_id("other"),
        None,
        days.first_day,
        days.last_day,
        HoursNature.TRAINING_IN_CONTRACT,
    )


def test_a_reversal_keeps_who_and_what_and_says_who_took_it_back_and_when() -> None:
    booker = a_booker()
    booked = book(accepted("121.33"), a_window(), booker)
    later = Booker(person_id=an_id("manager"), at=datetime(2026, 7, 1, 8, tzinfo=UTC), new_id=booker.new_id)
    undone = reverse(booked.entry, booked.allocations, "Erreur", later)
    changed = {name for name, value in undone.entry if value != getattr(booked.entry, name)}
    assert changed == {
        "id", "kind", "reverses_id", "hours_validated", "hours_credited", "reason", "booked_by", "booked_at",
    }  # fmt: skip
    assert (undone.entry.booked_by, undone.entry.booked_at) == (an_id("manager"), later.at)
    assert undone.entry.hours_credited == Decimal("-121.33")
    (taken_back,) = undone.allocations
    assert (taken_back.ledger_entry_id, taken_back.booked_at) == (undone.entry.id, later.at)
    assert taken_back.id not in {one.id for one in booked.allocations}


def test_the_reversal_of_a_replacement_replaces_nothing_itself() -> None:
    booker = a_booker()
    first = book(accepted(), a_window(), booker).entry
    again = Replacement(hours_validated=Decimal("80.00")).accepted(first, "Erreur")
    replacing = book(again, a_window(), booker)
    assert replacing.entry.replaces_id == first.id
    assert reverse(replacing.entry, replacing.allocations, "Encore", booker).entry.replaces_id is None


def test_an_accepted_line_keeps_its_month_its_days_and_its_nature() -> None:
    statement = a_statement("100.00")
    (line,) = statement.lines
    training = replace(line, nature=HoursNature.TRAINING_IN_CONTRACT)
    none = LineCorrection(line_id=line.id, hours_validated=Decimal("0.00"), reason="Absence")
    (got,) = accepted_lines(statement.model_copy(update={"lines": (training,)}), [none])
    assert got == AcceptedHours(
        line.id, line.month, line.worked, Decimal("0.00"), "Absence", nature=HoursNature.TRAINING_IN_CONTRACT
    )


@pytest.mark.parametrize(
    ("line", "hours", "raw", "values"),
    [
        ("line 9", "1.00", str(an_id("line 9")), {}),
        ("line 1", "100.01", "100.01", {"hours_declared": "100.00"}),
    ],
)
def test_a_correction_that_is_refused_is_told_as_it_was_sent(
    line: str, hours: str, raw: str, values: dict[str, str]
) -> None:
    correction = LineCorrection(line_id=an_id(line), hours_validated=Decimal(hours), reason="x")
    with pytest.raises(Refused) as refused:
        accepted_lines(a_statement("100.00"), [correction])
    (finding,) = refused.value.findings
    assert (finding.raw, finding.values) == (raw, values)
