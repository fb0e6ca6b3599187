"""Employments: who is employed on what terms, when that ends, and of which months the pay is missing."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.employments import Employment, EmploymentTerms
from clause.domain.errors import ClauseError
from clause.domain.pay_overview import EmploymentPay
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import Month, add_months
from clause.rules.holiday_zones import HolidayZone
from clause.services import accounts, employments, pay_overview
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.forms import FreeText, Line, Percent, Quantity, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import Undo, done
from clause.web.page import page

READ = needs(Scope.TIME_WRITE, Scope.CLAIMS_READ)
ADD = needs(Scope.CLAIMS_WRITE, Scope.TIME_APPROVE)
MONTHS_OF_PAY = 12
RUNNING = (("running", "En cours"), ("ended", "Terminés"))
WEEKDAYS = (
    ("1", "lundi"),
    ("2", "mardi"),
    ("3", "mercredi"),
    ("4", "jeudi"),
    ("5", "vendredi"),
    ("6", "samedi"),
    ("7", "dimanche"),
)

StaffNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z._/ -]{0,39}$")]
Running = Annotated[str, QueryParameter(name="running", description="`running`, `ended`, or all")]


class EmploymentForm(BaseModel):
    """A contract of employment, as typed."""

    person_id: UUID = Field(title="Personne")
    staff_number: StaffNumber = Field(title="Matricule")
    job_title: Line = Field(title="Fonction")
    working_time_share: Percent = Field(title="Quotité de travail")
    weekly_hours: Quantity = Field(title="Heures par semaine")
    first_day: date = Field(title="Premier jour")
    last_day: date | None = Field(default=None, title="Dernier jour")
    weekdays: tuple[str, ...] = Field(default=(), title="Jours travaillés")
    holiday_zone: HolidayZone = Field(default=HolidayZone.METROPOLE, title="Jours fériés")

    def terms(self) -> EmploymentTerms:
        """As the service takes it."""
        known = [number for number, _ in WEEKDAYS if number in self.weekdays]
        values = self.model_dump(exclude={"weekdays"})
        return EmploymentTerms(**values, **({"working_weekdays": "".join(known)} if known else {}))


class EndForm(BaseModel):
    """When an employment ends, and why that changes."""

    last_day: date | None = Field(default=None, title="Dernier jour")
    reason: FreeText | None = Field(default=None, title="Motif")
    version: int = Field(title="Version")


def _span(context: Context) -> tuple[Month, Month]:
    """The last months of which the pay should be known: those that are over."""
    last = Month.of(add_months(context.today.replace(day=1), -1))
    return Month.of(add_months(last.first_day, 1 - MONTHS_OF_PAY)), last


@get("/employments", guards=[READ])
async def show_employments(
    request: AnyRequest, context: NamedDependency[Context], running: Running = ""
) -> Response[Any]:
    """The organisation's employments, with the months of pay that are missing for who keeps them."""
    wanted_state = chosen(running, RUNNING)
    missing: dict[UUID, EmploymentPay] = {}
    if context.actor.may(Scope.CLAIMS_WRITE):
        pays = await pay_overview.list_pay(context, *_span(context), limit=MOST_ROWS)
        missing = {pay.employment.id: pay for pay in pays}
        rows = [pay.employment for pay in pays]
    else:
        rows = await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS)
    today = context.today
    columns: list[Column[Employment]] = [
        Column("person", "Personne", _name, link=lambda one: f"/employments/{one.id}"),
        Column("staff_number", "Matricule", lambda one: one.staff_number),
        Column("job_title", "Fonction", lambda one: one.job_title),
        Column("share", "Quotité", lambda one: one.working_time_share, CellKind.RATE),
        Column("hours", "Heures par semaine", lambda one: one.weekly_hours, CellKind.HOURS),
        Column("first_day", "Début", lambda one: one.first_day, CellKind.DAY),
        Column("last_day", "Fin", lambda one: one.last_day, CellKind.DAY),
    ]
    if missing:
        columns.append(
            Column("missing", "Mois de paie à saisir", lambda one: len(missing[one.id].missing) or None, CellKind.COUNT)
        )
    actions = [Action("/employments/new", "Ajouter un poste", True)] if context.actor.may(Scope.CLAIMS_WRITE) else []
    wanted = Listing(
        title="Salariés et paie",
        path="/employments",
        name="postes",
        columns=columns,
        rows=[one for one in rows if not wanted_state or _is_running(one, today) is (wanted_state == "running")],
        order="person",
        filters=(Filter("running", "Postes", wanted_state, RUNNING),),
        actions=actions,
        empty=Empty(
            "Aucun poste n’est enregistré.",
            "Un poste dit qui travaille, à quelle quotité et depuis quand : le temps et la paie s’y rattachent.",
            actions[0] if actions else None,
        ),
    )
    return await listing(request, context, wanted)


