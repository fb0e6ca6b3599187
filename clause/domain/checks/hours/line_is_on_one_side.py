"""A line lies wholly inside or wholly outside each window."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck
from clause.rules.counting import NotCredited

_CODES = {
    NotCredited.STRADDLES_EXECUTION_WINDOW: "HRS-025",
    NotCredited.STRADDLES_ELIGIBILITY_WINDOW: "HRS-026",
}


def line_is_on_one_side(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: a total over days on both sides of an edge cannot be credited; the line is to be split there.

    Source: ``clause.rules.counting.credited_hours``.
    """
    for line, hire, worked, reason in statement.judged_lines():
        decision = hire.credit(line.hours, worked, line.nature) if reason in _CODES else None
        if decision is not None and decision.reason in _CODES:
            yield Finding(
                code=_CODES[decision.reason],
                field=f"{line.path}.last_day",
                raw=line.last_day.isoformat(),
                values={
                    "first_day": line.first_day.isoformat(),
                    "split_on": ", ".join(day.isoformat() for day in decision.split_on),
                },
            )
