"""A hire recorded: first who and for which lot, then the contract; what deserves a look is told before it is saved."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.eligibility import Eligibility
from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.domain.people_lists import Employer, PersonFilters
from clause.domain.trash import RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.rules.eligibility import ground
from clause.services import eligibility, hires, participants, people_lists
from clause.services.context import Context
from clause.text.readable import readable_sentence
from clause.web.forms import read_form, refused
from clause.web.hire_forms import CorrectionForm, NewHireForm, choices, values_of
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page, problems_of
from clause.web.trash import way_to_remove

WRITE = needs(Scope.CONTRACTS_WRITE)
MOST_GROUNDS = 100

Person = Annotated[UUID | None, QueryParameter(name="participant", description="Who is hired")]
OfLot = Annotated[UUID | None, QueryParameter(name="lot", description="For which lot")]


@get("/hires/new", guards=[WRITE])
async def show_new(
    request: AnyRequest, context: NamedDependency[Context], person: Person = None, lot: OfLot = None
) -> Template:
    """Who and for which lot, then the contract."""
    if person is None or lot is None:
        return await _start(request, context, person, lot)
    return await _form(request, context, person, lot)


async def _start(request: AnyRequest, context: Context, person: UUID | None, lot: UUID | None) -> Template:
    people = await people_lists.list_people(context, PersonFilters(), limit=MOST_ROWS)
    usable = [one for one in people if one.state in ("ACCEPTED", "EXPIRED") or one.id == person]
    lots = await people_lists.list_lots_to_hire_for(context, limit=MOST_ROWS)
    return page(
        request,
        "hires/start.html",
        title="Enregistrer une embauche",
        people=[(one.id, f"{one.last_name} {one.first_name}") for one in usable],
        lots=[(one.id, f"{one.contract_reference} – {one.label} ({one.buyer_name})") for one in lots],
        person=person,
        lot=lot,
    )


async def _form(request: AnyRequest, context: Context, person_id: UUID, lot_id: UUID, **more: Any) -> Template:
    person = await participants.load_participant(context, person_id)
    lots = await people_lists.list_lots_to_hire_for(context, limit=MOST_ROWS)
    lot = next((one for one in lots if one.id == lot_id), None)
    found = await eligibility.list_eligibilities(context, person_id, after=None, limit=MOST_GROUNDS)
    usable = _usable(found)
    if lot is None or not usable:
        return await _start(request, context, person_id if usable else None, lot_id if lot else None)
    employers = await people_lists.list_employers(context, lot_id)
    return page(
        request,
        "hires/new.html",
        title="Enregistrer une embauche",
        person=person,
        lot=lot,
        grounds=[(one.id, ground(one.ground).label) for one in usable],
        choices=choices(),
        values={"company_id": str(employers[0].id)} if employers and employers[0].is_holder else {},
        today=context.today,
        **_companies(employers),
        **{"warnings": (), "confirmed": "", **more},
    )


def _usable(found: list[Eligibility]) -> list[Eligibility]:
    """The grounds upon which the person may be hired, the principal one first."""
    return sorted((one for one in found if one.was_accepted), key=lambda one: (not one.is_principal, one.id))


def _companies(employers: list[Employer]) -> dict[str, Any]:
    holders = [(one.id, one.name) for one in employers if one.is_holder]
    return {
        "employers": [(one.id, f"{one.name} ({_part(one)})" if _part(one) else one.name) for one in employers],
        "holders": holders,
        "hosts": [(one.id, one.name) for one in employers],
    }


def _part(employer: Employer) -> str:
    if employer.is_holder:
        return "titulaire du lot"
    return "sous-traitant" if employer.is_subcontractor else ""


@post("/hires", guards=[WRITE], status_code=303)
async def add_hire(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Record the hire, once what deserves a look was seen."""
    typed = await request.form()
    try:
        form = await read_form(request, NewHireForm)
        planned = await hires.preview_hire(context, form.terms())
        seen = _mark(planned.findings)
        if planned.findings and form.confirmed != seen:
            warnings = _written(planned.findings)
            shown = {**await _as_typed(request), "warnings": warnings, "confirmed": seen}
            return await _form(request, context, form.participant_id, form.lot_id, **shown)
        added = await hires.add_hire(context, form.terms())
    except ClauseError as error:
        shown = {**await refused(request, error), "problems": problems_of(error)}
        return await _form(request, context, _id(typed, "participant_id"), _id(typed, "lot_id"), **shown)
    return done(f"/hires/{added.hire.id}", "hire_added", way_to_remove(RemovedKind.HIRE, added.hire.id))


async def _as_typed(request: AnyRequest) -> dict[str, Any]:
    """The form again with what was typed, though nothing in it is wrong."""
    form = await request.form()
    return {"typed": {name: value for name, value in form.items() if isinstance(value, str)}}


def _id(typed: Any, name: str) -> UUID:
    """An id of a hidden field; one that names nothing when the field was tampered with."""
    try:
        return UUID(str(typed.get(name, "")))
    except ValueError:
        return UUID(int=0)


def _mark(findings: tuple[Finding, ...]) -> str:
    """What was seen, so that another warning is shown again."""
    return " ".join(sorted(one.code for one in findings))


def _written(findings: tuple[Finding, ...]) -> list[str]:
    return [readable_sentence(one.code, {"raw": one.raw, **one.values}) for one in findings]


@get("/hires/{hire_id:uuid}/edit", guards=[WRITE])
async def show_correction(request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Template:
    """The form that corrects a hire."""
    return await _correction(request, context, hire_id)


async def _correction(request: AnyRequest, context: Context, hire_id: UUID, **more: Any) -> Template:
    hire = await hires.load_hire(context, hire_id)
    return page(
        request,
        "hires/edit.html",
        title="Corriger l’embauche",
        hire=hire,
        choices=choices(),
        values=values_of(hire),
        **_companies(await people_lists.list_employers(context, hire.lot_id)),
        **more,
    )


@post("/hires/{hire_id:uuid}", guards=[WRITE], status_code=303)
async def correct_hire(
    request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]
) -> Response[Any]:
    """Correct the hire; the windows of the person follow."""
    try:
        form = await read_form(request, CorrectionForm)
        await hires.correct_hire(context, hire_id, form.changes(), form.reason, form.version)
    except ClauseError as error:
        shown = {**await refused(request, error), "problems": problems_of(error)}
        return await _correction(request, context, hire_id, **shown)
    return done(f"/hires/{hire_id}", "hire_corrected")


HANDLERS: list[ControllerRouterHandler] = [show_new, add_hire, show_correction, correct_hire]
