"""The rules of lots: fixed by the facilitator organisation from the contract's documents, read by all who see it."""

from datetime import date
from uuid import UUID

from clause.db.queries import obligations as lot_queries
from clause.db.queries import rule_sets as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.rule_sets import RuleInEffect, RuleSet, RuleSetTerms, check_terms, rulebook_of, rules_in_effect
from clause.rules.errors import UnknownValue
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def set_rules(uow: UnitOfWork, lot_id: UUID, terms: RuleSetTerms, reason: str | None) -> RuleSet:
    """A new version of a lot's rules; figures already computed keep the version they used.

    NotFound RUL-001, Refused RUL-002 for a second version without a reason, RUL-010 with a finding per value.
    """
    lot = await lot_queries.lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("RUL-001")
    check_terms(terms)
    earlier = await queries.list_rule_sets(lot_id)
    if earlier and not (reason or "").strip():
        raise Refused("RUL-002", version=str(len(earlier)))
    rule_set = RuleSet(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        version_no=len(earlier) + 1,
        reason=reason,
        decided_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_rule_set(rule_set)
    uow.record(
        "rule_set.set",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        reason=reason,
        version=rule_set.version_no,
        effective_on=terms.effective_on,
        rules=" ".join(sorted(terms.values)) or None,
        penalties=len(terms.penalties) or None,
    )
    return rule_set


@reading(Scope.CONTRACTS_READ)
async def list_rule_sets(uow: UnitOfWork, lot_id: UUID, *, after: int, limit: int) -> list[RuleSet]:
    """Versions of a lot's rules, first to last. NotFound RUL-003."""
    await _require_lot(lot_id)
    return await queries.list_rule_sets(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def load_rules(uow: UnitOfWork, lot_id: UUID, on: date | None) -> list[RuleInEffect]:
    """Every rule of a lot on a day (today by default). NotFound RUL-003, Refused RUL-004 before any usual rule."""
    await _require_lot(lot_id)
    day = on or uow.today
    try:
        return rules_in_effect(rulebook_of(await queries.list_rule_sets(lot_id)), day)
    except UnknownValue as error:
        raise Refused("RUL-004", on=day.isoformat(), first=error.values.get("first", "")) from error


async def _require_lot(lot_id: UUID) -> None:
    if await lot_queries.find_lot_terms(lot_id) is None:
        raise NotFound("RUL-003")
