"""The whole file of a person: all that is told of them, to read and to hand over, and its purge for good."""

import hashlib
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.documents import StoredFile
from clause.domain.errors import ClauseError
from clause.domain.person_files import PurgeCause
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import person_files
from clause.services.context import Context
from clause.text.labels import label
from clause.text.person_files import sections
from clause.text.readable import readable_sentence
from clause.web.forms import Line, read_form, refused
from clause.web.notes import done
from clause.web.page import page

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)


class PurgeForm(BaseModel):
    """Why, and the name typed by who decides."""

    cause: PurgeCause = Field(title="Raison")
    last_name: Line = Field(title="Nom de famille")


@get("/participants/{participant_id:uuid}/file", guards=[READ])
async def show_whole_file(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Template:
    """All that is told of a person, and what a purge would do."""
    return await _file_page(request, context, participant_id)


async def _file_page(request: AnyRequest, context: Context, participant_id: UUID, **more: Any) -> Template:
    view = await person_files.load_file(context, participant_id)
    return page(
        request,
        "participants/file.html",
        title="Tout ce qui est enregistré",
        person=view.person,
        keep_until=view.keep_until,
        is_kept_long_enough=view.keep_until <= context.today,
        hindrances=[readable_sentence(one.code, dict(one.values)) for one in view.hindrances],
        sections=sections(view.rows),
        causes=[(cause.value, label("purge_cause", cause.value)) for cause in PurgeCause],
        **more,
    )


@post("/participants/{participant_id:uuid}/file", guards=[WRITE], status_code=200)
async def hand_over_file(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[Any]:
    """The same as a file for machines; that it was handed over is noted."""
    view = await person_files.export_file(context, participant_id)
    content = view.model_dump_json(include={"person", "keep_until", "rows"}, indent=2).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    file = StoredFile(
        file_name=f"dossier-{participant_id}.json", media_type="application/json", sha256=sha256, content=content
    )
    return file_response(request, file)


@post("/participants/{participant_id:uuid}/purge", guards=[WRITE], status_code=303)
async def purge_file(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[Any]:
    """Purge the file for good."""
    try:
        form = await read_form(request, PurgeForm)
        await person_files.purge_file(context, participant_id, form.cause, form.last_name)
    except ClauseError as error:
        return await _file_page(request, context, participant_id, **await refused(request, error))
    return done(f"/participants/{participant_id}", "person_purged")


HANDLERS: list[ControllerRouterHandler] = [show_whole_file, hand_over_file, purge_file]
