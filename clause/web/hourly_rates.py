"""Hourly rates of persons for an operation: what holds since when, how it is made, and fixing one."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.employments import Employment
from clause.domain.errors import ClauseError
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES, EvidenceKind
from clause.domain.hourly_rate_making import HOURLY_METHODS, RateTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import CostMethod
from clause.services import employments, evidence, hourly_rates, operations
from clause.services.context import Context
from clause.services.hourly_rates import RateView
from clause.text import formats
from clause.text.labels import label
from clause.web.evidence import choices_of, sent_file
from clause.web.forms import FreeText, MonthField, Quantity, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Listing, listing
from clause.web.notes import done
from clause.web.page import page

WRITE = needs(Scope.CLAIMS_WRITE)
PATH = "/operations/{operation_id:uuid}/hourly-rates"


class RateForm(BaseModel):
    """What a rate is made from, as typed."""

    employment_id: UUID = Field(title="Personne")
    method: CostMethod = Field(title="Méthode")
    first_month: MonthField = Field(title="Premier mois documenté")
    last_month: MonthField = Field(title="Dernier mois documenté")
    effective_on: date = Field(title="En vigueur le")
    employer_cost: Quantity | None = Field(default=None, title="Coût employeur")
    other_pay_of_the_year: Quantity | None = Field(default=None, title="Autres éléments de l’année")
    document_id: UUID | None = Field(default=None, title="Pièce")
    reason: FreeText | None = Field(default=None, title="Motif")

    def terms(self, sent: UUID | None) -> RateTerms:
        """As the service takes it; ``sent`` is the document that came with the form."""
        values = {name: value for name, value in self if value is not None}
        return RateTerms(**values, **({"document_id": sent} if sent else {}))


def _names(found: list[Employment]) -> dict[UUID, str]:
    return {one.id: f"{one.person_name or 'Personne partie'} ({one.staff_number})" for one in found}


@get(PATH, guards=[WRITE])
async def show_rates(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """The rates of an operation, by person and version, with how each is made."""
    operation = await operations.load_operation(context, operation_id)
    rates = await hourly_rates.list_rates(context, operation_id)
    names = _names(await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS))
    columns: list[Column[RateView]] = [
        Column("person", "Personne", lambda view: names[view.rate.employment_id]),
        Column("rate", "Taux horaire", lambda view: view.rate.hourly_rate, CellKind.EUROS),
        Column("effective_on", "En vigueur le", lambda view: view.rate.effective_on, CellKind.DAY),
        Column("method", "Calcul", lambda view: _method(view.rate.method)),
        Column("cost", "Coût retenu", lambda view: view.rate.employer_cost, CellKind.EUROS),
        Column("cap", "Plafond d’heures", lambda view: view.rate.hours_cap, CellKind.HOURS),
        Column("first_month", "Documenté de", lambda view: view.rate.first_month.first_day, CellKind.MONTH),
        Column("last_month", "à", lambda view: view.rate.last_month.first_day, CellKind.MONTH),
        Column("version", "Version", lambda view: view.rate.version_no, CellKind.COUNT),
        Column("reason", "Motif", lambda view: view.rate.reason),
    ]
    add = Action(f"/operations/{operation_id}/hourly-rates/new", "Fixer un taux", True)
    wanted = Listing(
        title="Taux horaires",
        path=f"/operations/{operation_id}/hourly-rates",
        name="taux-horaires",
        columns=columns,
        rows=rates,
        order="person",
        actions=[add],
        lead=f"Opération {operation.number} – {operation.title}",
        empty=Empty(
            "Aucun taux horaire n’est fixé.",
            "Il en faut un pour chaque personne dont la lettre de mission valorise le temps à l’heure.",
            add,
        ),
        more={"operation": operation, "names": names},
    )
    return await listing(request, context, wanted, "costs/rates.html")


def _method(method: CostMethod) -> str:
    return "Coût d’un an" if method is CostMethod.M3A else "Coût d’un mois"


@get(f"{PATH}/new", guards=[WRITE])
async def show_new_rate(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """The form that fixes a rate."""
    return await _form(request, context, operation_id)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, **refusal: Any) -> Template:
    operation = await operations.load_operation(context, operation_id)
    found = await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS)
    files = await evidence.list_files(context, kind=EvidenceKind.RATE_CALCULATION, after=None, limit=MOST_ROWS)
    return page(
        request,
        "costs/rate_new.html",
        title="Fixer un taux horaire",
        operation=operation,
        people=sorted(((str(key), name) for key, name in _names(found).items()), key=lambda pair: pair[1]),
        methods=[(method.value, label("cost_method", method)) for method in HOURLY_METHODS],
        files=choices_of(files),
        today=formats.day(context.today),
        **refusal,
    )


@post(PATH, guards=[WRITE], status_code=303, request_max_body_size=LARGEST_EVIDENCE_BYTES)
async def fix_rate(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Fix the rate, and show all of them."""
    try:
        form = await read_form(request, RateForm)
        file = await sent_file(request)
        sent = await evidence.keep_file(context, file, EvidenceKind.RATE_CALCULATION, None) if file else None
        await hourly_rates.fix_rate(context, operation_id, form.terms(sent.id if sent else None))
    except ClauseError as error:
        return await _form(request, context, operation_id, **await refused(request, error))
    return done(f"/operations/{operation_id}/hourly-rates", "rate_fixed")


HANDLERS: list[ControllerRouterHandler] = [show_rates, show_new_rate, fix_rate]
