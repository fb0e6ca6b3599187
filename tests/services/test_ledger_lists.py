"""The order of the ledger: by what is said of its hires as by its own columns, whoever reads and whatever is asked."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from clause.domain.ledger_names import EntryFilters, NamedEntry
from clause.domain.tables import Window
from clause.rules.calendar import Month
from clause.services import ledger_reading
from tests.builders.contracts import a_contract, a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire, a_participant
from tests.builders.territory import Caller, Territory

SAID: dict[str, Callable[[NamedEntry], Any]] = {
    "person": lambda one: (one.names.last_name.lower(), one.names.first_name.lower()),
    "lot": lambda one: one.names.contract_reference.lower(),
    "company": lambda one: one.names.company_name.lower(),
    "month": lambda one: one.entry.month.first_day,
    "nature": lambda one: one.entry.nature,
    "validated": lambda one: one.entry.hours_validated,
    "booked": lambda one: one.entry.id,
}
ALL = Window("", 0, 100)


@pytest.fixture
async def booked(transaction: None, territory: Territory) -> list[NamedEntry]:
    """Four hires of three people, two of them of one name, with two companies and three lots, for two months."""
    who = territory.facilitator
    names = (("Zola", "Ana"), ("abel", "Zoé"), ("Zola", "ana"))
    people = [
        await a_participant(who, last_name=last, first_name=first, birth_date=date(1990, 1, day))
        for day, (last, first) in enumerate(names, 1)
    ]
    companies = (territory.company, territory.other_company, territory.company, territory.company)
    for number, person in enumerate([*people, people[0]]):
        contract = await a_contract(who, territory, reference=f"{'cABC'[number]}{number % 3}")
        lot = await a_lot(who, territory, contract=contract, company=companies[number])
        hire = await a_hire(who, territory, lot, participant=person, company=companies[number])
        for month in ("2026-04", "2026-03"):
            await a_validated_statement(who, hire, month=month, hours_declared=f"{50 + number % 2}.00")
    return list((await ledger_reading.browse_entries(who.context, EntryFilters(), ALL)).rows)


async def _read(reader: Caller, filters: EntryFilters, order: str, size: int) -> list[NamedEntry]:
    found: list[NamedEntry] = []
    while True:
        window = Window(order, len(found), size)
        rows = (await ledger_reading.browse_entries(reader.context, filters, window)).rows
        found += rows
        if len(rows) < size:
            return found


def _expected(rows: list[NamedEntry], order: str) -> list[NamedEntry]:
    latest_first = sorted(rows, key=lambda one: one.entry.id, reverse=True)
    said = SAID[order.removeprefix("-")]
    return sorted(latest_first, key=said, reverse=order.startswith("-"))


async def _check(reader: Caller, rows: list[NamedEntry], filters: EntryFilters, order: str) -> None:
    """The list, read in small windows, in one and handed over whole, is these rows in this order."""
    wanted = [one.entry.id for one in _expected(rows, order)]
    handed_over: list[NamedEntry] = []

    async def take(some: Sequence[NamedEntry]) -> None:
        handed_over.extend(some)

    await ledger_reading.hand_over_entries(reader.context, filters, order, take)
    for found in (handed_over, await _read(reader, filters, order, 3), await _read(reader, filters, order, 100)):
        assert [one.entry.id for one in found] == wanted, (order, filters)


async def test_each_order_is_that_of_what_is_read(territory: Territory, booked: list[NamedEntry]) -> None:
    of_the_company = [one for one in booked if one.entry.company_id == territory.company.id]
    assert (len(booked), len(of_the_company)) == (8, 6)
    for order in [*SAID, *(f"-{key}" for key in SAID)]:
        await _check(territory.facilitator, booked, EntryFilters(), order)
        await _check(territory.company_agent, of_the_company, EntryFilters(), order)


async def test_filters_hold_in_each_order(territory: Territory, booked: list[NamedEntry]) -> None:
    first, march = booked[0].entry, Month.parse("2026-03")
    cases: tuple[tuple[EntryFilters, Callable[[NamedEntry], bool]], ...] = (
        (EntryFilters(lot_id=first.lot_id), lambda one: one.entry.lot_id == first.lot_id),
        (EntryFilters(hire_id=first.hire_id), lambda one: one.entry.hire_id == first.hire_id),
        (EntryFilters(month=march), lambda one: one.entry.month == march),
        (EntryFilters(text="zola"), lambda one: one.names.last_name == "Zola"),
        (EntryFilters(text="nobody"), lambda one: False),
    )
    for filters, keeps in cases:
        for order in ("person", "-lot", "company", "-month"):
            await _check(territory.facilitator, [one for one in booked if keeps(one)], filters, order)
