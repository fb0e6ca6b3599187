"""Certificates from the request to the revocation: figures, numbers, file, who sees what."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.accounts import Organisation
from clause.domain.certificate_register import CertificateFilters, CertificateState, Standing
from clause.domain.certificates import canonical_bytes, certificate_number, content_hash
from clause.domain.contracts import HolderRole, Lot
from clause.domain.errors import ClauseError, Forbidden, NotFound, WrongState
from clause.domain.ledger import Replacement
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.services import certificates, contracts, hours, jobs, ledger, obligations
from clause.services.context import anonymous_context
from clause.text.certificates import COFINANCED
from tests.builders.certificates import PUBLIC_URL, a_certificate, ask_certificate, draw_certificate, lot_content
from tests.builders.claims import an_assignment, an_employment, an_operation
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Caller, Territory
from tests.documents.reading import text_of

pytestmark = pytest.mark.usefixtures("transaction")

TODAY = NOW.date()


async def owe(
    who: Caller, lot: Lot, hours_owed: str = "833.00", on: date = date(2026, 1, 1), reason: str | None = None
) -> None:
    inputs = ObligationInputs(hours_owed=Decimal(hours_owed))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=on)
    await obligations.set_obligation(who.context, lot.id, terms, reason)


async def an_owing_lot(territory: Territory, last_day: date = date(2026, 12, 31)) -> Lot:
    lot = await a_lot(territory.facilitator, territory, last_day=last_day)
    await owe(territory.facilitator, lot)
    return lot


async def refusal_code(who: Caller, lot: Lot, kind: str = "PROGRESS", **order: date) -> str:
    with pytest.raises(ClauseError) as refusal:
        await ask_certificate(who, lot.id, kind, **order)  # type: ignore[arg-type]
    return refusal.value.code


async def test_a_certificate_counts_what_is_owed_validated_and_credited(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    first = await a_hire(who, territory, lot)
    second = await a_hire(who, territory, lot, mode="STAFF_SUPPLY", ground="DELD")
    lines = [a_line(first, "100.00"), a_line(second, "50.25")]
    await a_validated_statement(who, first, *lines)
    content = lot_content(await ask_certificate(who, lot.id))
    assert (content.hours_owed, content.hours_credited) == (Decimal("833.00"), Decimal("150.25"))
    assert (content.gap, content.ratio) == (Decimal("682.75"), Decimal("0.1804"))
    assert {line.mode: line.hours_credited for line in content.by_mode} == {
        "DIRECT_HIRE": Decimal("100.00"),
        "STAFF_SUPPLY": Decimal("50.25"),
    }
    assert [(line.ground, line.hours_credited) for line in content.by_ground] == [("UNNAMED", Decimal("150.25"))]
    assert (content.number_of_people, content.number_of_hires, content.fewer_than) == (None, None, 5)
    assert content.figures_on == content.issued_on == TODAY


async def test_declared_hours_are_there_before_they_are_validated(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    await a_submitted_statement(who, await a_hire(who, territory, lot), hours_declared="80.00")
    content = lot_content(await ask_certificate(who, lot.id))
    assert (content.hours_declared, content.hours_validated) == (Decimal("80.00"), Decimal("0.00"))


async def test_rejected_hours_are_not_declared_hours(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    statement = await a_submitted_statement(who, await a_hire(who, territory, lot))
    await hours.reject_statement(who.context, statement.id, "Doublon")
    assert lot_content(await ask_certificate(who, lot.id)).hours_declared == Decimal("0.00")


async def test_a_reversal_takes_its_hours_off_and_a_replacement_puts_its_own(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    statement = await a_validated_statement(who, await a_hire(who, territory, lot), hours_declared="100.00")
    entry = (await booked_entries(who, statement))[0]
    await ledger.reverse_entry(who.context, entry.id, "Erreur", Replacement(hours_validated=Decimal("90.00")))
    content = lot_content(await ask_certificate(who, lot.id))
    assert (content.hours_validated, content.hours_credited) == (Decimal("90.00"), Decimal("90.00"))
    assert content.number_of_hires is None


async def test_hours_outside_the_execution_are_told_with_their_reason(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory, last_day=date(2026, 3, 31))
    hire = await a_hire(who, territory, lot)
    await a_validated_statement(who, hire, month="2026-03", hours_declared="100.00")
    await a_validated_statement(who, hire, month="2026-04", hours_declared="12.00")
    content = lot_content(await ask_certificate(who, lot.id))
    assert (content.hours_credited, content.hours_not_credited) == (Decimal("100.00"), Decimal("12.00"))
    assert [(line.reason, line.entries) for line in content.not_credited] == [("OUTSIDE_EXECUTION_WINDOW", 1)]


@pytest.mark.parametrize(
    ("as_of", "credited"), [(date(2026, 3, 30), "0.00"), (date(2026, 3, 31), "100.00"), (date(2026, 4, 1), "100.00")]
)
async def test_a_certificate_as_of_a_day_counts_the_hours_worked_until_then(
    territory: Territory, as_of: date, credited: str
) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    await a_validated_statement(who, await a_hire(who, territory, lot), month="2026-03", hours_declared="100.00")
    content = lot_content(await ask_certificate(who, lot.id, as_of=as_of))
    assert (content.figures_on, content.hours_credited) == (as_of, Decimal(credited))


async def test_the_version_in_effect_on_the_day_is_what_is_owed(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    await owe(who, lot, "900.00", date(2026, 5, 1), "Avenant 1")
    before = lot_content(await ask_certificate(who, lot.id, as_of=date(2026, 4, 30)))
    after = lot_content(await ask_certificate(who, lot.id, as_of=date(2026, 5, 1)))
    assert (before.hours_owed, len(before.obligations)) == (Decimal("833.00"), 1)
    assert (after.hours_owed, len(after.obligations)) == (Decimal("900.00"), 2)


async def test_numbers_follow_one_another_and_a_refusal_takes_none(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    first = await ask_certificate(who, lot.id)
    with pytest.raises(ClauseError):
        await ask_certificate(who, lot.id, "FINAL")
    second = await ask_certificate(who, lot.id)
    assert second.sequence == first.sequence + 1
    assert second.number == certificate_number(TODAY.year, second.sequence)
    assert second.code != first.code


async def test_a_new_year_starts_again_at_one(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    await ask_certificate(who, lot.id)
    later = Caller(who.at(datetime(2027, 1, 2, 9, 0, tzinfo=UTC)), who.headers)
    assert (await ask_certificate(later, lot.id)).number == "2027-000001"


async def test_the_address_of_verification_is_the_public_one(territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    asked = await ask_certificate(territory.facilitator, lot.id)
    assert asked.content.verify_url == f"{PUBLIC_URL}/verify/{asked.code}"


async def test_whoever_asks_signs_in_its_capacity(territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    person = lot_content(await ask_certificate(territory.facilitator, lot.id))
    program = lot_content(await ask_certificate(territory.facilitator_client, lot.id))
    assert (person.signatory.name, person.eu_mention) == ("Camille Le Goff", None)
    assert program.signatory.capacity == "Application de la structure facilitatrice"


@pytest.mark.parametrize(("last_day", "mention"), [(date(2026, 6, 14), None), (TODAY, COFINANCED)])
async def test_the_european_money_behind_a_post_is_told_while_it_lasts(
    territory: Territory, last_day: date, mention: str | None
) -> None:
    who = territory.facilitator
    operation = await an_operation(territory.manager, territory)
    employment = await an_employment(territory.manager, who)
    await an_assignment(territory.manager, operation, employment, last_day=last_day)
    content = (await ask_certificate(who, (await an_owing_lot(territory)).id)).content
    assert (content.eu_mention, content.signatory.capacity) == (mention, employment.job_title)


async def test_a_certificate_without_obligation_is_refused(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    assert await refusal_code(territory.facilitator, lot) == "CRT-021"


async def test_a_certificate_before_the_first_obligation_takes_effect_is_refused(territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    assert await refusal_code(territory.facilitator, lot, as_of=date(2025, 12, 31)) == "CRT-021"


async def test_a_final_certificate_is_refused_while_a_statement_waits(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory, last_day=date(2026, 5, 31))
    statement = await a_submitted_statement(who, await a_hire(who, territory, lot))
    assert await refusal_code(who, lot, "FINAL") == "CRT-022"
    await hours.validate_statement(who.context, statement.id)
    assert lot_content(await ask_certificate(who, lot.id, "FINAL")).hours_credited == Decimal("100.00")


async def test_a_final_certificate_takes_the_place_of_the_one_before_once_it_has_its_file(
    territory: Territory,
) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory, last_day=date(2026, 5, 31))
    first = await a_certificate(who, lot.id, "FINAL")
    second = await ask_certificate(who, lot.id, "FINAL")
    assert second.content.replaces_number == first.number
    assert (await certificates.load_certificate(who.context, first.id)).standing is Standing.VALID
    second = await draw_certificate(who, second)
    replaced = await certificates.load_certificate(who.context, first.id)
    assert (replaced.standing, replaced.superseded_by_id) == (Standing.SUPERSEDED, second.id)
    assert (replaced.superseded_by_number, second.standing) == (second.number, Standing.VALID)


async def test_a_progress_certificate_takes_no_place(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    first = await a_certificate(who, lot.id)
    second = await a_certificate(who, lot.id)
    assert second.content.replaces_number is None
    assert (await certificates.load_certificate(who.context, first.id)).standing is Standing.VALID


async def test_the_job_run_twice_has_one_effect(territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    asked = await ask_certificate(who, lot.id)
    assert asked.job_id is not None
    issued = await draw_certificate(who, asked)
    await sql.execute("UPDATE job SET state = 'queued', finished_at = NULL WHERE id = $1", asked.job_id)
    again = await draw_certificate(who, asked)
    assert again == issued
    assert await sql.fetch_value("SELECT count(*) FROM document WHERE id = $1", issued.document_id) == 1
    job = await jobs.load_job(who.context, asked.job_id)
    assert (job.state, job.result) == ("done", f"/certificates/{asked.id}")


async def test_the_file_says_what_the_content_says_and_is_the_same_each_time(territory: Territory) -> None:
    who = territory.facilitator
    issued = await a_certificate(who, (await an_owing_lot(territory)).id, remark="Très bonne équipe.")
    file = await certificates.load_certificate_file(who.context, issued.id)
    assert file == await certificates.load_certificate_file(territory.company_agent.context, issued.id)
    assert file.file_name == f"attestation-{issued.number}.pdf"
    text = text_of(file.content)
    assert issued.code in text
    assert "Très bonne équipe." in text
    assert content_hash(issued.content) == issued.content_hash
    assert canonical_bytes(issued.content) == await sql.fetch_value(
        "SELECT content FROM certificate WHERE id = $1", issued.id
    )


async def test_there_is_no_file_before_the_worker_has_run(territory: Territory) -> None:
    asked = await ask_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    with pytest.raises(WrongState) as refusal:
        await certificates.load_certificate_file(territory.facilitator.context, asked.id)
    assert refusal.value.code == "CRT-025"


async def test_the_company_and_the_buyer_read_theirs_and_nobody_else_does(territory: Territory) -> None:
    issued = await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    filters = CertificateFilters(lot_id=issued.lot_id)
    for reader in (territory.facilitator, territory.manager, territory.company_agent, territory.buyer_agent):
        assert [
            found.id for found in await certificates.list_certificates(reader.context, filters, after=None, limit=9)
        ] == [issued.id]
    for stranger in (territory.other_facilitator, territory.other_company_agent, territory.other_buyer_agent):
        assert await certificates.list_certificates(stranger.context, filters, after=None, limit=9) == []
        for read in (certificates.load_certificate, certificates.load_certificate_file):
            with pytest.raises(NotFound):
                await read(stranger.context, issued.id)
    with pytest.raises(Forbidden):
        await certificates.load_certificate(territory.oi_officer.context, issued.id)


async def test_only_the_tenant_asks_and_revokes(territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    issued = await a_certificate(territory.facilitator, lot.id)
    for stranger in (territory.company_agent, territory.buyer_agent):
        with pytest.raises(Forbidden):
            await ask_certificate(stranger, lot.id)
        with pytest.raises(Forbidden):
            await certificates.revoke_certificate(stranger.context, issued.id, "Non")
    with pytest.raises(NotFound):
        await ask_certificate(territory.other_facilitator, lot.id)
    with pytest.raises(NotFound):
        await certificates.revoke_certificate(territory.other_facilitator.context, issued.id, "Non")


async def test_a_certificate_is_revoked_once_and_not_before_it_is_issued(territory: Territory) -> None:
    who = territory.facilitator
    asked = await ask_certificate(who, (await an_owing_lot(territory)).id)
    with pytest.raises(WrongState):
        await certificates.revoke_certificate(who.context, asked.id, "Trop tôt")
    await draw_certificate(who, asked)
    revoked = await certificates.revoke_certificate(who.context, asked.id, "Heures corrigées")
    assert revoked == await certificates.load_certificate(who.context, asked.id)
    assert (revoked.state, revoked.revocation_reason) == (CertificateState.REVOKED, "Heures corrigées")
    with pytest.raises(WrongState):
        await certificates.revoke_certificate(who.context, asked.id, "Encore")


async def test_anyone_checks_a_code_however_it_was_typed(territory: Territory) -> None:
    issued = await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    nobody = anonymous_context(NOW)
    found = await certificates.verify_certificate(nobody, issued.code.lower().replace("-", " "))
    file = await certificates.load_certificate_file(territory.facilitator.context, issued.id)
    assert (found.standing, found.content, found.document_sha256) == (Standing.VALID, issued.content, file.sha256)
    await certificates.revoke_certificate(territory.facilitator.context, issued.id, "Heures corrigées")
    found = await certificates.verify_certificate(nobody, issued.code)
    assert (found.standing, found.revoked_at) == (Standing.REVOKED, NOW)


async def test_a_code_that_is_unknown_or_not_issued_yet_is_not_found(territory: Territory) -> None:
    asked = await ask_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    for code in (asked.code, "7K3M-9QXR-2D4F-8HTW"):
        with pytest.raises(NotFound) as refusal:
            await certificates.verify_certificate(anonymous_context(NOW), code)
        assert refusal.value.code == "CRT-027"


async def a_consortium(territory: Territory, *companies: Organisation) -> Lot:
    who = territory.facilitator
    lot = await a_lot(who, territory, role=HolderRole.LEAD_HOLDER)
    for company in companies:
        lot = await contracts.add_holder(who.context, lot.id, company.id, HolderRole.CO_HOLDER)
    await owe(who, lot)
    return lot


async def test_a_member_of_a_consortium_is_told_apart_from_the_others(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_consortium(territory, territory.other_company)
    mine = await a_hire(who, territory, lot)
    theirs = await a_hire(who, territory, lot, company=territory.other_company)
    await a_validated_statement(who, mine, hours_declared="100.00")
    await a_validated_statement(who, theirs, hours_declared="40.00")
    assert await refusal_code(who, lot) == "CRT-012"
    asked = await ask_certificate(who, lot.id, company_id=territory.other_company.id)
    assert asked.content.hours_credited == Decimal("140.00")
    assert asked.content.holder.name == territory.other_company.name
    note = lot_content(asked).consortium or ""
    assert territory.company.name in note
    assert "40,00" in note
    reader = territory.other_company_agent.context
    assert (await certificates.load_certificate(reader, asked.id)).id == asked.id
    with pytest.raises(NotFound):
        await certificates.load_certificate(territory.company_agent.context, asked.id)


async def test_an_absent_lot_is_not_found(territory: Territory) -> None:
    with pytest.raises(NotFound) as refusal:
        await ask_certificate(territory.facilitator, uuid4())
    assert refusal.value.code == "CRT-020"


async def test_the_journal_says_who_asked_issued_and_revoked(territory: Territory) -> None:
    who = territory.facilitator
    issued = await a_certificate(who, (await an_owing_lot(territory)).id)
    await certificates.revoke_certificate(who.context, issued.id, "Heures corrigées")
    lines = await sql.fetch("SELECT action, actor_kind FROM journal WHERE subject_id = $1 ORDER BY seq", issued.id)
    assert [(line["action"], line["actor_kind"]) for line in lines] == [
        ("certificate.requested", "user"),
        ("certificate.issued", "worker"),
        ("certificate.revoked", "user"),
    ]
