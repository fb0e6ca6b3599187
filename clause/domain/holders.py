"""Who holds a lot, how the members of a consortium share what it owes, and for which of them a hire counts.

The obligation is one, for the whole group. Beside it the members agree on shares (a split, in versions) and may pass
hours on to one another (transfers); neither changes what the group owes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.contracts import HolderRole, LotHolder, require_role_fits
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.subcontractors import Subcontractor, subcontract_of
from clause.rules.holders import hours_by_share, hours_without_share, part_owed
from clause.rules.quantities import Hours, Rate, as_text
from clause.rules.trace import Figure

NO_HOURS = Decimal("0.00")


class CreditedBy(StrEnum):
    """How hours come to count for a holder: by its own people, its subcontractors', or people supplied to it."""

    OWN = "OWN"
    SUBCONTRACTOR = "SUBCONTRACTOR"
    SUPPLIED = "SUPPLIED"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class HolderChange(_Frozen):
    """What may be changed of a holder; only the fields that were set, and ``left_on`` None takes a departure back."""

    role: HolderRole | None = None
    left_on: date | None = None
    reason: str | None = None


class MemberShare(_Frozen):
    """A member's part of the group's obligation, a fraction of one."""

    company_id: UUID
    share: Rate


class HolderSplitTerms(_Frozen):
    """A split as agreed between the members."""

    effective_on: date
    shares: tuple[MemberShare, ...]


class HolderSplit(HolderSplitTerms):
    """A version of the split as recorded; on a day, the highest version already in effect speaks."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    version_no: int
    reason: str | None
    decided_by: UUID | None
    recorded_at: datetime

    @property
    def by_company(self) -> dict[UUID, Rate]:
        """The shares by member, in the order in which they were given."""
        return {one.company_id: one.share for one in self.shares}


class HolderTransferTerms(_Frozen):
    """Hours of the obligation that a member takes over from another."""

    from_company_id: UUID
    to_company_id: UUID
    hours: Hours
    effective_on: date
    reason: str


class HolderTransfer(HolderTransferTerms):
    """A transfer as recorded."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    decided_by: UUID | None
    recorded_at: datetime


@dataclass(frozen=True)
class HiredBy:
    """What decides for which holder a hire counts."""

    company_id: UUID
    for_company_id: UUID | None
    first_day: date


@dataclass(frozen=True)
class Attribution:
    """The holder for whom a hire counts, and by which way."""

    holder_id: UUID
    by: CreditedBy


@dataclass(frozen=True)
class MemberPart:
    """What a member owes on a day: by its share, then with transfers."""

    share: Rate
    share_hours: Figure
    hours_received: Hours
    hours_given: Hours
    hours_owed: Figure


def standing_on(holders: Iterable[LotHolder], on: date) -> list[LotHolder]:
    """Those that hold the lot on a day: all who have not left before it."""
    return [holder for holder in holders if holder.left_on is None or on <= holder.left_on]


def leading_on(holders: Sequence[LotHolder], on: date) -> UUID | None:
    """The sole holder or the lead on a day, the first recorded of several; None in a group that says no lead."""
    leads = [holder.company.id for holder in standing_on(holders, on) if holder.role is not HolderRole.CO_HOLDER]
    return leads[0] if leads else None


def changed_holder(holder: LotHolder, others: Sequence[LotHolder], change: HolderChange) -> LotHolder:
    """The holder after a change. Refused CTR-012 and CTR-013 for a role that does not fit beside those who stay.

    Refused HLD-004 for a departure without a reason.
    """
    given = {name: getattr(change, name) for name in change.model_fields_set & {"role", "left_on"}}
    if given.get("role", holder.role) is None:
        del given["role"]
    after = holder.model_copy(update=given)
    if after.left_on is not None and after.left_on != holder.left_on and not change.reason:
        raise Refused("HLD-004")
    if after.left_on is None:
        require_role_fits(after.role, [other.role for other in others if other.left_on is None])
    return after


