"""The journal as a chain: its lines, its seals, and what shows that one was changed, removed, moved or made anew."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

NO_HASH = "0" * 64
"""What the first line of a chain, and the first seal, have before them."""


class ChainLine(NamedTuple):
    """A line as its chain sees it; ``text`` is all that it holds, in the form that was hashed."""

    org_id: UUID
    seq: int
    previous_hash: str
    hash: str
    text: str
    reason_holds: bool
    """Whether its reason is the one that was digested, or gone with its salt."""
    is_erased: bool
    erases: str | None
    """The numbers of the lines whose reasons this line says were erased."""


class Head(NamedTuple):
    """The last link of a chain."""

    org_id: UUID
    seq: int
    hash: str


class Part(NamedTuple):
    """The chains of the organisations from ``first``, included, to ``end``, not included; None: from or to the last."""

    first: UUID | None = None
    end: UUID | None = None

    def holds(self, org_id: UUID) -> bool:
        """Whether the chain of this organisation is one of them."""
        return (self.first is None or org_id >= self.first) and (self.end is None or org_id < self.end)


def split(heads: Iterable[Head], count: int) -> list[Part]:
    """At most so many parts of about as many lines each, which hold every organisation there may be once."""
    ordered = sorted(heads)
    share, behind = sum(head.seq for head in ordered) / count, 0
    bounds: list[UUID] = []
    for head in ordered:
        if behind >= share * (len(bounds) + 1) and len(bounds) + 1 < count:
            bounds.append(head.org_id)
        behind += head.seq
    return [Part(first, end) for first, end in zip([None, *bounds], [*bounds, None], strict=True)]


class Seal(BaseModel):
    """A head as it was on a day, signed; each seal carries the signature of the one before."""

    model_config = ConfigDict(frozen=True)

    number: int
    previous: str
    org_id: UUID
    seq: int
    hash: str
    sealed_at: datetime
    key_id: str
    signature: str

    @property
    def signed_text(self) -> str:
        """What the signature covers."""
        return seal_text(self.number, self.previous, Head(self.org_id, self.seq, self.hash), self.sealed_at)


def seal_text(number: int, previous: str, head: Head, sealed_at: datetime) -> str:
    """What the signature of a seal covers."""
    return "|".join((str(number), previous, str(head.org_id), str(head.seq), head.hash, sealed_at.isoformat()))


class Damage(StrEnum):
    """What was found; the value is the code of its sentence."""

    LINE_CHANGED = "AUD-020"
    LINE_MISSING = "AUD-021"
    LINE_MOVED = "AUD-022"
    REASON_CHANGED = "AUD-023"
    REASON_GONE = "AUD-024"
    END_CHANGED = "AUD-025"
    SEAL_NOT_HELD = "AUD-026"
    SEAL_CHANGED = "AUD-027"
    SEAL_MISSING = "AUD-028"
    KEY_UNKNOWN = "AUD-029"
    KEPT_NOT_HELD = "AUD-030"


class Damaged(NamedTuple):
    """One thing found: what, in whose journal, at which line (of a seal: its number)."""

    damage: Damage
    org_id: UUID | None
    number: int


@dataclass
class _Chain:
    """How far one chain was followed."""

    org_id: UUID
    seq: int = 0
    hash: str = NO_HASH
    erased: set[int] = field(default_factory=set)
    announced: set[int] = field(default_factory=set)


class Audit:
    """Follows every line of every chain in order, then says what does not hold.

    ``marks`` are the hashes that lines must have (seals and kept heads), with the damage that it is when they have not.
    """

    def __init__(self, heads: Iterable[Head], marks: Iterable[tuple[Head, Damage]]) -> None:
        self.lines = 0
        self.erased = 0
        self.damages: list[Damaged] = []
        self._heads = {head.org_id: head for head in heads}
        self._marks: dict[tuple[UUID, int], dict[str, Damage]] = {}
        for head, damage in marks:
            self._marks.setdefault((head.org_id, head.seq), {})[head.hash] = damage
        self._chain: _Chain | None = None
        self.chains = 0

    def follow(self, line: ChainLine) -> None:
        """Take the next line; lines come by organisation, then by number."""
        if self._chain is None or self._chain.org_id != line.org_id:
            self._end_chain()
            self._chain = _Chain(line.org_id)
            self.chains += 1
        self.lines += 1
        chain = self._chain
        link = hashlib.sha256(f"{line.seq}|{line.previous_hash}|{line.text}".encode()).hexdigest()
        if line.seq != chain.seq + 1:
            self._add(Damage.LINE_MISSING, line.org_id, chain.seq + 1)
        elif line.previous_hash != chain.hash:
            self._add(Damage.LINE_MOVED, line.org_id, line.seq)
        if link != line.hash:
            self._add(Damage.LINE_CHANGED, line.org_id, line.seq)
        if not line.reason_holds:
            self._add(Damage.REASON_CHANGED, line.org_id, line.seq)
        if line.is_erased:
            chain.erased.add(line.seq)
        if line.erases:
            chain.announced |= {int(number) for number in line.erases.split()}
        self._check_marks(line)
        chain.seq, chain.hash = line.seq, line.hash

    def _check_marks(self, line: ChainLine) -> None:
        for expected, damage in self._marks.pop((line.org_id, line.seq), {}).items():
            if expected != line.hash:
                self._add(damage, line.org_id, line.seq)

    def _end_chain(self) -> None:
        chain = self._chain
        if chain is None:
            return
        head = self._heads.pop(chain.org_id, None)
        if head is None or (head.seq, head.hash) != (chain.seq, chain.hash):
            self._add(Damage.END_CHANGED, chain.org_id, chain.seq)
        self.erased += len(chain.erased)
        for seq in sorted(chain.erased - chain.announced):
            self._add(Damage.REASON_GONE, chain.org_id, seq)

    def end(self) -> None:
        """No line is left: chains without a line, and marks that no line bears."""
        self._end_chain()
        self._chain = None
        for head in self._heads.values():
            if head.seq > 0:
                self._add(Damage.END_CHANGED, head.org_id, head.seq)
        for (org_id, seq), hashes in self._marks.items():
            for damage in hashes.values():
                self._add(damage, org_id, seq)

    def take(self, other: "Audit") -> None:
        """Add what was found in another part, to its end."""
        self.lines += other.lines
        self.chains += other.chains
        self.erased += other.erased
        self.damages += other.damages

    def check_seals(self, seals: Iterable[Seal], sign: Mapping[str, Callable[[str], str]]) -> None:
        """Each seal follows the one before and bears the signature of a known key; they come by number."""
        number, previous = 0, NO_HASH
        for seal in seals:
            if seal.number != number + 1 or seal.previous != previous:
                self._add(Damage.SEAL_MISSING, seal.org_id, number + 1)
            if seal.key_id not in sign:
                self._add(Damage.KEY_UNKNOWN, seal.org_id, seal.number)
            elif sign[seal.key_id](seal.signed_text) != seal.signature:
                self._add(Damage.SEAL_CHANGED, seal.org_id, seal.number)
            number, previous = seal.number, seal.signature

    def _add(self, damage: Damage, org_id: UUID | None, number: int) -> None:
        self.damages.append(Damaged(damage, org_id, number))
