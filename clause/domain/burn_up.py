"""The course of a lot month by month: credited so far, expected by then, and where the contracts known would lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate

from clause.domain.compliance import NOTHING, LotFacts
from clause.domain.obligations import ObligationVersion
from clause.rules.calendar import Month, Period
from clause.rules.codes import ObligationUnit
from clause.rules.compliance import Course, Invoiced, Pace, expected_hours
from clause.rules.forecast import forecast
from clause.rules.quantities import Euros, Hours

MOST_MONTHS = 240
"""Twenty years: beyond, the days of the lot are a typing error, and its first months are enough to see it."""


@dataclass(frozen=True, slots=True)
class BurnUpPoint:
    """How a lot stands at the end of a month, or today for the current one."""

    month: Month
    on: date
    owed: Hours | None
    """None while nothing was owed."""
    expected: Hours | None
    """None while nothing was owed, and for the days to come of a lot that follows its invoices."""
    credited: Hours | None
    """None for the days to come."""
    projected: Hours | None
    """Credited, waiting and to come from the contracts known; None before today."""


@dataclass(frozen=True, slots=True)
class BurnUpMaterial:
    """What a course is drawn from beside the facts of the lot."""

    credited_by_month: Mapping[Month, Hours]
    invoiced_by_month: Mapping[Month, Euros]
    versions: Sequence[ObligationVersion]


def burn_up(facts: LotFacts, material: BurnUpMaterial, on: date) -> tuple[BurnUpPoint, ...]:
    """A point a month, from the first of the execution to its last or to the last worked; none without its days."""
    course = facts.course
    if course is None:
        return ()
    months = _months(course.execution, material, on)
    known = {**dict.fromkeys(months, NOTHING), **material.credited_by_month}
    sums = dict(zip(sorted(known), accumulate(known[month] for month in sorted(known)), strict=True))
    return tuple(_point(facts, course, material, month, sums[month], on) for month in months)


def _months(execution: Period, material: BurnUpMaterial, on: date) -> list[Month]:
    worked = [month for month in material.credited_by_month if month <= Month.of(on)]
    first = min([Month.of(execution.first_day), *worked])
    last = max([Month.of(execution.last_day), *worked])
    return list(Month.range(first, last))[:MOST_MONTHS]


def _point(
    facts: LotFacts, course: Course, material: BurnUpMaterial, month: Month, credited: Hours, on: date
) -> BurnUpPoint:
    day = on if month.period.contains(on) else month.last_day
    owed = _owed(material.versions, day)
    return BurnUpPoint(
        month=month,
        on=day,
        owed=owed,
        expected=None if owed is None else _expected(owed, course, material, day, on),
        credited=credited if day <= on else None,
        projected=_projected(facts, course, day, on) if day >= on else None,
    )


def _owed(versions: Sequence[ObligationVersion], day: date) -> Hours | None:
    begun = [one for one in versions if one.unit is ObligationUnit.HOURS and one.effective_on <= day]
    last = max(begun, key=lambda version: version.version_no, default=None)
    return last.owed if last else None


def _expected(owed: Hours, course: Course, material: BurnUpMaterial, day: date, on: date) -> Hours | None:
    if course.pace is Pace.INVOICES and course.invoiced is not None:
        if day > on:
            return None
        sent = sum((euros for month, euros in material.invoiced_by_month.items() if month <= Month.of(day)), NOTHING)
        course = replace(course, invoiced=Invoiced(max(sent, Decimal(0)), course.invoiced.to_be_invoiced))
    return expected_hours(owed, course, day).value


def _projected(facts: LotFacts, course: Course, day: date, on: date) -> Hours | None:
    """Where the contracts known would lead by a day; the last one is the projection of the lot itself."""
    hours = facts.hours
    if hours.hours_owed is None:
        return None
    if day <= on:
        return hours.hours_credited
    first_day, last_day = course.execution.first_day, course.execution.last_day
    part = replace(course, execution=Period(first_day, min(max(day, first_day), last_day)))
    staffing = facts.staffing if first_day <= day else ()
    return forecast(hours.hours_owed, hours.hours_credited, hours.hours_declared, staffing, part, on).projected.value
