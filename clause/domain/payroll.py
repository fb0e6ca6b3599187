"""What the months of an employment cost the employer: as a sum, by parts, or by the elements of the payslip."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.evidence import EvidenceFile
from clause.domain.findings import Finding, Severity
from clause.rules.calendar import Month
from clause.rules.employer_costs import employer_cost
from clause.rules.errors import RuleError, UnknownValue
from clause.rules.pay_elements import PayElement, PayEligibility, PayPart, eligible_part, pay_element_kind
from clause.rules.quantities import Euros, Hours
from clause.rules.trace import Trace


class PayrollParts(BaseModel):
    """What an employer's cost is made of (CR-11); ``reimbursements`` are received, the others are borne."""

    model_config = ConfigDict(frozen=True)

    gross: Euros
    employer_contributions: Euros
    pay_taxes: Euros
    benefits: Euros
    reimbursements: Euros


class PayrollTerms(BaseModel):
    """A month's payroll as typed: the cost itself, its parts, or the elements of the payslip (one of the three)."""

    model_config = ConfigDict(frozen=True)

    employer_cost: Euros | None = None
    parts: PayrollParts | None = None
    elements: tuple[PayElement, ...] = ()
    hours_paid: Hours | None = None
    """Hours worked that were paid; what the month's time record should come to (TR-08)."""
    paid_on: date | None = None
    """When all of it was paid, contributions included (CR-41, CR-42)."""
    document_id: UUID | None = None
    """The payslip, a piece of evidence as sent; the intermediate body gets its redacted copy only."""
    reason: str | None = None


class PayrollMonth(BaseModel):
    """A version of a month's payroll; a correction is a new version, the latest one holds."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    employment_id: UUID
    month: Month
    version_no: int
    employer_cost: Euros
    gross: Euros | None = None
    employer_contributions: Euros | None = None
    pay_taxes: Euros | None = None
    benefits: Euros | None = None
    reimbursements: Euros | None = None
    elements: tuple[PayElement, ...] = ()
    hours_paid: Hours | None = None
    paid_on: date | None = None
    document_id: UUID | None = None
    document_sha256: str | None = None
    regularises: bool = False
    """True when it corrects a month that a signed claim holds: the next claim brings the difference."""
    trace: Trace | None = None
    """How the cost comes from its parts; None where it was typed as a sum."""
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime

    def says(self, other: "PayrollMonth") -> bool:
        """True when another version says the same of the month, whoever recorded it, when and why."""
        apart = {"id", "version_no", "reason", "recorded_by", "recorded_at", "regularises"}
        return self.model_dump(exclude=apart) == other.model_dump(exclude=apart)


def payroll_figures(month: Month, terms: PayrollTerms, document: EvidenceFile | None, today: date) -> dict[str, Any]:
    """The cost of a month with the parts, elements and trace that it comes from, as a version holds them.

    Raises Refused EMP-016 with a finding for each field that is wrong.
    """
    findings = [*_findings(month, terms, document, today)]
    if findings:
        raise Refused("EMP-016", findings=tuple(findings))
    if terms.employer_cost is not None:
        return {"employer_cost": terms.employer_cost}
    parts, steps = _parts(month, terms)
    try:
        figure = employer_cost(
            gross=parts.gross,
            employer_contributions=parts.employer_contributions,
            taxes=parts.pay_taxes,
            benefits=parts.benefits,
            reimbursements=parts.reimbursements,
        )
    except RuleError as error:
        raise Refused("EMP-024", reason=error.reason.value) from error
    trace = figure.trace.model_copy(update={"steps": (*figure.trace.steps, *steps)})
    return {"employer_cost": figure.value, **dict(parts), "elements": terms.elements, "trace": trace}


def _parts(month: Month, terms: PayrollTerms) -> tuple[PayrollParts, tuple[Trace, ...]]:
    if terms.parts is not None:
        return terms.parts, ()
    figures = {part: eligible_part(terms.elements, part, month.last_day) for part in PayPart}
    parts = PayrollParts(**{part.value: figure.value for part, figure in figures.items()})
    return parts, tuple(figure.trace for figure in figures.values())


def _findings(month: Month, terms: PayrollTerms, document: EvidenceFile | None, today: date) -> Iterator[Finding]:
    given = (terms.employer_cost is not None, terms.parts is not None, bool(terms.elements))
    if sum(given) != 1:
        yield Finding(code="EMP-017", field="employer_cost")
    for rank, element in enumerate(terms.elements):
        yield from _element_findings(f"elements[{rank}]", element, month)
    if terms.paid_on is not None and not month.first_day <= terms.paid_on <= today:
        yield Finding(
            code="EMP-022", field="paid_on", raw=terms.paid_on.isoformat(), values={"first": str(month.first_day)}
        )
    if terms.document_id is not None and document is None:
        yield Finding(code="EMP-023", field="document_id", raw=str(terms.document_id))


def _element_findings(field: str, element: PayElement, month: Month) -> Iterator[Finding]:
    try:
        listed = pay_element_kind(element.code, month.last_day).eligibility
    except UnknownValue:
        yield Finding(code="EMP-018", field=f"{field}.code", raw=element.code)
        return
    if listed is not PayEligibility.REVIEW and element.decision is not None:
        yield Finding(code="EMP-019", field=f"{field}.decision", raw=element.code)
    elif listed is PayEligibility.REVIEW and element.decision in (None, PayEligibility.REVIEW):
        yield Finding(code="EMP-020", field=f"{field}.decision", raw=element.code)
    elif listed is PayEligibility.REVIEW and not element.decision_reason:
        yield Finding(code="EMP-021", field=f"{field}.decision_reason", raw=element.code)


def same_payslip_findings(others: Iterable[PayrollMonth]) -> tuple[Finding, ...]:
    """A warning for each other month or person that the same payslip is given for (the same SHA-256)."""
    months = sorted({str(other.month) for other in others})
    return tuple(
        Finding(code="EMP-027", severity=Severity.WARNING, field="document_id", values={"month": month})
        for month in months
    )
