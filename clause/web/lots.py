"""Lots: the list with the progress of each, one lot with its account, and asking for a certificate on it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.certificate_register import CertificateFilters, CertificateOrder
from clause.domain.certificates import CertificateKind
from clause.domain.compliance import LotCompliance
from clause.domain.contracts import FollowUpState, LotFilters
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import certificate_orders, certificates, compliance, contracts, hours, obligations
from clause.services.context import Context
from clause.text.messages import sentence
from clause.web.forms import FreeText, read_form
from clause.web.page import page, problems_of

PAGE_SIZE = 25
MOST_SHOWN = 100
EVERY = "all"
FOLLOW_UP_CHOICES = (*(state.value for state in FollowUpState), EVERY)

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
Text = Annotated[str, QueryParameter(name="q", description="Part of the label, reference, object or buyer's name")]
FollowUp = Annotated[str, QueryParameter(name="follow_up", description="A state of follow-up, or `all`")]
After = Annotated[UUID | None, QueryParameter(name="after", description="The last lot of the page before")]


class CertificateForm(BaseModel):
    """A certificate asked for on the page of a lot."""

    kind: Literal[CertificateKind.PROGRESS, CertificateKind.FINAL] = Field(title="Nature de l’attestation")
    company_id: UUID | None = Field(default=None, title="Entreprise")
    as_of: date | None = Field(default=None, title="Heures arrêtées au")
    remark: FreeText | None = Field(default=None, title="Observation")


@dataclass(frozen=True)
class Choice:
    """An entry of the list of states."""

    value: str
    is_chosen: bool


@get("/lots", guards=[READ])
async def show_lots(
    request: AnyRequest,
    context: NamedDependency[Context],
    text: Text = "",
    follow_up: FollowUp = FollowUpState.FOLLOWED.value,
    after: After = None,
) -> Template:
    """A page of the reader's lots, each with what it owes and was credited so far."""
    chosen = follow_up if follow_up in FOLLOW_UP_CHOICES else FollowUpState.FOLLOWED.value
    searched = text.replace("\0", "").strip()[:100]
    filters = LotFilters(follow_up=None if chosen == EVERY else FollowUpState(chosen), text=searched or None)
    found = await contracts.list_lots(context, filters, after=after, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    kept = {"q": searched, "follow_up": chosen}
    return page(
        request,
        "lots.html",
        title="Lots",
        lots=shown,
        text=searched,
        choices=[Choice(value, value == chosen) for value in FOLLOW_UP_CHOICES],
        is_first=after is None,
        first_page=f"/lots?{urlencode(kept)}",
        following=f"/lots?{urlencode({**kept, 'after': str(shown[-1].lot.id)})}" if len(found) > PAGE_SIZE else None,
    )


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


HANDLERS: list[ControllerRouterHandler] = [show_lots, show_lot, request_certificate]
