"""What may go with a message: by its bytes, once, and not too many."""

import pytest

from clause.domain.documents import XLSX
from clause.domain.errors import Refused
from clause.domain.message_files import MOST_FILES, ODS, check_files
from clause.domain.proof_documents import PDF, PNG, SentFile
from tests.builders.message_files import PNG_BYTES, a_workbook, an_archive, an_ods
from tests.builders.pay import a_pdf


def sent(content: bytes) -> SentFile:
    return SentFile("piece", "", content)


def test_files_are_known_by_their_bytes_and_the_same_one_is_kept_once() -> None:
    files = check_files([a_pdf(), sent(PNG_BYTES), sent(a_workbook()), sent(an_ods()), a_pdf()])
    assert [file.media_type for file in files] == [PDF, PNG, XLSX, ODS]
    assert check_files([]) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "CSF-121"),
        (b"MZ", "CSF-122"),
        (b"PK\x03\x04 cut", "CSF-122"),
        (an_archive("word/document.xml", "[Content_Types].xml"), "CSF-122"),
        (an_archive("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text")), "CSF-122"),
        (a_workbook("xl/vbaProject.bin"), "CSF-122"),
    ],
)
def test_anything_else_is_refused_by_its_rank(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_files([a_pdf(), sent(content)])
    assert refusal.value.code == "CSF-050"
    assert [(found.code, found.values["rank"]) for found in refusal.value.findings] == [(code, "2")]


def test_a_message_carries_no_more_than_it_may() -> None:
    assert len(check_files([a_pdf(str(rank)) for rank in range(MOST_FILES)])) == MOST_FILES
    with pytest.raises(Refused) as refusal:
        check_files([a_pdf(str(rank)) for rank in range(MOST_FILES + 1)])
    assert [found.code for found in refusal.value.findings] == ["CSF-123"]
