"""The social condition of 2026 on contracts: which need a reason, and the reason that the buyer gives."""

from uuid import UUID

from clause.db.queries import contracts
from clause.db.queries import social_conditions as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import NotFound, StaleVersion
from clause.domain.social_conditions import NewWaiver, SocialCondition, Waiver, check_waiver, social_condition
from clause.rules.social_condition import Purchase
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def set_waiver(uow: UnitOfWork, contract_id: UUID, new: NewWaiver, version: int) -> SocialCondition:
    """Record why a contract carries no social condition; earlier reasons stay. ``version`` is the contract's.

    NotFound CTR-103, StaleVersion CTR-104, Refused CTR-101 and CTR-102. Names and texts stay out of the journal.
    """
    current = await contracts.lock_contract(contract_id)
    facts = await queries.find_facts(contract_id)
    if current is None or facts is None:
        raise NotFound("CTR-103")
    if current != version:
        raise StaleVersion("CTR-104")
    check_waiver(new, uow.today)
    before = await queries.find_waiver(contract_id)
    waiver = Waiver(
        **dict(new),
        id=uow.new_id(),
        contract_id=contract_id,
        version_no=before.version_no + 1 if before else 1,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_waiver(facts, waiver)
    await queries.move_version(contract_id, version + 1)
    uow.record(
        "social_condition.waived",
        "contract",
        contract_id,
        org_id=facts.facilitator_org_id,
        ground=new.ground,
        decided_on=new.decided_on,
        version=waiver.version_no,
    )
    facts = facts.model_copy(update={"version": version + 1})
    return social_condition(facts, waiver, None)


@reading(Scope.CONTRACTS_READ)
async def load_social_condition(uow: UnitOfWork, contract_id: UUID, purchase: Purchase | None) -> SocialCondition:
    """How a contract stands before the law of 2021. NotFound CTR-105, Refused CTR-101.

    What is bought is told by the lots' CPV unless it is said; of a State buyer it must be said. A company does not see
    all lots of a contract, so that a value of the whole would be wrong for it: it is not answered.
    """
    facts = await queries.find_facts(contract_id)
    if facts is None or uow.actor.org_kind is OrgKind.COMPANY:
        raise NotFound("CTR-105")
    return social_condition(facts, await queries.find_waiver(contract_id), purchase)
