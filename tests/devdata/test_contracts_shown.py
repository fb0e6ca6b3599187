"""The contracts of the demonstration: each way of owing, what changes it, and what it costs not to do it."""

from decimal import Decimal

import pytest

from clause.devdata.world import World
from clause.domain.contracts import FollowUpState
from clause.domain.obligations import ObligationCause, ObligationVersion
from clause.domain.penalty_proposals import DecisionOutcome, PenaltyProposal
from clause.domain.reliefs import ReliefKind
from clause.domain.tranches import TrancheKind
from clause.rules.balance import BalanceOutcome
from clause.rules.calendar import add_months
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import ObligationMethod
from clause.rules.penalty_terms import PenaltyKind
from clause.services import (
    achievements,
    contracts,
    final_balances,
    invoices,
    obligations,
    penalties,
    penalty_events,
    reliefs,
    rule_sets,
    social_conditions,
    tranches,
    worked_hours,
)
from clause.services.context import Context
from tests.builders.territory import Territory
from tests.devdata.test_demo import DAYS

pytestmark = pytest.mark.parametrize("told", DAYS[:1], ids=str, indirect=True)
ALL = 200


def maelle(world: World) -> Context:
    """The facilitator on the day of the demonstration."""
    return world.by("maelle", world.calendar.now)


async def versions_of(world: World, key: str, unit: ObligationUnit = ObligationUnit.HOURS) -> list[ObligationVersion]:
    """What a lot owed, version after version."""
    rows = await obligations.list_obligations(maelle(world), world.lots[key].id, after=0, limit=ALL)
    return [row for row in rows if row.unit is unit]


async def test_each_method_gives_its_hours(world: World) -> None:
    owed = {}
    for key in ("voirie", "ecole", "creches", "gardien", "college", "fetes"):
        first, last = (await versions_of(world, key))[0], (await versions_of(world, key))[-1]
        owed[key] = (first.method, str(last.hours_owed))
    assert owed == {
        "voirie": (ObligationMethod.INVOICE_RATIO, "119.00"),  # (259 690.50 - 20 000) / 2 000, whole steps
        "ecole": (ObligationMethod.BRACKETS, "450.00"),  # from 200 000 euros on
        "creches": (ObligationMethod.STAFF_TAKEOVER, "504.00"),  # 7/13.5 of 486 000 / 25 x 5 %
        "gardien": (ObligationMethod.HOURS_SHARE, "256.00"),  # 7 % of 3 663.75, to the nearest hour
        "college": (ObligationMethod.OFFER, "600.00"),  # 420 offered, 120 affirmed, then 600 by the amendment
        "fetes": (ObligationMethod.FIXED, "140.00"),
    }
    [amount] = await versions_of(world, "pisc1")
    assert amount.method is ObligationMethod.AMOUNT
    await _check_persons_are_owed_and_two_came(world)


async def _check_persons_are_owed_and_two_came(world: World) -> None:
    [found] = (await achievements.list_other_obligations(maelle(world), world.lots["ecole"].id, None)).items
    assert (found.version.unit, found.version.quantity_owed) == (ObligationUnit.PERSONS, Decimal("4.00"))
    assert (found.quantity_done, found.gap.value) == (Decimal("2.00"), Decimal("2.00"))


async def test_invoices_hours_worked_a_tranche_and_an_amendment_change_what_is_owed(world: World) -> None:
    who = maelle(world)
    causes = [(row.cause, str(row.hours_owed)) for row in await versions_of(world, "college")]
    assert causes == [
        (ObligationCause.DECISION, "420.00"),
        (ObligationCause.TRANCHE, "540.00"),
        (ObligationCause.MODIFICATION, "600.00"),
    ]
    college = world.lots["college"]
    rows = await tranches.list_tranches(who, college.id, limit=ALL)
    assert [(row.kind, row.affirmed_on is not None) for row in rows] == [
        (TrancheKind.FIRM, False),
        (TrancheKind.OPTIONAL, True),
    ]
    assert college.last_day is not None
    assert (await contracts.load_lot(who, college.id)).last_day == add_months(college.last_day, 4)
    assert len(await invoices.list_invoices(who, world.lots["voirie"].id, limit=ALL)) == 5
    assert len(await invoices.list_purchase_orders(who, world.lots["voirie"].id, limit=ALL)) == 2
    forecast = await obligations.forecast(who, world.lots["voirie"].id, None)
    assert forecast.due is not None
    assert forecast.forecast is not None
    assert forecast.due.value == Decimal("119.00") < forecast.forecast.value
    reports = await worked_hours.list_worked_hours(who, world.lots["gardien"].id, limit=ALL)
    assert [row.version_no for row in reports] == [1, 1, 1, 2]


