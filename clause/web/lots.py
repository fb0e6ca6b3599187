"""The list of lots, with the progress of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.contracts import FollowUpState, Lot, LotFilters, LotRow
from clause.domain.tables import CellKind, Column, Window
from clause.edge.request_context import AnyRequest, needs
from clause.rules.compliance import ComplianceStatus
from clause.services import contracts
from clause.services.context import Context
from clause.text.labels import label
from clause.web.list_sources import Stored
from clause.web.listing import Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.lot_frame import lot_name
from clause.web.standing import STATUS_CHOICES, follow_up_tone, status_text, status_tone

READ = needs(Scope.CONTRACTS_READ)
EVERY = "all"
UNKNOWN = "unknown"
"""Of a lot: nothing owed yet, or no execution period."""

Text = Annotated[str, QueryParameter(name="q", description="Lot, contract, buyer, holder or SIRET")]
FollowUp = Annotated[str, QueryParameter(name="follow_up", description="A state of follow-up, or `all`")]
OfContract = Annotated[str, QueryParameter(name="contract", description="Id of a contract, alone")]
Status = Annotated[str, QueryParameter(name="status", description="How the lot stands")]

_OTHER_STATES = (FollowUpState.PRESELECTED, FollowUpState.TO_REVIEW, FollowUpState.SET_ASIDE)
FOLLOW_UPS = (*((state.value, label("follow_up", state)) for state in _OTHER_STATES), (EVERY, "Tous les lots"))
READERS_FOLLOW_UPS = ((EVERY, "Tous les lots"),)
STATUSES = (*STATUS_CHOICES, (UNKNOWN, "Engagement ou période à préciser"))


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks."""

    text: str | None
    follow_up: str
    status: str
    contract_id: UUID | None = None

    @property
    def filters(self) -> LotFilters:
        """As the service takes it: the followed lots, unless another state is asked."""
        state = None if self.follow_up == EVERY else FollowUpState(self.follow_up or FollowUpState.FOLLOWED)
        return LotFilters(follow_up=state, text=self.text, contract_id=self.contract_id)

    @property
    def statuses(self) -> tuple[ComplianceStatus | None, ...]:
        """How lots stand that are shown, as the service takes it; nothing shows all."""
        return () if not self.status else (None,) if self.status == UNKNOWN else (ComplianceStatus(self.status),)


@get("/lots", guards=[READ])
async def show_lots(
    request: AnyRequest,
    context: NamedDependency[Context],
    text: Text = "",
    follow_up: FollowUp = "",
    status: Status = "",
    contract: OfContract = "",
) -> Response[Any]:
    """The reader's lots, each with what it owes and was credited so far."""
    is_facilitator = context.actor.org_kind is OrgKind.FACILITATOR_ORG
    states = FOLLOW_UPS if is_facilitator else READERS_FOLLOW_UPS
    asked = Asked(searched(text), chosen(follow_up, states), chosen(status, STATUSES), _id(contract))
    may_follow = context.actor.may(Scope.CONTRACTS_WRITE)
    wanted = Listing(
        title="Lots",
        path="/lots",
        name="lots",
        columns=columns(context.actor, asked),
        rows=Stored(
            browse=partial(contracts.browse_lots, context, asked.filters, asked.statuses),
            hand_over=partial(contracts.hand_over_lots, context, asked.filters, asked.statuses),
            keys=contracts.ORDERS_OF_LOTS,
        ),
        empty=_empty(may_follow),
        everything={"follow_up": EVERY},
        filters=(
            *await _of_contract(context, asked),
            Filter("q", "Rechercher", asked.text or "", hint="Lot, marché, acheteur, titulaire, SIRET"),
            Filter("follow_up", "Suivi", asked.follow_up, states, every="Lots suivis"),
            Filter("status", "Où en est le lot", asked.status, STATUSES),
        ),
        actions=(Action("/contracts/new", "Ajouter un marché"),) if may_follow else (),
    )
    return await listing(request, context, wanted)


