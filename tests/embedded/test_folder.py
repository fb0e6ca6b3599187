"""The data folder's lock, and who may own its folders; with real processes where a process matters."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from clause.domain.errors import Unavailable, WrongState
from clause.embedded.binaries import postgres_programs, readable_copy
from clause.embedded.folder import FolderLock, prepare_folder, prepare_socket_folder
from clause.embedded.identity import choose_identity
from clause.embedded.processes import Launch, launched, probe
from clause.embedded.servers import lock_for_service, require_running, servers_for_command
from tests.embedded.support import run_python, settings_in

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change user")

HOLD = """
import sys, time
from pathlib import Path
from clause.embedded.folder import FolderLock
lock = FolderLock(Path(sys.argv[1]), sys.argv[2])
print(lock.acquire(), flush=True)
time.sleep(float(sys.argv[3]))
"""


def held_by_another(folder: Path, purpose: str, seconds: float) -> "subprocess.Popen[str]":
    """A process that holds the lock, once it does."""
    holder = run_python(HOLD, str(folder), purpose, str(seconds))
    assert holder.stdout
    assert holder.stdout.readline() == "True\n"
    holder.stdout.close()
    return holder


def test_a_second_service_is_refused_at_once_and_told_which_process_is_in_the_way(tmp_path: Path) -> None:
    holder = held_by_another(tmp_path, "serve", 60)
    try:
        with pytest.raises(WrongState) as refusal:
            lock_for_service(settings_in(tmp_path))
        assert refusal.value.code == "EMB-001"
        assert refusal.value.values == {"folder": str(tmp_path), "pid": holder.pid}
    finally:
        holder.kill()
        holder.wait()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    holder = held_by_another(tmp_path, "serve", 60)
    holder.kill()
    holder.wait()
    lock_for_service(settings_in(tmp_path)).release()


def test_a_service_waits_for_a_command_to_end(tmp_path: Path) -> None:
    holder = held_by_another(tmp_path, "command", 0.5)
    lock = lock_for_service(settings_in(tmp_path))
    lock.release()
    assert holder.wait() == 0


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path, "serve"), FolderLock(tmp_path, "command")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    assert second.holder() == ("command", os.getpid())
    second.release()


def test_what_needs_a_running_database_is_refused_when_none_answers(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        require_running(settings_in(tmp_path))
    assert refusal.value.code == "EMB-014"


def test_a_command_with_a_database_address_starts_nothing(tmp_path: Path) -> None:
    with servers_for_command(settings_in(tmp_path, DATABASE_URL="postgresql://db/clause")):
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as refusal:
        prepare_folder(tmp_path / "file" / "data")
    assert refusal.value.code == "EMB-002"
    assert refusal.value.values["folder"] == str(tmp_path / "file" / "data")


def test_a_socket_folder_is_closed_to_others_even_if_it_was_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    prepare_socket_folder(tmp_path, frozenset({os.geteuid()}))
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_of_somebody_else_or_behind_a_link_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        prepare_socket_folder(tmp_path, frozenset({os.geteuid() + 1}))
    assert refusal.value.code == "EMB-003"
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(Unavailable):
        prepare_socket_folder(link, frozenset({os.geteuid()}))


def test_the_server_never_runs_as_root_in_its_own_eyes(tmp_path: Path) -> None:
    identity = choose_identity(postgres_programs(18), tmp_path)
    if os.geteuid() == 0:
        assert identity.launch.mode in ("namespace", "switch")
        assert identity.launch.uid != 0
    assert probe(identity.launch, (tmp_path,))


@AS_ROOT
@pytest.mark.parametrize(("keep_access", "passes"), [(False, False), (True, True)])
def test_another_user_passes_a_private_folder_only_with_the_capability_for_it(
    tmp_path: Path, keep_access: bool, passes: bool
) -> None:
    tmp_path.chmod(0o700)
    way = Launch(mode="switch", uid=65534, gid=65534, keep_access=keep_access)
    assert probe(way, (tmp_path,)) is passes


@AS_ROOT
def test_programs_below_a_private_folder_are_copied_to_where_any_user_runs_them() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        Path(place).chmod(0o755)
        copy = readable_copy(postgres_programs(18), Path(place))
        assert readable_copy(postgres_programs(18), Path(place)) == copy
        way = launched(Launch(mode="switch", uid=65534, gid=65534), [copy / "initdb", "--version"])
        said = subprocess.run(way, capture_output=True, text=True)
    assert "(PostgreSQL) 18." in said.stdout, said.stderr


def test_a_launch_that_the_system_refuses_is_told_apart(tmp_path: Path) -> None:
    assert probe(Launch(), (tmp_path,))
    assert not probe(Launch(), (tmp_path / "absent",))
