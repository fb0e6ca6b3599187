"""The seal: its key, what it signs as another library reads it, and what it recognises in files from outside."""

import stat
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from clause.documents.certificate import render_certificate
from clause.domain.errors import Unreadable
from clause.domain.seals import SealState
from clause.gateways.seal_holder import FILE_NAME, Held, local_key
from clause.gateways.seals import Sealer, examine
from tests.documents.samples import certificate

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
BIRTH = datetime.now(UTC)


@pytest.fixture
async def sealer(tmp_path: Path) -> AsyncIterator[Sealer]:
    """A sealer with a local key of its own."""
    opened = Sealer()
    opened.open(tmp_path, None, None)
    yield opened
    opened.close()


async def sealed_by(sealer: Sealer) -> bytes:
    """A sealed certificate."""
    return (await sealer.seal(render_certificate(certificate(), await sealer.octets()), AT)).content


async def read_by_another_library(pdf: bytes) -> PdfSignatureStatus:
    """What pyHanko's own validation says, the certificate of the seal being trusted."""
    (found,) = PdfFileReader(BytesIO(pdf), strict=True).embedded_signatures
    assert found.sig_object["/SubFilter"] == SigSeedSubFilter.PADES.value
    trusted = ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    return await async_validate_pdf_signature(found, signer_validation_context=trusted)


async def test_a_sealed_file_is_valid_for_another_library_and_covers_everything(sealer: Sealer) -> None:
    pdf = await sealed_by(sealer)
    status = await read_by_another_library(pdf)
    assert (status.valid, status.intact, status.bottom_line) == (True, True, True)
    assert (status.coverage.name, status.modification_level.name) == ("ENTIRE_FILE", "NONE")  # type: ignore[union-attr]
    seal = examine(pdf)
    assert seal is not None
    assert (seal.state, seal.claimed_at, seal.is_self_signed) == (SealState.INTACT, AT, True)
    assert seal.subject == "CN=Clause\\, sceau de ce service"


async def test_the_same_document_at_the_same_instant_gives_the_same_bytes(sealer: Sealer, tmp_path: Path) -> None:
    again = Sealer()
    again.open(tmp_path, None, None)
    assert await sealed_by(again) == await sealed_by(sealer)


async def test_many_seals_of_one_key_are_all_valid(sealer: Sealer) -> None:
    """Signatures on a curve differ in length: each length has its own frame."""
    drawn, octets = render_certificate(certificate(), await sealer.octets()), await sealer.octets()
    made = [(await sealer.seal(drawn, AT + timedelta(seconds=second))).content for second in range(200)]
    assert octets > 0
    assert {found.state for found in map(examine, made) if found} == {SealState.INTACT}
    lengths = {len(pdf.rpartition(b"/Contents <")[2].partition(b">")[0].rstrip(b"0")) // 2 for pdf in made}
    assert len(lengths) > 1
    shortest = min(made, key=lambda pdf: len(pdf.rpartition(b"/Contents <")[2].partition(b">")[0].rstrip(b"0")))
    assert (await read_by_another_library(shortest)).bottom_line


async def test_what_was_changed_or_added_is_seen(sealer: Sealer) -> None:
    pdf = await sealed_by(sealer)
    for place in (20, 300, len(pdf) // 2, len(pdf) - 3):
        changed = bytearray(pdf)
        changed[place] ^= 1
        found = examine(bytes(changed))
        assert found is None or found.state is SealState.BROKEN, place
    added = examine(pdf + b"\n% one line more")
    assert added is not None
    assert (added.state, added.covers) == (SealState.ADDED_TO, len(pdf))


def test_the_local_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = {held.fingerprint for held in pool.map(local_key, [tmp_path / "data"] * 8)}
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FILE_NAME]
    assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600


def a_chain(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, password: bytes) -> bytes:
    """A PKCS#12 with a certificate and the authority that gave it."""
    authority = ec.generate_private_key(ec.SECP384R1())
    top, own = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Autorité", "Ville de B"))

    def signed(subject: x509.Name, public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(top).public_key(public)
        dated = builder.not_valid_before(BIRTH - timedelta(days=1)).not_valid_after(BIRTH + timedelta(days=90))
        return dated.serial_number(x509.random_serial_number()).sign(authority, hashes.SHA256())

    certificates = signed(own, key.public_key()), [signed(top, authority.public_key())]
    return pkcs12.serialize_key_and_certificates(b"b", key, *certificates, BestAvailableEncryption(password))


@pytest.mark.parametrize("kind", ["rsa", "p384"])
async def test_a_key_that_is_given_seals(tmp_path: Path, kind: str) -> None:
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP384R1())
    (tmp_path / "given.p12").write_bytes(a_chain(key, b"secret"))
    sealer = Sealer()
    sealer.open(tmp_path, tmp_path / "given.p12", "secret")
    pdf = await sealed_by(sealer)
    assert (await read_by_another_library(pdf)).intact
    seal = examine(pdf)
    assert seal is not None
    assert (seal.state, seal.subject, seal.is_self_signed) == (SealState.INTACT, "CN=Ville de B", False)
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize(("content", "password"), [(b"", None), (b"not a key", None), (None, "wrong"), (None, None)])
def test_a_key_that_cannot_be_used_is_refused_at_once(content: bytes | None, password: str | None) -> None:
    given = a_chain(ec.generate_private_key(ec.SECP256R1()), b"secret") if content is None else content
    with pytest.raises(Unreadable, match="SET-020"):
        Held(given, password)


HOSTILE = [
    b"",
    b"%PDF-1.7",
    b"%PDF-1.7 /ByteRange [0 0 0 0]",
    b"%PDF-1.7 /ByteRange [0 5 4 9999999999]",
    b"%PDF-1.7 /ByteRange [0 9 11 20]<>" + b" " * 40,
    b"/ByteRange [ 0 " * 50_000,
    b"/ByteRange [ 0 1 2 3 ]" * 50_000,
    b"%PDF-1.7\n<" + b"30" * 2000 + b">/ByteRange [0 9 4011 30]" + b" " * 60,
    b"%PDF-1.7\n<" + b"3080" * 500 + b"0000" * 500 + b">/ByteRange [0 9 4011 30]" + b" " * 60,
]


@pytest.mark.parametrize("content", HOSTILE)
def test_what_cannot_be_a_seal_is_none(content: bytes) -> None:
    assert examine(content) is None


@given(st.binary(max_size=400))
def test_any_signature_octets_are_survived(octets: bytes) -> None:
    gap = b"<" + octets.hex().encode() + b">"
    head = b"%PDF-1.7\n"
    tail = b"/ByteRange [0 %d %d 40]" % (len(head), len(head) + len(gap))
    assert examine(head + gap + tail.ljust(40)) is None
