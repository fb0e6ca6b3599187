"""Making signatures with pyHanko; loaded when the first file is sealed (see :mod:`clause.gateways.seals`)."""

from hashlib import sha512
from typing import Self

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from clause.gateways.seal_holder import Held

_MARKED_DIGEST = sha512(b"digest").digest()[:32]
_MARKED_SIGNATURE = sha512(b"signature").digest() * 16
_SPARE_OCTETS = 16
"""A signature on an elliptic curve is a few octets longer or shorter each time."""


class _FrameMaker(Signer):
    """The library's signer, giving marks of a length in the place of a signature."""

    def __init__(self, held: Held) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([_converted(other) for other in held.others])
        super().__init__(signing_cert=_converted(held.certificate), cert_registry=store)
        self.length = 0

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return _MARKED_SIGNATURE[: self.length]


def _converted(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class Signatory:
    """Who signs, and the room that a signature takes.

    All signatures of a key are the same structure but for the digest and the signed octets. The library makes it once
    for each length; afterwards only these two are put in, which is a hundred times faster.
    """

    def __init__(self, held: Held) -> None:
        self._key = held.key
        self._maker = _FrameMaker(held)
        self._frames: dict[int, bytes] = {}
        self._attributes = b""
        self.fingerprint = held.fingerprint
        self.octets = 0

    @classmethod
    async def of(cls, held: Held) -> Self:
        """The signatory of this key, once it has signed something."""
        made = cls(held)
        frame = await made._frame(64)
        signer = cms.ContentInfo.load(frame)["content"]["signer_infos"][0]
        made._attributes = signer["signed_attrs"].untag().dump()
        made.octets = len(await made.sign(bytes(32))) + _SPARE_OCTETS
        return made

    async def sign(self, digest: bytes) -> bytes:
        """The signature of what has this SHA-256, with the certificates; the same each time."""
        signed = self._signed(_put(self._attributes, _MARKED_DIGEST, digest))
        frame = self._frames.get(len(signed)) or await self._frame(len(signed))
        return _put(_put(frame, _MARKED_DIGEST, digest), _MARKED_SIGNATURE[: len(signed)], signed)

    def _signed(self, attributes: bytes) -> bytes:
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(attributes, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return self._key.sign(attributes, padding.PKCS1v15(), hashes.SHA256())

    async def _frame(self, length: int) -> bytes:
        self._maker.length = length
        made: bytes = (await self._maker.async_sign(_MARKED_DIGEST, "sha256", use_pades=True)).dump()
        self._frames[length] = made
        return made


def _put(frame: bytes, mark: bytes, octets: bytes) -> bytes:
    before, found, after = frame.partition(mark)
    if not found or mark in after:
        raise RuntimeError("a mark that is not there once")
    return before + octets + after
