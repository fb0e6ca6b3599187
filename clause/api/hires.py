"""Employment contracts of participants for a lot."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.hires import HireAddedOut, HireIn, HireOut, HirePatch
from clause.domain.actors import OrgKind, Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import hires
from clause.services.context import Context

LotFilter = Annotated[UUID | None, QueryParameter(description="Hires for this lot")]
CompanyFilter = Annotated[UUID | None, QueryParameter(description="Hires by this company")]
ParticipantFilter = Annotated[UUID | None, QueryParameter(description="Hires of this person")]
READ = [needs(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)]
WRITE = [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Hires"]


def _reads_profiles(context: Context) -> bool:
    return context.actor.org_kind is OrgKind.FACILITATOR_ORG


@post("/hires", guards=WRITE, summary="Record a hire", tags=TAGS)
async def add_hire(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[HireIn]
) -> Response[HireAddedOut]:
    """The person's eligibility must be accepted, and assessed before the first day.

    Errors: 422 with one finding per thing that forbids the hire.
    """
    return await change(
        request,
        context,
        lambda ctx: hires.add_hire(ctx, data.terms()),
        HireAddedOut.of_added,
        status=201,
        location=lambda added: f"/hires/{added.hire.id}",
        version=lambda added: added.hire.version,
    )


@get("/hires", guards=READ, summary="List hires", tags=TAGS)
async def list_hires(
    context: NamedDependency[Context],
    lot: LotFilter = None,
    company: CompanyFilter = None,
    participant: ParticipantFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[HireOut]]:
    """The facilitator organisation's, or the company's own; 403 for buyers."""
    found = await hires.list_hires(
        context, lot_id=lot, company_id=company, participant_id=participant, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.id)
    with_profile = _reads_profiles(context)
    shown_items = [HireOut.of(item, with_profile=with_profile) for item in items]
    return shown(Page[HireOut](items=shown_items, next=following))


@get("/hires/{hire_id:uuid}", guards=READ, summary="One hire", tags=TAGS)
async def get_hire(
    request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]
) -> Response[HireOut]:
    """The days whose hours may be credited stand in it, with their account."""
    found = await hires.load_hire(context, hire_id)
    return single(request, HireOut.of(found, with_profile=_reads_profiles(context)), found.version)


@patch("/hires/{hire_id:uuid}", guards=WRITE, summary="End a hire, or correct it", tags=TAGS)
async def correct_hire(
    request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID], data: JSONBody[HirePatch]
) -> Response[HireAddedOut]:
    """Needs ``If-Match`` and a reason. Windows follow the days and the kind of contract; hours booked stay.

    Errors: 412 when the hire has moved on since it was read, 422 when hours are booked outside the days given.
    """
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: hires.correct_hire(ctx, hire_id, data.changes(), data.reason, version),
        HireAddedOut.of_added,
        version=lambda kept: kept.hire.version,
    )


HANDLERS: list[ControllerRouterHandler] = [add_hire, list_hires, get_hire, correct_hire]
