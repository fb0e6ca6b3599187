"""The hours grid: choosing a company, the grid of months or days, what it saves, and a month where nobody worked."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import ClauseError, NotFound
from clause.domain.hours_grid import DeclaringCompany, GridStatement, HoursGrid
from clause.domain.statements_due import DueInView, DueState
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import FRANCE, Month, MonthSpan
from clause.services import hours, hours_grid, statements_due
from clause.services.context import Context
from clause.text import formats
from clause.text.statement_reminders import months_in_words
from clause.web import hours_cells
from clause.web.forms import MonthField, read_form, typed_values
from clause.web.hours_address import GridAddress, address_of, id_of, month_of
from clause.web.hours_cells import CellsIn, cell_text
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, listing
from clause.web.notes import done
from clause.web.page import Problem, page, problems_of

DECLARE = needs(Scope.HOURS_DECLARE)
GRID = "/hours"
FEW_MONTHS = 2


class NothingWorkedForm(BaseModel):
    """A month in which nobody worked."""

    company_id: UUID = Field(title="Entreprise")
    month: MonthField = Field(title="Mois")
    facilitator_org_id: UUID = Field(title="Structure facilitatrice")


@get(GRID, guards=[DECLARE])
async def show_grid(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The grid of a company; a facilitator first chooses among those that employ."""
    wanted = address_of(request, context)
    if context.actor.org_kind is not OrgKind.COMPANY and wanted.company_id is None:
        return await _companies(request, context)
    return await _grid_page(request, context, wanted)


@dataclass(frozen=True)
class CompanyRow:
    """A company with the months that it has not declared."""

    company: DeclaringCompany
    late: Sequence[MonthSpan]
    expected: Sequence[MonthSpan]


async def _companies(request: AnyRequest, context: Context) -> Response[Any]:
    companies = await hours_grid.list_declaring_companies(context)
    dues = await statements_due.list_dues_in_view(context)
    late, expected = _months_by_company(dues, DueState.LATE), _months_by_company(dues, DueState.DUE)
    text = request.query_params.get("q", "").strip()[:100]
    rows = [
        CompanyRow(one, late.get(one.id, ()), expected.get(one.id, ()))
        for one in companies
        if text.casefold() in f"{one.name} {one.identifier}".casefold()
    ]
    columns: list[Column[CompanyRow]] = [
        Column("name", "Entreprise", lambda row: row.company.name, link=lambda row: f"{GRID}?company={row.company.id}"),
        Column("hires", "Personnes sous contrat", lambda row: row.company.hires, CellKind.COUNT),
        Column("late", "En retard", lambda row: _shortly(row.late), tone=lambda row: "bad"),
        Column("expected", "Attendus", lambda row: _shortly(row.expected)),
        Column("siret", "SIRET", lambda row: row.company.identifier, only_in_file=True),
    ]
    wanted = Listing(
        title="Saisie des heures",
        path=GRID,
        name="entreprises",
        columns=columns,
        rows=sorted(rows, key=lambda row: (not row.late, not row.expected, row.company.name.casefold())),
        empty=Empty(
            "Aucune entreprise n’emploie encore quelqu’un.",
            "Enregistrez d’abord une embauche : l’entreprise apparaît ici, et ses heures se saisissent.",
            Action("/hires", "Voir les embauches"),
        ),
        filters=(Filter("q", "Entreprise", text),),
        lead="Choisissez l’entreprise dont vous saisissez les heures. Celles qui sont en retard viennent d’abord.",
    )
    return await listing(request, context, wanted)


def _shortly(months: Sequence[MonthSpan]) -> str | None:
    if len(months) > FEW_MONTHS:
        return f"{len(months)} relevés, depuis {months_in_words(months[0])}"
    return ", ".join(months_in_words(one) for one in months) or None


def _months_by_company(dues: Sequence[DueInView], state: DueState) -> Mapping[UUID, Sequence[MonthSpan]]:
    found: defaultdict[UUID, list[MonthSpan]] = defaultdict(list)
    for due in dues:
        if due.state is state:
            found[due.company.id].append(due.months)
    return found


