"""Where the holders of a lot stand on a day: their parts, their credits, and who owes hours to whom."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.contracts import HolderRole, LotHolder
from clause.domain.decp import ConsortiumKind
from clause.domain.findings import Finding, Severity
from clause.domain.holder_positions import (
    Credits,
    HireHours,
    HolderPositions,
    HolderStanding,
    LotSituation,
    MemberPosition,
    positions,
)
from clause.domain.holders import HiredBy
from clause.rules.holders import Settlement
from clause.rules.trace import Figure
from tests.builders.holding import (
    AGENCY,
    GROUP,
    JUNE,
    LEAD,
    MARCH,
    SECOND,
    THIRD,
    WORKER,
    hire,
    holder,
    lot_of,
    split,
    subcontract,
    transfer,
)

SOLIDAIRE, CONJOINT, NONE, UNKNOWN = (
    ConsortiumKind.SOLIDAIRE,
    ConsortiumKind.CONJOINT,
    ConsortiumKind.NONE,
    ConsortiumKind.UNKNOWN,
)
LEADERLESS = (holder(LEAD), holder(SECOND))
SOLE = (holder(LEAD, HolderRole.HOLDER),)
EACH_WAY = ((hire(LEAD), "300.00"), (hire(AGENCY), "50.00"), (hire(SECOND), "100.00"), (hire(WORKER), "50.00"))


def found(
    *done: tuple[HiredBy, str],
    holders: tuple[LotHolder, ...] = GROUP,
    kind: ConsortiumKind = SOLIDAIRE,
    owed: str | None = "1000.00",
    on: date = MARCH,
    **more: Any,
) -> HolderPositions:
    known: dict[str, Any] = {
        "splits": [split(4, {LEAD: "0.6", SECOND: "0.4"})],
        "transfers": [],
        "subcontractors": [subcontract(WORKER, SECOND)],
        "obligation_version": 7,
        **more,
    }
    credited = [HireHours(hired, Decimal(hours)) for hired, hours in done]
    hours_owed = None if owed is None else Decimal(owed)
    return positions(LotSituation(lot_of(*holders, kind=kind), on, hours_owed=hours_owed, credited=credited, **known))


def told(figure: Figure | None) -> str | None:
    return str(figure.value) if figure else None


def line(member: MemberPosition) -> tuple[str | None, ...]:
    standing = member.standing.value if member.standing else None
    return told(member.hours_owed), told(member.gap), told(member.balance), standing, told(member.answerable)


def lines(at: HolderPositions) -> list[tuple[str | None, ...]]:
    return [line(member) for member in at.members]


def codes(at: HolderPositions) -> list[tuple[str, str]]:
    assert {one.severity for one in at.findings} <= {Severity.WARNING}
    return [(one.code, one.field) for one in at.findings]


def test_each_member_owes_its_share_and_is_credited_what_came_through_it() -> None:
    at = found(*EACH_WAY)
    lead, second = at.members
    assert (lead.holder, second.holder) == GROUP
    assert (lead.share, told(lead.share_hours)) == (Decimal("0.6"), "600.00")
    assert lead.credits == Credits(own=Decimal("300.00"), supplied=Decimal("50.00"))
    assert second.credits == Credits(own=Decimal("100.00"), subcontractors=Decimal("50.00"))
    assert (lead.credits.total, second.credits.total) == (Decimal("350.00"), Decimal("150.00"))
    assert lines(at) == [
        ("600.00", "250.00", "50.00", "AHEAD", "500.00"),
        ("400.00", "250.00", "-50.00", "BEHIND", "500.00"),
    ]


def test_the_group_has_one_obligation_beside_its_members() -> None:
    at = found(*EACH_WAY)
    assert (at.on, at.consortium_kind, at.obligation_version, at.split_version) == (MARCH, SOLIDAIRE, 7, 4)
    assert (at.hours_owed, at.hours_credited, told(at.gap)) == (Decimal("1000.00"), Decimal("500.00"), "500.00")
    assert at.hours_unattributed == 0
    assert at.lot_id == lot_of().id
    assert at.settlements == (Settlement(SECOND, LEAD, Decimal("50.00")),)
    assert at.findings == ()


def test_hours_of_one_holder_by_one_way_add_up() -> None:
    at = found((hire(SECOND), "10.00"), (hire(SECOND), "0.25"))
    assert at.members[1].credits == Credits(own=Decimal("10.25"))


def test_members_that_did_their_parts_of_what_is_done_are_level() -> None:
    at = found((hire(LEAD), "300.00"), (hire(SECOND), "200.00"))
    assert [member.standing for member in at.members] == [HolderStanding.LEVEL, HolderStanding.LEVEL]
    assert [told(member.balance) for member in at.members] == ["0.00", "0.00"]
    assert at.settlements == ()


def test_what_was_taken_over_is_owed_by_the_other() -> None:
    at = found(*EACH_WAY, transfers=[transfer(SECOND, LEAD, "50.00", MARCH), transfer(LEAD, SECOND, "9.00", JUNE)])
    lead, second = at.members
    assert (lead.hours_received, lead.hours_given) == (Decimal("50.00"), Decimal("0.00"))
    assert (second.hours_received, second.hours_given) == (Decimal("0.00"), Decimal("50.00"))
    assert [row[:3] for row in lines(at)] == [("650.00", "300.00", "25.00"), ("350.00", "200.00", "-25.00")]


@pytest.mark.parametrize(
    ("lead", "balances", "settled"),
    [
        (
            HolderRole.LEAD_HOLDER,
            ["-3.34", "-3.33", "6.67"],
            (Settlement(LEAD, THIRD, Decimal("3.34")), Settlement(SECOND, THIRD, Decimal("3.33"))),
        ),
        (
            HolderRole.CO_HOLDER,
            ["-3.33", "-3.33", "6.66"],
            (Settlement(LEAD, THIRD, Decimal("3.33")), Settlement(SECOND, THIRD, Decimal("3.33"))),
        ),
    ],
)
def test_balances_add_up_to_zero_with_the_remainder_on_the_lead_or_else_on_the_largest_part(
    lead: HolderRole, balances: list[str], settled: tuple[Settlement[UUID], ...]
) -> None:
    thirds = split(1, {LEAD: "0.3333333333", SECOND: "0.3333333333", THIRD: "0.3333333334"})
    holders = (holder(LEAD, lead), holder(SECOND), holder(THIRD))
    at = found((hire(THIRD), "10.00"), holders=holders, splits=[thirds], owed="100.00")
    assert [told(member.balance) for member in at.members] == balances
    assert at.settlements == settled


@pytest.mark.parametrize(
    ("kind", "answerable"),
    [(SOLIDAIRE, ["300.00", "300.00"]), (CONJOINT, ["300.00", "0.00"]), (UNKNOWN, [None, None]), (NONE, [None, None])],
)
def test_how_much_may_be_asked_of_a_member_follows_the_kind_of_group(
    kind: ConsortiumKind, answerable: list[str | None]
) -> None:
    at = found((hire(LEAD), "300.00"), (hire(SECOND), "400.00"), kind=kind)
    assert [told(member.answerable) for member in at.members] == answerable


def test_nothing_is_asked_of_a_group_that_did_more_than_it_owes() -> None:
    at = found((hire(LEAD), "1000.01"))
    assert (told(at.gap), told(at.members[1].answerable)) == ("-0.01", "0.00")


@pytest.mark.parametrize(("on", "answerable"), [(MARCH, "400.00"), (date(2026, 3, 2), None)])
def test_a_member_that_left_owes_its_part_and_answers_until_its_last_day(on: date, answerable: str | None) -> None:
    at = found(holders=(GROUP[0], holder(SECOND, left_on=MARCH)), kind=CONJOINT, on=on)
    assert line(at.members[1]) == ("400.00", "400.00", "0.00", "LEVEL", answerable)


def test_a_sole_holder_owes_and_answers_for_all_without_a_split_or_a_kind() -> None:
    at = found((hire(LEAD), "300.00"), (hire(AGENCY), "50.00"), holders=SOLE, kind=NONE, splits=[])
    assert lines(at) == [("1000.00", "650.00", "0.00", "LEVEL", "650.00")]
    assert (at.split_version, at.settlements, codes(at)) == (None, (), [])


def test_hours_of_nobody_in_particular_count_for_the_group_alone() -> None:
    done = ((hire(AGENCY), "40.00"), (hire(AGENCY), "2.50"), (hire(LEAD), "7.50"))
    at = found(*done, holders=LEADERLESS)
    assert (at.hours_unattributed, at.hours_credited, told(at.gap)) == (Decimal("42.50"), Decimal("50.00"), "950.00")
    assert [member.credits.total for member in at.members] == [Decimal("7.50"), Decimal("0.00")]
    warned = Finding(code="HLD-073", severity=Severity.WARNING, field="hours_unattributed", values={"hours": "42.50"})
    assert at.findings == (warned,)


def test_without_an_obligation_nobody_owes_or_answers_but_credits_are_told() -> None:
    at = found((hire(LEAD), "300.00"), owed=None, obligation_version=None)
    assert lines(at) == [(None, None, None, None, None)] * 2
    assert (at.hours_owed, at.gap, at.settlements, at.split_version) == (None, None, (), 4)
    assert at.members[0].credits.total == at.hours_credited == Decimal("300.00")
    lead = at.members[0]
    assert (lead.share, lead.share_hours, lead.hours_received) == (None, None, Decimal("0.00"))
    assert codes(at) == [("HLD-070", "hours_owed")]


def test_without_a_split_the_members_of_a_group_have_no_parts_and_a_joint_one_answers_for_nothing_yet() -> None:
    at = found((hire(LEAD), "300.00"), splits=[split(1, {LEAD: "1"}, JUNE)], kind=CONJOINT)
    assert lines(at) == [(None, None, None, None, None)] * 2
    assert (at.split_version, told(at.gap), at.settlements) == (None, "700.00", ())
    assert codes(at) == [("HLD-071", "split_version")]
    severally = found((hire(LEAD), "300.00"), splits=[])
    assert [told(member.answerable) for member in severally.members] == ["700.00", "700.00"]


@pytest.mark.parametrize(
    ("kind", "holders", "warned"),
    [
        (UNKNOWN, GROUP, True),
        (NONE, GROUP, True),
        (CONJOINT, GROUP, False),
        (SOLIDAIRE, GROUP, False),
        (NONE, SOLE, False),
        (UNKNOWN, (SOLE[0], holder(SECOND, left_on=date(2026, 2, 28))), False),
        (UNKNOWN, (SOLE[0], holder(SECOND, left_on=MARCH)), True),
    ],
)
def test_a_group_that_holds_the_lot_on_the_day_says_how_it_answers(
    kind: ConsortiumKind, holders: tuple[LotHolder, ...], warned: bool
) -> None:
    assert codes(found(kind=kind, holders=holders)) == ([("HLD-072", "consortium_kind")] if warned else [])


def test_a_member_that_gave_away_more_than_it_owes_is_named_with_the_hours_beyond() -> None:
    at = found(transfers=[transfer(SECOND, LEAD, "400.50")])
    values = {"hours": "0.50"}
    assert at.findings == (
        Finding(code="HLD-074", severity=Severity.WARNING, field="members[1].hours_owed", values=values),
    )
    assert [told(member.hours_owed) for member in at.members] == ["1000.50", "-0.50"]


def test_nothing_owed_leaves_no_balance() -> None:
    at = found((hire(LEAD), "10.00"), owed="0.00")
    assert lines(at) == [("0.00", "-10.00", None, None, "0.00"), ("0.00", "0.00", None, None, "0.00")]
    assert at.settlements == ()


def test_a_lot_that_nobody_holds_yet_has_no_members() -> None:
    at = found(holders=(), splits=[], kind=NONE)
    assert (at.members, at.settlements, told(at.gap), codes(at)) == ((), (), "1000.00", [])
