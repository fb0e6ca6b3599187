"""What was added by mistake: taken out while nothing stands on it, put back as it was, forgotten after its last day."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.db.queries.trash import USES
from clause.domain.contracts import HolderRole, Lot
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, WrongState
from clause.domain.jobs import JobKind
from clause.domain.trash import RemovedKind
from clause.rules.trash import restorable_until
from clause.services import contracts, eligibility, hires, jobs, participants, trash
from clause.services.context import worker_context
from clause.text.labels import LABELS
from clause.workers.registry import STEPS
from tests.builders.contracts import a_contract, a_lot
from tests.builders.holders import a_company, a_consortium_lot, a_contact, a_split, a_subcontractor
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire, a_participant
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")

FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text AS used_by FROM pg_constraint c
WHERE c.contype = 'f' AND c.confrelid::regclass::text = $1
"""


async def one_of_each(who: Caller, territory: Territory) -> dict[RemovedKind, UUID]:
    """A record of each kind on which nothing stands."""
    lot = await a_lot(who, territory)
    holder = await sql.fetch_value("SELECT id FROM lot_holder WHERE lot_id = $1", (await a_lot(who, territory)).id)
    return {
        RemovedKind.CONTRACT: (await a_contract(who, territory)).id,
        RemovedKind.LOT: (await a_lot(who, territory, held=False)).id,
        RemovedKind.HOLDER: holder,
        RemovedKind.SUBCONTRACTOR: (await a_subcontractor(who, lot, await a_company(), territory.company.id)).id,
        RemovedKind.CONTACT: (await a_contact(who, lot.id, territory.company.id)).id,
        RemovedKind.PARTICIPANT: (await a_participant(who)).id,
        RemovedKind.HIRE: (await a_hire(who, territory, lot)).id,
    }


async def row_of(kind: RemovedKind, subject_id: UUID) -> object:
    return await sql.fetch_value(f"SELECT to_jsonb(r) FROM {kind.value} r WHERE id = $1", subject_id)


@pytest.mark.parametrize("kind", list(RemovedKind))
async def test_what_nothing_stands_on_is_taken_out_and_put_back_as_it_was(
    territory: Territory, kind: RemovedKind
) -> None:
    who = territory.facilitator
    subject_id = (await one_of_each(who, territory))[kind]
    await set_identity(who.context.actor)
    before = await row_of(kind, subject_id)
    removed = await trash.remove(who.context, kind, subject_id)
    await set_identity(who.context.actor)
    assert await row_of(kind, subject_id) is None
    assert removed.kept_until == NOW.date() + timedelta(days=14)
    assert [one.name for one in await trash.list_removed(who.context, limit=9)] == [removed.name]
    await trash.restore(who.context, subject_id)
    await set_identity(who.context.actor)
    assert await row_of(kind, subject_id) == before
    assert await trash.list_removed(who.context, limit=9) == []
    done = await sql.fetch(
        "SELECT action, data::text AS data FROM journal WHERE subject_id = $1 ORDER BY seq", subject_id
    )
    assert [row["action"] for row in done[-2:]] == [f"{kind.value}.removed", f"{kind.value}.restored"]
    assert all(removed.name not in row["data"] for row in done)


@pytest.mark.parametrize("kind", list(RemovedKind))
async def test_every_foreign_key_is_a_use_that_has_its_words(territory: Territory, kind: RemovedKind) -> None:
    keys = {row["used_by"] for row in await sql.fetch(FOREIGN_KEYS, kind.value)}
    assert keys - set(USES[kind]) == set()
    assert {f"HAS_{table.upper()}" for table in USES[kind]} - set(LABELS["record_use"]) == set()


