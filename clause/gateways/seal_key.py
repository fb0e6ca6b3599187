"""The key that seals the heads of the journals: in a file of the data folder, never in the database."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

KEY_BYTES = 32
_FILE = Path("keys") / "journal.key"


class SealKey:
    """A secret key that signs texts (HMAC-SHA256); made when it is first needed."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._key = b""

    def open(self, data_dir: Path) -> None:
        """From now on: the key of this data folder."""
        self._path, self._key = data_dir / _FILE, b""

    @property
    def id(self) -> str:
        """What a seal says of the key that signed it."""
        return key_id(self._load())

    def sign(self, text: str) -> str:
        """The signature of a text."""
        return signature(self._load(), text)

    def _load(self) -> bytes:
        if not self._key:
            if self._path is None:
                raise RuntimeError("the key of seals is not open")
            self._key = _read_or_make(self._path)
        return self._key


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}")
    file = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w") as new:
            new.write(secrets.token_hex(KEY_BYTES) + "\n")
            new.flush()
            os.fsync(new.fileno())
        # A link, unlike a rename, leaves a key that another process made first as it is.
        if not path.exists():
            os.link(made, path)
    except FileExistsError:
        return read_key(path)
    finally:
        made.unlink()
    return read_key(path)


def read_key(path: Path) -> bytes:
    """The key in a file. ValueError when there is none in it, OSError when it cannot be read."""
    key = bytes.fromhex(path.read_text().strip())
    if len(key) < KEY_BYTES:
        raise ValueError("too short")
    return key


def own_key(data_dir: Path) -> Path:
    """Where the key of a data folder is, made or not."""
    return data_dir / _FILE


def key_id(key: bytes) -> str:
    """Which key it is, telling nothing of it."""
    return hashlib.sha256(b"clause journal seal key|" + key).hexdigest()[:16]


def signature(key: bytes, text: str) -> str:
    """The signature of a text by a key."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def signer(key: bytes) -> Callable[[str], str]:
    """Signs texts with a key."""
    return lambda text: signature(key, text)


seal_key = SealKey()
