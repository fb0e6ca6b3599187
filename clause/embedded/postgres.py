"""The embedded PostgreSQL: a cluster in the data folder, reached by socket only, made and started by us.

Nothing trades safety for speed: fsync stays on, checksums are on, and a cluster is prepared beside its place and
renamed into it, so that an interrupted preparation is never mistaken for a database.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from clause.domain.errors import Unavailable, WrongState
from clause.embedded.binaries import postgres_programs
from clause.embedded.folder import prepare_folder, prepare_socket_folder, remove_tree_if_there
from clause.embedded.identity import Identity, choose_identity, hand_over, possible_owners
from clause.embedded.processes import (
    command_line,
    exists,
    last_lines,
    launched,
    open_log,
    server_environment,
    spawn,
    stop,
    stop_stranger,
)
from clause.settings import EMBEDDED_VERSIONS, OWNER_ROLE, SERVICE_ROLE, Settings

SUPERUSER = "postgres"
# Fast shutdown (SIGINT) rolls back what is open and writes a checkpoint; immediate (SIGQUIT) leaves recovery to do.
_STOP_STEPS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
# Crash recovery replays at most what ``max_wal_size`` holds; a slow disk may need minutes for it.
_LONGEST_START = 300.0
# After a killed server its sessions need a moment to notice and let go of the shared memory.
_LONGEST_WAIT_FOR_LEFTOVERS = 60.0
_LEFTOVERS = ("pre-existing shared memory block", "lock file")

_LOCALE = {
    16: ("--locale=C.UTF-8",),
    18: ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
}

_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # The log names what failed, never the values: a constraint's DETAIL quotes the row, and rows are about people.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    # For an archive or a replica that is away; what is older is given up, before the disk is full.
    "max_slot_wal_keep_size": "10GB",
    # After a crash, all files are made durable before the log is replayed: one call a disk instead of thousands.
    **({"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}),
}

_BOOTSTRAP = """
SELECT format('CREATE ROLE %I', r) FROM unnest(ARRAY[:'owner', :'service']) AS r
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) \\gexec
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
ALTER ROLE :"service" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \\gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"service";
"""


class RunningPostgres:
    """A PostgreSQL that this process started, until ``stop()``; it also stops if this process is killed (Linux)."""

    def __init__(self, process: subprocess.Popen[bytes], socket_dir: Path, version: int) -> None:
        self._process = process
        self.socket_dir = socket_dir
        self.version = version

    @property
    def pid(self) -> int:
        """Process id of the server, as the machine sees it."""
        return self._process.pid

    def is_running(self) -> bool:
        """False once the server has ended, by itself or killed."""
        return self._process.poll() is None

    def superuser_config(self, database: str = "postgres") -> dict[str, object]:
        """Arguments for ``asyncpg.connect`` as the server's superuser: for tests and repairs, never for the service."""
        return {"host": str(self.socket_dir), "port": 5432, "user": SUPERUSER, "database": database}

    def stop(self) -> None:
        """Shut the server down cleanly, within a bounded time; harmless when it is already gone."""
        stop(self._process, _STOP_STEPS)
        with contextlib.suppress(OSError):  # another server's socket may still be in it
            self.socket_dir.rmdir()


def is_answering(settings: Settings) -> bool:
    """True when a server of this data folder is up and accepts connections."""
    lines = _pid_file(settings.data_dir / "postgres")
    if len(lines) < 8 or lines[7].strip() != "ready":
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            connection.connect(str(settings.socket_dir / ".s.PGSQL.5432"))
    except OSError:
        return False
    return True


def start_postgres(
    settings: Settings,
    options: Mapping[str, str] | None = None,
    *,
    replica: bool = False,
    meanwhile: Callable[[], None] | None = None,
) -> RunningPostgres:
    """A running PostgreSQL of the settings' data folder, with its roles and its database, ready for connections.

    ``options`` are further server settings (``{"max_connections": "20"}``). One Clause per data folder: hold the
    folder's lock (see ``folder.FolderLock``) unless nobody else can know the folder, as in a test; a server that an
    earlier, killed run left behind is stopped first. A ``replica`` gets its roles and its database from the server
    that it follows. ``meanwhile`` is done once, after the server was told to start and before it is waited for.
    Raises Unavailable or WrongState (EMB-…) with the server's own words.
    """
    data_dir = prepare_folder(settings.data_dir)
    cluster = data_dir / "postgres"
    version = _version_to_run(cluster, settings.embedded_postgres_version)
    programs = postgres_programs(version)
    identity = choose_identity(programs, data_dir)
    if _version_of(cluster) is None:
        _initialise(cluster, version, identity, durable=(options or {}).get("fsync") != "off")
    hand_over(cluster, identity)
    _stop_leftover(cluster, settings.socket_dir)
    identity.take(prepare_socket_folder(settings.socket_dir, possible_owners()))
    command = _server_command(identity.programs, cluster, settings.socket_dir, options or {})
    process = _start(launched(identity.launch, command, dies_by=signal.SIGINT), cluster, meanwhile)
    try:
        if not replica:
            _bootstrap(programs, settings.socket_dir, settings.database_name)
    except BaseException:
        stop(process, _STOP_STEPS)
        raise
    return RunningPostgres(process, settings.socket_dir, version)


