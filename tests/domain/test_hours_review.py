"""A statement as it is looked at: what each line counts for or would, and what is said of which line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.findings import Finding, Severity
from clause.domain.hours import HireWindow, HoursStatement, StatementLine, StatementState
from clause.domain.hours_review import LineNames, StatementReview, review
from clause.domain.ledger import AcceptedHours, Booker, LedgerEntry, book, reverse
from clause.rules.calendar import Month, Period
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from tests.builders.hours import a_window, an_id

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
COMPANY = OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="12345678900011")
HIRE = a_window()
BOOKER = Booker(an_id("agent"), AT, lambda: an_id("booked"))


def line(
    name: str = "line", hours: str = "70.00", hire: HireWindow = HIRE, nature: HoursNature = HoursNature.WORK
) -> StatementLine:
    return StatementLine(
        id=an_id(name), position=1, hire_id=hire.id, lot_id=hire.lot_id, first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 31), nature=nature, hours_declared=Decimal(hours), hours_validated=None,
    )  # fmt: skip


def statement(*lines: StatementLine) -> HoursStatement:
    return HoursStatement(
        id=an_id("statement"), facilitator_org_id=HIRE.facilitator_org_id, company=COMPANY, month=Month(2026, 3),
        state=StatementState.SUBMITTED, created_by=None, created_at=AT, submitted_by=None, submitted_at=AT,
        decided_by=None, decided_at=None, decision_reason=None, lines=lines, version=1,
    )  # fmt: skip


def names(line_name: str = "line", person: str = "person") -> LineNames:
    return LineNames(
        line_id=an_id(line_name), participant_id=an_id(person), hire_id=HIRE.id, first_name="Inès", last_name="Morel",
        lot_id=HIRE.lot_id, lot_label="Lot 2", contract_reference="M-1",
    )  # fmt: skip


def booked(hours: str, hire: HireWindow = HIRE, line_name: str = "line", replaces: UUID | None = None) -> LedgerEntry:
    days = Period(date(2026, 3, 2), date(2026, 3, 31))
    accepted = AcceptedHours(an_id(line_name), Month(2026, 3), days, Decimal(hours), replaces_id=replaces)
    return book(accepted, hire, BOOKER).entry


def reviewed(
    *lines: StatementLine,
    told: tuple[Finding, ...] = (),
    entries: tuple[LedgerEntry, ...] = (),
    windows: tuple[HireWindow, ...] = (HIRE,),
    named: tuple[LineNames, ...] = (),
) -> StatementReview:
    return review(statement(*lines), named, {one.id: one for one in windows}, told, entries)


def finding(field: str, severity: Severity = Severity.BLOCKING) -> Finding:
    return Finding(code="HRS-014", severity=severity, field=field)


def test_a_line_that_nobody_decided_on_shows_what_would_count() -> None:
    [one] = reviewed(line()).lines
    assert (one.hours_counted, one.not_counted, one.entry_id) == (Decimal("70.00"), None, None)
    assert one.window is HIRE


@pytest.mark.parametrize(
    ("hire", "nature", "counted", "reason"),
    [
        (a_window(execution=None), HoursNature.WORK, None, None),
        (HIRE, HoursNature.TUTORING, Decimal(0), NotCredited.TUTORING_NOT_COUNTED),
        (
            a_window(execution=(date(2026, 4, 1), date(2026, 12, 31))),
            HoursNature.WORK, Decimal(0), NotCredited.OUTSIDE_EXECUTION_WINDOW,
        ),
        (
            a_window(execution=(date(2026, 3, 3), date(2026, 12, 31))),
            HoursNature.WORK, None, NotCredited.STRADDLES_EXECUTION_WINDOW,
        ),
    ],
)  # fmt: skip
def test_hours_that_do_not_count_say_why_and_none_are_told_where_nobody_can_say(
    hire: HireWindow, nature: HoursNature, counted: Decimal | None, reason: NotCredited | None
) -> None:
    [one] = reviewed(line(hire=hire, nature=nature), windows=(hire,)).lines
    assert (one.hours_counted, one.not_counted) == (counted, reason)


def test_nobody_can_say_what_a_line_of_an_unknown_hire_counts_for() -> None:
    [one] = reviewed(line(), windows=()).lines
    assert (one.window, one.hours_counted, one.not_counted, one.entry_id) == (None, None, None, None)


def test_a_line_that_was_booked_shows_what_the_ledger_holds() -> None:
    entry = booked("65.00")
    [one] = reviewed(line(), entries=(entry,)).lines
    assert (one.hours_counted, one.not_counted, one.entry_id) == (Decimal("65.00"), None, entry.id)
    outside = a_window(execution=(date(2026, 4, 1), date(2026, 12, 31)))
    [other] = reviewed(line(), entries=(booked("65.00", outside),)).lines
    assert (other.hours_counted, other.not_counted) == (Decimal(0), NotCredited.OUTSIDE_EXECUTION_WINDOW)


def test_neither_a_reversal_nor_what_replaces_a_booking_is_what_the_line_became() -> None:
    entry = booked("65.00")
    undone = reverse(entry, (), "Erreur", BOOKER).entry.model_copy(update={"id": an_id("undone")})
    again = booked("60.00", replaces=entry.id).model_copy(update={"id": an_id("again")})
    [one] = reviewed(line(), entries=(entry, undone, again)).lines
    assert (one.hours_counted, one.entry_id) == (Decimal("65.00"), entry.id)
    [alone] = reviewed(line(), entries=(undone, again)).lines
    assert (alone.hours_counted, alone.entry_id) == (Decimal("70.00"), None)


def test_each_line_is_told_its_own_findings_and_the_statement_the_others() -> None:
    told = tuple(
        finding(field)
        for field in ("lines[1].hours_declared", "month", "lines[10].first_day", "lines[1].hire_id", "lines")
    )
    found = reviewed(*(line(f"line {rank}") for rank in range(11)), told=told)
    assert {rank: one.findings for rank, one in enumerate(found.lines) if one.findings} == {
        1: (told[0], told[3]), 10: (told[2],),
    }  # fmt: skip
    assert found.findings == (told[1], told[4])


def test_hours_and_people_add_up_over_the_lines() -> None:
    unknown = a_window("unknown")
    lines = line("one", "70.25"), line("two", "10.50"), line("three", "5.00", unknown), line("four", "1.00")
    named = names("one"), names("two"), names("four", "somebody else")
    found = reviewed(*lines, named=named, entries=(booked("10.00", line_name="two"),))
    assert (found.hours_declared, found.hours_counted) == (Decimal("86.75"), Decimal("81.25"))
    assert found.people == 2
    assert [one.names for one in found.lines] == [named[0], named[1], None, named[2]]
    assert [one.line for one in found.lines] == list(lines)


def test_a_statement_without_lines_adds_up_to_nothing() -> None:
    found = reviewed()
    assert (found.hours_declared, found.hours_counted, found.people, found.is_blocked) == (
        Decimal(0),
        Decimal(0),
        0,
        False,
    )


@pytest.mark.parametrize("field", ["month", "lines[0].hours_declared"])
@pytest.mark.parametrize(
    ("severity", "is_blocked"), [(Severity.BLOCKING, True), (Severity.WARNING, False), (Severity.INFO, False)]
)
def test_a_refusal_of_the_whole_or_of_one_line_blocks_the_statement(
    field: str, severity: Severity, is_blocked: bool
) -> None:
    assert reviewed(line(), told=(finding(field, severity),)).is_blocked is is_blocked


def test_a_person_is_named_last_name_first() -> None:
    assert names().person == "Morel Inès"
