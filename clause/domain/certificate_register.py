"""The register of certificates: what one is about, the state it is in, and what anyone may learn from its code.

What a certificate says is frozen in ``clause.domain.certificates``; here is what happens to it afterwards. A FINAL
certificate takes the place of the FINAL one before it for the same lot and company, a yearly one that of the same
company and year, and any certificate can be made anew; none is ever changed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.certificates import (
    AnyContent,
    CertificateContent,
    CertificateKind,
    Party,
    ReliefLine,
    YearlyContent,
)
from clause.domain.errors import Refused, WrongState
from clause.domain.reliefs import Relief
from clause.domain.transitions import Transitions
from clause.rules.calendar import Period
from clause.rules.compliance import ComplianceFigures, assess
from clause.rules.errors import UnknownValue


class CertificateState(StrEnum):
    """Numbered and waiting for its file; issued; or taken back, with a reason."""

    REQUESTED = "REQUESTED"
    ISSUED = "ISSUED"
    REVOKED = "REVOKED"


class Standing(StrEnum):
    """What an issued certificate is worth today."""

    VALID = "VALID"
    SUPERSEDED = "SUPERSEDED"
    REVOKED = "REVOKED"


MOVES = Transitions[CertificateState](
    "CRT-010",
    {
        "issue": {CertificateState.REQUESTED: CertificateState.ISSUED},
        "revoke": {CertificateState.ISSUED: CertificateState.REVOKED},
    },
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class CertificateOrder(_Frozen):
    """What is asked for: ``company_id`` may be left out when one company holds the lot, ``as_of`` means today."""

    kind: CertificateKind
    company_id: UUID | None = None
    as_of: date | None = None
    remark: str | None = None


class YearlyOrder(_Frozen):
    """A company's certificate for one calendar year, until today while the year runs."""

    year: int
    remark: str | None = None


class Reissue(_Frozen):
    """A certificate made anew, with what is booked today; ``as_of`` and ``remark`` as in the orders."""

    as_of: date | None = None
    remark: str | None = None


class Certificate(_Frozen):
    """A certificate as registered."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID | None
    company_id: UUID
    lot_id: UUID | None
    """None for the certificate of a company's year, which no single buyer sees."""
    kind: CertificateKind
    year: int
    """The year of its number, that of the day it was issued."""
    sequence: int
    number: str
    code: str
    state: CertificateState
    content: AnyContent
    content_hash: str
    document_id: UUID | None
    job_id: UUID | None
    issued_on: date
    created_by: UUID | None
    created_at: datetime
    revoked_at: datetime | None = None
    revocation_reason: str | None = None
    superseded_by_id: UUID | None = None
    superseded_by_number: str | None = None
    version: int

    @property
    def is_ready(self) -> bool:
        """Whether its file can be downloaded; a revoked certificate keeps its file."""
        return self.document_id is not None

    @property
    def standing(self) -> Standing | None:
        """What it is worth; None while it is not issued."""
        if self.state is CertificateState.REQUESTED:
            return None
        return standing_of(self.state, self.superseded_by_number)


class CertificateFilters(_Frozen):
    """What a list of certificates is narrowed to."""

    lot_id: UUID | None = None
    company_id: UUID | None = None
    state: CertificateState | None = None
    kind: CertificateKind | None = None
    number: str | None = None
    """Part of the number, whatever its case."""


class Verification(_Frozen):
    """What anyone may learn from a verification code; nothing in it is about a single person."""

    standing: Standing
    content: AnyContent
    document_sha256: str
    revoked_at: datetime | None
    superseded_by_number: str | None


class Holder(_Frozen):
    """A company that holds the lot, as a certificate names it."""

    company_id: UUID
    party: Party


class Subject(_Frozen):
    """The lot that a certificate is about, and everyone it names."""

    lot_id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    contract_reference: str
    contract_object: str
    lot_number: str | None
    lot_label: str
    first_day: date | None
    last_day: date | None
    facilitator_org: Party
    buyer: Party
    holders: tuple[Holder, ...]

    def others(self, holder: Holder) -> tuple[str, ...]:
        """The names of the companies that hold the lot beside this one."""
        return tuple(other.party.name for other in self.holders if other.company_id != holder.company_id)

    @property
    def lot_name(self) -> str | None:
        """The lot's number and label as one text; None when it says no more than the contract's object."""
        if self.lot_label == self.contract_object and not self.lot_number:
            return None
        if self.lot_number is None or self.lot_label.lower().startswith("lot"):
            return self.lot_label
        return f"Lot {self.lot_number} – {self.lot_label}"


