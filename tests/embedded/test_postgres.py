"""The embedded PostgreSQL, started for real in folders of our own, in both versions that are carried."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from clause.domain.errors import Unavailable, WrongState
from clause.embedded import RunningPostgres, start_postgres
from clause.embedded.postgres import is_answering
from clause.settings import EMBEDDED_VERSIONS, Settings
from tests.embedded.support import execute, is_gone, query, run_python, settings_in

pytestmark = pytest.mark.real_processes
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
# Where a test is not about surviving anything.
QUICK = {"fsync": "off"}

START_AND_WAIT = """
import sys, time
from clause.embedded import start_postgres
from clause.settings import load_settings
print(start_postgres(load_settings({"CLAUSE_DATA_DIR": sys.argv[1]})).pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(params=EMBEDDED_VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    """Each version in turn."""
    number: int = request.param
    return number


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A data folder of each version, stopped: most tests start from a copy, preparing one costs most of a start."""
    folders = {version: tmp_path_factory.mktemp(f"prepared-{version}") for version in EMBEDDED_VERSIONS}
    for version, folder in folders.items():
        start_postgres(settings_in(folder, version), QUICK).stop()
    return folders


@pytest.fixture
def settings(tmp_path: Path, version: int, prepared: dict[int, Path]) -> Settings:
    """A data folder of each version."""
    shutil.copytree(prepared[version], tmp_path / "data")
    return settings_in(tmp_path / "data", version)


@pytest.fixture
def server(settings: Settings) -> Iterator[RunningPostgres]:
    """A server on it."""
    running = start_postgres(settings)
    yield running
    running.stop()


def test_a_first_start_gives_a_safe_server_of_the_version_asked_for(
    server: RunningPostgres, settings: Settings, version: int
) -> None:
    service = settings.asyncpg_config()
    assert query(service, "SELECT current_setting('server_version_num')::int / 10000") == version
    assert query(service, "SELECT current_user || ' ' || current_database()") == "clause_app clause"
    assert query(service, "SELECT current_setting('fsync') || current_setting('full_page_writes')") == "onon"
    assert query(service, "SELECT current_setting('data_checksums')") == "on"
    assert query(service, "SELECT lower('ŁÓDŹ ÉLÈVE')") == "łódź élève"
    assert query(service, "SELECT current_setting('listen_addresses')") == ""
    assert is_answering(settings)


def test_neither_role_can_pass_over_row_level_security(server: RunningPostgres, settings: Settings) -> None:
    ours = "FROM pg_roles WHERE rolname LIKE 'clause_%'"
    any_right = "bool_or(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
    assert query(settings.asyncpg_config(), f"SELECT count(*) {ours}") == 2
    assert query(settings.asyncpg_config(), f"SELECT {any_right} {ours}") is False


def test_the_owner_makes_tables_and_the_service_role_cannot(server: RunningPostgres, settings: Settings) -> None:
    execute(settings.asyncpg_owner_config(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        execute(settings.asyncpg_config(), "CREATE TABLE mine (n int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        query(settings.asyncpg_config(), "SELECT n FROM kept")


def test_nobody_else_can_enter_the_folders(server: RunningPostgres, settings: Settings) -> None:
    for folder in (settings.data_dir, settings.socket_dir, settings.data_dir / "postgres"):
        assert folder.stat().st_mode & 0o777 == 0o700, folder


def test_a_second_start_finds_the_rows(server: RunningPostgres, settings: Settings) -> None:
    execute(settings.asyncpg_owner_config(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    server.stop()
    assert not server.is_running()
    assert not is_answering(settings)
    again = start_postgres(settings)
    try:
        assert query(settings.asyncpg_owner_config(), "SELECT n FROM kept") == 7
    finally:
        again.stop()


def test_a_killed_server_starts_again_with_every_committed_row(server: RunningPostgres, settings: Settings) -> None:
    execute(settings.asyncpg_owner_config(), "CREATE TABLE kept (n int)")
    for _ in range(20):
        execute(settings.asyncpg_owner_config(), "INSERT INTO kept VALUES (7)")
    os.kill(server.pid, signal.SIGKILL)
    again = start_postgres(settings)
    try:
        assert query(settings.asyncpg_owner_config(), "SELECT count(*) FROM kept") == 20
    finally:
        again.stop()


def test_a_server_left_by_another_run_is_stopped_cleanly_first(server: RunningPostgres, settings: Settings) -> None:
    execute(settings.asyncpg_owner_config(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    again = start_postgres(settings)
    try:
        assert not server.is_running()
        assert query(settings.asyncpg_owner_config(), "SELECT n FROM kept") == 7
    finally:
        again.stop()
    log = (settings.data_dir / "log" / "postgres.log").read_text()
    assert "automatic recovery" not in log


def test_options_reach_the_server(settings: Settings) -> None:
    running = start_postgres(settings, {"max_connections": "17"})
    try:
        assert query(settings.asyncpg_config(), "SELECT current_setting('max_connections')") == "17"
    finally:
        running.stop()


def test_the_log_names_the_failure_and_not_the_person(server: RunningPostgres, settings: Settings) -> None:
    execute(settings.asyncpg_owner_config(), "CREATE TABLE person (email text UNIQUE)")
    with pytest.raises(asyncpg.UniqueViolationError):
        execute(
            settings.asyncpg_owner_config(), "INSERT INTO person VALUES ('canari@example.fr'), ('canari@example.fr')"
        )
    log = (settings.data_dir / "log" / "postgres.log").read_text()
    assert "person_email_key" in log
    assert "canari" not in log


def test_a_cluster_of_another_version_is_refused_and_left_alone(tmp_path: Path, prepared: dict[int, Path]) -> None:
    folder = tmp_path / "data"
    shutil.copytree(prepared[16], folder)
    with pytest.raises(WrongState) as refusal:
        start_postgres(settings_in(folder, 18))
    assert refusal.value.code == "EMB-005"
    assert (folder / "postgres" / "PG_VERSION").read_text().strip() == "16"
    unasked = start_postgres(settings_in(folder))
    try:
        assert unasked.version == 16
    finally:
        unasked.stop()


def test_a_cluster_of_a_version_that_is_not_carried_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(WrongState) as refusal:
        start_postgres(settings_in(tmp_path))
    assert refusal.value.code == "EMB-006"


def test_an_interrupted_preparation_is_thrown_away(tmp_path: Path) -> None:
    draft = tmp_path / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    start_postgres(settings_in(tmp_path), QUICK).stop()
    assert not draft.exists()


def test_something_else_in_the_place_of_the_cluster_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "thesis.txt").write_text("years of work")
    with pytest.raises(Unavailable) as refusal:
        start_postgres(settings_in(tmp_path), QUICK)
    assert refusal.value.code == "EMB-009"
    assert (tmp_path / "postgres" / "thesis.txt").read_text() == "years of work"


def test_a_pid_file_whose_number_another_program_has_now_is_no_obstacle(settings: Settings) -> None:
    cluster = settings.data_dir / "postgres"
    other = subprocess.Popen(["sleep", "60"])
    try:
        lines = [str(other.pid), str(cluster), "0", "5432", str(settings.socket_dir), "", "0 0", "ready"]
        (cluster / "postmaster.pid").write_text("\n".join(lines) + "\n")
        start_postgres(settings).stop()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("name", ["d" * 150, 'a path, with "signs" and é'])
def test_a_long_or_strange_path_is_no_obstacle(tmp_path: Path, name: str) -> None:
    settings = settings_in(tmp_path / name)
    running = start_postgres(settings, QUICK)
    try:
        assert query(settings.asyncpg_config(), "SELECT 1") == 1
    finally:
        running.stop()
    assert not settings.socket_dir.exists()


def test_the_server_does_not_outlive_a_killed_starter_and_loses_nothing(settings: Settings) -> None:
    starter = run_python(START_AND_WAIT, str(settings.data_dir))
    assert starter.stdout
    with starter.stdout:
        pid = int(starter.stdout.readline())
        execute(settings.asyncpg_owner_config(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
        starter.kill()
        starter.wait()
    assert is_gone(pid)
    again = start_postgres(settings)
    try:
        assert query(settings.asyncpg_owner_config(), "SELECT n FROM kept") == 7
    finally:
        again.stop()


@ROOT_ONLY
def test_a_cluster_of_another_user_is_refused(settings: Settings) -> None:
    os.chown(settings.data_dir / "postgres", 4321, 4321)
    with pytest.raises(WrongState) as refusal:
        start_postgres(settings)
    assert refusal.value.code == "EMB-007"


def test_a_server_that_cannot_start_says_why(settings: Settings) -> None:
    with pytest.raises(Unavailable) as refusal:
        start_postgres(settings, {"shared_buffers": "a lot"})
    assert refusal.value.code == "EMB-010"
    assert "shared_buffers" in str(refusal.value.values["log"])
