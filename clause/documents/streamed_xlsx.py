"""A long table as a workbook that leaves while it is written: a million rows need the memory of some thousand.

The parts of the file around the rows are those of the library; its pages go first, one after another, because only
their end says how many there are.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from xlsxwriter.utility import _preserve_whitespace, _utf16_truncate

from clause.documents.table_xlsx import Frame, PlainRows
from clause.domain.tables import Cell, Sheet

LINES_OF_A_PAGE = 1_048_576
"""As many as the format has; what is longer goes on on another page, under the same headings."""
LARGEST_PAGE_OCTETS = 1_500_000_000
"""Spreadsheet programs refuse the form that archives need beyond two gigabytes."""
_LONGEST_TEXT = 32_767
_DATED = (1980, 1, 1, 0, 0, 0)
_END_OF_ROWS = b"</sheetData>"
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


class StreamedBook:
    """A workbook of which :meth:`add` and :meth:`finished` give the bytes that can leave.

    The rows are written as a ``TableBook`` writes them; no cell holds a formula.
    """

    def __init__(self, sheet: Sheet, created_on: date, lines_of_a_page: int = LINES_OF_A_PAGE) -> None:
        self._sheet, self._created_on, self._most = sheet, created_on, lines_of_a_page
        self._sink = _Sink()
        self._archive = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)
        self._ends: list[int] = []
        self._rows, self._head = _rows_of(sheet, created_on)
        self._page = self._new_page()
        self._line, self._octets = self._head, 0
        self._write(sheet.rows)

    def add(self, rows: Sequence[tuple[Cell, ...]]) -> bytes:
        """The bytes that can leave once further rows are written."""
        self._write(rows)
        return self._sink.taken()

    def finished(self) -> bytes:
        """The last bytes; nothing can be added any more."""
        self._end_page()
        for name, content in _parts(self._sheet, self._created_on, self._ends).items():
            if not name.startswith("xl/worksheets/"):
                self._archive.writestr(_member(name), content)
        self._archive.close()
        return self._sink.taken()

    def let_go(self) -> None:
        """End here, finished or not: what is still open is closed, and its bytes go nowhere."""
        self._page.close()
        self._archive.close()

    def _write(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        written: list[str] = []
        for row in rows:
            if self._line + 1 >= self._most or self._octets > LARGEST_PAGE_OCTETS:
                self._page.write("".join(written).encode())
                written = []
                self._end_page()
                self._page = self._new_page()
                self._line, self._octets = self._head, 0
            self._line += 1
            written.append(self._rows.text(self._line, row, self._odd) or "")
            self._octets += len(written[-1])
        self._page.write("".join(written).encode())

    def _odd(self, text: str) -> str:
        """A text with marks, blanks at its ends or more characters than a cell may have, as the library writes it."""
        cut = _utf16_truncate(text, _LONGEST_TEXT) if len(text) > _LONGEST_TEXT // 2 else text
        marked: str = self._rows.page._escape_control_characters(cut)
        start = '<t xml:space="preserve">' if _preserve_whitespace(marked) else "<t>"
        return f"{start}{self._rows.page._escape_data(marked)}</t>"

    def _new_page(self) -> IO[bytes]:
        number = len(self._ends) + 1
        before, _, _ = _page_of(_parts(self._sheet, self._created_on, [*self._ends, self._head]), number)
        page = self._archive.open(_member(f"xl/worksheets/sheet{number}.xml"), "w")
        page.write(_DIMENSION.sub(b"", before, count=1))
        return page

    def _end_page(self) -> None:
        self._ends.append(self._line)
        _, end, after = _page_of(_parts(self._sheet, self._created_on, self._ends), len(self._ends))
        self._page.write(end + after)
        self._page.close()


def _rows_of(sheet: Sheet, created_on: date) -> tuple[PlainRows, int]:
    """What writes rows with the styles of such a workbook, and the line of its headings."""
    frame = Frame(io.BytesIO(), sheet, created_on)
    rows = PlainRows(frame.add_page(), frame.styles)
    frame.close()
    return rows, frame.head


def _parts(sheet: Sheet, created_on: date, ends: Sequence[int]) -> dict[str, bytes]:
    """The parts of a workbook with so many pages, without their rows; ``ends`` are the last lines of the pages."""
    into = io.BytesIO()
    frame = Frame(into, sheet, created_on)
    for end in ends:
        page = frame.add_page()
        PlainRows(page, frame.styles)
        frame.end_page(page, end)
    frame.close()
    with zipfile.ZipFile(into) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _page_of(parts: dict[str, bytes], number: int) -> tuple[bytes, bytes, bytes]:
    return parts[f"xl/worksheets/sheet{number}.xml"].partition(_END_OF_ROWS)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATED)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


class _Sink(io.RawIOBase):
    """Where the archive writes, and from where its bytes are taken at once; it cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, octets: Any) -> int:
        self._pieces.append(bytes(octets))
        return len(octets)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
