"""Who pays for posts, through the services."""

from decimal import Decimal

from clause.domain.post_financings import PostFinancing, PostFinancingTerms
from clause.rules.statistics import FundingSource
from clause.services import post_financings
from tests.builders.territory import Caller


async def a_financing(
    manager: Caller,
    source: str = "LOCAL",
    amount_eur: str = "40000.00",
    *,
    year: int = 2026,
    posts_fte: str = "0.80",
    reason: str | None = None,
) -> PostFinancing:
    """What a source pays for the posts of the manager's organisation."""
    terms = PostFinancingTerms(
        year=year,
        source=FundingSource(source),
        amount_eur=Decimal(amount_eur),
        posts_fte=Decimal(posts_fte),
        reason=reason,
    )
    return await post_financings.record_financing(manager.context, terms)
