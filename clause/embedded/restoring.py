"""The embedded server for a restore: a new cluster that stays only if the restore succeeds."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from clause.embedded.folder import FolderLock, prepare_folder, remove_tree_if_there
from clause.embedded.postgres import RunningPostgres, start_postgres
from clause.settings import Settings

ARCHIVED = "archived"
"""Folder of the log to follow, in the cluster, for the time of the restore."""


@contextlib.contextmanager
def cluster_for_restore(settings: Settings) -> Iterator[None]:
    """Inside the block a new, empty database answers in a data folder that is ours alone.

    When the block raises, the cluster is removed, so that the restore can be tried again. With an address of its own
    the database is somebody else's, and nothing is started or removed. WrongState EMB-001 when the folder is in use.
    """
    if not settings.embedded_database:
        yield
        return
    with _alone(settings):
        server = start_postgres(settings)
        with _kept_if_it_succeeds(settings, server):
            yield


@contextlib.contextmanager
def cluster_from_copy(
    settings: Settings, copy: Path, log: Path, first: str, at: datetime | None
) -> Iterator[RunningPostgres]:
    """Inside the block a copy of a cluster follows the archived log from ``first`` on, until ``at`` or to its end.

    It answers readers meanwhile, and takes writes once it has followed. When the block raises, it is removed.
    """
    with _alone(settings):
        cluster = settings.data_dir / "postgres"
        try:
            shutil.copytree(copy, cluster)
            cluster.chmod(0o700)
            _lay_out(log, first, cluster / ARCHIVED)
            (cluster / "recovery.signal").touch(mode=0o600)
            until = {} if at is None else {"recovery_target_time": at.isoformat(), "recovery_target_action": "promote"}
            # In the cluster, where the server may read whoever it runs as.
            options = {"restore_command": f'cp {ARCHIVED}/%f "%p"', **until}
            server = start_postgres(settings, options, replica=True)
        except BaseException:
            remove_tree_if_there(cluster)
            raise
        with _kept_if_it_succeeds(settings, server):
            yield server
        remove_tree_if_there(cluster / ARCHIVED)


def _lay_out(log: Path, first: str, target: Path) -> None:
    """The files of the log from ``first`` on; the one that was being written under its final name."""
    target.mkdir(mode=0o700)
    for path in sorted(log.iterdir()):
        name = path.name.removesuffix(".partial")
        if name >= first and not (target / name).exists():
            shutil.copyfile(path, target / name)


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    lock = FolderLock(prepare_folder(settings.data_dir), "command")
    if not lock.acquire():
        lock.refuse()
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _kept_if_it_succeeds(settings: Settings, server: RunningPostgres) -> Iterator[None]:
    try:
        yield
    except BaseException:
        server.stop()
        remove_tree_if_there(settings.data_dir / "postgres")
        raise
    server.stop()
