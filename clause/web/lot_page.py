"""One lot: what it owes and why, how it stands, its papers, and asking for a certificate on it."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.certificate_register import CertificateFilters, CertificateOrder
from clause.domain.certificates import CertificateKind
from clause.domain.compliance import LotCompliance
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import certificate_orders, certificates, compliance, contracts, hours, obligations
from clause.services.context import Context
from clause.text.messages import sentence
from clause.web.forms import FreeText, read_form
from clause.web.page import page, problems_of

MOST_SHOWN = 100
READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)


class CertificateForm(BaseModel):
    """A certificate asked for on the page of a lot."""

    kind: Literal[CertificateKind.PROGRESS, CertificateKind.FINAL] = Field(title="Nature de l’attestation")
    company_id: UUID | None = Field(default=None, title="Entreprise")
    as_of: date | None = Field(default=None, title="Heures arrêtées au")
    remark: FreeText | None = Field(default=None, title="Observation")


@get("/lots/{lot_id:uuid}", guards=[READ])
async def show_lot(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """One lot: what it owes and why, how it stands, its statements and certificates."""
    return await _lot_page(request, context, lot_id)


async def _lot_page(
    request: AnyRequest, context: Context, lot_id: UUID, error: ClauseError | None = None, status: int = 200
) -> Template:
    lot = await contracts.load_lot(context, lot_id)
    standing = await compliance.assess_one_lot(context, lot_id)
    typed = {name: str(value) for name, value in (await request.form()).items()} if error else {}
    return page(
        request,
        "lot.html",
        title=lot.label,
        status=status,
        problems=problems_of(error) if error else (),
        lot=lot,
        contract=await contracts.load_contract(context, lot.contract_id),
        standing=standing,
        missing=[sentence(finding.code, dict(finding.values)) for finding in standing.findings],
        expected_share=_expected_share(standing),
        obligations=await obligations.list_obligations(context, lot_id, after=0, limit=MOST_SHOWN),
        typed=typed,
        **await _papers(context, lot_id),
    )


def _expected_share(standing: LotCompliance) -> Decimal | None:
    """Where an even pace would be, as a fraction of what is owed, to mark it on the bar."""
    figures = standing.figures
    return figures.expected.value / figures.owed if figures and figures.owed else None


async def _papers(context: Context, lot_id: UUID) -> dict[str, Any]:
    """Statements and certificates, for those who may see them; None for the others."""
    actor = context.actor
    sees_statements = actor.may(Scope.HOURS_DECLARE) or actor.may(Scope.HOURS_VALIDATE)
    of_lot = CertificateFilters(lot_id=lot_id)
    return {
        "statements": await hours.list_statements(context, lot_id=lot_id, limit=MOST_SHOWN)
        if sees_statements
        else None,
        "certificates": await certificates.list_certificates(context, of_lot, after=None, limit=MOST_SHOWN)
        if actor.may(Scope.CERTIFICATES_READ)
        else None,
        "may_ask": actor.may(Scope.CONTRACTS_WRITE),
    }


@post("/lots/{lot_id:uuid}/certificates", guards=[WRITE], status_code=303)
async def request_certificate(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Ask for a certificate, and show it while it is made."""
    public_url: str = request.app.state.settings.public_url
    try:
        form = await read_form(request, CertificateForm)
        order = CertificateOrder(**dict(form))
        made = await certificate_orders.request_certificate(context, lot_id, order, public_url)
    except ClauseError as error:
        return await _lot_page(request, context, lot_id, error, 422)
    return Redirect(f"/certificates/{made.id}", status_code=303)


HANDLERS: list[ControllerRouterHandler] = [show_lot, request_certificate]
