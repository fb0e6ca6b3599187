"""Certificates: the list, one of them while its file is made and after, its file, and taking it back."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.certificate_register import Certificate, CertificateFilters, CertificateState
from clause.domain.errors import ClauseError
from clause.domain.jobs import JobState
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import certificates, jobs
from clause.services.context import Context
from clause.text.messages import sentence
from clause.web.forms import FreeText, read_form
from clause.web.page import Problem, page, problems_of

PAGE_SIZE = 25
# Long enough to be read, short enough not to be waited for: a file takes a fraction of a second.
REFRESH_SECONDS = 2

READ, WRITE = needs(Scope.CERTIFICATES_READ), needs(Scope.CONTRACTS_WRITE)
After = Annotated[UUID | None, QueryParameter(name="after", description="The last certificate of the page before")]


class RevocationForm(BaseModel):
    """Why a certificate is taken back."""

    reason: FreeText = Field(title="Motif")


@get("/certificates", guards=[READ])
async def show_certificates(request: AnyRequest, context: NamedDependency[Context], after: After = None) -> Template:
    """The certificates of the reader, the newest first."""
    found = await certificates.list_certificates(context, CertificateFilters(), after=after, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    return page(
        request,
        "certificates.html",
        title="Attestations",
        certificates=shown,
        is_first=after is None,
        following=shown[-1].id if len(found) > PAGE_SIZE else None,
    )


@get("/certificates/{certificate_id:uuid}", guards=[READ])
async def show_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Template:
    """One certificate; until its file is there, the page comes again by itself."""
    return await _certificate_page(request, context, certificate_id)


async def _certificate_page(
    request: AnyRequest, context: Context, certificate_id: UUID, error: ClauseError | None = None, status: int = 200
) -> Template:
    certificate = await certificates.load_certificate(context, certificate_id)
    failure = await _failure(context, certificate)
    waits = certificate.state is CertificateState.REQUESTED and failure is None
    return page(
        request,
        "certificate.html",
        title=f"Attestation n° {certificate.number}",
        status=status,
        refresh_seconds=REFRESH_SECONDS if waits else None,
        problems=problems_of(error) if error else (),
        certificate=certificate,
        content=certificate.content,
        waits=waits,
        failure=failure,
        may_revoke=context.actor.may(Scope.CONTRACTS_WRITE) and certificate.state is CertificateState.ISSUED,
    )


async def _failure(context: Context, certificate: Certificate) -> Problem | None:
    """Why the file will not come, for who asked for it; None while it may still come."""
    is_asker = context.actor.org_id == certificate.facilitator_org_id
    if certificate.is_ready or certificate.job_id is None or not is_asker:
        return None
    job = await jobs.load_job(context, certificate.job_id)
    if job.state is not JobState.FAILED or job.error is None:
        return None
    return Problem(sentence(job.error["code"], job.error.get("values", {})))


@get("/certificates/{certificate_id:uuid}/pdf", guards=[READ])
async def download_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[Any]:
    """The file."""
    return file_response(request, await certificates.load_certificate_file(context, certificate_id))


@post("/certificates/{certificate_id:uuid}/revoke", guards=[WRITE], status_code=303)
async def revoke_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[Any]:
    """Take the certificate back, and show it."""
    try:
        form = await read_form(request, RevocationForm)
    except ClauseError as error:
        return await _certificate_page(request, context, certificate_id, error, 422)
    await certificates.revoke_certificate(context, certificate_id, form.reason)
    return Redirect(f"/certificates/{certificate_id}", status_code=303)


HANDLERS: list[ControllerRouterHandler] = [
    show_certificates,
    show_certificate,
    download_certificate,
    revoke_certificate,
]
