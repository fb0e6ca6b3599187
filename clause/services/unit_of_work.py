"""One unit of work per service call: one transaction, one identity, one place where a change becomes certain.

A service is a function whose first argument is a :class:`UnitOfWork`, marked :func:`writing`, :func:`reading` or
:func:`job_step`; callers pass a :class:`Context` in its place. Inside, everything happens in one transaction in which
row-level security knows the actor. Journal lines and jobs are written in that same transaction; jobs are announced to
the queue after the commit. A service never calls another service: a second unit of work inside the first raises.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

import asyncpg

from clause.db import constraints, sql
from clause.db.queries import idempotency, identity, jobs, mails, webhooks
from clause.db.queries.journal import appending
from clause.domain.actors import Actor, ActorKind, Scope
from clause.domain.errors import Forbidden, Refused, Unauthenticated, Unavailable, token_refused
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.domain.mails import Mail, MailKind, MailState, notices_of
from clause.domain.webhooks import JOURNAL_EVENTS, WebhookDelivery
from clause.gateways.identities import new_id
from clause.gateways.mail import mailer
from clause.gateways.queue import queue
from clause.rules.errors import RuleError
from clause.services.context import Answer, Context, worker_context
from clause.services.journal import JournalLine

P = ParamSpec("P")
R = TypeVar("R")
_Body: TypeAlias = Callable[Concatenate["UnitOfWork", P], Awaitable[R]]
_Service: TypeAlias = Callable[Concatenate[Context, P], Coroutine[Any, Any, R]]


class UnitOfWork:
    """The transaction in progress: who acts, when, and what is to be written with it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.journal: list[JournalLine] = []
        self.jobs: list[UUID] = []
        self.closing: list[str] = []
        """Statements that are said to the database in one message with the commit."""

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.context.actor

    @property
    def now(self) -> datetime:
        """The instant of the call."""
        return self.context.now

    @property
    def today(self) -> date:
        """The day of the call, in mainland France."""
        return self.context.today

    @property
    def org_id(self) -> UUID:
        """The organisation in whose name the actor acts; RuntimeError when there is none."""
        if self.actor.org_id is None:
            raise RuntimeError("this actor acts for no organisation")
        return self.actor.org_id

    def new_id(self) -> UUID:
        """A fresh identifier."""
        return new_id()

    def record(
        self,
        action: str,
        subject_kind: str,
        subject_id: UUID,
        *,
        org_id: UUID | None = None,
        reason: str | None = None,
        **data: object,
    ) -> None:
        """Note one change for the journal of ``org_id``: the organisation whose data it is (default: the actor's)."""
        values = {key: str(value) for key, value in data.items() if value is not None}
        self.journal.append(JournalLine(action, subject_kind, subject_id, org_id or self.org_id, reason, values))

    async def add_job(self, kind: JobKind, org_id: UUID | None = None, **payload: UUID) -> UUID:
        """Commit background work with this change; ``org_id`` is the organisation whose data it treats."""
        job_id = await self._insert_job(kind, org_id, payload, None)
        self.jobs.append(job_id)
        return job_id

    async def plan_job(self, kind: JobKind, run_at: datetime, **payload: UUID) -> UUID:
        """Commit background work of the actor's organisation for later: the sweep finds it when its time has come."""
        return await self._insert_job(kind, None, payload, run_at)

    async def _insert_job(
        self, kind: JobKind, org_id: UUID | None, payload: dict[str, UUID], run_at: datetime | None
    ) -> UUID:
        job_id = new_id()
        await jobs.insert_job(
            job_id,
            kind,
            {key: str(value) for key, value in payload.items()},
            org_id=org_id or self.org_id,
            requested_by_org_id=self.actor.org_id or org_id or self.org_id,
            requested_by=self.actor.id,
            now=self.now,
            run_at=run_at,
        )
        return job_id

    async def add_mail(
        self,
        kind: MailKind,
        org_id: UUID,
        subject: tuple[str, UUID],
        *,
        user_id: UUID | None = None,
        address: str | None = None,
        occurrences: int = 1,
    ) -> None:
        """Commit a mail with this change: it leaves at once, or is kept when no mail server is configured."""
        mail = Mail(
            id=new_id(),
            org_id=org_id,
            announced_by=self.actor.org_id,
            user_id=user_id,
            address=address,
            kind=kind,
            subject_kind=subject[0],
            subject_id=subject[1],
            occurrences=occurrences,
            state=MailState.QUEUED if mailer.is_configured else MailState.NOT_CONFIGURED,
            created_at=self.now,
        )
        await mails.insert_mail(mail)
        if mail.state is MailState.QUEUED:
            await self.add_job(JobKind.SEND_MAIL, org_id, mail_id=mail.id)

    async def write_notices(self) -> None:
        """Commit with this change the mails that it gives rise to; who makes the change is told nothing."""
        noted = [(line.action, line.subject_kind, line.subject_id) for line in self.journal]
        for (notice, subject_kind), (subject_id, count) in notices_of(noted).items():
            org_id = await mails.find_party(notice, subject_kind, subject_id)
            if org_id is None or (org_id == self.actor.org_id and self.actor.kind is not ActorKind.WORKER):
                continue
            for user_id in await mails.list_readers(notice, org_id):
                await self.add_mail(notice.kind, org_id, (subject_kind, subject_id), user_id=user_id, occurrences=count)

    async def announce(self) -> None:
        """Commit with this change what is to be told to the programs that subscribed to it."""
        for line in self.journal:
            event = JOURNAL_EVENTS.get(line.action)
            parties = await webhooks.find_parties(line.subject_kind, line.subject_id) if event else None
            if event is None or parties is None:
                continue
            for subscription_id, org_id in await webhooks.list_subscribers(event, parties):
                delivery = WebhookDelivery(
                    id=new_id(),
                    subscription_id=subscription_id,
                    event=event,
                    subject_kind=line.subject_kind,
                    subject_id=line.subject_id,
                    operation_id=parties.operation_id,
                    created_at=self.now,
                    next_attempt_at=self.now,
                )
                await webhooks.insert_delivery(delivery, org_id=org_id, announced_by=self.org_id)
                await self.add_job(JobKind.DELIVER_WEBHOOK, org_id, delivery_id=delivery.id)

    def close_journal(self) -> None:
        """Append what was noted; last, because the chain's head stays locked until the commit."""
        self.closing += [
            appending(
                new_id(),
                line.org_id,
                self.now,
                self.actor,
                line.action,
                line.subject_kind,
                line.subject_id,
                line.reason,
                line.data,
            )
            for line in sorted(self.journal, key=lambda line: line.org_id)
        ]


