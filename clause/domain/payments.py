"""Money that an intermediate body pays for an operation, or gets back; nothing is changed, a mistake is reversed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.quantities import Euros

NOTHING = Decimal("0.00")


class PaymentKind(StrEnum):
    """What a movement of money is."""

    ADVANCE = "ADVANCE"
    """Paid on the grant before any claim."""
    PAYMENT = "PAYMENT"
    """Paid for a claim: an interim payment or the balance, in one or several times."""
    RECOVERY = "RECOVERY"
    """Paid back by the beneficiary for a claim."""
    REVERSAL = "REVERSAL"
    """Undoes a row that was recorded by mistake."""


class Payment(BaseModel):
    """A movement as recorded; its euros are negative for what came back, so that a sum of rows is what is paid."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    operation_id: UUID
    claim_id: UUID | None
    kind: PaymentKind
    amount: Euros
    paid_on: date
    reference: str
    comment: str | None
    reverses_id: UUID | None
    recorded_by: UUID | None
    recorded_at: datetime


def paid_for(payments: Iterable[Payment], claim_id: UUID | None = None) -> Euros:
    """Euros paid, less what came back: of one claim, or of all rows given."""
    return sum((row.amount for row in payments if claim_id is None or row.claim_id == claim_id), NOTHING)


def advance_paid(payments: Iterable[Payment]) -> Euros:
    """Euros of advance that were paid and not reversed."""
    rows = tuple(payments)
    advances = {row.id for row in rows if row.kind is PaymentKind.ADVANCE}
    return sum((row.amount for row in rows if row.id in advances or row.reverses_id in advances), NOTHING)
