"""Spreadsheets that are true, and files that only look like one: each is read, or refused with its reason."""

import io
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from clause.domain.errors import Unreadable
from clause.domain.hours_import import FileKind, SheetFile
from clause.gateways.spreadsheet import READER, read_spreadsheet
from tests.builders.spreadsheets import a_csv, an_xlsx

ROWS: list[list[Any]] = [["Nom", "Heures"], ["Gaël", 35.5]]
LONGEST_REFUSAL_SECONDS = 8
"""Of processor: how long the clock goes on meanwhile is the machine's affair."""


def _cells(file: SheetFile) -> list[list[tuple[int, list[Any]]]]:
    return [list(sheet.lines) for sheet in file.sheets]


def _archive(**parts: bytes) -> bytes:
    """An archive that begins like a workbook: its first sheet, and what is given."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def _with_sheet(xml: str) -> bytes:
    """A true workbook whose first sheet is this."""
    true = an_xlsx(("F", ROWS))
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(true)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = xml.encode() if name == "xl/worksheets/sheet1.xml" else source.read(name)
            target.writestr(name, content)
    return output.getvalue()


def _sheet(*cells: str, before: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}'
    space = 'xmlns="http' + '://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return _with_sheet(f"{head}<worksheet {space}><sheetData>{''.join(cells)}</sheetData></worksheet>")


def _used() -> float:
    """Seconds of processor of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _refused(content: bytes) -> str:
    before = _used()
    with pytest.raises(Unreadable) as refusal:
        read_spreadsheet(content)
    assert _used() - before < LONGEST_REFUSAL_SECONDS
    return refusal.value.code


def _lying(content: bytes, size: int) -> bytes:
    """The archive with another size said of its members, in both places where it is said."""
    said = bytearray(content)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (start := said.find(mark, start)) >= 0:
            said[start + offset : start + offset + 4] = struct.pack("<I", size)
            start += 4
    return bytes(said)


def test_an_xlsx_is_read_with_numbers_days_and_texts_where_they_are() -> None:
    file = read_spreadsheet(an_xlsx(("Mars", [[], ["", "Nom", "Heures"], ["", "Gaël", 35.5]]), ("Vide", [])))
    assert (file.kind, [sheet.name for sheet in file.sheets]) == (FileKind.XLSX, ["Mars", "Vide"])
    assert _cells(file) == [[(2, [None, "Nom", "Heures"]), (3, [None, "Gaël", 35.5])], []]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_text_file_is_read_whatever_its_encoding_and_its_delimiter(encoding: str, delimiter: str) -> None:
    rows = [["Nom", "Heures", "Né(e) le"], ["Gaël", "35,5", "1/2/1990"], ["Éva", "1 234,50", "3/4/1991"]]
    file = read_spreadsheet(a_csv(rows, delimiter=delimiter, encoding=encoding))
    assert [cells for _, cells in _cells(file)[0]] == rows


def test_a_hidden_sheet_is_read_and_known_to_be_hidden() -> None:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        workbook.add_worksheet("Vue").write(0, 0, 1)
        hidden = workbook.add_worksheet("Cachée")
        hidden.write(0, 0, 2)
        hidden.hide()
    assert [sheet.is_hidden for sheet in read_spreadsheet(output.getvalue()).sheets] == [False, True]


def test_macros_are_seen_and_never_run() -> None:
    true = an_xlsx(("F", ROWS))
    output = io.BytesIO(true)
    with zipfile.ZipFile(output, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
    file = read_spreadsheet(output.getvalue())
    assert file.has_macros
    assert len(_cells(file)[0]) == 2


def test_a_formula_gives_its_last_value_and_one_never_computed_is_named() -> None:
    file = read_spreadsheet(
        _sheet(
            '<row r="1"><c r="A1" t="str"><f>UPPER("x")</f><v>X</v></c><c r="B1"><f>1+1</f></c></row>',
            '<row r="2"><c r="A2"><f>2*3</f><v>6</v></c><c r="B2" t="e"><f>NA()</f><v>#N/A</v></c></row>',
        )
    )
    (sheet,) = file.sheets
    assert [cells for _, cells in sheet.lines] == [["X"], [6.0]]
    assert (set(sheet.without_value), set(sheet.in_error)) == ({"B1"}, {"B2"})


NOT_SPREADSHEETS = {
    "nothing": (b"", "IMP-101"),
    "spaces": (b"\r\n  \r\n", "IMP-101"),
    "zeros": (bytes(5000), "IMP-101"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "IMP-102"),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(100), "IMP-102"),
    "a PDF": (b"%PDF-1.7\n", "IMP-102"),
    "a program": (b"MZ" + bytes(100), "IMP-102"),
    "an ELF program": (b"\x7fELF" + bytes(100), "IMP-102"),
    "a gzip": (b"\x1f\x8b\x08" + bytes(20), "IMP-102"),
    "a page named .xls": (b"<html><table><tr><td>Nom</td></tr></table></html>", "IMP-103"),
    "a page after spaces": (b"\xef\xbb\xbf\n <!DOCTYPE html>", "IMP-103"),
    "XML of 2003": (b'<?xml version="1.0"?><Workbook/>', "IMP-103"),
    "a web archive": (b"MIME-Version: 1.0\r\n", "IMP-103"),
    "a protected workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        "IMP-104",
    ),
    "the start of an XLS": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "IMP-105"),
    "noise after the XLS mark": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, "IMP-105"),
    "half a workbook": (an_xlsx(("F", ROWS))[:-300], "IMP-105"),
    "a workbook without sheets": (_archive(), "IMP-105"),
    "a broken sheet": (_with_sheet("<worksheet><sheetData><row"), "IMP-105"),
    "another archive": (b"PK\x03\x04" + bytes(100), "IMP-115"),
    "a text document": (_archive()[:30] + b"word/document.xml" * 3, "IMP-115"),
    "bytes of all kinds": (bytes(range(1, 32)) * 20 + b"\x00" * 3, "IMP-113"),
    "no known encoding": (b"Nom;Heures\n\x81\x8d\x8f\x90\x9d\n", "IMP-114"),
}


