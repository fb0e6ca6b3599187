"""Months of time: one's own in a list, and one month with its days, signatures and file."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError, Refused
from clause.domain.findings import Finding
from clause.domain.tables import CellKind, Column
from clause.domain.timesheet_filling import as_the_week_before, empty_days, same_each_day, typed_again
from clause.domain.timesheet_grid import Line, sums_of
from clause.domain.timesheet_standing import MonthStanding, TimeStep, may_be_signed, needs_late_reason
from clause.domain.timesheets import AbsenceCategory, Activity, TimesheetState, TypedEntry, hours_of
from clause.edge.months import month_in_path
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import Month, add_months
from clause.services import timesheet_surroundings, timesheets, timesheets_in_bulk
from clause.services.context import Context
from clause.services.timesheet_surroundings import MonthSurroundings
from clause.services.timesheets import MonthOf, SheetView
from clause.text.labels import LABELS, label
from clause.web.forms import refused, typed_values
from clause.web.listing import Empty, Listing, listing
from clause.web.notes import done
from clause.web.page import page, plural, told
from clause.web.timesheet_form import (
    TypedSheet,
    columns_of,
    groups_of,
    read_lines,
    read_sheet,
    rows_of,
    values_of,
)
from clause.web.timesheet_lines import lines_shown, read_told

WRITE, APPROVE = needs(Scope.TIME_WRITE), needs(Scope.TIME_APPROVE)
MONTHS_SHOWN = 18
SHEET = "/timesheets/{person_id:uuid}/{month:str}"
STEP_TONES = {TimeStep.TO_FILL: "bad", TimeStep.TO_SIGN: "watch", TimeStep.APPROVED: "good"}

Of = Annotated[UUID | None, QueryParameter(name="employment", description="Which employment, where there are several")]
With = Annotated[str, QueryParameter(name="with", description="A column to add: `operation|activity|funding`")]
Revision = Annotated[int | None, QueryParameter(description="Which revision; the latest when left out", ge=1)]


def month_path(standing: MonthStanding) -> str:
    """The address of a month; it names the employment, for a person may have several in it."""
    person = standing.employment.person_id
    return f"/timesheets/{person}/{standing.month}?employment={standing.employment.id}"


def month_columns(today: date) -> list[Column[MonthStanding]]:
    """The columns that lists of months share."""
    return [
        Column(
            "step",
            "Où elle en est",
            lambda one: label("time_step", one.step(today)),
            tone=lambda one: STEP_TONES.get(one.step(today), "neutral"),
        ),
        Column("late", "Retard", lambda one: "En retard" if one.is_late(today) else None, tone=lambda _: "bad"),
        Column("missing", "Jours à compléter", lambda one: len(one.missing_days(today)) or None, CellKind.COUNT),
        Column("worked", "Heures travaillées", lambda one: one.hours_worked, CellKind.HOURS),
        Column("operations", "Sur opérations", lambda one: one.hours_on_operations, CellKind.HOURS),
        Column("absent", "Absences", lambda one: one.hours_absent, CellKind.HOURS),
        Column("theoretical", "Au contrat", lambda one: one.theoretical_hours, CellKind.HOURS),
    ]


@get("/timesheets", guards=[WRITE])
async def show_own_months(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The reader's own months: the running one first, with what each waits for."""
    today = context.today
    last = Month.of(today)
    first = Month.of(add_months(last.first_day, 1 - MONTHS_SHOWN))
    rows = await timesheets_in_bulk.list_own_standings(context, first, last)
    waiting = [one for one in rows if one.step(today) in (TimeStep.TO_FILL, TimeStep.TO_SIGN)]
    finished = [one for one in waiting if one.month != last]
    following = finished[-1] if finished else rows[0] if rows else None
    columns: list[Column[MonthStanding]] = [
        Column("month", "Mois", lambda one: one.month.first_day, CellKind.MONTH, link=month_path),
        *month_columns(today),
        Column("staff_number", "Matricule", lambda one: one.employment.staff_number, only_in_file=True),
    ]
    wanted = Listing(
        title="Mes mois",
        path="/timesheets",
        name="mes-mois",
        columns=columns,
        rows=rows,
        order="-month",
        empty=Empty(
            "Aucun poste ne vous est attaché : il n’y a pas encore de temps à saisir.",
            "Votre responsable enregistre votre poste dans « Cofinancement », « Salariés et paie ».",
        ),
        more={
            "next": following,
            "today": today,
            "month_path": month_path,
        },
    )
    return await listing(request, context, wanted, "timesheets/own.html")


