"""Spreadsheets from outside: told by their first bytes, then read by a process that may die (``spreadsheet_child``).

Read are XLSX and XLSM (never their macros), XLS, ODS and CSV. What the file is called says nothing.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from clause.domain.errors import Unreadable
from clause.domain.hours_import import Cell, FileKind, RawSheet, SheetFile

READER = Path(__file__).with_name("spreadsheet_child.py")
LONGEST_READING_SECONDS = 60

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*", b"%PDF", b"{\\rtf")
_ARCHIVES = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x7fELF", b"MZ")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_REFUSALS = {
    "encrypted": "IMP-104",
    "damaged": "IMP-105",
    "bomb": "IMP-106",
    "path": "IMP-107",
    "entities": "IMP-108",
    "too_many_rows": "IMP-109",
    "too_many_columns": "IMP-110",
    "huge_cell": "IMP-111",
    "too_many_sheets": "IMP-112",
    "no_spreadsheet": "IMP-113",
    "encoding": "IMP-114",
    "slow": "IMP-116",
}


def sniff(content: bytes) -> FileKind:
    """What kind of spreadsheet a file is, by its content.

    Raises Unreadable: IMP-101 (empty), IMP-102 (a picture, a PDF, a program), IMP-103 (a page named like a
    spreadsheet), IMP-104 (protected by a password), IMP-115 (an archive that is no spreadsheet we read).
    """
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.strip(b"\x00"):
        raise Unreadable("IMP-101")
    if content.startswith(_PICTURES + _ARCHIVES):
        raise Unreadable("IMP-102")
    if start[:1] == b"<" or start[:15].lower().startswith(b"mime-version:"):
        raise Unreadable("IMP-103")
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            raise _refusal("encrypted", {})
        return FileKind.XLS
    if content.startswith(b"PK"):
        return _kind_of_archive(content)
    return FileKind.CSV


def _kind_of_archive(content: bytes) -> FileKind:
    """By the names at the end of the archive; the process that opens it looks at each of them."""
    if b"xl/workbook.xml" in content:
        return FileKind.XLSX
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:200]:
        return FileKind.ODS
    raise Unreadable("IMP-115")


def read_spreadsheet(content: bytes) -> SheetFile:
    """The sheets of a file, whose rows are decoded one by one as they are looked at.

    Raises Unreadable as ``sniff`` does, and IMP-104 to IMP-116 for what shows only once the file is opened.
    """
    kind = sniff(content)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(READER), kind.value],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=LONGEST_READING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("slow", {}) from error
    return _file_of(kind, done.stdout, ended_well=done.returncode == 0)


def _file_of(kind: FileKind, said: bytes, *, ended_well: bool) -> SheetFile:
    last = _last_line(said)
    if "refused" in last:
        raise _refusal(last["refused"], last["values"])
    if not ended_well or "end" not in last:
        # Killed by its limits: the file asked for more memory or time than any true one does.
        raise _refusal("bomb", {})
    sheets = tuple(_sheets(said))
    return SheetFile(kind=kind, sheets=sheets, has_macros=last["has_macros"], encoding=last.get("encoding"))


def _last_line(said: bytes) -> dict[str, Any]:
    line = said[said.rfind(b"\n", 0, max(len(said) - 1, 0)) + 1 :]
    try:
        found = msgspec.json.decode(line)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _sheets(said: bytes) -> Iterator[RawSheet]:
    """Each sheet with its stretch of lines: rows begin with a bracket, everything else with a brace."""
    start = 0
    while start < len(said):
        end = said.find(b"\n", start)
        head = msgspec.json.decode(said[start:end])
        if "sheet" not in head:
            return
        following = said.find(b"\n{", end)
        yield RawSheet(
            name=head["sheet"],
            is_hidden=head["is_hidden"],
            without_value=frozenset(head["without_value"]),
            in_error=frozenset(head["in_error"]),
            lines=_Lines(said, end + 1, following + 1),
        )
        start = following + 1


class _Lines:
    """The rows of a sheet, decoded anew at each pass."""

    def __init__(self, said: bytes, start: int, end: int) -> None:
        self._said, self._start, self._end = said, start, end

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        decode, said, start = msgspec.json.Decoder(tuple[int, list[Any]]).decode, self._said, self._start
        while start < self._end:
            end = said.find(b"\n", start)
            yield decode(said[start:end])
            start = end + 1


def _refusal(reason: str, values: dict[str, str]) -> Unreadable:
    said: dict[str, object] = dict(values)
    return Unreadable(_REFUSALS[reason], findings=(), **said)
