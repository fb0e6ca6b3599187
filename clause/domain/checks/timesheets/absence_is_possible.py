"""An absence lies in the month and in the employment, takes whole minutes, and is a holiday only where there is one."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, absence_field
from clause.domain.findings import Finding
from clause.domain.timesheets import AbsenceCategory, TypedAbsence, minutes_of


def absence_is_possible(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each wrong field of an absence, and for the same category twice on a day."""
    seen = set()
    for index, absence in enumerate(sheet.absences):
        day, raw = absence_field(index, "day"), absence.day.isoformat()
        if not sheet.month.period.contains(absence.day):
            yield Finding(code="TIM-126", field=day, raw=raw, values={"month": str(sheet.month)})
        if not sheet.employment.contains(absence.day):
            yield Finding(code="TIM-127", field=day, raw=raw)
        yield from _hours(index, absence)
        yield from _holiday(sheet, index, absence)
        if (absence.day, absence.category) in seen:
            yield Finding(code="TIM-130", field=absence_field(index, "category"), raw=raw)
        seen.add((absence.day, absence.category))


def _hours(index: int, absence: TypedAbsence) -> Iterator[Finding]:
    if absence.hours is not None and not minutes_of(absence.hours):
        yield Finding(code="TIM-128", field=absence_field(index, "hours"), raw=format(absence.hours, "f"))


def _holiday(sheet: SheetToCheck, index: int, absence: TypedAbsence) -> Iterator[Finding]:
    if absence.category is not AbsenceCategory.PUBLIC_HOLIDAY or sheet.pattern is None:
        return
    if not sheet.pattern.is_holiday(absence.day):
        yield Finding(code="TIM-129", field=absence_field(index, "category"), raw=absence.day.isoformat())
