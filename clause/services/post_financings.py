"""Who pays for the posts of a facilitator organisation, recorded by itself."""

from uuid import UUID

from clause.db.queries import post_financings as queries
from clause.domain.actors import Scope
from clause.domain.post_financings import PostFinancing, PostFinancingTerms, check_financing, check_replacement
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE)
async def record_financing(uow: UnitOfWork, terms: PostFinancingTerms) -> PostFinancing:
    """What a source pays in a year, in the place of what was recorded before; earlier versions stay.

    Refused FIN-001 with a finding per field, FIN-002 for a replacement without a reason.
    """
    check_financing(terms, uow.today.year)
    earlier = await queries.last_version(uow.org_id, terms.year, terms.source)
    check_replacement(earlier, terms.reason)
    financing = PostFinancing(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        version_no=earlier + 1,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_financing(financing)
    uow.record(
        "post_financing.record",
        "post_financing",
        financing.id,
        reason=terms.reason,
        year=terms.year,
        source=terms.source.value,
        version=financing.version_no,
        amount_eur=terms.amount_eur,
        posts_fte=terms.posts_fte,
    )
    return financing


@reading(Scope.STATS_READ)
async def list_financings(
    uow: UnitOfWork, *, year: int | None, with_history: bool, after: UUID | None, limit: int
) -> list[PostFinancing]:
    """Who pays for the posts of the caller's organisation, by year and source; nothing for another kind of caller."""
    return await queries.list_financings(year=year, with_history=with_history, after=after, limit=limit)
