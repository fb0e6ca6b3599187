"""Organisations of the directory."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import OrgKind, Role
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.rules.codes import BuyerKind, CompanySize, Region, StructureKind


class OrgSummary(BaseModel):
    """What names an organisation beside something else."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: OrgKind
    name: str
    identifier: str


class Organisation(BaseModel):
    """An organisation of the directory; ``identifier`` is a SIRET of 14 digits when ``identifier_kind`` is SIRET."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: OrgKind
    name: str
    identifier_kind: str
    identifier: str
    created_by_org_id: UUID | None
    created_at: datetime
    version: int
    structure_kind: StructureKind | None = None
    """Of a company: NONE for an ordinary one, None when nobody has said."""
    company_size: CompanySize | None = None
    buyer_kind: BuyerKind | None = None
    region_code: Region | None = None


class OrganisationChange(BaseModel):
    """What may be corrected of an organisation: only the fields that were set; None takes an attribute away."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    structure_kind: StructureKind | None = None
    company_size: CompanySize | None = None
    buyer_kind: BuyerKind | None = None
    region_code: Region | None = None

    @property
    def values_set(self) -> dict[str, str | None]:
        """The new values by field; a name is never taken away."""
        given = self.model_dump(exclude_unset=True)
        return {field: value for field, value in given.items() if field != "name" or value is not None}


class Member(BaseModel):
    """A person's role in an organisation."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    full_name: str
    role: Role


ATTRIBUTES_OF_KIND = {
    "structure_kind": OrgKind.COMPANY,
    "company_size": OrgKind.COMPANY,
    "buyer_kind": OrgKind.BUYER,
}
"""Attributes that one kind of organisation has and no other; the region is everyone's."""


def require_attributes_fit(kind: OrgKind, change: OrganisationChange) -> None:
    """Refused ORG-001 with a finding (ORG-002) per attribute that this kind of organisation does not have."""
    given = change.values_set
    findings = tuple(
        Finding(code="ORG-002", field=field, raw=given[field], values={"kind": kind.value})
        for field, of in ATTRIBUTES_OF_KIND.items()
        if given.get(field) is not None and of is not kind
    )
    if findings:
        raise Refused("ORG-001", findings=findings)
