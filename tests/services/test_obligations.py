"""Versions of the hours owed: recorded one after another, read by those concerned, answered for any day."""

import asyncio
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries import obligations as queries
from clause.domain.actors import Scope
from clause.domain.errors import Forbidden, NotFound, Refused
from clause.domain.obligations import Obligation, ObligationInputs, ObligationTerms
from clause.rules.codes import Sector
from clause.rules.obligation import ObligationMethod
from clause.services import obligations
from clause.services.context import Context
from clause.services.unit_of_work import UnitOfWork, reading
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.territory import NOW, Caller, Territory

RATES = {
    "labour_share": Decimal("0.5000"),
    "insertion_rate": Decimal("0.0500"),
    "loaded_hourly_cost": Decimal("30.00"),
}


def fixed(hours: str, on: date) -> ObligationTerms:
    inputs = ObligationInputs(hours_owed=Decimal(hours))
    return ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=on)


def by_amount(on: date, **inputs: Decimal) -> ObligationTerms:
    return ObligationTerms(method=ObligationMethod.AMOUNT, inputs=ObligationInputs(**inputs), effective_on=on)


@reading(Scope.CONTRACTS_READ)
async def owed_on(uow: UnitOfWork, lot_id: UUID, day: date, known_at: datetime | None = None) -> Obligation | None:
    """What the query answers in the eyes of the caller."""
    return await queries.owed_on(lot_id, day, known_at=known_at)


async def versions(caller: Caller, lot_id: UUID) -> list[tuple[int, Decimal]]:
    found = await obligations.list_obligations(caller.context, lot_id, after=0, limit=50)
    return [(one.version_no, one.owed) for one in found]


