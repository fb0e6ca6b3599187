"""What a lot owes: every version with its formula, a new decision with its result before it is saved, and any day."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.contracts import FollowUpState, LotFilters
from clause.domain.errors import ClauseError
from clause.domain.obligations import ObligationVersion
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import ObligationUnit
from clause.rules.legal_basis import REFERENCES, LegalBasis
from clause.rules.obligation import ObligationMethod
from clause.services import contracts, obligations
from clause.services.context import Context
from clause.text import formats
from clause.text.formulas import basis
from clause.text.labels import label
from clause.web.forms import read_form, read_query, typed_values
from clause.web.listing import MOST_ROWS, Empty, Listing, listing
from clause.web.lot_frame import framed, lot_name
from clause.web.notes import done
from clause.web.obligation_forms import (
    LEGAL_BASES,
    METHODS,
    SECTORS,
    UNITS,
    CalculationForm,
    ObligationForm,
    in_words,
    method_of,
)
from clause.web.page import page, part

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
Method = Annotated[str | None, QueryParameter(name="method", description="The method whose fields are shown")]
OnDay = Annotated[date | None, QueryParameter(name="on", description="The day asked about")]
KnownOn = Annotated[date | None, QueryParameter(name="known_on", description="As known at the end of this day")]
ChosenLot = Annotated[UUID | None, QueryParameter(name="lot_id", description="The lot that takes the calculation over")]
RESULT = "lots/obligation_result.html"

COLUMNS: tuple[Column[ObligationVersion], ...] = (
    Column("version", "Version", lambda row: row.version_no, CellKind.COUNT),
    Column("from", "À partir du", lambda row: row.effective_on, CellKind.DAY),
    Column("owed", "Dû", lambda row: owed_text(row)),
    Column("cause", "Cause", lambda row: label("obligation_cause", row.cause)),
    Column("method", "Méthode", lambda row: label("obligation_method", row.method)),
    Column("basis", "Calcul", lambda row: basis(row.trace)),
    Column("legal", "Fondement", lambda row: legal_text(row.legal_basis)),
    Column("reason", "Motif", lambda row: row.reason),
    Column("recorded", "Enregistrée le", lambda row: row.recorded_at, CellKind.MOMENT),
)


def legal_text(kind: LegalBasis | None) -> str | None:
    """What a decision rests on, with the text and its article; None where nothing is said."""
    if kind is None:
        return None
    reference = REFERENCES[kind]
    return f"{label('legal_basis', kind)} ({reference.text}, {reference.article})"


def owed_text(version: ObligationVersion) -> str:
    """What a version owes, with its unit."""
    if version.hours_owed is not None:
        return formats.hours(version.hours_owed)
    return f"{formats.decimal(version.owed.normalize() + 0)} {label('obligation_unit', version.unit).lower()}"


@get("/lots/{lot_id:uuid}/obligations", guards=[READ])
async def show_obligations(
    request: AnyRequest,
    context: NamedDependency[Context],
    lot_id: FromPath[UUID],
    method: Method = None,
    on: OnDay = None,
    known_on: KnownOn = None,
) -> Response[Any]:
    """All versions, first to last, what was owed on a day, and the form of a new decision."""
    typed = {name: value for name, value in request.query_params.items() if name in ObligationForm.model_fields}
    then = await obligations.owed_then(context, lot_id, on, known_on) if on or known_on else None
    return await _obligations_page(request, context, lot_id, method_of(method), typed=typed, then=then)


async def _obligations_page(
    request: AnyRequest, context: Context, lot_id: UUID, method: ObligationMethod, **more: Any
) -> Response[Any]:
    frame = await framed(request, context, lot_id, "/obligations")
    versions = await obligations.list_obligations(context, lot_id, after=0, limit=MOST_ROWS)
    in_effect = await obligations.owed_then(context, lot_id, None, None)
    amount = frame["lot"].amount_excl_vat
    follows = any(one.method is ObligationMethod.INVOICE_RATIO for one in in_effect.versions)
    wanted = Listing(
        title="Engagement",
        path=f"/lots/{lot_id}/obligations",
        name="engagement",
        columns=COLUMNS,
        rows=versions,
        order="-version",
        empty=Empty("Rien n’est encore dû.", "Fixez les heures dues à partir des pièces du marché, ci-dessous."),
        more={
            "in_effect": in_effect,
            "then": None,
            "forecast": await obligations.forecast(context, lot_id, None) if follows else None,
            "method": method,
            "is_first": not any(one.unit is ObligationUnit.HOURS for one in versions),
            "usual_amount": "" if amount is None else formats.bare_hours(amount),
            "owed_text": owed_text,
            "figure": None,
            "told": (),
            **choices(),
            **frame,
            **more,
        },
    )
    return await listing(request, context, wanted, "lots/obligations.html")


def choices() -> dict[str, Any]:
    """What the fields of a calculation choose from."""
    return {
        "methods": METHODS,
        "units": UNITS,
        "sectors": SECTORS,
        "legal_bases": LEGAL_BASES,
        "is_calculator": False,
    }


@post("/lots/{lot_id:uuid}/obligations", guards=[WRITE], status_code=303)
async def set_obligation(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Save a decision as a new version."""
    try:
        form = await read_form(request, ObligationForm)
        made = await obligations.set_obligation(context, lot_id, form.terms(), form.reason)
    except ClauseError as error:
        typed = await typed_values(request)
        problems = in_words(error, ObligationForm)
        method = method_of(typed.get("method"))
        return await _obligations_page(
            request, context, lot_id, method, typed=typed, problems=problems, status=422, then=None
        )
    version = made.obligation
    owed, day, path = owed_text(version), formats.day(version.effective_on), f"/lots/{lot_id}/obligations"
    if made.findings:
        since = formats.day(date.fromisoformat(made.findings[0].values["since"]))
        return done(path, "obligation_set_before_another", owed=owed, day=day, since=since)
    return done(path, "obligation_set", owed=owed, day=day)


