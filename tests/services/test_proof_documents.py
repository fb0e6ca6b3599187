"""Copies of proofs through the services: how long they are kept, and what remains."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.errors import WrongState
from clause.domain.jobs import JobKind
from clause.services import eligibility, jobs, proof_documents
from clause.services.context import worker_context
from clause.workers.registry import STEPS
from tests.builders.eligibility import A_PDF, a_proof_document
from tests.builders.people import a_participant, an_eligibility
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def run_daily(kind: JobKind, at: datetime) -> int:
    """Plan the day's work at an instant and run that of one kind; the result is what the last of them did."""
    await jobs.plan_daily_jobs(worker_context(at))
    rows = await sql.fetch("SELECT id FROM job WHERE kind = $1 AND finished_at IS NULL ORDER BY id", kind.value)
    done = 0
    for row in rows:
        outcome = await STEPS[kind](at, row["id"])
        while outcome is not None and not outcome.done:
            outcome = await STEPS[kind](at, row["id"])
        done += outcome.progress_done if outcome else 0
    return done


async def is_kept(who: Caller, document_id: UUID) -> bool:
    try:
        return (await proof_documents.view_proof(who.context, document_id, "Contrôle")).content == A_PDF
    except WrongState as error:
        return error.code != "PRF-004"


@pytest.mark.parametrize(
    ("ground", "is_decided", "keep_until"),
    [
        ("RSA", True, date(2026, 9, 13)),
        ("BOETH", True, date(2026, 6, 30)),
        ("JUSTICE", True, date(2026, 6, 30)),
        ("RSA", False, date(2026, 12, 12)),
        ("BOETH", False, date(2026, 12, 12)),
    ],
)
async def test_a_copy_is_kept_to_its_day_and_erased_the_day_after(
    territory: Territory, ground: str, is_decided: bool, keep_until: date
) -> None:
    who = territory.facilitator
    found = await an_eligibility(who, (await a_participant(who)).id, ground=ground, accepted=False)
    document = await a_proof_document(who, found.id)
    if is_decided:
        await eligibility.refuse_eligibility(who.context, found.id, "Dossier incomplet")
    last = NOW + (keep_until - NOW.date()) * 1
    assert await run_daily(JobKind.ERASE_PROOFS, last) == 0
    assert await is_kept(who, document.id)
    assert await run_daily(JobKind.ERASE_PROOFS, last + timedelta(days=1)) == 1
    assert not await is_kept(who, document.id)
    (left,) = await proof_documents.list_documents(who.context, found.id, after=None, limit=50)
    assert (left.sha256, left.keep_until) == (document.sha256, keep_until)
    assert left.purged_at == last + timedelta(days=1)
    assert await run_daily(JobKind.ERASE_PROOFS, last + timedelta(days=2)) == 0


async def test_a_copy_sent_after_the_decision_is_kept_from_its_receipt(territory: Territory) -> None:
    who = territory.facilitator
    found = await an_eligibility(who, (await a_participant(who)).id)
    later = replace(who, context=replace(who.context, now=NOW + timedelta(days=30)))
    assert (await a_proof_document(later, found.id)).keep_until == date(2026, 10, 13)


async def test_a_look_and_an_erasure_are_in_the_journal_without_a_word_of_the_person(territory: Territory) -> None:
    who = territory.facilitator
    found = await an_eligibility(who, (await a_participant(who)).id)
    document = await a_proof_document(who, found.id)
    assert await is_kept(who, document.id)
    await run_daily(JobKind.ERASE_PROOFS, NOW + timedelta(days=400))
    looks = await proof_documents.list_views(who.context, document.id, after=None, limit=50)
    await set_identity(who.context.actor)
    lines = await sql.fetch("SELECT action, data::text FROM journal WHERE subject_id = $1 ORDER BY seq", document.id)
    assert [line["action"] for line in lines] == ["proof.kept", "proof.viewed", "proof.erased"]
    assert not any(document.sha256 in line["data"] or "Contrôle" in line["data"] for line in lines)
    assert [(look.viewed_by, look.viewed_at, look.purpose) for look in looks] == [(who.user_id, NOW, "Contrôle")]


async def test_the_work_of_a_day_is_planned_once_for_each_organisation(territory: Territory) -> None:
    first = await jobs.plan_daily_jobs(worker_context(NOW))
    assert first >= 2
    assert await jobs.plan_daily_jobs(worker_context(NOW + timedelta(hours=3))) == 0
    assert await jobs.plan_daily_jobs(worker_context(NOW + timedelta(days=1))) == first
