"""What must hold between the members of a consortium whatever the figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.rules.errors import Reason, RuleError
from clause.rules.holders import (
    answerable_for_all,
    answerable_for_part,
    balances,
    hours_by_share,
    hours_without_share,
    member_gap,
    part_owed,
    settlements,
)

HOURS = st.decimals(min_value=0, max_value=Decimal("200000.00"), places=2)
MEMBERS = ("lead", "second", "third", "fourth", "fifth")
BILLION = 10**10


@st.composite
def shares(draw: st.DrawFn) -> dict[str, Decimal]:
    """Shares with ten decimals that add up to exactly one."""
    count = draw(st.integers(1, len(MEMBERS)))
    cuts = sorted(draw(st.lists(st.integers(0, BILLION), min_size=count - 1, max_size=count - 1)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, BILLION], strict=True)]
    return {member: Decimal(part).scaleb(-10) for member, part in zip(MEMBERS, parts, strict=False)}


@given(HOURS, shares())
def test_the_hours_of_the_members_are_those_of_the_group(owed: Decimal, split: dict[str, Decimal]) -> None:
    found = hours_by_share(owed, split, "lead")
    assert sum(figure.value for figure in found.values()) == owed
    assert all(figure.value >= 0 for figure in found.values())
    for member, figure in found.items():
        tolerance = Fraction(1, 200) * (len(split) if member == "lead" else 1)
        # Nobody gets more than its rounded share; less only where the hundredths of the group run out.
        assert Fraction(figure.value) - Fraction(owed) * Fraction(split[member]) <= tolerance


@given(HOURS, shares(), st.lists(HOURS, min_size=5, max_size=5))
def test_balances_add_up_to_zero_and_settlements_clear_them(
    owed: Decimal, split: dict[str, Decimal], done: list[Decimal]
) -> None:
    parts = {member: figure.value for member, figure in hours_by_share(owed, split, "lead").items()}
    found = balances(parts, dict(zip(parts, done, strict=False)), "lead")
    if owed == 0:
        assert found is None
        return
    assert found is not None
    left = {member: figure.value for member, figure in found.items()}
    assert sum(left.values()) == 0
    lines = settlements(found)
    for line in lines:
        assert line.hours > 0
        left[line.debtor] += line.hours
        left[line.creditor] -= line.hours
    assert set(left.values()) == {Decimal(0)}
    assert len(lines) < max(len(left), 1) or not lines


@given(HOURS, HOURS, HOURS)
def test_a_transfer_moves_hours_and_makes_none(owed: Decimal, given_hours: Decimal, received: Decimal) -> None:
    share = hours_by_share(owed, {"lead": Decimal(1)}, "lead")["lead"]
    giver = part_owed(share, Decimal("0.00"), given_hours)
    receiver = part_owed(hours_without_share(owed), given_hours, Decimal("0.00"))
    assert giver.value + receiver.value == owed
    assert part_owed(share, received, given_hours).value == owed + received - given_hours


def test_a_part_names_its_share_in_its_account() -> None:
    found = hours_by_share(Decimal("1000.00"), {"lead": Decimal("0.6"), "second": Decimal("0.4")}, "lead")
    part = part_owed(found["second"], Decimal("0.00"), Decimal("50.00"))
    assert part.value == Decimal("350.00")
    assert part.trace.inputs == {"share_hours": "400.00", "hours_received": "0.00", "hours_given": "50.00"}
    assert part.trace.steps[0].inputs == {"group_owed": "1000.00", "share": "0.4"}
    assert found["lead"].trace.inputs == {"group_owed": "1000.00", "shares_of_others": "400.00"}


def test_a_lead_without_a_share_cannot_take_the_remainder() -> None:
    with pytest.raises(RuleError) as refusal:
        hours_by_share(Decimal("10.00"), {"second": Decimal(1)}, "lead")
    assert refusal.value.reason is Reason.NOT_A_SHARE


@pytest.mark.parametrize(
    ("credited", "asked_of_each", "asked_of_part"),
    [("99.99", "900.01", "0.01"), ("100.00", "900.00", "0.00"), ("100.01", "899.99", "0.00")],
)
def test_a_joint_member_answers_for_its_part_a_several_one_for_all(
    credited: str, asked_of_each: str, asked_of_part: str
) -> None:
    gap = member_gap(Decimal("100.00"), Decimal(credited))
    assert answerable_for_part(gap).value == Decimal(asked_of_part)
    assert answerable_for_all(Decimal("1000.00"), Decimal(credited)).value == Decimal(asked_of_each)


def test_a_group_that_did_more_than_it_owes_is_asked_nothing() -> None:
    assert answerable_for_all(Decimal("100.00"), Decimal("100.01")).value == Decimal("0.00")
