"""Hires: recorded by the facilitator organisation, read by it and by the company that employs."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import eligibility as eligibility_queries
from clause.db.queries import eligibility_windows as window_queries
from clause.db.queries import hires as queries
from clause.db.queries import participants as participant_queries
from clause.db.queries.rule_sets import load_rulebook
from clause.domain import hires as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.eligibility_windows import WindowFacts, findings_about_credited_outside
from clause.domain.errors import Forbidden, NotFound, StaleVersion
from clause.domain.findings import Finding
from clause.domain.hires import Hire, HireLot, HireSetting, HireTerms, NamedHire
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class HireAdded:
    """The hire just recorded, and what deserves a look in it."""

    hire: NamedHire
    findings: tuple[Finding, ...]


@writing(Scope.CONTRACTS_WRITE)
async def add_hire(uow: UnitOfWork, terms: HireTerms) -> HireAdded:
    """Record an employment contract and the days whose hours may be credited.

    A hire that turns out to be the person's first one moves the windows of the others. Raises Refused HIR-004 with all
    that forbids the hire, HIR-005 for days that the rules do not know.
    """
    # Two hires of one person are recorded one after the other: each must know which was first.
    participant = await participant_queries.lock_participant(terms.participant_id)
    setting = await _setting(terms, participant is not None)
    domain.check_hire(terms, setting)
    facts = await window_queries.load_window_facts(terms.participant_id)
    window = facts.window_of(terms, await load_rulebook(terms.lot_id))
    hire = Hire(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        eligible_first_day=window.period.first_day,
        eligible_last_day=window.period.last_day,
        eligibility_trace=window.trace,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_hire(hire)
    uow.record("hire.added", "hire", hire.id, participant=hire.participant_id, lot=hire.lot_id, company=hire.company_id)
    findings = await _move_windows(uow, facts, hire)
    lot_findings = domain.findings_about(hire, setting.lot) if setting.lot else ()
    return HireAdded(await _require_hire(hire.id), (*lot_findings, *findings))


async def _setting(terms: HireTerms, participant_is_known: bool) -> HireSetting:
    lot: HireLot | None = await queries.find_hire_lot(terms.lot_id)
    return HireSetting(
        participant_is_known=participant_is_known,
        eligibility=await eligibility_queries.find_eligibility(terms.eligibility_id),
        lot=lot,
        company_is_known=await _is_company(terms.company_id),
        hires_of_participant=tuple(await queries.list_hires_of_participant(terms.participant_id)),
        host_is_known=terms.host_company_id is None or await _is_company(terms.host_company_id),
    )


async def _is_company(company_id: UUID) -> bool:
    return await account_queries.find_organisation_by_id(company_id, OrgKind.COMPANY) is not None


async def _move_windows(uow: UnitOfWork, facts: WindowFacts, new: Hire) -> tuple[Finding, ...]:
    moved = facts.moved(new)
    for hire, window in moved:
        await window_queries.set_window(hire.id, window)
        uow.record("hire.window_moved", "hire", hire.id, until=window.period.last_day)
    await window_queries.set_suspended_days(facts.participant_id, facts.suspended)
    for eligibility_id in await eligibility_queries.revive(facts.participant_id, uow.today):
        uow.record("eligibility.revived", "eligibility", eligibility_id, participant=facts.participant_id)
    if not moved:
        return ()
    return findings_about_credited_outside(await window_queries.list_credited_outside(facts.participant_id))


async def _require_hire(hire_id: UUID) -> NamedHire:
    hire = await queries.find_hire(hire_id)
    if hire is None:
        raise NotFound("HIR-002")
    return hire


def _require_reader(uow: UnitOfWork) -> None:
    if uow.actor.org_kind not in (OrgKind.FACILITATOR_ORG, OrgKind.COMPANY):
        raise Forbidden("HIR-001")


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def load_hire(uow: UnitOfWork, hire_id: UUID) -> NamedHire:
    """One hire: the organisation's, or one of the company's own. Forbidden HIR-001, NotFound HIR-002."""
    _require_reader(uow)
    return await _require_hire(hire_id)


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def list_hires(
    uow: UnitOfWork,
    *,
    lot_id: UUID | None,
    company_id: UUID | None,
    participant_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[NamedHire]:
    """A page of hires, oldest record first; a company sees its own. Forbidden HIR-001."""
    _require_reader(uow)
    return await queries.list_hires(
        lot_id=lot_id, company_id=company_id, participant_id=participant_id, after=after, limit=limit
    )


@writing(Scope.CONTRACTS_WRITE)
async def end_hire(uow: UnitOfWork, hire_id: UUID, last_day: date, reason: str, version: int) -> NamedHire:
    """Note the day on which a contract ended, or correct it.

    NotFound HIR-007, StaleVersion HIR-003, Refused HIR-006 before its first day or before hours that are booked.
    """
    before = await queries.lock_hire(hire_id)
    if before is None:
        raise NotFound("HIR-007")
    if before.version != version:
        raise StaleVersion("HIR-003")
    domain.check_end(before, last_day, await queries.find_last_booked_day(hire_id))
    await queries.set_last_day(hire_id, last_day)
    uow.record("hire.ended", "hire", hire_id, reason=reason, before=before.last_day, after=last_day)
    return await _require_hire(hire_id)