async def test_a_holder_in_difficulty_was_heard(world: World) -> None:
    who, lot = maelle(world), world.lots["goel1"]
    [notice] = await reliefs.list_difficulty_notices(who, lot.id, limit=ALL)
    assert notice.is_registered_letter
    rows = await reliefs.list_reliefs(who, lot.id, limit=ALL)
    assert [row.kind for row in rows] == [ReliefKind.SUSPENSION, ReliefKind.REDUCTION]
    assert all(notice.received_on < row.decided_on for row in rows)
    assert [str(row.hours_owed) for row in await versions_of(world, "goel1")] == ["700.00", "620.00"]


async def test_rules_letters_penalties_and_a_balance_are_there(world: World) -> None:
    who, lot = maelle(world), world.lots["fetes"]
    [rules] = await rule_sets.list_rule_sets(who, lot.id, after=0, limit=ALL)
    assert dict(rules.values) == {"statement_cadence": "QUARTERLY"}
    assert [(one.kind, str(one.rate_eur)) for one in rules.penalties] == [
        (PenaltyKind.MISSING_HOURS, "200.00"),
        (PenaltyKind.LATE_DOCUMENTS, "75.00"),
        (PenaltyKind.ABSENCE, "150.00"),
    ]
    [other] = await rule_sets.list_rule_sets(who, world.lots["voirie"].id, after=0, limit=ALL)
    assert dict(other.values) == {"compliance_by_invoices": True}
    assert len(await penalty_events.list_notices(who, lot.id, after=None, limit=ALL)) == 2
    assert len(await penalty_events.list_absences(who, lot.id, after=None, limit=ALL)) == 1
    [proposal] = await penalties.list_proposals(world.by("yanis", world.calendar.now), lot.id, after=0, limit=ALL)
    await _check_the_buyer_reduced(world, proposal)
    [balance] = await final_balances.list_balances(who, world.lots["pisc4"].id, after=0, limit=ALL)
    assert balance.outcome is BalanceOutcome.SURPLUS
    assert balance.hours_credited > balance.hours_owed
    await _check_the_licences_say_why_nothing_is_asked(world)


async def _check_the_buyer_reduced(world: World, proposal: PenaltyProposal) -> None:
    amounts = [str(one.amount) for one in proposal.content.assessment.penalties]
    assert amounts == ["28000.00", "300.00", "150.00"]  # 140 hours, four days, one meeting
    assert proposal.amount_eur == Decimal("28450.00")
    [decision] = await penalties.list_decisions(maelle(world), proposal.id)
    assert (decision.outcome, decision.amount_eur) == (DecisionOutcome.REDUCED, Decimal("9000.00"))


async def _check_the_licences_say_why_nothing_is_asked(world: World) -> None:
    lot = await contracts.load_lot(maelle(world), world.lots["licences"].id)
    assert lot.follow_up is FollowUpState.SET_ASIDE
    stands = await social_conditions.load_social_condition(maelle(world), lot.contract_id, None)
    assert stands.requirement is not None
    assert stands.requirement.is_required
    assert stands.waiver is not None
    assert not stands.needs_reason


async def test_the_demonstration_meets_nobody_who_was_there_before(territory: Territory, world: World) -> None:
    made = {organisation.id for organisation in world.organisations.values()}
    there = (territory.buyer, territory.other_buyer, territory.company, territory.other_company)
    assert made.isdisjoint(one.id for one in there)