def _id(text: str) -> UUID | None:
    """The id that an address holds; an address that was cut or edited shows everything."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


async def _of_contract(context: Context, asked: Asked) -> tuple[Filter, ...]:
    """The contract whose lots alone are shown, as a filter that may be taken away; none where all are."""
    if asked.contract_id is None:
        return ()
    rows = (await contracts.browse_lots(context, asked.filters, (), Window("", 0, 1))).rows
    reference = next((row.lot.contract_reference for row in rows), "Un marché sans lot dans ce suivi")
    return (Filter("contract", "Marché", str(asked.contract_id), ((str(asked.contract_id), reference),)),)


def _empty(may_follow: bool) -> Empty:
    if may_follow:
        return Empty(
            "Aucun lot suivi pour l’instant.",
            "Importez les marchés publiés, puis choisissez ceux à suivre ; ou ajoutez un marché à la main.",
            Action("/contracts/new", "Ajouter un marché", is_main=True),
        )
    return Empty("Aucun lot pour l’instant.", "Les lots apparaissent ici dès qu’une structure facilitatrice les suit.")


def holder_names(lot: Lot) -> str | None:
    """Those who hold the lot now."""
    return ", ".join(holder.company.name for holder in lot.holders if holder.left_on is None) or None


def _stands(row: LotRow) -> str:
    if row.status is not None:
        return status_text(row.status) or ""
    return "Engagement à fixer" if row.hours_owed is None else "Période à préciser"


def _link(row: LotRow) -> str:
    return f"/lots/{row.lot.id}"


def columns(actor: Actor, asked: Asked) -> Sequence[Column[LotRow]]:
    """The columns for this reader: a buyer does not need to read its own name on each line."""
    shown = (
        Column[LotRow]("label", "Lot", lambda row: lot_name(row.lot), link=_link),
        Column[LotRow](
            "contract",
            "Marché",
            lambda row: row.lot.contract_reference,
            link=lambda row: f"/contracts/{row.lot.contract_id}",
            only_in_file=actor.org_kind is OrgKind.FACILITATOR_ORG,
        ),
        Column[LotRow](
            "buyer", "Acheteur", lambda row: row.lot.buyer.name, only_in_file=actor.org_kind is OrgKind.BUYER
        ),
        Column[LotRow](
            "holders", "Titulaires", lambda row: holder_names(row.lot), only_in_file=actor.org_kind is OrgKind.COMPANY
        ),
        Column[LotRow]("status", "Où il en est", _stands, tone=lambda row: status_tone(row.status)),
        Column[LotRow]("owed", "Heures dues", lambda row: row.hours_owed, CellKind.HOURS),
        Column[LotRow]("credited", "Prises en compte", lambda row: row.hours_credited, CellKind.HOURS),
        Column[LotRow]("ratio", "Réalisé", lambda row: row.ratio.value if row.ratio else None, CellKind.RATE),
        Column[LotRow]("last_day", "Fin", lambda row: row.lot.last_day, CellKind.DAY),
        Column[LotRow](
            "follow_up",
            "Suivi",
            lambda row: label("follow_up", row.lot.follow_up),
            tone=lambda row: follow_up_tone(row.lot.follow_up),
            # Of a list of followed lots it would say the same on each line.
            only_in_file=not asked.follow_up,
        ),
    )
    return (*shown, *IN_FILE)


IN_FILE = (
    Column[LotRow]("object", "Objet du marché", lambda row: row.contract_object, only_in_file=True),
    Column[LotRow]("buyer_siret", "SIRET de l’acheteur", lambda row: row.lot.buyer.identifier, only_in_file=True),
    Column[LotRow](
        "holder_sirets",
        "SIRET des titulaires",
        lambda row: ", ".join(holder.company.identifier for holder in row.lot.holders) or None,
        only_in_file=True,
    ),
    Column[LotRow]("first_day", "Début", lambda row: row.lot.first_day, CellKind.DAY, only_in_file=True),
    Column[LotRow]("amount", "Montant HT", lambda row: row.lot.amount_excl_vat, CellKind.EUROS, only_in_file=True),
    Column[LotRow]("cpv", "CPV", lambda row: row.lot.cpv, only_in_file=True),
    Column[LotRow]("place", "Lieu", lambda row: row.lot.place, only_in_file=True),
)

HANDLERS: list[ControllerRouterHandler] = [show_lots]
