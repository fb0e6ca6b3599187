"""What became of people hired: recorded and read by the facilitator organisation alone."""

from datetime import date
from uuid import UUID

from clause.db.queries import hires as hire_queries
from clause.db.queries import outcomes as queries
from clause.domain import outcomes as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Forbidden, NotFound
from clause.domain.outcomes import HireOutcome, OutcomesDue, OutcomeTerms
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def record_outcome(uow: UnitOfWork, hire_id: UUID, terms: OutcomeTerms) -> HireOutcome:
    """Record a person's situation at a point after a hire, or correct it by a new version.

    NotFound OUT-001, WrongState OUT-002 while the hire has no recorded end, Refused OUT-003 for impossible days.
    """
    # Two versions of one point are numbered one after the other.
    hire = await hire_queries.lock_hire(hire_id)
    if hire is None:
        raise _no_hire()
    domain.check_outcome(hire, terms, uow.today)
    outcome = HireOutcome(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        hire_id=hire_id,
        version_no=await queries.find_last_version(hire_id, terms.point) + 1,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_outcome(outcome)
    # What became of the person is theirs: it stays out of the journal.
    uow.record("hire.outcome_recorded", "hire", hire_id, point=terms.point, version=outcome.version_no)
    return outcome


def _no_hire() -> NotFound:
    return NotFound("OUT-001")


def _require_facilitator_org(uow: UnitOfWork) -> None:
    # Companies see their hires, not what became of the people.
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("OUT-004")


@reading(Scope.CONTRACTS_READ)
async def list_outcomes(uow: UnitOfWork, hire_id: UUID, *, after: UUID | None, limit: int) -> list[HireOutcome]:
    """A page of every version recorded for a hire, oldest first. Forbidden OUT-004, NotFound OUT-001."""
    _require_facilitator_org(uow)
    if await hire_queries.find_hire(hire_id) is None:
        raise _no_hire()
    return await queries.list_outcomes(hire_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def list_outcomes_of_participant(uow: UnitOfWork, participant_id: UUID) -> list[HireOutcome]:
    """Every version recorded for all hires of a person, oldest first. Forbidden OUT-004."""
    _require_facilitator_org(uow)
    return await queries.list_outcomes_of_participant(participant_id)


@reading(Scope.CONTRACTS_READ)
async def list_outcomes_due(
    uow: UnitOfWork, on: date | None, *, lot_id: UUID | None, after: UUID | None, limit: int
) -> list[OutcomesDue]:
    """A page of hires of which the end or a situation is to be recorded on a day (today). Forbidden OUT-004."""
    _require_facilitator_org(uow)
    return await queries.list_outcomes_due(on or uow.today, lot_id=lot_id, after=after, limit=limit)
