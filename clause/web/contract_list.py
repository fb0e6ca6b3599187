"""The list of contracts: how many stand in each status, and for each how it stands and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.compliance import BY_CONCERN, ContractFigures
from clause.domain.contract_rows import ContractRow
from clause.domain.contracts import FollowUpState
from clause.domain.outlooks import ContractInView
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.alerts import AlertKind
from clause.rules.compliance import ComplianceStatus
from clause.services import compliance
from clause.services.context import Context
from clause.text import formats
from clause.text.readable import readable_fact, readable_sentence
from clause.web.list_sources import Stored
from clause.web.listing import Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.lot_frame import own_label
from clause.web.searches import carried
from clause.web.standing import STATUS_CHOICES, status_text, status_tone

READ = needs(Scope.CONTRACTS_READ)
EVERY = "all"
WAITING = "waiting"
FOLLOW_UPS = ((WAITING, "Avec des lots à trier"), (EVERY, "Tous les marchés"))
READERS_FOLLOW_UPS = ((EVERY, "Tous les marchés"),)
UNKNOWN = "unknown"
TO_BE_SET = "Engagement à fixer"
STATUSES = (*STATUS_CHOICES, (UNKNOWN, TO_BE_SET))
LATE = frozenset({ComplianceStatus.BEHIND, ComplianceStatus.AT_RISK})

Text = Annotated[str, QueryParameter(name="q", description="Reference, object, buyer, holder or SIRET")]
Buyer = Annotated[str, QueryParameter(name="buyer", description="Id of the buyer")]
FollowUp = Annotated[str, QueryParameter(name="follow_up", description="`waiting` or `all`")]
Status = Annotated[str, QueryParameter(name="status", description="How the contract stands")]


@dataclass(frozen=True)
class Tally:
    """How many contracts stand in one status, and the address that shows these alone, or all again."""

    name: str
    tone: str
    count: int
    path: str
    is_chosen: bool


@get("/contracts", guards=[READ])
async def show_contracts(
    request: AnyRequest,
    context: NamedDependency[Context],
    text: Text = "",
    buyer: Buyer = "",
    follow_up: FollowUp = "",
    status: Status = "",
) -> Response[Any]:
    """The reader's contracts, those that worry most first, counted by status."""
    is_facilitator = context.actor.org_kind is OrgKind.FACILITATOR_ORG
    states = FOLLOW_UPS if is_facilitator else READERS_FOLLOW_UPS
    follow_up, status = chosen(follow_up, states), chosen(status, STATUSES)
    choices = tuple((str(one), name) for one, name in (await compliance.list_buyers(context)).items())
    buyer = chosen(buyer, choices)
    asked = (UUID(buyer) if buyer else None, searched(text), _states(follow_up))
    found = await compliance.list_contracts_in_view(context, asked)
    words = searched(text) or ""
    kept = {"q": carried(context, words), "buyer": buyer, "follow_up": follow_up}
    may_follow = context.actor.may(Scope.CONTRACTS_WRITE)
    wanted = Listing(
        title="Marchés",
        path="/contracts",
        name="marches",
        columns=_columns(context.actor),
        rows=_stored(context, asked, [one for one in found if status in ("", _status_of(one))]),
        empty=_empty(may_follow),
        everything={"follow_up": EVERY},
        filters=(
            Filter("q", "Rechercher", words, hint="Numéro, objet, acheteur, titulaire, SIRET"),
            *((Filter("buyer", "Acheteur", buyer, choices),) if is_facilitator else ()),
            Filter("follow_up", "Suivi", follow_up, states, every="Avec un lot suivi"),
            Filter("status", "Où en est le marché", status, STATUSES),
        ),
        actions=(Action("/contracts/new", "Ajouter un marché"),) if may_follow else (),
        more={"tallies": _tallies(found, status, kept)},
    )
    return await listing(request, context, wanted, "contracts/list.html")


Asked = tuple[UUID | None, str | None, Sequence[FollowUpState]]


def _stored(context: Context, asked: Asked, found: Sequence[ContractInView]) -> Stored[ContractRow]:
    return Stored(
        browse=partial(compliance.browse_contract_rows, context, asked, found),
        hand_over=partial(compliance.hand_over_contract_rows, context, asked, found),
        keys=compliance.ORDERS_OF_CONTRACTS,
    )


def _states(follow_up: str) -> Sequence[FollowUpState]:
    if follow_up == WAITING:
        return (FollowUpState.PRESELECTED, FollowUpState.TO_REVIEW)
    return () if follow_up == EVERY else (FollowUpState.FOLLOWED,)


def _status_of(contract: ContractInView) -> str:
    return contract.status or UNKNOWN


