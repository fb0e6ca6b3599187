"""Files sent with a question or an answer on a claim: what they may be, and what is known of each.

They are sent by someone to someone: nothing is redacted in between, and only the two sides of the claim get them.
"""

import io
import zipfile
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.documents import XLSX
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.proof_documents import EXTENSIONS, SentFile, fingerprint, media_type_of

ODS = "application/vnd.oasis.opendocument.spreadsheet"
MOST_FILES = 10
"""With one message."""

MESSAGE_FILE_EXTENSIONS = {**EXTENSIONS, XLSX: "xlsx", ODS: "ods"}
"""The kinds of file that go with a message, with the extension under which they are handed over."""

MOST_MEMBERS = 2_000
"""Of an archive that is a spreadsheet; true ones have tens."""
_MEMBER = b"PK\x01\x02"
_MARKS = {XLSX: "xl/workbook.xml", ODS: "content.xml"}
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")


class MessageFile(BaseModel):
    """A file as it was sent with a message; its name is ours, for the sender's often says whose it is."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    claim_message_id: UUID
    place: int
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str

    @property
    def kind(self) -> str:
        """What it is, as people call it: ``PDF``, ``XLSX``."""
        return MESSAGE_FILE_EXTENSIONS[self.media_type].upper()


class CheckedFile(NamedTuple):
    """A file that may go with a message, and what it is by its bytes."""

    media_type: str
    content: bytes


def spreadsheet_type_of(content: bytes) -> str | None:
    """What a spreadsheet is by its bytes: XLSX or ODS; None for anything else, and for one that holds macros."""
    # Each member costs its reader an object: a file of fifteen megabytes can name three hundred thousand.
    if content.count(_MEMBER) > MOST_MEMBERS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if any(name.endswith(_MACROS) for name in names):
        return None
    if "[content_types].xml" in names and _MARKS[XLSX] in names:
        return XLSX
    # The type of an OpenDocument file stands at a fixed place, stored as it is.
    is_ods = content[30 : 38 + len(ODS)] == b"mimetype" + ODS.encode() and _MARKS[ODS] in names
    return ODS if is_ods else None


def check_files(files: Iterable[SentFile]) -> tuple[CheckedFile, ...]:
    """The files with what each is by its bytes; the same bytes twice are one file.

    Raises Refused CSF-050 with a finding per file that is empty or neither PDF, JPEG, PNG, XLSX nor ODS, or for too
    many of them.
    """
    findings, kept = [], {}
    for rank, file in enumerate(files, start=1):
        media_type = media_type_of(file.content) or spreadsheet_type_of(file.content)
        if not file.content:
            findings.append(Finding(code="CSF-121", field="files", values={"rank": str(rank)}))
        elif media_type is None:
            findings.append(Finding(code="CSF-122", field="files", values={"rank": str(rank)}))
        else:
            kept[fingerprint(file.content)] = CheckedFile(media_type, file.content)
    if len(kept) > MOST_FILES:
        findings.append(Finding(code="CSF-123", field="files", values={"most": str(MOST_FILES)}))
    if findings:
        raise Refused("CSF-050", findings=tuple(findings))
    return tuple(kept.values())
