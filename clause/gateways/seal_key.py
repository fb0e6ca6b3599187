"""The key that seals the heads of the journals: in a file of the data folder, never in the database."""

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path

from clause.gateways.key_files import read_or_make

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
            self._key = read_or_make(self._path)
        return self._key


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
