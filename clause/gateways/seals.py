"""The seal of this service: its key, kept in the data folder or given as a PKCS#12, and what it signs and recognises.

The signature is a PAdES one of level B-B, in the form that pyHanko writes. The library is loaded at the first seal:
only the worker seals, and the other processes need neither its time nor its memory.
"""

from asyncio import Lock
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from clause.domain.seals import ExaminedSeal, FoundSeal, SealedPdf, SealState, covered, find_seal
from clause.gateways.seal_holder import Held, local_key

if TYPE_CHECKING:
    from clause.gateways.sealing import Signatory

LARGEST_RSA_BITS = 8192
"""A key from outside that is longer would make checking it slow on purpose."""


class Sealer:
    """Seals files; opened once by each process. The local key is made the first time one is needed."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._given: Held | None = None
        self._signatory: Signatory | None = None
        self._lock = Lock()

    def open(self, folder: Path, given: Path | None, password: str | None) -> None:
        """Seal with the PKCS#12 that is given, else with the key of this folder.

        A file that is given is read at once, so that a wrong one is found at the start: Unreadable SET-020.
        """
        self._folder, self._signatory = folder, None
        self._given = Held(given.read_bytes(), password) if given else None

    def close(self) -> None:
        """Forget the key."""
        self._folder = self._given = self._signatory = None

    async def octets(self) -> int:
        """The room that a signature takes, to be left in the file when it is drawn."""
        return (await self._opened()).octets

    async def seal(self, pdf: bytes, at: datetime) -> SealedPdf:
        """The file with its seal; equal files sealed at the same instant with the same key are equal."""
        signatory = await self._opened()
        ready = covered(pdf, signatory.octets, at)
        return SealedPdf(
            content=ready.sealed_with(await signatory.sign(ready.digest())), fingerprint=signatory.fingerprint
        )

    async def _opened(self) -> "Signatory":
        async with self._lock:
            if self._signatory is None:
                from clause.gateways.sealing import Signatory

                if self._folder is None:
                    raise RuntimeError("the sealer is not open")
                self._signatory = await Signatory.of(self._given or local_key(self._folder))
        return self._signatory


sealer = Sealer()


def examine(pdf: bytes) -> ExaminedSeal | None:
    """The seal of a file that comes from outside; None without one that can be read.

    The file is not opened: its bytes are looked at, and whatever cannot be right makes no seal.
    """
    found = find_seal(pdf)
    if found is None:
        return None
    try:
        return _examined(found, len(pdf))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, UnicodeError):
        # The libraries tell a structure that is not what it should be in all these ways.
        return None


def _examined(found: FoundSeal, size: int) -> ExaminedSeal | None:
    signed = cms.ContentInfo.load(found.signature)["content"]
    (signer,) = signed["signer_infos"]
    serial = signer["sid"].chosen["serial_number"].native
    for choice in signed["certificates"]:
        if choice.name == "certificate" and choice.chosen.serial_number == serial:
            encoded = choice.chosen.dump()
            certificate = x509.load_der_x509_certificate(encoded)
            holds = _digest_said(signer) == found.digest and _signed_by(certificate, signer)
            return ExaminedSeal(
                state=_state(holds, found.covers == size),
                covers=found.covers,
                claimed_at=found.claimed_at,
                fingerprint=sha256(encoded).hexdigest(),
                subject=certificate.subject.rfc4514_string()[:300],
                is_self_signed=certificate.subject == certificate.issuer,
            )
    return None


def _state(holds: bool, covers_all: bool) -> SealState:
    if not holds:
        return SealState.BROKEN
    return SealState.INTACT if covers_all else SealState.ADDED_TO


def _digest_said(signer: cms.SignerInfo) -> bytes:
    said: list[bytes] = [
        attribute["values"][0].native
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "message_digest"
    ]
    return said[0] if len(said) == 1 else b""


def _signed_by(certificate: x509.Certificate, signer: cms.SignerInfo) -> bool:
    key = certificate.public_key()
    signature, attributes = signer["signature"].native, signer["signed_attrs"].untag().dump()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, attributes, ec.ECDSA(hashes.SHA256()))
            return True
        if isinstance(key, rsa.RSAPublicKey) and key.key_size <= LARGEST_RSA_BITS:
            key.verify(signature, attributes, padding.PKCS1v15(), hashes.SHA256())
            return True
    except InvalidSignature:
        return False
    return False
