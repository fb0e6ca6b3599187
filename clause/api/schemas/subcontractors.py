"""Bodies about subcontractors."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import InstantOut, Schema, Text
from clause.api.schemas.contracts import Day
from clause.domain.subcontractors import Subcontractor, SubcontractorTerms

LONGEST_CHAIN = 20


class SubcontractorIn(Schema):
    """A company that works on the lot for one of its holders."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "company_id": "0190a1b2-0000-7000-8000-000000000005",
                    "holder_company_id": "0190a1b2-0000-7000-8000-000000000002",
                    "declared_on": "2026-02-02",
                    "first_day": "2026-02-09",
                    "tier": 1,
                }
            ]
        }
    )

    company_id: UUID
    holder_company_id: UUID = Field(description="The holder for which it works, whatever the tier")
    declared_on: Day = Field(description="The day on which the holder declared it to the buyer")
    first_day: Day
    last_day: Day | None = None
    tier: int = Field(1, ge=1, le=LONGEST_CHAIN, description="1 for a direct subcontractor of the holder")

    def terms(self) -> SubcontractorTerms:
        """As the domain knows them."""
        return SubcontractorTerms(**dict(self))


class SubcontractorEnd(Schema):
    """The day on which a subcontractor's work ends."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"last_day": "2026-09-30", "reason": "Fin du sous-traité de peinture"}]}
    )

    last_day: Day | None = Field(description="null when the end is open again")
    reason: Text


class SubcontractorOut(Schema):
    """A subcontract; its hours count for the holder's obligation."""

    id: UUID
    lot_id: UUID
    company: OrgRef
    holder_company_id: UUID
    tier: int
    declared_on: date
    first_day: date
    last_day: date | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, found: Subcontractor) -> Self:
        """As the API shows it."""
        hidden = {"facilitator_org_id", "buyer_id", "company_id", "company"}
        return cls(**found.model_dump(exclude=hidden), company=OrgRef.of(found.company))
