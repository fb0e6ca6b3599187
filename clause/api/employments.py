"""Employments of the facilitators."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.employments import EmploymentEndIn, EmploymentIn, EmploymentOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import employments
from clause.services.context import Context

READ = [needs(Scope.TIME_WRITE, Scope.CLAIMS_READ)]
ADD = [needs(Scope.CLAIMS_WRITE, Scope.TIME_APPROVE)]
TAGS = ["Employments"]

PersonFilter = Annotated[UUID | None, QueryParameter(name="person", description="Id of the person")]


@post("/employments", guards=ADD, summary="Add the employment of a member", tags=TAGS)
async def add_employment(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[EmploymentIn]
) -> Response[EmploymentOut]:
    """The person has a role in the organisation already; a person has one employment at a time."""
    return await change(
        request,
        context,
        lambda ctx: employments.add_employment(ctx, data.to_domain()),
        EmploymentOut.of,
        status=201,
        location=lambda found: f"/employments/{found.id}",
        version=lambda found: found.version,
    )


@get("/employments", guards=READ, summary="List employments", tags=TAGS)
async def list_employments(
    context: NamedDependency[Context],
    person_id: PersonFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[EmploymentOut]]:
    """The organisation's own, oldest first."""
    found = await employments.list_employments(context, person_id=person_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[EmploymentOut](items=[EmploymentOut.of(item) for item in items], next=following))


@get("/employments/{employment_id:uuid}", guards=READ, summary="One employment", tags=TAGS)
async def get_employment(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID]
) -> Response[EmploymentOut]:
    """An employment with its ETag."""
    found = await employments.load_employment(context, employment_id)
    return single(request, EmploymentOut.of(found), found.version)


@patch("/employments/{employment_id:uuid}", guards=ADD, summary="End an employment, or move its end", tags=TAGS)
async def change_end(
    request: AnyRequest,
    context: NamedDependency[Context],
    employment_id: FromPath[UUID],
    data: JSONBody[EmploymentEndIn],
) -> Response[EmploymentOut]:
    """Needs ``If-Match``. A change of working time, weekdays or zone is another employment from the day it holds.

    So what is signed keeps the terms it was signed under. Refused when a month of time or pay would fall outside.
    """
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: employments.change_end(ctx, employment_id, data.last_day, data.reason, version),
        EmploymentOut.of,
        version=lambda found: found.version,
    )


HANDLERS: list[ControllerRouterHandler] = [add_employment, list_employments, get_employment, change_end]
