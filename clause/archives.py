"""``clause archive``: a copy of the whole cluster and the log written since, from which any later moment can be had.

The copy is ``pg_basebackup``'s, checked file by file before it is used; the log is what ``embedded.archiving``
followed. An archive belongs to one cluster: what is restored from it begins another, in another folder.
"""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import asyncpg

from clause.backups import copy_files, files_in, files_of, require_empty_place, sha256_of
from clause.domain.errors import NotFound, Refused, Unavailable, Unreadable
from clause.embedded.archiving import LOG, program, run_program
from clause.embedded.folder import prepare_folder, remove_tree_if_there
from clause.embedded.postgres import RunningPostgres
from clause.embedded.restoring import cluster_from_copy
from clause.settings import Settings

COPIES, CLUSTER, FILES = "copies", "cluster", "files"
COPIES_KEPT = 2
_NAME = "%Y%m%dT%H%M%SZ"
_POLL_SECONDS = 0.2
_STATE = "SELECT pg_is_in_recovery()"
_LAST = "SELECT pg_last_xact_replay_timestamp()"


def require_archive(settings: Settings) -> Path:
    """The folder of the archive; Refused BCK-011 when there is none, or the database is not ours."""
    if settings.archive_dir is None or not settings.embedded_database:
        raise Refused("BCK-011")
    return settings.archive_dir


def require_place(settings: Settings) -> None:
    """Nothing, when a cluster can be put here; Refused BCK-023 for a server of somebody else, WrongState BCK-005."""
    if not settings.embedded_database:
        raise Refused("BCK-023")
    require_empty_place(settings)


def make_copy(settings: Settings) -> tuple[Path, int]:
    """A copy of the database, which answers, and of the other files of the data folder; and how many copies are kept.

    Of older copies the last is kept, and the log since then; what is older goes. Unavailable BCK-012.
    """
    folder = prepare_folder(require_archive(settings) / COPIES)
    draft = folder / "new.part"
    remove_tree_if_there(draft)
    draft.mkdir(mode=0o700)
    try:
        how = ["--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256"]
        copy = [*program("pg_basebackup", connected=settings), "--pgdata", str(draft / CLUSTER), *how]
        run_program(copy, "BCK-012", folder)
        copy_files(files_of(settings.data_dir), settings.data_dir, draft / FILES)
        made = folder / datetime.now(UTC).strftime(_NAME)
        draft.rename(made)
    finally:
        remove_tree_if_there(draft)
    return made, len(_thin_out(folder))


def _thin_out(folder: Path) -> list[Path]:
    """The copies that stay, the oldest first; older ones are gone, and the log that only they needed."""
    copies = _copies(folder)
    kept = copies[-COPIES_KEPT:]
    for copy in copies[:-COPIES_KEPT]:
        rmtree(copy)
    log = folder.parent / LOG
    if log.is_dir():
        run_program([*program("pg_archivecleanup"), str(log), _first_segment(kept[0])], "BCK-022", log)
    return kept


def _copies(folder: Path) -> list[Path]:
    """The oldest first; their names are instants."""
    return sorted(path for path in folder.iterdir() if path.suffix != ".part") if folder.is_dir() else []


def _first_segment(copy: Path) -> str:
    """The file of the log with which this copy begins, as its label says: ``START WAL LOCATION: 0/2 (file 00…)``."""
    label = (copy / CLUSTER / "backup_label").read_text(encoding="utf-8")
    return label.partition("(file ")[2].partition(")")[0]


def restore_archive(settings: Settings, archive: Path, at: datetime | None) -> datetime | None:
    """When the last transaction was committed that the restored database has; None when there is none since the copy.

    Everything up to ``at``, or all that the archive has, is in a new cluster, its key files beside it. NotFound BCK-013
    without a copy made before ``at``, Unreadable BCK-014 when the copy is not as it was made, Unavailable when the log
    cannot be followed until ``at``.
    """
    require_place(settings)
    # A copy is named when it was complete: a moment after that can be reached.
    limit = "9" if at is None else at.astimezone(UTC).strftime(_NAME)
    fitting = [copy for copy in _copies(archive / COPIES) if copy.name <= limit]
    if not fitting:
        raise NotFound("BCK-013", folder=str(archive))
    copy = fitting[-1]
    _require_whole(copy / CLUSTER)
    with cluster_from_copy(settings, copy / CLUSTER, archive / LOG, _first_segment(copy), at) as server:
        last = asyncio.run(_followed(server))
        copy_files(files_in(copy / FILES), copy / FILES, settings.data_dir)
    return last


def _require_whole(cluster: Path) -> None:
    """Every file of a copy is as its manifest says; Unreadable BCK-014 names the first that is not.

    PostgreSQL's own ``pg_verifybackup`` is not used: that of the embedded distribution crashes.
    """
    name = "backup_manifest"
    try:
        listed = json.loads((cluster / name).read_bytes())["Files"]
        for name, expected in [(item["Path"], item["Checksum"]) for item in listed]:
            if sha256_of(cluster / name) != expected:
                raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        raise Unreadable("BCK-014", file=name) from None


async def _followed(server: RunningPostgres) -> datetime | None:
    """The log has been followed to its end, and the server takes writes."""
    try:
        connection = await asyncpg.connect(**server.superuser_config())
        try:
            while await connection.fetchval(_STATE):  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(_POLL_SECONDS)
            last: datetime | None = await connection.fetchval(_LAST)
        finally:
            await connection.close()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unavailable("BCK-016", reason=str(error)) from error
    return last
