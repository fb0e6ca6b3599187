"""Who pays for the posts of a facilitator organisation in a year; a new version replaces the one before."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.rules.quantities import Euros
from clause.rules.statistics import FundingSource

FIRST_YEAR = 2001
MOST_POSTS = Decimal(1000)


class PostFinancingTerms(BaseModel):
    """What a source pays in a year, and how many posts (full-time equivalents, two decimals) that money carries."""

    model_config = ConfigDict(frozen=True)

    year: int
    source: FundingSource
    amount_eur: Euros
    posts_fte: Decimal
    reason: str | None = None


class PostFinancing(PostFinancingTerms):
    """A version as recorded; an amount of zero takes a source back."""

    id: UUID
    facilitator_org_id: UUID
    version_no: int
    recorded_by: UUID | None
    recorded_at: datetime


def check_financing(terms: PostFinancingTerms, this_year: int) -> None:
    """Raises Refused FIN-001 with a finding per field: a year out of reach (FIN-011), too many posts (FIN-012)."""
    findings = []
    if not FIRST_YEAR <= terms.year <= this_year + 1:
        values = {"first": str(FIRST_YEAR), "last": str(this_year + 1)}
        findings.append(Finding(code="FIN-011", field="year", raw=str(terms.year), values=values))
    if terms.posts_fte > MOST_POSTS:
        values = {"most": str(MOST_POSTS)}
        findings.append(Finding(code="FIN-012", field="posts_fte", raw=str(terms.posts_fte), values=values))
    if findings:
        raise Refused("FIN-001", findings=tuple(findings))


def check_replacement(earlier: int, reason: str | None) -> None:
    """Raises Refused FIN-002 when a version replaces another without saying why."""
    if earlier and not (reason or "").strip():
        raise Refused("FIN-002", version=str(earlier))