class Replay(Exception):
    """The call was made before under the same key: here is its answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("replay")
        self.answer = answer


class _DiscardReads(Exception):
    """Ends the savepoint of a read inside a test's transaction."""


_current: ContextVar[UnitOfWork | None] = ContextVar("clause_unit_of_work", default=None)


@asynccontextmanager
async def _transaction(
    context: Context, *, read_only: bool = False, planned_once: bool = False, reserving: UUID | None = None
) -> AsyncIterator[UnitOfWork]:
    """The unit of work; with ``reserving``, the id under which the caller's idempotency key is taken.

    It begins with the identity, its proof and the key, and ends with the journal: in one message with BEGIN and COMMIT.
    """
    if _current.get() is not None:
        raise RuntimeError("a unit of work inside another")
    uow = UnitOfWork(context)
    token = _current.set(uow)
    inside_a_test = sql.engine().transaction_exists()
    said = identity.opening(context.actor, read_only=read_only, planned_once=planned_once)
    transaction = sql.engine().transaction(
        opening=[said, *_proving(context), *_reserving(context, reserving)], in_turn=read_only and planned_once
    )
    try:
        async with transaction:
            if context.actor.proof is not None:
                context.actor.proof.is_given = True
            if reserving is not None and transaction.opened != idempotency.RESERVED:
                await _answer_again(context)
            yield uow
            await uow.announce()
            await uow.write_notices()
            uow.close_journal()
            transaction.closing += uow.closing
            if read_only and inside_a_test:
                raise _DiscardReads
    except _DiscardReads:
        return
    except asyncpg.InvalidAuthorizationSpecificationError as error:
        raise token_refused() from error
    except asyncpg.PostgresError as error:
        raise constraints.translate(error) from error
    except constraints.CONNECTION_LOST as error:
        raise Unavailable("UOW-003") from error
    except RuleError as error:
        raise Refused("UOW-004", reason=error.reason.value) from error
    finally:
        _current.reset(token)
    await queue.wake(uow.jobs)


def _proving(context: Context) -> list[str]:
    proof = context.actor.proof
    return [] if proof is None or proof.is_given else [identity.proving(proof.token_hash, context.now)]


