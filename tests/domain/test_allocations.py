"""Moves of hours between pooled lots, as pure figures: whatever is tried, an hour counts once."""

import contextlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.allocations import Move, MoveFacts, move
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.hours import HireWindow
from clause.domain.ledger import AcceptedHours, Allocation, Booked, Booker, book, reverse, standing_by_lot
from clause.domain.pooling import Consent, PooledLot, PoolingAgreement
from clause.rules.calendar import Month, Period
from clause.rules.codes import HoursNature
from clause.rules.rulebook import Rulebook, RuleSetVersion, rule_of_lot
from tests.builders.hours import a_window, an_id

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
WORKED = Period(date(2026, 3, 1), date(2026, 3, 31))
LOTS = [an_id("lot"), an_id("lot 1"), an_id("lot 2")]
BUYERS = {lot_id: an_id(f"buyer {at}") for at, lot_id in enumerate(LOTS)}


def a_booker() -> Booker:
    numbers = count(1)
    return Booker(person_id=an_id("facilitator"), at=AT, new_id=lambda: UUID(int=next(numbers)))


def party(kind: OrgKind, party_id: UUID) -> OrgSummary:
    return OrgSummary(id=party_id, kind=kind, name="x", identifier="0")


AGREEMENT = PoolingAgreement(
    id=an_id("agreement"),
    facilitator_org_id=an_id("facilitator_org"),
    company=party(OrgKind.COMPANY, an_id("company")),
    buyers=tuple(party(OrgKind.BUYER, buyer) for buyer in BUYERS.values()),
    lots=tuple(PooledLot(lot_id=lot_id, buyer_id=buyer) for lot_id, buyer in BUYERS.items()),
    consents=tuple(
        Consent(buyer_id=buyer, given_on=date(2026, 1, 2), reference="x", recorded_at=AT) for buyer in BUYERS.values()
    ),
    reference="Convention",
    first_day=WORKED.first_day,
    last_day=WORKED.last_day,
    ended_on=None,
    end_reason=None,
    created_by=None,
    created_at=AT,
    version=4,
)


def window_on(lot_id: UUID) -> HireWindow:
    return replace(a_window(), lot_id=lot_id, buyer_id=BUYERS[lot_id])


def booked(hours: str | Decimal, booker: Booker, nature: HoursNature = HoursNature.WORK) -> Booked:
    accepted = AcceptedHours(an_id("line"), Month(2026, 3), WORKED, Decimal(hours), nature=nature)
    return book(accepted, window_on(LOTS[0]), booker)


def tried(wanted: Move, entry: Booked, allocations: list[Allocation], booker: Booker) -> list[Allocation]:
    facts = MoveFacts(entry.entry, allocations, window_on(wanted.to_lot_id), True, [AGREEMENT])
    return [*allocations, *move(wanted, facts, booker)]


HOURS = st.decimals(min_value=Decimal("-1.00"), max_value=Decimal("120.00"), places=2)
LOT = st.sampled_from(LOTS)
WANTED = st.builds(Move, hours=HOURS, to_lot_id=LOT, from_lot_id=LOT | st.none())


@st.composite
def histories(draw: st.DrawFn) -> tuple[Booked, list[Allocation], Booker]:
    """An entry and what remains of it after any moves, those that are refused included."""
    booker = a_booker()
    entry = booked(draw(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("200.00"), places=2)), booker)
    allocations = list(entry.allocations)
    for wanted in draw(st.lists(WANTED, max_size=12)):
        with contextlib.suppress(Refused):
            allocations = tried(wanted, entry, allocations, booker)
    return entry, allocations, booker


@given(histories())
def test_allocations_never_exceed_their_entry_and_no_lot_falls_below_zero(
    history: tuple[Booked, list[Allocation], Booker],
) -> None:
    entry, allocations, _ = history
    standing = standing_by_lot(allocations)
    assert sum(standing.values()) == entry.entry.hours_validated
    assert all(hours > 0 for hours in standing.values())
    assert all(allocation.buyer_id == BUYERS[allocation.lot_id] for allocation in allocations)


@given(histories())
def test_reversing_an_entry_leaves_nothing_on_any_lot_nor_day(
    history: tuple[Booked, list[Allocation], Booker],
) -> None:
    entry, allocations, booker = history
    undone = reverse(entry.entry, allocations, "Erreur", booker)
    left: Counter[tuple[UUID, UUID, date]] = Counter()
    for allocation in (*allocations, *undone.allocations):
        key = (allocation.lot_id, allocation.buyer_id, allocation.worked_on)
        left[key] += allocation.hours_credited  # type: ignore[assignment]
    assert set(left.values()) == {Decimal("0.00")}
    assert undone.entry.hours_credited == sum(item.hours_credited for item in undone.allocations)
    assert entry.entry.hours_validated + undone.entry.hours_validated == 0


@given(histories())
def test_ids_of_allocations_are_all_different(history: tuple[Booked, list[Allocation], Booker]) -> None:
    entry, allocations, booker = history
    undone = reverse(entry.entry, allocations, "Erreur", booker)
    ids = [item.id for item in (*allocations, *undone.allocations)]
    assert len(ids) == len(set(ids))


