"""The demonstration: a believable fictional territory, made once by calling the services at past instants.

All of it is one transaction: a command that is killed half-way leaves nothing behind, and the next one begins again.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from clause.db import sql
from clause.db.migrate import migrate
from clause.devdata import (
    cadence,
    cast,
    company_years,
    contracts_shown,
    holders,
    late,
    later_outcomes,
    markets,
    mission,
    obligations_shown,
    papers,
    participants_shown,
    penalties_shown,
    people,
    pooled,
    proofs,
    reliefs_shown,
    report,
    spreadsheet,
    statements,
    verification_shown,
    windows,
    yearly,
)
from clause.devdata.report import DemoReport
from clause.devdata.timeline import DemoCalendar, Timeline
from clause.devdata.world import World
from clause.domain.actors import OrgKind
from clause.gateways.mail import mailer
from clause.gateways.queue import queue
from clause.runtime import open_runtime
from clause.services import accounts
from clause.services.context import operator_context
from clause.settings import Settings

__all__ = ["DemoReport", "seed", "stored_report"]

_TERRITORY = (cast, yearly, markets, holders, people, statements, papers)
_FSE = (mission, verification_shown, participants_shown)
_OWED = (contracts_shown, obligations_shown, reliefs_shown, penalties_shown)
_FOLLOW_UP = (windows, proofs, later_outcomes, cadence, late, spreadsheet, pooled, company_years)


async def seed(settings: Settings, progress: Callable[[str], None], now: datetime | None = None) -> DemoReport | None:
    """Make the territory as seen from ``now``, unless it is there already; the result is what to tell a newcomer.

    The database is brought up to date first, so that the command works on an empty one.
    """
    instant = now or datetime.now(UTC)
    await migrate(settings.asyncpg_owner_config())
    async with open_runtime(settings):
        org_id = await _find_territory(instant)
        if org_id is None:
            # Jobs are done here, to their end: no worker is to be woken for them.
            queue.close()
            # What happened in a past that never was is written to nobody.
            mailer.close()
            await _make(settings, progress, instant)
            org_id = await _find_territory(instant)
    return _report(settings, org_id)


async def stored_report(settings: Settings) -> DemoReport | None:
    """What to tell a newcomer of the territory that is there; None when there is none, not even a table."""
    async with open_runtime(settings):
        try:
            org_id = await _find_territory(datetime.now(UTC))
        except asyncpg.UndefinedTableError:
            return None
    return _report(settings, org_id)


async def build(world: World, progress: Callable[[str], None]) -> None:
    """Do everything that makes the territory, in the order of its instants."""
    for part in (*_TERRITORY, *_FSE, *_OWED, *_FOLLOW_UP):
        part.plan(world)
    await world.timeline.run(progress)


async def _make(settings: Settings, progress: Callable[[str], None], now: datetime) -> None:
    calendar = DemoCalendar(now)
    world = World(calendar, Timeline(calendar), settings.public_url)
    async with sql.engine().transaction():
        await build(world, progress)
        # Before the commit: should this fail, or we be killed here, the file names a territory that does not exist.
        report.write(settings.data_dir, report.to_store(world))


async def _find_territory(now: datetime) -> UUID | None:
    found = await accounts.list_organisations(
        operator_context(now), OrgKind.FACILITATOR_ORG, siret=cast.FACILITATOR_SIRET, name=None, after=None, limit=1
    )
    return found[0].id if found else None


def _report(settings: Settings, org_id: UUID | None) -> DemoReport | None:
    if org_id is None:
        return None
    kept = report.read(settings.data_dir)
    if kept is None or kept.facilitator_org_id != org_id:
        return report.lost_report()
    return report.report_of(kept, settings.public_url)
