"""Who pays for facilitators' posts: versions, added and read, never changed."""

from uuid import UUID

from clause.db import sql
from clause.domain.post_financings import PostFinancing
from clause.rules.statistics import FundingSource

_COLUMNS = "id, facilitator_org_id, year, source, version_no, amount_eur, posts_fte, reason, recorded_by, recorded_at"


async def last_version(org_id: UUID, year: int, source: FundingSource) -> int:
    """The number of the latest version of a source in a year; 0 for none.

    Versions are numbered one after another: until the commit, nobody else numbers one for the organisation.
    """
    await sql.execute("SELECT pg_advisory_xact_lock(hashtextextended('post_financing ' || $1::text, 0))", str(org_id))
    found = await sql.fetch_value(
        "SELECT max(version_no) FROM post_financing WHERE facilitator_org_id = $1 AND year = $2 AND source = $3",
        org_id,
        year,
        source.value,
    )
    return int(found or 0)


async def insert_financing(financing: PostFinancing) -> None:
    """Add a version."""
    await sql.execute(
        f"INSERT INTO post_financing ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",  # noqa: S608
        financing.id,
        financing.facilitator_org_id,
        financing.year,
        financing.source.value,
        financing.version_no,
        financing.amount_eur,
        financing.posts_fte,
        financing.reason,
        financing.recorded_by,
        financing.recorded_at,
    )


async def list_financings(
    *, year: int | None, with_history: bool, after: UUID | None, limit: int
) -> list[PostFinancing]:
    """A page of the versions that the caller sees, oldest first; by default latest of each year and source alone."""
    latest = (
        "NOT EXISTS (SELECT FROM post_financing n WHERE n.facilitator_org_id = f.facilitator_org_id"
        " AND n.year = f.year AND n.source = f.source AND n.version_no > f.version_no)"
    )
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM post_financing f WHERE ($1::integer IS NULL OR f.year = $1)"  # noqa: S608
        f" AND ($2 OR {latest}) AND ($3::uuid IS NULL OR f.id > $3) ORDER BY f.id LIMIT $4",
        year,
        with_history,
        after,
        limit,
    )
    return [PostFinancing.model_validate(row) for row in rows]
