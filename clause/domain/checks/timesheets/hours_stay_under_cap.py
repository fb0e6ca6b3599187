"""TR-16: hours on operations stay under the cap of the hourly rate, all operations of the employer together."""

from collections.abc import Iterable, Iterator

from clause.domain.checks.timesheets.sheet import HoursCap
from clause.domain.findings import Finding
from clause.domain.timesheets import hours_of


def hours_stay_under_cap(minutes_on_operations: int, caps: Iterable[HoursCap], field: str) -> Iterator[Finding]:
    """A blocking finding for each cap that the hours of the month and of the rest of its year pass; at it is fine.

    Source: CPR art. 55(3); the cap of method M3a is one of a calendar year.
    Assumption: the year of the cap is the calendar year in which the month lies.
    """
    for cap in caps:
        declared = hours_of(minutes_on_operations + cap.minutes_elsewhere)
        if declared > cap.hours:
            values = {"cap": format(cap.hours, "f"), "method": cap.method.value}
            yield Finding(code="TIM-125", field=field, raw=format(declared, "f"), values=values)
