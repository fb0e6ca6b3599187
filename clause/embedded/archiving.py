"""The log of the embedded database, kept in a second place as it is written (``CLAUSE_ARCHIVE_DIR``).

PostgreSQL's own ``pg_receivewal`` follows the server as a replica would, and makes each part durable as it comes. A
slot lets the server keep what the archive does not have yet, up to ten gigabytes, so that a pause of either leaves no
hole.
"""

import os
import subprocess
from pathlib import Path

from clause.domain.errors import Unavailable
from clause.embedded.binaries import postgres_programs
from clause.embedded.folder import prepare_folder
from clause.embedded.postgres import SUPERUSER
from clause.embedded.processes import server_environment
from clause.settings import EMBEDDED_VERSIONS, Settings

SLOT = "clause_archive"
LOG = "wal"


def program(name: str, *, connected: Settings | None = None) -> list[str]:
    """The beginning of a command of PostgreSQL, on our server if its settings are given."""
    words = [str(postgres_programs(max(EMBEDDED_VERSIONS)) / name)]
    if connected is not None:
        words += ["--host", str(connected.socket_dir), "--port", "5432", "--username", SUPERUSER, "--no-password"]
    return words


def run_program(command: list[str], code: str, folder: Path) -> None:
    """The command has succeeded; Unavailable with this code, what it said (``log``) and the folder otherwise."""
    done = subprocess.run(  # noqa: S603 - our own commands
        command, stdin=subprocess.DEVNULL, capture_output=True, env=server_environment(), check=False
    )
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
        raise Unavailable(code, log=" ".join(lines[-4:]), folder=str(folder))


def follow(settings: Settings, archive: Path) -> int:
    """Becomes the program that follows the server; it goes on until a signal, whatever becomes of the server.

    Unavailable BCK-017 when the folder is not there (a disk that is not mounted), BCK-024 when the server refuses.
    """
    if not archive.is_dir():
        raise Unavailable("BCK-017", folder=str(archive))
    folder = prepare_folder(archive / LOG)
    receive = [*program("pg_receivewal", connected=settings), "--slot", SLOT]
    run_program([*receive, "--create-slot", "--if-not-exists"], "BCK-024", archive)
    arguments = [*receive, "--directory", str(folder), "--synchronous"]
    os.execve(arguments[0], arguments, server_environment())  # noqa: S606 - our own command
