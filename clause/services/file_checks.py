"""Checking a file that someone holds; open to anyone."""

from clause.db.queries import certificates as certificate_queries
from clause.db.queries import file_checks as queries
from clause.domain.certificate_register import Verification
from clause.domain.certificates import normalise_code
from clause.domain.errors import Unreadable
from clause.domain.file_checks import (
    FileCheck,
    IssuedFile,
    check_is_pdf,
    code_in,
    hash_of,
    verdict_of,
)
from clause.domain.seals import ExaminedSeal, SealState
from clause.gateways import seals
from clause.services.unit_of_work import UnitOfWork, reading


@reading()
async def check_file(uow: UnitOfWork, content: bytes) -> FileCheck:
    """What the file is worth: the same bytes as one made here, one changed since, or one that is not from here.

    The file is never opened. TooLarge CRT-041, Unreadable CRT-042 and CRT-043.
    """
    check_is_pdf(content)
    seal = seals.examine(content)
    issued, is_exact = await _issued(content, seal)
    is_known = seal is not None and await queries.knows_seal(seal.fingerprint)
    certificate = await _certificate((issued.code if issued else None) or code_in(content))
    verdict = verdict_of(issued, seal, is_exact=is_exact, is_seal_known=is_known, names_one=certificate is not None)
    return FileCheck(
        verdict=verdict,
        sha256=hash_of(content),
        issued=issued,
        seal=seal,
        is_seal_known=is_known,
        certificate=certificate,
    )


async def _issued(content: bytes, seal: ExaminedSeal | None) -> tuple[IssuedFile | None, bool]:
    """The file made here that this one is, or that it begins with."""
    issued = await queries.find_issued(hash_of(content))
    if issued is None and seal is not None and seal.state is SealState.ADDED_TO:
        return await queries.find_issued(hash_of(content[: seal.covers])), False
    return issued, True


async def _certificate(code: str | None) -> Verification | None:
    try:
        return await certificate_queries.verify(normalise_code(code)) if code else None
    except Unreadable:
        return None
