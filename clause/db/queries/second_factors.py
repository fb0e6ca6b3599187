"""Second factors, recovery codes and sign-ins that wait for a code: read and written as system (see services)."""

from datetime import datetime
from uuid import UUID

from clause.db import sql
from clause.domain.second_factor import SecondFactor, WaitingStep

_FACTOR = ", ".join(SecondFactor.model_fields)


async def find_factor(user_id: UUID, *, lock: bool = False) -> SecondFactor | None:
    """The second factor of a person, confirmed or not, or None."""
    row = await sql.fetch_one(
        f"SELECT {_FACTOR} FROM second_factor WHERE user_id = $1" + (" FOR UPDATE" if lock else ""),  # noqa: S608
        user_id,
    )
    return SecondFactor.model_validate(row) if row else None


async def list_factors() -> list[SecondFactor]:
    """Those of everybody, locked until the transaction ends."""
    rows = await sql.fetch(f"SELECT {_FACTOR} FROM second_factor FOR UPDATE")  # noqa: S608
    return [SecondFactor.model_validate(row) for row in rows]


async def replace_key(user_id: UUID, secret: str) -> None:
    """Keep a key in another form."""
    await sql.execute("UPDATE second_factor SET secret = $2 WHERE user_id = $1", user_id, secret)


async def is_asked(user_id: UUID) -> bool:
    """Whether a code is asked of this person at sign-in."""
    found: bool = await sql.fetch_value(
        "SELECT EXISTS (SELECT FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL)", user_id
    )
    return found


async def insert_factor(factor_id: UUID, user_id: UUID, secret: str, now: datetime) -> None:
    """Keep a key that is not confirmed yet, in the place of another that was not."""
    await sql.execute("DELETE FROM second_factor WHERE user_id = $1 AND confirmed_at IS NULL", user_id)
    await sql.insert("second_factor", id=factor_id, user_id=user_id, secret=secret, last_step=0, created_at=now)


async def confirm_factor(user_id: UUID, now: datetime) -> None:
    """Ask this person for codes from now on."""
    await sql.execute("UPDATE second_factor SET confirmed_at = $2 WHERE user_id = $1", user_id, now)


async def take_step(user_id: UUID, step: int) -> bool:
    """Note that the code of this step has served; False when it, or a later one, had served before."""
    taken = await sql.execute(
        "UPDATE second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2", user_id, step
    )
    return taken == 1


async def delete_factor(user_id: UUID) -> None:
    """Forget the key of a person, their recovery codes, and the sign-ins that wait for a code."""
    for table in ("second_factor", "recovery_code", "sign_in_step"):
        await sql.execute(f"DELETE FROM {table} WHERE user_id = $1", user_id)  # noqa: S608 - names of this list


async def replace_recovery_codes(user_id: UUID, codes: list[tuple[UUID, str]], now: datetime) -> None:
    """Keep these hashes in the place of the recovery codes that the person had."""
    await sql.execute("DELETE FROM recovery_code WHERE user_id = $1", user_id)
    await sql.execute_many(
        "INSERT INTO recovery_code (id, user_id, code_hash, created_at) VALUES ($1, $2, $3, $4)",
        [(code_id, user_id, code_hash, now) for code_id, code_hash in codes],
    )


async def use_recovery_code(user_id: UUID, code_hash: str, now: datetime) -> bool:
    """Note that a recovery code has served; False when it is none of this person's, or served before."""
    used = await sql.execute(
        "UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL",
        user_id,
        code_hash,
        now,
    )
    return used == 1


async def count_recovery_codes(user_id: UUID) -> int:
    """How many recovery codes of a person have not served."""
    found: int = await sql.fetch_value(
        "SELECT count(*) FROM recovery_code WHERE user_id = $1 AND used_at IS NULL", user_id
    )
    return found


async def insert_step(
    step_id: UUID, token_hash: str, user_id: UUID, membership_id: UUID, now: datetime, until: datetime
) -> None:
    """Keep a sign-in that waits for a code."""
    await sql.insert(
        "sign_in_step",
        id=step_id,
        token_hash=token_hash,
        user_id=user_id,
        membership_id=membership_id,
        created_at=now,
        expires_at=until,
    )


async def find_step(token_hash: str, now: datetime) -> WaitingStep | None:
    """The sign-in of this cookie that still waits for a code, of a person who still has access; or None."""
    row = await sql.fetch_one(
        "SELECT s.user_id, s.membership_id, m.org_id, s.expires_at FROM sign_in_step s"
        " JOIN membership m ON m.id = s.membership_id JOIN app_user u ON u.id = s.user_id"
        " WHERE s.token_hash = $1 AND s.expires_at > $2 AND m.ended_at IS NULL AND u.disabled_at IS NULL",
        token_hash,
        now,
    )
    return WaitingStep.model_validate(row) if row else None


async def delete_steps(user_id: UUID) -> None:
    """Let no sign-in of this person wait for a code any more."""
    await sql.execute("DELETE FROM sign_in_step WHERE user_id = $1", user_id)


async def purge_steps(now: datetime) -> int:
    """Forget the sign-ins whose code came too late; the result is how many."""
    return await sql.execute("DELETE FROM sign_in_step WHERE expires_at < $1", now)