async def _grid_page(
    request: AnyRequest,
    context: Context,
    wanted: GridAddress,
    problems: tuple[Problem, ...] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    columns = wanted.columns
    grid = await hours_grid.load_grid(context, wanted.company_id, columns, lot_id=wanted.lot_id, natures=wanted.natures)
    is_company = context.actor.org_kind is OrgKind.COMPANY
    dues = await statements_due.list_statements_due(context, company_id=grid.company.id, limit=MOST_ROWS)
    months = sorted({column.month for column in columns})
    return page(
        request,
        "hours/grid.html",
        title="Saisie des heures" if is_company else f"Heures de {grid.company.name}",
        status=422 if problems else 200,
        problems=problems,
        typed=typed or {},
        grid=grid,
        wanted=wanted,
        is_company=is_company,
        companies=[] if is_company else await hours_grid.list_declaring_companies(context),
        months=months,
        statements={month: grid.statements_of(month) for month in months},
        corrections=[one for one in grid.statements if one.state == "CORRECTION_REQUESTED"],
        dues=[due for due in dues if due.state is not DueState.RECEIVED],
        months_in_words=months_in_words,
        cell_text=cell_text,
        before=json.dumps(_values(grid)),
        grid_key=f"{context.actor.id}:hours:{grid.company.id}",
        latest=Month.of(context.today),
    )


def _values(grid: HoursGrid) -> dict[str, str]:
    """What the cells that can be typed in hold, so that a form without script tells what it changed."""
    return {
        f"{row.key}|{cell.column.key}": cell_text(cell.hours)
        for row in grid.rows
        for cell in row.cells
        if cell.lock is None
    }


@post(f"{GRID}/cells", guards=[DECLARE], status_code=200)
async def save_cells(request: AnyRequest, context: NamedDependency[Context], data: JSONBody[CellsIn]) -> dict[str, Any]:
    """A batch of cells from the grid: each is answered for itself."""
    answers = await hours_cells.save(context, _company_asked(request, context), data.cells)
    return {"at": f"{context.now.astimezone(FRANCE):%H:%M}", "cells": answers}


@post(GRID, guards=[DECLARE], status_code=303)
async def save_grid(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The whole grid from a browser without script: what was changed is saved, what is refused is shown again."""
    wanted = address_of(request, context)
    form = await typed_values(request)
    cells = hours_cells.cells_of_form(form)
    answers = await hours_cells.save(context, _company_asked(request, context), cells)
    refused = [one for one in answers if one["state"] == "refused"]
    if not refused:
        return done(wanted.path, "hours_saved", count=str(len(answers)))
    problems = tuple(Problem(one["error"], f"{one['row']}|{one['col']}") for one in refused)
    kept = {problem.field: form[problem.field] for problem in problems if problem.field}
    return await _grid_page(request, context, wanted, problems, kept)


def _company_asked(request: AnyRequest, context: Context) -> UUID | None:
    if context.actor.org_kind is OrgKind.COMPANY:
        return None
    return id_of(request.query_params.get("company", ""))


@get(f"{GRID}/check", guards=[DECLARE])
async def check_month(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The statement of a month, to be looked at before it leaves; or a page that says that there is none."""
    month = month_of(request.query_params.get("month", ""))
    company_id = _company_asked(request, context)
    if month is None or (company_id is None and context.actor.org_kind is not OrgKind.COMPANY):
        return Redirect(GRID, status_code=303)
    return await _month_page(request, context, company_id, month)


async def _month_page(
    request: AnyRequest, context: Context, company_id: UUID | None, month: Month, error: ClauseError | None = None
) -> Response[Any]:
    wanted = GridAddress(company_id, None, month, is_by_day=False, span=1, with_training=False)
    grid = await hours_grid.load_grid(context, company_id, wanted.columns)
    filled = [one for one in grid.statements if not _is_empty(one)]
    if len(filled) == 1 and error is None:
        return Redirect(f"/hours-statements/{filled[0].id}", status_code=303)
    facilitators = {row.hire.facilitator_org_id: row.hire.facilitator_name for row in grid.rows}
    return page(
        request,
        "hours/month.html",
        title=f"Relevé d’heures, {formats.month(month.first_day)}",
        status=422 if error else 200,
        problems=problems_of(error) if error else (),
        grid=grid,
        wanted=wanted,
        month=month,
        statements=filled,
        facilitators=facilitators,
        is_over=month < Month.of(context.today),
    )


def _is_empty(statement: GridStatement) -> bool:
    """Whether nothing was typed in it yet."""
    return statement.line_count == 0 and not statement.nothing_worked


@post(f"{GRID}/nothing-worked", guards=[DECLARE], status_code=303)
async def declare_nothing_worked(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Say that nobody worked in a month: the statement waits to be handed over."""
    form = await read_form(request, NothingWorkedForm)
    company_id = None if context.actor.org_kind is OrgKind.COMPANY else form.company_id
    wanted = GridAddress(company_id, None, form.month, is_by_day=False, span=1, with_training=False)
    try:
        grid = await hours_grid.load_grid(context, company_id, wanted.columns)
        mine = (one for one in grid.statements if one.facilitator_org_id == form.facilitator_org_id)
        begun = next((one for one in mine if _is_empty(one) and not one.state.is_decided), None)
        statement_id = await _nothing_worked(context, company_id, form, begun)
    except NotFound:
        raise
    except ClauseError as error:
        return await _month_page(request, context, company_id, form.month, error)
    return done(
        f"/hours-statements/{statement_id}", "nothing_worked_declared", months=formats.month(form.month.first_day)
    )


async def _nothing_worked(
    context: Context, company_id: UUID | None, form: NothingWorkedForm, begun: GridStatement | None
) -> UUID:
    if begun is not None:
        version = (await hours.load_statement(context, begun.id)).version
        checked = await hours.replace_lines(context, begun.id, (), version, nothing_worked=True)
    else:
        checked = await hours.declare_hours(
            context, company_id, form.month, (), nothing_worked=True, facilitator_org_id=form.facilitator_org_id
        )
    return checked.statement.id


HANDLERS: list[ControllerRouterHandler] = [show_grid, save_cells, save_grid, check_month, declare_nothing_worked]
