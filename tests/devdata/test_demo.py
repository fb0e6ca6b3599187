"""The demonstration on a real database: whole on any day, made once, and never by halves."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clause.db import sql
from clause.devdata.demo import build
from clause.devdata.timeline import DemoCalendar, Timeline
from clause.devdata.world import World
from clause.domain.certificate_register import CertificateFilters
from clause.domain.claims import ClaimState
from clause.domain.contracts import FollowUpState, LotFilters, LotRow
from clause.domain.eligibility import EligibilityState
from clause.domain.findings import Severity
from clause.rules.compliance import ComplianceStatus
from clause.services import (
    certificates,
    claims,
    contracts,
    hires,
    holders,
    hours,
    intermediate_body,
    ledger,
    participants,
)
from clause.services import eligibility as eligibility_services
from clause.services import timesheets as timesheet_services
from clause.services.timesheets import MonthOf

ALL = 200
DAYS = [
    datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 0, tzinfo=UTC),  # 1 March in France, a month that has barely begun
    datetime(2027, 1, 1, 11, 0, tzinfo=UTC),
    datetime(2028, 8, 31, 7, 0, tzinfo=UTC),
]
"""Each is told once for all tests of this folder, which takes seconds: take these before adding others."""


async def built(now: datetime) -> World:
    """The territory as seen from an instant, in the test's transaction."""
    calendar = DemoCalendar(now)
    world = World(calendar, Timeline(calendar), "http://clause.test")
    await build(world, lambda _: None)
    return world


async def lots_of(world: World) -> dict[str, LotRow]:
    """The lots that were decided upon, by short name."""
    rows = await contracts.list_lots(world.by("maelle", world.calendar.now), LotFilters(), limit=ALL)
    by_id = {row.lot.id: row for row in rows}
    return {key: by_id[lot.id] for key, lot in world.lots.items()}


async def counts_of(world: World) -> dict[str, Any]:
    """How many there are of each thing, as the services tell it."""
    now = world.calendar.now
    maelle = world.by("maelle", now)
    lots = await contracts.list_lots(maelle, LotFilters(), limit=ALL)
    people = await participants.list_participants(maelle, name=None, after=None, limit=ALL)
    grounds = [
        ground
        for person in people
        for ground in await eligibility_services.list_eligibilities(maelle, person.id, after=None, limit=ALL)
    ]
    statements = await hours.list_statements(maelle, limit=ALL)
    entries = await ledger.list_entries(maelle, limit=ALL)
    papers = await certificates.list_certificates(maelle, CertificateFilters(), after=None, limit=ALL)
    return {
        "lots": Counter(row.lot.follow_up for row in lots),
        "eligibilities": Counter(ground.state for ground in grounds),
        "hires": len(
            await hires.list_hires(maelle, lot_id=None, company_id=None, participant_id=None, after=None, limit=ALL)
        ),
        "statements": Counter(statement.state.value for statement in statements),
        "entries": Counter(entry.kind.value for entry in entries),
        "entries_not_credited": sum(entry.not_credited_reason is not None for entry in entries),
        "certificates": Counter((paper.kind.value, paper.state.value) for paper in papers),
        "timesheets": await _timesheet_states(world),
    }


async def _timesheet_states(world: World) -> dict[str, list[str]]:
    """The state of each month of the mission, from the first to the current one, by person."""
    now = world.calendar.now
    found: dict[str, list[str]] = {}
    for key in ("maelle", "yanis"):
        person = world.people[key]
        months = [MonthOf(person.id, world.calendar.month(offset)) for offset in range(-8, 1)]
        views = [await timesheet_services.load_timesheet(world.by("helene", now), month) for month in months]
        found[key] = [view.sheet.state.value if view.sheet else "none" for view in views]
    return found


EXPECTED = {
    "lots": {FollowUpState.FOLLOWED: 15, FollowUpState.SET_ASIDE: 5, FollowUpState.TO_REVIEW: 2},
    "eligibilities": {EligibilityState.ACCEPTED: 23, EligibilityState.REFUSED: 1, EligibilityState.INCOMPLETE: 1},
    "hires": 30,
    "statements": {"VALIDATED": 52, "SUBMITTED": 1, "CORRECTION_REQUESTED": 1, "DRAFT": 1},
    "entries": {"BOOKING": 148, "REVERSAL": 2},
    "entries_not_credited": 1,
    "certificates": {
        ("COMPANY_YEARLY", "ISSUED"): 3,
        ("FINAL", "ISSUED"): 1,
        ("PROGRESS", "ISSUED"): 2,
        ("PROGRESS", "REVOKED"): 1,
    },
    "timesheets": {key: [*["approved"] * 7, "signed", "open"] for key in ("maelle", "yanis")},
}


