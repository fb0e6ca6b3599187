"""Files in one ZIP, written and read back, whose bytes depend on the files alone: order given, no clock, no machine."""

import io
import zipfile
from collections.abc import Iterable

from clause.domain.bundle import BundleFile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first instant that the format knows."""
UNIX = 3
READABLE_FILE = 0o100644 << 16


def zip_of(files: Iterable[BundleFile]) -> bytes:
    """The archive's bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.path, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, file.content)
    return written.getvalue()


def entry_of(archive: bytes, path: str) -> bytes | None:
    """The bytes of one file of an archive, None when it holds none of this path."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(path) if path in opened.namelist() else None