def _reserving(context: Context, key_id: UUID | None) -> list[str]:
    request = context.idempotency
    if request is None or key_id is None:
        return []
    return [idempotency.reserving(key_id, context.actor.caller, request.key, request.request_hash, context.now)]


@asynccontextmanager
async def as_system(uow: UnitOfWork) -> AsyncIterator[None]:
    """Inside the block the database shows identities (people, sessions, links, clients), which no organisation sees.

    The service that opens it has checked that what it touches is the actor's to touch.
    """
    await identity.set_identity(uow.actor.model_copy(update={"system": True}))
    yield
    # Not after an error: the transaction is over then, and the identity with it.
    await identity.set_identity(uow.actor)


def _check_scopes(actor: Actor, scopes: tuple[Scope, ...]) -> None:
    if not scopes or any(actor.may(scope) for scope in scopes):
        return
    if actor.org_id is None:
        raise Unauthenticated("UOW-001")
    raise Forbidden("UOW-002", scope=", ".join(scopes))


async def _answer_again(context: Context) -> None:
    """Replay of the answer to the first call under this key; Refused IDM-001 when it was another call."""
    request = context.idempotency
    if request is None:
        return
    stored = await idempotency.load_answer(context.actor.caller, request.key)
    if stored["request_hash"] != request.request_hash:
        raise Refused("IDM-001")
    raise Replay(Answer(stored["status"], stored["headers"], stored["body"]))


def _keep_answer(uow: UnitOfWork, key_id: UUID | None, result: object) -> None:
    if uow.context.idempotency is not None and key_id is not None:
        answer = uow.context.idempotency.render(result)
        uow.closing.append(idempotency.storing(key_id, answer.status, answer.headers, answer.body))


def _marked(service: _Service[P, R], scopes: tuple[Scope, ...], *, reads_only: bool) -> _Service[P, R]:
    """The service, saying of itself whether it only reads and which rights it asks for: tests hold routes to that."""
    service.reads_only = reads_only  # type: ignore[attr-defined]
    service.scopes = scopes  # type: ignore[attr-defined]
    return service


def writing(*scopes: Scope, planned_once: bool = False) -> Callable[[_Body[P, R]], _Service[P, R]]:
    """A service that changes something; the caller needs one of the scopes (none given: anyone, as for signing in).

    ``planned_once`` is for services that are called all the time and whose statements go by keys, whatever the values:
    the database keeps their plans, which costs it more to make than to follow.
    """

    def decorate(body: _Body[P, R]) -> _Service[P, R]:
        @wraps(body)
        async def call(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _check_scopes(context.actor, scopes)
            key_id = new_id() if context.idempotency is not None else None
            async with _transaction(context, planned_once=planned_once, reserving=key_id) as uow:
                result = await body(uow, *args, **kwargs)
                _keep_answer(uow, key_id, result)
            return result

        return _marked(call, scopes, reads_only=False)

    return decorate


def reading(*scopes: Scope, planned_once: bool = False) -> Callable[[_Body[P, R]], _Service[P, R]]:
    """A service that only reads: the database refuses any write until it ends. ``planned_once`` as for writing."""

    def decorate(body: _Body[P, R]) -> _Service[P, R]:
        @wraps(body)
        async def call(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _check_scopes(context.actor, scopes)
            async with _transaction(context, read_only=True, planned_once=planned_once) as uow:
                return await body(uow, *args, **kwargs)

        return _marked(call, scopes, reads_only=True)

    return decorate


def job_step(
    body: Callable[[UnitOfWork, Job], Awaitable[StepOutcome]],
) -> Callable[[datetime, UUID], Coroutine[Any, Any, StepOutcome | None]]:
    """One step of a background job: its effect and its progress are one commit.

    The job's row stays locked while the step runs, so that two workers never run it together; if the process dies, the
    lock goes with its connection and nothing of the step remains. The result is None when there was nothing to do.
    """

    @wraps(body)
    async def call(now: datetime, job_id: UUID) -> StepOutcome | None:
        async with _transaction(worker_context(now)) as uow:
            job = await jobs.lock_due_job(job_id, now)
            if job is None:
                return None
            uow.context = worker_context(now, job.org_id)
            await identity.set_identity(uow.actor)
            outcome = await body(uow, job)
            await jobs.record_step(job_id, outcome, now)
        return outcome

    return call
