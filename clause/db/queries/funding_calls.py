"""Schemes of intermediate bodies, and calls for projects."""

from uuid import UUID

from clause.db import sql
from clause.domain.funding_calls import Call, CallTerms, Scheme

_SCHEME = f"SELECT {', '.join(Scheme.model_fields)} FROM funding_scheme"  # noqa: S608
_CALL = f"SELECT {', '.join(Call.model_fields)} FROM funding_call"  # noqa: S608


async def insert_scheme(scheme: Scheme) -> None:
    """Add a scheme."""
    await sql.insert("funding_scheme", **dict(scheme))


async def find_scheme(scheme_id: UUID) -> Scheme | None:
    """A scheme that the caller may see, or None."""
    row = await sql.fetch_one(f"{_SCHEME} WHERE id = $1", scheme_id)
    return Scheme.model_validate(row) if row else None


async def lock_scheme(scheme_id: UUID) -> Scheme | None:
    """A scheme of the caller, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"{_SCHEME} WHERE id = $1 FOR UPDATE", scheme_id)
    return Scheme.model_validate(row) if row else None


async def save_scheme(scheme: Scheme) -> None:
    """Write the title and the global grant of a scheme."""
    await sql.execute(
        "UPDATE funding_scheme SET title = $2, global_grant_reference = $3, version = $4 WHERE id = $1",
        scheme.id,
        scheme.title,
        scheme.global_grant_reference,
        scheme.version,
    )


async def list_schemes(*, after: UUID | None, limit: int) -> list[Scheme]:
    """A page of the schemes that the caller may see, oldest first."""
    rows = await sql.fetch(f"{_SCHEME} WHERE ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2", after, limit)
    return [Scheme.model_validate(row) for row in rows]


async def insert_call(call: Call) -> None:
    """Add a call."""
    await sql.insert("funding_call", **{**dict(call), "cost_plans": [plan.value for plan in call.cost_plans]})


async def find_call(call_id: UUID) -> Call | None:
    """A call that the caller may see, or None."""
    row = await sql.fetch_one(f"{_CALL} WHERE id = $1", call_id)
    return Call.model_validate(row) if row else None


async def lock_call(call_id: UUID) -> Call | None:
    """A call of the caller, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"{_CALL} WHERE id = $1 FOR UPDATE", call_id)
    return Call.model_validate(row) if row else None


async def save_call(call: Call) -> None:
    """Write what a call says."""
    values = {name: getattr(call, name) for name in CallTerms.model_fields}
    values["cost_plans"] = [plan.value for plan in call.cost_plans]
    columns = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, start=3))
    await sql.execute(
        f"UPDATE funding_call SET version = $2, {columns} WHERE id = $1",  # noqa: S608
        call.id,
        call.version,
        *values.values(),
    )


async def list_calls(*, scheme_id: UUID | None, after: UUID | None, limit: int) -> list[Call]:
    """A page of the calls that the caller may see, oldest first."""
    rows = await sql.fetch(
        f"{_CALL} WHERE ($1::uuid IS NULL OR scheme_id = $1) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        scheme_id,
        after,
        limit,
    )
    return [Call.model_validate(row) for row in rows]


async def is_call_answered(call_id: UUID) -> bool:
    """True when an operation names the call."""
    return bool(await sql.fetch_value("SELECT EXISTS (SELECT FROM operation WHERE call_id = $1)", call_id))
