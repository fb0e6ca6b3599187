"""The key that documents are sealed with: read from a PKCS#12, or made in the data folder."""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from clause.domain.errors import Unreadable

FILE_NAME = "seal.p12"
LOCAL_NAME = "Clause, sceau de ce service"
LOCAL_LIFE = timedelta(days=3650)

SealKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Held:
    """A key and its certificates, as a PKCS#12 holds them."""

    def __init__(self, content: bytes, password: str | None) -> None:
        """Raises Unreadable SET-020 for a file that is no PKCS#12, or not one with this password and a usable key."""
        try:
            found = pkcs12.load_pkcs12(content, password.encode() if password else None)
            if not isinstance(found.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or found.cert is None:
                raise ValueError("no usable key, or no certificate")
        except ValueError as error:
            raise Unreadable("SET-020", findings=()) from error
        self.key: SealKey = found.key
        self.certificate = found.cert.certificate
        self.others = tuple(other.certificate for other in found.additional_certs)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def local_key(folder: Path) -> Held:
    """The key of this folder, made when there is none; of several processes that make one, the first wins."""
    path = folder / FILE_NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{FILE_NAME}.{token_hex(8)}"
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(opened, "wb") as file:
                file.write(_new_key(datetime.now(UTC)))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
    return Held(path.read_bytes(), None)


def _new_key(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOCAL_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LOCAL_LIFE)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(LOCAL_NAME.encode(), key, certificate, None, NoEncryption())
