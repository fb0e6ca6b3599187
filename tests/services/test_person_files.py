"""The file of one person: everything told of them is handed over, then nothing of it is left but figures."""

from datetime import date, timedelta
from typing import Any

import pytest

from clause.db import sql
from clause.db.personal_data import HELD, NOT_HELD
from clause.db.queries.identity import set_identity
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.domain.participants import age_on
from clause.domain.person_files import PurgeCause, blurred_birth_date
from clause.domain.statistics import parse_perimeter
from clause.services import compliance, hires, participants, person_files, statistics
from clause.services.context import worker_context
from tests.builders.canaries import CANARIES, CANARY, LAST, Planted, plant
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant
from tests.builders.territory import NOW, Territory

CLOSED = {"journal_head", "counter", "migration", "journal_seal"}


async def places(territory: Territory) -> dict[str, int]:
    """Rows of each table that hold one of the canaries, in a text or in bytes, for all who may see them."""
    found: dict[str, int] = {}
    for caller in (territory.facilitator, territory.company_agent):
        for is_system in (False, True):
            await set_identity(caller.context.actor.model_copy(update={"system": is_system}))
            for table in sorted((set(HELD) | set(NOT_HELD)) - CLOSED):
                where = " OR ".join(
                    f"t::text ILIKE '%{word}%' OR t::text LIKE '%{word.encode().hex()}%'" for word in CANARIES
                )
                count = await sql.fetch_value(f"SELECT count(*) FROM {table} t WHERE {where}")
                if count:
                    found[table] = max(found.get(table, 0), count)
    return found


async def figures(territory: Territory, planted: Planted) -> tuple[Any, ...]:
    """What must be the same after a purge: sums, standings, statistics."""
    context = territory.facilitator.context
    await set_identity(context.actor)
    sums = await sql.fetch_one(
        "SELECT (SELECT sum(hours_validated) FROM ledger_entry) AS booked,"
        " (SELECT sum(hours_credited) FROM allocation) AS credited, (SELECT count(*) FROM hire) AS hires"
    )
    consolidation = await statistics.load_consolidation(context, 2026, parse_perimeter("org"), is_publication=False)
    return sums, await compliance.assess_one_lot(context, planted.lot_id), consolidation


async def test_the_name_stands_in_every_place_that_a_purge_empties(territory: Territory, transaction: None) -> None:
    await plant(territory)
    emptied = {table for table, held in HELD.items() if held.erased or held.is_removed}
    assert emptied - set(await places(territory)) == {"operation_participant", "removed_record"}


async def test_a_purge_leaves_no_trace_of_the_person_and_every_figure(territory: Territory, transaction: None) -> None:
    planted = await plant(territory)
    context, before = territory.facilitator.context, await figures(territory, planted)
    view = await person_files.load_file(context, planted.participant_id)
    purged = await person_files.purge_file(context, planted.participant_id, PurgeCause.REQUEST, f" {LAST.upper()} ")
    assert view.hindrances == ()
    assert purged.rows > 10
    assert purged.journal_lines
    assert await places(territory) == {}
    assert await figures(territory, planted) == before
    await set_identity(context.actor)
    assert await sql.fetch_value("SELECT broken_seq FROM clause_journal_verify($1)", context.actor.org_id) is None
    person = await participants.load_participant(context, planted.participant_id)
    assert (person.first_name, person.last_name, person.purged_at) == ("Personne", "anonymisée", NOW)
    assert person.birth_date == date(1990, 1, 1) or person.birth_date == date(1990, 12, 31)
    assert (await hires.load_hire(territory.company_agent.context, planted.hire.id)).last_name == "anonymisée"


async def test_a_purged_file_is_neither_purged_nor_corrected_again(territory: Territory, transaction: None) -> None:
    planted = await plant(territory)
    context = territory.facilitator.context
    await person_files.purge_file(context, planted.participant_id, PurgeCause.REQUEST, LAST)
    with pytest.raises(WrongState) as refused:
        await person_files.purge_file(context, planted.participant_id, PurgeCause.REQUEST, "anonymisée")
    assert [finding.code for finding in refused.value.findings] == ["PUR-001"]
    version = (await participants.load_participant(context, planted.participant_id)).version
    with pytest.raises(WrongState, match="PAR-006"):
        await participants.correct_participant(
            context, planted.participant_id, {"last_name": LAST}, version, confirm_duplicate=False
        )


async def test_everything_told_of_a_person_is_handed_over(territory: Territory, transaction: None) -> None:
    planted = await plant(territory)
    view = await person_files.export_file(territory.facilitator.context, planted.participant_id)
    told = {table for table, rows in view.rows.items() if CANARY in str(rows) or LAST in str(rows)}
    emptied = {table for table, held in HELD.items() if held.erased}
    assert told >= emptied - {"operation_participant", "proof_document"}
    assert view.rows["proof_document"][0]["content_bytes"] > 0
    assert "participant.exported" not in str(view.rows["journal"])
    again = await person_files.load_file(territory.facilitator.context, planted.participant_id)
    assert "participant.exported" in str(again.rows["journal"])


async def test_a_file_in_use_is_not_purged(territory: Territory, transaction: None) -> None:
    facilitator = territory.facilitator
    hire = await a_hire(facilitator, territory, await a_lot(facilitator, territory))
    with pytest.raises(WrongState) as refused:
        await person_files.purge_file(facilitator.context, hire.participant_id, PurgeCause.REQUEST, hire.last_name)
    assert [finding.code for finding in refused.value.findings] == ["PUR-002"]


async def test_the_name_must_be_typed_and_the_file_be_ones_own(territory: Territory, transaction: None) -> None:
    person = await a_participant(territory.facilitator)
    purge = person_files.purge_file
    with pytest.raises(Refused) as refused:
        await purge(territory.facilitator.context, person.id, PurgeCause.MISTAKE, "Dupont")
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("PUR-007", "last_name")]
    with pytest.raises(NotFound):
        await purge(territory.other_facilitator.context, person.id, PurgeCause.MISTAKE, person.last_name)
    with pytest.raises(Forbidden):
        await person_files.load_file(territory.company_agent.context, person.id)


async def test_readings_are_forgotten_after_a_year(territory: Territory, transaction: None) -> None:
    planted = await plant(territory)
    assert await person_files.forget_old_readings(territory.facilitator.context) == 0
    assert await person_files.forget_old_readings(worker_context(NOW)) == 0
    later = NOW + timedelta(days=366)
    assert await person_files.forget_old_readings(worker_context(later)) >= 1
    view = await person_files.load_file(territory.facilitator.context, planted.participant_id)
    assert view.rows["proof_view"] == []


@pytest.mark.parametrize(
    ("born", "days", "blurred"),
    [
        (date(1990, 4, 12), [], date(1990, 1, 1)),
        (date(1990, 4, 12), [date(2026, 5, 1)], date(1990, 1, 1)),
        (date(1990, 4, 12), [date(2026, 4, 11)], date(1990, 12, 31)),
        (date(1990, 4, 12), [date(2026, 4, 11), date(2026, 5, 2)], date(1990, 5, 1)),
        (date(1990, 4, 12), [date(2026, 4, 11), date(2026, 4, 12)], date(1990, 4, 12)),
    ],
)
def test_the_day_of_birth_is_blurred_as_far_as_ages_stay(born: date, days: list[date], blurred: date) -> None:
    assert blurred_birth_date(born, days) == blurred
    assert [age_on(blurred, day) for day in days] == [age_on(born, day) for day in days]
