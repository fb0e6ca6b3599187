"""Bodies about certificates and their public verification."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import HoursOut, InstantOut, RateOut, Schema, Text
from clause.domain.certificate_register import Certificate, CertificateOrder, Reissue, YearlyOrder, account_of
from clause.domain.certificates import CertificateContent, CertificateFacts, CertificateKind, Party, YearlyContent
from clause.rules.trace import Trace
from clause.text.labels import label

Remark = Annotated[Text, StringConstraints(max_length=1000)]
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class CertificateIn(Schema):
    """A certificate asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "PROGRESS", "as_of": "2026-05-31", "remark": "Lot en avance."}]}
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


class YearlyCertificateIn(Schema):
    """The certificate of a company's year asked for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"year": 2026, "remark": "Toutes clauses confondues."}]})

    kind: Literal[CertificateKind.COMPANY_YEARLY] = CertificateKind.COMPANY_YEARLY
    year: int = Field(ge=2000, le=9999, description="The calendar year; until today while it runs")
    remark: Remark | None = None

    def order(self) -> YearlyOrder:
        """What the service is asked for."""
        return YearlyOrder(year=self.year, remark=self.remark)


class ReissueIn(Schema):
    """A certificate to be made anew with what is booked today."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"remark": "Heures de mars corrigées."}]})

    as_of: date | None = Field(default=None, description="On a lot: hours worked until this day; today when left out")
    remark: Remark | None = None

    def reissue(self) -> Reissue:
        """What the service is asked for."""
        return Reissue(as_of=self.as_of, remark=self.remark)


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


class ReliefOut(Schema):
    """A decision of the buyer that eased the obligation."""

    kind: str
    label: str
    decided_on: date
    first_day: date


class YearlyLineOut(Schema):
    """What a company did on one lot in the year; owed and cumulated hours only where it holds the lot."""

    role: str
    label: str
    buyer: PartyOut
    contract_reference: str
    contract_object: str
    lot_label: str | None
    hours_credited: HoursOut
    hours_owed: HoursOut | None
    hours_credited_to_date: HoursOut | None


class FiguresOut(Schema):
    """What a certificate counts, frozen when it was numbered. Null: said of a lot only, or of too few people."""

    on: date
    hours_owed: HoursOut | None
    hours_declared: HoursOut | None
    hours_validated: HoursOut | None = Field(description="Null for a company's year, which counts credited hours alone")
    hours_credited: HoursOut
    hours_not_credited: HoursOut | None
    hours_pooled_in: HoursOut | None = Field(description="Credited here, worked on another contract")
    hours_pooled_out: HoursOut | None = Field(description="Worked here, credited on another contract")
    hours_training: HoursOut | None
    women_share: RateOut | None
    qpv_share: RateOut | None
    lasting_hires: int | None
    gap: HoursOut | None = Field(description="Owed less credited; negative in surplus")
    ratio: RateOut | None
    number_of_people: int | None
    number_of_hires: int | None
    fewer_than: int | None = Field(description="Null numbers of people and hires stand for some, but fewer than this")

    @classmethod
    def of(cls, content: CertificateFacts) -> Self:
        """As the API shows it."""
        hidden = {"on", "hours_validated"} if isinstance(content, YearlyContent) else {"on"}
        names = cls.model_fields.keys() - hidden
        values = {name: getattr(content, name, None) for name in names}
        return cls(**{"on": content.figures_on, "hours_validated": None, **values})


class BreakdownOut(Schema):
    """The same hours, by what they come from; nothing in it is about a single person."""

    obligations: list[ObligationLineOut]
    relief: list[ReliefOut]
    lots: list[YearlyLineOut]
    by_mode: list[ModeOut]
    by_ground: list[GroundOut]
    not_credited: list[NotCreditedOut]

    @classmethod
    def of(cls, content: CertificateContent | YearlyContent) -> Self:
        """As the API shows it."""
        on_lot = content if isinstance(content, CertificateContent) else None
        lines = content.lines if isinstance(content, YearlyContent) else ()
        return cls(
            obligations=[ObligationLineOut(**line.model_dump()) for line in (on_lot.obligations if on_lot else ())],
            relief=[
                ReliefOut(**line.model_dump(), label=label("relief_kind", line.kind))
                for line in (on_lot.relief if on_lot and on_lot.relief else ())
            ],
            lots=[YearlyLineOut(**line.model_dump(), label=label("lot_part", line.role)) for line in lines],
            by_mode=[ModeOut(**line.model_dump(), label=label("hire_mode", line.mode)) for line in content.by_mode],
            by_ground=[GroundOut(**line.model_dump()) for line in content.by_ground],
            not_credited=[
                NotCreditedOut(**line.model_dump(), label=label("not_credited_reason", line.reason))
                for line in (on_lot.not_credited if on_lot else ())
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
    lot_id: UUID | None = Field(description="Null for a company's year")
    company_id: UUID
    buyer_id: UUID | None = Field(description="Null for a company's year, which no single buyer sees")
    facilitator_org: PartyOut
    buyer: PartyOut | None
    holder: PartyOut
    consortium: str | None
    contract_reference: str | None
    contract_object: str | None
    lot_label: str | None
    execution_first_day: date | None
    execution_last_day: date | None
    year: int | None = Field(description="The year of a company's yearly certificate")
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
        on_lot = content if isinstance(content, CertificateContent) else None
        about_lot = ("consortium", "contract_reference", "contract_object", "lot_label")
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
            buyer=PartyOut.of(on_lot.buyer) if on_lot else None,
            holder=PartyOut.of(content.holder),
            **{name: getattr(on_lot, name, None) for name in about_lot},
            execution_first_day=on_lot.execution_first_day if on_lot else None,
            execution_last_day=on_lot.execution_last_day if on_lot else None,
            year=content.year if isinstance(content, YearlyContent) else None,
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


def _traces(content: CertificateContent | YearlyContent) -> dict[str, Trace]:
    if isinstance(content, YearlyContent):
        return {}
    account = account_of(content)
    traces = {"gap": account.gap.trace}
    return traces | {"ratio": account.ratio.trace} if account.ratio else traces
