"""Mail: what is written with a change, what each may tell, and who does not want it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.mails import Mail, MailFacts, MailKind, Notice, SentMail

_MAIL = ", ".join(Mail.model_fields)
_SUBJECTS = {
    "hours_statement": "SELECT facilitator_org_id, company_id FROM hours_statement WHERE id = $1",
    "statement_reminder": (
        "SELECT facilitator_org_id, CASE WHEN buyer_id IS NULL THEN company_id END AS company_id, buyer_id"
        " FROM statement_reminder WHERE id = $1"
    ),
    "certificate": "SELECT facilitator_org_id, company_id FROM certificate WHERE id = $1",
    "claim": "SELECT facilitator_org_id, intermediate_body_id FROM claim WHERE id = $1",
    "operation": "SELECT facilitator_org_id, intermediate_body_id FROM operation WHERE id = $1",
}
_FACTS = {
    "hours_statement": (
        "SELECT c.name AS company, f.name AS facilitator, s.month AS first_month,"
        " coalesce(s.last_month, s.month) AS last_month FROM hours_statement s"
        " JOIN organisation c ON c.id = s.company_id JOIN organisation f ON f.id = s.facilitator_org_id WHERE s.id = $1"
    ),
    "statement_reminder": (
        "SELECT c.name AS company, f.name AS facilitator, r.first_month, r.last_month, r.subject AS letter_subject,"
        " r.body AS letter, r.buyer_id IS NOT NULL AS is_for_buyer FROM statement_reminder r"
        " JOIN organisation c ON c.id = r.company_id JOIN organisation f ON f.id = r.facilitator_org_id WHERE r.id = $1"
    ),
    "certificate": (
        "SELECT c.name AS company, f.name AS facilitator, x.number FROM certificate x"
        " JOIN organisation c ON c.id = x.company_id JOIN organisation f ON f.id = x.facilitator_org_id WHERE x.id = $1"
    ),
    "claim": (
        "SELECT f.name AS facilitator, b.name AS body, c.number::text AS number, o.number AS operation,"
        " c.first_month, c.last_month FROM claim c JOIN operation o ON o.id = c.operation_id"
        " JOIN organisation f ON f.id = c.facilitator_org_id JOIN organisation b ON b.id = c.intermediate_body_id"
        " WHERE c.id = $1"
    ),
    "operation": (
        "SELECT f.name AS facilitator, b.name AS body, o.number AS operation FROM operation o"
        " JOIN organisation f ON f.id = o.facilitator_org_id JOIN organisation b ON b.id = o.intermediate_body_id"
        " WHERE o.id = $1"
    ),
    "invitation": (
        "SELECT i.full_name AS person, o.name AS organisation, f.name AS facilitator, i.role, i.expires_at"
        " FROM invitation i JOIN organisation o ON o.id = i.org_id JOIN organisation f ON f.id = i.invited_by_org_id"
        " WHERE i.id = $1"
    ),
    "app_user": "SELECT full_name AS person FROM app_user WHERE id = $1",
}


async def find_party(notice: Notice, subject_kind: str, subject_id: UUID) -> UUID | None:
    """The organisation that a notice goes to, or None when its subject names none."""
    row = await sql.fetch_one(_SUBJECTS[subject_kind], subject_id) if subject_kind in _SUBJECTS else None
    return row.get(notice.party) if row else None


async def list_readers(notice: Notice, org_id: UUID) -> list[UUID]:
    """The people of an organisation who want a notice of this kind: their ids only."""
    rows = await sql.fetch(
        "SELECT user_id FROM clause_mail_readers($1, $2::uuid[], $3::text[])",
        notice.kind.value,
        [org_id],
        [role.value for role in notice.roles],
    )
    return [row["user_id"] for row in rows]


async def insert_mail(mail: Mail) -> None:
    """Add a mail."""
    await sql.insert("mail", **{**dict(mail), "kind": mail.kind.value, "state": mail.state.value})


async def lock_mail(mail_id: UUID) -> Mail | None:
    """A mail of the caller's organisation, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"SELECT {_MAIL} FROM mail WHERE id = $1 FOR UPDATE", mail_id)  # noqa: S608
    return Mail.model_validate(row) if row else None


