"""Hires: recorded by the facilitator organisation, read by it and by the company that employs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from clause.db.queries import eligibility_windows as window_queries
from clause.db.queries import hires as queries
from clause.db.queries import outcomes as outcome_queries
from clause.db.queries import participants as participant_queries
from clause.db.queries.rule_sets import load_rulebook
from clause.domain import hires as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.eligibility_windows import WindowFacts
from clause.domain.errors import Forbidden, NotFound, StaleVersion, WrongState
from clause.domain.findings import Finding
from clause.domain.hire_coherence import coherence_findings
from clause.domain.hires import Hire, HireSetting, HireTerms, NamedHire
from clause.services.hire_setting import move_windows, setting_of
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class HireAdded:
    """The hire just recorded or corrected, and what deserves a look in it."""

    hire: NamedHire
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class HirePlanned:
    """A hire as it would be recorded, what was known around it, and the person's windows before it."""

    hire: Hire
    setting: HireSetting
    facts: WindowFacts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What deserves a look in it."""
        return _findings_about(self.hire, self.setting)


@writing(Scope.CONTRACTS_WRITE)
async def add_hire(uow: UnitOfWork, terms: HireTerms) -> HireAdded:
    """Record an employment contract and the days whose hours may be credited.

    A hire that turns out to be the person's first one moves the windows of the others. Raises Refused HIR-004 with all
    that forbids the hire, HIR-005 for days that the rules do not know.
    """
    # Two hires of one person are recorded one after the other: each must know which was first.
    participant = await participant_queries.lock_participant(terms.participant_id)
    planned = await _plan(uow, terms, participant is not None)
    hire = planned.hire
    await queries.insert_hire(hire)
    uow.record("hire.added", "hire", hire.id, participant=hire.participant_id, lot=hire.lot_id, company=hire.company_id)
    findings = await move_windows(uow, planned.facts, hire)
    return HireAdded(await _require_hire(hire.id), (*planned.findings, *findings))


@reading(Scope.CONTRACTS_WRITE)
async def preview_hire(uow: UnitOfWork, terms: HireTerms) -> HirePlanned:
    """The hire as it would be recorded, and what deserves a look in it. Refused HIR-004, HIR-005 as when recording."""
    return await _plan(uow, terms, await participant_queries.find_participant(terms.participant_id) is not None)


async def _plan(uow: UnitOfWork, terms: HireTerms, participant_is_known: bool) -> HirePlanned:
    setting = await setting_of(terms, participant_is_known)
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
    return HirePlanned(hire, setting, facts)


def _findings_about(hire: Hire, setting: HireSetting) -> tuple[Finding, ...]:
    lot_findings = domain.findings_about(hire, setting.lot) if setting.lot else ()
    return (*lot_findings, *coherence_findings(hire, setting))


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
    before = await _lock_version(hire_id, version)
    return (await _correct(uow, before, {"last_day": last_day}, reason)).hire


@writing(Scope.CONTRACTS_WRITE)
async def resume_hire(uow: UnitOfWork, hire_id: UUID, version: int) -> NamedHire:
    """Take the recorded end of a hire back.

    NotFound HIR-007, StaleVersion HIR-003, WrongState HIR-024 without an end, HIR-025 once a situation is recorded.
    """
    before = await _lock_version(hire_id, version)
    if before.last_day is None:
        raise WrongState("HIR-024")
    if await outcome_queries.list_outcomes(hire_id, after=None, limit=1):
        raise WrongState("HIR-025")
    await queries.update_hire(before.model_copy(update={"last_day": None, "version": version + 1}))
    uow.record("hire.resumed", "hire", hire_id, before=before.last_day)
    return await _require_hire(hire_id)


@writing(Scope.CONTRACTS_WRITE)
async def correct_hire(
    uow: UnitOfWork, hire_id: UUID, changes: Mapping[str, Any], reason: str, version: int
) -> HireAdded:
    """Replace fields of a hire, its end included; the windows of the person follow, hours booked stay as they are.

    NotFound HIR-007, StaleVersion HIR-003, Refused HIR-004 for what forbids the hire as corrected, HIR-006 for an
    impossible end, HIR-008 when hours are booked outside its days.
    """
    before = await _lock_version(hire_id, version)
    details = before.details.model_copy(update=dict(changes.get("details", {})))
    return await _correct(uow, before, {**changes, "details": details}, reason)


async def _lock_version(hire_id: UUID, version: int) -> NamedHire:
    found = await queries.find_hire(hire_id)
    # The person first, as for a new hire: the windows of all the person's hires may move.
    participant = await participant_queries.lock_participant(found.participant_id) if found else None
    before = await queries.lock_hire(hire_id) if participant else None
    if before is None:
        raise NotFound("HIR-007")
    if before.version != version:
        raise StaleVersion("HIR-003")
    return before


async def _correct(uow: UnitOfWork, before: NamedHire, changes: Mapping[str, Any], reason: str) -> HireAdded:
    after = domain.corrected(before, changes)
    changed = sorted(name for name in changes if getattr(before, name) != getattr(after, name))
    booked = await queries.find_booked_days(before.id)
    if after.last_day is not None:
        domain.check_end(after, after.last_day, booked.last_day if booked else None)
    findings: tuple[Finding, ...] = ()
    if set(changed) - {"last_day"}:
        setting = await setting_of(after, True, own_id=before.id)
        domain.check_hire(after, setting)
        domain.check_booked_days(after, booked)
        findings = _findings_about(after, setting)
    await queries.update_hire(after.model_copy(update={"version": before.version + 1}))
    # What the fields say may be about the person: the journal holds their names, and days of ending alone.
    if changed == ["last_day"] or not changed:
        uow.record("hire.ended", "hire", before.id, reason=reason, before=before.last_day, after=after.last_day)
    else:
        uow.record("hire.corrected", "hire", before.id, reason=reason, fields=" ".join(changed))
    if {"first_day", "contract_type"} & set(changed):
        findings += await move_windows(uow, await window_queries.load_window_facts(before.participant_id))
    return HireAdded(await _require_hire(before.id), findings)
