"""The log of the embedded database is kept a second time as it is written, and any moment of it can be had again."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clause.archives import COPIES, COPIES_KEPT, make_copy, restore_archive
from clause.children import Child
from clause.domain.errors import ClauseError
from clause.embedded.archiving import LOG
from clause.embedded.postgres import RunningPostgres, start_postgres
from clause.embedded.processes import wait_until
from clause.settings import Settings
from tests.embedded.support import clause, execute, query, run_python, settings_in

pytestmark = pytest.mark.real_processes

FOLLOW = """
import sys
from clause.embedded.archiving import follow
from clause.settings import load_settings
settings = load_settings({"CLAUSE_DATA_DIR": sys.argv[1], "CLAUSE_ARCHIVE_DIR": sys.argv[2]})
print("follows", flush=True)
follow(settings, settings.archive_dir)
"""
FOLLOWED = "SELECT active FROM pg_replication_slots WHERE slot_name = 'clause_archive'"
NOTED = "SELECT coalesce(string_agg(what, ' ' ORDER BY what), '') FROM noted"


class Archived:
    """A database with a table of notes, and what follows it."""

    def __init__(self, settings: Settings, server: RunningPostgres) -> None:
        self.settings, self.server = settings, server
        assert settings.archive_dir
        self.archive = settings.archive_dir
        self.at: list[datetime] = []

    def note(self, what: str) -> None:
        """Add a note, and remember when."""
        execute(self.server.superuser_config("clause"), f"INSERT INTO noted VALUES ('{what}')")
        self.at.append(query(self.server.superuser_config(), "SELECT clock_timestamp()"))

    def received(self) -> bool:
        """Whether the archive has made durable all that was written."""
        behind = (
            "SELECT pg_current_wal_lsn() <= flush_lsn FROM pg_stat_replication WHERE application_name LIKE 'pg_rec%'"
        )
        return bool(query(self.server.superuser_config(), behind))


@pytest.fixture
def archived(tmp_path: Path) -> Iterator[Archived]:
    """Followed from its beginning, copied, and written to afterwards."""
    (tmp_path / "archive").mkdir()
    settings = settings_in(tmp_path / "data", CLAUSE_ARCHIVE_DIR=str(tmp_path / "archive"))
    server = start_postgres(settings)
    follower = run_python(FOLLOW, str(settings.data_dir), str(tmp_path / "archive"))
    try:
        assert wait_until(lambda: query(server.superuser_config(), FOLLOWED) is True, 120.0)
        execute(server.superuser_config("clause"), "CREATE TABLE noted (what text)")
        (settings.data_dir / "keys").mkdir()
        (settings.data_dir / "keys" / "seal.pem").write_text("a key", encoding="utf-8")
        yield Archived(settings, server)
    finally:
        server.stop()
        follower.kill()
        follower.communicate()


def _restored(archived: Archived, folder: Path, at: datetime | None) -> str:
    settings = settings_in(folder)
    restore_archive(settings, archived.archive, at)
    server = start_postgres(settings)
    try:
        return str(query(server.superuser_config("clause"), NOTED))
    finally:
        server.stop()


def test_any_moment_since_the_copy_comes_back_after_the_database_is_lost(archived: Archived, tmp_path: Path) -> None:
    archived.note("a")
    make_copy(archived.settings)
    assert wait_until(lambda: datetime.now(UTC) > archived.at[0] + timedelta(seconds=1.1), 120.0)
    archived.note("b")
    archived.note("c")
    assert wait_until(archived.received, 120.0)
    archived.server._process.kill()
    archived.server._process.wait()
    shutil.rmtree(archived.settings.data_dir / "postgres")
    assert _restored(archived, tmp_path / "all", None) == "a b c"
    assert (tmp_path / "all" / "keys" / "seal.pem").read_text(encoding="utf-8") == "a key"
    assert not (tmp_path / "all" / "postgres" / "archived").exists()
    assert _restored(archived, tmp_path / "then", archived.at[1]) == "a b"
    again = clause(tmp_path / "all", "archive", "restore", str(archived.archive))
    assert (again.returncode, "a déjà une base" in again.stderr) == (1, True)
    later = (archived.at[-1] + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S")
    beyond = clause(tmp_path / "beyond", "archive", "restore", str(archived.archive), "--at", later)
    assert (beyond.returncode, (tmp_path / "beyond" / "postgres").exists()) == (1, False), beyond.stderr
    with pytest.raises(ClauseError) as early:
        restore_archive(settings_in(tmp_path / "early"), archived.archive, archived.at[0] - timedelta(hours=1))
    assert early.value.code == "BCK-013"


def test_a_copy_that_was_changed_is_not_used(archived: Archived, tmp_path: Path) -> None:
    folder, _ = make_copy(archived.settings)
    with (folder / "cluster" / "PG_VERSION").open("a") as file:
        file.write(" ")
    with pytest.raises(ClauseError) as changed:
        restore_archive(settings_in(tmp_path / "other"), archived.archive, None)
    assert changed.value.code == "BCK-014"


def test_the_last_copies_stay_with_the_log_since_them(archived: Archived, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, COPIES_KEPT + 2):
        monkeypatch.setattr("clause.archives._NAME", f"2026110{day}T120000Z")
        _, kept = make_copy(archived.settings)
        archived.note(f"after {day}")
        query(archived.server.superuser_config(), "SELECT pg_switch_wal()")
    assert wait_until(archived.received, 120.0)
    copies = sorted(path.name for path in (archived.archive / COPIES).iterdir())
    assert (copies, kept) == (["20261102T120000Z", "20261103T120000Z"], COPIES_KEPT)
    oldest = min(path.name for path in (archived.archive / LOG).iterdir())
    label = (archived.archive / COPIES / copies[0] / "cluster" / "backup_label").read_text(encoding="utf-8")
    assert f"(file {oldest})" in label or oldest < label.partition("(file ")[2]


def test_without_an_archive_nothing_is_copied_and_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    without = clause(tmp_path / "data", "archive", "copy")
    assert (without.returncode, "CLAUSE_ARCHIVE_DIR" in without.stderr) == (1, True)
    absent = clause(tmp_path / "data", "archive", "copy", CLAUSE_ARCHIVE_DIR=str(tmp_path / "absent"))
    assert (absent.returncode, "n’existe pas" in absent.stderr) == (1, True)


def test_what_follows_is_started_again_like_any_other_process(tmp_path: Path) -> None:
    from clause.supervisor import _archive

    (tmp_path / "archive").mkdir()
    given = settings_in(tmp_path / "data", CLAUSE_ARCHIVE_DIR=str(tmp_path / "archive"))
    assert [type(child) for child in _archive(given)] == [Child]
    assert _archive(settings_in(tmp_path / "data")) == []
    assert _archive(given.model_copy(update={"database_url": "postgresql://a@b/c"})) == []