async def find_mail(mail_id: UUID) -> SentMail | None:
    """A mail of the caller's organisation, or None."""
    rows = await _list("m.id = $1", mail_id)
    return rows[0] if rows else None


async def list_mails(*, state: str | None, kind: str | None, limit: int) -> list[SentMail]:
    """The mails of the caller's organisation, the newest first."""
    return await _list(
        "($1::text IS NULL OR m.state = $1) AND ($2::text IS NULL OR m.kind = $2) ORDER BY m.id DESC LIMIT $3",
        state,
        kind,
        limit,
    )


async def _list(condition: str, *arguments: object) -> list[SentMail]:
    columns = ", ".join(f"m.{name}" for name in Mail.model_fields)
    rows = await sql.fetch(
        f"SELECT {columns}, u.full_name FROM mail m LEFT JOIN app_user u ON u.id = m.user_id WHERE {condition}",  # noqa: S608
        *arguments,
    )
    return [SentMail.model_validate(row) for row in rows]


async def save_attempt(mail: Mail) -> None:
    """Write what an attempt left."""
    await sql.execute(
        "UPDATE mail SET state = $2, attempts = $3, last_problem = $4, next_attempt_at = $5, sent_at = $6,"
        " subject = $7, body = $8 WHERE id = $1",
        mail.id,
        mail.state.value,
        mail.attempts,
        mail.last_problem,
        mail.next_attempt_at,
        mail.sent_at,
        mail.subject,
        mail.body,
    )


async def purge_mails(before: datetime) -> int:
    """Forget the mails of every organisation that left or failed, and were written before; the result is how many."""
    return await sql.execute("DELETE FROM mail WHERE state IN ('sent', 'failed') AND created_at < $1", before)


async def find_address(mail: Mail) -> str | None:
    """Where a mail goes now: the address of its person while they have access, or the one it was written to."""
    if mail.user_id is None:
        return mail.address
    address: str | None = await sql.fetch_value(
        "SELECT u.email FROM app_user u WHERE u.id = $1 AND u.disabled_at IS NULL AND EXISTS ("
        " SELECT FROM membership m WHERE m.user_id = u.id AND m.org_id = $2 AND m.ended_at IS NULL)",
        mail.user_id,
        mail.org_id,
    )
    return address


async def find_facts(subject_kind: str | None, subject_id: UUID | None) -> MailFacts | None:
    """What may be told of a subject, as the caller may see it; None when there is nothing to be seen."""
    if subject_kind not in _FACTS or subject_id is None:
        return None
    row: dict[str, Any] | None = await sql.fetch_one(_FACTS[subject_kind], subject_id)
    return MailFacts.model_validate(row) if row else None


async def list_opt_outs(user_id: UUID) -> set[MailKind]:
    """The kinds of notices that a person does not want."""
    rows = await sql.fetch("SELECT kind FROM mail_opt_out WHERE user_id = $1", user_id)
    return {MailKind(row["kind"]) for row in rows}


async def replace_opt_outs(user_id: UUID, rows: Sequence[tuple[UUID, MailKind]], now: datetime) -> None:
    """From now on these kinds are not wanted, and no others; each comes with the id of its row."""
    await sql.execute("DELETE FROM mail_opt_out WHERE user_id = $1", user_id)
    await sql.execute_many(
        "INSERT INTO mail_opt_out (id, user_id, kind, created_at) VALUES ($1, $2, $3, $4)",
        [(row_id, user_id, kind.value, now) for row_id, kind in rows],
    )


async def add_opt_out(row_id: UUID, user_id: UUID, kind: MailKind, now: datetime) -> None:
    """This kind is not wanted any more; nothing happens when it was not before."""
    await sql.execute(
        "INSERT INTO mail_opt_out (id, user_id, kind, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        row_id,
        user_id,
        kind.value,
        now,
    )
