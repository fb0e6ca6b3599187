"""The embedded server for a restore: a new cluster that stays only if the restore succeeds."""

import contextlib
from collections.abc import Iterator

from clause.embedded.folder import FolderLock, remove_tree_if_there
from clause.embedded.postgres import start_postgres
from clause.settings import Settings


@contextlib.contextmanager
def cluster_for_restore(settings: Settings) -> Iterator[None]:
    """Inside the block a new, empty database answers in a data folder that is ours alone.

    When the block raises, the cluster is removed, so that the restore can be tried again. With an address of its own
    the database is somebody else's, and nothing is started or removed. WrongState EMB-001 when the folder is in use.
    """
    if not settings.embedded_database:
        yield
        return
    lock = FolderLock(settings.data_dir, "command")
    if not lock.acquire():
        lock.refuse()
    try:
        server = start_postgres(settings)
        try:
            yield
        except BaseException:
            server.stop()
            remove_tree_if_there(settings.data_dir / "postgres")
            raise
        server.stop()
    finally:
        lock.release()
