"""What is known around a hire, and the windows that follow when a person's hires change."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import eligibility as eligibility_queries
from clause.db.queries import eligibility_windows as window_queries
from clause.db.queries import hires as queries
from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind
from clause.domain.eligibility_windows import WindowFacts, findings_about_credited_outside
from clause.domain.findings import Finding
from clause.domain.hires import Hire, HireLot, HireSetting, HireTerms
from clause.services.unit_of_work import UnitOfWork


async def setting_of(terms: HireTerms, participant_is_known: bool, *, own_id: UUID | None = None) -> HireSetting:
    """What is known around a hire; ``own_id`` is the hire itself, which is none of the person's others."""
    lot: HireLot | None = await queries.find_hire_lot(terms.lot_id)
    company = await _company(terms.company_id)
    return HireSetting(
        participant_is_known=participant_is_known,
        eligibility=await eligibility_queries.find_eligibility(terms.eligibility_id),
        lot=lot,
        company_is_known=company is not None,
        hires_of_participant=tuple(
            hire for hire in await queries.list_hires_of_participant(terms.participant_id) if hire.id != own_id
        ),
        host_is_known=terms.host_company_id is None or await _company(terms.host_company_id) is not None,
        employer_kind=company.structure_kind if company else None,
    )


async def _company(company_id: UUID) -> Organisation | None:
    return await account_queries.find_organisation_by_id(company_id, OrgKind.COMPANY)


async def move_windows(uow: UnitOfWork, facts: WindowFacts, new: Hire | None = None) -> tuple[Finding, ...]:
    """Let the windows of a person's hires follow; the result tells of hours credited outside those that moved."""
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
