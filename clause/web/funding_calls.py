"""Schemes of intermediate bodies and their calls for projects: listed, recorded, corrected."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.funding_calls import Call, CallTerms, Scheme, SchemeTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import CostPlan
from clause.services import funding_calls
from clause.services.context import Context
from clause.text import formats
from clause.text.formulas import percentage
from clause.web.agreement_form import PLANS, held
from clause.web.findings import refused_in_words
from clause.web.forms import Percent, Quantity, read_form
from clause.web.listing import MOST_ROWS, Action, Empty, Listing, listing
from clause.web.notes import done
from clause.web.operation_forms import places
from clause.web.page import page

READ, WRITE = needs(Scope.CLAIMS_READ), needs(Scope.CLAIMS_WRITE)
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Objective = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class SchemeForm(BaseModel):
    """A scheme as typed."""

    intermediate_body_id: UUID = Field(title="Organisme intermédiaire")
    reference: Reference = Field(title="Référence")
    title: Title = Field(title="Intitulé")
    priority: str = Field(title="Programme et priorité", pattern=r"^[0-9A-Z]{5,20} .{1,20}$")
    specific_objective: Objective = Field(title="Objectif spécifique")
    global_grant_reference: Reference | None = Field(default=None, title="Subvention globale")

    def terms(self) -> SchemeTerms:
        """The scheme as the services take it."""
        cci, _, priority = self.priority.partition(" ")
        return SchemeTerms(**{**dict(self), "programme_cci": cci, "priority": priority})


class SchemeChangeForm(BaseModel):
    """What of a scheme may be corrected."""

    version: int = Field(title="Version lue")
    title: Title = Field(title="Intitulé")
    global_grant_reference: Reference | None = Field(default=None, title="Subvention globale")


class CallForm(BaseModel):
    """A call as typed."""

    reference: Reference = Field(title="Référence")
    title: Title = Field(title="Intitulé")
    opens_on: date = Field(title="Ouverture")
    closes_on: date = Field(title="Clôture")
    cost_plans: tuple[CostPlan, ...] = Field(title="Plans de coûts admis")
    max_rate: Percent | None = Field(default=None, ge=0, le=1, title="Taux le plus haut")
    calculated_flat_rate: Percent | None = Field(default=None, ge=0, le=1, title="Taux calculé")
    min_time_share: Percent | None = Field(default=None, ge=0, le=1, title="Part de temps minimale")
    min_grant_per_year: Quantity | None = Field(default=None, ge=0, title="Subvention minimale par an")


class VersionForm(BaseModel):
    """The version that was read."""

    version: int = Field(title="Version lue")


@dataclass(frozen=True)
class Row:
    """A call with its scheme."""

    call: Call
    scheme: Scheme | None


COLUMNS: tuple[Column[Row], ...] = (
    Column("reference", "Appel", lambda row: row.call.reference, link=lambda row: f"/funding-calls/{row.call.id}"),
    Column("title", "Intitulé", lambda row: row.call.title),
    Column(
        "scheme",
        "Dispositif",
        lambda row: f"{row.scheme.reference} – {row.scheme.title}" if row.scheme else None,
        link=lambda row: f"/funding-schemes/{row.call.scheme_id}",
    ),
    Column("opens_on", "Ouverture", lambda row: row.call.opens_on, CellKind.DAY),
    Column("closes_on", "Clôture", lambda row: row.call.closes_on, CellKind.DAY),
    Column("max_rate", "Taux le plus haut", lambda row: row.call.max_rate, CellKind.RATE),
)
SCHEME_COLUMNS: tuple[Column[Scheme], ...] = (
    Column("reference", "Dispositif", lambda one: one.reference, link=lambda one: f"/funding-schemes/{one.id}"),
    Column("title", "Intitulé", lambda one: one.title),
    Column("priority", "Priorité", lambda one: one.priority),
    Column("objective", "Objectif spécifique", lambda one: one.specific_objective),
    Column("grant", "Subvention globale", lambda one: one.global_grant_reference),
)


def _add(context: Context, path: str, name: str) -> tuple[Action, ...]:
    return (Action(path, name, is_main=True),) if context.actor.may(Scope.CLAIMS_WRITE) else ()


@get("/funding-calls", guards=[READ])
async def show_calls(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The calls, the latest first."""
    calls = await funding_calls.list_calls(context, scheme_id=None, after=None, limit=MOST_ROWS)
    schemes = {one.id: one for one in await funding_calls.list_schemes(context, after=None, limit=MOST_ROWS)}
    to_schemes = Action("/funding-schemes", "Dispositifs")
    list_of = Listing(
        title="Appels à projets",
        path="/funding-calls",
        name="appels-a-projets",
        columns=COLUMNS,
        rows=[Row(call, schemes.get(call.scheme_id)) for call in calls],
        empty=Empty(
            "Aucun appel à projets pour l’instant.",
            "Un appel s’enregistre sous le dispositif de l’organisme intermédiaire qui le publie.",
            Action("/funding-schemes", "Voir les dispositifs", is_main=True),
        ),
        actions=(to_schemes,),
        order="-opens_on",
    )
    return await listing(request, context, list_of)


