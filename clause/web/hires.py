"""Hires: the list, one hire with its hours and what follows it, its end; a company reads those of its own people."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import ClauseError, NotFound
from clause.domain.hires import NamedHire
from clause.domain.outcomes import latest_of, points_due
from clause.domain.people_lists import HireFilters, HireRow, HireStanding
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.outcomes import OutcomePoint, outcome_due_on
from clause.services import eligibility_windows, hires, outcomes, people_lists, proof_documents
from clause.services.context import Context
from clause.text.labels import label
from clause.text.people_windows import window_sentences
from clause.text.readable import readable_sentence
from clause.web.eligibility_new import LARGEST_FORM_BYTES, sent_file
from clause.web.forms import FreeText, read_form, refused
from clause.web.list_sources import Stored
from clause.web.listing import Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import Undo, done
from clause.web.page import page, problems_of
from clause.web.participants import sorted_name
from clause.web.person_file import HIRE_TONES

READ, WRITE = needs(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE), needs(Scope.CONTRACTS_WRITE)
MOST_VERSIONS = 100

Text = Annotated[str, QueryParameter(name="q", description="Part of a name, a lot or a company")]
Standing = Annotated[str, QueryParameter(name="standing", description="Where the contract stands today")]
OfLot = Annotated[UUID | None, QueryParameter(name="lot", description="Hires for this lot")]
OfCompany = Annotated[UUID | None, QueryParameter(name="company", description="Hires by this company")]


class EndForm(BaseModel):
    """The end of a contract."""

    last_day: date = Field(title="Dernier jour du contrat")
    reason: FreeText = Field(title="Motif de la fin")
    version: int = Field(title="Version de l’embauche")


class ResumeForm(BaseModel):
    """An end taken back."""

    version: int = Field(title="Version de l’embauche")


@get("/hires", guards=[READ])
async def show_hires(
    request: AnyRequest,
    context: NamedDependency[Context],
    text: Text = "",
    standing: Standing = "",
    lot: OfLot = None,
    company: OfCompany = None,
) -> Response[Any]:
    """The hires that the reader may see, the latest first."""
    stages = tuple((one.value, label("hire_standing", one.value)) for one in HireStanding)
    wanted = chosen(standing, stages)
    asked = HireFilters(
        text=searched(text), lot_id=lot, company_id=company, standing=HireStanding(wanted) if wanted else None
    )
    may_add = context.actor.may(Scope.CONTRACTS_WRITE)
    form = f"/hires/new?lot={lot}" if lot else "/hires/new"
    return await listing(
        request,
        context,
        Listing(
            title="Embauches",
            path="/hires",
            name="embauches",
            columns=_COLUMNS,
            rows=Stored(
                browse=partial(people_lists.browse_hires, context, asked),
                hand_over=partial(people_lists.hand_over_hires, context, asked),
                keys=people_lists.ORDERS_OF_HIRES,
            ),
            filters=await _filters(context, asked, stages),
            actions=(Action(form, "Enregistrer une embauche", is_main=True),) if may_add else (),
            empty=Empty(
                "Aucune embauche n’est encore enregistrée.",
                "Il faut une personne dont l’éligibilité est acceptée, et un lot suivi."
                if may_add
                else "La structure facilitatrice les enregistre, une fois les personnes reconnues éligibles.",
                Action("/hires/new", "Enregistrer une embauche") if may_add else None,
            ),
        ),
    )


async def _filters(context: Context, asked: HireFilters, stages: tuple[tuple[str, str], ...]) -> tuple[Filter, ...]:
    """The filters; lots and companies are those of the hires that the reader may see."""
    lots, companies = await people_lists.list_hire_filters(context)
    found = [
        Filter("q", "Rechercher", asked.text or "", hint="Personne, lot, entreprise"),
        Filter("standing", "Contrat", asked.standing.value if asked.standing else "", stages),
        Filter("lot", "Lot", str(asked.lot_id or ""), _choices(lots)),
        Filter("company", "Entreprise", str(asked.company_id or ""), _choices(companies), every="Toutes"),
    ]
    return tuple(one for one in found if one.name not in ("lot", "company") or len(one.choices) > 1 or one.value)


def _choices(names: Mapping[UUID, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), name) for one, name in names.items())


def _lot_path(row: HireRow) -> str | None:
    """Where the lot is read; an employer that only lends people to a holder has no page of it."""
    return f"/lots/{row.lot_id}" if row.contract_reference else None


_COLUMNS: tuple[Column[HireRow], ...] = (
    Column("name", "Personne", sorted_name, link=lambda row: f"/hires/{row.id}"),
    Column(
        "standing",
        "Contrat",
        lambda row: label("hire_standing", row.standing.value),
        tone=lambda row: HIRE_TONES[row.standing.value],
    ),
    Column("company", "Entreprise", lambda row: row.company_name),
    Column("lot", "Lot", lambda row: row.lot_name, link=_lot_path),
    Column("first_day", "Début", lambda row: row.first_day, CellKind.DAY),
    Column("last_day", "Fin", lambda row: row.last_day or row.planned_last_day, CellKind.DAY),
    Column("hours", "Heures prises en compte", lambda row: row.hours_credited, CellKind.HOURS),
    Column("until", "Comptées jusqu’au", lambda row: row.eligible_last_day, CellKind.DAY),
    Column("label", "Intitulé du lot", lambda row: row.lot_label, only_in_file=True),
    Column("mode", "Modalité", lambda row: label("hire_mode", row.mode.value), only_in_file=True),
    Column("kind", "Type", lambda row: label("contract_type", row.contract_type.value), only_in_file=True),
    Column("job", "Poste", lambda row: row.job_title, only_in_file=True),
    Column("week", "Heures par semaine", lambda row: row.weekly_hours, CellKind.HOURS, only_in_file=True),
)


@get("/hires/{hire_id:uuid}", guards=[READ])
async def show_hire(request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Template:
    """One hire: the contract, the days whose hours count, and what became of the person."""
    return await hire_page(request, context, hire_id)


async def hire_page(request: AnyRequest, context: Context, hire_id: UUID, **more: Any) -> Template:
    """The page of one hire; ``more`` is what a refused form adds."""
    hire = await hires.load_hire(context, hire_id)
    of_person = HireFilters(participant_id=hire.participant_id)
    rows = await people_lists.list_hire_rows(context, of_person, limit=MOST_VERSIONS)
    row = next((one for one in rows if one.id == hire_id), None)
    if row is None:
        raise NotFound("WEB-142")
    is_followed = context.actor.org_kind is OrgKind.FACILITATOR_ORG
    versions = await outcomes.list_outcomes(context, hire_id, after=None, limit=MOST_VERSIONS) if is_followed else []
    is_employer = context.actor.org_kind is OrgKind.COMPANY and context.actor.may(Scope.HOURS_DECLARE)
    recorded = {point: outcome for (_, point), outcome in latest_of(versions).items()}
    return page(
        request,
        "hires/one.html",
        title=f"{hire.first_name} {hire.last_name}",
        hire=hire,
        row=row,
        tone=HIRE_TONES[row.standing.value],
        why=window_sentences(hire.eligibility_trace),
        is_followed=is_followed,
        sent=await proof_documents.list_sent_proofs(context, hire_id) if is_employer else None,
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
        points=[(point, outcome_due_on(hire.last_day, point) if hire.last_day else None) for point in OutcomePoint],
        recorded=recorded,
        outside=await _outside(context, hire) if is_followed else (),
        due={point for point, _ in points_due(hire.last_day, recorded, context.today)},
        today=context.today,
        **more,
    )


async def _outside(context: Context, hire: NamedHire) -> list[str]:
    """Hours credited on this hire that its window, or a suspension, now leaves outside."""
    view = await eligibility_windows.load_window(context, hire.participant_id, None)
    of_hire = [one for one in view.findings if one.values.get("id") == str(hire.id)]
    return [readable_sentence(one.code, {"raw": one.raw, **one.values}) for one in of_hire]


@post("/hires/{hire_id:uuid}/end", guards=[WRITE], status_code=303)
async def end_hire(request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Response[Any]:
    """Note the day on which the contract ended."""
    try:
        form = await read_form(request, EndForm)
        ended = await hires.end_hire(context, hire_id, form.last_day, form.reason, form.version)
    except ClauseError as error:
        return await _again(request, context, hire_id, error)
    undo = Undo(path=f"/hires/{hire_id}/resume", fields={"version": str(ended.version)})
    return done(f"/hires/{hire_id}", "hire_ended", undo)


@post("/hires/{hire_id:uuid}/resume", guards=[WRITE], status_code=303)
async def resume_hire(request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Response[Any]:
    """Take the end back."""
    try:
        form = await read_form(request, ResumeForm)
        await hires.resume_hire(context, hire_id, form.version)
    except ClauseError as error:
        return await _again(request, context, hire_id, error)
    return done(f"/hires/{hire_id}", "hire_resumed")


@post(
    "/hires/{hire_id:uuid}/proof-documents",
    guards=[needs(Scope.HOURS_DECLARE)],
    status_code=303,
    request_max_body_size=LARGEST_FORM_BYTES,
)
async def send_proof(request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Response[Any]:
    """Send a copy of a proof for a person employed."""
    try:
        await proof_documents.send_proof(context, hire_id, await sent_file(request))
    except ClauseError as error:
        return await _again(request, context, hire_id, error)
    return done(f"/hires/{hire_id}", "proof_sent")


async def _again(request: AnyRequest, context: Context, hire_id: UUID, error: ClauseError) -> Template:
    shown = {**await refused(request, error), "problems": problems_of(error)}
    return await hire_page(request, context, hire_id, **shown)


HANDLERS: list[ControllerRouterHandler] = [show_hires, show_hire, end_hire, resume_hire, send_proof]
