"""A company's certificate of one year, on all its lots: asked for by the facilitator organisation."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.certificate_register import YearlyOrder
from clause.domain.contracts import LotFilters
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import certificate_orders, contracts
from clause.services.context import Context
from clause.web.forms import FreeText, read_form, refused
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page

WRITE = needs(Scope.CONTRACTS_WRITE)
YEARS_BACK = 6
Company = Annotated[UUID | None, QueryParameter(name="company", description="Id of the company to start with")]


class YearlyForm(BaseModel):
    """A yearly certificate asked for."""

    company_id: UUID = Field(title="Entreprise")
    year: int = Field(ge=2000, le=9999, title="Année")
    remark: FreeText | None = Field(default=None, title="Observation")


@get("/certificates/yearly", guards=[WRITE])
async def show_yearly_form(request: AnyRequest, context: NamedDependency[Context], company: Company = None) -> Template:
    """The form of a yearly certificate."""
    return await _yearly_page(request, context, company=company)


async def _yearly_page(request: AnyRequest, context: Context, company: UUID | None = None, **refusal: Any) -> Template:
    return page(
        request,
        "lots/yearly.html",
        title="Attestation annuelle d’une entreprise",
        companies=await _companies(context),
        company=company,
        years=[(year, str(year)) for year in range(context.today.year, context.today.year - YEARS_BACK, -1)],
        **refusal,
    )


async def _companies(context: Context) -> list[tuple[UUID, str]]:
    """The companies that hold a lot, by name."""
    rows = await contracts.list_lots(context, LotFilters(), limit=MOST_ROWS)
    names = {holder.company.id: holder.company.name for row in rows for holder in row.lot.holders}
    return sorted(names.items(), key=lambda item: item[1].casefold())


@post("/certificates/yearly", guards=[WRITE], status_code=303)
async def request_yearly_certificate(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Ask for the certificate of a company's year, and show it while it is made."""
    public_url: str = request.app.state.settings.public_url
    try:
        form = await read_form(request, YearlyForm)
        order = YearlyOrder(year=form.year, remark=form.remark)
        made = await certificate_orders.request_yearly_certificate(context, form.company_id, order, public_url)
    except ClauseError as error:
        return await _yearly_page(request, context, **await refused(request, error))
    return done(f"/certificates/{made.id}", "certificate_requested")


HANDLERS: list[ControllerRouterHandler] = [show_yearly_form, request_yearly_certificate]
