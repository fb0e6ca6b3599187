"""What each member of a consortium owes, has done, and owes the others: hours that always add up to the group's."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from clause.rules.errors import Reason, RuleError
from clause.rules.quantities import (
    Hours,
    Rate,
    Rounding,
    Unit,
    amount,
    as_text,
    exact,
    hundredths_of_hour,
    share,
    unrounded,
)
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

K = TypeVar("K", bound=Hashable)

_GROUP = LegalReference(
    text="DINUM, accord-cadre beta.gouv",
    source="le groupement répond des heures ; ses membres les répartissent et les soldent entre eux",
)
_CODE = LegalReference(
    text="Code de la commande publique",
    article="R2142-20",
    source="groupement conjoint : chacun répond de sa part ; solidaire : chacun répond du tout",
)


def _formula(name: str, text: str, reference: LegalReference, confidence: Confidence) -> Formula:
    return Formula(f"HLD-{name}", text, Unit.HOUR, reference=reference, confidence=confidence)


_SHARE = _formula("SHARE", "share_hours = group_owed × share", _GROUP, Confidence.SURE)
_REST_OWED = _formula("SHARE-REST", "share_hours = group_owed − shares_of_others", _GROUP, Confidence.ASSUMPTION)
_PART = _formula("PART", "hours_owed = share_hours + hours_received − hours_given", _GROUP, Confidence.SURE)
_GAP = _formula("GAP", "gap = hours_owed − hours_credited", _GROUP, Confidence.SURE)
_EVEN = _formula("EVEN", "even_hours = group_credited × hours_owed ÷ group_owed", _GROUP, Confidence.ASSUMPTION)
_REST_DONE = _formula("EVEN-REST", "even_hours = group_credited − even_of_others", _GROUP, Confidence.ASSUMPTION)
_BALANCE = _formula("BALANCE", "balance = hours_credited − even_hours", _GROUP, Confidence.ASSUMPTION)
_OWN = _formula("ANSWERABLE-OWN", "answerable = max(0, gap)", _CODE, Confidence.PROBABLE)
_ALL = _formula("ANSWERABLE-ALL", "answerable = max(0, group_owed − group_credited)", _CODE, Confidence.PROBABLE)


@dataclass(frozen=True, slots=True)
class Settlement(Generic[K]):
    """Hours that one member owes another because it has done less than its part of what the group has done."""

    debtor: K
    creditor: K
    hours: Hours


def hours_by_share(group_owed: Hours, shares: Mapping[K, Rate], remainder_on: K) -> dict[K, Figure]:
    """The hours of the group's obligation that fall to each member by its share, adding up to it exactly.

    Each is rounded to 0.01 h half up, never beyond what is left; ``remainder_on`` takes what the others leave. Shares
    are fractions above zero that add up to exactly one. Raises RuleError (NOT_A_SHARE) where they do not.
    Source: DINUM agreement, members settle hours between themselves. Assumption: the lead takes the rounding remainder.
    """
    parts = {member: share(value, "share") for member, value in shares.items()}
    if sum(parts.values()) != 1 or remainder_on not in parts:
        raise RuleError(Reason.NOT_A_SHARE, input="shares", value=as_text(sum(parts.values(), Fraction(0))))
    total = amount(group_owed, "group_owed")
    found = _spread(total, {member: total * part for member, part in parts.items()}, remainder_on)
    others = unrounded(total - exact(found[remainder_on]))
    return {
        member: _REST_OWED.figure(hours, {"group_owed": group_owed, "shares_of_others": others})
        if member == remainder_on and len(parts) > 1
        else _SHARE.figure(
            hours, {"group_owed": group_owed, "share": shares[member]}, rounding=Rounding.HUNDREDTHS_OF_HOUR
        )
        for member, hours in found.items()
    }


def hours_without_share(group_owed: Hours) -> Figure:
    """The hours that fall to a company without a share, 0.00: one that left, or that the split leaves out."""
    return _SHARE.figure(Decimal("0.00"), {"group_owed": group_owed, "share": Decimal(0)})


def part_owed(share_hours: Figure, hours_received: Hours, hours_given: Hours) -> Figure:
    """What a member owes once transfers are counted; below zero where more was given than its share has become."""
    received, given = amount(hours_received, "hours_received"), amount(hours_given, "hours_given")
    return _PART.figure(
        unrounded(exact(share_hours.value) + received - given),
        {"share_hours": share_hours.value, "hours_received": hours_received, "hours_given": hours_given},
        steps=(share_hours.trace,),
    )


def member_gap(hours_owed: Hours, hours_credited: Hours) -> Figure:
    """What a member still owes the contract for its part; negative when it has done more."""
    inputs = {"hours_owed": hours_owed, "hours_credited": hours_credited}
    return _GAP.figure(unrounded(exact(hours_owed) - exact(hours_credited)), inputs)


def balances(owed: Mapping[K, Hours], credited: Mapping[K, Hours], remainder_on: K) -> dict[K, Figure] | None:
    """How far each member is ahead (above zero) or behind of its part of what the group has done so far.

    The hours credited are spread by what each owes, to 0.01 h with the remainder on one member, so that the balances
    add up to zero. None when nothing is owed. Both mappings name the same members.
    Interpretation: between members, what counts at any moment is the group's own progress, not the calendar.
    """
    group_owed = sum(map(exact, owed.values()), Fraction(0))
    group_credited = sum(map(exact, credited.values()), Fraction(0))
    if group_owed <= 0:
        return None
    wanted = {member: group_credited * exact(part) / group_owed for member, part in owed.items()}
    even = _spread(group_credited, wanted, remainder_on)
    others = unrounded(group_credited - exact(even[remainder_on]))
    group = {"group_credited": unrounded(group_credited), "group_owed": unrounded(group_owed)}
    rest = _REST_DONE.trace(
        as_text(even[remainder_on]), {"group_credited": group["group_credited"], "even_of_others": others}
    )
    found = {}
    for member, hours in even.items():
        step = (
            rest
            if member == remainder_on
            else _EVEN.trace(
                as_text(hours), {**group, "hours_owed": owed[member]}, rounding=Rounding.HUNDREDTHS_OF_HOUR
            )
        )
        inputs = {"hours_credited": credited[member], "even_hours": hours}
        found[member] = _BALANCE.figure(unrounded(exact(credited[member]) - exact(hours)), inputs, steps=(step,))
    return found


def settlements(found: Mapping[K, Figure]) -> tuple[Settlement[K], ...]:
    """Who owes hours to whom so that every balance becomes zero: largest debts and claims first, few lines.

    Members of equal balance keep the order in which they were given.
    """
    debts = {member: -exact(figure.value) for member, figure in found.items() if figure.value < 0}
    claims = {member: exact(figure.value) for member, figure in found.items() if figure.value > 0}
    lines = []
    while debts and claims:
        debtor, creditor = max(debts, key=debts.__getitem__), max(claims, key=claims.__getitem__)
        hours = min(debts[debtor], claims[creditor])
        lines.append(Settlement(debtor, creditor, unrounded(hours)))
        for side, member in ((debts, debtor), (claims, creditor)):
            side[member] -= hours
            if not side[member]:
                del side[member]
    return tuple(lines)


def answerable_for_part(gap: Figure) -> Figure:
    """Hours that may be asked of a member that answers for its own part only, never below zero.

    Source: Code de la commande publique, R2142-20, 1°: the members of a *groupement conjoint* answer for their part.
    Interpretation: a lead that also answers for the others (*mandataire solidaire*) is not told apart here.
    """
    return _OWN.figure(max(gap.value, Decimal("0.00")), {"gap": gap.value}, steps=(gap.trace,))


def answerable_for_all(group_owed: Hours, group_credited: Hours) -> Figure:
    """Hours that may be asked of each member when every one answers for everything, never below zero.

    Source: Code de la commande publique, R2142-20, 2°: the members of a *groupement solidaire* answer for the whole.
    """
    inputs = {"group_owed": group_owed, "group_credited": group_credited}
    left = amount(group_owed, "group_owed") - amount(group_credited, "group_credited")
    return _ALL.figure(unrounded(max(left, Fraction(0))), inputs)


def _spread(total: Fraction, wanted: Mapping[K, Fraction], remainder_on: K) -> dict[K, Hours]:
    """Each wanted figure rounded to 0.01 h, with the sum kept: one member takes what the others leave."""
    left = total
    found: dict[K, Hours] = {}
    for member, value in wanted.items():
        if member != remainder_on:
            found[member] = hundredths_of_hour(min(exact(hundredths_of_hour(value)), left))
            left -= exact(found[member])
    return {member: unrounded(left) if member == remainder_on else found[member] for member in wanted}
