"""Bodies about organisations, tokens and jobs."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.problems import findings_as_json
from clause.api.schemas.base import InstantOut, Schema, ShortText
from clause.domain.accounts import Member, Organisation, OrganisationChange, OrgSummary
from clause.domain.actors import Actor
from clause.domain.findings import Finding
from clause.domain.jobs import Job
from clause.rules.codes import BuyerKind, CompanySize, Region, StructureKind

SiretText = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class OrganisationIn(Schema):
    """An organisation to find in the directory, or to add to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"siret": "99000013500014", "name": "Halles SARL"}]})

    siret: SiretText
    name: ShortText


class OrganisationPatch(Schema):
    """What may be corrected of an organisation; a field left out stays as it is, null takes an attribute away."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"region_code": "53"},
                {"structure_kind": "ETTI", "company_size": "FROM_10_TO_49", "region_code": "53"},
            ]
        }
    )

    name: ShortText | None = Field(None, description="null leaves the name as it is")
    structure_kind: StructureKind | None = Field(None, description="Of companies; NONE for an ordinary company")
    company_size: CompanySize | None = Field(None, description="Of companies")
    buyer_kind: BuyerKind | None = Field(None, description="Of buyers")
    region_code: Region | None = Field(None, description="INSEE code of the region")

    def to_domain(self) -> OrganisationChange:
        """As the service takes it: the fields that were given, and no other."""
        return OrganisationChange(**self.model_dump(exclude_unset=True))


class OrganisationOut(Schema):
    """An organisation of the directory."""

    id: UUID
    kind: str
    name: str
    identifier_kind: str = Field(description="SIRET, or the register a foreign company is known by")
    identifier: str
    siret: str | None
    structure_kind: StructureKind | None = Field(description="Of companies; null when nobody has said")
    company_size: CompanySize | None = Field(description="Of companies")
    buyer_kind: BuyerKind | None = Field(description="Of buyers")
    region_code: Region | None = Field(description="INSEE code of the region")
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """As the API shows it."""
        siret = organisation.identifier if organisation.identifier_kind == "SIRET" else None
        return cls(**organisation.model_dump(exclude={"created_by_org_id"}), siret=siret)


class OrgRef(Schema):
    """An organisation named beside something else."""

    id: UUID
    name: str
    identifier: str

    @classmethod
    def of(cls, summary: OrgSummary) -> Self:
        """As the API shows it."""
        return cls(id=summary.id, name=summary.name, identifier=summary.identifier)


class MeOut(Schema):
    """Who is calling."""

    kind: str = Field(description="user or client")
    id: UUID
    name: str
    org_id: UUID
    org_kind: str
    role: str | None = Field(description="null for a machine client")
    scopes: list[str]

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """As the API shows it."""
        return cls(**actor.model_dump(exclude={"system", "scopes"}), scopes=sorted(actor.scopes))


class MemberOut(Schema):
    """A person of the caller's organisation."""

    id: UUID
    full_name: str
    role: str


class MembersOut(Schema):
    """The people of the caller's organisation."""

    items: list[MemberOut]

    @classmethod
    def of(cls, members: list[Member]) -> Self:
        """As the API shows it."""
        return cls(items=[MemberOut(**member.model_dump()) for member in members])


class TokenOut(Schema):
    """A bearer token (RFC 6749, section 5.1)."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105
    expires_in: int
    scope: str


class Progress(Schema):
    """How far a job is."""

    done: int
    total: int


class JobOut(Schema):
    """Background work: where it stands, and what came of it."""

    id: UUID
    kind: str
    state: str = Field(description="queued, running, done or failed")
    progress: Progress
    result: str | None = Field(description="Link to what was made, once done")
    error: dict[str, Any] | None
    attempts: int
    created_at: InstantOut
    finished_at: InstantOut | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """As the API shows it."""
        error = None
        if job.error is not None:
            finding = Finding(code=job.error["code"], field="job", values=job.error.get("values", {}))
            shown = findings_as_json([finding])[0]
            error = {"code": shown["code"], "detail": shown["detail"]}
        return cls(
            id=job.id,
            kind=job.kind,
            state=job.state,
            progress=Progress(done=job.progress_done, total=job.progress_total),
            result=job.result,
            error=error,
            attempts=job.attempts,
            created_at=job.created_at,
            finished_at=job.finished_at,
        )