async def test_a_second_version_does_not_erase_the_first(transaction: None, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await obligations.set_obligation(who.context, lot.id, fixed("800.00", date(2026, 1, 1)), None)
    await obligations.set_obligation(who.context, lot.id, fixed("950.00", date(2026, 6, 1)), "Avenant n° 1")
    assert await versions(who, lot.id) == [(1, Decimal("800.00")), (2, Decimal("950.00"))]


async def test_the_amount_of_the_lot_is_used_and_the_account_comes_back_whole(
    transaction: None, territory: Territory
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, amount="1000000.00")
    made = (
        await obligations.set_obligation(who.context, lot.id, by_amount(date(2026, 1, 1), **RATES), None)
    ).obligation
    assert made.hours_owed == Decimal("833.00")
    (stored,) = await obligations.list_obligations(who.context, lot.id, after=0, limit=50)
    assert stored == made
    assert stored.trace.inputs["amount_excl_vat"] == "1000000.00"
    assert stored.trace.result == "833.00"
    assert stored.decided_by == who.user_id


async def test_a_lot_without_an_amount_asks_for_one(transaction: None, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, amount=None)
    with pytest.raises(Refused) as refusal:
        await obligations.set_obligation(who.context, lot.id, by_amount(date(2026, 1, 1), **RATES), None)
    assert [finding.code for finding in refusal.value.findings] == ["OBL-022"]
    given = by_amount(date(2026, 1, 1), amount_excl_vat=Decimal("600000.00"), **RATES)
    made = await obligations.set_obligation(who.context, lot.id, given, None)
    assert made.obligation.hours_owed == Decimal("500.00")


@pytest.mark.parametrize("reason", [None, "   "])
async def test_a_second_version_says_why(transaction: None, territory: Territory, reason: str | None) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await obligations.set_obligation(who.context, lot.id, fixed("800.00", date(2026, 1, 1)), reason)
    with pytest.raises(Refused) as refusal:
        await obligations.set_obligation(who.context, lot.id, fixed("900.00", date(2026, 2, 1)), reason)
    assert refusal.value.code == "OBL-002"
    assert await versions(who, lot.id) == [(1, Decimal("800.00"))]


async def test_what_is_owed_changes_on_the_day_a_version_takes_effect(transaction: None, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await obligations.set_obligation(who.context, lot.id, fixed("800.00", date(2026, 1, 15)), None)
    await obligations.set_obligation(who.context, lot.id, fixed("950.00", date(2026, 6, 1)), "Avenant n° 1")
    answers = {}
    for day in (date(2026, 1, 14), date(2026, 1, 15), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2)):
        found = await owed_on(who.context, lot.id, day)
        answers[day] = found.hours_owed if found else None
    assert list(answers.values()) == [None, *[Decimal("800.00")] * 2, *[Decimal("950.00")] * 2]


async def test_a_later_decision_wins_even_where_it_takes_effect_sooner(transaction: None, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await obligations.set_obligation(who.context, lot.id, fixed("800.00", date(2026, 1, 1)), None)
    await obligations.set_obligation(who.context, lot.id, fixed("950.00", date(2026, 6, 1)), "Avenant n° 1")
    made = await obligations.set_obligation(who.context, lot.id, fixed("850.00", date(2026, 1, 1)), "Erreur de saisie")
    assert [(finding.code, finding.values["quantity"]) for finding in made.findings] == [("OBL-030", "950.00")]
    found = await owed_on(who.context, lot.id, date(2026, 7, 1))
    assert found is not None
    assert found.version_no == 3


async def test_what_was_known_on_an_earlier_day_is_still_known(transaction: None, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await obligations.set_obligation(who.context, lot.id, fixed("800.00", date(2026, 1, 1)), None)
    later = who.later(days=30)
    await obligations.set_obligation(later, lot.id, fixed("850.00", date(2026, 1, 1)), "Erreur de saisie")
    day = date(2026, 3, 1)
    known = [await owed_on(who.context, lot.id, day, known_at=NOW + timedelta(days=days)) for days in (-1, 0, 29, 30)]
    assert [one.version_no if one else None for one in known] == [None, 1, 1, 2]


async def test_the_buyer_and_the_holder_read_and_do_not_write(transaction: None, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await obligations.set_obligation(territory.facilitator.context, lot.id, fixed("800.00", date(2026, 1, 1)), None)
    for reader in (territory.buyer_agent, territory.company_agent):
        assert await versions(reader, lot.id) == [(1, Decimal("800.00"))]
        with pytest.raises(Forbidden):
            await obligations.set_obligation(reader.context, lot.id, fixed("1.00", date(2026, 1, 1)), "Essai")


@pytest.mark.parametrize("name", ["other_facilitator", "other_buyer_agent", "other_company_agent"])
async def test_others_do_not_know_the_lot(transaction: None, territory: Territory, name: str) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await obligations.set_obligation(territory.facilitator.context, lot.id, fixed("800.00", date(2026, 1, 1)), None)
    stranger = territory.callers()[name]
    with pytest.raises(NotFound) as refusal:
        await obligations.list_obligations(stranger.context, lot.id, after=0, limit=50)
    assert refusal.value.code == "OBL-003"
    assert await owed_on(stranger.context, lot.id, date(2026, 6, 1)) is None


async def test_another_facilitator_organisation_cannot_decide(transaction: None, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    with pytest.raises(NotFound) as refusal:
        await obligations.set_obligation(
            territory.other_facilitator.context, lot.id, fixed("800.00", date(2026, 1, 1)), None
        )
    assert refusal.value.code == "OBL-001"


async def test_the_journal_tells_the_decision(transaction: None, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await obligations.set_obligation(who.context, lot.id, fixed("800.00", date(2026, 1, 1)), "Article 4.3 du CCAP")
    line = await sql.fetch_one(
        "SELECT reason, actor_id, data->>'hours_owed' AS hours, data->>'version' AS version FROM journal"
        " WHERE subject_id = $1 AND action = 'obligation.set'",
        lot.id,
    )
    assert line == {"reason": "Article 4.3 du CCAP", "actor_id": who.user_id, "hours": "800.00", "version": "1"}


async def test_the_calculator_stores_nothing(transaction: None, territory: Territory) -> None:
    who: Context = territory.buyer_agent.context
    before = await sql.fetch_value("SELECT count(*) FROM obligation")
    inputs = ObligationInputs(amount_excl_vat=Decimal("1000000.00"))
    figure = await obligations.calculate(who, ObligationMethod.AMOUNT, inputs, None, Sector.BUILDING)
    assert figure.value == Decimal("833.00")
    assert await sql.fetch_value("SELECT count(*) FROM obligation") == before


async def test_two_decisions_at_once_become_two_versions(territory: Territory, settings: Settings) -> None:
    async with committed_territory(territory, settings) as own:
        who, lot = own.facilitator, await a_lot(own.facilitator, own)
        await obligations.set_obligation(who.context, lot.id, fixed("1.00", date(2026, 1, 1)), None)
        terms = [fixed(f"{hours}.00", date(2026, 1, 1)) for hours in range(2, 8)]
        await asyncio.gather(*(obligations.set_obligation(who.context, lot.id, one, "En même temps") for one in terms))
        found = await versions(who, lot.id)
        assert [number for number, _ in found] == [1, 2, 3, 4, 5, 6, 7]
        assert {hours for _, hours in found} == {Decimal(hours) for hours in range(1, 8)}
