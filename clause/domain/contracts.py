"""Contracts, their lots, who holds them, and what was changed since.

A contract is what a buyer signed; a lot is what one company, or one consortium, must do of it, and from when to when.
Amounts, days and hours live on lots. A modification is added beside the lot, whose initial values stay.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.decp import ConsortiumKind, SocialConsideration, canonical_json, content_hash
from clause.domain.errors import Refused
from clause.domain.transitions import Transitions
from clause.rules.calendar import Period, add_months
from clause.rules.compliance import ComplianceFigures, ComplianceStatus, Course, assess
from clause.rules.quantities import Hours
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure


class FollowUpState(StrEnum):
    """What a facilitator decided about a lot, or has still to decide (the first two)."""

    PRESELECTED = "preselected"
    TO_REVIEW = "to_review"
    FOLLOWED = "followed"
    SET_ASIDE = "set_aside"


FOLLOW_UP_MOVES = Transitions[FollowUpState](
    "CTR-010",
    {
        FollowUpState.PRESELECTED: {},
        FollowUpState.TO_REVIEW: {},
        FollowUpState.FOLLOWED: dict.fromkeys(FollowUpState, FollowUpState.FOLLOWED),
        FollowUpState.SET_ASIDE: dict.fromkeys(FollowUpState, FollowUpState.SET_ASIDE),
    },
)
"""A person follows a lot or sets it aside, as often as needed; only an import proposes or asks for a look."""


class HolderRole(StrEnum):
    """How a company holds a lot: alone, as the lead of a consortium, or as another member of it."""

    HOLDER = "HOLDER"
    LEAD_HOLDER = "LEAD_HOLDER"
    CO_HOLDER = "CO_HOLDER"


class ModificationSource(StrEnum):
    """Where a modification was read."""

    DECP = "decp"
    MANUAL = "manual"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Contract(_Frozen):
    """A public contract followed by a facilitator organisation."""

    id: UUID
    facilitator_org_id: UUID
    buyer: OrgSummary
    reference: str
    """The buyer's number; a dash when the source gives none."""
    group_key: str
    object: str
    nature: str | None
    procedure: str | None
    created_at: datetime
    version: int


class LotHolder(_Frozen):
    """A company that holds a lot, and how."""

    company: OrgSummary
    role: HolderRole
    left_on: date | None = None
    """Its last day as a holder; None while it stays."""


class Lot(_Frozen):
    """What one company or consortium must do; days and amount are the initial ones."""

    id: UUID
    facilitator_org_id: UUID
    contract_id: UUID
    contract_reference: str
    buyer: OrgSummary
    number: str | None
    label: str
    cpv: str | None
    place: str | None
    amount_excl_vat: Decimal | None
    notified_on: date | None
    duration_months: int | None
    first_day: date | None
    last_day: date | None
    consortium_kind: ConsortiumKind
    social_considerations: tuple[SocialConsideration, ...]
    follow_up: FollowUpState
    follow_up_reason: str | None
    holders: tuple[LotHolder, ...] = ()
    """For a company: itself only."""
    created_at: datetime
    version: int

    @property
    def buyer_id(self) -> UUID:
        """The buyer's id."""
        return self.buyer.id

    @property
    def execution(self) -> Period | None:
        """The execution window; None as long as one of its days is unknown."""
        if self.first_day is None or self.last_day is None:
            return None
        return Period(self.first_day, self.last_day)


class LotRow(_Frozen):
    """A lot in a list, with what it owes and was credited on a day."""

    lot: Lot
    contract_object: str
    on: date
    hours_owed: Hours | None
    """None when no obligation was in force on the day."""
    hours_credited: Hours
    ratio: Figure | None
    """credited ÷ owed with its trace; None when nothing is owed."""
    status: ComplianceStatus | None
    """None when nothing is owed yet, or when the execution window is unknown."""


class Modification(_Frozen):
    """A change of a lot as published or typed; its amount is only what was stated."""

    id: UUID
    contract_id: UUID
    lot_id: UUID
    number: str | None
    object: str | None
    notified_on: date | None
    published_on: date | None
    amount_stated: Decimal | None
    duration_months: int | None
    holders: tuple[dict[str, Any], ...]
    source: ModificationSource
    created_at: datetime


class NewContract(_Frozen):
    """A contract as typed."""

    buyer_id: UUID
    reference: str
    object: str
    nature: str | None = None
    procedure: str | None = None


class NewLot(_Frozen):
    """A lot as typed."""

    label: str
    number: str | None = None
    cpv: str | None = None
    place: str | None = None
    amount_excl_vat: Decimal | None = None
    notified_on: date | None = None
    duration_months: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    consortium_kind: ConsortiumKind = ConsortiumKind.NONE
    social_considerations: tuple[SocialConsideration, ...] = ()


