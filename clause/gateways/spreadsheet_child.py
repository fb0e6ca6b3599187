"""Reads one spreadsheet in a process of its own, which may die without harm.

Files come from outside, and a few bytes of a spreadsheet can ask for gigabytes of memory. So they are opened here, by a
process that has little memory, little time, may write no file and knows no secret. The file comes in on the standard
input; on the standard output go JSON lines: for each sheet a description, then each of its rows, and at the end what
was seen of the file as a whole, or why it is refused. A cell is null, a number, a text, true, false or a list: a list
of one text is a day, of two numbers a time (hours, minutes).

Runs by itself (``python -I spreadsheet_child.py KIND``): nothing of Clause is imported.
"""

import csv
import io
import re
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY_BYTES = 280_000_000
"""Of addresses, not of memory in use; a hundred thousand rows of ten columns fit in half of it."""
CPU_SECONDS = 30
LARGEST_INFLATED_BYTES = 250_000_000
MOST_MEMBERS = 2_000
MOST_SHEETS = 60
MOST_COLUMNS = 256
MOST_ROWS = 101_000
"""Rows that hold something, in all sheets together: a hundred thousand, and room for headers and totals."""
MOST_LINES = 1_048_576
"""Rows of a text, empty ones included: as many as a sheet can have."""
LONGEST_CELL = 32_767
"""As many characters as a cell of a spreadsheet may hold."""
_BLOCK = 1 << 20
_DELIMITERS = ";,\t|"
_SAMPLE_ROWS = 40
_SAMPLE_CHARACTERS = 200_000

_CELL_WITHOUT_VALUE = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_CELL_IN_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*\st="e"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


class Refusal(Exception):
    """The file cannot be read, or must not be; the reason is a word that the caller knows."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def limit_this_process() -> None:
    """Little memory, little time, no file written, nothing left behind by a crash."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(kind: str, content: bytes) -> Iterator[dict[str, Any] | list[Any]]:
    """What the file holds, as the lines to send; raises Refusal."""
    if kind == "csv":
        yield from _read_csv(content)
        return
    seen = _look_into_archive(content) if zipfile.is_zipfile(io.BytesIO(content)) else _Seen()
    if kind == "xls" and seen.members:
        raise Refusal("damaged")
    yield from _read_workbook(content, seen)
    yield {"end": True, "has_macros": seen.has_macros}


class _Seen:
    """What an archive shows before it is opened as a spreadsheet."""

    def __init__(self) -> None:
        self.members = 0
        self.has_macros = False
        self.without_value: dict[str, list[str]] = {}
        self.in_error: dict[str, list[str]] = {}
        self._parts: dict[str, tuple[list[str], list[str]]] = {}
        self._texts: dict[str, bytes] = {}

    def keep(self, name: str, without_value: list[str], in_error: list[str]) -> None:
        """The cells of a part of the archive that a reader would take for empty."""
        self._parts[name] = (without_value, in_error)

    def keep_text(self, name: str, text: bytes) -> None:
        """A small part that says which sheet is where."""
        self._texts[name] = text

    def name_sheets(self) -> None:
        """Put the names of sheets in the place of those of the parts that hold them."""
        targets = {}
        for found in _RELATION.findall(self._texts.get("xl/_rels/workbook.xml.rels", b"")):
            values = dict(_ATTRIBUTE.findall(found))
            targets[values.get(b"Id", b"")] = values.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
        for index, found in enumerate(_SHEET.findall(self._texts.get("xl/workbook.xml", b""))):
            values = dict(_ATTRIBUTE.findall(found))
            target = targets.get(values.get(b"r:id", b""), "")
            part = self._parts.get(target) or self._parts.get(f"xl/{target}")
            if part:
                self.without_value[str(index)], self.in_error[str(index)] = part


def _look_into_archive(content: bytes) -> _Seen:
    seen, inflated = _Seen(), 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_INFLATED_BYTES:
                raise Refusal("bomb")
            for member in members:
                seen.members += 1
                _check_name(member)
                inflated += _look_into_member(archive, member, seen, LARGEST_INFLATED_BYTES - inflated)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refusal("damaged") from error
    except RuntimeError as error:  # a password
        raise Refusal("encrypted") from error
    except Exception as error:
        if type(error).__name__ == "error":  # zlib has its own
            raise Refusal("damaged") from error
        raise
    seen.name_sheets()
    return seen


def _check_name(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise Refusal("encrypted")
    name = member.orig_filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
        raise Refusal("path")


def _look_into_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, seen: _Seen, room: int) -> int:
    """How many bytes a member really holds: its own statement is not believed, unless it is too much by itself."""
    name, size, rest = member.filename, 0, b""
    if name.lower().endswith("vbaproject.bin"):
        seen.has_macros = True
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    is_index = name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    without_value: list[str] = []
    in_error: list[str] = []
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > room:
                raise Refusal("bomb")
            if size == len(block) and name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in block[:4096].upper():
                raise Refusal("entities")
            if is_index:
                rest = (rest + block)[:_BLOCK]
            elif is_sheet:
                rest = _look_for_cells(rest + block, without_value, in_error)
    if is_index:
        seen.keep_text(name, rest)
    if is_sheet:
        seen.keep(name, without_value, in_error)
    return size


