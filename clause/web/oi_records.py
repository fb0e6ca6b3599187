"""What stands behind a claim that was handed over: months of time, missions and resources, indicators, calculations."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import bundles
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.oi_claims import CLAIM, framed
from clause.web.page import page

READ = needs(Scope.OI_READ)
_NAMES = {"total_cost": "total_eligible_cost", "settlement": "payable_to_date"}


def figure_name(name: str) -> str:
    """How an amount of a claim is called; one that only some cost plans have is called after its kind."""
    known = _NAMES.get(name, name)
    if known in LABELS["figure"]:
        return label("figure", known)
    return label("figure", "other_costs" if name.startswith("cost_") else "flat_rate_amount")


@get(f"{CLAIM}/timesheets", guards=[READ])
async def show_months(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The signed months of time behind the claim, with their entries."""
    frame = await framed(context, claim_id)
    return page(
        request,
        "oi/claim_months.html",
        title=f"Temps déclarés – {frame.name}",
        **frame.values,
        contents=await bundles.list_contents(context, claim_id),
    )


@get(f"{CLAIM}/records", guards=[READ])
async def show_records(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """Mission letters, pay, other costs and what else finances the operation, as they were frozen."""
    frame = await framed(context, claim_id)
    return page(request, "oi/claim_records.html", title=f"Missions et ressources – {frame.name}", **frame.values)


@get(f"{CLAIM}/indicators", guards=[READ])
async def show_indicators(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The indicators as they were frozen, where the operation has participants or structures."""
    frame = await framed(context, claim_id)
    found = frame.snapshot.indicators
    return page(
        request,
        "oi/claim_indicators.html",
        title=f"Indicateurs – {frame.name}",
        **frame.values,
        shown_on=date.fromisoformat(found["on"]) if found else None,
    )


@get(f"{CLAIM}/trace", guards=[READ])
async def show_calculations(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Template:
    """How every amount and every line came about, and the dated values that were used."""
    frame = await framed(context, claim_id)
    figures = [(figure_name(name), trace) for name, trace in frame.snapshot.traces.items()]
    return page(request, "oi/claim_trace.html", title=f"Calculs – {frame.name}", **frame.values, figures=figures)


HANDLERS: list[ControllerRouterHandler] = [show_months, show_records, show_indicators, show_calculations]
