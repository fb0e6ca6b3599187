"""One person is on one site at a time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from clause.domain.findings import Finding, Severity
from clause.domain.hours import LineUnderCheck, StatementUnderCheck
from clause.rules.calendar import Period
from clause.rules.codes import HoursNature
from clause.rules.limits import LimitCheck, Verdict, person_days

_CODES = {Verdict.REFUSED: ("HRS-039", Severity.BLOCKING), Verdict.LOOK: ("HRS-040", Severity.WARNING)}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Hours of a person on some days; without a line where they stand elsewhere."""

    worked: Period
    hours: Decimal
    line: LineUnderCheck | None


def hours_of_a_person_fit_the_days(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking or a warning, once a person: all hours that must lie on some days are more than one person can do there.

    Work and training count together, over sites and companies; the tutor's hours are another person's.
    Source: ``clause.rules.limits.person_days``.
    """
    for stretches in _by_person(statement).values():
        worst = max(_judged(stretches), key=lambda found: list(Verdict).index(found[0].verdict), default=None)
        if worst is None or worst[0].verdict not in _CODES:
            continue
        check, days, inside = worst
        code, severity = _CODES[check.verdict]
        line = [stretch.line for stretch in inside if stretch.line][-1]
        total = sum((stretch.hours for stretch in inside), Decimal(0))
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
    for line, hire, worked in statement.datable_lines():
        if line.has_sound_hours and line.nature is not HoursNature.TUTORING:
            people[hire.participant_id].append(_Stretch(worked, line.hours, line))
    for other in statement.elsewhere:
        is_theirs = other.participant_id in people and other.nature is not HoursNature.TUTORING
        if is_theirs and not any(statement.lines_again(other)):
            people[other.participant_id].append(_Stretch(other.worked, other.hours, None))
    return people


def _judged(stretches: list[_Stretch]) -> Iterator[tuple[LimitCheck, Period, list[_Stretch]]]:
    """The verdict on every run of days from the beginning of a stretch to the end of one.

    Hours can be laid out over their days exactly when, on each of these runs, those that lie wholly inside fit.
    """
    for first_day in {stretch.worked.first_day for stretch in stretches}:
        for last_day in {stretch.worked.last_day for stretch in stretches}:
            if last_day < first_day:
                continue
            days = Period(first_day, last_day)
            inside = [stretch for stretch in stretches if days.covers(stretch.worked)]
            if any(stretch.line for stretch in inside):
                total = sum((stretch.hours for stretch in inside), Decimal(0))
                yield person_days(total, days), days, inside
