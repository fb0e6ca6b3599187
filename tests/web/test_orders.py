"""Lists that look at the rows they show only: every order works both ways, filters hold, files hold every row."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
import pytest

from clause.domain.contracts import Lot, LotFilters
from clause.domain.hours import StatementFilters, StatementState
from clause.domain.tables import Slice, Window
from clause.rules.alerts import AlertKind
from clause.rules.calendar import Month
from clause.rules.compliance import ComplianceStatus
from clause.services import alerts, compliance, contracts, hours_lists, statements_due
from tests.builders.compliance import ENDED, a_lot_with_hours, owing
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_submitted_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory
from tests.web.reading import read_page

Browse = Callable[[Window], Awaitable[Slice[Any]]]


class _Taken:
    """What a service handed over."""

    def __init__(self) -> None:
        self.rows: list[Any] = []

    async def take(self, rows: Sequence[Any]) -> None:
        self.rows += rows


@pytest.fixture
async def lots(territory: Territory, client: httpx.AsyncClient) -> list[Lot]:
    """One that was missed, one that owes nothing yet, one on which a month is declared and another due."""
    who = territory.facilitator
    missed = await a_lot_with_hours(territory, label="Toiture")
    open_lot = await a_lot(who, territory, label="Arbres")
    running = await a_lot(who, territory, label="Peinture")
    await owing(territory, running, "1000.00")
    await a_submitted_statement(who, await a_hire(who, territory, running), month="2026-02")
    return [missed, open_lot, running]


async def _orders_work(browse: Browse, orders: frozenset[str] | set[str], key: Callable[[Any], Any]) -> None:
    usual = await browse(Window("", 0, 50))
    assert usual.count == len(usual.rows) > 1
    for order in orders:
        for way in ("", "-"):
            found = await browse(Window(way + order, 0, 50))
            assert {key(row) for row in found.rows} == {key(row) for row in usual.rows}, way + order
            assert found.count == usual.count
        cut = await browse(Window(order, 1, 1))
        assert (len(cut.rows), cut.count) == (1, usual.count)


async def test_orders_of_contracts(territory: Territory, lots: list[Lot]) -> None:
    context = territory.facilitator.context
    found = await compliance.list_contracts_in_view(context, (None, None, ()))
    assert [one.status for one in found][:1] == [ComplianceStatus.MISSED]

    async def browse(window: Window) -> Slice[Any]:
        return await compliance.browse_contract_rows(context, (None, None, ()), found, window)

    await _orders_work(browse, set(compliance.ORDERS_OF_CONTRACTS), lambda row: row.contract.id)
    by_ratio = [row.contract.id for row in (await browse(Window("-ratio", 0, 10))).rows]
    assert by_ratio.index(lots[0].contract_id) < by_ratio.index(lots[2].contract_id)


async def test_orders_and_statuses_of_lots(territory: Territory, lots: list[Lot]) -> None:
    context = territory.facilitator.context

    async def browse(window: Window) -> Slice[Any]:
        return await contracts.browse_lots(context, LotFilters(), (), window)

    await _orders_work(browse, set(contracts.ORDERS_OF_LOTS), lambda row: row.lot.id)
    for status, lot in ((ComplianceStatus.MISSED, lots[0]), (None, lots[1])):
        found = await contracts.browse_lots(context, LotFilters(), (status,), Window("label", 0, 10))
        assert [row.lot.id for row in found.rows if row.lot.id in {one.id for one in lots}] == [lot.id]
        taken = _Taken()
        await contracts.hand_over_lots(context, LotFilters(), (status,), "-status", taken.take)
        assert {row.lot.id for row in taken.rows} == {row.lot.id for row in found.rows}


async def test_orders_and_kinds_of_alerts(territory: Territory, lots: list[Lot]) -> None:
    context = territory.facilitator.context
    found = await alerts.list_lots_alerted(context)

    async def browse(window: Window) -> Slice[Any]:
        return await alerts.browse_alerts(context, found, None, window)

    await _orders_work(browse, set(alerts.ORDERS_OF_ALERTS), lambda row: (row.lot_id, row.kind))
    overdue = await alerts.browse_alerts(context, found, AlertKind.STATEMENT_OVERDUE, Window("", 0, 50))
    assert {row.kind for row in overdue.rows} == {AlertKind.STATEMENT_OVERDUE}
    taken = _Taken()
    await alerts.hand_over_alerts(context, found, None, "lot", taken.take)
    assert len(taken.rows) == (await browse(Window("", 0, 1))).count


async def test_orders_of_statements_due(territory: Territory, lots: list[Lot]) -> None:
    context = territory.facilitator.context
    found = await statements_due.list_dues_in_view(context)

    async def browse(window: Window) -> Slice[Any]:
        return await statements_due.browse_dues(context, found, window)

    await _orders_work(browse, set(statements_due.ORDERS_OF_DUES), lambda row: row.due.mark)
    told = await statements_due.list_statements_due(context, limit=len(found))
    assert [due.mark for due in told] == [due.mark for due in found]


async def test_orders_of_statements(territory: Territory, lots: list[Lot]) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, lots[2])
    await a_draft(who, hire, month="2026-04", hours_declared="7.00")

    async def browse(window: Window) -> Slice[Any]:
        return await hours_lists.browse_statements(who.context, StatementFilters(), window)

    await _orders_work(browse, set(hours_lists.ORDERS_OF_STATEMENTS), lambda row: row.id)
    of_april = StatementFilters(month=Month(2026, 4), lot_id=lots[2].id, state=StatementState.DRAFT)
    taken = _Taken()
    await hours_lists.hand_over_statements(territory.company_agent.context, of_april, "declared", taken.take)
    assert [str(row.hours_declared) for row in taken.rows] == ["7.00"]
    other = await hours_lists.browse_statements(territory.other_facilitator.context, of_april, Window("", 0, 5))
    assert other.count == 0


async def test_a_list_by_status_leaves_as_a_file(
    client: httpx.AsyncClient, territory: Territory, lots: list[Lot]
) -> None:
    headers = territory.facilitator.headers
    assert lots[0].last_day == ENDED
    for path in ("/contracts?status=MISSED", "/lots?status=MISSED", "/alerts?kind=STATEMENT_OVERDUE"):
        page = read_page(await client.get(path, headers=headers))
        assert [link for link in page.links if "format=xlsx" in link], path
        for form in ("xlsx", "pdf"):
            assert (await client.get(f"{path}&format={form}", headers=headers)).status_code == 200
