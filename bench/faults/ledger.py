"""What the client was told: every acknowledged answer, and every answer that should not have been."""

import hashlib
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import httpx


class Kind(StrEnum):
    """What a call did; also the action that the journal keeps of it."""

    DECLARED = "hours_statement.declared"
    CHANGED = "hours_statement.lines_replaced"
    SUBMITTED = "hours_statement.submitted"
    VALIDATED = "hours_statement.validated"
    CERTIFICATE = "certificate.requested"


@dataclass(frozen=True)
class Acknowledged:
    """One answer that promised something: what was done to what, under which key, and the answer's own digest."""

    kind: Kind
    key: str
    organisation: str
    subject: str
    status: int
    digest: str
    tries: int
    said: str = ""
    """Hours of a statement, number of a certificate."""
    at: float = 0.0
    """When it was acknowledged, on the clock of ``time.monotonic``."""


@dataclass
class Ledger:
    """Kept in the client's memory, which no fault touches."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    """By what was broken at the moment, and status (or ``no answer``)."""
    surprises: list[str] = field(default_factory=list)
    replays: int = 0
    phase: str = "nothing"
    """What is broken now: faults say so, writers note it with each answer."""
    took: list[tuple[float, float]] = field(default_factory=list)
    """Each call that was answered: when, on the clock of ``time.monotonic``, and its seconds."""
    last_write: float = 0.0
    """When the last write was acknowledged, on the clock of ``time.monotonic``."""

    def note(self, status: str) -> None:
        """Count one answer."""
        self.answers[f"{self.phase}: {status}"] += 1

    def add(self, answer: Acknowledged) -> None:
        """Keep one promise."""
        self.last_write = time.monotonic()
        self.acknowledged.append(replace(answer, at=self.last_write))

    def of(self, *kinds: Kind) -> list[Acknowledged]:
        """The promises of these kinds, in the order in which they were made."""
        return [answer for answer in self.acknowledged if answer.kind in kinds]

    def write(self, path: Path) -> None:
        """One line of JSON a promise, to look into a breach afterwards."""
        path.write_text("".join(json.dumps(asdict(answer)) + "\n" for answer in self.acknowledged), encoding="utf-8")


def digest(body: bytes) -> str:
    """The SHA-256 of an answer's body."""
    return hashlib.sha256(body).hexdigest()


def digest_of(answer: httpx.Response) -> str:
    """The SHA-256 of what was answered."""
    return digest(answer.content)
