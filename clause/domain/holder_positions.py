"""Where each holder of a lot stands on a day: its part, what was credited through it, and who owes hours to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from clause.domain.contracts import HolderRole, Lot, LotHolder
from clause.domain.decp import ConsortiumKind
from clause.domain.findings import Finding, Severity
from clause.domain.holders import (
    NO_HOURS,
    CreditedBy,
    HiredBy,
    HolderSplit,
    HolderTransfer,
    MemberPart,
    holder_of,
    leading_on,
    overdrawn,
    parts_on,
    remainder_bearer,
    split_in_effect,
    standing_on,
)
from clause.domain.subcontractors import Subcontractor
from clause.rules.holders import Settlement, answerable_for_all, answerable_for_part, balances, member_gap, settlements
from clause.rules.quantities import Hours, Rate
from clause.rules.trace import Figure


class HolderStanding(StrEnum):
    """A member beside the others: further than its part of what the group has done, level with it, or not so far."""

    AHEAD = "AHEAD"
    LEVEL = "LEVEL"
    BEHIND = "BEHIND"


@dataclass(frozen=True)
class HireHours:
    """The hours of one hire credited to the lot until a day."""

    hire: HiredBy
    hours_credited: Hours


@dataclass(frozen=True)
class LotSituation:
    """All that decides where the holders of a lot stand on a day."""

    lot: Lot
    on: date
    obligation_version: int | None
    hours_owed: Hours | None
    """None while no obligation has taken effect."""
    splits: Sequence[HolderSplit]
    transfers: Sequence[HolderTransfer]
    subcontractors: Sequence[Subcontractor]
    credited: Sequence[HireHours]


@dataclass(frozen=True)
class Credits:
    """Hours credited through one holder, by the way they came."""

    own: Hours = NO_HOURS
    subcontractors: Hours = NO_HOURS
    supplied: Hours = NO_HOURS

    @property
    def total(self) -> Hours:
        """All of them."""
        return self.own + self.subcontractors + self.supplied


@dataclass(frozen=True)
class MemberPosition:
    """Where one holder stands; figures are None while no obligation, or no split, says what it owes."""

    holder: LotHolder
    share: Rate | None
    share_hours: Figure | None
    hours_received: Hours
    hours_given: Hours
    hours_owed: Figure | None
    credits: Credits
    gap: Figure | None
    balance: Figure | None
    """Hours ahead (above zero) or behind of its part of what the group has done; balances add up to zero."""
    standing: HolderStanding | None
    answerable: Figure | None
    """Hours that may be asked of it today; None too while nobody said how the group answers, and once it has left."""


@dataclass(frozen=True)
class HolderPositions:
    """Where the holders of a lot stand on a day, beside the one obligation of the group."""

    lot_id: UUID
    on: date
    consortium_kind: ConsortiumKind
    obligation_version: int | None
    hours_owed: Hours | None
    hours_credited: Hours
    hours_unattributed: Hours
    """Credited, but nothing says through which holder."""
    gap: Figure | None
    split_version: int | None
    members: tuple[MemberPosition, ...]
    settlements: tuple[Settlement[UUID], ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def positions(found: LotSituation) -> HolderPositions:
    """Who owes what to whom among the holders of a lot on a day; the group keeps one obligation.

    Each member owes its share of the hours in effect, plus what it took over, minus what it passed on; what is credited
    counts for the holder through which it came. A group that is jointly and severally liable can be asked for its whole
    gap at any member; in a group that is only joint each answers for its own.
    """
    credits, unattributed = _credits(found)
    hours_credited = sum((one.total for one in credits.values()), unattributed)
    owed, holders = found.hours_owed, found.lot.holders
    parts = None if owed is None else parts_on(owed, holders, found.splits, found.transfers, found.on)
    between = _balances(found, parts, credits)
    split = split_in_effect(found.splits, found.on)
    return HolderPositions(
        lot_id=found.lot.id,
        on=found.on,
        consortium_kind=found.lot.consortium_kind,
        obligation_version=found.obligation_version,
        hours_owed=owed,
        hours_credited=hours_credited,
        hours_unattributed=unattributed,
        gap=None if owed is None else member_gap(owed, hours_credited),
        split_version=split.version_no if split else None,
        members=tuple(_member(found, holder, parts, between, credits, hours_credited) for holder in holders),
        settlements=settlements(between) if between else (),
        findings=_findings(found, parts, unattributed),
    )


def _credits(found: LotSituation) -> tuple[dict[UUID, Credits], Hours]:
    sums: dict[tuple[UUID, CreditedBy], Hours] = {}
    unattributed = NO_HOURS
    for one in found.credited:
        attribution = holder_of(one.hire, found.lot.holders, found.subcontractors)
        if attribution is None:
            unattributed += one.hours_credited
        else:
            key = attribution.holder_id, attribution.by
            sums[key] = sums.get(key, NO_HOURS) + one.hours_credited

    def of(company: UUID) -> Credits:
        return Credits(*(sums.get((company, by), NO_HOURS) for by in CreditedBy))

    return {holder.company.id: of(holder.company.id) for holder in found.lot.holders}, unattributed


def _balances(
    found: LotSituation, parts: Mapping[UUID, MemberPart] | None, credits: Mapping[UUID, Credits]
) -> dict[UUID, Figure] | None:
    if not parts:
        return None
    owed = {company: part.hours_owed.value for company, part in parts.items()}
    bearer = remainder_bearer(owed, leading_on(found.lot.holders, found.on))
    return balances(owed, {company: credits[company].total for company in parts}, bearer)


def _member(
    found: LotSituation,
    holder: LotHolder,
    parts: Mapping[UUID, MemberPart] | None,
    between: Mapping[UUID, Figure] | None,
    credits: Mapping[UUID, Credits],
    hours_credited: Hours,
) -> MemberPosition:
    company = holder.company.id
    part, balance = (parts or {}).get(company), (between or {}).get(company)
    gap = member_gap(part.hours_owed.value, credits[company].total) if part else None
    return MemberPosition(
        holder=holder,
        share=part.share if part else None,
        share_hours=part.share_hours if part else None,
        hours_received=part.hours_received if part else NO_HOURS,
        hours_given=part.hours_given if part else NO_HOURS,
        hours_owed=part.hours_owed if part else None,
        credits=credits[company],
        gap=gap,
        balance=balance,
        standing=_standing(balance),
        answerable=_answerable(found, holder, gap, hours_credited),
    )


def _standing(balance: Figure | None) -> HolderStanding | None:
    if balance is None:
        return None
    if balance.value == 0:
        return HolderStanding.LEVEL
    return HolderStanding.AHEAD if balance.value > 0 else HolderStanding.BEHIND


def _answerable(found: LotSituation, holder: LotHolder, gap: Figure | None, hours_credited: Hours) -> Figure | None:
    if found.hours_owed is None or holder not in standing_on([holder], found.on):
        return None
    if holder.role is HolderRole.HOLDER or found.lot.consortium_kind is ConsortiumKind.SOLIDAIRE:
        return answerable_for_all(found.hours_owed, hours_credited)
    if found.lot.consortium_kind is ConsortiumKind.CONJOINT and gap is not None:
        return answerable_for_part(gap)
    return None


def _findings(found: LotSituation, parts: Mapping[UUID, MemberPart] | None, unattributed: Hours) -> tuple[Finding, ...]:
    """What keeps the positions from being complete, or needs the members to agree again."""
    findings = []
    is_group = any(holder.role is not HolderRole.HOLDER for holder in standing_on(found.lot.holders, found.on))
    if found.hours_owed is None:
        findings.append(_warning("HLD-070", "hours_owed"))
    elif parts is None and is_group:
        findings.append(_warning("HLD-071", "split_version"))
    if is_group and found.lot.consortium_kind not in (ConsortiumKind.CONJOINT, ConsortiumKind.SOLIDAIRE):
        findings.append(_warning("HLD-072", "consortium_kind"))
    if unattributed:
        findings.append(_warning("HLD-073", "hours_unattributed", hours=unattributed))
    for place, holder in enumerate(found.lot.holders):
        beyond = overdrawn(parts or {}).get(holder.company.id)
        if beyond is not None:
            findings.append(_warning("HLD-074", f"members[{place}].hours_owed", hours=beyond))
    return tuple(findings)


def _warning(code: str, field_name: str, **values: Decimal) -> Finding:
    texts = {name: f"{value:.2f}" for name, value in values.items()}
    return Finding(code=code, severity=Severity.WARNING, field=field_name, values=texts)
