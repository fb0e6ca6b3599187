"""``clause backup`` and ``clause restore``: everything of an installation in one folder, and back again.

A backup is one moment: the database is dumped in a snapshot, and in that same snapshot each table is counted and summed
up, so that a restored database can be compared with it row for row. The other files of the data folder (keys) go with
it. The folder appears whole or not at all, and each of its files has its SHA-256 in the manifest.
"""

import asyncio
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg
from pydantic import BaseModel, ConfigDict, ValidationError

from clause.domain.errors import Refused, Unavailable, Unreadable, WrongState
from clause.embedded.binaries import postgres_programs
from clause.embedded.folder import remove_tree_if_there
from clause.embedded.postgres import SUPERUSER
from clause.embedded.processes import server_environment
from clause.settings import EMBEDDED_VERSIONS, Settings

DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files"
CLUSTER = "postgres"
# What belongs to the machine and the moment: a restored installation makes its own.
LEFT_OUT = frozenset({CLUSTER, "postgres.new", "run", "log", "clause.lock", "processes.json"})
_FORMAT = 1
_BLOCK = 1 << 20
_RESTORE_JOBS = 2

_TABLES = """
SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1, 2
"""
_SUM = "SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS sum FROM {} t"


class TableSum(BaseModel):
    """How many rows a table has, and a sum over their content that does not depend on their order."""

    model_config = ConfigDict(frozen=True)

    rows: int
    sum: str


class Manifest(BaseModel):
    """What is in a backup."""

    model_config = ConfigDict(frozen=True)

    format: int
    made_at: datetime
    server_version: int
    tables: dict[str, TableSum]
    files: dict[str, str]
    """Path inside the backup → SHA-256."""

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def make_backup(settings: Settings, folder: Path) -> Manifest:
    """A backup of the running (or just started) database and of the data folder, in ``folder``, which is new or empty.

    Refused BCK-001 when there is something in the folder already, Unavailable BCK-002 when the dump fails.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("BCK-001", folder=str(folder))
    draft = folder.with_name(folder.name + ".part")
    remove_tree_if_there(draft)
    draft.mkdir(parents=True, mode=0o700)
    try:
        manifest = asyncio.run(_dump(settings, draft))
        copy_files(files_of(settings.data_dir), settings.data_dir, draft / FILES)
        files = {str(path.relative_to(draft)): sha256_of(path) for path in files_in(draft)}
        manifest = manifest.model_copy(update={"files": files})
        (draft / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        for name in (DUMP, MANIFEST):
            (draft / name).chmod(0o600)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    finally:
        remove_tree_if_there(draft)
    return manifest


def read_backup(folder: Path) -> Manifest:
    """The manifest of a backup whose every file is as it was written.

    Unreadable BCK-003 when this is no backup, BCK-004 naming the first file that is missing or changed.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        raise Unreadable("BCK-003", folder=str(folder)) from None
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != expected:
            raise Unreadable("BCK-004", file=name)
    return manifest


def require_empty_place(settings: Settings) -> None:
    """Nothing, when a backup can be restored here; WrongState BCK-005 when there is a database already."""
    if settings.embedded_database and (settings.data_dir / CLUSTER).exists():
        raise WrongState("BCK-005", folder=str(settings.data_dir))


def restore_into(settings: Settings, folder: Path, manifest: Manifest) -> None:
    """The database and the files of a backup, put into an empty database that answers and its data folder.

    WrongState BCK-006 when the database has tables already, Unavailable BCK-007 when it cannot be filled, BCK-008 when
    what was filled is not what was dumped.
    """
    asyncio.run(_fill(settings, folder, manifest))
    copy_files(files_in(folder / FILES), folder / FILES, settings.data_dir)


async def _dump(settings: Settings, draft: Path) -> Manifest:
    connection = await asyncpg.connect(**_whole_access(settings))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
            arguments = ["--format=custom", "--compress=3", f"--snapshot={snapshot}", f"--file={draft / DUMP}"]
            dump = asyncio.create_task(_run(settings, "pg_dump", arguments, "BCK-002"))
            tables = await sum_up(connection)
            await dump
        version = connection.get_server_version().major
    finally:
        await connection.close()
    return Manifest(format=_FORMAT, made_at=datetime.now(UTC), server_version=version, tables=tables, files={})


async def sum_up(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, TableSum]:
    """Every table, counted and summed up as this transaction sees it."""
    await connection.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL bytea_output = 'hex'")
    found = {}
    for row in await connection.fetch(_TABLES):
        name = f'"{row["schema"]}"."{row["name"]}"'
        summed = await connection.fetchrow(_SUM.format(name))
        found[f"{row['schema']}.{row['name']}"] = TableSum(rows=summed["rows"], sum=summed["sum"])
    return found


async def _fill(settings: Settings, folder: Path, manifest: Manifest) -> None:
    connection = await asyncpg.connect(**_whole_access(settings))
    try:
        if await connection.fetch(_TABLES):
            raise WrongState("BCK-006")
        # A cluster that was made for this is thrown away on a failure, and can be filled by two at once.
        how = [f"--jobs={_RESTORE_JOBS}"] if settings.embedded_database else ["--single-transaction", "--no-owner"]
        await _run(settings, "pg_restore", ["--exit-on-error", *how, str(folder / DUMP)], "BCK-007")
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            tables = await sum_up(connection)
        wrong = sorted(
            name for name in tables.keys() | manifest.tables.keys() if tables.get(name) != manifest.tables.get(name)
        )
        if wrong:
            raise Unavailable("BCK-008", table=wrong[0], count=len(wrong))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def _whole_access(settings: Settings) -> dict[str, object]:
    """As a role to which row-level security does not apply: the embedded server's superuser, or the tables' owner."""
    if not settings.embedded_database:
        return settings.asyncpg_owner_config()
    name = settings.database_name
    return {"host": str(settings.socket_dir), "port": 5432, "user": SUPERUSER, "database": name}


async def _run(settings: Settings, program: str, arguments: Sequence[str], code: str) -> None:
    """Run a program of PostgreSQL on our database; the password travels in the environment, where nobody else looks."""
    environ = server_environment()
    target: list[str]
    if settings.embedded_database:
        target = ["--host", str(settings.socket_dir), "--port", "5432", "--username", SUPERUSER]
        target += ["--dbname", settings.database_name]
    else:
        address, password = _without_password(settings.database_owner_url or settings.database_url or "")
        target = ["--dbname", address]
        environ = {**environ, **({"PGPASSWORD": password} if password else {})}
    process = await asyncio.create_subprocess_exec(
        str(postgres_programs(max(EMBEDDED_VERSIONS)) / program),
        "--no-password",
        *target,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environ,
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        lines = said.decode("utf-8", "replace").splitlines()[:4]
        raise Unavailable(code, log=" ".join(lines))


def _without_password(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    if parts.password is None:
        return address, ""
    login, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{login.partition(':')[0]}@{host}").geturl(), unquote(parts.password)


def files_of(data_dir: Path) -> Iterator[Path]:
    """The files of a data folder that are not the database, nor of this machine and moment."""
    for entry in sorted(data_dir.iterdir()):
        if entry.name not in LEFT_OUT and not entry.name.startswith("."):
            yield from files_in(entry) if entry.is_dir() else [entry]


def files_in(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def copy_files(files: Iterator[Path], root: Path, target: Path) -> None:
    """Each file at the same place below ``target``, for its owner only."""
    for path in files:
        place = target / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, place)
        place.chmod(0o600)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
