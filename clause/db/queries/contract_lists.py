"""Contracts as a long list: their ids in order."""

from collections.abc import Sequence
from uuid import UUID

from clause.db.queries.contracts import CONTRACTS_ASKED, asked_of_contracts
from clause.db.queries.long_lists import LongList
from clause.domain.contracts import FollowUpState

_LOTS = "SELECT {} FROM lot l WHERE l.contract_id = c.id AND l.follow_up {}"
_CONTRACTS = LongList(
    id="c.id",
    rows=f"FROM contract c JOIN organisation b ON b.id = c.buyer_id WHERE {CONTRACTS_ASKED}",
    said="SELECT page.id FROM page",
    orders={
        "reference": ("lower(c.reference)",),
        "object": ("lower(c.object)",),
        "buyer": ("lower(b.name)",),
        "last_day": ("(" + _LOTS.format("max(l.last_day)", "= 'followed'") + ")",),
        "waiting": ("(" + _LOTS.format("count(*)", "IN ('preselected', 'to_review')") + ")",),
        "all_lots": ("(" + _LOTS.format("count(*)", "IS NOT NULL") + ")",),
        "buyer_siret": ("b.identifier",),
        "nature": ("lower(c.nature)",),
        "procedure": ("lower(c.procedure)",),
    },
    usual="c.id DESC",
)
ORDERS_OF_CONTRACTS = frozenset(_CONTRACTS.orders)

Asked = tuple[UUID | None, str | None, Sequence[FollowUpState]]
"""Buyer, words and states of follow-up."""


async def list_contract_ids(asked: Asked, order: str = "") -> list[UUID]:
    """The contracts that the caller sees, by id, the newest first unless another order is asked."""
    return [row["id"] for row in await _CONTRACTS.read_all(order, *asked_of_contracts(*asked))]
