"""Bodies about payments."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import EurosIn, EurosOut, InstantOut, Schema, Text, Text80
from clause.domain.payments import Payment, PaymentAccount, PaymentKind, PaymentTerms, ReversalTerms


class _PaymentIn(Schema):
    """A movement of money."""

    amount: EurosIn = Field(description="Above zero")
    paid_on: date
    reference: Text80 = Field(description="Of the payment; unique for the intermediate body")
    comment: Text | None = None


class ClaimPaymentIn(_PaymentIn):
    """A payment of a claim, or money paid back for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "PAYMENT", "amount": "1500.00", "paid_on": "2026-06-15", "reference": "VIR-2026-0042"}
            ]
        }
    )

    kind: Literal["PAYMENT", "RECOVERY"] = "PAYMENT"

    def to_domain(self) -> PaymentTerms:
        """As the service takes it."""
        return PaymentTerms(**{**dict(self), "kind": PaymentKind(self.kind)})


class AdvanceIn(_PaymentIn):
    """An advance on the grant."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "ADVANCE", "amount": "10800.00", "paid_on": "2026-02-02", "reference": "VIR-2026-0007"}
            ]
        }
    )

    kind: Literal["ADVANCE"] = "ADVANCE"

    def to_domain(self) -> PaymentTerms:
        """As the service takes it."""
        return PaymentTerms(**{**dict(self), "kind": PaymentKind.ADVANCE})


class ReversalIn(Schema):
    """Why a row is undone."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reference": "ANN-2026-0001", "reason": "Saisi sur le mauvais bilan"}]}
    )

    reference: Text80
    reason: Text

    def to_domain(self) -> ReversalTerms:
        """As the service takes it."""
        return ReversalTerms(**dict(self))


class PaymentOut(Schema):
    """A movement as recorded; negative for what came back."""

    id: UUID
    operation_id: UUID
    claim_id: UUID | None
    kind: PaymentKind
    amount: EurosOut
    paid_on: date
    reference: str
    comment: str | None
    reverses_id: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, payment: Payment) -> Self:
        """As the API shows it."""
        return cls(**payment.model_dump(exclude={"facilitator_org_id", "intermediate_body_id", "recorded_by"}))


class PaymentAccountOut(Schema):
    """Movements, all on one page, with their sum."""

    items: list[PaymentOut]
    next: None = None
    paid_to_date: EurosOut
    left_to_settle: EurosOut = Field(description="Of a claim: still to be paid; below zero, to be paid back")
    keep_until: date | None = Field(description="Of an operation that is settled: last day on which its file is kept")

    @classmethod
    def of(cls, account: PaymentAccount) -> Self:
        """As the API shows it."""
        return cls(
            items=[PaymentOut.of(payment) for payment in account.payments],
            paid_to_date=account.paid_to_date,
            left_to_settle=account.left_to_settle,
            keep_until=account.keep_until,
        )
