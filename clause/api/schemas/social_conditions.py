"""Bodies about the social condition of contracts."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import DayIn, EurosOut, InstantOut, Schema, ShortText, Text
from clause.domain.social_conditions import NewWaiver, SocialCondition
from clause.rules.social_condition import Purchase, WaiverGround
from clause.rules.trace import Trace


class WaiverIn(Schema):
    """Why a contract carries no social condition, as the buyer says it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ground": "NOT_LINKED_TO_OBJECT",
                    "explanation": "Fourniture de licences : aucune main-d'œuvre d'exécution",
                    "decided_on": "2026-06-01",
                    "author": "Direction de la commande publique",
                }
            ]
        }
    )

    ground: WaiverGround
    explanation: Text
    decided_on: DayIn = Field(description="Not after today")
    author: ShortText = Field(description="Who says so, for the buyer")

    def to_domain(self) -> NewWaiver:
        """As the service takes it."""
        return NewWaiver(**dict(self))


class WaiverOut(Schema):
    """The reason given last."""

    version_no: int
    ground: WaiverGround
    explanation: str
    decided_on: date
    author: str
    recorded_by: UUID | None
    recorded_at: InstantOut


class SocialConditionOut(Schema):
    """How a contract stands before article L2112-2-1."""

    contract_id: UUID
    contract_version: int
    purchase: Purchase
    value_excl_vat: EurosOut | None = Field(description="All lots together; null when no amount is known")
    notified_on: date | None
    is_required: bool | None = Field(description="null when the value or the day of notification is not known")
    has_clause: bool = Field(description="A published social consideration, or something owed, on one lot at least")
    needs_reason: bool = Field(description="Required, without a clause, and no reason given")
    waiver: WaiverOut | None
    trace: Trace | None

    @classmethod
    def of(cls, found: SocialCondition) -> Self:
        """As the API shows it."""
        facts, requirement = found.facts, found.requirement
        waiver = found.waiver.model_dump(include=set(WaiverOut.model_fields)) if found.waiver else None
        return cls(
            contract_id=facts.id,
            contract_version=facts.version,
            purchase=found.purchase,
            value_excl_vat=facts.value_excl_vat,
            notified_on=facts.notified_on,
            is_required=requirement.is_required if requirement else None,
            has_clause=facts.has_clause,
            needs_reason=found.needs_reason,
            waiver=WaiverOut(**waiver) if waiver else None,
            trace=requirement.trace if requirement else None,
        )