def _version_of(cluster: Path) -> int | None:
    try:
        return int((cluster / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


def _version_to_run(cluster: Path, wanted: int | None) -> int:
    """The version asked for, else that of the cluster, else the newest; never another than the cluster's."""
    existing = _version_of(cluster)
    if existing is None:
        return wanted or max(EMBEDDED_VERSIONS)
    if existing not in EMBEDDED_VERSIONS:
        raise WrongState("EMB-006", folder=str(cluster), existing=existing)
    if wanted not in (None, existing):
        raise WrongState("EMB-005", folder=str(cluster), existing=existing, wanted=wanted)
    return existing


def _initialise(cluster: Path, version: int, identity: Identity, *, durable: bool) -> None:
    """Make the cluster beside its place, then rename it there: it exists whole or not at all.

    ``durable`` false (tests that run without fsync) leaves out the wait for the disk.
    """
    draft = cluster.with_name(cluster.name + ".new")
    remove_tree_if_there(draft)
    draft.mkdir(mode=0o700)
    identity.take(draft)
    arguments = ["--pgdata", str(draft), "--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", *_LOCALE[version]]
    arguments += ["--text-search-config=simple", "--data-checksums", "--no-instructions"]
    arguments += [] if durable else ["--no-sync"]
    command = launched(identity.launch, [identity.programs / "initdb", *arguments], dies_by=signal.SIGTERM)
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, errors="replace", env=server_environment(), check=False
    )
    said = "\n".join((done.stdout + done.stderr).splitlines()[-8:])
    try:
        if done.returncode == 0:
            draft.rename(cluster)
            _make_durable(cluster.parent)
    except OSError as error:  # something else than a cluster stands in its place
        said = str(error)
    if not cluster.joinpath("PG_VERSION").exists():
        raise Unavailable("EMB-009", folder=str(cluster), log=said)


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stop_leftover(cluster: Path, sockets: Path) -> None:
    """Stop the server that a killed run left on this cluster.

    Pid files whose number belongs to another program by now, or to a dead process that nobody has waited for (usual
    in containers), would keep PostgreSQL from starting for ever: they are dropped. Sessions of a dead server that are
    still there keep the new one out all the same: it finds their shared memory by the folder's inode.
    """
    pid = _pid_in_file(cluster)
    if pid is None:
        return

    def still_it() -> bool:
        words = command_line(pid)
        return bool(words) and Path(words[0]).name == "postgres" and str(cluster) in words

    if still_it() and not stop_stranger(pid, still_it, _STOP_STEPS):
        raise Unavailable("EMB-012", pid=pid, folder=str(cluster))
    if exists(pid):
        for file in (cluster / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
            file.unlink(missing_ok=True)


def _pid_in_file(cluster: Path) -> int | None:
    lines = _pid_file(cluster)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _pid_file(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # absent, or somebody else's
        return []


def _server_command(programs: Path, cluster: Path, sockets: Path, options: Mapping[str, str]) -> list[str]:
    settings = {**_OPTIONS, "unix_socket_directories": _quoted(sockets), **options}
    command = [str(programs / "postgres"), "-D", str(cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


def _quoted(path: Path) -> str:
    """A path as an item of a PostgreSQL list setting, in which a comma or a space would otherwise end it."""
    return '"' + str(path).replace('"', '""') + '"'


def _start(command: list[str], cluster: Path, meanwhile: Callable[[], None] | None) -> subprocess.Popen[bytes]:
    """The server, once it accepts connections; tried again while remains of a killed one are in the way."""
    path = prepare_folder(cluster.parent / "log") / "postgres.log"
    end = time.monotonic() + _LONGEST_WAIT_FOR_LEFTOVERS
    while True:
        with open_log(path) as log:
            before = log.tell()
            process = spawn(command, output=log, environ=server_environment())
        try:
            if meanwhile:
                meanwhile()
                meanwhile = None
            if _becomes_ready(process, cluster):
                return process
        except BaseException:
            stop(process, _STOP_STEPS)
            raise
        stop(process, _STOP_STEPS)
        said = last_lines(path, since=before)
        if time.monotonic() > end or not any(text in said for text in _LEFTOVERS):
            raise Unavailable("EMB-010", path=str(path), log=said)
        time.sleep(0.2)


def _becomes_ready(process: subprocess.Popen[bytes], cluster: Path) -> bool:
    """True once the server says in its pid file that it is ready, False when it ends before (or takes far too long)."""
    end = time.monotonic() + _LONGEST_START
    while process.poll() is None and time.monotonic() < end:
        lines = _pid_file(cluster)
        if len(lines) >= 8 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready":
            return True
        time.sleep(0.01)
    return False


def _bootstrap(programs: Path, sockets: Path, database: str) -> None:
    """Make the roles and the database that are missing, and take away every right that a role should not have."""
    command = [str(programs / "psql"), "-X", "-q", "-h", str(sockets), "-p", "5432", "-U", SUPERUSER, "-d", "postgres"]
    for variable in ("ON_ERROR_STOP=1", f"owner={OWNER_ROLE}", f"service={SERVICE_ROLE}", f"database={database}"):
        command += ["-v", variable]
    done = subprocess.run(  # noqa: S603 - our own command
        command, input=_BOOTSTRAP, capture_output=True, text=True, env=server_environment(), check=False
    )
    if done.returncode != 0:
        raise Unavailable("EMB-011", log=done.stderr.strip())
