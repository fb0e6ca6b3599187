"""Mail that the organisation's people get: sent by the worker, listed, tried again, and shown as it will look."""

from uuid import UUID

from clause.db.queries import links as link_queries
from clause.db.queries import mails as queries
from clause.domain.access_links import AccessLink, LinkPurpose, life_of
from clause.domain.errors import NotFound, WrongState
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.domain.mails import (
    ALWAYS_SENT,
    PERSONAL,
    Letter,
    Mail,
    MailFacts,
    MailKind,
    MailState,
    Sending,
    SentMail,
    after_attempt,
    personal_path,
)
from clause.gateways.mail import mailer
from clause.gateways.secrets import new_token, token_hash
from clause.rules.mails import mail_life
from clause.services.unit_of_work import UnitOfWork, as_system, job_step, reading, writing
from clause.text.mails import SAMPLES, as_document, as_html, as_text, write_mail

HIDDEN_LINK = "(lien personnel, non conservé)"


@reading()
async def list_mails(
    uow: UnitOfWork, *, state: MailState | None = None, kind: MailKind | None = None, limit: int
) -> list[SentMail]:
    """The mails written to people of the caller's organisation, and those it had sent, the newest first."""
    return await queries.list_mails(state=state, kind=kind, limit=limit)


@reading()
async def load_mail(uow: UnitOfWork, mail_id: UUID) -> tuple[SentMail, Letter | None]:
    """A mail of the organisation, and its letter as it was or would be sent now; None when its subject is gone.

    A personal link is not part of it. NotFound MAI-001.
    """
    mail = await queries.find_mail(mail_id)
    if mail is None:
        raise NotFound("MAI-001")
    facts = await queries.find_facts(mail.subject_kind, mail.subject_id)
    return mail, write_mail(mail, facts) if facts else None


def leaves() -> bool:
    """Whether mail leaves at all: a mail server is configured."""
    return mailer.is_configured


def preview(kind: MailKind) -> Letter:
    """A mail of this kind about nobody, as it will look."""
    sample = Mail.model_validate(
        {"id": UUID(int=0), "org_id": UUID(int=0), "kind": kind, "state": "queued", "created_at": "2026-06-15T09:00Z"}
    )
    return write_mail(sample, SAMPLES[kind])


def shown_as_html(letter: Letter) -> str:
    """The letter as HTML for a page: nothing in it but what the mail holds."""
    return as_html(letter)


@writing()
async def send_again(uow: UnitOfWork, mail_id: UUID) -> Mail:
    """Put a mail that did not leave on its way again. NotFound MAI-002, WrongState MAI-003 for one that left or waits.

    WrongState MAI-004 while no mail server is configured.
    """
    mail = await queries.lock_mail(mail_id)
    if mail is None:
        raise NotFound("MAI-002")
    if mail.state not in (MailState.FAILED, MailState.NOT_CONFIGURED):
        raise WrongState("MAI-003")
    if not mailer.is_configured:
        raise WrongState("MAI-004")
    again = mail.model_copy(update={"state": MailState.QUEUED, "attempts": 0, "next_attempt_at": None})
    await queries.save_attempt(again)
    await uow.add_job(JobKind.SEND_MAIL, mail.org_id, mail_id=mail.id)
    uow.record("mail.sent_again", "mail", mail.id, kind=mail.kind)
    return again


@writing()
async def forget_old_mails(uow: UnitOfWork) -> int:
    """Erase the mails that are kept no longer; the result is how many. What waits to be sent stays."""
    return await queries.purge_mails(uow.now - mail_life(uow.today))


@job_step
async def send_mail(uow: UnitOfWork, job: Job) -> StepOutcome:
    """One attempt to send a mail; when the server does not take it, the next attempt is planned after a longer pause.

    Its id in the world is its own, the same at each attempt: one that came twice after a crash is shown once.
    """
    done = StepOutcome(done=True)
    mail = await queries.lock_mail(UUID(job.payload["mail_id"]))
    if mail is None or mail.state is not MailState.QUEUED:
        return done
    address = await queries.find_address(mail)
    facts = await queries.find_facts(mail.subject_kind, mail.subject_id)
    if address is None or facts is None:
        sending = Sending(problem="NO_READER" if address is None else "NO_SUBJECT", is_final=True)
        await queries.save_attempt(after_attempt(mail, sending, uow.now))
        return done
    after = await _attempt(uow, mail, address, facts)
    await queries.save_attempt(after)
    if after.next_attempt_at is not None:
        await uow.plan_job(JobKind.SEND_MAIL, after.next_attempt_at, mail_id=mail.id)
    return done


async def _attempt(uow: UnitOfWork, mail: Mail, address: str, facts: MailFacts) -> Mail:
    letter = write_mail(mail, facts)
    path, stop = letter.link, None
    if mail.kind in PERSONAL:
        path = personal_path(await _add_link(uow, mail))
    elif mail.user_id is not None and mail.kind not in ALWAYS_SENT:
        stop = mailer.public_url + personal_path(await _add_link(uow, mail))
    link = mailer.public_url + path
    whole = letter.model_copy(update={"link": link})
    sending = await mailer.send(mail, address, letter.subject, as_text(whole, stop), as_document(whole, stop), stop)
    kept = letter.model_copy(update={"link": HIDDEN_LINK}) if mail.kind in PERSONAL else whole
    written = mail.model_copy(update={"subject": letter.subject, "body": as_text(kept)})
    return after_attempt(written, sending, uow.now)


_PURPOSES = {MailKind.INVITATION: LinkPurpose.INVITATION, MailKind.SIGN_IN_LINK: LinkPurpose.SIGN_IN}


async def _add_link(uow: UnitOfWork, mail: Mail) -> str:
    """The token of a new personal link, made when the mail leaves and kept nowhere but in it."""
    token = new_token()
    purpose = _PURPOSES.get(mail.kind, LinkPurpose.UNSUBSCRIBE)
    link = AccessLink(
        id=uow.new_id(),
        purpose=purpose,
        user_id=mail.user_id,
        invitation_id=mail.subject_id if purpose is LinkPurpose.INVITATION else None,
        mail_kind=mail.kind if purpose is LinkPurpose.UNSUBSCRIBE else None,
        created_at=uow.now,
        expires_at=uow.now + life_of(purpose),
        used_at=None,
    )
    async with as_system(uow):
        await link_queries.insert_link(link, token_hash(token))
    return token
