"""The lots that wait for a decision: what the import read of each, and one key to follow it or set it aside."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.contracts import FollowUpState, LotFilters, LotRow
from clause.domain.errors import ClauseError, Refused
from clause.domain.findings import Finding
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts, follow_up
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import Line, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.lot_frame import lot_name
from clause.web.lots import holder_names
from clause.web.notes import Undo, done
from clause.web.page import plural
from clause.web.searches import carried

WRITE = needs(Scope.CONTRACTS_WRITE)
PATH = "/lots/review"
STATES = tuple((state.value, label("follow_up", state)) for state in follow_up.WAITING)
REASONS = (
    "Aucune clause sociale dans les pièces du marché",
    "Hors de notre territoire",
    "Achat d’un service d’insertion, sans heures à suivre",
    "Marché trop court ou déjà terminé",
    "Lot déjà suivi sous un autre numéro",
)
OTHER = "other"

Text = Annotated[str, QueryParameter(name="q", description="Lot, contract, buyer, holder or SIRET")]
State = Annotated[str, QueryParameter(name="follow_up", description="`preselected` or `to_review`")]
Next = Annotated[UUID | None, QueryParameter(name="next", description="The lot to look at once this is decided")]


class DecisionForm(BaseModel):
    """What is decided: about one lot by its button, or about all that are ticked."""

    follow: UUID | None = Field(default=None, title="Lot à suivre")
    set_aside: UUID | None = Field(default=None, title="Lot à écarter")
    ticked: str | None = Field(default=None, title="Décision", pattern="^(follow|set_aside)$")
    lots: tuple[UUID, ...] = Field(default=(), title="Lots cochés")
    reason: Line | None = Field(default=None, title="Motif pour écarter")
    other_reason: Line | None = Field(default=None, title="Autre motif")
    q: str = Field(default="", title="Recherche")
    shown: str = Field(default="", title="État")

    @property
    def chosen(self) -> tuple[UUID, ...]:
        """The lots that the decision is about."""
        one = self.follow or self.set_aside
        return (one,) if one else self.lots

    @property
    def state(self) -> FollowUpState:
        """What is decided."""
        return FollowUpState.FOLLOWED if self.follow or self.ticked == "follow" else FollowUpState.SET_ASIDE

    @property
    def why(self) -> str | None:
        """The reason for setting aside: the usual one that was chosen, or the one typed. Refused WEB-106 without."""
        if self.state is FollowUpState.FOLLOWED:
            return None
        if self.reason in REASONS:
            return self.reason
        if not self.other_reason:
            raise Refused("WEB-105", findings=(Finding(code="WEB-106", field="other_reason"),))
        return self.other_reason


class UndoForm(BaseModel):
    """The lots whose decision is taken back."""

    lots: str = Field(title="Lots", max_length=4000)

    @property
    def ids(self) -> list[UUID]:
        """Their ids; those that are none are left out."""
        return [UUID(text) for text in self.lots.split(".") if len(text) == 32 and text.isalnum() and _is_hex(text)]


def _is_hex(text: str) -> bool:
    return all(character in "0123456789abcdef" for character in text)


@get("/lots/review", guards=[WRITE])
async def show_review(
    request: AnyRequest, context: NamedDependency[Context], text: Text = "", proposed: State = ""
) -> Response[Any]:
    """The lots that wait for a decision, those proposed by the import first."""
    return await _page(request, context, text, proposed)


async def _page(request: AnyRequest, context: Context, text: str, state: str, **more: Any) -> Response[Any]:
    state, words = chosen(state, STATES), searched(text)
    rows: list[LotRow] = []
    for one in follow_up.WAITING:
        if state in ("", one.value):
            rows += await contracts.list_lots(context, LotFilters(follow_up=one, text=words), limit=MOST_ROWS)
    wanted = Listing(
        title="Lots à trier",
        path=PATH,
        name="lots-a-trier",
        columns=COLUMNS,
        rows=rows,
        empty=Empty(
            "Rien à trier.",
            "Les lots que l’import propose de suivre, ou sur lesquels il hésite, arrivent ici.",
            Action("/lots", "Voir les lots suivis"),
        ),
        filters=(
            Filter("q", "Rechercher", words or "", hint="Lot, marché, acheteur, titulaire, SIRET"),
            Filter("follow_up", "Ce que propose l’import", state, STATES),
        ),
        lead="Pour chaque lot, décidez : le suivre, ou l’écarter. Chaque décision peut être annulée.",
        more={
            "kept": {"q": words or "", "shown": state},
            "reasons": [(reason, reason) for reason in REASONS] + [(OTHER, "Autre motif (à préciser)")],
            **more,
        },
    )
    return await listing(request, context, wanted, "lots/review.html")


@post("/lots/review", guards=[WRITE], status_code=303)
async def decide(request: AnyRequest, context: NamedDependency[Context], following: Next = None) -> Response[Any]:
    """Follow or set aside, then go on with the next lot; and a way back."""
    try:
        form = await read_form(request, DecisionForm)
        if not form.chosen:
            raise Refused("WEB-107")
        changed = await follow_up.decide_lots(context, form.chosen, form.state, form.why)
    except ClauseError as error:
        problem = await refused(request, error)
        typed = problem["typed"]
        return await _page(request, context, typed.get("q", ""), typed.get("shown", ""), **problem)
    undo = Undo(path=f"{PATH}/undo", fields={"lots": ".".join(lot.id.hex for lot in changed)})
    is_followed = form.state is FollowUpState.FOLLOWED
    told = "lot suivi" if is_followed else "lot écarté"
    count = plural(len(changed), told, "lots suivis" if is_followed else "lots écartés")
    asked = (("q", carried(context, form.q)), ("follow_up", form.shown))
    kept = urlencode({name: value for name, value in asked if value})
    path = f"{PATH}{'?' if kept else ''}{kept}" + (f"#lot-{following}" if following else "")
    if not changed:
        return done(path, "lots_decided_before")
    if is_followed:
        return done(path, "lots_followed", undo=undo, count=count)
    return done(path, "lots_set_aside", undo=undo, count=count, reason=form.why or "")


@post("/lots/review/undo", guards=[WRITE], status_code=303)
async def take_back(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Take the last decision back."""
    try:
        form = await read_form(request, UndoForm)
        changed = await follow_up.take_decisions_back(context, form.ids)
    except ClauseError as error:
        return await _page(request, context, "", "", **await refused(request, error))
    return done(
        PATH, "decisions_taken_back", count=plural(len(changed), "lot à trier de nouveau", "lots à trier de nouveau")
    )


COLUMNS: tuple[Column[LotRow], ...] = (
    Column("label", "Lot", lambda row: lot_name(row.lot), link=lambda row: f"/lots/{row.lot.id}"),
    Column("contract", "Marché", lambda row: row.lot.contract_reference),
    Column("object", "Objet du marché", lambda row: row.contract_object),
    Column("buyer", "Acheteur", lambda row: row.lot.buyer.name),
    Column("holders", "Titulaires", lambda row: holder_names(row.lot)),
    Column("amount", "Montant HT", lambda row: row.lot.amount_excl_vat, CellKind.EUROS),
    Column("first_day", "Début", lambda row: row.lot.first_day, CellKind.DAY),
    Column("last_day", "Fin", lambda row: row.lot.last_day, CellKind.DAY),
    Column("state", "Proposition", lambda row: label("follow_up", row.lot.follow_up)),
    Column("reason", "Ce que l’import a lu", lambda row: row.lot.follow_up_reason),
)

HANDLERS: list[ControllerRouterHandler] = [show_review, decide, take_back]
