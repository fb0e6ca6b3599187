"""Nothing worked: said of a period that is over, in which somebody could have worked and nobody did."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def nothing_worked_is_plausible(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the months are over, a contract ran in them, and no hour of them is declared or booked."""
    activity = statement.activity
    if not statement.nothing_worked or activity is None:
        return
    last_day = statement.months.period.last_day
    if last_day >= statement.today:
        yield Finding(code="HRS-042", field="nothing_worked", raw="true", values={"last_day": last_day.isoformat()})
    if activity.hires_under_contract == 0:
        yield Finding(code="HRS-043", field="nothing_worked", raw="true", values={"months": str(statement.months)})
    if activity.hours > 0:
        yield Finding(
            code="HRS-044",
            field="nothing_worked",
            raw="true",
            values={"months": str(statement.months), "hours": f"{activity.hours:.2f}"},
        )
