"""Bodies about payroll."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.problems import findings_as_json
from clause.api.schemas.base import (
    EurosIn,
    EurosOut,
    FindingOut,
    HoursIn,
    HoursOut,
    InstantOut,
    MonthOut,
    Schema,
    Text,
)
from clause.domain.payroll import PayrollMonth, PayrollParts, PayrollTerms
from clause.rules.pay_elements import PayElement, PayElementKind, PayEligibility, PayPart
from clause.rules.trace import Trace
from clause.services.payroll import Payroll

ElementCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,39}$"),
    Field(description="A code of GET /pay-elements", examples=["BASE_PAY"]),
]


class PayElementIn(Schema):
    """An element of the payslip or of the employer's cost."""

    code: ElementCode
    amount: EurosIn
    decision: PayEligibility | None = Field(
        default=None, description="eligible or excluded, for an element that the list leaves to be decided (review)"
    )
    decision_reason: Text | None = Field(default=None, description="Why it was decided so")

    def to_domain(self) -> PayElement:
        """As the service takes it."""
        return PayElement(**dict(self))


class PayrollPartsIn(Schema):
    """What an employer's cost is made of."""

    gross: EurosIn
    employer_contributions: EurosIn
    pay_taxes: EurosIn = Field(default="0.00", validate_default=True)
    benefits: EurosIn = Field(default="0.00", validate_default=True, description="Those that are eligible")
    reimbursements: EurosIn = Field(
        default="0.00",
        validate_default=True,
        description="Received for the month: sick pay, insurance, aids to the contract; taken off",
    )


class PayrollIn(Schema):
    """What a month cost the employer: the cost itself, its parts, or the elements of the payslip."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "parts": {
                        "gross": "2800.00",
                        "employer_contributions": "1092.37",
                        "pay_taxes": "120.00",
                        "benefits": "60.00",
                        "reimbursements": "160.00",
                    },
                    "hours_paid": "151.67",
                    "paid_on": "2026-05-29",
                    "reason": "Régularisation de la prime",
                }
            ]
        }
    )

    employer_cost: EurosIn | None = Field(
        default=None, description="Gross pay, employer's contributions and taxes on pay, less refunds and aids received"
    )
    parts: PayrollPartsIn | None = None
    elements: list[PayElementIn] = Field(default=[], max_length=60)
    hours_paid: HoursIn | None = Field(default=None, description="Hours worked that were paid")
    paid_on: date | None = Field(default=None, description="When all of it was paid, contributions included")
    document_id: UUID | None = Field(default=None, description="The payslip, a piece of evidence")
    reason: Text | None = Field(default=None, description="Why it is corrected; needed for a regularisation")

    def to_domain(self) -> PayrollTerms:
        """As the service takes it."""
        return PayrollTerms(
            employer_cost=Decimal(self.employer_cost) if self.employer_cost is not None else None,
            parts=PayrollParts(**dict(self.parts)) if self.parts else None,
            elements=tuple(element.to_domain() for element in self.elements),
            hours_paid=Decimal(self.hours_paid) if self.hours_paid is not None else None,
            paid_on=self.paid_on,
            document_id=self.document_id,
            reason=self.reason,
        )


class PayElementOut(Schema):
    """An element of a month, with what was decided of it."""

    code: str
    amount: EurosOut
    decision: PayEligibility | None
    decision_reason: str | None

    @classmethod
    def of(cls, element: PayElement) -> Self:
        """As the API shows it."""
        return cls(**dict(element))


class PayrollVersionOut(Schema):
    """One version of a month's payroll."""

    id: UUID
    version_no: int
    employer_cost: EurosOut
    gross: EurosOut | None
    employer_contributions: EurosOut | None
    pay_taxes: EurosOut | None
    benefits: EurosOut | None
    reimbursements: EurosOut | None
    elements: list[PayElementOut]
    hours_paid: HoursOut | None
    paid_on: date | None
    document_id: UUID | None
    document_sha256: str | None
    regularises: bool = Field(description="It corrects a month that a signed claim holds; the next claim follows")
    trace: Trace | None = Field(description="How the cost comes from its parts; null where it was given as a sum")
    reason: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, payroll: PayrollMonth) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in payroll if name in cls.model_fields}
        return cls(**{**shown, "elements": [PayElementOut.of(element) for element in payroll.elements]})


class PayrollOut(Schema):
    """A month's payroll: the version that holds, and all of them, the latest first."""

    employment_id: UUID
    month: MonthOut
    employer_cost: EurosOut
    version: int
    findings: list[FindingOut] = Field(description="Worth a look: a payslip given for another month or person")
    versions: list[PayrollVersionOut]

    @classmethod
    def of(cls, payroll: Payroll) -> Self:
        """As the API shows it."""
        latest = payroll.latest
        return cls(
            employment_id=latest.employment_id,
            month=latest.month,
            employer_cost=latest.employer_cost,
            version=latest.version_no,
            findings=[FindingOut(**found) for found in findings_as_json(payroll.findings)],
            versions=[PayrollVersionOut.of(version) for version in payroll.versions],
        )


class PayElementKindOut(Schema):
    """A kind of element, and whether it counts."""

    code: str
    label: str
    part: PayPart
    eligibility: PayEligibility
    in_force_from: date
    confidence: str
    reference: str

    @classmethod
    def of(cls, kind: PayElementKind) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in kind if name in cls.model_fields}
        return cls(**{**shown, "confidence": kind.confidence.value, "reference": kind.reference.text})