def consortium_kind_after(kind: ConsortiumKind, holders: Iterable[LotHolder]) -> ConsortiumKind:
    """The kind of group that goes with these roles: none for a sole holder, not known yet for a new group."""
    roles = {holder.role for holder in holders if holder.left_on is None}
    if HolderRole.HOLDER in roles:
        return ConsortiumKind.NONE
    return ConsortiumKind.UNKNOWN if roles and kind is ConsortiumKind.NONE else kind


def split_in_effect(splits: Iterable[HolderSplit], on: date) -> HolderSplit | None:
    """The highest version of the split that has taken effect by a day; None before the first."""
    begun = [split for split in splits if split.effective_on <= on]
    return max(begun, key=lambda split: split.version_no, default=None)


def shares_on(holders: Sequence[LotHolder], splits: Iterable[HolderSplit], on: date) -> dict[UUID, Rate] | None:
    """The share of each member on a day: all of it for a sole holder, else the split in effect; None without one."""
    sole = [holder.company.id for holder in standing_on(holders, on) if holder.role is HolderRole.HOLDER]
    if sole:
        return {sole[0]: Decimal(1)}
    split = split_in_effect(splits, on)
    return split.by_company if split else None


def remainder_bearer(shares: Mapping[UUID, Rate], lead: UUID | None) -> UUID:
    """The member that takes the rounding remainder: the lead if it has a share, else the one with the largest."""
    return lead if lead is not None and lead in shares else max(shares, key=shares.__getitem__)


def parts_on(
    hours_owed: Hours,
    holders: Sequence[LotHolder],
    splits: Iterable[HolderSplit],
    transfers: Iterable[HolderTransfer],
    on: date,
) -> dict[UUID, MemberPart] | None:
    """What each holder owes of the group's hours on a day, adding up to them exactly; None while no split is known.

    Every company that ever held the lot is there: one without a share owes what it took over, zero otherwise.
    """
    shares = shares_on(holders, splits, on)
    if shares is None:
        return None
    by_share = hours_by_share(hours_owed, shares, remainder_bearer(shares, leading_on(holders, on)))
    begun = [transfer for transfer in transfers if transfer.effective_on <= on]
    parts = {}
    for holder in holders:
        company = holder.company.id
        received = sum((one.hours for one in begun if one.to_company_id == company), NO_HOURS)
        given = sum((one.hours for one in begun if one.from_company_id == company), NO_HOURS)
        share_hours = by_share.get(company) or hours_without_share(hours_owed)
        owed = part_owed(share_hours, received, given)
        parts[company] = MemberPart(shares.get(company, Decimal(0)), share_hours, received, given, owed)
    return parts


def days_of_change(
    since: date, splits: Iterable[HolderSplit], transfers: Iterable[HolderTransfer], obligation_days: Iterable[date]
) -> list[date]:
    """The day given and every later one on which what members owe may change, in order."""
    days = {since, *obligation_days}
    days |= {one.effective_on for one in splits} | {one.effective_on for one in transfers}
    return sorted(day for day in days if day >= since)


def check_split(terms: HolderSplitTerms, holders: Sequence[LotHolder]) -> None:
    """Raises Refused HLD-006 with a finding per share that cannot be: see the checks below."""
    standing = {holder.company.id: holder for holder in standing_on(holders, terms.effective_on)}
    findings: list[Finding] = []
    if any(holder.role is HolderRole.HOLDER for holder in standing.values()):
        findings.append(_finding("HLD-010", "shares", len(terms.shares)))
    seen: set[UUID] = set()
    for place, one in enumerate(terms.shares):
        if one.company_id not in standing:
            findings.append(_finding("HLD-011", f"shares[{place}].company_id", one.company_id))
        if one.company_id in seen:
            findings.append(_finding("HLD-012", f"shares[{place}].company_id", one.company_id))
        seen.add(one.company_id)
        if one.share <= 0:
            findings.append(_finding("HLD-013", f"shares[{place}].share", one.share))
    total = sum((Fraction(one.share) for one in terms.shares), Fraction(0))
    if total != 1:
        findings.append(_finding("HLD-014", "shares", as_text(total)))
    if findings:
        raise Refused("HLD-006", findings=tuple(findings))


