"""Compliance of lots and contracts on any day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import JSON, shown
from clause.api.bytes_of_lists import listed
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after, pair_after
from clause.api.schemas.base import Page
from clause.api.schemas.compliance import ContractComplianceOut, LotComplianceOut
from clause.domain.actors import Scope
from clause.domain.assessed import MOST_LOTS
from clause.domain.compliance import LotCompliance
from clause.domain.errors import Unreadable
from clause.domain.standings import Behind
from clause.edge.request_context import needs
from clause.rules.compliance import ComplianceStatus
from clause.services import compliance
from clause.services.context import Context

READ = needs(Scope.CONTRACTS_READ)
TAGS = ["Compliance"]

OnDay = Annotated[date | None, QueryParameter(description="The day of the figures; today when left out")]
BuyerFilter = Annotated[UUID | None, QueryParameter(name="buyer", description="Id of the buyer")]
ContractFilter = Annotated[UUID | None, QueryParameter(name="contract", description="Id of the contract")]
CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Id of a company that holds the lot")]


class Sort(StrEnum):
    """The order of the list."""

    ID = "id"
    SHORTFALL = "shortfall"


StatusFilter = Annotated[
    ComplianceStatus | None, QueryParameter(name="status", description="Lots that stand so on the day")
]
SortOrder = Annotated[Sort, QueryParameter(name="sort", description="Oldest first, or the most hours missing first")]


@get("/lots/{lot_id:uuid}/compliance", guards=[READ], summary="How a lot stands on a day", tags=TAGS)
async def get_lot_compliance(
    context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Response[LotComplianceOut]:
    """Hours are dated by the last day worked. The same figures for facilitator, buyer and each holder.

    Errors: 404 for a lot that the caller may not see, 422 for a day before any known rule.
    """
    stands: Any = _written_once(_Same(await compliance.assess_one_lot(context, lot_id, on)))
    return Response(stands, media_type=JSON)


@get("/contracts/{contract_id:uuid}/compliance", guards=[READ], summary="How a contract stands on a day", tags=TAGS)
async def get_contract_compliance(
    context: NamedDependency[Context], contract_id: FromPath[UUID], on: OnDay = None
) -> Response[ContractComplianceOut]:
    """Sums over its followed lots (a company: those it holds); the status is that of the lot which worries most.

    Errors: 404 for a contract that the caller may not see, 422 for a day before any known rule.
    """
    return shown(ContractComplianceOut.of(await compliance.assess_one_contract(context, contract_id, on)))


@get("/compliance", guards=[READ], summary="How followed lots stand on a day", tags=TAGS)
async def list_compliance(
    context: NamedDependency[Context],
    on: OnDay = None,
    buyer_id: BuyerFilter = None,
    contract_id: ContractFilter = None,
    company_id: CompanyFilter = None,
    status: StatusFilter = None,
    sort: SortOrder = Sort.ID,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[LotComplianceOut]]:
    """The facilitator's own, those of the buyer's contracts, those that the company holds; oldest first.

    ``sort=shortfall`` gives those that owe hours today, the most hours missing first; it goes with ``buyer`` alone.
    Errors: 400 for another filter beside it, 422 for a day before any known rule.
    """
    if sort is Sort.SHORTFALL:
        if any(one is not None for one in (on, contract_id, company_id, status)):
            raise Unreadable("CPL-030")
        return await _furthest_behind(context, buyer_id, after, limit)
    found = await compliance.list_compliance(
        context,
        on=on,
        buyer_id=buyer_id,
        contract_id=contract_id,
        company_id=company_id,
        status=status,
        after=id_after(after),
        limit=limit + 1,
    )
    items, following = cut(found, limit, lambda item: item.hours.lot_id)
    return shown(Page[LotComplianceOut](items=[LotComplianceOut.of(item) for item in items], next=following))


async def _furthest_behind(
    context: Context, buyer_id: UUID | None, after: str | None, limit: int
) -> Response[Page[LotComplianceOut]]:
    mark = pair_after(after)
    place = Behind(Decimal(mark[1]).scaleb(-2), mark[0]) if mark else None
    found = await compliance.list_furthest_behind(context, buyer_id=buyer_id, after=place, limit=limit + 1)
    items, following = cut(found, limit, lambda item: (item[0].lot_id, int(item[0].shortfall.scaleb(2))))
    return listed([stands for _, stands in items], following, _written)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """The object itself, whatever it equals."""

    stands: LotCompliance

    def __hash__(self) -> int:
        return id(self.stands)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.stands is self.stands


def _written(stands: LotCompliance) -> msgspec.Raw:
    """A lot in the list."""
    return msgspec.Raw(_written_once(_Same(stands)))


@lru_cache(maxsize=MOST_LOTS)
def _written_once(same: _Same) -> bytes:
    """How a lot stands, as it is answered; written once for what is remembered of it."""
    return LotComplianceOut.of(same.stands).model_dump_json().encode()


HANDLERS: list[ControllerRouterHandler] = [get_lot_compliance, get_contract_compliance, list_compliance]
