"""The whole file of a person: read, and purged for good."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.participants import PEOPLE, READ, WRITE
from clause.api.schemas.person_files import PersonFileOut, PurgedOut, PurgeIn
from clause.edge.request_context import AnyRequest
from clause.services import person_files
from clause.services.context import Context


@get("/participants/{participant_id:uuid}/file", guards=READ, summary="All that is told of a person", tags=PEOPLE)
async def get_person_file(context: NamedDependency[Context], participant_id: FromPath[UUID]) -> Response[PersonFileOut]:
    """Every row of every table, for who asks what is held of them; of copies of proofs only their size."""
    return shown(PersonFileOut.of(await person_files.load_file(context, participant_id)))


@post(
    "/participants/{participant_id:uuid}/purge",
    guards=WRITE,
    status_code=200,
    summary="Purge a person's file for good",
    tags=PEOPLE,
)
async def purge_person_file(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID], data: JSONBody[PurgeIn]
) -> Response[PurgedOut]:
    """Names, days and months of birth, texts and copies go; hours, sums and certificates stay. 409 while in use."""
    return await change(
        request,
        context,
        lambda ctx: person_files.purge_file(ctx, participant_id, data.cause, data.last_name),
        PurgedOut.of,
    )


HANDLERS: list[ControllerRouterHandler] = [get_person_file, purge_person_file]
