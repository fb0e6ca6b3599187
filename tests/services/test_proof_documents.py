"""Copies of proofs through the services: how long they are kept, and what remains."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.errors import Forbidden, NotFound, WrongState
from clause.domain.jobs import JobKind
from clause.rules.proof_retention import keep_until_unread
from clause.services import eligibility, jobs, proof_documents
from clause.services.context import worker_context
from clause.workers.registry import STEPS
from tests.builders.contracts import a_lot
from tests.builders.eligibility import A_PDF, a_proof_document, a_sent_proof
from tests.builders.people import a_hire, a_participant, an_eligibility
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


async def test_an_employer_sends_a_proof_without_learning_what_it_proves(territory: Territory) -> None:
    who, company = territory.facilitator, territory.company_agent
    hire = await a_hire(who, territory, await a_lot(who, territory), ground="RSA")
    sent = await a_sent_proof(company, hire.id)
    assert await proof_documents.list_sent_proofs(company.context, hire.id) == [sent]
    assert set(sent.model_dump()) == {"id", "hire_id", "media_type", "size_bytes", "received_at"}
    found = (await proof_documents.list_proofs_of_participant(who.context, hire.participant_id)).documents
    assert [(one.id, one.sender_name) for one in found] == [(sent.id, territory.company.name)]
    # As short as for the most sensitive ground, whatever this one is.
    assert found[0].keep_until == keep_until_unread(who.context.today)


async def test_a_proof_is_sent_by_the_employer_alone_and_read_again_by_nobody_else(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    with pytest.raises(NotFound, match="PRF-007"):
        await a_sent_proof(territory.other_company_agent, hire.id)
    with pytest.raises(Forbidden, match="PRF-006"):
        await a_sent_proof(who, hire.id)
    sent = await a_sent_proof(territory.company_agent, hire.id)
    for other in (territory.other_company_agent, territory.buyer_agent, territory.other_facilitator):
        await set_identity(other.context.actor)
        assert await sql.fetch_value("SELECT count(*) FROM proof_document WHERE id = $1", sent.id) == 0
    with pytest.raises(Forbidden):
        await proof_documents.view_proof(territory.company_agent.context, sent.id, "Curiosité")


async def test_the_database_lets_a_company_add_no_proof_for_people_it_does_not_employ(territory: Territory) -> None:
    who, company = territory.facilitator, territory.company_agent
    own = await a_hire(who, territory, await a_lot(who, territory))
    sent = await a_sent_proof(company, own.id)
    foreign = await an_eligibility(who, (await a_participant(who)).id)
    await set_identity(company.context.actor)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await sql.execute(
            "INSERT INTO proof_document (id, facilitator_org_id, eligibility_id, media_type, size_bytes, sha256,"
            " content, received_at, keep_until, sent_by_org_id)"
            " SELECT gen_random_uuid(), facilitator_org_id, $2, media_type, size_bytes,"
            " sha256, content, received_at, keep_until, sent_by_org_id FROM proof_document WHERE id = $1",
            sent.id,
            foreign.id,
        )
