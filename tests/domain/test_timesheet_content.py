"""What a signature covers: every word of the month, and what was signed under the first form still verifies."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.timesheet_content import content_hash, is_signed_content
from clause.domain.timesheet_record import TimesheetRecord
from clause.domain.timesheets import (
    AbsenceCategory,
    Activity,
    EntrySource,
    LinkedKind,
    TimeAbsence,
    TimeEntry,
    Timesheet,
    TimesheetState,
)
from clause.rules.calendar import Month
from tests.builders.territory import NOW

SHEET = Timesheet(
    id=UUID(int=1),
    facilitator_org_id=UUID(int=2),
    employment_id=UUID(int=3),
    person_id=UUID(int=4),
    month=Month(2026, 5),
    state=TimesheetState.OPEN,
    content_hash=None,
    signed_by=None,
    signed_at=None,
    approved_by=None,
    approved_at=None,
    reopened_reason=None,
    created_at=NOW,
    version=1,
)
ENTRY = TimeEntry(day=date(2026, 5, 4), operation_id=UUID(int=5), activity=Activity.TRAVEL, minutes=420)
NEXT = ENTRY.model_copy(update={"day": date(2026, 5, 5), "description": "Comité de suivi"})
LEAVE = TimeAbsence(day=date(2026, 5, 6), category=AbsenceCategory.LEAVE, minutes=420)
SIGNED_IN_FORM_1 = "36c02667c14b831a4519ec5de52d2a940418cbad850b333417122ce1433230a8"
"""What the first form gave for these two lines, kept as it was."""


def signed(content: str) -> Timesheet:
    return SHEET.model_copy(update={"content_hash": content})


def test_the_order_of_lines_and_absences_makes_no_difference() -> None:
    other = LEAVE.model_copy(update={"day": date(2026, 5, 7)})
    assert content_hash(SHEET, [ENTRY, NEXT], [LEAVE, other]) == content_hash(SHEET, [NEXT, ENTRY], [other, LEAVE])


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 423},
        {"day": date(2026, 5, 7)},
        {"operation_id": None},
        {"activity": Activity.TRAINING},
        {"description": "Autre"},
        {"start_minute": 540, "end_minute": 960},
        {"place": "Brisemer"},
        {"linked_kind": LinkedKind.LOT, "linked_id": UUID(int=9)},
        {"source": EntrySource.IMPORTED},
        {"other_funding": "Région"},
        {"is_travel": True},
        {"entered_on": date(2026, 5, 4)},
    ],
)
def test_every_word_of_a_line_is_covered(change: dict[str, object]) -> None:
    content = content_hash(SHEET, [ENTRY])
    changed = ENTRY.model_copy(update=change)
    assert content_hash(SHEET, [changed]) != content
    assert not is_signed_content(signed(content), [changed])


@pytest.mark.parametrize("change", [{"difference_reason": "Récupération"}, {"revision": 2}, {"month": Month(2026, 6)}])
def test_what_surrounds_the_lines_is_covered(change: dict[str, object]) -> None:
    assert content_hash(SHEET.model_copy(update=change), [ENTRY]) != content_hash(SHEET, [ENTRY])


def test_absences_are_covered() -> None:
    content = content_hash(SHEET, [ENTRY], [LEAVE])
    sick = LEAVE.model_copy(update={"category": AbsenceCategory.SICK})
    assert is_signed_content(signed(content), [ENTRY], [LEAVE])
    assert not is_signed_content(signed(content), [ENTRY], [sick])
    assert not is_signed_content(signed(content), [ENTRY])


def test_a_month_signed_under_the_first_form_still_verifies() -> None:
    old = signed(SIGNED_IN_FORM_1)
    assert is_signed_content(old, [ENTRY, NEXT])
    assert is_signed_content(old, [NEXT, ENTRY])
    assert not is_signed_content(old, [ENTRY])


def test_the_first_form_covers_nothing_that_came_later() -> None:
    old = signed(SIGNED_IN_FORM_1)
    assert not is_signed_content(old, [ENTRY, NEXT], [LEAVE])
    assert not is_signed_content(old, [ENTRY, NEXT.model_copy(update={"is_travel": True})])
    assert not is_signed_content(old, [ENTRY, NEXT.model_copy(update={"entered_on": date(2026, 5, 5)})])
    assert not is_signed_content(old.model_copy(update={"difference_reason": "x"}), [ENTRY, NEXT])
    assert not is_signed_content(old.model_copy(update={"revision": 2}), [ENTRY, NEXT])


def test_what_is_handed_over_tells_no_reason_of_absence() -> None:
    holiday = TimeAbsence(day=date(2026, 5, 8), category=AbsenceCategory.PUBLIC_HOLIDAY, minutes=420)
    sick = TimeAbsence(day=date(2026, 5, 6), category=AbsenceCategory.SICK, minutes=210)
    half = LEAVE.model_copy(update={"minutes": 210})
    record = TimesheetRecord.of(
        SHEET, [ENTRY, NEXT], [holiday, sick, half], staff_number="E-12", theoretical_hours=Decimal("147.00")
    )
    assert [(str(one.day), one.minutes, one.is_public_holiday) for one in record.absences] == [
        ("2026-05-06", 420, False),
        ("2026-05-08", 420, True),
    ]
    text = record.model_dump_json()
    assert "sick" not in text
    assert '"leave"' not in text
    assert (record.totals.minutes_worked, record.totals.minutes_not_worked) == (840, 840)
    assert TimesheetRecord.model_validate_json(text) == record
