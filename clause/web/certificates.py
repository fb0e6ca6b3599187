"""Certificates: the list, one of them while its file is made and after, its file, and taking it back."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.certificate_register import (
    Certificate,
    CertificateFilters,
    CertificateState,
    Reissue,
    Standing,
)
from clause.domain.certificates import CertificateKind, YearlyContent
from clause.domain.errors import ClauseError
from clause.domain.jobs import Job, JobState
from clause.domain.tables import CellKind, Column
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import certificate_orders, certificates, jobs
from clause.services.context import Context
from clause.text.certificates import statement_of, subtitle_of
from clause.text.labels import LABELS, label
from clause.text.readable import readable_sentence
from clause.web.forms import FreeText, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import Problem, page

# Long enough to be read, short enough not to be waited for: a file takes a fraction of a second.
REFRESH_SECONDS = 2

READ, WRITE = needs(Scope.CERTIFICATES_READ), needs(Scope.CONTRACTS_WRITE)
KINDS = tuple(LABELS["certificate_kind"].items())
STATES = tuple(LABELS["certificate_state"].items())
Kind = Annotated[str, QueryParameter(name="kind", description="A kind of certificate")]
State = Annotated[str, QueryParameter(name="standing", description="A state")]
Of = Annotated[str, QueryParameter(name="company", description="Id of a company")]


class RevocationForm(BaseModel):
    """Why a certificate is taken back."""

    reason: FreeText = Field(title="Motif")


class ReissueForm(BaseModel):
    """A certificate made anew."""

    as_of: date | None = Field(default=None, title="Heures arrêtées au")
    remark: FreeText | None = Field(default=None, title="Observation")


COLUMNS: tuple[Column[Certificate], ...] = (
    Column("number", "Numéro", lambda row: row.number, link=lambda row: f"/certificates/{row.id}"),
    Column("kind", "Nature", lambda row: label("certificate_kind", row.kind)),
    Column("state", "État", lambda row: _state(row), tone=lambda row: _tone(row)),
    Column("company", "Entreprise", lambda row: row.content.holder.name),
    Column("about", "Marché et lot", lambda row: _about(row)),
    Column("hours", "Heures prises en compte", lambda row: row.content.hours_credited, CellKind.HOURS),
    Column("until", "Arrêtées au", lambda row: row.content.figures_on, CellKind.DAY),
    Column("issued", "Délivrée le", lambda row: row.issued_on, CellKind.DAY),
    Column(
        "file",
        "Fichier",
        lambda row: "PDF" if row.is_ready else None,
        link=lambda row: f"/certificates/{row.id}/pdf" if row.is_ready else None,
    ),
)
_TONES = {Standing.VALID: "good", Standing.SUPERSEDED: "watch", Standing.REVOKED: "bad"}


def _state(row: Certificate) -> str:
    if row.standing is None:
        return label("certificate_state", row.state)
    return label("certificate_standing", row.standing)


def _tone(row: Certificate) -> str:
    return _TONES[row.standing] if row.standing else "watch"


def _about(row: Certificate) -> str:
    content = row.content
    if isinstance(content, YearlyContent):
        return f"Année {content.year}, tous marchés"
    return " – ".join(filter(None, (content.contract_reference, content.lot_label or content.contract_object)))


@get("/certificates", guards=[READ])
async def show_certificates(
    request: AnyRequest, context: NamedDependency[Context], kind: Kind = "", standing: State = "", company: Of = ""
) -> Response[Any]:
    """The certificates of the reader, the newest first, by kind, state and company."""
    of_kind, in_state = chosen(kind, KINDS), chosen(standing, STATES)
    filters = CertificateFilters(
        kind=CertificateKind(of_kind) if of_kind else None, state=CertificateState(in_state) if in_state else None
    )
    found = await certificates.list_certificates(context, filters, after=None, limit=MOST_ROWS)
    companies = _companies(found)
    of_company = chosen(company, companies)
    may_write = context.actor.may(Scope.CONTRACTS_WRITE)
    hint = (
        "Ouvrez un lot suivi, puis demandez une attestation d’avancement ou le bilan final."
        if may_write
        else "La structure facilitatrice les délivre à partir des heures validées."
    )
    lots = Action("/lots", "Voir les lots")
    wanted = Listing(
        title="Attestations",
        path="/certificates",
        name="attestations",
        columns=COLUMNS,
        rows=[row for row in found if of_company in ("", str(row.company_id))],
        filters=(
            Filter("kind", "Nature", of_kind, KINDS, every="Toutes"),
            Filter("standing", "État", in_state, STATES),
            *((Filter("company", "Entreprise", of_company, companies, every="Toutes"),) if len(companies) > 1 else ()),
        ),
        actions=(Action("/certificates/yearly", "Attestation annuelle d’une entreprise"),) if may_write else (),
        empty=Empty("Aucune attestation pour l’instant.", hint, lots if may_write else None),
    )
    return await listing(request, context, wanted)


def _companies(found: Sequence[Certificate]) -> tuple[tuple[str, str], ...]:
    names = {str(one.company_id): one.content.holder.name for one in found}
    return tuple(sorted(names.items(), key=lambda item: item[1].casefold()))


@get("/certificates/{certificate_id:uuid}", guards=[READ])
async def show_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Template:
    """One certificate; until its file is there, the page comes again by itself."""
    return await _certificate_page(request, context, certificate_id)


async def _certificate_page(
    request: AnyRequest, context: Context, certificate_id: UUID, act: str = "", **refusal: Any
) -> Template:
    certificate = await certificates.load_certificate(context, certificate_id)
    may_write = context.actor.may(Scope.CONTRACTS_WRITE)
    is_made = certificate.state is not CertificateState.REQUESTED and certificate.superseded_by_id is None
    job = await _job(context, certificate)
    failure = _failure(job)
    waits = certificate.state is CertificateState.REQUESTED and failure is None
    return page(
        request,
        "certificate.html",
        title=f"Attestation n° {certificate.number}",
        refresh_seconds=REFRESH_SECONDS if waits else None,
        certificate=certificate,
        content=certificate.content,
        waits=waits,
        failure=failure,
        job=job,
        may_revoke=may_write and certificate.state is CertificateState.ISSUED,
        may_reissue=may_write and is_made,
        act=act,
        **refusal,
    )


async def _job(context: Context, certificate: Certificate) -> Job | None:
    """The work that draws the file, for who asked for it; None once the file is there."""
    is_asker = context.actor.org_id == certificate.facilitator_org_id
    if certificate.is_ready or certificate.job_id is None or not is_asker:
        return None
    return await jobs.load_job(context, certificate.job_id)


def _failure(job: Job | None) -> Problem | None:
    """Why the file will not come; None while it may still come."""
    if job is None or job.state is not JobState.FAILED or job.error is None:
        return None
    return Problem(readable_sentence(job.error["code"], job.error.get("values", {})))


@get("/certificates/{certificate_id:uuid}/pdf", guards=[READ])
async def download_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[Any]:
    """The file."""
    return file_response(request, await certificates.load_certificate_file(context, certificate_id))


@get("/certificates/{certificate_id:uuid}/document", guards=[READ])
async def show_document(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Template:
    """The certificate as a page that says all that its PDF says."""
    certificate = await certificates.load_certificate(context, certificate_id)
    return page(
        request,
        "certificate_document.html",
        title=f"Attestation n° {certificate.number}, texte intégral",
        content=certificate.content,
        subtitle=subtitle_of(certificate.content),
        statement=statement_of(certificate.content),
        standing=certificate.standing,
        superseded_by=certificate.superseded_by_number,
        back=f"/certificates/{certificate_id}",
    )


@post("/certificates/{certificate_id:uuid}/revoke", guards=[WRITE], status_code=303)
async def revoke_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[Any]:
    """Take the certificate back, and show it."""
    try:
        form = await read_form(request, RevocationForm)
    except ClauseError as error:
        return await _certificate_page(request, context, certificate_id, "revoke", **await refused(request, error))
    await certificates.revoke_certificate(context, certificate_id, form.reason)
    return done(f"/certificates/{certificate_id}", "certificate_revoked")


@post("/certificates/{certificate_id:uuid}/reissue", guards=[WRITE], status_code=303)
async def reissue_certificate(
    request: AnyRequest, context: NamedDependency[Context], certificate_id: FromPath[UUID]
) -> Response[Any]:
    """Make the certificate anew with what is booked today, and show the new one while it is made."""
    public_url: str = request.app.state.settings.public_url
    try:
        form = await read_form(request, ReissueForm)
        reissue = Reissue(as_of=form.as_of, remark=form.remark)
        made = await certificate_orders.reissue_certificate(context, certificate_id, reissue, public_url)
    except ClauseError as error:
        return await _certificate_page(request, context, certificate_id, "reissue", **await refused(request, error))
    return done(f"/certificates/{made.id}", "certificate_requested")


HANDLERS: list[ControllerRouterHandler] = [
    show_certificates,
    show_certificate,
    download_certificate,
    show_document,
    revoke_certificate,
    reissue_certificate,
]
