"""A sealed PDF as bytes: the room that the seal takes, what it covers, and reading it back without opening the file.

A seal covers every byte of the file but its own signature. So whoever finds it intact knows the whole file; nothing
of the file has to be understood for that, and a hostile one is never opened.
"""

import hashlib
import re
from collections import deque
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

MOST_SEAL_OCTETS = 32_768
"""No signature with its certificates is larger."""

_NO_INSTANT = b"D:00000000000000Z"
_NO_NUMBER = b"0000000000"
_NO_RANGE = b"[ 0 " + b" ".join([_NO_NUMBER] * 3) + b" ]"
_BEFORE = b"<<\n/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n/M ("
_BETWEEN = b") /ByteRange "
_OPENS = b"\n/Contents <"
_CLOSES = b">\n>>\n"
_RANGE = re.compile(rb"/ByteRange\s?\[\s?0\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{1,12}(\d{1,10})\s{0,40}\]")
_INSTANT = re.compile(rb"/M \(D:(\d{14})Z\)")


def unsealed_dictionary(octets: int) -> bytes:
    """The PDF dictionary of a seal that is still to be made, with room for a signature of this many octets."""
    return _BEFORE + _NO_INSTANT + _BETWEEN + _NO_RANGE + _OPENS + b"00" * octets + _CLOSES


class Covered(NamedTuple):
    """A file about to be sealed: its bytes and where the signature goes, between two angle brackets."""

    pdf: bytes
    opens: int
    closes: int

    def digest(self) -> bytes:
        """The SHA-256 of all that the seal covers."""
        return hashlib.sha256(self.pdf[: self.opens] + self.pdf[self.closes :]).digest()

    def sealed_with(self, signature: bytes) -> bytes:
        """The sealed file."""
        room = self.closes - self.opens - 2
        if len(signature) * 2 > room:
            raise RuntimeError("a signature larger than the room that was left for it")
        written = signature.hex().encode().ljust(room, b"0")
        return self.pdf[: self.opens + 1] + written + self.pdf[self.closes - 1 :]


def covered(pdf: bytes, octets: int, at: datetime) -> Covered:
    """The file with the instant and the reach of its seal filled in; it was drawn with room for this many octets."""
    blank = unsealed_dictionary(octets)
    start = pdf.find(blank)
    if start < 0:
        raise RuntimeError("a file that was drawn without room for a seal")
    opens = start + blank.index(_OPENS) + len(_OPENS) - 1
    closes = opens + 2 * octets + 2
    reach = b"[ 0 %d %d %d" % (opens, closes, len(pdf) - closes)
    instant = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode()
    head = _BEFORE + instant + _BETWEEN + reach.ljust(len(_NO_RANGE) - 2) + b" ]" + _OPENS
    return Covered(pdf[:start] + head + pdf[start + len(head) :], opens, closes)


class FoundSeal(NamedTuple):
    """The last seal of a file, as its bytes show it: nothing here is proved yet."""

    signature: bytes
    digest: bytes
    """The SHA-256 of what it says that it covers."""
    covers: int
    """How many bytes from the start it reaches over, itself included."""
    claimed_at: datetime | None


def find_seal(pdf: bytes) -> FoundSeal | None:
    """The last seal that a file holds; None without one, or when what it says of itself does not hold."""
    last = deque(_RANGE.finditer(pdf), maxlen=1)
    if not last:
        return None
    (found,) = last
    opens, closes, rest = (int(number) for number in found.groups())
    signature = _signature(pdf[opens:closes]) if opens < closes <= closes + rest <= len(pdf) else None
    if signature is None:
        return None
    digest = hashlib.sha256(pdf[:opens] + pdf[closes : closes + rest]).digest()
    return FoundSeal(signature, digest, closes + rest, _claimed(pdf[max(found.start() - 64, 0) : found.start()]))


def _signature(gap: bytes) -> bytes | None:
    """The octets between two angle brackets; None for anything else: a seal leaves nothing else uncovered."""
    if not 4 <= len(gap) <= 2 * MOST_SEAL_OCTETS + 2 or gap[:1] != b"<" or gap[-1:] != b">":
        return None
    written = gap[1:-1]
    return bytes.fromhex(written.decode()) if re.fullmatch(rb"(?:[0-9a-fA-F]{2})+", written) else None


def _claimed(before: bytes) -> datetime | None:
    said = _INSTANT.search(before)
    try:
        return datetime.strptime(said[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if said else None
    except ValueError:
        return None


class SealState(StrEnum):
    """What the seal of a file is worth, by the file alone."""

    INTACT = "INTACT"
    """It covers the whole file, and not one byte has changed since."""
    ADDED_TO = "ADDED_TO"
    """What it covers has not changed, but something stands behind it."""
    BROKEN = "BROKEN"
    """What it covers is not what was sealed."""


class ExaminedSeal(BaseModel):
    """The seal of a file: what it is worth, and whose certificate it was made with."""

    model_config = ConfigDict(frozen=True)

    state: SealState
    covers: int
    claimed_at: datetime | None
    fingerprint: str
    """SHA-256 of the certificate, in hexadecimal."""
    subject: str
    is_self_signed: bool


class SealedPdf(BaseModel):
    """A file that was just sealed, and the certificate that it was sealed with."""

    model_config = ConfigDict(frozen=True)

    content: bytes
    fingerprint: str
