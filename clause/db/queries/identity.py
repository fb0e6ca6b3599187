"""The identity of the unit of work, told to the database so that row-level security can apply it."""

from clause.db import sql
from clause.domain.actors import Actor


async def set_identity(actor: Actor, *, read_only: bool = False) -> None:
    """Tell the database who acts, for this transaction only; with ``read_only``, it refuses any write from here on."""
    await sql.execute(
        "SELECT set_config('clause.scope', $1, true), set_config('clause.org_id', $2, true),"
        " set_config('clause.user_id', $3, true), set_config('clause.caller', $4, true)"
        + (", set_config('transaction_read_only', 'on', true)" if read_only else ""),
        "system" if actor.system else "org",
        str(actor.org_id or ""),
        str(actor.id or ""),
        actor.caller,
    )
