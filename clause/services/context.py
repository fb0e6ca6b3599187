"""The only way time and identity enter the services."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.domain.actors import Actor, ActorKind, OrgKind, Scope
from clause.rules.calendar import FRANCE


@dataclass(frozen=True)
class Answer:
    """An answer as sent to the caller, to the byte."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class IdempotencyRequest:
    """The caller's key, what it covers, and how the result becomes the answer that will be replayed."""

    key: str
    request_hash: str
    render: Callable[[Any], Answer]


@dataclass(frozen=True)
class Context:
    """Who acts, when, and under which key."""

    actor: Actor
    now: datetime
    idempotency: IdempotencyRequest | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now must be an aware instant")

    @property
    def today(self) -> date:
        """The day in mainland France."""
        return self.now.astimezone(FRANCE).date()


def operator_context(now: datetime) -> Context:
    """The context of a command typed on the server by who runs it."""
    return Context(Actor(kind=ActorKind.OPERATOR, name="opérateur", system=True), now)


def worker_context(now: datetime, org_id: UUID | None = None) -> Context:
    """The context of background work, in the name of the organisation whose data it is."""
    kind = OrgKind.FACILITATOR_ORG if org_id else None
    scopes = frozenset(Scope) if org_id else frozenset[Scope]()
    return Context(
        Actor(kind=ActorKind.WORKER, name="clause", org_id=org_id, org_kind=kind, scopes=scopes, system=not org_id), now
    )


def anonymous_context(now: datetime) -> Context:
    """The context of someone who has not signed in."""
    return Context(Actor(kind=ActorKind.ANONYMOUS), now)
