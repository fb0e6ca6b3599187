"""Files of secret keys in the data folder: made once, by whichever process comes first, for their owner's eyes only."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def read_or_make(path: Path) -> bytes:
    """The key in this file, made of random bytes when there is none yet."""
    if path.exists():
        return read_key(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}")
    file = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w") as new:
            new.write(secrets.token_hex(KEY_BYTES) + "\n")
            new.flush()
            os.fsync(new.fileno())
        # A link, unlike a rename, leaves a key that another process made first as it is.
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
