"""Bodies about what finances an operation beside the FSE+."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from clause.api.problems import findings_as_json
from clause.api.schemas.agreements import Reference
from clause.api.schemas.base import EurosIn, EurosOut, FindingOut, InstantOut, Schema, ShortText, Text
from clause.domain.resources import NOTHING, Resource, ResourceKind, ResourceTerms
from clause.services.resources import ResourcesView

_EXAMPLE: JsonDict = {
    "funder": "Communauté d'agglomération de Brisemer",
    "kind": "COMMUNE_EPCI",
    "act_reference": "Délibération 2026-14",
    "act_on": "2026-01-20",
    "amount_committed": "12000.00",
    "amount_received": "12000.00",
    "amount_allocated": "9000.00",
    "received_on": "2026-04-02",
    "allocation_key": "75 % du temps du poste",
    "same_post": True,
}


def _nothing() -> Any:
    return NOTHING


class ResourceIn(Schema):
    """Money of one funder: what was promised, what came, and the operation's part of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    funder: ShortText
    kind: ResourceKind
    act_reference: Reference | None = None
    act_on: date | None = None
    amount_committed: EurosIn
    amount_received: EurosIn = Field(default_factory=_nothing)
    amount_allocated: EurosIn = Field(default_factory=_nothing, description="The operation's part of what was received")
    received_on: date | None = Field(default=None, description="Given with an amount received, and only then")
    allocation_key: ShortText | None = Field(default=None, description="Needed when only a part is allocated")
    same_post: bool = Field(default=False, description="The money is for a post that the FSE+ pays too")
    document_id: UUID | None = Field(default=None, description="The attestation (POST /evidence-files)")

    def to_domain(self) -> ResourceTerms:
        """As the service takes it."""
        return ResourceTerms(**{name: getattr(self, name) for name in ResourceTerms.model_fields})


class CorrectionIn(ResourceIn):
    """The same, with why it replaces what was recorded."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "reason": "Montant du virement corrigé."}]})

    reason: Text


class CancellationIn(Schema):
    """Why a resource counts no more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Saisie sur la mauvaise opération."}]})

    reason: Text


class ResourceOut(Schema):
    """A resource; the one that ``replaces_id`` names counts no more, nor does a cancelled one."""

    id: UUID
    operation_id: UUID
    funder: str
    kind: ResourceKind
    act_reference: str | None
    act_on: date | None
    amount_committed: EurosOut
    amount_received: EurosOut
    amount_allocated: EurosOut
    received_on: date | None
    allocation_key: str | None
    same_post: bool
    document_id: UUID | None
    replaces_id: UUID | None
    cancelled: bool
    reason: str | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, resource: Resource) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(resource, name) for name in cls.model_fields})


class ResourcesOut(Schema):
    """Every row, what others have paid by today, and what is worth a look."""

    items: list[ResourceOut]
    to_date: EurosOut = Field(description="Received and allocated by today, own funds left out")
    findings: list[FindingOut]

    @classmethod
    def of(cls, view: ResourcesView) -> Self:
        """As the API shows it."""
        return cls(
            items=[ResourceOut.of(resource) for resource in view.resources],
            to_date=view.to_date,
            findings=[FindingOut(**found) for found in findings_as_json(view.findings)],
        )
