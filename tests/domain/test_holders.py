"""Who holds a lot on a day, which split speaks, and for which holder a hire counts."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.contracts import HolderRole, LotHolder, require_kind_fits
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import Refused
from clause.domain.holders import (
    Attribution,
    CreditedBy,
    HiredBy,
    HolderChange,
    HolderSplitTerms,
    HolderTransferTerms,
    changed_holder,
    check_split,
    check_transfer,
    consortium_kind_after,
    days_of_change,
    holder_of,
    leading_on,
    overdrawn,
    parts_on,
    require_no_share_after_leaving,
    shares_on,
    split_in_effect,
)
from tests.builders.holding import (
    AGENCY,
    GROUP,
    JANUARY,
    JUNE,
    LEAD,
    MARCH,
    SECOND,
    THIRD,
    WORKER,
    hire,
    holder,
    members,
    split,
    subcontract,
    transfer,
    transfer_terms,
)

OWN, SUB, SUPPLIED = CreditedBy.OWN, CreditedBy.SUBCONTRACTOR, CreditedBy.SUPPLIED


@pytest.mark.parametrize(
    ("hired", "expected"),
    [
        (hire(SECOND), Attribution(SECOND, OWN)),
        (hire(SECOND, LEAD), Attribution(LEAD, SUPPLIED)),
        (hire(WORKER), Attribution(SECOND, SUB)),
        (hire(WORKER, LEAD), Attribution(LEAD, SUPPLIED)),
        (hire(WORKER, SECOND), Attribution(SECOND, SUB)),
        (hire(AGENCY), Attribution(LEAD, SUPPLIED)),
        (hire(AGENCY, SECOND), Attribution(SECOND, SUPPLIED)),
        (hire(AGENCY, THIRD), Attribution(LEAD, SUPPLIED)),
    ],
    ids=[
        "a member's own people",
        "a member's people lent to the lead",
        "a subcontractor's people",
        "a subcontractor's people lent to another member",
        "a subcontractor's people, said so",
        "supplied people go to the lead",
        "supplied people for the member that the hire names",
        "the hire names a company that never held the lot",
    ],
)
def test_for_which_holder_a_hire_counts(hired: HiredBy, expected: Attribution) -> None:
    assert holder_of(hired, GROUP, [subcontract(WORKER, SECOND)]) == expected


@pytest.mark.parametrize(
    ("first_day", "found"),
    [(date(2026, 5, 31), LEAD), (JUNE, SECOND), (date(2026, 6, 30), SECOND), (date(2026, 7, 1), LEAD)],
)
def test_a_subcontractor_of_two_holders_counts_for_the_one_it_works_for_on_its_first_day(
    first_day: date, found: UUID
) -> None:
    works = [
        subcontract(WORKER, LEAD, JANUARY, date(2026, 5, 31)),
        subcontract(WORKER, SECOND, JUNE, date(2026, 6, 30)),
    ]
    assert holder_of(hire(WORKER, first_day=first_day), GROUP, works) == Attribution(found, SUB)


def test_hours_of_a_holder_that_left_still_count_for_it() -> None:
    holders = (holder(LEAD, HolderRole.LEAD_HOLDER), holder(SECOND, left_on=date(2026, 2, 28)))
    assert holder_of(hire(SECOND), holders, []) == Attribution(SECOND, OWN)
    assert holder_of(hire(AGENCY, SECOND), holders, []) == Attribution(SECOND, SUPPLIED)


def test_without_a_lead_supplied_people_count_for_nobody() -> None:
    assert holder_of(hire(AGENCY), (holder(LEAD), holder(SECOND)), []) is None


@pytest.mark.parametrize(
    ("first_day", "found"), [(date(2026, 2, 27), LEAD), (date(2026, 2, 28), LEAD), (date(2026, 3, 1), SECOND)]
)
def test_supplied_people_count_for_the_sole_holder_of_their_first_day(first_day: date, found: UUID) -> None:
    holders = (holder(LEAD, HolderRole.HOLDER, date(2026, 2, 28)), holder(SECOND, HolderRole.HOLDER))
    assert holder_of(hire(AGENCY, first_day=first_day), holders, []) == Attribution(found, SUPPLIED)
    assert leading_on(holders, first_day) == found


@pytest.mark.parametrize(
    ("day", "version"), [(date(2025, 12, 31), None), (JANUARY, 1), (date(2026, 2, 28), 1), (MARCH, 3), (JUNE, 3)]
)
def test_the_highest_version_already_in_effect_speaks(day: date, version: int | None) -> None:
    versions = [split(1, {LEAD: "1"}), split(2, {LEAD: "1"}, JUNE), split(3, {SECOND: "1"}, MARCH)]
    found = split_in_effect(versions, day)
    assert (found.version_no if found else None) == version


def test_a_sole_holder_has_the_whole_share_without_a_split() -> None:
    assert shares_on((holder(LEAD, HolderRole.HOLDER),), [], MARCH) == {LEAD: Decimal(1)}


def test_a_group_without_a_split_has_no_shares() -> None:
    assert shares_on(GROUP, [], MARCH) is None
    assert parts_on(Decimal("100.00"), GROUP, [], [], MARCH) is None


@pytest.mark.parametrize(
    ("day", "owed"), [(date(2026, 5, 31), "400.00"), (JUNE, "350.00"), (date(2026, 6, 2), "350.00")]
)
def test_a_transfer_counts_from_its_day_on(day: date, owed: str) -> None:
    agreed = [split(1, {LEAD: "0.6", SECOND: "0.4"})]
    parts = parts_on(Decimal("1000.00"), GROUP, agreed, [transfer(SECOND, LEAD, "50.00", JUNE)], day)
    assert parts is not None
    assert parts[SECOND].hours_owed.value == Decimal(owed)
    assert sum(part.hours_owed.value for part in parts.values()) == Decimal("1000.00")


@pytest.mark.parametrize(("hours", "beyond"), [("399.99", {}), ("400.00", {}), ("400.01", {SECOND: Decimal("0.01")})])
def test_who_gave_more_than_it_owes(hours: str, beyond: dict[UUID, Decimal]) -> None:
    agreed = [split(1, {LEAD: "0.6", SECOND: "0.4"})]
    parts = parts_on(Decimal("1000.00"), GROUP, agreed, [transfer(SECOND, LEAD, hours)], JANUARY)
    assert parts is not None
    assert overdrawn(parts) == beyond


def test_the_remainder_is_on_the_lead_or_else_on_the_largest_share() -> None:
    def owed(holders: tuple[LotHolder, ...]) -> list[str]:
        agreed = [split(1, {SECOND: "0.3333333333", LEAD: "0.3333333333", THIRD: "0.3333333334"})]
        parts = parts_on(Decimal("100.00"), holders, agreed, [], JANUARY)
        assert parts is not None
        return [str(parts[company].share_hours.value) for company in (LEAD, SECOND, THIRD)]

    assert owed((*GROUP, holder(THIRD))) == ["33.34", "33.33", "33.33"]
    assert owed((holder(LEAD), holder(SECOND), holder(THIRD))) == ["33.33", "33.33", "33.34"]


def test_the_days_on_which_parts_may_change() -> None:
    days = days_of_change(
        MARCH, [split(1, {LEAD: "1"}), split(2, {LEAD: "1"}, JUNE)], [transfer(SECOND, LEAD, "1.00", JUNE)], [JANUARY]
    )
    assert days == [MARCH, JUNE]


def codes(error: Refused) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in error.findings]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({LEAD: "0.6", SECOND: "0.3999999999"}, [("HLD-014", "shares")]),
        ({LEAD: "0.6", SECOND: "0.4000000001"}, [("HLD-014", "shares")]),
        ({LEAD: "1", SECOND: "0"}, [("HLD-013", "shares[1].share")]),
        ({LEAD: "0.6", THIRD: "0.4"}, [("HLD-011", "shares[1].company_id")]),
    ],
)
def test_what_a_split_must_be(shares: dict[UUID, str], expected: list[tuple[str, str]]) -> None:
    with pytest.raises(Refused) as refusal:
        check_split(HolderSplitTerms(effective_on=MARCH, shares=members(shares)), GROUP)
    assert refusal.value.code == "HLD-006"
    assert codes(refusal.value) == expected


def test_a_company_is_named_once_in_a_split() -> None:
    twice = (*members({LEAD: "0.5"}), *members({LEAD: "0.5"}))
    with pytest.raises(Refused) as refusal:
        check_split(HolderSplitTerms(effective_on=MARCH, shares=twice), GROUP)
    assert codes(refusal.value) == [("HLD-012", "shares[1].company_id")]


def test_a_sole_holder_splits_nothing() -> None:
    terms = HolderSplitTerms(effective_on=MARCH, shares=members({LEAD: "1"}))
    with pytest.raises(Refused) as refusal:
        check_split(terms, (holder(LEAD, HolderRole.HOLDER),))
    assert codes(refusal.value) == [("HLD-010", "shares")]


def test_a_company_has_a_share_until_the_day_it_leaves_and_not_after() -> None:
    holders = (GROUP[0], holder(SECOND, left_on=date(2026, 5, 31)))
    both, alone = {LEAD: "0.6", SECOND: "0.4"}, {LEAD: "1"}
    require_no_share_after_leaving(holders, [split(1, both), split(2, alone, JUNE)])
    for wrong in (
        [split(1, both)],
        [split(1, both), split(2, alone, date(2026, 6, 2))],
        [split(1, alone), split(2, both, JUNE)],
        [split(1, alone, JUNE), split(2, both)],
    ):
        with pytest.raises(Refused) as refusal:
            require_no_share_after_leaving(holders, wrong)
        assert refusal.value.code == "HLD-005"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (transfer_terms(THIRD, LEAD, "1.00"), [("HLD-021", "from_company_id")]),
        (transfer_terms(LEAD, THIRD, "1.00"), [("HLD-022", "to_company_id")]),
        (transfer_terms(LEAD, LEAD, "1.00"), [("HLD-023", "to_company_id")]),
        (transfer_terms(LEAD, SECOND, "0.00"), [("HLD-024", "hours")]),
        (transfer_terms(LEAD, SECOND, "1.00", date(2025, 12, 31)), [("HLD-025", "effective_on")]),
    ],
)
def test_what_a_transfer_must_be(terms: HolderTransferTerms, expected: list[tuple[str, str]]) -> None:
    with pytest.raises(Refused) as refusal:
        check_transfer(terms, GROUP, [split(1, {LEAD: "0.6", SECOND: "0.4"})])
    assert codes(refusal.value) == expected


def test_a_company_that_left_may_hand_over_but_take_nothing_more() -> None:
    holders = (GROUP[0], holder(SECOND, left_on=date(2026, 5, 31)))
    agreed = [split(1, {LEAD: "0.6", SECOND: "0.4"})]
    check_transfer(transfer_terms(SECOND, LEAD, "1.00", JUNE), holders, agreed)
    with pytest.raises(Refused) as refusal:
        check_transfer(transfer_terms(LEAD, SECOND, "1.00", JUNE), holders, agreed)
    assert codes(refusal.value) == [("HLD-022", "to_company_id")]


def test_a_departure_has_a_reason_and_may_be_taken_back() -> None:
    second = GROUP[1]
    left = changed_holder(second, [GROUP[0]], HolderChange(left_on=JUNE, reason="retrait"))
    assert left.left_on == JUNE
    assert changed_holder(left, [GROUP[0]], HolderChange(role=HolderRole.CO_HOLDER)) == left
    assert changed_holder(left, [GROUP[0]], HolderChange(left_on=None)) == second
    with pytest.raises(Refused) as refusal:
        changed_holder(second, [GROUP[0]], HolderChange(left_on=JUNE))
    assert refusal.value.code == "HLD-004"


@pytest.mark.parametrize(
    ("role", "others", "code"),
    [
        (HolderRole.HOLDER, [holder(LEAD)], "CTR-012"),
        (HolderRole.LEAD_HOLDER, [holder(LEAD, HolderRole.LEAD_HOLDER)], "CTR-013"),
        (HolderRole.LEAD_HOLDER, [holder(LEAD, HolderRole.LEAD_HOLDER, JUNE)], None),
        (HolderRole.HOLDER, [holder(LEAD, left_on=JUNE)], None),
    ],
)
def test_a_new_role_fits_beside_those_who_stay(role: HolderRole, others: list[LotHolder], code: str | None) -> None:
    if code is None:
        assert changed_holder(GROUP[1], others, HolderChange(role=role)).role is role
        return
    with pytest.raises(Refused) as refusal:
        changed_holder(GROUP[1], others, HolderChange(role=role))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("kind", "holders", "after"),
    [
        (ConsortiumKind.SOLIDAIRE, (holder(LEAD, HolderRole.HOLDER),), ConsortiumKind.NONE),
        (ConsortiumKind.NONE, (holder(LEAD, HolderRole.LEAD_HOLDER),), ConsortiumKind.UNKNOWN),
        (ConsortiumKind.CONJOINT, GROUP, ConsortiumKind.CONJOINT),
        (ConsortiumKind.CONJOINT, (holder(LEAD, left_on=JUNE),), ConsortiumKind.CONJOINT),
    ],
)
def test_the_kind_of_group_follows_the_roles(
    kind: ConsortiumKind, holders: tuple[LotHolder, ...], after: ConsortiumKind
) -> None:
    assert consortium_kind_after(kind, holders) is after


@pytest.mark.parametrize(
    ("kind", "holders", "fits"),
    [
        (ConsortiumKind.SOLIDAIRE, GROUP, True),
        (ConsortiumKind.UNKNOWN, GROUP, True),
        (ConsortiumKind.NONE, GROUP, False),
        (ConsortiumKind.CONJOINT, (holder(LEAD, HolderRole.HOLDER),), False),
        (ConsortiumKind.NONE, (holder(LEAD, HolderRole.HOLDER),), True),
        (ConsortiumKind.CONJOINT, (), True),
    ],
)
def test_which_kind_of_group_goes_with_its_holders(
    kind: ConsortiumKind, holders: tuple[LotHolder, ...], fits: bool
) -> None:
    if fits:
        require_kind_fits(kind, holders)
        return
    with pytest.raises(Refused) as refusal:
        require_kind_fits(kind, holders)
    assert refusal.value.code == "CTR-201"