@get(SHEET, guards=[WRITE])
async def show_month(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: Of = None,
    more: With = "",
) -> Template:
    """One month: its days with what was done, what is missing, and what to do next."""
    line = Line.read(more)
    return await month_page(request, context, MonthOf(person_id, month_in_path(month), employment_id), (line,))


async def month_page(
    request: AnyRequest,
    context: Context,
    wanted: MonthOf,
    more: tuple[Line | None, ...] = (),
    **refusal: Any,
) -> Template:
    """The page of a month, as recorded or as a refused form held it."""
    view = await timesheets.load_timesheet(context, wanted)
    around = await timesheet_surroundings.load_surroundings(context, view.employment.id, wanted.month)
    typed: Mapping[str, str] = refusal.get("typed", {})
    is_typed = "line-0" in typed
    lines = read_lines(typed) if is_typed else ()
    lines = lines or columns_of(view, around.before, around.open_operations, (line for line in more if line))
    by_id = {operation.id: operation for operation in around.operations}
    by_day, rest = _remarks(view, around)
    person = view.employment.person_name or f"Matricule {view.employment.staff_number}"
    is_open = view.state is TimesheetState.OPEN and view.month.first_day <= context.today
    return page(
        request,
        "timesheets/month.html",
        title=f"Temps de {person}",
        view=view,
        around=around,
        lines=lines,
        groups=groups_of(lines, by_id),
        rows=rows_of(view, context.today, by_day, is_open),
        remarks=rest,
        values=dict(typed) if is_typed else values_of(view, lines),
        activities=LABELS["activity"].items(),
        absences=LABELS["absence_category"].items(),
        holiday=AbsenceCategory.PUBLIC_HOLIDAY,
        operations=by_id,
        is_typed=is_typed,
        saved=values_of(view, lines),
        sums=sums_of(view.entries),
        told_lines=lines_shown(view),
        abouts=LABELS["linked_kind"].items(),
        grid_key=f"{context.actor.id}:time:{view.employment.id}:{view.month}",
        today=context.today,
        day_hours=hours_of(view.pattern.day_minutes),
        **_neighbours(wanted),
        **_rights(context, view, around, is_open),
        **refusal,
    )


def _neighbours(wanted: MonthOf) -> dict[str, Any]:
    first = wanted.month.first_day
    return {
        "base": f"/timesheets/{wanted.person_id}/{wanted.month}",
        "which": f"?employment={wanted.employment_id}" if wanted.employment_id else "",
        "earlier": Month.of(add_months(first, -1)),
        "later": Month.of(add_months(first, 1)),
    }


def _rights(context: Context, view: SheetView, around: MonthSurroundings, is_open: bool) -> dict[str, Any]:
    actor, today = context.actor, context.today
    is_own = actor.id == view.employment.person_id
    approves = actor.may(Scope.TIME_APPROVE)
    is_closed = view.sheet is not None and view.state is not TimesheetState.OPEN
    return {
        "is_own": is_own,
        "may_edit": is_open,
        "may_sign": is_own and is_open and view.sheet is not None and may_be_signed(view.month, today),
        "needs_late_reason": needs_late_reason(view.month, today),
        "may_approve": approves and not is_own and view.state is TimesheetState.SIGNED,
        "may_reopen": approves and is_closed and around.claim_number is None,
        "may_correct": approves and view.state is TimesheetState.APPROVED and around.claim_number is not None,
        "has_file": view.sheet is not None and view.sheet.document_id is not None,
        "approves": approves,
    }


