"""A line lies wholly inside or wholly outside each window."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours import StatementUnderCheck
from clause.rules.counting import NotCredited, credited_hours

_CODES = {
    NotCredited.STRADDLES_EXECUTION_WINDOW: "HRS-025",
    NotCredited.STRADDLES_ELIGIBILITY_WINDOW: "HRS-026",
}


def line_is_on_one_side(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: a total over days on both sides of an edge cannot be credited; the line is to be split there.

    Source: ``clause.rules.counting.credited_hours``.
    """
    for line, hire, worked in statement.datable_lines():
        if hire.execution is None or not line.has_sound_hours:
            continue
        decision = credited_hours(line.hours, worked, hire.execution, hire.eligibility)
        if decision.reason in _CODES:
            yield Finding(
                code=_CODES[decision.reason],
                field=f"{line.path}.last_day",
                raw=line.last_day.isoformat(),
                values={
                    "first_day": line.first_day.isoformat(),
                    "split_on": ", ".join(day.isoformat() for day in decision.split_on),
                },
            )
