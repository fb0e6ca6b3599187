"""Totals and standings of lots: always what the ledger gives, whoever books at the same time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from clause.db import sql
from clause.db.queries import standings as queries
from clause.domain.contracts import Lot
from clause.domain.hires import NamedHire
from clause.domain.ledger import Replacement
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.standings import Behind, LotStanding
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import ObligationMethod
from clause.services import hours, ledger, obligations, standings
from clause.services.context import worker_context
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Territory

DRIFT = """
WITH ledger AS (
  SELECT lot_id, 'VALIDATED' AS measure, last_day AS worked_on, hours_validated AS hours FROM ledger_entry
  UNION ALL SELECT lot_id, not_credited_reason, last_day, hours_validated FROM ledger_entry
    WHERE not_credited_reason IS NOT NULL
  UNION ALL SELECT lot_id, 'CREDITED', worked_on, hours_credited FROM allocation),
sums AS (SELECT lot_id, measure, worked_on, sum(hours) AS hours FROM ledger GROUP BY 1, 2, 3)
SELECT coalesce(s.lot_id, t.lot_id) AS lot_id, measure, worked_on, s.hours AS summed, t.hours AS kept
FROM sums s FULL JOIN lot_day_total t USING (lot_id, measure, worked_on)
WHERE coalesce(s.hours, 0) <> coalesce(t.hours, 0)
"""
STANDING_DRIFT = """
SELECT s.lot_id FROM lot_standing s
WHERE s.hours_credited <> (SELECT coalesce(sum(hours_credited), 0) FROM allocation a WHERE a.lot_id = s.lot_id)
"""


@pytest.fixture
async def hire(territory: Territory, transaction: None) -> NamedHire:
    return await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))


async def _owe(territory: Territory, lot: Lot, hours_owed: str, effective_on: date = date(2026, 1, 1)) -> None:
    inputs = ObligationInputs(hours_owed=Decimal(hours_owed))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=effective_on)
    await obligations.set_obligation(territory.facilitator.context, lot.id, terms, "décision")


async def _standing(territory: Territory, lot: Lot) -> LotStanding | None:
    await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(territory.facilitator_org.id))
    return await _kept(lot)


async def _kept(lot: Lot) -> LotStanding | None:
    row = await sql.fetch_one("SELECT * FROM lot_standing WHERE lot_id = $1", lot.id)
    return LotStanding.model_validate(row) if row else None


async def test_totals_are_the_sums_of_the_ledger_after_reversals_and_replacements(
    territory: Territory, hire: NamedHire
) -> None:
    facilitator = territory.facilitator
    parts = (
        a_line(hire, "40.00", first_day=date(2026, 3, 2), last_day=date(2026, 3, 6)),
        a_line(hire, "33.33", first_day=date(2026, 3, 9), last_day=date(2026, 3, 13)),
    )
    statement = await a_validated_statement(facilitator, hire, *parts)
    first, second = await booked_entries(facilitator, statement)
    moved = Replacement(hours_validated=Decimal("31.00"), last_day=date(2026, 3, 5))
    await ledger.reverse_entry(facilitator.context, first.id, "Erreur", moved)
    await ledger.reverse_entry(facilitator.context, second.id, "Erreur", None)
    assert await sql.fetch(DRIFT) == []
    assert await sql.fetch(STANDING_DRIFT) == []
    kept = await sql.fetch("SELECT measure, worked_on, hours FROM lot_day_total WHERE hours <> 0 ORDER BY 1")
    assert [(row["measure"], row["worked_on"], row["hours"]) for row in kept] == [
        ("CREDITED", date(2026, 3, 5), Decimal("31.00")),
        ("VALIDATED", date(2026, 3, 5), Decimal("31.00")),
    ]


@pytest.mark.parametrize(("effective_on", "owed"), [(date(2026, 6, 15), "900.00"), (date(2026, 6, 16), "833.00")])
async def test_a_standing_knows_what_is_owed_today(
    territory: Territory, transaction: None, effective_on: date, owed: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await _owe(territory, lot, "833.00")
    await _owe(territory, lot, "900.00", effective_on)
    standing = await _standing(territory, lot)
    assert standing is not None
    assert (standing.hours_owed, standing.shortfall) == (Decimal(owed), Decimal(owed))


async def test_an_obligation_whose_day_comes_is_owed_from_the_daily_refresh_on(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await _owe(territory, lot, "833.00", date(2026, 6, 16))
    assert [found.hours_owed for found in [await _standing(territory, lot)] if found] == [None]
    assert await standings.refresh_standings(worker_context(NOW)) == 0
    tomorrow = territory.facilitator.later(days=1).now
    assert await standings.refresh_standings(worker_context(tomorrow)) == 1
    assert await standings.refresh_standings(worker_context(tomorrow)) == 0
    standing = await _standing(territory, lot)
    assert standing is not None
    assert (standing.hours_owed, standing.as_of) == (Decimal("833.00"), date(2026, 6, 16))


async def test_an_obligation_in_another_unit_leaves_the_hours_owed_as_they_are(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await _owe(territory, lot, "833.00")
    people = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(quantity_owed=Decimal(2)),
        effective_on=date(2026, 1, 1),
        unit=ObligationUnit.PERSONS,
    )
    await obligations.set_obligation(territory.facilitator.context, lot.id, people, "décision")
    standing = await _standing(territory, lot)
    assert standing is not None
    assert standing.hours_owed == Decimal("833.00")


async def test_a_surplus_is_no_shortfall(territory: Territory, hire: NamedHire) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await _owe(territory, lot, "10.00")
    other = await a_hire(territory.facilitator, territory, lot)
    await a_validated_statement(territory.facilitator, other, hours_declared="12.50")
    standing = await _standing(territory, lot)
    assert standing is not None
    assert (standing.hours_credited, standing.shortfall) == (Decimal("12.50"), Decimal("0.00"))
    assert await queries.list_furthest_behind(10) == []


async def test_lots_are_listed_by_the_hours_they_miss_page_by_page(territory: Territory, transaction: None) -> None:
    owed = ("10.00", "833.00", "10.00", "50.00")
    lots = [await a_lot(territory.facilitator, territory) for _ in owed]
    for lot, hours_owed in zip(lots, owed, strict=True):
        await _owe(territory, lot, hours_owed)
    await _standing(territory, lots[0])
    org = territory.facilitator_org.id
    page = await queries.list_furthest_behind(2, facilitator_org_id=org)
    assert [row.lot_id for row in page] == [lots[1].id, lots[3].id]
    rest = await queries.list_furthest_behind(5, facilitator_org_id=org, after=Behind(page[-1].shortfall, lots[3].id))
    assert [row.lot_id for row in rest] == sorted([lots[0].id, lots[2].id])
    last = await queries.list_furthest_behind(5, after=Behind(rest[0].shortfall, rest[0].lot_id))
    assert last == rest[1:]
    assert await queries.list_furthest_behind(5, buyer_id=territory.other_buyer.id) == []


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    async with committed_territory(territory, settings) as made:
        yield made


async def test_a_recount_of_the_whole_ledger_gives_the_totals_that_were_kept(
    own: Territory, settings: Settings
) -> None:
    hire = await a_hire(own.facilitator, own, await a_lot(own.facilitator, own))
    await a_validated_statement(own.facilitator, hire)
    kept = "SELECT lot_id, measure, worked_on, hours FROM lot_day_total WHERE hours <> 0 ORDER BY 1, 2, 3"
    standing = "SELECT lot_id, hours_owed, hours_credited FROM lot_standing ORDER BY 1"
    owner = await asyncpg.connect(**settings.asyncpg_owner_config())
    try:
        undone = owner.transaction()
        await undone.start()
        before = [await owner.fetch(query) for query in (kept, standing)]
        assert len(before[0]) >= 2
        await owner.execute("SELECT clause_recount_totals('2026-06-15')")
        assert [await owner.fetch(query) for query in (kept, standing)] == before
        await undone.rollback()
    finally:
        await owner.close()


async def test_many_validations_at_once_on_one_lot_all_succeed_and_add_up(own: Territory) -> None:
    lot = await a_lot(own.facilitator, own)
    hires = [await a_hire(own.facilitator, own, lot) for _ in range(3)]
    submitted = []
    for month in ("2026-02", "2026-03", "2026-04", "2026-05"):
        lines = [
            a_line(
                hire,
                f"{part}.25",
                first_day=date(2026, int(month[5:]), part),
                last_day=date(2026, int(month[5:]), part),
            )
            for hire in hires
            for part in (9, 10)
        ]
        submitted.append(await a_submitted_statement(own.facilitator, hires[0], *lines, month=month))
    await asyncio.gather(*(hours.validate_statement(own.manager.context, statement.id) for statement in submitted))
    async with sql.engine().transaction():
        await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(own.facilitator_org.id))
        assert await sql.fetch(DRIFT) == []
        assert await sql.fetch(STANDING_DRIFT) == []
        standing = await _kept(lot)
    assert standing is not None
    assert standing.hours_credited == Decimal("234.00")