def _look_for_cells(text: bytes, without_value: list[str], in_error: list[str]) -> bytes:
    """Note formulas without a value and values that are errors; the result is what to look at with the next block."""
    cut = text.rfind(b"</c>") + 4
    if b"<f" in text:
        without_value += [found.decode() for found in _CELL_WITHOUT_VALUE.findall(text, 0, max(cut, 0))]
    if b't="e"' in text:
        in_error += [found.decode() for found in _CELL_IN_ERROR.findall(text, 0, max(cut, 0))]
    return text[cut:][-_BLOCK:] if cut >= 4 else text[-_BLOCK:]


def _read_workbook(content: bytes, seen: _Seen) -> Iterator[dict[str, Any] | list[Any]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(workbook.sheet_names) > MOST_SHEETS:
            raise Refusal("too_many_sheets", most=str(MOST_SHEETS))
        left = MOST_ROWS
        for index, metadata in enumerate(workbook.sheets_metadata):
            if metadata.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(index)
            yield {
                "sheet": metadata.name[:200],
                "is_hidden": metadata.visible != SheetVisibleEnum.Visible,
                "without_value": seen.without_value.get(str(index), [])[:MOST_ROWS],
                "in_error": seen.in_error.get(str(index), [])[:MOST_ROWS],
            }
            for line in _rows_of_sheet(sheet):
                left -= 1
                if left < 0:
                    raise Refusal("too_many_rows")
                yield line
    except PasswordError as error:
        raise Refusal("encrypted") from error
    except CalamineError as error:
        raise Refusal("damaged") from error


def _rows_of_sheet(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Each row that holds something: its number, then its cells from column A on."""
    if sheet.start is None:
        return
    first = sheet.start[1]
    if first + sheet.width > MOST_COLUMNS:
        raise Refusal("too_many_columns", sheet=sheet.name[:200], most=str(MOST_COLUMNS))
    before: list[Any] = [None] * first
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_plain(value) if value.__class__ is not str else _text(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield [number, before + cells]


def _text(value: str) -> str | None:
    if len(value) > LONGEST_CELL:
        raise Refusal("huge_cell", most=str(LONGEST_CELL))
    return value if value and not value.isspace() else None


def _plain(value: Any) -> Any:
    """A cell as JSON can say it; a duration counts its hours beyond a day."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return [value.isoformat()] if value.time() != time() else [value.date().isoformat()]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, time):
        return [value.hour, value.minute] if not value.second else [value.hour, value.minute + value.second / 60]
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60, 4)
        return [int(minutes // 60), minutes % 60]
    return None


def _read_csv(content: bytes) -> Iterator[dict[str, Any] | list[Any]]:
    encoding = _encoding_of(content)
    with _as_text(content, encoding) as sample:
        delimiter = _delimiter_of(sample.read(_SAMPLE_CHARACTERS))
    yield {"sheet": "", "is_hidden": False, "without_value": [], "in_error": []}
    found = 0
    with _as_text(content, encoding) as text:
        for number, row in enumerate(_csv_rows(text, delimiter), start=1):
            if number > MOST_LINES:
                raise Refusal("too_many_rows")
            if len(row) > MOST_COLUMNS:
                raise Refusal("too_many_columns", sheet="", most=str(MOST_COLUMNS))
            cells = [_text(value.strip("\ufeff")) for value in row]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                found += 1
                if found > MOST_ROWS:
                    raise Refusal("too_many_rows")
                yield [number, cells]
    yield {"end": True, "has_macros": False, "encoding": encoding, "delimiter": delimiter}


def _csv_rows(lines: Iterable[str], delimiter: str) -> Iterable[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as error:
        raise Refusal("huge_cell", most=str(LONGEST_CELL)) from error


def _as_text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text, decoded as it is read: a whole one takes several times the room of its bytes."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _encoding_of(content: bytes) -> str:
    """How the text is written: one byte order or another, else UTF-8, else as Windows does."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _sound(content, encoding)
    start = content[:4000]
    if start.count(0) > len(start) // 4:
        encoding = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        return _sound(content, encoding)
    encoding = "utf-8" if _is_written(content, "utf-8") else _sound(content, "cp1252")
    if b"\x00" in content:
        raise Refusal("no_spreadsheet")
    return encoding


def _sound(content: bytes, encoding: str) -> str:
    if not _is_written(content, encoding):
        raise Refusal("encoding")
    return encoding


def _is_written(content: bytes, encoding: str) -> bool:
    """Whether every octet means something in this encoding."""
    with _as_text(content, encoding) as text:
        try:
            while text.read(_BLOCK):
                pass
        except UnicodeDecodeError:
            return False
    return True


def _delimiter_of(text: str) -> str:
    """The sign that cuts the first rows into the most columns, the same number in nearly all of them."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_ROWS])
    best, columns = ";", 1
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in _csv_rows(io.StringIO(sample, newline=""), delimiter) if any(row))
        if not widths:
            continue
        width, times = widths.most_common(1)[0]
        if width > columns and times * 2 > widths.total():
            best, columns = delimiter, width
    return best


def main() -> None:
    """Read the standard input, write the standard output."""
    content = sys.stdin.buffer.read()
    limit_this_process()
    encode, write = msgspec.json.encode, sys.stdout.buffer.write
    try:
        for line in read(sys.argv[1], content):
            write(encode(line) + b"\n")
    except Refusal as refusal:
        write(encode({"refused": refusal.reason, "values": refusal.values}) + b"\n")
    except MemoryError:
        write(b'{"refused":"bomb","values":{}}\n')


if __name__ == "__main__":
    main()
