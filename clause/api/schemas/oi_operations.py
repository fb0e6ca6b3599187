"""Bodies of what an intermediate body reads of operations."""

from typing import Self
from uuid import UUID

from pydantic import Field

from clause.api.schemas.base import EurosOut, HoursOut, InstantOut, MonthOut, RateOut, Schema
from clause.api.schemas.operations import OperationOut
from clause.domain.double_funding import ClaimedLine, DoubleFunding, PayslipUse, PersonMonth
from clause.domain.intermediate_body import HandedOperation
from clause.rules.trace import Trace


class HandedOperationOut(OperationOut):
    """An operation with the latest version of its agreement, and when either last changed."""

    updated_at: InstantOut

    @classmethod
    def handed(cls, handed: HandedOperation) -> Self:
        """As the API shows it."""
        return cls(**dict(OperationOut.of(handed.operation)), updated_at=handed.updated_at)


class ClaimedLineOut(Schema):
    """A person's month in one standing claim; an operation of another intermediate body is only ``other-…``."""

    operation: str
    operation_id: UUID | None
    claim_id: UUID | None
    claim_number: int | None
    claim_state: str | None
    staff_number: str
    month: MonthOut
    method: str | None
    share: RateOut | None = Field(description="Fixed share of time, or hours on the operation ÷ hours worked")
    hours_on_operation: HoursOut | None
    hours_worked: HoursOut | None
    employer_cost: EurosOut | None
    amount: EurosOut | None = Field(description="Null for a line of several months, whose amount is of all of them")
    document_sha256: str | None

    @classmethod
    def of(cls, line: ClaimedLine) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class PersonMonthOut(Schema):
    """What all operations together claim of a person's month."""

    staff_number: str
    month: MonthOut
    share_total: RateOut | None = Field(description="Null when a share is not known")
    exceeds_one: bool | None
    methods_conflict: bool = Field(description="A fixed share (M1) on one operation and counted hours on another")
    is_flagged: bool
    lines: list[ClaimedLineOut]
    trace: Trace | None

    @classmethod
    def of(cls, month: PersonMonth) -> Self:
        """As the API shows it."""
        return cls(
            staff_number=month.staff_number,
            month=month.month,
            share_total=month.shares.value if month.shares else None,
            exceeds_one=month.shares.exceeds_one if month.shares else None,
            methods_conflict=month.methods_conflict,
            is_flagged=month.is_flagged,
            lines=[ClaimedLineOut.of(line) for line in month.lines],
            trace=month.shares.trace if month.shares else None,
        )


class PayslipUseOut(Schema):
    """A pay document behind more than one line."""

    document_sha256: str
    is_one_month: bool = Field(description="True: one person's month shared between operations; false: look closer")
    lines: list[ClaimedLineOut]

    @classmethod
    def of(cls, use: PayslipUse) -> Self:
        """As the API shows it."""
        return cls(
            document_sha256=use.document_sha256,
            is_one_month=use.is_one_month,
            lines=[ClaimedLineOut.of(line) for line in use.lines],
        )


class DoubleFundingOut(Schema):
    """Each person's month that the operation claims, over all operations of that employer known to Clause."""

    operation_id: UUID
    months: list[PersonMonthOut]
    payslips: list[PayslipUseOut]

    @classmethod
    def of(cls, found: DoubleFunding) -> Self:
        """As the API shows it."""
        return cls(
            operation_id=found.operation_id,
            months=[PersonMonthOut.of(month) for month in found.months],
            payslips=[PayslipUseOut.of(use) for use in found.payslips],
        )
