"""Payments, recoveries and reversals of an operation."""

from uuid import UUID

from clause.db import sql
from clause.domain.payments import ListedPayment, Payment, PaymentKind
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


_LISTED = (
    f"SELECT {', '.join(f'p.{name}' for name in Payment.model_fields)}, o.number AS operation_number,"  # noqa: S608
    " c.number AS claim_number, b.name AS beneficiary_name,"
    " EXISTS (SELECT FROM payment r WHERE r.reverses_id = p.id) AS is_reversed FROM payment p"
    " JOIN operation o ON o.id = p.operation_id JOIN organisation b ON b.id = p.facilitator_org_id"
    " LEFT JOIN claim c ON c.id = p.claim_id WHERE p.intermediate_body_id = $1"
)


async def list_of_body(
    intermediate_body_id: UUID, kind: PaymentKind | None, text: str | None, limit: int
) -> list[ListedPayment]:
    """The rows of all operations of an intermediate body, the latest first; ``text`` is part of what names one."""
    rows = await sql.fetch(
        f"{_LISTED} AND ($2::text IS NULL OR p.kind = $2) AND ($3::text IS NULL"
        " OR strpos(lower(p.reference || ' ' || o.number || ' ' || b.name), lower($3)) > 0)"
        " ORDER BY p.recorded_at DESC, p.id DESC LIMIT $4",
        intermediate_body_id,
        kind.value if kind else None,
        text,
        limit,
    )
    return [ListedPayment.model_validate(row) for row in rows]


async def find_of_body(intermediate_body_id: UUID, payment_id: UUID) -> ListedPayment | None:
    """One of them, or None."""
    row = await sql.fetch_one(f"{_LISTED} AND p.id = $2", intermediate_body_id, payment_id)
    return ListedPayment.model_validate(row) if row else None


async def paid_to_date(operation_id: UUID) -> Euros:
    """Euros of FSE+ paid for an operation so far, advance included, less what came back."""
    paid: Euros = await sql.fetch_value(
        "SELECT coalesce(sum(amount), 0.00) FROM payment WHERE operation_id = $1", operation_id
    )
    return paid
