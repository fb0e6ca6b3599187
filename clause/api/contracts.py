"""Contracts, lots, holders and modifications."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.contracts import (
    ContractIn,
    ContractOut,
    ContractPatch,
    HolderIn,
    LotIn,
    LotOut,
    LotPatch,
    LotProgressOut,
    ModificationIn,
    ModificationOut,
)
from clause.domain.actors import Scope
from clause.domain.contracts import FollowUpState, LotFilters
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Contracts"]

BuyerFilter = Annotated[UUID | None, QueryParameter(name="buyer", description="Id of the buyer")]
CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Id of a company that holds the lot")]
ContractFilter = Annotated[UUID | None, QueryParameter(name="contract", description="Id of the contract")]
FollowUpFilter = Annotated[
    FollowUpState | None, QueryParameter(description="followed, preselected, to_review or set_aside")
]
TextFilter = Annotated[
    str | None, QueryParameter(description="Part of the label, reference, object or buyer's name", max_length=100)
]
OnDay = Annotated[date | None, QueryParameter(description="The day of the figures; today when left out")]


@post("/contracts", guards=[WRITE], summary="Add a contract by hand", tags=TAGS)
async def add_contract(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[ContractIn]
) -> Response[ContractOut]:
    """One contract a buyer and reference; a published contract with the same pair joins it when it is imported."""
    return await change(
        request,
        context,
        lambda ctx: contracts.add_contract(ctx, data.to_domain()),
        ContractOut.of,
        status=201,
        location=lambda found: f"/contracts/{found.id}",
        version=lambda found: found.version,
    )


@get("/contracts", guards=[READ], summary="List contracts", tags=TAGS)
async def list_contracts(
    context: NamedDependency[Context],
    buyer_id: BuyerFilter = None,
    q: TextFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ContractOut]]:
    """The facilitator's own, those the buyer signed, those of which the company holds a lot; oldest first."""
    found = await contracts.list_contracts(context, buyer_id=buyer_id, text=q, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ContractOut](items=[ContractOut.of(item) for item in items], next=following))


@get("/contracts/{contract_id:uuid}", guards=[READ], summary="One contract", tags=TAGS)
async def get_contract(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID]
) -> Response[ContractOut]:
    """Its lots are found under ``/lots?contract=``."""
    found = await contracts.load_contract(context, contract_id)
    return single(request, ContractOut.of(found), found.version)


@patch("/contracts/{contract_id:uuid}", guards=[WRITE], summary="Correct a contract", tags=TAGS)
async def change_contract(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID], data: JSONBody[ContractPatch]
) -> Response[ContractOut]:
    """Object, nature or procedure; the reference stays, it is what imports know the contract by."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: contracts.change_contract(ctx, contract_id, data.to_domain(), version),
        ContractOut.of,
        version=lambda found: found.version,
    )


@post("/contracts/{contract_id:uuid}/lots", guards=[WRITE], summary="Add a lot to a contract", tags=TAGS)
async def add_lot(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID], data: JSONBody[LotIn]
) -> Response[LotOut]:
    """Followed from the start; without days, the execution runs from the notification for the duration."""
    return await change(
        request,
        context,
        lambda ctx: contracts.add_lot(ctx, contract_id, data.to_domain()),
        LotOut.of,
        status=201,
        location=lambda found: f"/lots/{found.id}",
        version=lambda found: found.version,
    )


@get("/lots", guards=[READ], summary="List lots with their progress", tags=TAGS)
async def list_lots(
    context: NamedDependency[Context],
    follow_up: FollowUpFilter = None,
    buyer_id: BuyerFilter = None,
    company_id: CompanyFilter = None,
    contract_id: ContractFilter = None,
    q: TextFilter = None,
    on: OnDay = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[LotProgressOut]]:
    """Oldest first, each with the hours it owed and was credited on the day asked."""
    filters = LotFilters(follow_up=follow_up, buyer_id=buyer_id, company_id=company_id, contract_id=contract_id, text=q)
    found = await contracts.list_lots(context, filters, on=on, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.lot.id)
    return shown(Page[LotProgressOut](items=[LotProgressOut.of_row(item) for item in items], next=following))


@get("/lots/{lot_id:uuid}", guards=[READ], summary="One lot", tags=TAGS)
async def get_lot(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[LotOut]:
    """With its holders; a company sees itself only among them."""
    found = await contracts.load_lot(context, lot_id)
    return single(request, LotOut.of(found), found.version)


@patch("/lots/{lot_id:uuid}", guards=[WRITE], summary="Change a lot, or decide to follow it", tags=TAGS)
async def change_lot(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[LotPatch]
) -> Response[LotOut]:
    """Label, execution window, kind of consortium, follow-up; amount and notification stay as they were signed."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: contracts.change_lot(ctx, lot_id, data.to_domain(), version),
        LotOut.of,
        version=lambda found: found.version,
    )


@post("/lots/{lot_id:uuid}/holders", guards=[WRITE], summary="Say that a company holds a lot", tags=TAGS)
async def add_holder(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[HolderIn]
) -> Response[LotOut]:
    """A sole holder, or the lead and the other members of a consortium; the answer is the lot with its holders."""
    return await change(
        request,
        context,
        lambda ctx: contracts.add_holder(ctx, lot_id, data.company_id, data.role),
        LotOut.of,
        status=201,
        location=lambda found: f"/lots/{found.id}",
        version=lambda found: found.version,
    )


@post("/contracts/{contract_id:uuid}/modifications", guards=[WRITE], summary="Add a modification", tags=TAGS)
async def add_modification(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID], data: JSONBody[ModificationIn]
) -> Response[ModificationOut]:
    """Names one lot of the contract; nothing of the lot is overwritten.

    Hours follow only when the modification says so: with ``obligation`` it makes a new version, without it none.
    """
    return await change(
        request,
        context,
        lambda ctx: contracts.add_modification(ctx, contract_id, data.to_domain(), data.terms()),
        ModificationOut.of,
        status=201,
        location=lambda found: f"/contracts/{found.contract_id}/modifications",
    )


@get("/contracts/{contract_id:uuid}/modifications", guards=[READ], summary="List modifications", tags=TAGS)
async def list_modifications(
    context: NamedDependency[Context],
    contract_id: FromPath[UUID],
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ModificationOut]]:
    """Of all lots of the contract, in the order in which they became known."""
    found = await contracts.list_modifications(context, contract_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ModificationOut](items=[ModificationOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [
    add_contract,
    list_contracts,
    get_contract,
    change_contract,
    add_lot,
    list_lots,
    get_lot,
    change_lot,
    add_holder,
    add_modification,
    list_modifications,
]