def _name(one: Employment) -> str:
    return one.person_name or f"Matricule {one.staff_number}"


def _is_running(one: Employment, today: date) -> bool:
    return one.last_day is None or one.last_day >= today


@get("/employments/new", guards=[ADD])
async def show_new_employment(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The form of a new employment."""
    return await _form(request, context)


async def _form(request: AnyRequest, context: Context, **refusal: Any) -> Template:
    members = await accounts.list_members(context)
    days = (await request.form()).getall("weekdays", []) if refusal else list("12345")
    return page(
        request,
        "pay/employment_new.html",
        title="Nouveau poste",
        members=sorted({(str(one.id), one.full_name) for one in members}, key=lambda pair: pair[1]),
        weekdays=WEEKDAYS,
        days=days,
        zones=LABELS["holiday_zone"].items(),
        **refusal,
    )


@post("/employments", guards=[ADD], status_code=303)
async def add_employment(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Add the employment, and show it."""
    try:
        form = await read_form(request, EmploymentForm)
        made = await employments.add_employment(context, form.terms())
    except ClauseError as error:
        return await _form(request, context, **await refused(request, error))
    return done(f"/employments/{made.id}", "employment_added")


@get("/employments/{employment_id:uuid}", guards=[READ])
async def show_employment(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID]
) -> Template:
    """One employment: its terms, its end, and its months of pay."""
    return await _employment_page(request, context, employment_id)


async def _employment_page(request: AnyRequest, context: Context, employment_id: UUID, **refusal: Any) -> Template:
    employment = await employments.load_employment(context, employment_id)
    keeps = context.actor.may(Scope.CLAIMS_WRITE)
    first, last = _span(context)
    sees_time = context.actor.may(Scope.TIME_APPROVE) or context.actor.id == employment.person_id
    return page(
        request,
        "pay/employment.html",
        title=f"{_name(employment)}, {employment.job_title}",
        employment=employment,
        weekdays=[name for number, name in WEEKDAYS if number in employment.working_weekdays],
        pay=await pay_overview.load_pay(context, employment_id, first, last) if keeps else None,
        may_change=context.actor.may(Scope.CLAIMS_WRITE) or context.actor.may(Scope.TIME_APPROVE),
        sees_time=sees_time,
        last=last,
        **refusal,
    )


@post("/employments/{employment_id:uuid}/end", guards=[ADD], status_code=303)
async def change_end(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID]
) -> Response[Any]:
    """End the employment, or move its end."""
    try:
        form = await read_form(request, EndForm)
        before = await employments.load_employment(context, employment_id)
        made = await employments.change_end(context, employment_id, form.last_day, form.reason, form.version)
    except ClauseError as error:
        return await _employment_page(request, context, employment_id, **await refused(request, error))
    fields = {"last_day": before.last_day.isoformat() if before.last_day else "", "version": str(made.version)}
    return done(
        f"/employments/{employment_id}",
        "employment_end_changed",
        Undo(path=f"/employments/{employment_id}/end", fields=fields),
    )


HANDLERS: list[ControllerRouterHandler] = [
    show_employments,
    show_new_employment,
    add_employment,
    show_employment,
    change_end,
]
