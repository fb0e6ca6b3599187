"""Programmes, schemes and calls for projects."""

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
from clause.api.schemas.funding_calls import (
    CallIn,
    CallOut,
    ProgrammeOut,
    SchemeChangeIn,
    SchemeIn,
    SchemeOut,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import funding_calls
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ, Scope.OI_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Programmes and calls"]

OnDay = Annotated[date | None, QueryParameter(description="Only programmes whose window holds this day")]
OfScheme = Annotated[UUID | None, QueryParameter(name="scheme", description="Only calls of this scheme")]


@get("/programmes", guards=READ, summary="The programmes known", tags=TAGS)
async def list_programmes(context: NamedDependency[Context], on: OnDay = None) -> Response[Page[ProgrammeOut]]:
    """Window, priorities, objectives and ceilings of each, with how sure each is."""
    found = await funding_calls.list_programmes(context, on)
    return shown(Page[ProgrammeOut](items=[ProgrammeOut.of(item) for item in found], next=None))


@post("/funding-schemes", guards=WRITE, summary="Record a scheme", tags=TAGS)
async def add_scheme(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[SchemeIn]
) -> Response[SchemeOut]:
    """Errors: 409 for a reference recorded already, 422 for a programme, priority or objective that is not known."""
    return await change(
        request,
        context,
        lambda ctx: funding_calls.add_scheme(ctx, data.to_domain()),
        SchemeOut.of,
        status=201,
        location=lambda made: f"/funding-schemes/{made.id}",
        version=lambda made: made.version,
    )


@get("/funding-schemes", guards=READ, summary="Schemes", tags=TAGS)
async def list_schemes(
    context: NamedDependency[Context], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[SchemeOut]]:
    """The organisation's own, oldest first; an intermediate body sees those that name it."""
    found = await funding_calls.list_schemes(context, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[SchemeOut](items=[SchemeOut.of(item) for item in items], next=following))


@get("/funding-schemes/{scheme_id:uuid}", guards=READ, summary="One scheme", tags=TAGS)
async def get_scheme(
    request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID]
) -> Response[SchemeOut]:
    """A scheme with its ETag. Errors: 404."""
    found = await funding_calls.load_scheme(context, scheme_id)
    return single(request, SchemeOut.of(found), found.version)


@patch("/funding-schemes/{scheme_id:uuid}", guards=WRITE, summary="Correct a scheme", tags=TAGS)
async def change_scheme(
    request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID], data: JSONBody[SchemeChangeIn]
) -> Response[SchemeOut]:
    """Its title and global grant. Needs ``If-Match``. Errors: 404, 412."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: funding_calls.change_scheme(ctx, scheme_id, data.title, data.global_grant_reference, version),
        SchemeOut.of,
        version=lambda made: made.version,
    )


@post("/funding-schemes/{scheme_id:uuid}/calls", guards=WRITE, summary="Record a call for projects", tags=TAGS)
async def add_call(
    request: AnyRequest, context: NamedDependency[Context], scheme_id: FromPath[UUID], data: JSONBody[CallIn]
) -> Response[CallOut]:
    """Errors: 404, 409 for a reference recorded already, 422 with a finding per value that does not fit."""
    return await change(
        request,
        context,
        lambda ctx: funding_calls.add_call(ctx, scheme_id, data.to_domain()),
        CallOut.of,
        status=201,
        location=lambda made: f"/funding-calls/{made.id}",
        version=lambda made: made.version,
    )


@get("/funding-calls", guards=READ, summary="Calls for projects", tags=TAGS)
async def list_calls(
    context: NamedDependency[Context],
    of_scheme: OfScheme = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[CallOut]]:
    """The organisation's own, oldest first; an intermediate body sees those that name it."""
    found = await funding_calls.list_calls(context, scheme_id=of_scheme, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[CallOut](items=[CallOut.of(item) for item in items], next=following))


@get("/funding-calls/{call_id:uuid}", guards=READ, summary="One call for projects", tags=TAGS)
async def get_call(
    request: AnyRequest, context: NamedDependency[Context], call_id: FromPath[UUID]
) -> Response[CallOut]:
    """A call with its ETag. Errors: 404."""
    found = await funding_calls.load_call(context, call_id)
    return single(request, CallOut.of(found), found.version)


@patch("/funding-calls/{call_id:uuid}", guards=WRITE, summary="Correct a call for projects", tags=TAGS)
async def change_call(
    request: AnyRequest, context: NamedDependency[Context], call_id: FromPath[UUID], data: JSONBody[CallIn]
) -> Response[CallOut]:
    """Once an operation answers it, only its title and days. Needs ``If-Match``. Errors: 404, 409, 412, 422."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: funding_calls.change_call(ctx, call_id, data.to_domain(), version),
        CallOut.of,
        version=lambda made: made.version,
    )


HANDLERS: list[ControllerRouterHandler] = [
    list_programmes,
    add_scheme,
    list_schemes,
    get_scheme,
    change_scheme,
    add_call,
    list_calls,
    get_call,
    change_call,
]
