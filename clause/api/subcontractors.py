"""Subcontractors of a lot."""

from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.subcontractors import SubcontractorEnd, SubcontractorIn, SubcontractorOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import subcontractors
from clause.services.context import Context

READ, WRITE = [needs(Scope.CONTRACTS_READ)], [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Holders"]


@post("/lots/{lot_id:uuid}/subcontractors", guards=WRITE, summary="Declare a subcontractor of a holder", tags=TAGS)
async def add_subcontractor(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[SubcontractorIn]
) -> Response[SubcontractorOut]:
    """Its hours count for the holder, which stays answerable; it sees the lot and its own hires, no figure of others.

    Errors: 404, 422 with a finding per thing that forbids it.
    """
    return await change(
        request,
        context,
        lambda ctx: subcontractors.add_subcontractor(ctx, lot_id, data.terms()),
        SubcontractorOut.of,
        status=201,
        location=lambda found: f"/subcontractors/{found.id}",
        version=lambda found: found.version,
    )


@get("/lots/{lot_id:uuid}/subcontractors", guards=READ, summary="Subcontractors of a lot", tags=TAGS)
async def list_subcontractors(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[SubcontractorOut]]:
    """All for the facilitator organisation and the buyer; a holder has its own, a subcontractor itself. Errors: 404."""
    found = await subcontractors.list_subcontractors(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[SubcontractorOut](items=[SubcontractorOut.of(item) for item in items], next=following))


@get("/subcontractors/{subcontractor_id:uuid}", guards=READ, summary="One subcontract", tags=TAGS)
async def get_subcontractor(
    request: AnyRequest, context: NamedDependency[Context], subcontractor_id: FromPath[UUID]
) -> Response[SubcontractorOut]:
    """For those who see it in the list. Errors: 404."""
    found = await subcontractors.load_subcontractor(context, subcontractor_id)
    return single(request, SubcontractorOut.of(found), found.version)


@patch("/subcontractors/{subcontractor_id:uuid}", guards=WRITE, summary="End a subcontract", tags=TAGS)
async def end_subcontractor(
    request: AnyRequest,
    context: NamedDependency[Context],
    subcontractor_id: FromPath[UUID],
    data: JSONBody[SubcontractorEnd],
) -> Response[SubcontractorOut]:
    """Needs ``If-Match``. Errors: 404, 422 before its first day, or over another subcontract for the same holder."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: subcontractors.end_subcontractor(ctx, subcontractor_id, data.last_day, data.reason, version),
        SubcontractorOut.of,
        version=lambda found: found.version,
    )


HANDLERS: list[ControllerRouterHandler] = [
    add_subcontractor,
    list_subcontractors,
    get_subcontractor,
    end_subcontractor,
]
