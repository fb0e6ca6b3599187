"""What is kept of how lots stand is what the rules say of what is stored, whatever is done and in whatever order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries import outlooks as queries
from clause.db.queries.identity import set_identity
from clause.domain.contracts import Lot, LotChange
from clause.domain.errors import ClauseError
from clause.domain.hires import NamedHire
from clause.domain.hours import HoursStatement
from clause.domain.outlooks import LotInView, Outlook
from clause.domain.reliefs import NewRelief, ReliefGround, ReliefKind
from clause.domain.trash import RemovedKind
from clause.rules.alerts import AlertKind
from clause.rules.compliance import ComplianceStatus
from clause.services import alerts, compliance, contracts, hires, hours, ledger, outlooks, reliefs, trash
from clause.services.context import worker_context
from tests.builders.compliance import owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_submitted_statement, booked_entries
from tests.builders.obligations import bill
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Caller, Territory

TODAY = date(2026, 6, 15)
MONTHS = tuple(f"2026-0{month}" for month in range(1, 7))


@dataclass
class Work:
    """What a facilitator has done so far, and what is drawn next."""

    territory: Territory
    random: Random
    lots: list[Lot] = field(default_factory=list)
    hires: list[NamedHire] = field(default_factory=list)
    statements: list[HoursStatement] = field(default_factory=list)
    turn: int = 0

    @property
    def who(self) -> Caller:
        return self.territory.facilitator

    @property
    def lot(self) -> Lot:
        return self.random.choice(self.lots)

    def day(self, first_month: int = 1, last_month: int = 12) -> date:
        return date(2026, self.random.randint(first_month, last_month), self.random.randint(1, 28))


async def _add_lot(work: Work) -> None:
    ends = None if work.turn > 2 and work.random.random() < 0.2 else work.day(4, 12)
    days = {"first_day": work.day(1, 3), "last_day": ends}
    work.lots.append(await a_lot(work.who, work.territory, **days))  # type: ignore[arg-type]


async def _owe(work: Work) -> None:
    await owing(work.territory, work.lot, f"{work.random.randint(1, 600)}.00", work.day(1, 6))


async def _hire(work: Work) -> None:
    first_day, ends = work.day(1, 4), work.random.choice([None, work.day(5, 12)])
    work.hires.append(await a_hire(work.who, work.territory, work.lot, first_day=first_day, planned_last_day=ends))


async def _end_hire(work: Work) -> None:
    hire = await hires.load_hire(work.who.context, work.random.choice(work.hires).id)
    await hires.end_hire(work.who.context, hire.id, work.day(4, 6), "Départ", hire.version)


async def _declare(work: Work) -> None:
    hire = work.random.choice(work.hires)
    line = a_line(hire, f"{work.random.randint(1, 120)}.50")
    month = work.random.choice(MONTHS)
    work.statements.append(await a_submitted_statement(work.who, hire, line, month=month))


async def _send_back(work: Work) -> None:
    await hours.request_correction(work.who.context, work.random.choice(work.statements).id, "À revoir")


async def _validate(work: Work) -> None:
    await hours.validate_statement(work.who.context, work.random.choice(work.statements).id)


async def _reverse(work: Work) -> None:
    entries = await booked_entries(work.who, work.random.choice(work.statements))
    await ledger.reverse_entry(work.who.context, work.random.choice(entries).id, "Erreur", None)


async def _suspend(work: Work) -> None:
    relief = NewRelief(
        kind=ReliefKind.SUSPENSION,
        ground=ReliefGround.SITE_STOPPED,
        first_day=work.day(2, 5),
        decided_by_name="Direction des achats",
        decided_on=TODAY,
    )
    await reliefs.add_relief(work.who.context, work.lot.id, relief)


async def _bill(work: Work) -> None:
    await bill(work.who, work.lot, f"F{work.turn}", work.day(1, 6), f"{work.random.randint(1, 900_000)}.00")


async def _fix_rules(work: Work) -> None:
    await with_rules(
        work.territory,
        work.lot,
        compliance_by_invoices=work.random.random() < 0.5,
        statement_due_day=work.random.randint(1, 28),
        alert_behind_from_share=str(Decimal(work.random.randint(0, 9)) / 10),
    )


async def _change_days(work: Work) -> None:
    lot = await contracts.load_lot(work.who.context, work.lot.id)
    await contracts.change_lot(work.who.context, lot.id, LotChange(last_day=work.day(4, 12)), lot.version)


async def _remove_hire(work: Work) -> None:
    await trash.remove(work.who.context, RemovedKind.HIRE, work.random.choice(work.hires).id)


ACTS: tuple[Callable[[Work], Awaitable[None]], ...] = (
    _add_lot, _owe, _owe, _hire, _end_hire, _declare, _declare, _send_back, _validate, _validate, _reverse, _suspend,
    _bill, _fix_rules, _change_days, _remove_hire,
)  # fmt: skip


async def _in_view(territory: Territory, on: date = TODAY) -> list[LotInView]:
    await set_identity(territory.facilitator.context.actor)
    return await queries.list_lots_in_view(on, follow_up=None)


async def _live(territory: Territory, on: date = TODAY) -> list[Outlook]:
    await set_identity(territory.facilitator.context.actor)
    lots = await sql.fetch("SELECT id FROM lot ORDER BY id")
    return await queries.draw_outlooks([row["id"] for row in lots], on)


async def _later_days(territory: Territory, random: Random) -> list[date]:
    """Days on which what is kept would first be found wrong: the last that it holds for a lot, and any other."""
    await set_identity(territory.facilitator.context.actor)
    ends = {row["holds_until"] - timedelta(days=1) for row in await sql.fetch("SELECT holds_until FROM lot_outlook")}
    return [*random.sample(sorted(ends), min(2, len(ends))), TODAY + timedelta(days=random.randint(1, 70))]


async def _kept_lots(territory: Territory) -> set[UUID]:
    """The lots of which what is kept counts: seen by spoiling it."""
    await sql.execute("SAVEPOINT spoiling")
    await set_identity(territory.facilitator.context.actor)
    await sql.execute("UPDATE lot_outlook SET hours_credited = -1")
    kept = {one.outlook.lot_id for one in await _in_view(territory) if one.hours_credited == -1}
    await sql.execute("ROLLBACK TO SAVEPOINT spoiling")
    return kept


async def _work(territory: Territory) -> None:
    """As the worker does until nothing is left."""
    while await outlooks.draw_outlooks(worker_context(NOW, territory.facilitator_org.id)):
        pass


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_is_kept_is_what_is_drawn_after_every_act(
    territory: Territory, transaction: None, seed: int
) -> None:
    work = Work(territory, Random(seed))
    first = (_add_lot, _add_lot, _owe, _owe, _hire, _hire, _declare)
    done: set[str] = set()
    told: set[object] = set()
    plan = (*first, *work.random.sample(ACTS * 2, 2 * len(ACTS)))
    await _work(territory)
    for work.turn, act in enumerate(plan):
        try:
            await act(work)
        except (ClauseError, IndexError):
            continue  # a rule is against it, or there is nothing to do it to
        done.add(act.__name__)
        live = await _live(territory)
        assert [one.outlook for one in await _in_view(territory)] == live, act.__name__
        await _work(territory)
        for later in await _later_days(territory, work.random) if work.turn % 3 == 0 else ():
            held = [one.outlook for one in await _in_view(territory, later)]
            assert held == await _live(territory, later), f"{act.__name__}, drawn on {TODAY}, read on {later}"
        told |= {one.status for one in live} | {kind for one in live for kind in one.alerts}
    assert len(done) >= 10
    assert len(told) >= 5
    await _lists_agree(work.who)


async def _lists_agree(who: Caller) -> None:
    """A list of one status or of one kind of alert holds those of the whole list, page by page, and no other."""
    lots = await compliance.list_compliance(who.context)
    for status in ComplianceStatus:
        wanted = [one for one in lots if one.figures and one.figures.status is status]
        of_status = partial(compliance.list_compliance, who.context, status=status, limit=2)
        assert await _every_page(of_status, lambda one: one.hours.lot_id) == wanted
    every = [one for lot in lots for one in await alerts.list_alerts_of_lot(who.context, lot.hours.lot_id)]
    for kind in (None, *AlertKind):
        of_kind = partial(alerts.list_alerts, who.context, kind=kind, limit=2)
        found = await _every_page(of_kind, lambda one: (one.lot_id, alerts.rank(one)))
        assert found == [one for one in every if kind in (None, one.kind)]


async def _every_page(listed: Callable[..., Awaitable[list[Any]]], mark: Callable[[Any], Any]) -> list[Any]:
    found: list[Any] = []
    while page := await listed(after=mark(found[-1]) if found else None):
        found += page
    return found


async def test_what_is_kept_counts_until_the_lot_is_touched_or_the_day_that_it_holds_until(
    territory: Territory, transaction: None
) -> None:
    lots = [await a_lot(territory.facilitator, territory) for _ in range(2)]
    ids = {lot.id for lot in lots}
    assert await _kept_lots(territory) & ids == set()
    await _work(territory)
    assert await _kept_lots(territory) >= ids
    await owing(territory, lots[0], "100.00")
    assert await _kept_lots(territory) & ids == {lots[1].id}
    await _work(territory)
    await set_identity(territory.facilitator.context.actor)
    await sql.execute("UPDATE lot_outlook SET hours_credited = -1, holds_until = $1", TODAY + timedelta(days=2))
    for days, is_read in ((-1, False), (0, True), (1, True), (2, False)):
        seen = {one.hours_credited for one in await _in_view(territory, TODAY + timedelta(days=days))}
        assert (Decimal(-1) in seen) is is_read, days


async def test_what_is_kept_says_on_each_later_day_what_the_day_brings(territory: Territory, transaction: None) -> None:
    """Each lot changes for one cause: a month not declared, an eligibility, a version that begins, the clock."""
    who = territory.facilitator
    late, ending, owing_more, behind = [
        await a_lot(who, territory, first_day=date(2026, 5, 4), last_day=last_day)
        for last_day in (None, None, date(2027, 6, 30), date(2026, 12, 31))
    ]
    await a_hire(who, territory, late, first_day=date(2026, 6, 1), planned_last_day=date(2026, 6, 25))
    hire = await a_hire(who, territory, ending, first_day=date(2026, 6, 1), planned_last_day=date(2026, 12, 31))
    await sql.execute("UPDATE hire SET eligible_last_day = $2 WHERE id = $1", hire.id, TODAY + timedelta(days=70))
    await owing(territory, owing_more, "100.00", date(2026, 6, 22))
    await owing(territory, behind, "100.00")
    await _work(territory)
    seen: dict[UUID, set[object]] = {}
    for days in range(40):
        on = TODAY + timedelta(days=days)
        live = await _live(territory, on)
        assert [one.outlook for one in await _in_view(territory, on)] == live, on
        for one in live:
            seen.setdefault(one.lot_id, set()).update((one.status, *one.alerts))
    assert AlertKind.STATEMENT_OVERDUE in seen[late.id]
    assert AlertKind.ELIGIBILITY_ENDING in seen[ending.id]
    assert None in seen[owing_more.id]
    assert len(seen[owing_more.id]) > 1
    assert AlertKind.NO_HIRE in seen[behind.id]


async def test_other_rules_draw_anew(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await _work(territory)
    await set_identity(territory.facilitator.context.actor)
    await sql.execute("UPDATE lot_outlook SET edition = 'another'")
    assert lot.id not in await _kept_lots(territory)


async def test_an_organisation_is_to_be_drawn_until_it_is(territory: Territory, transaction: None) -> None:
    await a_lot(territory.facilitator, territory)
    org_id = territory.facilitator_org.id
    assert org_id in await outlooks.list_organisations_to_draw(worker_context(NOW))
    assert await outlooks.list_organisations_to_draw(territory.facilitator.context) == []
    await _work(territory)
    assert org_id not in await outlooks.list_organisations_to_draw(worker_context(NOW))


async def test_a_lot_taken_out_takes_what_is_kept_with_it(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, held=False)
    await _work(territory)
    await trash.remove(territory.facilitator.context, RemovedKind.LOT, lot.id)
    await set_identity(territory.facilitator.context.actor)
    assert await sql.fetch("SELECT FROM lot_outlook WHERE lot_id = $1", lot.id) == []
