"""Bodies about certificates and their public verification."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import HoursOut, InstantOut, RateOut, Schema, Text
from clause.domain.certificate_register import Certificate, CertificateOrder, account_of
from clause.domain.certificates import CertificateContent, CertificateKind, Party
from clause.rules.trace import Trace
from clause.text.labels import label

Remark = Annotated[Text, StringConstraints(max_length=1000)]
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class CertificateIn(Schema):
    """A certificate asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "PROGRESS", "as_of": "2026-06-30", "remark": "Lot en avance."}]}
    )

    kind: Literal[CertificateKind.PROGRESS, CertificateKind.FINAL] = Field(
        description="PROGRESS at any time; FINAL from the last day of the execution window on"
    )
    company_id: UUID | None = Field(default=None, description="The holder; may be left out when there is only one")
    as_of: date | None = Field(default=None, description="Hours worked until this day; today when left out")
    remark: Remark | None = None

    def order(self) -> CertificateOrder:
        """What the service is asked for."""
        return CertificateOrder(**dict(self))


class RevocationIn(Schema):
    """Why a certificate is taken back."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "Heures de mars corrigées après délivrance."}]}
    )

    reason: Text


class PartyOut(Schema):
    """An organisation as the certificate names it."""

    name: str
    identifier_kind: str
    identifier: str

    @classmethod
    def of(cls, party: Party) -> Self:
        """As the API shows it."""
        return cls(**party.model_dump())


class ObligationLineOut(Schema):
    """A version of the hours owed."""

    version: int
    effective_on: date
    hours_owed: HoursOut
    basis: str


class ModeOut(Schema):
    """Hours through one hire mode."""

    mode: str
    label: str
    hours_credited: HoursOut


class GroundOut(Schema):
    """Hours under one eligibility ground."""

    ground: str
    label: str
    hours_credited: HoursOut


class NotCreditedOut(Schema):
    """Validated hours that do not count, and why."""

    reason: str
    label: str
    hours_not_credited: HoursOut
    entries: int


class FiguresOut(Schema):
    """What a certificate counts, frozen when it was numbered."""

    on: date
    hours_owed: HoursOut
    hours_declared: HoursOut
    hours_validated: HoursOut
    hours_credited: HoursOut
    hours_not_credited: HoursOut
    gap: HoursOut = Field(description="Owed less credited; negative in surplus")
    ratio: RateOut | None
    number_of_people: int
    number_of_hires: int

    @classmethod
    def of(cls, content: CertificateContent) -> Self:
        """As the API shows it."""
        names = cls.model_fields.keys() - {"on"}
        return cls(on=content.figures_on, **{name: getattr(content, name) for name in names})


class BreakdownOut(Schema):
    """The same hours, by what they come from; nothing in it is about a single person."""

    obligations: list[ObligationLineOut]
    by_mode: list[ModeOut]
    by_ground: list[GroundOut]
    not_credited: list[NotCreditedOut]

    @classmethod
    def of(cls, content: CertificateContent) -> Self:
        """As the API shows it."""
        return cls(
            obligations=[ObligationLineOut(**line.model_dump()) for line in content.obligations],
            by_mode=[ModeOut(**line.model_dump(), label=label("hire_mode", line.mode)) for line in content.by_mode],
            by_ground=[GroundOut(**line.model_dump()) for line in content.by_ground],
            not_credited=[
                NotCreditedOut(**line.model_dump(), label=label("not_credited_reason", line.reason))
                for line in content.not_credited
            ],
        )


class CertificateOut(Schema):
    """A certificate: its state, and what it says."""

    id: UUID
    number: str
    kind: str
    state: str = Field(description="REQUESTED, ISSUED or REVOKED")
    standing: str | None = Field(description="VALID, SUPERSEDED or REVOKED once issued")
    verification_code: str
    verify_url: str
    issued_on: date
    lot_id: UUID
    company_id: UUID
    buyer_id: UUID
    facilitator_org: PartyOut
    buyer: PartyOut
    holder: PartyOut
    consortium: str | None
    contract_reference: str
    contract_object: str
    lot_label: str | None
    execution_first_day: date
    execution_last_day: date
    figures: FiguresOut
    breakdown: BreakdownOut
    remark: str | None
    replaces_number: str | None
    superseded_by_id: UUID | None
    superseded_by_number: str | None
    revoked_at: InstantOut | None
    revocation_reason: str | None
    content_hash: str = Field(description="SHA-256 of the frozen content", examples=[_HASH])
    pdf: str | None = Field(description="Link to the file, once there is one")
    job: str | None = Field(description="Link to the work that makes the file")
    created_at: InstantOut
    version: int
    trace: dict[str, Trace] | None = Field(
        default=None, description="How gap and ratio come about; for one certificate, not in lists"
    )

    @classmethod
    def of(cls, certificate: Certificate, base: str, *, with_trace: bool = True) -> Self:
        """As the API shows it; ``base`` is the API's root, for links."""
        content = certificate.content
        return cls(
            id=certificate.id,
            number=certificate.number,
            kind=certificate.kind,
            state=certificate.state,
            standing=certificate.standing,
            verification_code=certificate.code,
            verify_url=content.verify_url,
            issued_on=certificate.issued_on,
            lot_id=certificate.lot_id,
            company_id=certificate.company_id,
            buyer_id=certificate.buyer_id,
            facilitator_org=PartyOut.of(content.facilitator_org),
            buyer=PartyOut.of(content.buyer),
            holder=PartyOut.of(content.holder),
            consortium=content.consortium,
            contract_reference=content.contract_reference,
            contract_object=content.contract_object,
            lot_label=content.lot_label,
            execution_first_day=content.execution_first_day,
            execution_last_day=content.execution_last_day,
            figures=FiguresOut.of(content),
            breakdown=BreakdownOut.of(content),
            remark=content.remark,
            replaces_number=content.replaces_number,
            superseded_by_id=certificate.superseded_by_id,
            superseded_by_number=certificate.superseded_by_number,
            revoked_at=certificate.revoked_at,
            revocation_reason=certificate.revocation_reason,
            content_hash=certificate.content_hash,
            pdf=f"{base}/certificates/{certificate.id}/pdf" if certificate.is_ready else None,
            job=f"{base}/jobs/{certificate.job_id}" if certificate.job_id else None,
            created_at=certificate.created_at,
            version=certificate.version,
            trace=_traces(content) if with_trace else None,
        )


def _traces(content: CertificateContent) -> dict[str, Trace]:
    account = account_of(content)
    traces = {"gap": account.gap.trace}
    return traces | {"ratio": account.ratio.trace} if account.ratio else traces