def _remarks(view: SheetView, around: MonthSurroundings) -> tuple[dict[date, list[str]], list[str]]:
    """What is worth a look: at the day where a finding names one, else above the days."""
    by_day: dict[date, list[str]] = {}
    rest = []
    numbers = {str(operation.id): operation.number for operation in around.operations}
    is_open = view.state is TimesheetState.OPEN
    for finding in view.findings:
        if is_open and "days" in finding.values:
            # The days themselves say it.
            continue
        values = {name: numbers.get(value, value) for name, value in finding.values.items()}
        sentence = told(finding.model_copy(update={"values": values}))
        day = day_of(finding, view)
        if day is None:
            rest.append(sentence)
        else:
            by_day.setdefault(day, []).append(sentence)
    return by_day, rest


def day_of(finding: Finding, view: SheetView) -> date | None:
    """The day of the recorded line that a finding names; None for one about the month."""
    place, _, name = (finding.field or "").partition("].")
    rank = place.removeprefix("entries[")
    return view.entries[int(rank)].day if name and rank.isdecimal() else None


@post(f"{SHEET}/entries", guards=[WRITE], status_code=303)
async def record_month(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: Of = None,
) -> Response[Any]:
    """Record what was typed; with what a button adds to it: a column, or the empty days filled."""
    wanted = MonthOf(person_id, month_in_path(month), employment_id)
    typed = await typed_values(request)
    view = await timesheets.load_timesheet(context, wanted)
    added = _added_line(typed) if typed.get("do") == "add" else None
    try:
        sheet = read_sheet(typed, view)
        filled = await _filled(context, wanted, view, sheet, typed)
        await _record(context, wanted, sheet, filled)
    except ClauseError as error:
        return await month_page(request, context, wanted, **await refused(request, error))
    asked = {"employment": str(employment_id)} if employment_id else {}
    asked |= {"with": added.key} if added else {}
    path = _neighbours(wanted)["base"] + (f"?{urlencode(asked)}" if asked else "")
    if filled:
        return done(path, "month_filled", days=plural(len({one.day for one in filled}), "jour"))
    return done(path, "month_recorded")


async def _record(context: Context, wanted: MonthOf, sheet: TypedSheet, filled: tuple[TypedEntry, ...]) -> None:
    try:
        await timesheets.record_entries(
            context,
            wanted,
            (*sheet.entries, *filled),
            sheet.version,
            absences=sheet.absences,
            difference_reason=sheet.difference_reason,
        )
    except Refused as error:
        findings = tuple(sheet.placed(finding) for finding in error.findings)
        raise Refused(error.code, findings=findings, **error.values) from error


def _added_line(typed: Mapping[str, str]) -> Line | None:
    operation, activity = typed.get("add_operation", ""), typed.get("add_activity", "")
    return Line.read(f"{operation}|{activity}|{typed.get('add_funding', '') if not operation else ''}")


async def _filled(
    context: Context, wanted: MonthOf, view: SheetView, sheet: TypedSheet, typed: Mapping[str, str]
) -> tuple[TypedEntry, ...]:
    days = empty_days(view.month, view.pattern, sheet.entries, sheet.absences, context.today)
    if typed.get("do") == "copy":
        around = await timesheet_surroundings.load_surroundings(context, view.employment.id, wanted.month)
        return as_the_week_before(days, (*map(typed_again, around.before), *sheet.entries))
    line = Line.read(typed.get("fill_line", "-")) if typed.get("do") == "fill" else None
    return same_each_day(days, view.pattern, line.operation_id, Activity(line.activity)) if line else ()


@post(f"{SHEET}/lines", guards=[WRITE], status_code=303)
async def record_lines(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: Of = None,
) -> Response[Any]:
    """What was typed of the lines beside their hours, all at once."""
    wanted = MonthOf(person_id, month_in_path(month), employment_id)
    try:
        view = await timesheets.load_timesheet(context, wanted)
        await _record(context, wanted, read_told(await typed_values(request), view), ())
    except ClauseError as error:
        return await month_page(request, context, wanted, **await refused(request, error))
    return done(month_address(wanted), "month_lines_recorded")


def month_address(wanted: MonthOf) -> str:
    """Where a month is."""
    found = _neighbours(wanted)
    return f"{found['base']}{found['which']}"


HANDLERS: list[ControllerRouterHandler] = [show_own_months, show_month, record_month, record_lines]