async def test_the_territory_is_whole_whatever_the_day(world: World) -> None:
    assert await counts_of(world) == EXPECTED
    lots = await lots_of(world)
    assert {key: lots[key].status for key in ("pisc1", "pisc2", "pisc3", "pisc4", "nett")} == {
        "pisc1": ComplianceStatus.ON_TRACK,
        "pisc2": ComplianceStatus.AT_RISK,
        "pisc3": ComplianceStatus.MET,
        "pisc4": ComplianceStatus.MET,
        "nett": ComplianceStatus.ON_TRACK,
    }
    assert lots["pisc3"].hours_credited > (lots["pisc3"].hours_owed or 0)
    assert lots["dune"].hours_credited == 0
    ended = lots["pisc4"].lot.last_day
    assert ended is not None
    assert ended < world.calendar.today
    await _check_the_consortium_of_the_road_knows_who_owes_what(world)
    await _check_the_claim_reached_its_intermediate_body_alone(world)
    await _check_the_journal_runs_forward_and_its_chain_holds(world)


async def _check_the_consortium_of_the_road_knows_who_owes_what(world: World) -> None:
    found = await holders.load_positions(world.by("maelle", world.calendar.now), world.lots["rd31"].id)
    assert found.findings == ()
    assert found.hours_owed == sum(member.hours_owed.value for member in found.members if member.hours_owed)
    assert found.hours_credited == sum(member.credits.total for member in found.members) > 0
    assert [member.share for member in found.members] == [Decimal("0.7"), Decimal("0.3")]
    assert sum(member.balance.value for member in found.members if member.balance) == 0
    assert len(found.settlements) == 1


async def _check_the_claim_reached_its_intermediate_body_alone(world: World) -> None:
    now = world.calendar.now
    assert world.claim_id is not None
    claim = await claims.load_claim(world.by("helene", now), world.claim_id)
    assert claim.state is ClaimState.PAID
    assert [finding for finding in claim.findings if finding.severity is not Severity.INFO] == []
    assert (await claims.load_pdf(world.by("helene", now), claim.id)).content.startswith(b"%PDF")
    pulled = await intermediate_body.list_claims(world.by("ponant-portal", now), updated_since=None, after=0, limit=ALL)
    assert [handed.id for handed in pulled if handed.receipt_reference] == [claim.id]
    other = world.by("hautelande-portal", now)
    assert await intermediate_body.list_claims(other, updated_since=None, after=0, limit=ALL) == []


async def _check_the_journal_runs_forward_and_its_chain_holds(world: World) -> None:
    org_id = world.organisations["mde"].id
    await sql.execute("SELECT set_config('clause.scope', 'system', true)")
    instants = [row["at"] for row in await sql.fetch("SELECT at FROM journal WHERE org_id = $1 ORDER BY seq", org_id)]
    assert len(instants) > 300
    assert instants == sorted(instants)
    assert instants[-1] <= world.calendar.now
    assert await sql.fetch_value("SELECT broken_seq FROM clause_journal_verify($1)", org_id) is None


def _command(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "CLAUSE_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "clause", "--data-dir", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ours,
    )


def _done(folder: Path, *arguments: str) -> str:
    """What a command printed, once it has ended well."""
    process = _command(folder, *arguments)
    printed, complaints = process.communicate(timeout=600)
    assert process.returncode == 0, complaints
    return printed


@pytest.mark.real_processes
def test_a_killed_demonstration_leaves_nothing_and_a_whole_one_is_never_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert "Aucune donnée" in _done(folder, "demo", "--show")
    killed = _command(folder, "demo")
    assert killed.stderr is not None
    told = [killed.stderr.readline() for _ in range(4)]
    killed.kill()
    killed.communicate(timeout=600)
    assert all("Territoire de démonstration" in line for line in told), told

    first = _done(folder, "demo")
    kept = json.loads((folder / "demo.json").read_text())
    assert kept["password"] in first
    assert _done(folder, "demo") == first
    assert json.loads((folder / "demo.json").read_text()) == kept

    (folder / "demo.json").unlink()
    assert "déjà dans cette base" in _done(folder, "demo", "--show")