@post("/lots/{lot_id:uuid}/obligations/preview", guards=[WRITE], status_code=200)
async def preview_obligation(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any] | Template:
    """What the fields give so far, with the formula filled in; nothing is stored."""
    typed, figure, problems = await typed_values(request), None, []
    try:
        form = await read_form(request, ObligationForm)
        figure = await obligations.preview_obligation(context, lot_id, form.terms())
    except ClauseError as error:
        problems = in_words(error, ObligationForm)
    told = [problem.detail for problem in problems]
    if request.headers.get("hx-request"):
        return part(request, RESULT, figure=figure, told=told)
    method = method_of(typed.get("method"))
    status = 200 if figure else 422
    return await _obligations_page(
        request, context, lot_id, method, typed=typed, figure=figure, problems=problems, status=status, then=None
    )


@get("/obligation-calculator", guards=[READ])
async def show_calculator(
    request: AnyRequest, context: NamedDependency[Context], method: Method = None, lot_id: ChosenLot = None
) -> Response[Any] | Template:
    """Every method with its formula filled in; nothing is stored. With ``lot_id``, on to that lot's own form."""
    typed = {name: value for name, value in request.query_params.items() if name in CalculationForm.model_fields}
    if lot_id is not None:
        return Redirect(f"/lots/{lot_id}/obligations?{urlencode(typed)}", status_code=303)
    figure, problems = None, []
    if any(value.strip() for name, value in typed.items() if name not in ("method", "sector", "effective_on")):
        try:
            form = read_query(request, CalculationForm)
            figure = await obligations.calculate(context, form.method, form.inputs(), form.effective_on, form.usual_of)
        except ClauseError as error:
            problems = in_words(error, CalculationForm)
    return page(
        request,
        "lots/calculator.html",
        title="Calculateur d’heures dues",
        status=422 if problems else 200,
        problems=problems,
        typed=typed,
        method=method_of(method),
        figure=figure,
        told=(),
        usual_amount="",
        lots=await _own_lots(context) if figure and context.actor.may(Scope.CONTRACTS_WRITE) else [],
        **{**choices(), "is_calculator": True},
    )


async def _own_lots(context: Context) -> list[tuple[UUID, str]]:
    """The followed lots, to choose one from."""
    found = await contracts.list_lots(context, LotFilters(follow_up=FollowUpState.FOLLOWED), limit=MOST_ROWS)
    return [(row.lot.id, f"{row.lot.contract_reference} – {lot_name(row.lot)}") for row in found]


HANDLERS: list[ControllerRouterHandler] = [show_obligations, set_obligation, preview_obligation, show_calculator]