def test_hours_of_a_nature_that_the_receiving_lot_does_not_count_do_not_move() -> None:
    booker = a_booker()
    entry = booked("35.00", booker, HoursNature.TRAINING_IN_CONTRACT)
    rules = {"training_rule": rule_of_lot("training_rule", "NONE", 1, date(2026, 1, 1))}
    strict = replace(window_on(LOTS[1]), book=Rulebook((RuleSetVersion(1, date(2026, 1, 1), rules),)))
    facts = MoveFacts(entry.entry, entry.allocations, strict, True, [AGREEMENT])
    with pytest.raises(Refused) as refused:
        move(Move(hours=Decimal("1.00"), to_lot_id=LOTS[1]), facts, booker)
    [finding] = refused.value.findings
    assert (finding.code, finding.values["reason"]) == ("LED-015", "TRAINING_NOT_COUNTED")


def test_the_first_agreement_that_allows_a_move_serves_unless_another_is_named() -> None:
    booker, entry = a_booker(), booked("35.00", a_booker())
    late = AGREEMENT.model_copy(update={"id": an_id("late"), "first_day": date(2026, 3, 2)})
    again = AGREEMENT.model_copy(update={"id": an_id("again")})
    facts = MoveFacts(entry.entry, entry.allocations, window_on(LOTS[1]), True, [late, AGREEMENT, again])
    wanted = Move(hours=Decimal("1.00"), to_lot_id=LOTS[1])
    assert move(wanted, facts, booker)[1].agreement_id == AGREEMENT.id
    named = wanted.model_copy(update={"agreement_id": again.id})
    assert move(named, facts, booker)[1].agreement_id == again.id
    with pytest.raises(Refused):
        move(wanted.model_copy(update={"agreement_id": late.id}), facts, booker)


@pytest.mark.parametrize(
    ("changed", "is_allowed"),
    [
        ({}, True),
        ({"first_day": date(2026, 3, 2)}, False),
        ({"last_day": date(2026, 3, 30)}, False),
        ({"ended_on": date(2026, 3, 30)}, False),
        ({"ended_on": date(2026, 3, 31)}, True),
        ({"ended_on": date(2026, 2, 28)}, False),
        ({"consents": AGREEMENT.consents[:-1]}, False),
        ({"lots": AGREEMENT.lots[:1]}, False),
    ],
)
def test_an_agreement_allows_what_all_consented_to_on_days_that_it_covers(
    changed: dict[str, object], is_allowed: bool
) -> None:
    agreement = AGREEMENT.model_copy(update=changed)
    assert agreement.allows(WORKED, LOTS[0], LOTS[1]) is is_allowed


def findings_of(
    wanted: Move, receives: bool = True, agreements: tuple[PoolingAgreement, ...] = (AGREEMENT,)
) -> list[Finding]:
    """What is refused of a move of an entry of 100 hours, all of them on the first lot."""
    booker = a_booker()
    entry = booked("100.00", booker)
    receiving = window_on(wanted.to_lot_id) if receives else None
    with pytest.raises(Refused) as refusal:
        move(wanted, MoveFacts(entry.entry, entry.allocations, receiving, True, agreements), booker)
    return list(refusal.value.findings)


@pytest.mark.parametrize("hours", ["0.00", "-1.00", "0.001"])
def test_hours_that_are_none_are_refused_as_they_were_typed(hours: str) -> None:
    found = findings_of(Move(hours=Decimal(hours), to_lot_id=LOTS[1]))
    assert found == [Finding(code="LED-010", field="hours", raw=hours)]


def test_more_than_stands_on_the_lot_is_refused_and_all_of_it_may_go() -> None:
    found = findings_of(Move(hours=Decimal("100.01"), to_lot_id=LOTS[1]))
    assert found == [Finding(code="LED-011", field="hours", raw="100.01", values={"available": "100.00"})]
    booker = a_booker()
    entry = booked("100.00", booker)
    after = tried(Move(hours=Decimal("100.00"), to_lot_id=LOTS[1]), entry, list(entry.allocations), booker)
    assert standing_by_lot(after)[LOTS[1]] == Decimal("100.00")


def test_a_move_to_the_same_lot_or_to_one_that_is_not_followed_names_it() -> None:
    one = Decimal("1.00")
    same = findings_of(Move(hours=one, to_lot_id=LOTS[0]))
    assert same == [Finding(code="LED-012", field="lot_id", raw=str(LOTS[0]))]
    unknown = findings_of(Move(hours=one, to_lot_id=LOTS[1]), receives=False)
    assert unknown == [Finding(code="LED-013", field="lot_id", raw=str(LOTS[1]))]


def test_a_move_outside_any_agreement_names_the_days_that_it_would_have_to_hold() -> None:
    found = findings_of(Move(hours=Decimal("1.00"), to_lot_id=LOTS[1]), agreements=())
    days = {"first_day": "2026-03-01", "last_day": "2026-03-31"}
    assert found == [Finding(code="LED-014", field="lot_id", raw=str(LOTS[1]), values=days)]


def test_hours_that_would_not_count_on_the_other_lot_are_refused_with_the_reason() -> None:
    booker = a_booker()
    entry = booked("100.00", booker)
    over = replace(a_window(execution=(date(2025, 1, 1), date(2025, 12, 31))), lot_id=LOTS[1], buyer_id=BUYERS[LOTS[1]])
    wanted = Move(hours=Decimal("1.00"), to_lot_id=LOTS[1])
    with pytest.raises(Refused) as refusal:
        move(wanted, MoveFacts(entry.entry, entry.allocations, over, True, [AGREEMENT]), booker)
    values = {"first_day": "2026-03-01", "last_day": "2026-03-31", "reason": "OUTSIDE_EXECUTION_WINDOW"}
    assert list(refusal.value.findings) == [Finding(code="LED-015", field="lot_id", raw=str(LOTS[1]), values=values)]
