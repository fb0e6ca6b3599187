"""What every page of a lot has: its name, its place in the contract, and links to its other pages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clause.domain.actors import Scope
from clause.domain.contracts import Lot
from clause.edge.request_context import AnyRequest
from clause.services import contracts
from clause.services.context import Context


@dataclass(frozen=True)
class Tab:
    """A link among the pages of a lot; ``end`` is what follows the address of the lot."""

    end: str
    name: str
    also: tuple[str, ...] = ()
    """Other ends that belong to it."""


TABS = (
    Tab("", "Suivi"),
    Tab("/obligations", "Engagement"),
    Tab("/tranches", "Tranches"),
    Tab("/invoices", "Factures", also=("/purchase-orders", "/worked-hours")),
    Tab("/reliefs", "Difficultés", also=("/difficulty-notices",)),
    Tab("/achievements", "Autres unités"),
    Tab("/rules", "Règles", also=("/rule-sets",)),
    Tab("/penalties", "Pénalités", also=("/formal-notices", "/absences", "/penalty-proposals")),
    Tab("/report", "Bilan", also=("/final-balances",)),
)


@dataclass(frozen=True)
class DrawnTab:
    """A link as drawn."""

    path: str
    name: str
    is_current: bool


def lot_name(lot: Lot) -> str:
    """The number and label of a lot as one text."""
    if not lot.number or lot.label.lower().startswith("lot"):
        return lot.label
    return f"Lot {lot.number} – {lot.label}"


def own_label(label: str, contract_object: str) -> str:
    """The label of a lot without the object of its contract, with which published labels begin, where both stand."""
    return label.removeprefix(contract_object).lstrip(" -–:,") or label


async def framed(request: AnyRequest, context: Context, lot_id: UUID, current: str | None = None) -> dict[str, Any]:
    """The lot and what frames its page; ``current`` is the end of the address when it is not that of the page."""
    lot = await contracts.load_lot(context, lot_id)
    base = f"/lots/{lot_id}"
    end = request.url.path.removeprefix(base) if current is None else current
    return {
        "lot": lot,
        "lot_name": lot_name(lot),
        "tabs": [DrawnTab(base + tab.end, tab.name, end == tab.end or end.startswith(tab.also)) for tab in TABS],
        "may_write": context.actor.may(Scope.CONTRACTS_WRITE),
    }
