"""Pooling agreements: the list, a new one, one of them with its buyers' consents, and its end."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.contracts import FollowUpState, Lot, LotFilters
from clause.domain.errors import ClauseError, NotFound
from clause.domain.pooling import PoolingAgreement, PoolingState, PoolingTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts, pooling
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.hours_address import id_of
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import Problem, page

VALIDATE = needs(Scope.HOURS_VALIDATE)
READ = needs(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE, Scope.CONTRACTS_READ)
LIST = "/pooling-agreements"
_TONES = {PoolingState.AGREED: "good", PoolingState.AWAITING_CONSENTS: "watch"}
_STATES = tuple((state.value, label("pooling_state", state)) for state in PoolingState)


class AgreementForm(BaseModel):
    """What the parties agree upon."""

    company_id: UUID = Field(title="Entreprise")
    lot_ids: tuple[UUID, ...] = Field(title="Lots")
    first_day: date = Field(title="Premier jour")
    last_day: date = Field(title="Dernier jour")
    reference: Line = Field(title="Référence de la convention")


class ConsentForm(BaseModel):
    """A buyer's consent."""

    buyer_id: UUID = Field(title="Acheteur")
    given_on: date = Field(title="Donné le")
    reference: Line = Field(title="Pièce qui le dit")


class EndForm(BaseModel):
    """The end of an agreement before its last day."""

    ended_on: date = Field(title="Dernier jour")
    reason: FreeText = Field(title="Motif")


