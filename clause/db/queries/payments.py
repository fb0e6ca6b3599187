"""Payments, recoveries and reversals of an operation."""

from uuid import UUID

from clause.db import sql
from clause.domain.payments import Payment
from clause.rules.quantities import Euros

_COLUMNS = ", ".join(Payment.model_fields)


async def insert_payment(payment: Payment) -> None:
    """Add a row."""
    await sql.insert("payment", **{**payment.model_dump(), "kind": payment.kind.value})


async def list_payments(operation_id: UUID) -> list[Payment]:
    """Every row of an operation, in the order in which they were recorded."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM payment WHERE operation_id = $1 ORDER BY recorded_at, id",  # noqa: S608
        operation_id,
    )
    return [Payment.model_validate(row) for row in rows]


async def find_payment(payment_id: UUID) -> Payment | None:
    """A row that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_COLUMNS} FROM payment WHERE id = $1", payment_id)  # noqa: S608
    return Payment.model_validate(row) if row else None


async def paid_to_date(operation_id: UUID) -> Euros:
    """Euros of FSE+ paid for an operation so far, advance included, less what came back."""
    paid: Euros = await sql.fetch_value(
        "SELECT coalesce(sum(amount), 0.00) FROM payment WHERE operation_id = $1", operation_id
    )
    return paid