async def test_what_something_stands_on_is_refused_with_what_does(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    lot, person = await contracts.load_lot(who.context, hire.lot_id), hire.participant_id
    await a_contact(who, lot.id, territory.company.id)
    await a_validated_statement(who, hire)
    await refused(trash.remove(who.context, RemovedKind.CONTRACT, lot.contract_id), "HAS_LOT")
    await refused(trash.remove(who.context, RemovedKind.LOT, lot.id), "HAS_HIRE", "HAS_LOT_HOLDER", "HAS_CONTACT")
    await refused(trash.remove(who.context, RemovedKind.PARTICIPANT, person), "HAS_ELIGIBILITY", "HAS_HIRE")
    await refused(trash.remove(who.context, RemovedKind.HIRE, hire.id), "HAS_LEDGER_ENTRY")
    await refused(trash.remove_holder(who.context, lot.id, territory.company.id), "HAS_HIRE", "HAS_CONTACT")


async def refused(call: Awaitable[object], *uses: str) -> None:
    with pytest.raises(WrongState) as refusal:
        await call
    assert refusal.value.code == "TRS-001"
    assert set(uses) <= set(str(refusal.value.values["used_by"]).split(", "))


async def test_a_member_with_a_share_and_a_subcontractor_with_people_stay(territory: Territory) -> None:
    who = territory.facilitator
    other, worker = await a_company(), await a_company()
    lot = await a_consortium_lot(who, territory, other)
    await a_split(who, lot, {territory.company.id: "0.6", other.id: "0.4"})
    await refused(trash.remove_holder(who.context, lot.id, other.id), "HAS_HOLDER_SPLIT")
    work = await a_subcontractor(who, lot, worker, territory.company.id)
    again = await a_subcontractor(who, lot, worker, other.id)
    await a_contact(who, lot.id, worker.id)
    await trash.remove(who.context, RemovedKind.SUBCONTRACTOR, again.id)
    await refused(trash.remove(who.context, RemovedKind.SUBCONTRACTOR, work.id), "HAS_CONTACT")


async def test_a_lot_follows_the_holder_that_is_taken_out(territory: Territory) -> None:
    who, other = territory.facilitator, await a_company()
    lot = await a_lot(who, territory, held=False)
    lot = await contracts.add_holder(who.context, lot.id, other.id, HolderRole.LEAD_HOLDER)
    await trash.remove_holder(who.context, lot.id, other.id)
    after = await contracts.load_lot(who.context, lot.id)
    assert (after.holders, after.consortium_kind.value, after.version) == ((), "NONE", lot.version + 1)
    held = await contracts.add_holder(who.context, lot.id, territory.company.id, HolderRole.HOLDER)
    with pytest.raises(Refused, match="CTR-012"):
        await trash.restore(who.context, await removed_holder(who, lot))
    assert (await contracts.load_lot(who.context, lot.id)).holders == held.holders


async def removed_holder(who: Caller, lot: Lot) -> UUID:
    found = await trash.list_removed(who.context, limit=9)
    return next(one.subject_id for one in found if one.id_of("lot_id") == lot.id)


async def test_the_windows_of_a_person_follow_a_hire_taken_out_and_put_back(territory: Territory) -> None:
    who = territory.facilitator
    first = await a_hire(who, territory, await a_lot(who, territory))
    later = first.first_day + timedelta(days=90)
    person = await participants.load_participant(who.context, first.participant_id)
    ground = await eligibility.load_eligibility(who.context, first.eligibility_id)
    lot = await a_lot(who, territory)
    second = await a_hire(who, territory, lot, participant=person, eligibility=ground, first_day=later)
    alone = await trash.remove(who.context, RemovedKind.HIRE, first.id)
    moved = await hires.load_hire(who.context, second.id)
    assert moved.eligible_last_day > second.eligible_last_day
    await trash.restore(who.context, alone.subject_id)
    back = await hires.load_hire(who.context, second.id)
    assert back.eligible_last_day == second.eligible_last_day


async def test_a_record_is_put_back_after_what_it_belongs_to(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, held=False)
    await trash.remove(who.context, RemovedKind.LOT, lot.id)
    await trash.remove(who.context, RemovedKind.CONTRACT, lot.contract_id)
    assert await code_of(trash.restore(who.context, lot.id)) == "TRS-003"
    await trash.restore(who.context, lot.contract_id)
    await trash.restore(who.context, lot.id)
    assert await contracts.load_lot(who.context, lot.id) == lot


async def code_of(call: Awaitable[object]) -> str:
    with pytest.raises(ClauseError) as refusal:
        await call
    return refusal.value.code


async def test_after_its_last_day_a_record_is_neither_put_back_nor_kept(territory: Territory) -> None:
    who = territory.facilitator
    contact = await a_contact(who, (await a_lot(who, territory)).id, territory.company.id)
    await trash.remove(who.context, RemovedKind.CONTACT, contact.id)
    last = NOW + timedelta(days=14)
    late = replace(who.context, now=last + timedelta(days=1))
    assert await emptied(last) == 0
    assert await trash.list_removed(late, limit=9) == []
    assert await code_of(trash.restore(late, contact.id)) == "TRS-002"
    assert await emptied(late.now) == 1
    assert await code_of(trash.restore(late, contact.id)) == "TRS-007"


async def emptied(at: datetime) -> int:
    """How many records the work of a day forgets."""
    await jobs.plan_daily_jobs(worker_context(at))
    kind, done = JobKind.EMPTY_TRASH, 0
    for row in await sql.fetch("SELECT id FROM job WHERE kind = $1 AND finished_at IS NULL", kind.value):
        outcome = await STEPS[kind](at, row["id"])
        while outcome is not None and not outcome.done:
            outcome = await STEPS[kind](at, row["id"])
        done += outcome.progress_done if outcome else 0
    return done


async def test_strangers_and_those_without_the_right_remove_nothing(territory: Territory) -> None:
    who = territory.facilitator
    contact = await a_contact(who, (await a_lot(who, territory)).id, territory.company.id)
    for caller in (territory.other_facilitator, territory.company_agent, territory.buyer_agent):
        with pytest.raises((NotFound, Forbidden)):
            await trash.remove(caller.context, RemovedKind.CONTACT, contact.id)
    await trash.remove(who.context, RemovedKind.CONTACT, contact.id)
    with pytest.raises(NotFound):
        await trash.restore(territory.other_facilitator.context, contact.id)
    assert await trash.list_removed(territory.other_facilitator.context, limit=9) == []


def test_the_last_day_is_the_one_of_the_dated_parameter() -> None:
    assert restorable_until(NOW.date()) == NOW.date() + timedelta(days=14)
