"""Workbooks that ask for too much, lead out of their archive, or carry what must not be run."""

import io
import struct
import zipfile
from collections.abc import Callable

_SPACE = 'xmlns="http' + '://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http' + '://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = 'xmlns="http' + '://schemas.openxmlformats.org/package/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPE = "http" + "://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_BOMB = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_TEXTS = "xl/sharedStrings.xml"
_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>'


def an_archive(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _sheet(rows: str, before: str = "") -> bytes:
    return f"{_HEAD}{before}<worksheet {_SPACE}><sheetData>{rows}</sheetData></worksheet>".encode()


def a_workbook(
    rows: str = _CELL, *, state: str = "visible", sheet: bytes | None = None, more: dict[str, bytes] | None = None
) -> bytes:
    """A workbook of one sheet; ``more`` are further members."""
    relation = f'<Relationship Id="r1" Type="{_TYPE}" Target="worksheets/sheet1.xml"/>'
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": (
            f'{_HEAD}<workbook {_SPACE} {_LINKS}><sheets><sheet name="F" sheetId="1" state="{state}" r:id="r1"/>'
            "</sheets></workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": f"{_HEAD}<Relationships {_PACKAGE}>{relation}</Relationships>".encode(),
        "xl/worksheets/sheet1.xml": _sheet(rows) if sheet is None else sheet,
    }
    return an_archive(parts | (more or {}))


def _text_cell(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _formula(text: str) -> str:
    return f'<row r="1"><c r="A1" t="str"><f>{text}</f><v>1</v></c></row>'


def _lying(size: int) -> bytes:
    said = bytearray(a_workbook())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (start := said.find(mark, start)) >= 0:
            said[start + offset : start + offset + 4] = struct.pack("<I", size)
            start += 4
    return bytes(said)


def _locked() -> bytes:
    said = bytearray(a_workbook())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := said.find(mark, start)) >= 0:
            said[start + offset] |= 1
            start += 4
    return bytes(said)


def _member(name: str) -> Callable[[], bytes]:
    return lambda: a_workbook(more={name: b"x"})


def _rows(count: int) -> str:
    return "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, count + 1))


def _columns(count: int) -> str:
    return '<row r="1">' + "<c><v>1</v></c>" * count + "</row>"


def _utf16(before: str) -> bytes:
    text = _sheet(_CELL, before).decode().replace("UTF-8", "UTF-16")
    return text.encode("utf-16")


def _with_bomb(part: str, before: str) -> Callable[[], bytes]:
    return lambda: a_workbook(more={part: f"{_HEAD}{before}<sst {_SPACE}><si><t>&a;</t></si></sst>".encode()})


def _corners() -> bytes:
    return a_workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


SHEETS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("a sheet that inflates to 260 MB", "heures.xlsx", lambda: a_workbook(sheet=bytes(260_000_000))),
    (
        "texts that inflate to 260 MB",
        "heures.xlsx",
        lambda: a_workbook(more={_TEXTS: bytes(260_000_000)}),
    ),
    ("an unknown part of 260 MB", "heures.xlsx", lambda: a_workbook(more={"x": bytes(260_000_000)})),
    ("2 100 members", "heures.xlsx", lambda: a_workbook(more={f"xl/m{number}": b"" for number in range(2100)})),
    ("sizes that are too small", "heures.xlsx", lambda: _lying(10)),
    ("sizes that are too large", "heures.xlsx", lambda: _lying(4_000_000_000)),
    ("an entity bomb in the sheet", "heures.xlsx", lambda: a_workbook(sheet=_sheet(_text_cell("&c;"), _BOMB))),
    ("an entity bomb in the texts", "heures.xlsx", _with_bomb(_TEXTS, _BOMB)),
    ("an entity that reads a file", "heures.xlsx", lambda: a_workbook(sheet=_sheet(_text_cell("&a;"), _OUTSIDE))),
    ("an entity in another encoding", "heures.xlsx", lambda: a_workbook(sheet=_utf16(_BOMB))),
    ("an entity in the types", "heures.xlsx", _with_bomb("docProps/core.xml", _OUTSIDE)),
    ("1 048 576 rows", "heures.xlsx", lambda: a_workbook(_rows(1_048_576))),
    ("16 384 columns", "heures.xlsx", lambda: a_workbook(_columns(16_384))),
    ("two far corners", "heures.xlsx", _corners),
    ("a cell of 32 MB", "heures.xlsx", lambda: a_workbook(_text_cell("x" * 32_000_000))),
    ("a hidden sheet", "heures.xlsx", lambda: a_workbook(state="hidden")),
    ("a very hidden sheet", "heures.xlsx", lambda: a_workbook(state="veryHidden")),
    ("macros", "heures.xlsm", lambda: a_workbook(more={"xl/vbaProject.bin": b"Sub AutoOpen"})),
    ("macros named otherwise", "heures.xlsx", lambda: a_workbook(more={"xl/VBAPROJECT.BIN": b"Sub AutoOpen"})),
    ("a macro sheet of 1992", "heures.xlsx", lambda: a_workbook(more={"xl/macrosheets/sheet1.xml": b"<x/>"})),
    ("a program inside", "heures.xlsx", lambda: a_workbook(more={"xl/embeddings/a.bin": b"MZ"})),
    ("a link to another workbook", "heures.xlsx", lambda: a_workbook(more={"xl/externalLinks/l.xml": b"<x/>"})),
    ("a formula that runs a program", "heures.xlsx", lambda: a_workbook(_formula("cmd|' /C calc'!A0"))),
    ("a formula that calls home", "heures.xlsx", lambda: a_workbook(_formula("WEBSERVICE(A1)"))),
    ("a formula without value", "heures.xlsx", lambda: a_workbook('<row r="1"><c r="A1"><f>1+1</f></c></row>')),
    ("a path that climbs", "heures.xlsx", _member("../../etc/cron.d/x")),
    ("a path from the root", "heures.xlsx", _member("/etc/cron.d/x")),
    ("a path with a drive", "heures.xlsx", _member("C:/windows/x")),
    ("a path with backslashes", "heures.xlsx", _member("..\\..\\x")),
    ("a locked member", "heures.xlsx", _locked),
    ("half a workbook", "heures.xlsx", lambda: a_workbook()[:-200]),
    ("a workbook without its index", "heures.xlsx", lambda: a_workbook()[:-22]),
    ("a broken sheet", "heures.xlsx", lambda: a_workbook(sheet=b"<worksheet><sheetData><row")),
    ("a sheet nested without end", "heures.xlsx", lambda: a_workbook(sheet=b"<worksheet>" + b"<a>" * 200_000)),
    ("a workbook of nothing", "heures.xlsx", lambda: an_archive({"xl/workbook.xml": b""})),
)
