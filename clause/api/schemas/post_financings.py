"""Bodies about who pays for facilitators' posts."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import EurosIn, EurosOut, HoursIn, HoursOut, InstantOut, Schema, Text
from clause.domain.post_financings import PostFinancing, PostFinancingTerms
from clause.rules.statistics import FundingSource


class PostFinancingIn(Schema):
    """What a source pays for the organisation's posts in a year; it replaces what was recorded for both."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"year": 2026, "source": "FSE", "amount_eur": "36000.00", "posts_fte": "0.60", "reason": None}]
        }
    )

    year: int = Field(ge=1, le=9999)
    source: FundingSource = Field(
        description="LOCAL: municipalities and their groupings, the host's own money included; FSE: the FSE+"
    )
    amount_eur: EurosIn = Field(description="Euros paid for the year; 0.00 takes the source back")
    posts_fte: HoursIn = Field(description="Posts that this money carries, in full-time equivalents")
    reason: Text | None = Field(None, description="Needed when it replaces an earlier version")

    def terms(self) -> PostFinancingTerms:
        """As the domain knows them."""
        return PostFinancingTerms.model_validate(dict(self))


class PostFinancingOut(Schema):
    """A version of what a source pays in a year."""

    id: UUID
    year: int
    source: FundingSource
    version_no: int
    amount_eur: EurosOut
    posts_fte: HoursOut
    reason: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, financing: PostFinancing) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in financing if name in cls.model_fields})
