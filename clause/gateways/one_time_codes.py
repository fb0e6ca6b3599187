"""Codes that a telephone makes from a key it shares with the service (RFC 6238), and random recovery codes."""

import hmac
from datetime import datetime

import pyotp

ISSUER = "Clause"
STEP_SECONDS = 30
DRIFT_STEPS = 1
RECOVERY_CODE_LENGTH = 28
"""Letters and digits of five bits each: 140 bits, so that a plain hash of it tells nothing."""


def new_key() -> str:
    """A random key of 160 bits, as telephones take it."""
    return pyotp.random_base32()


def new_recovery_code() -> str:
    """A random recovery code of 140 bits, in letters and digits that are not taken for each other."""
    return pyotp.random_base32()[:RECOVERY_CODE_LENGTH]


def key_address(key: str, email: str) -> str:
    """What the QR code of a key holds."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=ISSUER)


def matching_step(key: str, code: str, now: datetime) -> int | None:
    """The step of time whose code this is, one step of drift either way; None when it is no such code."""
    current = int(now.timestamp()) // STEP_SECONDS
    maker = pyotp.TOTP(key)
    found = None
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        # Every step is compared, whatever was found: the answer takes as long for each of them.
        if hmac.compare_digest(maker.generate_otp(step), code):
            found = step
    return found
