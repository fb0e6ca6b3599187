"""What a file that somebody holds is, seen from here."""

import itertools
from typing import Any

import pytest

from clause.domain.certificate_register import Standing
from clause.domain.errors import ClauseError, TooLarge, Unreadable
from clause.domain.file_checks import (
    LARGEST_CHECKED_BYTES,
    DocumentKind,
    IssuedFile,
    Verdict,
    check_is_pdf,
    code_in,
    hash_of,
    verdict_of,
)
from clause.domain.seals import ExaminedSeal, SealState
from tests.builders.territory import NOW

PDF = b"%PDF-1.7\n"


def _issued(*, is_replaced: bool = False, is_taken_back: bool = False) -> IssuedFile:
    return IssuedFile(
        kind=DocumentKind.CERTIFICATE,
        number="A-1",
        code="0000-0000-0000-0000",
        organisation="PLIE",
        made_at=NOW,
        seal_fingerprint=None,
        is_replaced=is_replaced,
        is_taken_back=is_taken_back,
    )


def test_a_file_is_replaced_or_taken_back() -> None:
    assert _issued().standing is Standing.VALID
    assert _issued(is_replaced=True).standing is Standing.SUPERSEDED
    assert _issued(is_replaced=True, is_taken_back=True).standing is Standing.REVOKED


REFUSED: list[tuple[bytes, type[ClauseError], str]] = [
    (b"", Unreadable, "CRT-042"),
    (b"<html>", Unreadable, "CRT-043"),
    (b" " * 1020 + PDF, Unreadable, "CRT-043"),
    (PDF + b" " * LARGEST_CHECKED_BYTES, TooLarge, "CRT-041"),
]


@pytest.mark.parametrize(("content", "kind", "code"), REFUSED)
def test_what_is_no_pdf_of_ours_is_refused(content: bytes, kind: type[ClauseError], code: str) -> None:
    with pytest.raises(kind) as refusal:
        check_is_pdf(content)
    assert refusal.value.code == code
    if code == "CRT-041":
        assert refusal.value.values == {"most": 5}


def test_a_pdf_begins_within_its_first_thousand_bytes_and_may_be_as_large_as_allowed() -> None:
    check_is_pdf(b" " * 1019 + PDF)
    check_is_pdf(PDF.ljust(LARGEST_CHECKED_BYTES))


def test_the_code_of_its_link_is_read() -> None:
    assert code_in(b"(https://clause.example/verify/0A1B-2C3D-4E5F-6G7H)") == "0A1B-2C3D-4E5F-6G7H"
    for other in (b"/verify/0A1B-2C3D-4E5F", b"/verify/0A1B-2C3D-4E5F-6G7HX", b"/verify/0a1b-2c3d-4e5f-6g7h"):
        assert code_in(other) is None


def test_a_hash_is_the_sha_256_of_the_bytes() -> None:
    assert hash_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def _seal(state: SealState) -> ExaminedSeal:
    known: dict[str, Any] = {"state": state}
    return ExaminedSeal.model_construct(**known)


def test_a_file_that_was_made_here_is_genuine_or_was_added_to() -> None:
    for known, named in itertools.product((True, False), repeat=2):
        for seal in (None, *map(_seal, SealState)):
            told = {"is_seal_known": known, "names_one": named}
            assert verdict_of(_issued(), seal, is_exact=True, **told) is Verdict.GENUINE
            assert verdict_of(_issued(), seal, is_exact=False, **told) is Verdict.ADDED_TO


@pytest.mark.parametrize("names_one", [True, False])
def test_an_unchanged_seal_is_ours_or_of_somebody_else(names_one: bool) -> None:
    seal = _seal(SealState.INTACT)
    told = {"is_exact": False, "names_one": names_one}
    assert verdict_of(None, seal, is_seal_known=True, **told) is Verdict.FORGOTTEN
    assert verdict_of(None, seal, is_seal_known=False, **told) is Verdict.ELSEWHERE


def test_what_says_that_it_comes_from_here_was_changed_and_the_rest_is_unknown() -> None:
    broken = [_seal(state) for state in SealState if state is not SealState.INTACT]
    for seal in (None, *broken):
        assert verdict_of(None, seal, is_exact=False, is_seal_known=False, names_one=True) is Verdict.CHANGED
        assert verdict_of(None, seal, is_exact=False, is_seal_known=False, names_one=False) is Verdict.UNKNOWN
    for seal in broken:
        assert verdict_of(None, seal, is_exact=False, is_seal_known=True, names_one=False) is Verdict.CHANGED
    assert verdict_of(None, None, is_exact=False, is_seal_known=True, names_one=False) is Verdict.UNKNOWN
