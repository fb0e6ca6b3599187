"""What was typed in a search, sealed: an address may carry it, and only people of one organisation read it again."""

from datetime import timedelta

from clause.domain.errors import Unavailable
from clause.gateways.locker import locker
from clause.services.context import Context

LIFE = timedelta(days=30)
"""How long a sealed text opens; each page shown seals it anew in its links."""


def seal(context: Context, text: str) -> str:
    """The text as an address may carry it: letters, digits, dots, dashes and equals signs, never twice the same."""
    until = int((context.now + LIFE).timestamp())
    return locker.lock(f"{until}|{text}", _owner(context))


def unseal(context: Context, sealed: str) -> str | None:
    """The text again; None when it was sealed too long ago, for another organisation, or was changed on the way."""
    if not locker.is_locked(sealed):
        return None
    try:
        until, _, text = locker.unlock(sealed, _owner(context)).partition("|")
    except (Unavailable, ValueError):
        return None
    return text if context.now.timestamp() < int(until) else None


def _owner(context: Context) -> str:
    # What one organisation seals is read by none other; second factors are bound to the id of a person.
    return f"search|{context.actor.org_id}"
