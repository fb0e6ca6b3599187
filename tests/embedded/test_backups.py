"""A backup is whole or absent, is made beside a running database, and comes back row for row or not at all."""

from pathlib import Path

import pytest

from clause.backups import DUMP, make_backup, read_backup, restore_into
from clause.domain.errors import ClauseError, Unavailable, Unreadable, WrongState
from clause.embedded.postgres import start_postgres
from clause.embedded.restoring import cluster_for_restore
from clause.embedded.servers import servers_for_command
from tests.embedded.support import clause, execute, query, settings_in

pytestmark = pytest.mark.real_processes

ORGANISATION = """
INSERT INTO organisation (id, kind, name, identifier_kind, identifier, created_at, version)
VALUES ('00000000-0000-7000-8000-000000000001', 'buyer', 'Ville de Port-Brisemer', 'SIRET', '13002526500013', now(), 1)
"""


@pytest.fixture
def backup(migrated: Path, tmp_path: Path) -> Path:
    """A backup of a database with an organisation, and of a key beside it."""
    settings = settings_in(migrated)
    key = migrated / "keys" / "seal.pem"
    key.parent.mkdir()
    key.write_text("a key", encoding="utf-8")
    with servers_for_command(settings):
        execute({**settings.asyncpg_owner_config(), "user": "postgres"}, ORGANISATION)
        made = make_backup(settings, tmp_path / "backup")
    assert made.tables["public.organisation"].rows == 1
    return tmp_path / "backup"


def test_what_was_backed_up_comes_back_row_for_row_with_its_keys(backup: Path, tmp_path: Path) -> None:
    done = clause(tmp_path / "other", "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "vérifiée ligne à ligne" in done.stdout
    assert (tmp_path / "other" / "keys" / "seal.pem").read_text(encoding="utf-8") == "a key"
    settings = settings_in(tmp_path / "other")
    server = start_postgres(settings)
    try:
        assert query(server.superuser_config("clause"), "SELECT name FROM organisation") == "Ville de Port-Brisemer"
        # Row-level security came back with the tables: without an identity the service's role sees nothing.
        assert query(settings.asyncpg_config(), "SELECT count(*) FROM lot") == 0
    finally:
        server.stop()
    again = clause(tmp_path / "other", "restore", str(backup))
    assert again.returncode == 1
    assert "a déjà une base" in again.stderr


def test_a_backup_goes_to_a_new_folder_and_only_an_unchanged_one_is_read(backup: Path) -> None:
    refused = clause(backup.parent / "data", "backup", str(backup))
    assert refused.returncode == 1
    assert "nouveau ou vide" in refused.stderr
    with (backup / DUMP).open("ab") as file:
        file.write(b" ")
    with pytest.raises(Unreadable) as changed:
        read_backup(backup)
    assert (changed.value.code, changed.value.values) == ("BCK-004", {"file": DUMP})
    with pytest.raises(Unreadable) as none:
        read_backup(backup.parent)
    assert none.value.code == "BCK-003"


def test_a_restore_that_gives_something_else_leaves_nothing_and_can_be_tried_again(
    backup: Path, tmp_path: Path
) -> None:
    manifest = read_backup(backup)
    claimed = manifest.tables["public.organisation"].model_copy(update={"rows": 2})
    wrong = manifest.model_copy(update={"tables": {**manifest.tables, "public.organisation": claimed}})
    settings = settings_in(tmp_path / "other")
    with pytest.raises(Unavailable) as refusal, cluster_for_restore(settings):
        restore_into(settings, backup, wrong)
    assert (refusal.value.code, refusal.value.values["table"]) == ("BCK-008", "public.organisation")
    assert not (settings.data_dir / "postgres").exists()


def test_a_database_with_tables_is_not_filled_and_a_dump_that_cannot_be_read_is_told(
    backup: Path, migrated: Path, tmp_path: Path
) -> None:
    manifest = read_backup(backup)
    settings = settings_in(migrated)
    with servers_for_command(settings), pytest.raises(WrongState) as full:
        restore_into(settings, backup, manifest)
    assert full.value.code == "BCK-006"
    (backup / DUMP).write_bytes(b"no dump")
    other = settings_in(tmp_path / "other")
    with pytest.raises(ClauseError) as unreadable, cluster_for_restore(other):
        restore_into(other, backup, manifest)
    assert unreadable.value.code == "BCK-007"