def require_no_share_after_leaving(holders: Iterable[LotHolder], splits: Sequence[HolderSplit]) -> None:
    """Refused HLD-005 when a company that left would keep a share of the obligation on a day after it left."""
    for holder in holders:
        if holder.left_on is None or holder.left_on == date.max:
            continue
        for day in days_of_change(holder.left_on + timedelta(days=1), splits, (), ()):
            split = split_in_effect(splits, day)
            if split is not None and holder.company.id in split.by_company:
                raise Refused("HLD-005", left_on=holder.left_on.isoformat(), version=str(split.version_no))


def check_transfer(terms: HolderTransferTerms, holders: Sequence[LotHolder], splits: Sequence[HolderSplit]) -> None:
    """Raises Refused HLD-020 with a finding per thing that forbids the transfer, whatever the hours owed."""
    standing = {holder.company.id for holder in standing_on(holders, terms.effective_on)}
    held = {holder.company.id for holder in holders}
    findings = []
    # A company that left may still hand over what it had taken on; only one that holds the lot can take more.
    if terms.from_company_id not in held:
        findings.append(_finding("HLD-021", "from_company_id", terms.from_company_id))
    if terms.to_company_id not in standing:
        findings.append(_finding("HLD-022", "to_company_id", terms.to_company_id))
    if terms.from_company_id == terms.to_company_id:
        findings.append(_finding("HLD-023", "to_company_id", terms.to_company_id))
    if terms.hours <= 0:
        findings.append(_finding("HLD-024", "hours", terms.hours))
    if split_in_effect(splits, terms.effective_on) is None:
        findings.append(_finding("HLD-025", "effective_on", terms.effective_on))
    if findings:
        raise Refused("HLD-020", findings=tuple(findings))


def overdrawn(parts: Mapping[UUID, MemberPart]) -> dict[UUID, Hours]:
    """The members that gave away more than they owe, with the hours beyond."""
    return {company: -part.hours_owed.value for company, part in parts.items() if part.hours_owed.value < 0}


def holder_of(
    hire: HiredBy, holders: Sequence[LotHolder], subcontractors: Sequence[Subcontractor]
) -> Attribution | None:
    """The holder for whom the hours of a hire count; None where nothing says for whom.

    In order: the holder that the hire names; the employing company if it holds the lot, even if it left since; the
    holder for which it is a subcontractor on the hire's first day, or else at another time; the sole holder or the
    lead on that day. Source: hours of a subcontractor count for the holder (Pont de Châtillon, Loiret).
    Interpretation: it is the hire that is attributed, once, by its first day; hours credited to this lot from another
    one (pooling) follow the same order among this lot's holders.
    """
    held = {holder.company.id for holder in holders}
    subcontract = subcontract_of(hire.company_id, subcontractors, hire.first_day)
    if hire.for_company_id in held:
        found: UUID | None = hire.for_company_id
    elif hire.company_id in held:
        found = hire.company_id
    elif subcontract is not None:
        found = subcontract.holder_company_id
    else:
        found = leading_on(holders, hire.first_day)
    if found is None:
        return None
    works_for_it = any(one.company_id == hire.company_id and one.holder_company_id == found for one in subcontractors)
    if hire.company_id == found:
        return Attribution(found, CreditedBy.OWN)
    return Attribution(found, CreditedBy.SUBCONTRACTOR if works_for_it else CreditedBy.SUPPLIED)


def _finding(code: str, field: str, raw: object, **values: object) -> Finding:
    return Finding(code=code, field=field, raw=str(raw), values={name: str(value) for name, value in values.items()})
