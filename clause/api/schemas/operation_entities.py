"""Bodies about structures that an operation supports."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import DayIn, InstantOut, Schema, ShortText, Text
from clause.domain.operation_entities import EntityTerms, OperationEntity
from clause.rules.indicator_codes import EntityKind


class OperationEntityIn(Schema):
    """A structure supported."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": "0190a1b2-0000-7000-8000-000000000002",
                    "kind": "PUBLIC_SERVICE",
                    "supported_on": "2026-03-10",
                    "note": "Appui à l'écriture des clauses",
                }
            ]
        }
    )

    organisation_id: UUID = Field(description="A buyer or a company")
    kind: EntityKind = Field(description="PUBLIC_SERVICE counts in EECO18, SMALL_ENTERPRISE in EECO19")
    supported_on: DayIn
    note: Text | None = None

    def terms(self) -> EntityTerms:
        """As the domain knows them."""
        return EntityTerms(**dict(self))


class EntityWithdrawalIn(Schema):
    """Why a structure no longer counts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Saisie deux fois sous deux noms"}]})

    reason: ShortText


class OperationEntityOut(Schema):
    """A structure as recorded; one withdrawn no longer counts."""

    id: UUID
    operation_id: UUID
    organisation_id: UUID
    kind: EntityKind
    supported_on: date
    note: str | None
    recorded_by: UUID | None
    created_at: InstantOut
    withdrawn_at: InstantOut | None
    withdrawal_reason: str | None

    @classmethod
    def of(cls, entity: OperationEntity) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(entity, name) for name in cls.model_fields})
