"""Certificates: asked for, listed, downloaded, taken back, checked by anyone."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import BASE, change, job_location, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.certificates import (
    CertificateIn,
    CertificateOut,
    ReissueIn,
    RevocationIn,
    YearlyCertificateIn,
)
from clause.domain.actors import Scope
from clause.domain.certificate_register import Certificate, CertificateFilters, CertificateState
from clause.domain.certificates import CertificateKind
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs, open_to_all
from clause.edge.verification import VerificationBody
from clause.services import certificate_orders, certificates
from clause.services.context import Context

READ, WRITE = needs(Scope.CERTIFICATES_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Certificates"]

LotFilter = Annotated[UUID | None, QueryParameter(name="lot", description="Certificates on this lot")]
CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Certificates of this company")]
StateFilter = Annotated[
    CertificateState | None, QueryParameter(name="state", description="REQUESTED, ISSUED or REVOKED")
]
KindFilter = Annotated[CertificateKind | None, QueryParameter(description="PROGRESS, FINAL or COMPANY_YEARLY")]


def _shown(certificate: Certificate) -> CertificateOut:
    return CertificateOut.of(certificate, BASE)


@post(
    "/lots/{lot_id:uuid}/certificates",
    guards=[WRITE],
    status_code=202,
    summary="Ask for a certificate on a lot",
    tags=TAGS,
)
async def request_certificate(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[CertificateIn]
) -> Response[CertificateOut]:
    """The content is numbered and frozen at once; the file follows from the job that `Location` names."""
    public_url: str = request.app.state.settings.public_url
    return await change(
        request,
        context,
        lambda ctx: certificate_orders.request_certificate(ctx, lot_id, data.order(), public_url),
        _shown,
        status=202,
        location=lambda made: job_location(made.job_id or made.id),
    )


@post(
    "/companies/{company_id:uuid}/certificates",
    guards=[WRITE],
    status_code=202,
    summary="Ask for the certificate of a company's year",
    tags=TAGS,
)
async def request_yearly_certificate(
    request: AnyRequest,
    context: NamedDependency[Context],
    company_id: FromPath[UUID],
    data: JSONBody[YearlyCertificateIn],
) -> Response[CertificateOut]:
    """All lots of the company that the caller follows; it takes the place of an earlier one of the same year.

    Errors: 404 for a company that is not in the directory, 422 for a year to come.
    """
    public_url: str = request.app.state.settings.public_url
    return await change(
        request,
        context,
        lambda ctx: certificate_orders.request_yearly_certificate(ctx, company_id, data.order(), public_url),
        _shown,
        status=202,
        location=lambda made: job_location(made.job_id or made.id),
    )


@get("/certificates", guards=[READ], summary="List certificates", tags=TAGS)
async def list_certificates(
    context: NamedDependency[Context],
    lot_id: LotFilter = None,
    company_id: CompanyFilter = None,
    certificate_state: StateFilter = None,
    kind: KindFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[CertificateOut]]:
    """Those that the caller gave, those about its contracts, or its own; the newest first."""
    filters = CertificateFilters(lot_id=lot_id, company_id=company_id, state=certificate_state, kind=kind)
    found = await certificates.list_certificates(context, filters, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    page = [CertificateOut.of(item, BASE, with_trace=False) for item in items]
    return shown(Page[CertificateOut](items=page, next=following))


@get(
    "/certificates/{certificate_id:uuid}",
    guards=[READ],
    summary="One certificate",
    tags=TAGS,
)
async def get_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[CertificateOut]:
    """Its state, and everything it says; nothing in it is about a single person."""
    found = await certificates.load_certificate(context, certificate_id)
    return single(request, _shown(found), found.version)


@get(
    "/certificates/{certificate_id:uuid}/pdf",
    guards=[READ],
    summary="The file of a certificate",
    tags=TAGS,
    media_type="application/pdf",
)
async def get_certificate_pdf(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag; 409 while the file is being made."""
    return file_response(request, await certificates.load_certificate_file(context, certificate_id))


@post(
    "/certificates/{certificate_id:uuid}/revoke",
    guards=[WRITE],
    status_code=200,
    summary="Take a certificate back",
    tags=TAGS,
)
async def revoke_certificate(
    request: AnyRequest,
    context: NamedDependency[Context],
    certificate_id: FromPath[UUID],
    data: JSONBody[RevocationIn],
) -> Response[CertificateOut]:
    """It keeps its number and its file; whoever checks its code learns that it was revoked."""
    return await change(
        request,
        context,
        lambda ctx: certificates.revoke_certificate(ctx, certificate_id, data.reason),
        _shown,
        version=lambda changed: changed.version,
    )


@post(
    "/certificates/{certificate_id:uuid}/reissue",
    guards=[WRITE],
    status_code=202,
    summary="Make a certificate anew",
    tags=TAGS,
)
async def reissue_certificate(
    request: AnyRequest,
    context: NamedDependency[Context],
    certificate_id: FromPath[UUID],
    data: JSONBody[ReissueIn],
) -> Response[CertificateOut]:
    """A new number with what is booked today; the former one keeps its file and says which number replaced it.

    Errors: 404, 409 when it was replaced already or waits for its file.
    """
    public_url: str = request.app.state.settings.public_url
    return await change(
        request,
        context,
        lambda ctx: certificate_orders.reissue_certificate(ctx, certificate_id, data.reissue(), public_url),
        _shown,
        status=202,
        location=lambda made: job_location(made.job_id or made.id),
    )


@get("/verify/{code:str}", guards=[open_to_all], summary="Check a certificate by its code", tags=TAGS)
async def verify_certificate(context: NamedDependency[Context], code: FromPath[str]) -> Response[VerificationBody]:
    """Open to anyone; also at `/verify/{code}`, as a page. The code may be typed in lower case or without dashes."""
    return shown(VerificationBody.of(await certificates.verify_certificate(context, code)))


HANDLERS: list[ControllerRouterHandler] = [
    request_certificate,
    request_yearly_certificate,
    list_certificates,
    get_certificate,
    get_certificate_pdf,
    revoke_certificate,
    reissue_certificate,
    verify_certificate,
]
