"""What a certificate counts: hours of hires added up by what became of them, by mode and by public.

Nothing here may speak of a single person: a ground that one person has is not named, the shares of women and of
residents of priority districts are told of a group only, and a small group is told as such.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.certificates import GroundLine, ModeLine, NotCreditedLine
from clause.domain.participants import Sex
from clause.rules.codes import HoursNature
from clause.rules.eligibility import ground
from clause.rules.outcomes import Outcome, is_lasting
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit
from clause.rules.statistics import share_of

ZERO = Decimal("0.00")
UNNAMED_GROUND = "UNNAMED"
"""Stands for the grounds that a single person has: to name one of them would tell that person's situation."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class HireHours(_Frozen):
    """What was booked for one hire, reversals taken off, by what became of it.

    ``hours_validated`` counts what was worked on the lot itself; ``hours_credited`` what the lot is credited with,
    ``hours_lent`` what another lot is credited with.
    """

    hire_id: UUID
    participant_id: UUID
    company_id: UUID
    mode: str
    ground: str
    sex: Sex = Sex.U
    lives_in_qpv: bool = False
    exit_outcome: Outcome | None = None
    """What the person did at the end of the hire, once known."""
    nature: HoursNature = HoursNature.WORK
    not_credited_reason: str | None
    hours_validated: Decimal
    hours_credited: Decimal
    hours_lent: Decimal = ZERO
    is_borrowed: bool = False
    """Whether the hours were worked on another lot, under a pooling agreement."""
    entries: int

    @property
    def left_for_a_lasting_job(self) -> bool:
        """Whether a lasting job is known to have followed."""
        return self.exit_outcome is not None and is_lasting(self.exit_outcome)


class CreditedHours(_Frozen):
    """What hires were credited with; fields are named as in ``CertificateFacts``."""

    hours_validated: Decimal
    hours_credited: Decimal
    by_mode: tuple[ModeLine, ...]
    by_ground: tuple[GroundLine, ...]
    number_of_people: int | None
    number_of_hires: int | None
    hours_training: Decimal
    women_share: Decimal | None
    qpv_share: Decimal | None
    lasting_hires: int | None
    fewer_than: int | None


class BookedHours(CreditedHours):
    """What was booked on a lot; fields are named as in ``CertificateContent``."""

    hours_not_credited: Decimal
    not_credited: tuple[NotCreditedLine, ...]
    hours_pooled_in: Decimal | None
    hours_pooled_out: Decimal | None


def credited_hours(rows: Iterable[HireHours], unnamed_label: str, smallest_group: int) -> CreditedHours:
    """The totals of hires; people and hires are those with credited hours.

    A ground that only one person has is not named: its hours stand under ``unnamed_label``, with those of its kind.
    Shares are fractions of the hours credited with four decimals, told only where ``smallest_group`` people or more
    are on either side: with fewer, a share would tell the situation or the hours of someone. Fewer people or hires than
    that are not counted out: the document passes from hand to hand.
    """
    booked = tuple(rows)
    credited = [row for row in booked if row.hours_credited]
    people = {row.participant_id for row in credited}
    total = _sum(row.hours_credited for row in credited)
    shared = _shared_grounds(credited)
    by_mode = _by(credited, lambda row: row.mode, lambda row: row.hours_credited)
    by_ground = _by(
        credited, lambda row: row.ground if row.ground in shared else UNNAMED_GROUND, lambda row: row.hours_credited
    )

    def share(of: Callable[[HireHours], bool]) -> Decimal | None:
        inside = {row.participant_id for row in credited if of(row)}
        if min(len(inside), len(people - inside)) < smallest_group:
            return None
        found = share_of(_sum(row.hours_credited for row in credited if of(row)), total)
        return found.value if found else None

    counts = {
        "number_of_people": len(people),
        "number_of_hires": len({row.hire_id for row in credited}),
        "lasting_hires": len({row.participant_id for row in credited if row.left_for_a_lasting_job}),
    }
    small = {name for name, count in counts.items() if is_small(count, smallest_group)}
    return CreditedHours(
        hours_validated=_sum(row.hours_validated for row in booked),
        hours_credited=total,
        by_mode=tuple(ModeLine(mode=mode, hours_credited=hours) for mode, hours in by_mode.items()),
        by_ground=tuple(
            GroundLine(
                ground=code,
                label=unnamed_label if code == UNNAMED_GROUND else ground(code).label,
                hours_credited=hours,
            )
            for code, hours in by_ground.items()
        ),
        hours_training=_sum(row.hours_credited for row in credited if row.nature.is_training),
        women_share=share(lambda row: row.sex is Sex.F),
        qpv_share=share(lambda row: row.lives_in_qpv),
        fewer_than=smallest_group if small else None,
        **{name: None if name in small else count for name, count in counts.items()},
    )


def booked_hours(rows: Iterable[HireHours], unnamed_label: str, smallest_group: int) -> BookedHours:
    """The totals of a lot: what is credited, as above, and what is not, with its reasons and its pooled hours."""
    booked = tuple(rows)
    not_credited = [row for row in booked if row.not_credited_reason is not None]
    lost = _by(not_credited, lambda row: row.not_credited_reason or "", lambda row: row.hours_validated)
    borrowed = _sum(row.hours_credited for row in booked if row.is_borrowed)
    lent = _sum(row.hours_lent for row in booked)
    return BookedHours(
        **dict(credited_hours(booked, unnamed_label, smallest_group)),
        hours_not_credited=_sum(lost.values()),
        not_credited=tuple(
            NotCreditedLine(
                reason=reason,
                hours_not_credited=hours,
                entries=sum(row.entries for row in not_credited if row.not_credited_reason == reason),
            )
            for reason, hours in lost.items()
        ),
        hours_pooled_in=borrowed or None,
        hours_pooled_out=lent or None,
    )


def smallest_group(on: date) -> int:
    """The fewest people of whom a share is told on a day. UnknownValue before the first known value."""
    return value_in_force("statistics_smallest_group", on).whole(Unit.PERSON)


def is_small(people: int, smallest_group: int) -> bool:
    """Whether a number would point at someone: nobody is told as nobody, a group from this size on by its number."""
    return 0 < people < smallest_group


def hours_of(rows: Iterable[HireHours], company_id: UUID) -> Decimal:
    """The credited hours of the hires made by one company."""
    return _sum(row.hours_credited for row in rows if row.company_id == company_id)


def _shared_grounds(rows: Iterable[HireHours]) -> set[str]:
    """The grounds that two people at least have."""
    people: dict[str, set[UUID]] = {}
    for row in rows:
        people.setdefault(row.ground, set()).add(row.participant_id)
    return {code for code, of_ground in people.items() if len(of_ground) > 1}


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


def _by(
    rows: Iterable[HireHours], key: Callable[[HireHours], str], hours: Callable[[HireHours], Decimal]
) -> dict[str, Decimal]:
    """Hours by key, the most first; what sums to nothing is left out."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[key(row)] = sums.get(key(row), ZERO) + hours(row)
    return dict(sorted(((code, total) for code, total in sums.items() if total), key=lambda pair: (-pair[1], pair[0])))
