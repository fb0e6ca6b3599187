"""Certificates, asked for and drawn through the services."""

from datetime import date
from uuid import UUID

from clause.domain.certificate_register import Certificate, CertificateOrder
from clause.domain.certificates import CertificateContent, CertificateKind
from clause.services import certificate_orders, certificates
from tests.builders.territory import Caller

PUBLIC_URL = "https://clause.brisemer.example"


async def ask_certificate(
    caller: Caller,
    lot_id: UUID,
    kind: str = "PROGRESS",
    *,
    company_id: UUID | None = None,
    as_of: date | None = None,
    remark: str | None = None,
) -> Certificate:
    """A certificate that is numbered and waits for its file."""
    order = CertificateOrder(kind=CertificateKind(kind), company_id=company_id, as_of=as_of, remark=remark)
    return await certificate_orders.request_certificate(caller.context, lot_id, order, PUBLIC_URL)


async def draw_certificate(caller: Caller, asked: Certificate) -> Certificate:
    """The same with its file, as the worker leaves it."""
    assert asked.job_id is not None
    await certificates.render_certificate(caller.context.now, asked.job_id)
    return await certificates.load_certificate(caller.context, asked.id)


async def a_certificate(
    caller: Caller, lot_id: UUID, kind: str = "PROGRESS", **order: UUID | date | str | None
) -> Certificate:
    """An issued certificate."""
    return await draw_certificate(caller, await ask_certificate(caller, lot_id, kind, **order))  # type: ignore[arg-type]


def lot_content(certificate: Certificate) -> CertificateContent:
    """What a certificate on a lot says."""
    assert isinstance(certificate.content, CertificateContent)
    return certificate.content
