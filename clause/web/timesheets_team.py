"""Everyone's months of time: where each stands, approved or opened again in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError, Refused
from clause.domain.tables import CellKind, Column
from clause.domain.timesheet_standing import MonthStanding, TimeStep, counts_of
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import Month, add_months
from clause.rules.errors import RuleError
from clause.services import timesheets_in_bulk
from clause.services.context import Context
from clause.services.timesheets_in_bulk import MonthOutcome, WhoseMonth
from clause.text import formats
from clause.text.labels import LABELS
from clause.text.readable import readable_sentence
from clause.web.forms import FreeText, MonthField, read_form, typed_values
from clause.web.listing import Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import Problem, problems_of
from clause.web.timesheets import month_columns, month_path

APPROVE = needs(Scope.TIME_APPROVE)
PATH = "/timesheets/team"
MONTHS_CHOSEN, MONTHS_DRAWN = 24, 6

Wanted = Annotated[str, QueryParameter(name="month", description="The month, YYYY-MM; the last one over when left out")]
Step = Annotated[str, QueryParameter(name="step", description="What the months wait for")]


class Chosen(BaseModel):
    """The months ticked in the list: ``person.employment`` each."""

    month: MonthField = Field(title="Mois")
    items: tuple[str, ...] = Field(default=(), title="Personnes")

    def whose(self) -> list[WhoseMonth]:
        """Whose months they are; Refused WEB-182 when none was ticked."""
        found = []
        for item in self.items:
            person, _, employment = item.partition(".")
            try:
                found.append(WhoseMonth(UUID(person), UUID(employment)))
            except ValueError as error:
                raise Refused("WEB-183") from error
        if not found:
            raise Refused("WEB-182")
        return found


class ChosenToReopen(Chosen):
    """The same, with the reason for opening them again."""

    reason: FreeText = Field(title="Motif")


@dataclass(frozen=True)
class Square:
    """A month of someone in the table of the last months."""

    path: str
    step: TimeStep
    is_late: bool


@get(PATH, guards=[APPROVE])
async def show_team(
    request: AnyRequest, context: NamedDependency[Context], month: Wanted = "", step: Step = ""
) -> Response[Any]:
    """The months of everyone: those of one month with boxes to tick, below the table of the last months."""
    return await _team_page(request, context, _month(month, context), step)


def _month(text: str, context: Context) -> Month:
    try:
        return Month.parse(text)
    except RuleError:
        return Month.of(add_months(context.today.replace(day=1), -1))


async def _team_page(
    request: AnyRequest,
    context: Context,
    month: Month,
    step: str = "",
    *,
    problems: Sequence[Problem] = (),
    reason: str = "",
) -> Response[Any]:
    today = context.today
    last = Month.of(today)
    first = Month.of(add_months(last.first_day, 1 - MONTHS_DRAWN))
    known = await timesheets_in_bulk.list_standings(context, min(first, month), max(last, month))
    of_month = [one for one in known if one.month == month]
    steps = tuple(LABELS["time_step"].items())
    wanted_step = chosen(step, steps)
    choices = [Month.of(add_months(last.first_day, -back)) for back in range(MONTHS_CHOSEN)]
    wanted = Listing(
        title="Temps de l’équipe",
        path=PATH,
        name="temps-equipe",
        columns=_columns(today),
        rows=[one for one in of_month if not wanted_step or one.step(today) == wanted_step],
        order="person",
        filters=(
            Filter("month", "Mois", str(month), tuple((str(one), formats.month(one.first_day)) for one in choices), ""),
            Filter("step", "Où elle en est", wanted_step, steps, "Toutes"),
        ),
        empty=Empty("Personne n’a de poste ce mois-ci.", "Enregistrez d’abord les postes dans « Salariés et paie »."),
        more={
            "month": month,
            "has_people": bool(of_month),
            "today": today,
            "counts": counts_of(of_month, today),
            "matrix": _matrix([one for one in known if not one.month < first], context),
            "drawn": list(Month.range(first, last)),
            "problems": problems,
            "reason": reason,
            "reader": context.actor.id,
        },
    )
    return await listing(request, context, wanted, "timesheets/team.html")


def _columns(today: date) -> list[Column[MonthStanding]]:
    return [
        Column("person", "Personne", _name, link=month_path),
        Column("month", "Mois", lambda one: one.month.first_day, CellKind.MONTH, only_in_file=True),
        Column("staff_number", "Matricule", lambda one: one.employment.staff_number, only_in_file=True),
        *month_columns(today),
        Column("signed", "Signée le", lambda one: one.signed_at and one.signed_at.date(), CellKind.DAY),
    ]


def _name(one: MonthStanding) -> str:
    return one.employment.person_name or f"Matricule {one.employment.staff_number}"


def _matrix(known: Sequence[MonthStanding], context: Context) -> list[tuple[str, dict[Month, Square]]]:
    """One line a post, with what each of its last months waits for."""
    found: dict[UUID, tuple[str, dict[Month, Square]]] = {}
    for one in sorted(known, key=lambda one: (_name(one), one.employment.first_day)):
        _, squares = found.setdefault(one.employment.id, (_name(one), {}))
        squares[one.month] = Square(month_path(one), one.step(context.today), one.is_late(context.today))
    return list(found.values())


@post("/timesheets/approvals", guards=[APPROVE], status_code=303)
async def approve_months(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The second signature on the months ticked; what one refuses stops no other."""
    try:
        form = await read_form(request, Chosen)
        outcomes = await timesheets_in_bulk.approve_months(context, form.month, form.whose())
    except ClauseError as error:
        return await _refused(request, context, error)
    return await _told(request, context, form.month, outcomes, "months_approved")


@post("/timesheets/reopenings", guards=[APPROVE], status_code=303)
async def reopen_months(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The signatures of the months ticked taken away, for one reason."""
    try:
        form = await read_form(request, ChosenToReopen)
        outcomes = await timesheets_in_bulk.reopen_months(context, form.month, form.whose(), form.reason)
    except ClauseError as error:
        return await _refused(request, context, error)
    return await _told(request, context, form.month, outcomes, "months_reopened")


async def _refused(request: AnyRequest, context: Context, error: ClauseError) -> Response[Any]:
    typed = await typed_values(request)
    problems = [Problem(one.detail, "reason" if one.field == "reason" else None) for one in problems_of(error)]
    month = _month(typed.get("month", ""), context)
    return await _team_page(request, context, month, problems=problems, reason=typed.get("reason", ""))


async def _told(
    request: AnyRequest, context: Context, month: Month, outcomes: Sequence[MonthOutcome], code: str
) -> Response[Any]:
    """All done: the list again. Otherwise the list with what was refused, and why, for each person."""
    refusals = [one for one in outcomes if one.refusal is not None]
    if not refusals:
        return done(f"{PATH}?month={month}", code, count=formats.count(len(outcomes)))
    known = await timesheets_in_bulk.list_standings(context, month, month)
    names = {one.employment.id: _name(one) for one in known}
    problems = [
        Problem(f"{names.get(one.whose.employment_id or one.whose.person_id, 'Personne inconnue')} : {_why(one)}")
        for one in refusals
    ]
    return await _team_page(request, context, month, problems=problems)


def _why(outcome: MonthOutcome) -> str:
    return readable_sentence(outcome.refusal.code, outcome.refusal.values) if outcome.refusal else ""


HANDLERS: list[ControllerRouterHandler] = [show_team, approve_months, reopen_months]
