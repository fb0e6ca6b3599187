"""Cells of a month of time on their way: the hours and absences of days, and what lines say; each answered for itself.

The month is recorded as a whole, so cells that are refused are left out one batch after the other until the rest of
what was typed is recorded.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, ConfigDict, Field

from clause.domain.errors import ClauseError, StaleVersion, Unreadable
from clause.domain.findings import Finding, Severity
from clause.domain.timesheet_grid import Line
from clause.edge.months import month_in_path
from clause.rules.calendar import FRANCE
from clause.services import timesheets
from clause.services.context import Context
from clause.services.timesheets import MonthOf, SheetView
from clause.web.page import told
from clause.web.timesheet_form import TypedSheet, read_sheet, values_of
from clause.web.timesheet_lines import FIELDS, lines_shown, read_told
from clause.web.timesheets import SHEET, WRITE, Of, day_of

MOST_CELLS = 500
ATTEMPTS = 3
_ABSENCE = re.compile(r"ah?-\d")
_DAY = re.compile(r"\d{1,2}")


class CellIn(BaseModel):
    """A cell as the page sends it."""

    model_config = ConfigDict(extra="forbid")

    row: str = Field(max_length=80)
    col: str = Field(max_length=250)
    value: str = Field(max_length=2000)
    before: str = Field(max_length=2000)


class CellsIn(BaseModel):
    """A batch of cells."""

    model_config = ConfigDict(extra="forbid")

    cells: list[CellIn] = Field(max_length=MOST_CELLS)


@dataclass(frozen=True)
class Drawn:
    """A month as the fields of a form: the name of each cell sent, what every field holds, and how it is read."""

    names: Mapping[str, CellIn]
    values: Callable[[SheetView], Mapping[str, str]]
    read: Callable[[Mapping[str, str], SheetView], TypedSheet]


def days_drawn(view: SheetView, cells: Sequence[CellIn]) -> Drawn:
    """The table of days: a row a day, a column a line of work; absences in columns of their own."""
    sent = [Line.read(cell.col) for cell in cells if not _ABSENCE.fullmatch(cell.col)]
    recorded = [Line.of(entry) for entry in view.entries]
    lines = tuple(dict.fromkeys([*recorded, *(line for line in sent if line)]))
    kept = {f"line-{number}": line.key for number, line in enumerate(lines)}
    kept["difference_reason"] = (view.sheet.difference_reason if view.sheet else None) or ""
    return Drawn(
        {_name_in_days(cell, lines): cell for cell in cells},
        lambda seen: {**kept, **values_of(seen, lines)},
        read_sheet,
    )


def _name_in_days(cell: CellIn, lines: Sequence[Line]) -> str:
    if _DAY.fullmatch(cell.row) and _ABSENCE.fullmatch(cell.col):
        what, _, rank = cell.col.partition("-")
        return f"{what}-{cell.row}-{rank}"
    line = Line.read(cell.col)
    if line is None or not _DAY.fullmatch(cell.row):
        raise _unreadable()
    return f"h-{lines.index(line)}-{cell.row}"


def lines_drawn(_view: SheetView, cells: Sequence[CellIn]) -> Drawn:
    """The table of lines: a row a recorded line, a column for each thing that it may say."""
    if any(cell.col not in FIELDS for cell in cells):
        raise _unreadable()
    return Drawn({f"{cell.col}-{cell.row}": cell for cell in cells}, _told_values, read_told)


def _unreadable() -> Unreadable:
    """A cell whose place is not one of a table of ours."""
    return Unreadable("WEB-189")


def _told_values(view: SheetView) -> dict[str, str]:
    return {name: value for shown in lines_shown(view) for name, value in shown.values.items()}


@dataclass
class _Batch:
    """The cells of one request, and what became of each so far, by the names of their fields."""

    drawn: Drawn
    view: SheetView
    waiting: dict[str, CellIn]
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, findings: Sequence[Finding]) -> None:
        """Take out the cells that these findings name; else those of their days; else all: none is lost in silence."""
        told_of: dict[str, list[str]] = {}
        for finding in findings:
            if finding.severity is Severity.BLOCKING:
                told_of.setdefault(finding.field or "", []).append(told(finding))
        named = {name: told_of[name] for name in self.waiting if name in told_of}
        if not named:
            days = {_day_in(name): sentences for name, sentences in told_of.items()}
            named = {name: days[_day_in(name)] for name in self.waiting if _day_in(name) in days}
        if not named:
            all_told = [sentence for sentences in told_of.values() for sentence in sentences]
            named = dict.fromkeys(self.waiting, all_told)
        for name, sentences in named.items():
            self.errors[name] = " ".join(dict.fromkeys(sentences))
            del self.waiting[name]


def _day_in(name: str) -> str:
    """The day of a field, as its name says it."""
    parts = name.split("-")
    return parts[2] if parts[0] == "h" else parts[1] if len(parts) > 1 else name


async def save(
    context: Context, wanted: MonthOf, cells: Sequence[CellIn], draw: Callable[[SheetView, Sequence[CellIn]], Drawn]
) -> dict[str, Any]:
    """What became of each cell, and the version that the month has now. StaleVersion TIM-008 after a few attempts."""
    for attempt in range(ATTEMPTS):
        view = await timesheets.load_timesheet(context, wanted)
        try:
            batch = _compared(view, cells, draw)
            answers = _answers(batch, await _recorded(context, wanted, batch))
            return {"at": f"{context.now.astimezone(FRANCE):%H:%M}", **answers}
        except StaleVersion:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


def _compared(view: SheetView, cells: Sequence[CellIn], draw: Callable[[SheetView, Sequence[CellIn]], Drawn]) -> _Batch:
    """The batch without the cells that somebody changed meanwhile to something else."""
    drawn = draw(view, cells)
    now = drawn.values(view)
    batch = _Batch(drawn, view, dict(drawn.names))
    for name, cell in drawn.names.items():
        known = now.get(name, "")
        if known not in (cell.before, cell.value) and not _holds(drawn, view, now, name, cell):
            batch.refuse([Finding(code="WEB-188", field=name, raw=known)])
    return batch


def _holds(drawn: Drawn, view: SheetView, now: Mapping[str, str], name: str, cell: CellIn) -> bool:
    """Whether what is typed says in other words what stands: sent before, and its answer was lost."""
    try:
        return drawn.read({**now, name: cell.value}, view) == drawn.read(now, view)
    except ClauseError:
        return False


async def _recorded(context: Context, wanted: MonthOf, batch: _Batch) -> SheetView:
    """The month once it holds the cells that could be taken; as it was when none could."""
    values = batch.drawn.values(batch.view)
    while batch.waiting:
        typed = {**values, **{name: cell.value for name, cell in batch.waiting.items()}}
        sheet: TypedSheet | None = None
        try:
            sheet = batch.drawn.read(typed, batch.view)
            return await timesheets.record_entries(
                context,
                wanted,
                sheet.entries,
                batch.view.version,
                absences=sheet.absences,
                difference_reason=sheet.difference_reason,
            )
        except StaleVersion:
            raise
        except ClauseError as error:
            values_told = {name: str(value) for name, value in error.values.items()}
            findings = error.findings or (Finding(code=error.code, field="", values=values_told),)
            batch.refuse([sheet.placed(one) if sheet else one for one in findings])
    return batch.view


def _answers(batch: _Batch, view: SheetView) -> dict[str, Any]:
    now, looks = batch.drawn.values(view), _looks(view)
    answers = []
    for name, cell in batch.drawn.names.items():
        error = batch.errors.get(name)
        answers.append(
            {
                "row": cell.row,
                "col": cell.col,
                "state": "refused" if error else "saved",
                "value": now.get(name, ""),
                "error": error,
                "warning": looks.get(_day_in(name)) if name in batch.waiting else None,
            }
        )
    return {"version": view.version, "cells": answers}


def _looks(view: SheetView) -> dict[str, str]:
    """What is worth a look on each day, by the number of the day."""
    found: dict[str, str] = {}
    for finding in view.findings:
        day = day_of(finding, view)
        if day is not None:
            found[str(day.day)] = f"{found.get(str(day.day), '')} {told(finding)}".strip()
    return found


@post(f"{SHEET}/cells", guards=[WRITE], status_code=200)
async def save_days(
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[CellsIn],
    employment_id: Of = None,
) -> dict[str, Any]:
    """Hours and absences as they are typed."""
    return await save(context, MonthOf(person_id, month_in_path(month), employment_id), data.cells, days_drawn)


@post(f"{SHEET}/lines/cells", guards=[WRITE], status_code=200)
async def save_lines(
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[CellsIn],
    employment_id: Of = None,
) -> dict[str, Any]:
    """What lines say beside their hours, as it is typed."""
    return await save(context, MonthOf(person_id, month_in_path(month), employment_id), data.cells, lines_drawn)


HANDLERS: list[ControllerRouterHandler] = [save_days, save_lines]
