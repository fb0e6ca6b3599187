"""The data folder: its places, and the lock that keeps two Clauses from working in it at once."""

import contextlib
import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NoReturn

from clause.domain.errors import Unavailable, WrongState

Purpose = Literal["serve", "command"]


def prepare_folder(path: Path) -> Path:
    """The folder, made if need be, for its owner only; raises Unavailable (EMB-002) when it cannot be written."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        reason = "" if os.access(path, os.W_OK | os.X_OK) else "droits insuffisants"
    except OSError as error:
        reason = error.strerror or type(error).__name__
    if reason:
        raise Unavailable("EMB-002", folder=str(path), reason=reason)
    return path


def prepare_socket_folder(path: Path, owners: frozenset[int]) -> Path:
    """The folder of the sockets, closed to everybody else: that is what stands in for passwords.

    Outside the data folder its name can be guessed, so one that belongs to nobody of ``owners`` is refused with
    Unavailable (EMB-003).
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in owners:
        raise Unavailable("EMB-003", folder=str(path))
    path.chmod(0o700)
    return path


class FolderLock:
    """The lock of a data folder, held by an open file: the system lets go of it when the process dies, however.

    The file says who holds it and for what, for others to read.
    """

    def __init__(self, data_dir: Path, purpose: Purpose) -> None:
        self._path = data_dir / "clause.lock"
        self._purpose = purpose
        self._file: int | None = None

    def acquire(self, seconds: float = 0.0, give_up: Callable[[Purpose], bool] = lambda _: False) -> bool:
        """True once the lock is ours; False when it stays taken for ``seconds`` or ``give_up(its purpose)`` says so."""
        prepare_folder(self._path.parent)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end or give_up(self.holder()[0]):
                    os.close(file)
                    return False
                time.sleep(0.05)
                continue
            self._file = file
            self._write_holder()
            return True

    def refuse(self) -> NoReturn:
        """Raise WrongState (EMB-001), naming the process that holds the lock."""
        raise WrongState("EMB-001", folder=str(self._path.parent), pid=self.holder()[1])

    def holder(self) -> tuple[Purpose, int]:
        """What the lock is held for, and the process that holds it (0 when its writing was not finished)."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            return ("command" if content["purpose"] == "command" else "serve"), int(content["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            return "serve", 0

    def release(self) -> None:
        """Let go of the lock; the file stays, so that two processes never lock two different files."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write_holder(self) -> None:
        assert self._file is not None  # noqa: S101 - for the type checker; only acquire() calls this
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps({"purpose": self._purpose, "pid": os.getpid()}).encode(), 0)


def remove_tree_if_there(path: Path) -> None:
    """Remove what an interrupted preparation left; nothing happens when there is none."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path)