@pytest.mark.parametrize("name", NOT_SPREADSHEETS)
def test_what_is_no_spreadsheet_is_refused_with_its_reason(name: str) -> None:
    content, code = NOT_SPREADSHEETS[name]
    assert _refused(content) == code


ASKING_TOO_MUCH: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip bomb": (lambda: _archive(xl__worksheets__sheet1__xml=bytes(260_000_000)), "IMP-106"),
    "thousands of members": (lambda: _archive(**{f"xl__m{n}": b"" for n in range(2001)}), "IMP-106"),
    "a sheet of two far corners": (
        lambda: _sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "IMP-106",
    ),
    "16 384 columns": (lambda: an_xlsx(("F", [[1] * 16_384])), "IMP-110"),
    "a heading too far to the right": (
        lambda: _sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'),
        "IMP-110",
    ),
    "text of 300 columns": (lambda: a_csv([["x"] * 300]), "IMP-110"),
    "one huge cell": (lambda: b"Nom;Heures\n" + b"x" * 32_768 + b";1\n", "IMP-111"),
    "one huge cell in a workbook": (
        lambda: _sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'),
        "IMP-111",
    ),
    "a quote that never ends": (lambda: b'Nom;Heures\n"' + b"x;1\n" * 20_000, "IMP-111"),
    "many sheets": (lambda: an_xlsx(*((f"F{n}", [["a"]]) for n in range(61))), "IMP-112"),
    "rows without end that hold nothing": (lambda: b"Nom;Heures\n" + b";\n" * 1_048_577, "IMP-109"),
    "more rows than are read": (lambda: b"Nom;Heures\n" + b"A;1\n" * 101_001, "IMP-109"),
}


@pytest.mark.parametrize("name", ASKING_TOO_MUCH)
def test_what_asks_for_too_much_is_refused_with_its_reason(name: str) -> None:
    make, code = ASKING_TOO_MUCH[name]
    assert _refused(make()) == code


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "xl/../../x", "C:/x", "..\\..\\x"])
def test_a_path_out_of_the_archive_is_refused(path: str) -> None:
    assert _refused(_archive(**{path: b"x"})) == "IMP-107"


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert _refused(_sheet('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', before=bomb)) == "IMP-108"


@pytest.mark.parametrize("size", [10, 4_000_000_000])
def test_an_archive_that_lies_about_its_sizes_is_refused(size: int) -> None:
    assert _refused(_lying(_archive(xl__worksheets__sheet1__xml=b"x" * 100_000), size)) in {"IMP-105", "IMP-106"}


def test_a_changed_byte_is_found() -> None:
    content = bytearray(an_xlsx(("F", ROWS)))
    start = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[start] ^= 0xFF
    assert _refused(bytes(content)) == "IMP-105"


def test_truncated_files_are_refused_wherever_they_end() -> None:
    content = an_xlsx(("F", ROWS))
    for length in range(4, len(content), len(content) // 12):
        assert _refused(content[:length]) in {"IMP-105", "IMP-115"}, length


def test_nothing_is_left_in_the_folder_of_temporary_files() -> None:
    folder = Path(tempfile.gettempdir())
    before = {path for path in folder.iterdir() if not path.name.startswith("bash")}
    read_spreadsheet(an_xlsx(("F", ROWS)))
    _refused(_archive(xl__worksheets__sheet1__xml=bytes(260_000_000)))
    mine = [path for path in folder.iterdir() if path not in before and "spreadsheet" in path.name]
    assert mine == []


def test_the_reader_gives_up_its_rights_before_it_reads() -> None:
    program = (
        "import runpy, resource; m = runpy.run_path(__import__('sys').argv[1]); m['limit_this_process']();"
        "print(*(resource.getrlimit(getattr(resource, 'RLIMIT_' + n))[0] for n in ('AS', 'CPU', 'FSIZE', 'CORE')))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(READER)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["280000000", "30", "0", "0"]


def test_compressed_text_is_measured_and_not_believed() -> None:
    assert len(zlib.compress(bytes(260_000_000), 9)) < 300_000
