"""Totals of hires are what the ledger gives, whatever was booked, counted or not yet."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from random import Random

import asyncpg
import pytest

from clause.domain.errors import ClauseError
from clause.domain.hires import NamedHire
from clause.domain.hours import HoursStatement
from clause.domain.ledger import Replacement
from clause.domain.people_lists import HireFilters, PersonFilters
from clause.domain.statistics import Perimeter, PerimeterKind
from clause.services import hire_totals, hours, ledger, people_lists, statistics
from clause.services.context import worker_context
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Territory

_READ = """
SELECT company_id, hire_id, lot_id, nature, hours_validated, hours_credited
FROM clause_hours_of_hires(ARRAY(SELECT id FROM organisation), $1) ORDER BY 2, 3, 4
"""
_SUMMED = """
SELECT x.company_id, x.hire_id, x.lot_id, x.nature, sum(x.validated) AS hours_validated,
  sum(x.credited) AS hours_credited
FROM (SELECT company_id, hire_id, lot_id, nature, hours_validated AS validated, 0.00 AS credited FROM ledger_entry
      WHERE extract(year FROM last_day) = $1
      UNION ALL SELECT e.company_id, e.hire_id, a.lot_id, e.nature, 0, a.hours_credited
      FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id WHERE extract(year FROM a.worked_on) = $1) x
GROUP BY 1, 2, 3, 4 ORDER BY 2, 3, 4
"""


async def _count() -> int:
    return await hire_totals.count_hires(worker_context(NOW))


@pytest.fixture
async def owner(settings: Settings) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    async with committed_territory(territory, settings) as made:
        yield made


@pytest.mark.parametrize("seed", [1, 2])
async def test_what_is_read_is_what_the_ledger_gives_after_every_act(
    own: Territory, owner: "asyncpg.Connection[asyncpg.Record]", seed: int
) -> None:
    who, random = own.facilitator, Random(seed)
    made = [await a_hire(who, own, await a_lot(who, own)) for _ in range(3)]
    statements: list[HoursStatement] = []

    async def declare() -> None:
        hire, month = random.choice(made), random.randint(1, 3)
        line = a_line(
            hire, f"{random.randint(1, 90)}.25", last_day=date(2026, month, 20), first_day=date(2026, month, 2)
        )
        statements.append(await a_submitted_statement(who, hire, line, month=f"2026-{month:02}"))

    async def validate() -> None:
        await hours.validate_statement(who.context, random.choice(statements).id)

    async def reverse() -> None:
        entry = random.choice(await booked_entries(who, random.choice(statements)))
        replacement = Replacement(hours_validated=Decimal("3.50"), last_day=entry.last_day)
        await ledger.reverse_entry(who.context, entry.id, "Erreur", random.choice([None, replacement]))

    booked = 0
    for act in [declare, validate, *random.choices([declare, validate, validate, reverse, _count], k=24)]:
        try:
            await act()
        except (ClauseError, IndexError):
            continue  # a rule is against it, or there is nothing to do it to
        found = await owner.fetch(_READ, 2026)
        assert found == await owner.fetch(_SUMMED, 2026), act.__name__
        booked = max(booked, len(found))
    assert booked
    await _count()
    assert await owner.fetchval("SELECT count(*) FROM hire_touch") == 0
    assert await owner.fetch(_READ, 2026) == await owner.fetch(_SUMMED, 2026)


@pytest.fixture
async def hire(territory: Territory, transaction: None) -> NamedHire:
    made = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    await a_validated_statement(territory.facilitator, made, a_line(made, "40.00"))
    return made


async def _told(territory: Territory) -> tuple[Decimal | None, ...]:
    """The hours of the hire in the list of hires (its company's too), of people, and in the statistics of the year."""
    context = territory.facilitator.context
    lists = [
        await people_lists.list_hire_rows(one, HireFilters(), limit=5)
        for one in (context, territory.company_agent.context)
    ]
    people = await people_lists.list_people(context, PersonFilters(), limit=5)
    found = await statistics.load_consolidation(context, 2026, Perimeter(kind=PerimeterKind.ORG), is_publication=False)
    figure = next(one.value for one in found.figures if one.code == "hours_per_hire")
    return *(rows[0].hours_credited for rows in lists), people[0].hours_credited, figure


async def test_lists_and_statistics_say_the_same_before_and_after_the_hire_is_counted(
    territory: Territory, hire: NamedHire
) -> None:
    before = await _told(territory)
    assert await _count() == 1
    assert await _told(territory) == before == (Decimal("40.00"),) * 4


async def test_once_counted_the_ledger_is_not_read_again_until_it_grows(
    own: Territory, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    hire = await a_hire(own.facilitator, own, await a_lot(own.facilitator, own))
    statement = await a_validated_statement(own.facilitator, hire, a_line(hire, "40.00"), month="2026-04")
    await _count()
    await owner.execute("UPDATE hire_total SET hours_credited = 7 WHERE hire_id = $1", hire.id)

    async def said() -> Decimal | None:
        rows = await people_lists.list_hire_rows(own.facilitator.context, HireFilters(lot_id=hire.lot_id), limit=1)
        return rows[0].hours_credited

    assert await said() == Decimal("7.00")
    (entry,) = await booked_entries(own.facilitator, statement)
    half = Replacement(hours_validated=Decimal("20.00"), last_day=entry.last_day)
    await ledger.reverse_entry(own.facilitator.context, entry.id, "Erreur", half)
    assert await said() == Decimal("20.00")
    await _count()
    assert await said() == Decimal("20.00")


async def test_only_the_service_itself_counts(territory: Territory, hire: NamedHire) -> None:
    assert await hire_totals.count_hires(territory.facilitator.context) == 0
