"""Whoever trains people at work declares their training too."""

from collections.abc import Iterator

from clause.domain.findings import Finding, Severity
from clause.domain.hours import HireWindow
from clause.domain.hours_under_check import StatementUnderCheck
from clause.rules.codes import ContractType, HoursNature, StructureKind

_TRAINING = (HoursNature.TRAINING_IN_CONTRACT, HoursNature.TRAINING_OUTSIDE_CONTRACT)
_WITH_TRAINING = (ContractType.APPRENTICESHIP, ContractType.PROFESSIONAL_TRAINING)


def training_is_declared(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Warning, once a hire: a GEIQ, an apprentice or a trainee has work and no training in the statement.

    Source: Les Geiq, practical questions: their invoices only show hours supplied, never hours of training.
    """
    trained = {line.hire_id for line in statement.lines if line.nature in _TRAINING}
    for line, hire in statement.employed_lines():
        if _comes_with_training(hire) and line.hire_id not in trained:
            trained.add(line.hire_id)
            yield Finding(
                code="HRS-041",
                severity=Severity.WARNING,
                field=f"{line.path}.nature",
                raw=line.nature.value,
            )


def _comes_with_training(hire: HireWindow) -> bool:
    return hire.contract_type in _WITH_TRAINING or hire.employer_kind is StructureKind.GEIQ