class DeclaredHours(_Frozen):
    """Hours that companies handed in for a lot, and the statements on it that wait for a decision."""

    hours_declared: Decimal
    pending_statements: int


class Post(_Frozen):
    """The post of whoever asks for the certificate."""

    job_title: str
    is_cofinanced: bool


def standing_of(state: CertificateState, superseded_by_number: str | None) -> Standing:
    """What an issued certificate is worth; a revoked one stays revoked when another takes its place."""
    if state is CertificateState.REVOKED:
        return Standing.REVOKED
    return Standing.SUPERSEDED if superseded_by_number else Standing.VALID


def holder_of(subject: Subject, company_id: UUID | None) -> Holder:
    """The company that the certificate is for.

    Refused CRT-011 when nobody holds the lot, CRT-012 when several do and none is named, CRT-013 for a company that
    does not hold it.
    """
    if not subject.holders:
        raise Refused("CRT-011")
    if company_id is None:
        if len(subject.holders) > 1:
            raise Refused("CRT-012", companies=", ".join(holder.party.name for holder in subject.holders))
        return subject.holders[0]
    for holder in subject.holders:
        if holder.company_id == company_id:
            return holder
    raise Refused("CRT-013")


def execution_of(subject: Subject) -> Period:
    """The execution window of the lot. Refused CRT-014 while one of its days is unknown."""
    if subject.first_day is None or subject.last_day is None:
        raise Refused("CRT-014")
    return Period(subject.first_day, subject.last_day)


def figures_day(order: CertificateOrder, execution: Period, today: date) -> date:
    """The day as of which the certificate counts: the one asked for, or today.

    Refused CRT-015 for a day to come, CRT-016 for a FINAL certificate before the last day of the execution window.
    """
    day = order.as_of or today
    if day > today:
        raise Refused("CRT-015", on=day.isoformat())
    if order.kind is CertificateKind.FINAL and day < execution.last_day:
        raise Refused("CRT-016", last_day=execution.last_day.isoformat(), on=day.isoformat())
    return day


def progress(owed: Decimal, credited: Decimal, execution: Period, on: date) -> dict[str, Any]:
    """The fields ``gap`` and ``ratio`` of a certificate. Refused CRT-017 for a day before the first known rule."""
    try:
        figures = assess(owed, credited, execution, on)
    except UnknownValue as error:
        raise Refused("CRT-017", on=on.isoformat(), first=error.values.get("first", "")) from error
    return {"gap": figures.gap.value, "ratio": figures.ratio.value if figures.ratio else None}


def year_of(order: YearlyOrder, today: date) -> Period:
    """The days that a yearly certificate counts: the calendar year, until today while it runs.

    Refused CRT-030 for a year that has not begun.
    """
    first_day, last_day = date(order.year, 1, 1), date(order.year, 12, 31)
    if first_day > today:
        raise Refused("CRT-030", year=order.year)
    return Period(first_day, min(last_day, today))


def order_again(certificate: Certificate, reissue: Reissue) -> CertificateOrder | YearlyOrder:
    """What to ask for so that a certificate is made anew.

    WrongState CRT-031 for one that has no file yet, CRT-032 for one whose place is taken already, Refused CRT-033 for
    a day given for a whole year.
    """
    if certificate.state is CertificateState.REQUESTED:
        raise WrongState("CRT-031", number=certificate.number)
    if certificate.superseded_by_number is not None:
        raise WrongState("CRT-032", number=certificate.number, successor=certificate.superseded_by_number)
    content = certificate.content
    if isinstance(content, YearlyContent):
        if reissue.as_of is not None:
            raise Refused("CRT-033")
        return YearlyOrder(year=content.year, remark=reissue.remark)
    return CertificateOrder(
        kind=certificate.kind, company_id=certificate.company_id, as_of=reissue.as_of, remark=reissue.remark
    )


def relief_until(reliefs: Iterable[Relief], on: date) -> tuple[ReliefLine, ...]:
    """What the buyer decided to ease a lot's obligation, taking effect until a day; in that order."""
    begun = sorted((one for one in reliefs if one.first_day <= on), key=lambda one: (one.first_day, one.id))
    return tuple(ReliefLine(kind=one.kind.value, decided_on=one.decided_on, first_day=one.first_day) for one in begun)


def account_of(content: CertificateContent) -> ComplianceFigures:
    """How gap and ratio of a certificate come about, from its own frozen figures."""
    execution = Period(content.execution_first_day, content.execution_last_day)
    return assess(content.hours_owed, content.hours_credited, execution, content.figures_on)
