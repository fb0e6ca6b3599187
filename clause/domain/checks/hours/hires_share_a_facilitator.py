"""A statement goes to one facilitator organisation."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def hires_share_a_facilitator(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: all hires are followed by the organisation that receives the statement."""
    for line, hire in statement.employed_lines():
        if hire.facilitator_org_id != statement.facilitator_org_id:
            yield Finding(code="HRS-013", field=f"{line.path}.hire_id", raw=str(line.hire_id))