@get("/funding-schemes", guards=[READ])
async def show_schemes(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The schemes."""
    add = _add(context, "/funding-schemes/new", "Enregistrer un dispositif")
    list_of = Listing(
        title="Dispositifs",
        path="/funding-schemes",
        name="dispositifs",
        columns=SCHEME_COLUMNS,
        rows=await funding_calls.list_schemes(context, after=None, limit=MOST_ROWS),
        empty=Empty(
            "Aucun dispositif pour l’instant.",
            "Un dispositif rattache les appels à projets d’un organisme intermédiaire à sa subvention globale.",
            add[0] if add else None,
        ),
        actions=(*add, Action("/funding-calls", "Appels à projets")),
        order="reference",
    )
    return await listing(request, context, list_of)


@get("/funding-schemes/new", guards=[WRITE])
async def show_scheme_form(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The form of a scheme."""
    return await _scheme_form(request, context)


async def _scheme_form(request: AnyRequest, context: Context, **more: Any) -> Template:
    known = await places(context)
    return page(request, "funding/scheme_new.html", title="Enregistrer un dispositif", **known, **more)


@post("/funding-schemes", guards=[WRITE], status_code=303)
async def add_scheme(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Record the scheme."""
    try:
        scheme = await funding_calls.add_scheme(context, (await read_form(request, SchemeForm)).terms())
    except ClauseError as error:
        return await _scheme_form(
            request, context, **await refused_in_words(request, error, {"programme_cci": "priority"})
        )
    return done(f"/funding-schemes/{scheme.id}", "scheme_added")


@get("/funding-schemes/{scheme_id:uuid}", guards=[READ])
async def show_scheme(request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID]) -> Template:
    """One scheme with its calls."""
    return await _scheme_page(request, context, scheme_id)


async def _scheme_page(request: AnyRequest, context: Context, scheme_id: UUID, **more: Any) -> Template:
    scheme = await funding_calls.load_scheme(context, scheme_id)
    return page(
        request,
        "funding/scheme.html",
        title=scheme.title,
        scheme=scheme,
        calls=await funding_calls.list_calls(context, scheme_id=scheme_id, after=None, limit=MOST_ROWS),
        may_write=context.actor.may(Scope.CLAIMS_WRITE),
        **more,
    )


@post("/funding-schemes/{scheme_id:uuid}", guards=[WRITE], status_code=303)
async def change_scheme(
    request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID]
) -> Response[Any]:
    """Correct its title and its global grant."""
    try:
        form = await read_form(request, SchemeChangeForm)
        await funding_calls.change_scheme(context, scheme_id, form.title, form.global_grant_reference, form.version)
    except ClauseError as error:
        return await _scheme_page(request, context, scheme_id, **await refused_in_words(request, error))
    return done(f"/funding-schemes/{scheme_id}", "scheme_changed")


@get("/funding-schemes/{scheme_id:uuid}/calls/new", guards=[WRITE])
async def show_call_form(request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID]) -> Template:
    """The form of a call under its scheme."""
    return await _call_form(request, context, scheme_id, None)


async def _call_form(
    request: AnyRequest, context: Context, scheme_id: UUID, call: Call | None, **more: Any
) -> Template:
    chosen_plans = (await request.form()).getall("cost_plans", []) if more else call.cost_plans if call else ()
    return page(
        request,
        "funding/call_form.html",
        title="Corriger l’appel à projets" if call else "Enregistrer un appel à projets",
        scheme=await funding_calls.load_scheme(context, scheme_id),
        call=call,
        known=_shown(call),
        plans=PLANS,
        chosen_plans=[str(plan) for plan in chosen_plans],
        **more,
    )


def _shown(call: Call | None) -> Any:
    shares = ("max_rate", "calculated_flat_rate", "min_time_share")
    values: dict[str, Any] = {name: getattr(call, name) for name in CallTerms.model_fields} if call else {}
    for name in shares:
        if values.get(name) is not None:
            values[name] = percentage(values[name])
    if values.get("min_grant_per_year") is not None:
        values["min_grant_per_year"] = formats.decimal(values["min_grant_per_year"])
    return held(values)


@post("/funding-schemes/{scheme_id:uuid}/calls", guards=[WRITE], status_code=303)
async def add_call(request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID]) -> Response[Any]:
    """Record the call."""
    try:
        form = await read_form(request, CallForm)
        call = await funding_calls.add_call(context, scheme_id, CallTerms(**dict(form)))
    except ClauseError as error:
        return await _call_form(request, context, scheme_id, None, **await refused_in_words(request, error))
    return done(f"/funding-calls/{call.id}", "call_added")


@get("/funding-calls/{call_id:uuid}", guards=[READ])
async def show_call(request: AnyRequest, context: NamedDependency[Context], call_id: FromPath[UUID]) -> Template:
    """One call."""
    call = await funding_calls.load_call(context, call_id)
    return page(
        request,
        "funding/call.html",
        title=call.title,
        call=call,
        scheme=await funding_calls.load_scheme(context, call.scheme_id),
        is_open=call.is_open_on(context.today),
        may_write=context.actor.may(Scope.CLAIMS_WRITE),
    )


@get("/funding-calls/{call_id:uuid}/edit", guards=[WRITE])
async def show_call_edit(request: AnyRequest, context: NamedDependency[Context], call_id: FromPath[UUID]) -> Template:
    """The form of a call, filled in."""
    call = await funding_calls.load_call(context, call_id)
    return await _call_form(request, context, call.scheme_id, call)


@post("/funding-calls/{call_id:uuid}", guards=[WRITE], status_code=303)
async def change_call(request: AnyRequest, context: NamedDependency[Context], call_id: FromPath[UUID]) -> Response[Any]:
    """Correct the call; once an operation answers it, its title and its days only."""
    call = await funding_calls.load_call(context, call_id)
    try:
        form, version = await read_form(request, CallForm), (await read_form(request, VersionForm)).version
        await funding_calls.change_call(context, call_id, CallTerms(**dict(form)), version)
    except ClauseError as error:
        return await _call_form(request, context, call.scheme_id, call, **await refused_in_words(request, error))
    return done(f"/funding-calls/{call_id}", "call_changed")


HANDLERS: list[ControllerRouterHandler] = [
    show_calls,
    show_schemes,
    show_scheme_form,
    add_scheme,
    show_scheme,
    change_scheme,
    show_call_form,
    add_call,
    show_call,
    show_call_edit,
    change_call,
]
