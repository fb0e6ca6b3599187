"""A small share of the country on a real database, put in with all guards, then read back through the services."""

import json
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from clause.db import bulk, national_hours
from clause.devdata import national, national_report
from clause.devdata.national_plan import Kind, siret
from clause.devdata.national_report import StoredCountry
from clause.domain.errors import WrongState
from clause.domain.identifiers import parse_siret
from clause.domain.statistics import Perimeter, PerimeterKind
from clause.rules.calendar import Period
from clause.rules.codes import HoursNature
from clause.rules.counting import credited_hours
from clause.services import statistics
from tests.national.country import NOW, SIZES, YEAR, filled

GUARDS = """
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass || ' ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
"""


async def guards(owner: bulk.Connection) -> list[str]:
    """Every constraint, index and trigger, in a fixed order."""
    return sorted(row[0] for row in await owner.fetch(GUARDS))


async def test_the_statistics_of_the_service_give_the_sizes_that_were_asked(owner: bulk.Connection) -> None:
    await filled(owner)
    context = national_report.reader(YEAR, NOW)
    found = await statistics.load_consolidation(
        context, YEAR.number, Perimeter(kind=PerimeterKind.COUNTRY), is_publication=False
    )
    figures = {what: value for value, what in national_report.headline(found)}
    assert figures["marchés"] == SIZES.contracts
    assert figures["entreprises"] == SIZES.companies
    assert figures["acheteurs"] == SIZES.buyers
    assert figures["participants"] == SIZES.participants
    assert figures["contrats de travail signés"] == SIZES.hires
    assert figures["postes de facilitateur (ETP)"] == SIZES.facilitators
    assert abs(figures["heures validées"] / SIZES.hours - 1) < Decimal("0.05")
    lines = await owner.fetchval("SELECT count(*) FROM ledger_entry")
    assert abs(lines / SIZES.ledger_lines - 1) < 0.1


async def test_every_guard_is_back_and_every_chain_verifies(owner: bulk.Connection) -> None:
    before = await guards(owner)
    await filled(owner)
    assert await guards(owner) == before
    broken = await owner.fetchval("SELECT count(*) FROM journal_head h, clause_journal_verify(h.org_id)")
    assert broken == 0
    assert await owner.fetchval("SELECT count(*) FROM journal WHERE org_id = $1", YEAR.id(Kind.ORGANISATION, 0)) == 1


async def test_each_entry_says_what_the_rule_says(owner: bulk.Connection) -> None:
    await filled(owner)
    rows = await owner.fetch(
        "SELECT e.*, l.first_day AS opens, l.last_day AS closes, h.eligible_first_day, h.eligible_last_day"
        " FROM ledger_entry e JOIN lot l ON l.id = e.lot_id JOIN hire h ON h.id = e.hire_id"
    )
    for row in rows:
        assert json.loads(row["trace"]) == _of_the_rule(row)
    assert {row["nature"] for row in rows} > {HoursNature.WORK.value}


def _of_the_rule(row: Any) -> object:
    decision = credited_hours(
        row["hours_validated"],
        Period(row["first_day"], row["last_day"]),
        Period(row["opens"], row["closes"]),
        Period(row["eligible_first_day"], row["eligible_last_day"]),
        nature=HoursNature(row["nature"]),
    )
    assert row["not_credited_reason"] == (decision.reason.value if decision.reason else None)
    return decision.trace.model_dump(mode="json")


async def test_nothing_is_filled_beside_contracts(owner: bulk.Connection) -> None:
    await national_hours.refuse_if_used(owner)
    await filled(owner)
    with pytest.raises(WrongState, match="CMD-005"):
        await national_hours.refuse_if_used(owner)


async def test_a_country_that_breaks_a_rule_is_not_kept(owner: bulk.Connection) -> None:
    await filled(owner)
    await national_hours.require_unbroken(owner)
    await owner.execute("UPDATE lot_standing SET hours_credited = hours_credited + 1 WHERE hours_credited > 0")
    with pytest.raises(WrongState, match="CMD-006") as refused:
        await national_hours.require_unbroken(owner)
    assert str(refused.value.values["rules"]).startswith("totals_of_lots")


async def test_what_names_nothing_is_refused_when_the_guards_come_back(owner: bulk.Connection) -> None:
    nobody, row = YEAR.id(Kind.USER, 7), (YEAR.id(Kind.MEMBERSHIP, 1),)
    columns, guarded = ("id", "user_id", "org_id", "role", "created_at"), bulk.bare(owner, ["membership"])
    await guarded.__aenter__()
    await bulk.copy(owner, "membership", columns, [(*row, nobody, nobody, "manager", NOW)])
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await guarded.__aexit__(None, None, None)


def test_the_same_country_is_drawn_each_time() -> None:
    one, other = (national.draw(SIZES, YEAR, "x") for _ in range(2))
    assert one.workforce.tables == other.workforce.tables
    assert one.market.tables == other.market.tables
    assert one.hours == other.hours


def test_everybody_in_the_directory_has_a_number_that_is_possible() -> None:
    assert all(parse_siret(siret(family, number)) for family in range(1, 5) for number in (0, 7, 19_999))


def test_a_second_hire_begins_after_the_first_and_ages_fit_grounds() -> None:
    spans = national.draw(SIZES, YEAR, "x").workforce.spans
    by_person: dict[int, date] = {}
    for span in spans:
        assert by_person.get(span.participant, date.min) < span.first_day
        assert span.lot.first_day <= span.first_day <= span.last_day <= span.lot.last_day
        by_person[span.participant] = span.last_day
    assert len(spans) == SIZES.hires
    assert len(by_person) == SIZES.participants


def test_what_is_kept_is_for_its_owner_only(tmp_path: Path) -> None:
    kept = StoredCountry(
        year=2025, password="abcd-ef01", ledger_lines=1_500, seconds=8, mebibytes=40, claims={"paid": 3}
    )
    national_report.write(tmp_path, kept)
    assert national_report.read(tmp_path) == kept
    assert stat.S_IMODE((tmp_path / national_report.FILE_NAME).stat().st_mode) == 0o600
    assert national_report.read(tmp_path / "elsewhere") is None
