"""What a refused form about people says: days and codes as people read them, each sentence at its field."""

from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.text.people_findings import told
from clause.web.page import Problem


def problem_of(finding: Finding) -> Problem:
    """One thing to correct."""
    return Problem(told(finding.code, {"field": finding.field, "raw": finding.raw, **finding.values}), finding.field)


def problems_told(error: ClauseError) -> list[Problem]:
    """All that a refusal says."""
    if not error.findings:
        return [Problem(told(error.code, error.values))]
    return [problem_of(finding) for finding in error.findings]
