"""Files dropped: which ones, what a new one must look like, and receiving it."""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.errors import ClauseError, Unreadable
from clause.domain.findings import Finding
from clause.domain.hours_import import SheetField
from clause.domain.imports import ImportKind, ImportRun
from clause.domain.tables import CellKind, Column, Sheet
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import hours_imports, imports, payroll_imports, tables
from clause.services.context import Context
from clause.text.hours_imports import COLUMN_NAMES, EXAMPLES
from clause.text.labels import label
from clause.web.forms import refused, typed_values, uploaded
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import page

LARGEST_FORM_BYTES = 60_100_000
READ = needs(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE, Scope.CLAIMS_WRITE)
_NEEDS = {
    ImportKind.DECP: Scope.CONTRACTS_WRITE,
    ImportKind.HOURS: Scope.HOURS_DECLARE,
    ImportKind.PAYROLL: Scope.CLAIMS_WRITE,
}
_MODEL = (
    SheetField.SIRET, SheetField.CONTRACT, SheetField.LOT, SheetField.LAST_NAME, SheetField.FIRST_NAME,
    SheetField.BIRTH_DATE, SheetField.MONTH, SheetField.HOURS, SheetField.TRAINING_HOURS,
)  # fmt: skip

KindOf = Annotated[str, QueryParameter(name="kind", description="What the files hold")]


def kinds_of(actor: Actor) -> list[tuple[str, str]]:
    """What this reader may import, with its name."""
    return [(kind.value, label("import_kind", kind)) for kind, scope in _NEEDS.items() if actor.may(scope)]


_COLUMNS = (
    Column[ImportRun]("file", "Fichier", lambda run: run.file_name, link=lambda run: f"/imports/{run.id}"),
    Column[ImportRun]("kind", "Contenu", lambda run: label("import_kind", run.kind)),
    Column[ImportRun]("rows", "Lignes", lambda run: run.total, CellKind.COUNT),
    Column[ImportRun]("applied", "Suite", lambda run: _outcome(run)),
    Column[ImportRun]("at", "Reçu le", lambda run: run.created_at, CellKind.MOMENT),
)


def _outcome(run: ImportRun) -> str:
    if run.total is None:
        return "Lecture en cours, ou refusé"
    if run.kind is not ImportKind.HOURS:
        return "Enregistré"
    return "Appliqué" if run.apply_job_id else "À vérifier, puis à appliquer"


@get("/imports", guards=[READ])
async def show_imports(request: AnyRequest, context: NamedDependency[Context], kind: KindOf = "") -> Response[Any]:
    """The files that the organisation received or sent, the latest first."""
    kinds = kinds_of(context.actor)
    picked = chosen(kind, kinds)
    rows = await imports.list_imports(context, kind=ImportKind(picked) if picked else None, limit=MOST_ROWS)
    wanted = Listing(
        title="Imports",
        path="/imports",
        name="imports",
        lead="Chaque fichier déposé garde son rapport, ligne par ligne.",
        columns=_COLUMNS,
        rows=rows,
        filters=[Filter("kind", "Contenu", picked, tuple(kinds))] if len(kinds) > 1 else [],
        actions=[Action("/imports/new", "Déposer un fichier", is_main=True)],
        order="-at",
        empty=Empty(
            "Aucun fichier n’a encore été déposé.",
            "Un tableur d’heures, un export de paie ou un fichier de marchés publics se lit ici, ligne par ligne.",
            Action("/imports/new", "Déposer un fichier"),
        ),
    )
    return await listing(request, context, wanted)


@get("/imports/new", guards=[READ])
async def show_new_import(request: AnyRequest, context: NamedDependency[Context], kind: KindOf = "") -> Response[Any]:
    """The form, with what each kind of file must hold."""
    return _form(request, context, kind)


def _form(request: AnyRequest, context: Context, kind: str, **more: Any) -> Response[Any]:
    kinds = kinds_of(context.actor)
    return page(
        request,
        "imports/new.html",
        title="Déposer un fichier",
        kinds=kinds,
        kind=chosen(kind, kinds) or (kinds[0][0] if len(kinds) == 1 else ""),
        columns=[(COLUMN_NAMES[field], EXAMPLES[field]) for field in _MODEL],
        is_company=context.actor.org_kind is OrgKind.COMPANY,
        **more,
    )


@post("/imports", guards=[READ], status_code=303, request_max_body_size=LARGEST_FORM_BYTES)
async def start_import(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Receive the file, and show it being read."""
    try:
        run = await _received(request, context)
    except ClauseError as error:
        return _form(request, context, (await typed_values(request)).get("kind", ""), **await refused(request, error))
    return done(f"/imports/{run.id}", "import_started")


async def _received(request: AnyRequest, context: Context) -> ImportRun:
    kind = chosen((await typed_values(request)).get("kind", ""), kinds_of(context.actor))
    if not kind:
        raise Unreadable("WEB-240", findings=(Finding(code="WEB-241", field="kind"),))
    name, content = await uploaded(request, "file", "Fichier")
    if kind == ImportKind.HOURS:
        return await hours_imports.start_hours_import(context, name, content, {}, None)
    if kind == ImportKind.PAYROLL:
        return await payroll_imports.start_payroll_import(context, name, content)
    return await imports.start_import(context, ImportKind.DECP, name, content)


@get("/imports/model", guards=[needs(Scope.HOURS_DECLARE)])
async def download_model(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """An empty sheet of hours with the headings that are recognised."""
    notes: Sequence[str] = [
        "Une ligne par personne et par mois. D’autres colonnes peuvent rester : elles ne sont pas lues.",
        f"Exemple de mois : {EXAMPLES[SheetField.MONTH]}. Exemple d’heures : {EXAMPLES[SheetField.HOURS]}.",
    ]
    headings = tuple((COLUMN_NAMES[field], CellKind.TEXT) for field in _MODEL)
    sheet = Sheet("Heures d’insertion à déclarer", tuple(notes), headings, ())
    return file_response(request, tables.Workbook(context, sheet, "modele-heures").file())


HANDLERS: list[ControllerRouterHandler] = [show_imports, show_new_import, start_import, download_model]
