"""A second factor: codes of six digits made by a telephone, and recovery codes that replace it once each."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

RECOVERY_CODES = 10
STEP_LIFE = timedelta(minutes=10)
"""How long somebody who has shown a password may look for the telephone."""
_DASHES = "-‐‑‒–—"


class SecondFactor(BaseModel):
    """A person's second factor as recorded; not confirmed: being set up, and not asked for."""

    model_config = ConfigDict(frozen=True)

    user_id: UUID
    secret: str
    last_step: int
    created_at: datetime
    confirmed_at: datetime | None

    @property
    def is_on(self) -> bool:
        """Whether a code is asked for at sign-in."""
        return self.confirmed_at is not None


class OwnSecondFactor(BaseModel):
    """What a person sees of it: the key only while it is being set up."""

    model_config = ConfigDict(frozen=True)

    has_password: bool
    on_since: datetime | None = None
    codes_left: int = 0
    key: str | None = None
    address: str | None = None
    """What the QR code holds: the key with the names that the telephone shows beside its codes."""


class WaitingStep(BaseModel):
    """A sign-in that waits for a code."""

    model_config = ConfigDict(frozen=True)

    user_id: UUID
    membership_id: UUID
    org_id: UUID
    expires_at: datetime


def plain_code(typed: str) -> str:
    """A code without the spaces and dashes that people and telephones put in, in capitals."""
    return "".join(sign for sign in typed if not sign.isspace() and sign not in _DASHES).upper()


def is_from_telephone(code: str) -> bool:
    """Whether a plain code has the form of those that a telephone makes: six digits."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def shown_key(key: str) -> str:
    """A key or recovery code in groups of four, as it is read and typed."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
