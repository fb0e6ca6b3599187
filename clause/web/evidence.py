"""Pieces of evidence: received, listed, read again, and their redacted copies."""

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES, EvidenceFile, EvidenceKind, handed_over
from clause.domain.proof_documents import SentFile
from clause.domain.tables import CellKind, Column
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import evidence
from clause.services.context import Context
from clause.text.formats import moment
from clause.text.labels import LABELS, label
from clause.web.forms import read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import page, plural

READ, WRITE = needs(Scope.CLAIMS_READ), needs(Scope.CLAIMS_WRITE)
KINDS = tuple(LABELS["evidence_kind"].items())

Kind = Annotated[str, QueryParameter(name="kind", description="What the files are")]
Copies = Annotated[UUID | None, QueryParameter(name="redacts", description="The original of a redacted copy to send")]


class EvidenceForm(BaseModel):
    """What is said of a file that is sent."""

    kind: EvidenceKind = Field(title="Nature de la pièce")
    redacts_id: UUID | None = Field(default=None, title="Original")


async def sent_file(request: AnyRequest, name: str = "file") -> SentFile | None:
    """The file of this field, or None when none was chosen."""
    return next(iter(await sent_files(request, name)), None)


async def sent_files(request: AnyRequest, name: str = "files") -> list[SentFile]:
    """The files of this field; none when none was chosen."""
    given = (await request.form()).getall(name, [])
    chosen_files = [one for one in given if isinstance(one, UploadFile) and one.filename]
    return [SentFile(one.filename, one.content_type or "", await one.read()) for one in chosen_files]


def choices_of(files: Iterable[EvidenceFile]) -> list[tuple[str, str]]:
    """Originals to choose from, the latest first, told by their kind and the moment they came."""
    originals = [file for file in files if file.redacts_id is None]
    return [
        (str(file.id), f"{label('evidence_kind', file.kind)}, {moment(file.received_at)}")
        for file in sorted(originals, key=lambda file: file.received_at, reverse=True)
    ]


def _standing(file: EvidenceFile, given: dict[UUID, EvidenceFile | None]) -> str:
    if file.redacts_id is not None:
        return "Copie caviardée"
    if given[file.id] is None:
        return "Copie caviardée à envoyer"
    return "Sa copie est transmise" if file.kind.is_personal else "Transmise telle quelle"


@get("/evidence-files", guards=[READ])
async def show_files(request: AnyRequest, context: NamedDependency[Context], kind: Kind = "") -> Response[Any]:
    """The pieces of evidence, and those that still need a redacted copy."""
    files = await evidence.list_files(context, kind=None, after=None, limit=MOST_ROWS)
    given = dict(handed_over(files))
    wanted_kind = chosen(kind, KINDS)
    columns: list[Column[EvidenceFile]] = [
        Column(
            "kind", "Pièce", lambda one: label("evidence_kind", one.kind), link=lambda one: f"/evidence-files/{one.id}"
        ),
        Column("received", "Reçue le", lambda one: one.received_at, CellKind.MOMENT),
        Column(
            "standing",
            "À l’organisme intermédiaire",
            lambda one: _standing(one, given),
            tone=lambda one: "watch" if one.redacts_id is None and given[one.id] is None else "neutral",
        ),
        Column("size", "Taille (ko)", lambda one: -(-one.size_bytes // 1024), CellKind.COUNT),
        Column("sha256", "Empreinte SHA-256", lambda one: one.sha256, only_in_file=True),
    ]
    actions = (
        [Action("/evidence-files/new", "Envoyer une pièce", True)] if context.actor.may(Scope.CLAIMS_WRITE) else []
    )
    wanting = sum(one is None for one in given.values())
    wanted = Listing(
        title="Pièces justificatives",
        path="/evidence-files",
        name="pieces",
        columns=columns,
        rows=[file for file in files if not wanted_kind or file.kind == wanted_kind],
        order="-received",
        filters=(Filter("kind", "Nature", wanted_kind, KINDS, "Toutes"),),
        actions=actions,
        lead=f"{plural(wanting, 'pièce')} sans copie caviardée : le dossier partira sans elles." if wanting else "",
        empty=Empty(
            "Aucune pièce n’est gardée.",
            "Bulletins, lettres de mission, factures : envoyées une fois, elles servent à tous les bilans.",
            actions[0] if actions else None,
        ),
    )
    return await listing(request, context, wanted)


@get("/evidence-files/new", guards=[WRITE])
async def show_new_file(request: AnyRequest, context: NamedDependency[Context], redacts_id: Copies = None) -> Template:
    """The form to send a piece of evidence, or the redacted copy of one."""
    return await _form(request, context, redacts_id)


async def _form(request: AnyRequest, context: Context, redacts_id: UUID | None, **refusal: Any) -> Template:
    original = await evidence.load_file(context, redacts_id) if redacts_id else None
    return page(
        request,
        "evidence/new.html",
        title="Envoyer la copie caviardée" if original else "Envoyer une pièce",
        original=original,
        kinds=KINDS,
        **refusal,
    )


@post("/evidence-files", guards=[WRITE], status_code=303, request_max_body_size=LARGEST_EVIDENCE_BYTES)
async def keep_file(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Keep the file, and show what is known of it."""
    redacts_id = None
    try:
        form = await read_form(request, EvidenceForm)
        redacts_id = form.redacts_id
        kept = await evidence.keep_file(context, await sent_file(request), form.kind, redacts_id)
    except ClauseError as error:
        return await _form(request, context, redacts_id, **await refused(request, error))
    return done(f"/evidence-files/{kept.id}", "evidence_kept")


@get("/evidence-files/{evidence_file_id:uuid}", guards=[READ])
async def show_file(
    request: AnyRequest, context: NamedDependency[Context], evidence_file_id: FromPath[UUID]
) -> Template:
    """What is known of a piece of evidence, with its redacted copies."""
    file = await evidence.load_file(context, evidence_file_id)
    files = await evidence.list_files(context, kind=file.kind, after=None, limit=MOST_ROWS)
    return page(
        request,
        "evidence/file.html",
        title=label("evidence_kind", file.kind),
        file=file,
        size=-(-file.size_bytes // 1024),
        copies=[other for other in files if other.redacts_id == file.id],
        may_read=context.actor.may(Scope.CLAIMS_WRITE),
    )


@get("/evidence-files/{evidence_file_id:uuid}/content", guards=[WRITE])
async def download_file(
    request: AnyRequest, context: NamedDependency[Context], evidence_file_id: FromPath[UUID]
) -> Response[Any]:
    """The file as it was sent."""
    return file_response(request, await evidence.load_content(context, evidence_file_id))


HANDLERS: list[ControllerRouterHandler] = [show_files, show_new_file, keep_file, show_file, download_file]