def _tallies(contracts: Sequence[ContractInView], chosen_status: str, kept: Mapping[str, str]) -> list[Tally]:
    """The statuses that contracts have, the most worrying first; a click on the one chosen shows all again."""
    counts = Counter(_status_of(one) for one in contracts)
    drawn = [(status.value, status_text(status) or "", status_tone(status)) for status in BY_CONCERN]
    return [
        Tally(name, tone, counts[code], _address(kept, "" if code == chosen_status else code), code == chosen_status)
        for code, name, tone in (*drawn, (UNKNOWN, TO_BE_SET, status_tone(None)))
        if counts[code] or code == chosen_status
    ]


def _address(kept: Mapping[str, str], status: str) -> str:
    asked = {name: value for name, value in {**kept, "status": status}.items() if value}
    return "/contracts" + (f"?{urlencode(asked)}" if asked else "")


def _empty(may_follow: bool) -> Empty:
    if may_follow:
        return Empty(
            "Aucun marché suivi pour l’instant.",
            "Importez les marchés publiés, puis choisissez les lots à suivre ; ou ajoutez un marché à la main.",
            Action("/contracts/new", "Ajouter un marché", is_main=True),
        )
    return Empty("Aucun marché pour l’instant.", "Ils apparaissent ici dès qu’une structure facilitatrice les suit.")


def _why(row: ContractRow, told: Callable[[str, Mapping[str, str]], str]) -> str | None:
    """Why a contract worries, each lot by its name where there are several; None where nothing does.

    A surplus worries nobody.
    """
    worries = [alert for alert in row.alerts if alert.kind is not AlertKind.SURPLUS]
    said = [told(alert.code, alert.values) for alert in worries]
    if row.lots_followed > 1:
        lots = [own_label(alert.lot_label, row.contract.object) for alert in worries]
        said = [f"{lot} – {text}" for lot, text in zip(lots, said, strict=True)]
    if row.total:
        is_told = any(alert.kind is AlertKind.FAR_BEHIND for alert in worries)
        said = [*_lateness(row.total, is_told=is_told), *said]
    return " ".join(dict.fromkeys(said)) or None


def _lateness(total: ContractFigures, *, is_told: bool) -> list[str]:
    """What is missing at the end; before it, how late the contract is unless an alert tells it."""
    if total.status is ComplianceStatus.MISSED and total.gap.value > 0:
        return [f"L’exécution est terminée, il manque {formats.hours(total.gap.value)}."]
    if not is_told and total.status in LATE and total.hours_credited < total.expected.value:
        expected = formats.hours(total.expected.value)
        return [f"{formats.hours(total.hours_credited)} prises en compte pour {expected} attendues à ce jour."]
    return []


def _columns(actor: Actor) -> Sequence[Column[ContractRow]]:
    is_facilitator = actor.org_kind is OrgKind.FACILITATOR_ORG
    # The advice is for those who follow the contract.
    told = readable_sentence if actor.may(Scope.CONTRACTS_WRITE) else readable_fact
    return (
        Column("reference", "Marché", lambda row: row.contract.reference, link=_link),
        Column("object", "Objet", lambda row: row.contract.object),
        Column("buyer", "Acheteur", lambda row: row.contract.buyer.name, only_in_file=not is_facilitator),
        Column(
            "status",
            "Où il en est",
            lambda row: status_text(row.total.status) if row.total else TO_BE_SET,
            tone=lambda row: status_tone(row.total.status if row.total else None),
        ),
        Column("reasons", "Pourquoi", lambda row: _why(row, told)),
        Column("owed", "Heures dues", lambda row: row.total.hours_owed if row.total else None, CellKind.HOURS),
        Column(
            "credited", "Prises en compte", lambda row: row.total.hours_credited if row.total else None, CellKind.HOURS
        ),
        Column("ratio", "Réalisé", _ratio, CellKind.RATE),
        Column("last_day", "Fin", lambda row: row.last_day, CellKind.DAY),
        Column("lots", "Lots suivis", lambda row: row.lots_followed, CellKind.COUNT, only_in_file=True),
        Column("waiting", "Lots à trier", lambda row: row.lots_waiting, CellKind.COUNT, only_in_file=True),
        Column("all_lots", "Tous les lots", lambda row: row.lots, CellKind.COUNT, only_in_file=True),
        Column("buyer_siret", "SIRET de l’acheteur", lambda row: row.contract.buyer.identifier, only_in_file=True),
        Column("nature", "Nature", lambda row: row.contract.nature, only_in_file=True),
        Column("procedure", "Procédure", lambda row: row.contract.procedure, only_in_file=True),
    )


def _link(row: ContractRow) -> str:
    return f"/contracts/{row.contract.id}"


def _ratio(row: ContractRow) -> Any:
    return row.total.ratio.value if row.total and row.total.ratio else None


HANDLERS: list[ControllerRouterHandler] = [show_contracts]
