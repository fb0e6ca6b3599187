"""The identity of the unit of work, told to the database so that row-level security can apply it."""

from datetime import datetime
from functools import lru_cache

from clause.db import sql
from clause.domain.actors import Actor

_SCOPE = (
    "SELECT set_config('clause.scope', $1, true), set_config('clause.org_id', $2, true),"
    " set_config('clause.user_id', $3, true), set_config('clause.caller', $4, true)"
)
_READ_ONLY = ", set_config('transaction_read_only', 'on', true)"


def _values(actor: Actor) -> tuple[str, ...]:
    return ("system" if actor.system else "org", str(actor.org_id or ""), str(actor.id or ""), actor.caller)


_MOST_WRITTEN = 1024
"""Of so many callers what is said of them is remembered as it was written."""
_PLANNED_ONCE = ", set_config('plan_cache_mode', 'force_generic_plan', true)"


def opening(actor: Actor, *, read_only: bool, planned_once: bool) -> str:
    """The same as :func:`set_identity`, to be said in one message with the beginning of the transaction.

    With ``planned_once``, a connection plans each statement of the transaction at its first use and keeps the plan.
    """
    return _written(
        _SCOPE + (_READ_ONLY if read_only else "") + (_PLANNED_ONCE if planned_once else ""), _values(actor)
    )


@lru_cache(maxsize=_MOST_WRITTEN)
def _written(query: str, values: tuple[str, ...]) -> str:
    return sql.written_out(query, *values)


def proving(token_hash: str, now: datetime) -> str:
    """The statement that refuses (InvalidAuthorizationSpecificationError) unless the token still holds."""
    return sql.written_out("SELECT clause_require_token($1, $2)", token_hash, now)


async def set_identity(actor: Actor, *, read_only: bool = False) -> None:
    """Tell the database who acts, for this transaction only; with ``read_only``, it refuses any write from here on."""
    await sql.execute(_SCOPE + (_READ_ONLY if read_only else ""), *_values(actor))
