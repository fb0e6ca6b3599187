"""What anyone may learn of a file that was made here, by its hash."""

from clause.db import sql
from clause.domain.file_checks import IssuedFile


async def find_issued(sha256: str) -> IssuedFile | None:
    """The file of this hash, or None when none was made here."""
    rows = await sql.fetch_without_identity("SELECT * FROM clause_verify_file($1)", sha256)
    return IssuedFile.model_validate(dict(rows[0])) if rows else None


async def knows_seal(fingerprint: str) -> bool:
    """Whether files were sealed here with this certificate."""
    rows = await sql.fetch_without_identity("SELECT clause_knows_seal($1) AS known", fingerprint)
    return bool(rows[0]["known"])
