"""TR-10: two lines with a start and an end do not lie on each other, and a line is as long as it says."""

from collections.abc import Iterator
from datetime import date

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding
from clause.domain.timesheets import TypedEntry, minutes_of

MINUTES_IN_A_DAY = 1440


def lines_do_not_overlap(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each line whose times are not possible, and for each that overlaps an earlier one.

    The hours of operations are part of the hours worked by construction: both are sums of the same lines.
    """
    taken: dict[date, list[tuple[int, int]]] = {}
    timed = [(index, entry) for index, entry in enumerate(sheet.entries) if _has_times(entry)]
    for index, entry in sorted(timed, key=lambda item: (item[1].day, item[1].start_minute or 0)):
        start, end = entry.start_minute, entry.end_minute
        field = entry_field(index, "start")
        if start is None or end is None or not 0 <= start < end <= MINUTES_IN_A_DAY:
            yield Finding(code="TIM-119", field=field)
        elif end - start != minutes_of(entry.hours):
            yield Finding(code="TIM-120", field=field, raw=format(entry.hours, "f"))
        elif any(start < other_end and other_start < end for other_start, other_end in taken.get(entry.day, ())):
            yield Finding(code="TIM-121", field=field, raw=entry.day.isoformat())
        else:
            taken.setdefault(entry.day, []).append((start, end))


def _has_times(entry: TypedEntry) -> bool:
    return entry.start_minute is not None or entry.end_minute is not None
