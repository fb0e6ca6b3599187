"""Cells of the hours grid on their way: read from what the page sent, and answered one by one."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from clause.domain.errors import Unreadable
from clause.domain.hours import is_hundredths
from clause.domain.hours_cells import CellAnswer, CellEdit
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.errors import RuleError
from clause.services import hours_grid
from clause.services.context import Context
from clause.text import formats
from clause.text.messages import sentence
from clause.web.page import told

MOST_CELLS = 500
LONGEST_VALUE = 40
_SPACES = {ord(space): None for space in " \u00a0\u202f"}
_MOST = Decimal("100000")


class CellIn(BaseModel):
    """A cell as the page sends it."""

    model_config = ConfigDict(extra="forbid")

    row: str = Field(max_length=80)
    col: str = Field(max_length=10)
    value: str = Field(max_length=2000)
    before: str = Field(max_length=2000)


class CellsIn(BaseModel):
    """A batch of cells."""

    model_config = ConfigDict(extra="forbid")

    cells: list[CellIn] = Field(max_length=MOST_CELLS)


def cell_text(hours: Decimal | None) -> str:
    """Hours as a cell shows them: ``120``, ``12,50``; nothing for none."""
    if hours is None or hours == 0:
        return ""
    return formats.bare_hours(hours).removesuffix(",00").translate(_SPACES)


def read_hours(text: str) -> Decimal | None:
    """Hours as typed; None for nothing or zero. ValueError for what is no number."""
    plain = text.translate(_SPACES).strip().removesuffix("h").replace(",", ".")
    if not plain:
        return None
    try:
        hours = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not hours.is_finite() or abs(hours) > _MOST or len(plain) > LONGEST_VALUE:
        raise ValueError("not a usable number")
    return hours or None


def _edit(cell: CellIn, hours: Decimal | None) -> CellEdit:
    """The edit of a cell. Unreadable WEB-161 when its place is not one of a grid of ours."""
    hire, _, nature = cell.row.partition(":")
    try:
        day = date.fromisoformat(cell.col) if len(cell.col) == len("2026-03-01") else None
        month = Month.of(day) if day else Month.parse(cell.col)
        before = read_hours(cell.before)
        if before is not None and not is_hundredths(before):
            raise ValueError("the grid never showed that")
        return CellEdit(UUID(hire), HoursNature(nature), month, day, hours, before)
    except (ValueError, RuleError) as error:
        raise Unreadable("WEB-161") from error


def _answer(cell: CellIn, answer: CellAnswer) -> dict[str, Any]:
    refusal = answer.refusal
    return {
        "row": cell.row,
        "col": cell.col,
        "state": "refused" if refusal else "saved",
        "value": cell_text(answer.hours),
        "error": told(refusal) if refusal else None,
        "warning": " ".join(told(one) for one in answer.warnings) or None,
    }


def _unreadable(cell: CellIn) -> dict[str, Any]:
    told_value = cell.value.strip()[:LONGEST_VALUE]
    error = sentence("WEB-160", {"raw": told_value})
    return {"row": cell.row, "col": cell.col, "state": "refused", "value": cell.before, "error": error, "warning": None}


async def save(context: Context, company_id: UUID | None, cells: Sequence[CellIn]) -> list[dict[str, Any]]:
    """What became of each cell, as the grid reads it."""
    edits: dict[int, CellEdit] = {}
    answers: dict[int, dict[str, Any]] = {}
    for rank, cell in enumerate(cells):
        try:
            hours = read_hours(cell.value)
        except ValueError:
            answers[rank] = _unreadable(cell)
        else:
            edits[rank] = _edit(cell, hours)
    saved = await hours_grid.save_cells(context, company_id, tuple(edits.values()))
    answers |= {rank: _answer(cells[rank], one) for rank, one in zip(edits, saved, strict=True)}
    return [answers[rank] for rank in range(len(cells))]


def cells_of_form(form: Mapping[str, str]) -> list[CellIn]:
    """The cells that a form without script changed; Unreadable WEB-164 when it is not one of ours."""
    try:
        before: dict[str, str] = json.loads(form.get("before", "{}"))
        found = []
        for place, text in before.items():
            row, _, col = place.partition("|")
            typed = form.get(place, text).strip()
            if typed != text:
                found.append(CellIn(row=row, col=col, value=typed, before=text))
    except (ValueError, AttributeError) as error:
        raise Unreadable("WEB-164") from error
    return found[:MOST_CELLS]