class NewModification(_Frozen):
    """A modification as typed."""

    lot_id: UUID
    number: str | None = None
    object: str | None = None
    notified_on: date | None = None
    published_on: date | None = None
    amount_stated: Decimal | None = None
    duration_months: int | None = None
    company_ids: tuple[UUID, ...] = ()
    """The holders after the modification, when it changes them."""

    @property
    def content_hash(self) -> str:
        """What tells two modifications of one lot apart."""
        return content_hash(canonical_json(self.model_dump(mode="json", exclude={"lot_id"})))


class ContractChange(_Frozen):
    """What may be corrected of a contract; None leaves a value as it is."""

    object: str | None = None
    nature: str | None = None
    procedure: str | None = None


class LotChange(_Frozen):
    """What a person may change of a lot; None leaves a value as it is."""

    label: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    consortium_kind: ConsortiumKind | None = None
    follow_up: FollowUpState | None = None
    reason: str | None = None


class LotFilters(_Frozen):
    """Which lots to list; None asks nothing."""

    follow_up: FollowUpState | None = None
    buyer_id: UUID | None = None
    company_id: UUID | None = None
    contract_id: UUID | None = None
    text: str | None = None
    """Part of the label, number, reference, object or buyer's name, whatever its case."""


def execution_window(notified_on: date | None, duration_months: int | None) -> Period | None:
    """The execution window that a notification day and a duration in months imply; None when one is unknown.

    Interpretation: it starts on the notification day and ends on the eve of the same day, that many months later.
    """
    if notified_on is None or duration_months is None:
        return None
    return Period(notified_on, add_months(notified_on, duration_months) - timedelta(days=1))


def window_of(lot: NewLot) -> tuple[date | None, date | None]:
    """The first and last day of a typed lot: those typed, else those that notification and duration imply.

    Refused CTR-011 when the last day comes before the first.
    """
    implied = execution_window(lot.notified_on, lot.duration_months)
    first_day = lot.first_day or (implied.first_day if implied else None)
    last_day = lot.last_day or (implied.last_day if implied else None)
    require_days_in_order(first_day, last_day)
    return first_day, last_day


def require_days_in_order(first_day: date | None, last_day: date | None) -> None:
    """Refused CTR-011 when both days are known and the last comes before the first."""
    if first_day is not None and last_day is not None and last_day < first_day:
        raise Refused("CTR-011", first_day=first_day.isoformat(), last_day=last_day.isoformat())


def decided(lot: Lot, follow_up: FollowUpState | None, reason: str | None) -> tuple[FollowUpState, str | None]:
    """What the follow-up of a lot becomes, and why; as it is when nothing is decided, or decided again.

    WrongState CTR-010 for a state that only an import gives, Refused CTR-007 when a lot is set aside without a reason.
    """
    if follow_up is None:
        return lot.follow_up, lot.follow_up_reason
    if follow_up is lot.follow_up:
        return follow_up, reason or lot.follow_up_reason
    after = FOLLOW_UP_MOVES.after(lot.follow_up, follow_up)
    if after is FollowUpState.SET_ASIDE and not reason:
        raise Refused("CTR-007")
    return after, reason


def require_role_fits(role: HolderRole, others: Sequence[HolderRole]) -> None:
    """Refused when a company cannot hold a lot in this way beside those that hold it already.

    CTR-012: a sole holder has none beside it. CTR-013: a consortium has one lead.
    """
    if others and (role is HolderRole.HOLDER or HolderRole.HOLDER in others):
        raise Refused("CTR-012", role=role.value)
    if role is HolderRole.LEAD_HOLDER and HolderRole.LEAD_HOLDER in others:
        raise Refused("CTR-013")


def require_kind_fits(kind: ConsortiumKind, holders: Iterable[LotHolder]) -> None:
    """Refused CTR-201 for a kind of consortium on a sole holder's lot, or for none on a group's."""
    roles = {holder.role for holder in holders if holder.left_on is None}
    is_group = kind in (ConsortiumKind.CONJOINT, ConsortiumKind.SOLIDAIRE)
    if roles and (is_group if HolderRole.HOLDER in roles else kind is ConsortiumKind.NONE):
        raise Refused("CTR-201", kind=kind.value)


def roles_of_published_holders(count: int) -> HolderRole:
    """The role of each holder of a published contract: sole holder, or co-holder.

    Interpretation: DECP lists the members of a consortium without saying who leads; a person says so later.
    """
    return HolderRole.HOLDER if count == 1 else HolderRole.CO_HOLDER


def progress(
    owed: Hours | None, credited: Hours, course: Course | None, on: date, book: Rulebook = DEFAULTS
) -> tuple[Figure | None, ComplianceStatus | None]:
    """Ratio and status of a lot on a day; no status without an obligation or without an execution window."""
    if owed is None:
        return None, None
    figures: ComplianceFigures = assess(owed, credited, course or Period(on, on), on, book)
    # The ratio does not depend on the course, the status does.
    return figures.ratio, figures.status if course else None
