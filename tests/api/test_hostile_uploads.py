"""Files that somebody sends to do harm, at every way in: refused, or kept as what they are and nothing else.

What costs time or memory is measured by ``python -m bench.uploads``; what a sheet holds is in ``tests/gateways``.
"""

from uuid import UUID

import httpx
import pytest

from bench.hostile_entries import ENTRIES, REFUSALS, Entry
from bench.hostile_files import HostileFile, hostile_files
from clause.domain.errors import Refused
from clause.domain.message_files import MESSAGE_FILE_EXTENSIONS, check_files, spreadsheet_type_of
from clause.domain.proof_documents import SentFile
from tests.builders.known import Known
from tests.builders.territory import Territory

CHEAP = [file for file in hostile_files() if not file.is_large and file.is_a != "sheet"]
KINDS = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@pytest.fixture
def known(story: dict[str, UUID]) -> Known:
    """One of everything, for the first territory."""
    return Known(story)


async def _send(
    client: httpx.AsyncClient, entry: Entry, path: str, headers: dict[str, str], file: HostileFile
) -> httpx.Response:
    sent = (file.name, file.make(), "application/octet-stream")
    return await client.post(path, data=entry.form, files={entry.field: sent}, headers=headers)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: f"{one.sender} {one.path} {one.form.get('kind', '')}")
async def test_a_hostile_file_is_refused_or_kept_as_what_it_is(
    client: httpx.AsyncClient, territory: Territory, known: Known, entry: Entry
) -> None:
    headers, path = territory.callers()[entry.sender].headers, entry.path
    for name, one in known.ids.items():
        path = path.replace(f"{{{name}}}", str(one))
    wrong = []
    for file in CHEAP:
        status = (await _send(client, entry, path, headers, file)).status_code
        allowed = status in REFUSALS or (status in (201, 202, 303) and file.is_a in entry.lets_in)
        if not allowed:
            wrong.append(f"{file.told} ({file.is_a}): {status}")
    assert wrong == []


@pytest.mark.parametrize("file", [one for one in CHEAP if one.is_a in KINDS], ids=lambda one: one.told)
async def test_what_is_kept_is_handed_over_as_one_kind_and_never_run(
    client: httpx.AsyncClient, territory: Territory, known: Known, file: HostileFile
) -> None:
    entry = next(one for one in ENTRIES if one.path == "/api/v1/evidence-files")
    kept = await _send(client, entry, entry.path, territory.manager.headers, file)
    assert kept.status_code == 201, kept.text
    answer = await client.get(f"{entry.path}/{kept.json()['id']}/content", headers=territory.manager.headers)
    assert answer.headers["content-type"] == KINDS[file.is_a]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="other-')
    assert disposition.count('"') == 2
    assert file.name not in disposition


@pytest.mark.parametrize("file", CHEAP, ids=lambda one: one.told)
def test_with_a_message_goes_only_what_is_a_document_by_its_bytes(file: HostileFile) -> None:
    sent = (SentFile(file.name, "application/pdf", file.make()),)
    if file.is_a in KINDS:
        assert [one.media_type for one in check_files(sent)] == [KINDS[file.is_a]]
    else:
        with pytest.raises(Refused, match="CSF-050"):
            check_files(sent)


def test_a_directory_without_end_is_no_spreadsheet() -> None:
    (file,) = [one for one in hostile_files() if one.told == "a directory of 120 000 members"]
    assert spreadsheet_type_of(file.make()) is None


def test_there_are_more_files_than_were_promised() -> None:
    told = [file.told for file in hostile_files()]
    assert len(told) == len(set(told)) >= 100
    assert set(KINDS.values()) <= set(MESSAGE_FILE_EXTENSIONS)
