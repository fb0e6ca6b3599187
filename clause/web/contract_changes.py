"""What is added to a contract: a lot, a modification, the buyer's reason for leaving the social condition out."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.contracts import LotFilters, NewLot, NewModification
from clause.domain.decp import SocialConsideration
from clause.domain.errors import ClauseError
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.social_conditions import NewWaiver
from clause.domain.trash import RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.rules.obligation import ObligationMethod
from clause.rules.social_condition import WaiverGround
from clause.services import contracts, social_conditions
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.forms import FreeText, Line, Quantity, read_form, refused
from clause.web.lot_frame import lot_name
from clause.web.notes import done
from clause.web.page import page
from clause.web.trash import way_to_remove

WRITE = needs(Scope.CONTRACTS_WRITE)
MOST_LOTS = 500
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _believable(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("year out of range")
    return value


Day = Annotated[date, AfterValidator(_believable)]
"""A day that a contract may have."""

LotNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f]{1,40}$")]
Cpv = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{8}$")]
Months = Annotated[int, Field(ge=1, le=1200)]
Amount = Annotated[Quantity, Field(ge=0)]


class NewLotForm(BaseModel):
    """A lot typed by hand."""

    label: FreeText = Field(title="Intitulé")
    number: LotNumber | None = Field(default=None, title="Numéro du lot")
    cpv: Cpv | None = Field(default=None, title="Code CPV")
    place: Line | None = Field(default=None, title="Lieu d’exécution")
    amount_excl_vat: Amount | None = Field(default=None, title="Montant HT")
    notified_on: Day | None = Field(default=None, title="Notifié le")
    duration_months: Months | None = Field(default=None, title="Durée en mois")
    first_day: Day | None = Field(default=None, title="Premier jour d’exécution")
    last_day: Day | None = Field(default=None, title="Dernier jour d’exécution")
    social_considerations: tuple[SocialConsideration, ...] = Field(default=(), title="Considérations sociales")


class ModificationForm(BaseModel):
    """A modification typed by hand, with what it says of the hours if it says anything."""

    lot_id: UUID = Field(title="Lot")
    number: LotNumber | None = Field(default=None, title="Numéro")
    object: FreeText | None = Field(default=None, title="Objet")
    notified_on: Day | None = Field(default=None, title="Notifiée le")
    published_on: Day | None = Field(default=None, title="Publiée le")
    amount_stated: Amount | None = Field(default=None, title="Nouveau montant HT")
    duration_months: Months | None = Field(default=None, title="Nouvelle durée en mois")
    hours_owed: Amount | None = Field(default=None, title="Heures dues désormais")
    effective_on: Day | None = Field(default=None, title="À partir du")

    def terms(self, today: date) -> ObligationTerms | None:
        """What it says of the hours; from the day of notification unless another is typed."""
        if self.hours_owed is None:
            return None
        return ObligationTerms(
            method=ObligationMethod.FIXED,
            inputs=ObligationInputs(hours_owed=self.hours_owed),
            effective_on=self.effective_on or self.notified_on or today,
        )


class WaiverForm(BaseModel):
    """Why a contract carries no social condition, as the buyer says it."""

    version: int = Field(title="Version")
    ground: WaiverGround = Field(title="Motif")
    explanation: FreeText = Field(title="Explication de l’acheteur")
    decided_on: Day = Field(title="Décidé le")
    author: Line = Field(title="Par qui")


@get("/contracts/{contract_id:uuid}/lots/new", guards=[WRITE])
async def show_new_lot(request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]) -> Template:
    """The form of a lot."""
    return await _lot_form(request, context, contract_id)


async def _lot_form(request: AnyRequest, context: Context, contract_id: UUID, **more: Any) -> Template:
    ticked = (await request.form()).getall("social_considerations", []) if more else ()
    return page(
        request,
        "contracts/new_lot.html",
        title="Ajouter un lot",
        contract=await contracts.load_contract(context, contract_id),
        considerations=[
            (one.value, label("social_consideration", one), one.value in ticked)
            for one in SocialConsideration
            if one is not SocialConsideration.NONE
        ],
        **more,
    )


@post("/contracts/{contract_id:uuid}/lots/new", guards=[WRITE], status_code=303)
async def add_lot(request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]) -> Response[Any]:
    """Add the lot, and go on with its holder."""
    try:
        form = await read_form(request, NewLotForm)
        lot = await contracts.add_lot(context, contract_id, NewLot(**dict(form)))
    except ClauseError as error:
        return await _lot_form(request, context, contract_id, **await refused(request, error))
    return done(f"/lots/{lot.id}/holders", "lot_added", way_to_remove(RemovedKind.LOT, lot.id))


@get("/contracts/{contract_id:uuid}/modifications/new", guards=[WRITE])
async def show_new_modification(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Template:
    """The form of a modification."""
    return await _modification_form(request, context, contract_id)


async def _modification_form(request: AnyRequest, context: Context, contract_id: UUID, **more: Any) -> Template:
    lots = await contracts.list_lots(context, LotFilters(contract_id=contract_id), limit=MOST_LOTS)
    choices = [(str(row.lot.id), lot_name(row.lot)) for row in lots]
    asked = request.query_params.get("lot", "")
    return page(
        request,
        "contracts/new_modification.html",
        title="Enregistrer une modification",
        contract=await contracts.load_contract(context, contract_id),
        lots=choices,
        lot=asked if asked in dict(choices) else choices[0][0] if len(choices) == 1 else None,
        **more,
    )


@post("/contracts/{contract_id:uuid}/modifications/new", guards=[WRITE], status_code=303)
async def add_modification(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Response[Any]:
    """Record the modification, and the hours when it says what they become."""
    try:
        form = await read_form(request, ModificationForm)
        new = NewModification(**form.model_dump(exclude={"hours_owed", "effective_on"}))
        terms = form.terms(context.today)
        await contracts.add_modification(context, contract_id, new, terms)
    except ClauseError as error:
        return await _modification_form(request, context, contract_id, **await refused(request, error))
    path = f"/contracts/{contract_id}"
    if terms is None or terms.inputs.hours_owed is None:
        return done(path, "modification_added")
    hours, day = formats.hours(terms.inputs.hours_owed), formats.day(terms.effective_on)
    return done(path, "modification_added_with_hours", hours=hours, day=day)


@get("/contracts/{contract_id:uuid}/waiver", guards=[WRITE])
async def show_waiver_form(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Template:
    """The form of the buyer's reason."""
    return await _waiver_form(request, context, contract_id)


async def _waiver_form(request: AnyRequest, context: Context, contract_id: UUID, **more: Any) -> Template:
    return page(
        request,
        "contracts/waiver.html",
        title="Pourquoi aucune considération sociale",
        contract=await contracts.load_contract(context, contract_id),
        grounds=[(ground.value, label("social_waiver_ground", ground)) for ground in WaiverGround],
        today=context.today,
        **more,
    )


@post("/contracts/{contract_id:uuid}/waiver", guards=[WRITE], status_code=303)
async def set_waiver(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Response[Any]:
    """Record the reason; earlier ones are kept."""
    try:
        form = await read_form(request, WaiverForm)
        new = NewWaiver(**form.model_dump(exclude={"version"}))
        await social_conditions.set_waiver(context, contract_id, new, form.version)
    except ClauseError as error:
        return await _waiver_form(request, context, contract_id, **await refused(request, error))
    return done(f"/contracts/{contract_id}", "waiver_recorded")


HANDLERS: list[ControllerRouterHandler] = [
    show_new_lot,
    add_lot,
    show_new_modification,
    add_modification,
    show_waiver_form,
    set_waiver,
]
