"""Files as people send them with a message."""

import io
import zipfile

PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17


def an_archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP with empty members of these names; ``first`` is a member with its text, put before them."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "")
    return written.getvalue()


def a_workbook(*more: str) -> bytes:
    """A file that is an XLSX by its members."""
    return an_archive("[Content_Types].xml", "xl/workbook.xml", *more)


def an_ods() -> bytes:
    """A file that is an ODS by its first member."""
    return an_archive("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))
