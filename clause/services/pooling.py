"""Pooling agreements: made and ended by the facilitator, read by the company and the buyers whom they bind."""

from datetime import date
from uuid import UUID

from clause.db.queries import pooling as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.findings import Finding
from clause.domain.pooling import (
    Consent,
    PooledLot,
    PoolingAgreement,
    PoolingTerms,
    check_consent,
    check_end,
    check_terms,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.HOURS_VALIDATE)
async def add_agreement(uow: UnitOfWork, terms: PoolingTerms) -> PoolingAgreement:
    """An agreement, usable once every buyer concerned has consented.

    Refused POL-020 for no such company, POL-002 with a finding per reason why the terms cannot stand.
    """
    company = await queries.find_company(terms.company_id)
    if company is None:
        finding = Finding(code="POL-021", field="company_id", raw=str(terms.company_id))
        raise Refused("POL-020", findings=(finding,))
    candidates = await queries.find_candidate_lots(terms.lot_ids)
    check_terms(terms, candidates, uow.org_id)
    agreement = PoolingAgreement(
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        company=company,
        buyers=tuple(await queries.find_buyers(sorted({lot.buyer_id for lot in candidates}))),
        lots=tuple(PooledLot(lot_id=lot.lot_id, buyer_id=lot.buyer_id) for lot in candidates),
        consents=(),
        reference=terms.reference,
        first_day=terms.first_day,
        last_day=terms.last_day,
        ended_on=None,
        end_reason=None,
        created_by=uow.actor.id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_agreement(agreement, [(uow.new_id(), lot) for lot in agreement.lots])
    _record(uow, agreement, "made", lots=len(agreement.lots), first_day=terms.first_day, last_day=terms.last_day)
    return agreement


@writing(Scope.HOURS_VALIDATE)
async def record_consent(
    uow: UnitOfWork, agreement_id: UUID, buyer_id: UUID, given_on: date, reference: str
) -> PoolingAgreement:
    """The agreement with the consent of one of its buyers. NotFound POL-001, and what ``check_consent`` raises."""
    agreement = await _lock(agreement_id)
    check_consent(agreement, buyer_id, given_on, uow.today)
    consent = Consent(buyer_id=buyer_id, given_on=given_on, reference=reference, recorded_at=uow.now)
    await queries.insert_consent(uow.new_id(), agreement, consent, uow.actor.id)
    _record(uow, agreement, "consented", buyer=buyer_id, given_on=given_on)
    return await _load(agreement_id)


@writing(Scope.HOURS_VALIDATE)
async def end_agreement(uow: UnitOfWork, agreement_id: UUID, ended_on: date, reason: str) -> PoolingAgreement:
    """The agreement, no longer usable for work after a day. NotFound POL-001, and what ``check_end`` raises."""
    agreement = await _lock(agreement_id)
    check_end(agreement, ended_on, await queries.last_pooled_day(agreement_id))
    await queries.end_agreement(agreement_id, ended_on, reason)
    _record(uow, agreement, "ended", reason=reason, ended_on=ended_on)
    return await _load(agreement_id)


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE, Scope.CONTRACTS_READ)
async def load_agreement(uow: UnitOfWork, agreement_id: UUID) -> PoolingAgreement:
    """An agreement of the facilitator organisation, of the company, or over a lot of the buyer. NotFound POL-001."""
    return await _load(agreement_id)


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE, Scope.CONTRACTS_READ)
async def list_agreements(
    uow: UnitOfWork,
    *,
    company_id: UUID | None = None,
    lot_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[PoolingAgreement]:
    """A page of the agreements that the caller sees, oldest first."""
    return await queries.list_agreements(company_id=company_id, lot_id=lot_id, after=after, limit=limit)


async def _load(agreement_id: UUID, locked: bool = False) -> PoolingAgreement:
    find = queries.lock_agreement if locked else queries.find_agreement
    found = await find(agreement_id)
    if found is None:
        raise NotFound("POL-001")
    return found


async def _lock(agreement_id: UUID) -> PoolingAgreement:
    return await _load(agreement_id, locked=True)


def _record(
    uow: UnitOfWork, agreement: PoolingAgreement, done: str, *, reason: str | None = None, **values: object
) -> None:
    uow.record(
        f"pooling_agreement.{done}",
        "pooling_agreement",
        agreement.id,
        org_id=agreement.facilitator_org_id,
        reason=reason,
        **values,
    )
