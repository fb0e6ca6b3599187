"""Secrets that the service must be able to read again, locked with a key that the database does not hold.

AES-256-GCM, with a random nonce of 96 bits for each. A locked text says which key locked it and belongs to one owner:
moved to another row, it does not open.
"""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clause.domain.errors import Unavailable
from clause.gateways.key_files import KEY_BYTES, read_or_make

_FILE = Path("keys") / "secrets.key"
_FORM = "v1"
_NONCE_BYTES = 12


class Locker:
    """Locks and unlocks with the key of a data folder, which is made when there is none."""

    def __init__(self) -> None:
        self._key = b""

    def open(self, data_dir: Path) -> None:
        """From now on: the key of this data folder."""
        self._key = read_or_make(data_dir / _FILE)[:KEY_BYTES]

    def lock(self, text: str, owner: str) -> str:
        """The text, for this owner, as it may be kept: form, key and locked bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        locked = self._cipher().encrypt(nonce, text.encode(), _bound(owner))
        return ".".join((_FORM, key_name(self._key), urlsafe_b64encode(nonce + locked).decode()))

    def unlock(self, kept: str, owner: str) -> str:
        """The text again. Unavailable ACC-101 when another key locked it, or it is not this owner's, or was changed."""
        if not self.is_locked(kept):
            return kept
        _, _, body = kept.split(".")
        locked = urlsafe_b64decode(body)
        try:
            text = self._cipher().decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], _bound(owner))
        except InvalidTag as error:
            raise Unavailable("ACC-101") from error
        return text.decode()

    def is_locked(self, kept: str) -> bool:
        """Whether a kept text is locked; those of before the locks are not."""
        return kept.startswith(f"{_FORM}.")

    def _cipher(self) -> AESGCM:
        if not self._key:
            raise RuntimeError("the key of secrets is not open")
        return AESGCM(self._key)


def key_name(key: bytes) -> str:
    """Which key it is, telling nothing of it."""
    return hashlib.sha256(b"clause secrets key|" + key).hexdigest()[:8]


def _bound(owner: str) -> bytes:
    return f"{_FORM}|{owner}".encode()


locker = Locker()
