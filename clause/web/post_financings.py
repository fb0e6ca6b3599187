"""Who pays for the posts of the facilitator organisation, year by year: what the statistics of funding are made of."""

from decimal import Decimal
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.post_financings import PostFinancing, PostFinancingTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.statistics import FundingSource
from clause.services import post_financings
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Quantity, read_form, refused
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done

READ, WRITE = needs(Scope.STATS_READ), needs(Scope.CLAIMS_WRITE)
PATH = "/post-financings"
HISTORY = (("all", "Toutes les versions"),)
History = Annotated[str, QueryParameter(name="versions", description="`all` for replaced versions too")]


class FinancingForm(BaseModel):
    """What a source pays in a year."""

    year: int = Field(title="Année")
    source: FundingSource = Field(title="Financeur")
    amount_eur: Quantity = Field(ge=0, title="Montant")
    posts_fte: Quantity = Field(ge=0, title="Équivalents temps plein")
    reason: FreeText | None = Field(default=None, title="Motif du remplacement")


COLUMNS: tuple[Column[PostFinancing], ...] = (
    Column("year", "Année", lambda row: str(row.year)),
    Column("source", "Financeur", lambda row: label("funding_source", row.source)),
    Column("amount", "Montant", lambda row: row.amount_eur, CellKind.EUROS),
    Column("posts", "Postes (ETP)", lambda row: formats.decimal(Decimal(row.posts_fte))),
    Column("version", "Version", lambda row: row.version_no, CellKind.COUNT),
    Column("reason", "Motif", lambda row: row.reason),
)


@get(PATH, guards=[READ])
async def show_financings(
    request: AnyRequest, context: NamedDependency[Context], versions: History = ""
) -> Response[Any]:
    """What each source pays by year, and the form of another."""
    return await _financings_page(request, context, chosen(versions, HISTORY))


async def _financings_page(request: AnyRequest, context: Context, versions: str = "", **refusal: Any) -> Response[Any]:
    rows = await post_financings.list_financings(
        context, year=None, with_history=bool(versions), after=None, limit=MOST_ROWS
    )
    wanted = Listing(
        title="Financement des postes",
        path=PATH,
        name="financement-des-postes",
        columns=COLUMNS,
        rows=rows,
        order="-year",
        filters=(Filter("versions", "Versions", versions, HISTORY, every="En vigueur"),),
        empty=Empty("Aucun financement n’est noté.", "Ils alimentent la partie « financement » des statistiques."),
        lead="Qui paie les postes de votre structure, année par année. Une nouvelle saisie remplace la précédente.",
        more={
            "back": "/statistics",
            "back_name": "Statistiques",
            "form": "records/financing_form.html",
            "form_title": "Noter un financement",
            "may_write": context.actor.may(Scope.CLAIMS_WRITE),
            "sources": tuple(LABELS["funding_source"].items()),
            "this_year": context.today.year,
            **refusal,
        },
    )
    return await listing(request, context, wanted, "records/plain.html")


@post(PATH, guards=[WRITE], status_code=303)
async def record_financing(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Record what a source pays, in the place of what was recorded before."""
    try:
        form = await read_form(request, FinancingForm)
        await post_financings.record_financing(context, PostFinancingTerms(**dict(form)))
    except ClauseError as error:
        return await _financings_page(request, context, **await refused(request, error))
    return done(PATH, "post_financing_recorded")


HANDLERS: list[ControllerRouterHandler] = [show_financings, record_financing]
