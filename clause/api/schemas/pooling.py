"""Bodies about pooling agreements."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import DayIn, InstantOut, Schema, ShortText, Text
from clause.domain.pooling import PoolingAgreement, PoolingState, PoolingTerms


class PoolingAgreementIn(Schema):
    """An agreement as signed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "company_id": "01980000-0000-7000-8000-000000000001",
                    "lot_ids": ["01980000-0000-7000-8000-000000000002", "01980000-0000-7000-8000-000000000003"],
                    "first_day": "2026-01-01",
                    "last_day": "2026-12-31",
                    "reference": "Convention de globalisation 2026-03",
                }
            ]
        }
    )

    company_id: UUID = Field(description="The company that holds every lot")
    lot_ids: list[UUID] = Field(min_length=1, max_length=50, description="Two at least, all followed by you")
    first_day: DayIn = Field(description="First day of the work that can be pooled")
    last_day: DayIn = Field(description="Last day of the work that can be pooled")
    reference: ShortText = Field(description="Where the signed paper is found")

    def terms(self) -> PoolingTerms:
        """As the service takes them."""
        return PoolingTerms(**{**dict(self), "lot_ids": tuple(self.lot_ids)})


class ConsentIn(Schema):
    """A buyer's consent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "buyer_id": "01980000-0000-7000-8000-000000000004",
                    "given_on": "2026-01-12",
                    "reference": "Courriel de la direction des achats",
                }
            ]
        }
    )

    buyer_id: UUID
    given_on: DayIn
    reference: ShortText = Field(description="Where the paper that says so is found")


class EndIn(Schema):
    """The last day whose work can be pooled."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"ended_on": "2026-06-30", "reason": "Chantier terminé plus tôt"}]}
    )

    ended_on: DayIn
    reason: Text


class PooledLotOut(Schema):
    """A lot covered, with its buyer."""

    lot_id: UUID
    buyer_id: UUID


class ConsentOut(Schema):
    """A consent as recorded."""

    buyer_id: UUID
    given_on: date
    reference: str
    recorded_at: InstantOut


class PoolingAgreementOut(Schema):
    """An agreement with where it stands."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgRef
    buyers: list[OrgRef]
    lots: list[PooledLotOut]
    consents: list[ConsentOut]
    awaited_buyers: list[OrgRef] = Field(description="Who has still to consent before hours can be pooled")
    state: PoolingState
    reference: str
    first_day: date
    last_day: date
    ended_on: date | None
    end_reason: str | None
    created_by: UUID | None
    created_at: InstantOut

    @classmethod
    def of(cls, agreement: PoolingAgreement) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in agreement if name in cls.model_fields}
        return cls(
            **{
                **shown,
                "company": OrgRef.of(agreement.company),
                "buyers": [OrgRef.of(buyer) for buyer in agreement.buyers],
                "lots": [PooledLotOut(**dict(lot)) for lot in agreement.lots],
                "consents": [ConsentOut(**dict(consent)) for consent in agreement.consents],
                "awaited_buyers": [OrgRef.of(buyer) for buyer in agreement.awaited_buyers],
                "state": agreement.state,
            }
        )
