"""One person is on one site at a time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from clause.domain.findings import Finding, Severity
from clause.domain.hours_under_check import LineUnderCheck, StatementUnderCheck
from clause.rules.calendar import Period
from clause.rules.codes import HoursNature
from clause.rules.limits import Verdict, person_days

_CODES = {Verdict.REFUSED: ("HRS-039", Severity.BLOCKING), Verdict.LOOK: ("HRS-040", Severity.WARNING)}


@dataclass(slots=True)
class _Stretch:
    """Hours of a person on some days; without a line where they stand elsewhere."""

    worked: Period
    hours: Decimal
    line: LineUnderCheck | None = None
    rank: int = -1
    """Its place among the lines; below zero without one."""


def hours_of_a_person_fit_the_days(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking or a warning, once a person: all hours that must lie on some days are more than one person can do there.

    Work and training count together, over sites and companies; the tutor's hours are another person's.
    Source: ``clause.rules.limits.person_days``.
    """
    for stretches in _by_person(statement).values():
        fullest = _fullest_days(stretches)
        if fullest is None:
            continue
        total, days, line = fullest
        check = person_days(total, days)
        if check.verdict is not Verdict.FINE:
            code, severity = _CODES[check.verdict]
            yield Finding(
                code=code,
                severity=severity,
                field=f"{line.path}.{line.hours_field}",
                raw=str(line.hours),
                values={
                    "total": f"{total:.2f}",
                    "first_day": days.first_day.isoformat(),
                    "last_day": days.last_day.isoformat(),
                    "bound": str(check.bound.value) if check.bound else "",
                },
            )


def _by_person(statement: StatementUnderCheck) -> dict[UUID, list[_Stretch]]:
    people: defaultdict[UUID, list[_Stretch]] = defaultdict(list)
    for rank, (line, hire, worked) in enumerate(statement.datable_lines()):
        if line.has_sound_hours and line.nature is not HoursNature.TUTORING:
            people[hire.participant_id].append(_Stretch(worked, line.hours, line, rank))
    for other in statement.elsewhere:
        is_theirs = other.participant_id in people and other.nature is not HoursNature.TUTORING
        if is_theirs and not any(statement.lines_again(other)):
            people[other.participant_id].append(_Stretch(other.worked, other.hours))
    return people


def _fullest_days(stretches: list[_Stretch]) -> tuple[Decimal, Period, LineUnderCheck] | None:
    """The run of days with the most hours a day among those that hold a line, its hours, and the last line in it.

    Hours can be laid out over their days exactly when, on each run from the beginning of a stretch to the end of one,
    those that lie wholly inside fit.
    """
    if len(stretches) == 1:
        only = stretches[0]
        return (only.hours, only.worked, only.line) if only.line else None
    fullest: tuple[Decimal, Period, LineUnderCheck] | None = None
    by_end = sorted(stretches, key=lambda stretch: stretch.worked.last_day)
    for first_day in sorted({stretch.worked.first_day for stretch in stretches}):
        total, last = Decimal(0), by_end[0]
        for stretch in by_end:
            if stretch.worked.first_day < first_day:
                continue
            total += stretch.hours
            last = max(last, stretch, key=lambda one: (one.worked.first_day >= first_day, one.rank))
            days = Period(first_day, stretch.worked.last_day)
            is_fuller = fullest is None or total * fullest[1].days > fullest[0] * days.days
            if last.line and is_fuller:
                fullest = total, days, last.line
    return fullest
