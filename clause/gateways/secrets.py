"""Passwords, secrets and tokens: made, hashed, checked. Nothing here is ever stored or logged in clear."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """Verified when the account does not exist, so that the answer takes as long as for one that does.

    Made when it is first needed: that costs what a password costs, and few processes ever check one.
    """
    return _hasher.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The argon2id hash of a password or client secret."""
    return _hasher.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one that was hashed; as slow for an account that does not exist."""
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def new_token() -> str:
    """A random token of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_password() -> str:
    """A password of 128 bits that can be read aloud."""
    return "-".join(secrets.token_hex(2) for _ in range(8))


def random_bytes(count: int) -> bytes:
    """Random bytes for a verification code."""
    return secrets.token_bytes(count)


def token_hash(token: str) -> str:
    """What is kept of a token that has enough randomness of its own: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()
