"""Mail leaves once, is never lost, says what its reader may see, and goes to who wants it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from clause.domain.actors import Role
from clause.domain.errors import NotFound, WrongState
from clause.domain.jobs import JobKind
from clause.domain.mails import PAUSES, MailKind, MailState, SentMail
from clause.gateways.mail import mailer
from clause.services import hours, mails, own_account, people
from clause.services.context import worker_context
from tests.builders.bundles import run_jobs
from tests.builders.contracts import a_lot
from tests.builders.hours import a_submitted_statement
from tests.builders.people import a_hire
from tests.builders.smtp import PUBLIC_URL, MailBox, a_mail_server, mail_goes_to
from tests.builders.statements_due import a_reminder
from tests.builders.territory import NOW, Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


@pytest.fixture(scope="module")
def server() -> Iterator[MailBox]:
    with a_mail_server() as box:
        yield box


@pytest.fixture
def box(server: MailBox) -> Iterator[MailBox]:
    """The server, empty, with Clause writing to it."""
    server.messages.clear()
    server.recipients.clear()
    server.answer = None
    with mail_goes_to(server):
        yield server


async def _submitted(territory: Territory) -> UUID:
    """A statement that the company hands over."""
    lot = await a_lot(territory.facilitator, territory)
    hire = await a_hire(territory.facilitator, territory, lot)
    return (await a_submitted_statement(territory.company_agent, hire)).id


async def _list(caller: Caller) -> list[SentMail]:
    return await mails.list_mails(caller.context, limit=50)


async def test_a_statement_that_is_handed_over_is_told_to_the_facilitators_once(
    territory: Territory, box: MailBox
) -> None:
    statement_id = await _submitted(territory)
    assert await run_jobs(JobKind.SEND_MAIL) == 2
    assert sorted(box.recipients) == ["camille@brisemer.example", "dominique@brisemer.example"]
    assert {mail.state for mail in await _list(territory.facilitator)} == {MailState.SENT}
    assert "Bâtisseurs de la Côte a transmis" in box.text()
    assert f"{PUBLIC_URL}/hours-statements/{statement_id}" in box.text()
    assert f'href="{PUBLIC_URL}/hours-statements/{statement_id}"' in box.html()


async def test_a_mail_names_nobody_who_was_hired_and_keeps_its_id(territory: Territory, box: MailBox) -> None:
    await _submitted(territory)
    await run_jobs(JobKind.SEND_MAIL)
    ids = {f"<{mail.id}@brisemer.example>" for mail in await _list(territory.facilitator)}
    assert {message["Message-ID"] for message in box.messages} == ids
    # The only people of the territory's hires are called so in the builders.
    lot_people = ("Nadia", "Durand", "Martin")
    assert not [name for name in lot_people for number in range(len(box.messages)) if name in box.text(number)]


async def test_what_is_sent_back_is_told_to_the_company_without_the_reason(territory: Territory, box: MailBox) -> None:
    statement_id = await _submitted(territory)
    await hours.request_correction(territory.facilitator.context, statement_id, "Les heures de Nadia sont fausses")
    await run_jobs(JobKind.SEND_MAIL)
    (mail,) = [mail for mail in await _list(territory.company_agent) if mail.kind is MailKind.STATEMENT_SENT_BACK]
    assert mail.state is MailState.SENT
    assert mail.body is not None
    assert "vous le renvoie" in mail.body
    assert "Nadia" not in mail.body


async def test_a_reminder_is_the_letter_that_was_written(territory: Territory, box: MailBox) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_hire(territory.facilitator, territory, lot)
    reminder = await a_reminder(territory.facilitator, territory.company, "2026-02")
    await run_jobs(JobKind.SEND_MAIL)
    assert box.messages[-1]["Subject"] == reminder.letter.subject
    assert reminder.letter.body.split("\n\n")[1] in box.text().replace("\r\n", "\n")


async def test_without_a_server_mail_is_kept_and_may_leave_later(territory: Territory, server: MailBox) -> None:
    await _submitted(territory)
    kept = await _list(territory.facilitator)
    assert {mail.state for mail in kept} == {MailState.NOT_CONFIGURED}
    assert await run_jobs(JobKind.SEND_MAIL) == 0
    with pytest.raises(WrongState) as refused:
        await mails.send_again(territory.facilitator.context, kept[0].id)
    assert refused.value.code == "MAI-004"
    server.messages.clear()
    server.answer = None
    with mail_goes_to(server):
        await mails.send_again(territory.facilitator.context, kept[0].id)
        assert await run_jobs(JobKind.SEND_MAIL) == 1
    assert len(server.messages) == 1


@pytest.mark.parametrize(("days", "left"), [(365, 2), (366, 0)])
async def test_a_mail_that_left_is_forgotten_after_a_year(
    territory: Territory, box: MailBox, days: int, left: int
) -> None:
    await _submitted(territory)
    await run_jobs(JobKind.SEND_MAIL)
    erased = await mails.forget_old_mails(worker_context(NOW + timedelta(days=days)))
    assert (erased, len(await _list(territory.facilitator))) == (2 - left, left)


async def test_a_mail_that_waits_is_never_forgotten(territory: Territory) -> None:
    await _submitted(territory)
    assert await mails.forget_old_mails(worker_context(NOW + timedelta(days=9999))) == 0
    assert await _list(territory.facilitator)


async def test_a_mail_that_left_is_not_sent_again(territory: Territory, box: MailBox) -> None:
    await _submitted(territory)
    await run_jobs(JobKind.SEND_MAIL)
    (first, *_) = await _list(territory.facilitator)
    with pytest.raises(WrongState) as refused:
        await mails.send_again(territory.facilitator.context, first.id)
    assert refused.value.code == "MAI-003"
    with pytest.raises(NotFound):
        await mails.send_again(territory.other_facilitator.context, first.id)


async def test_a_server_that_is_busy_is_asked_again_later_and_longer_and_longer(
    territory: Territory, box: MailBox
) -> None:
    await people.invite_member(territory.manager.context, "Ariel Morin", "ariel@brisemer.example", Role.MANAGER)
    box.answer = "451 later"
    at = NOW
    for pause in PAUSES:
        await run_jobs(JobKind.SEND_MAIL, at)
        (mail,) = await _list(territory.manager)
        assert (mail.state, mail.next_attempt_at) == (MailState.QUEUED, at + pause)
        at += pause
    box.answer = None
    await run_jobs(JobKind.SEND_MAIL, at)
    (mail,) = await _list(territory.manager)
    assert (mail.state, mail.attempts, len(box.messages)) == (MailState.SENT, len(PAUSES) + 1, 1)


async def test_an_address_that_is_refused_for_good_is_not_tried_again(territory: Territory, box: MailBox) -> None:
    await people.invite_member(territory.manager.context, "Ariel Morin", "ariel@brisemer.example", Role.MANAGER)
    box.answer = "550 nobody here"
    await run_jobs(JobKind.SEND_MAIL)
    (mail,) = await _list(territory.manager)
    assert (mail.state, mail.last_problem) == (MailState.FAILED, "REFUSED")


async def test_a_server_that_is_not_there_loses_nothing(territory: Territory) -> None:
    mailer.open("smtp://127.0.0.1:9", "Clause <clause@brisemer.example>", PUBLIC_URL)
    try:
        await people.invite_member(territory.manager.context, "Ariel Morin", "ariel@brisemer.example", Role.MANAGER)
        await run_jobs(JobKind.SEND_MAIL)
    finally:
        mailer.close()
    (mail,) = await _list(territory.manager)
    assert (mail.state, mail.last_problem) == (MailState.QUEUED, "UNREACHABLE")


async def test_a_notice_that_is_not_wanted_is_not_written(territory: Territory, box: MailBox) -> None:
    await own_account.choose_notices(territory.facilitator.context, ())
    await _submitted(territory)
    await run_jobs(JobKind.SEND_MAIL)
    assert box.recipients == ["dominique@brisemer.example"]
    wanted = dict(await own_account.list_wanted_notices(territory.facilitator.context))
    assert wanted == {MailKind.STATEMENT_SUBMITTED: False}


async def test_the_text_of_a_personal_link_is_kept_without_its_link(territory: Territory, box: MailBox) -> None:
    await people.invite_member(territory.manager.context, "Ariel Morin", "ariel@brisemer.example", Role.FACILITATOR)
    await run_jobs(JobKind.SEND_MAIL)
    token = box.code()
    (mail,) = await _list(territory.manager)
    assert mail.body is not None
    assert "Maison de l'emploi de Brisemer" in mail.body
    assert token not in mail.body


async def test_mail_is_seen_by_the_organisation_of_its_reader_only(territory: Territory) -> None:
    await _submitted(territory)
    (first, *_) = await _list(territory.facilitator)
    assert await _list(territory.company_agent) == []
    for stranger in (territory.company_agent, territory.other_manager):
        with pytest.raises(NotFound):
            await mails.load_mail(stranger.context, first.id)


@pytest.mark.parametrize("kind", list(MailKind))
def test_every_kind_of_mail_has_its_preview(kind: MailKind) -> None:
    letter = mails.preview(kind)
    text = " ".join((letter.subject, *letter.paragraphs))
    assert "{" not in text
    assert "None" not in text
    assert letter.link.startswith("/")
    assert "<p>" in mails.shown_as_html(letter)