@get(LIST, guards=[READ])
async def show_agreements(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The agreements that the reader sees, the newest first."""
    state = chosen(request.query_params.get("state", ""), _STATES)
    found = await pooling.list_agreements(context, limit=MOST_ROWS)
    rows = [one for one in reversed(found) if state in ("", one.state)]
    adds = context.actor.may(Scope.HOURS_VALIDATE)
    start = Action(f"{LIST}/new", "Enregistrer une convention", is_main=True)
    wanted = Listing(
        title="Mutualisations",
        path=LIST,
        name="mutualisations",
        columns=_columns(),
        rows=rows,
        empty=Empty(
            "Aucune convention de mutualisation.",
            "Une convention permet de compter sur un lot des heures faites sur un autre, avec l’accord des acheteurs.",
            start if adds else None,
        ),
        filters=[Filter("state", "État", state, _STATES, "Toutes")],
        actions=[start] if adds else [],
    )
    return await listing(request, context, wanted)


def _columns() -> list[Column[PoolingAgreement]]:
    return [
        Column("reference", "Convention", lambda one: one.reference, link=lambda one: f"{LIST}/{one.id}"),
        Column("company", "Entreprise", lambda one: one.company.name),
        Column("lots", "Lots", lambda one: len(one.lots), CellKind.COUNT),
        Column("first", "Du", lambda one: one.first_day, CellKind.DAY),
        Column("last", "Au", lambda one: one.ended_on or one.last_day, CellKind.DAY),
        Column(
            "state",
            "État",
            lambda one: label("pooling_state", one.state),
            tone=lambda one: _TONES.get(one.state, "neutral"),
        ),
        Column("awaited", "Accords attendus", lambda one: ", ".join(b.name for b in one.awaited_buyers) or None),
    ]


@get(f"{LIST}/new", guards=[VALIDATE])
async def show_new(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """A new agreement: first its company, then the lots among those that it holds."""
    return await _new_page(request, context, id_of(request.query_params.get("company", "")))


async def _new_page(request: AnyRequest, context: Context, company_id: UUID | None, **more: Any) -> Response[Any]:
    filters = LotFilters(follow_up=FollowUpState.FOLLOWED, company_id=company_id)
    lots = [row.lot for row in await contracts.list_lots(context, filters, limit=MOST_ROWS)]
    held: dict[UUID, tuple[str, int]] = {}
    for lot in lots:
        for holder in lot.holders:
            held[holder.company.id] = (holder.company.name, held.get(holder.company.id, ("", 0))[1] + 1)
    companies = sorted(((str(one), name) for one, (name, count) in held.items() if count > 1), key=lambda one: one[1])
    return page(
        request,
        "pooling/new.html",
        title="Enregistrer une convention de mutualisation",
        company_id=company_id,
        company_name=held[company_id][0] if company_id in held else "",
        companies=companies,
        lots=[(lot.id, _name(lot), lot.buyer.name) for lot in lots],
        chosen_lots=set((await request.form()).getall("lot_ids", [])) if more else set(),
        **more,
    )


def _name(lot: Lot) -> str:
    own = lot.label.lower().startswith("lot") or not lot.number
    return f"{lot.contract_reference} – {lot.label if own else f'Lot {lot.number} – {lot.label}'}"


@post(LIST, guards=[VALIDATE], status_code=303)
async def add_agreement(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Record the agreement, and show it with the consents that it waits for."""
    try:
        form = await read_form(request, AgreementForm)
        agreement = await pooling.add_agreement(context, PoolingTerms(**dict(form)))
    except ClauseError as error:
        found = await refused(request, error)
        problems = [Problem(one.detail, "lot_ids" if _is_of_lots(one) else one.field) for one in found["problems"]]
        company_id = id_of(str((await request.form()).get("company_id", "")))
        return await _new_page(request, context, company_id, **{**found, "problems": problems})
    return done(f"{LIST}/{agreement.id}", "pooling_added")


def _is_of_lots(problem: Problem) -> bool:
    return (problem.field or "").startswith("lot_ids")


@get(f"{LIST}/{{agreement_id:uuid}}", guards=[READ])
async def show_agreement(
    request: AnyRequest, context: NamedDependency[Context], agreement_id: FromPath[UUID]
) -> Response[Any]:
    """One agreement: its lots, its consents, its end."""
    return await _agreement_page(request, context, agreement_id)


async def _agreement_page(request: AnyRequest, context: Context, agreement_id: UUID, **more: Any) -> Response[Any]:
    agreement = await pooling.load_agreement(context, agreement_id)
    filters = LotFilters(company_id=agreement.company.id)
    seen = await contracts.list_lots(context, filters, limit=MOST_ROWS)
    names = {row.lot.id: _name(row.lot) for row in seen}
    return page(
        request,
        "pooling/agreement.html",
        title=agreement.reference,
        agreement=agreement,
        tone=_TONES.get(agreement.state, "neutral"),
        names=names,
        buyers={buyer.id: buyer.name for buyer in agreement.buyers},
        decides=context.actor.may(Scope.HOURS_VALIDATE) and agreement.state is not PoolingState.ENDED,
        is_company=context.actor.org_kind is OrgKind.COMPANY,
        today=context.today,
        **more,
    )


@post(f"{LIST}/{{agreement_id:uuid}}/consents", guards=[VALIDATE], status_code=303)
async def record_consent(
    request: AnyRequest, context: NamedDependency[Context], agreement_id: FromPath[UUID]
) -> Response[Any]:
    """Record a buyer's consent."""
    try:
        form = await read_form(request, ConsentForm)
        agreement = await pooling.record_consent(context, agreement_id, form.buyer_id, form.given_on, form.reference)
    except NotFound:
        raise
    except ClauseError as error:
        return await _agreement_page(request, context, agreement_id, **await refused(request, error))
    name = next((buyer.name for buyer in agreement.buyers if buyer.id == form.buyer_id), "")
    return done(f"{LIST}/{agreement_id}", "consent_recorded", buyer=name)


@post(f"{LIST}/{{agreement_id:uuid}}/end", guards=[VALIDATE], status_code=303)
async def end_agreement(
    request: AnyRequest, context: NamedDependency[Context], agreement_id: FromPath[UUID]
) -> Response[Any]:
    """End the agreement before its last day."""
    try:
        form = await read_form(request, EndForm)
        await pooling.end_agreement(context, agreement_id, form.ended_on, form.reason)
    except NotFound:
        raise
    except ClauseError as error:
        return await _agreement_page(request, context, agreement_id, **await refused(request, error))
    return done(f"{LIST}/{agreement_id}", "pooling_ended", day=formats.day(form.ended_on))


HANDLERS: list[ControllerRouterHandler] = [
    show_agreements,
    show_new,
    add_agreement,
    show_agreement,
    record_consent,
    end_agreement,
]
