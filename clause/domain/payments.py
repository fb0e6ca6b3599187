"""Money that an intermediate body pays for an operation, or gets back; nothing is changed, a mistake is reversed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.findings import Finding
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


class PaymentTerms(BaseModel):
    """What is recorded of a movement; ``amount`` in euros is above zero but for a reversal."""

    model_config = ConfigDict(frozen=True)

    kind: PaymentKind
    amount: Euros
    paid_on: date
    reference: str
    comment: str | None = None


class ReversalTerms(BaseModel):
    """Why a row is undone, and under which reference."""

    model_config = ConfigDict(frozen=True)

    reference: str
    reason: str


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


class ListedPayment(Payment):
    """A movement among those of all operations: whose it is, and whether a later row undoes it."""

    operation_number: str
    claim_number: int | None
    beneficiary_name: str
    is_reversed: bool


def paid_for(payments: Iterable[Payment], claim_id: UUID | None = None) -> Euros:
    """Euros paid, less what came back: of one claim, or of all rows given."""
    return sum((row.amount for row in payments if claim_id is None or row.claim_id == claim_id), NOTHING)


def advance_paid(payments: Iterable[Payment]) -> Euros:
    """Euros of advance that were paid and not reversed."""
    rows = tuple(payments)
    advances = {row.id for row in rows if row.kind is PaymentKind.ADVANCE}
    return sum((row.amount for row in rows if row.id in advances or row.reverses_id in advances), NOTHING)


class PaymentAccount(BaseModel):
    """Movements with their sum in euros, what is left to settle of a claim, and the last day of an operation's file.

    ``left_to_settle`` is below zero for money still to be paid back; ``keep_until`` is known once all is settled.
    """

    model_config = ConfigDict(frozen=True)

    payments: tuple[Payment, ...]
    paid_to_date: Euros
    left_to_settle: Euros
    keep_until: date | None

    @classmethod
    def of(
        cls, rows: Iterable[Payment], *, left_to_settle: Euros = NOTHING, keep_until: date | None = None
    ) -> "PaymentAccount":
        """The account of these rows."""
        kept = tuple(rows)
        return cls(payments=kept, paid_to_date=paid_for(kept), left_to_settle=left_to_settle, keep_until=keep_until)


def check_amount(amount: Euros, most: Euros) -> tuple[Finding, ...]:
    """A finding for an amount of zero (PMT-101) or above what may be paid (PMT-102)."""
    if amount <= 0:
        return (Finding(code="PMT-101", field="amount", raw=format(amount, "f")),)
    if amount > most:
        values = {"most": format(max(most, NOTHING), "f")}
        return (Finding(code="PMT-102", field="amount", raw=format(amount, "f"), values=values),)
    return ()


def check_day(field: str, day: date, first_day: date, today: date) -> tuple[Finding, ...]:
    """A finding for a day to come (PMT-103) or before what it pays (PMT-104)."""
    if day > today:
        return (Finding(code="PMT-103", field=field, raw=day.isoformat()),)
    if day < first_day:
        values = {"first_day": first_day.isoformat()}
        return (Finding(code="PMT-104", field=field, raw=day.isoformat(), values=values),)
    return ()
