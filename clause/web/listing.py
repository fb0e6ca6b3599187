"""Lists: every one filters, sorts, prints, leaves as a workbook, and keeps what was chosen in its address.

A handler reads its rows from one service, with the filters of its address, and gives them to :func:`listing`; the page,
the order, the workbook of what is shown and the link to all of it follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from litestar import Response

from clause.domain.tables import Column, sheet_of, sorted_rows
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest
from clause.services import tables
from clause.services.context import Context
from clause.text import formats
from clause.text.cells import cell_text
from clause.web.page import page

R = TypeVar("R")

PAGE_SIZE = 50
MOST_ROWS = 2000
"""What one list reads at most: more than any organisation has in one state; beyond it, the page says to filter."""

LONGEST_SEARCH = 100
_SORT, _PAGE, _FORMAT = "sort", "page", "format"


@dataclass(frozen=True)
class Filter:
    """A filter above the list: a search field when there are no ``choices``, else a choice among (value, label)."""

    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    every: str = "Tous"
    """What the empty choice is called; no such choice when empty."""

    type: str = "search"
    """Of a field without choices: ``search``, ``date`` or ``month``."""

    hint: str = ""

    @property
    def shown(self) -> str:
        """What was chosen, as people read it."""
        return dict(self.choices).get(self.value, self.value)


@dataclass(frozen=True)
class Action:
    """A link above the list to what may be done from it."""

    path: str
    name: str
    is_main: bool = False


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and what to do about it."""

    text: str
    hint: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Listing(Generic[R]):
    """A list as a handler describes it. ``path`` is its address; ``name`` the first word of its file's name."""

    title: str
    path: str
    name: str
    columns: Sequence[Column[R]]
    rows: Sequence[R]
    empty: Empty
    filters: Sequence[Filter] = ()
    actions: Sequence[Action] = ()
    order: str = ""
    """The key of the column by which rows are sorted unless the reader chooses; with a minus, the other way."""

    lead: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a template of its own needs beside."""


def searched(text: str) -> str | None:
    """What was typed in a search field, usable in a query; None when nothing was."""
    return text.replace("\0", "").strip()[:LONGEST_SEARCH] or None


def chosen(value: str, choices: Sequence[tuple[str, str]]) -> str:
    """The value when it is one of the choices, else nothing: an address that was cut or edited shows everything."""
    return value if value in dict(choices) else ""


def listing(request: AnyRequest, context: Context, wanted: Listing[R], template: str = "listing.html") -> Response[Any]:
    """The list as a page, or as a file when its address asks ``format=xlsx`` or ``format=pdf``."""
    query = request.query_params
    order = query.get(_SORT, wanted.order)
    rows = sorted_rows(wanted.rows, wanted.columns, order)
    if query.get(_FORMAT) == "xlsx":
        sheet = sheet_of(wanted.title, _notes(context, wanted), wanted.columns, rows)
        return file_response(request, tables.make_workbook(context, sheet, wanted.name))
    if query.get(_FORMAT) == "pdf":
        printed = [column for column in wanted.columns if not column.only_in_file]
        sheet = sheet_of(wanted.title, _notes(context, wanted), printed, rows)
        return file_response(request, tables.make_pdf(context, sheet, wanted.name))
    kept = {item.name: item.value for item in wanted.filters if item.value}
    columns = [column for column in wanted.columns if not column.only_in_file]
    number = _page_number(query.get(_PAGE, "1"), len(rows))
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]

    def address(**changed: str) -> str:
        values = {**kept, **({_SORT: order} if order != wanted.order else {}), **changed}
        return wanted.path + (f"?{urlencode(values)}" if values else "")

    return page(
        request,
        template,
        title=wanted.title,
        list=wanted,
        columns=[(column, *_heading(column, order, address)) for column in columns],
        lines=[[_cell(column, row) for column in columns] for row in shown],
        shown=shown,
        count=len(rows),
        is_cut=len(wanted.rows) >= MOST_ROWS,
        is_filtered=bool(kept),
        first=(number - 1) * PAGE_SIZE + 1,
        previous=address(page=str(number - 1)) if number > 1 else None,
        following=address(page=str(number + 1)) if number * PAGE_SIZE < len(rows) else None,
        workbook=address(format="xlsx"),
        document=address(format="pdf"),
        **wanted.more,
    )


@dataclass(frozen=True)
class DrawnCell:
    """A cell as written on the page."""

    text: str
    link: str | None
    tone: str | None
    is_number: bool


def _cell(column: Column[R], row: R) -> DrawnCell:
    return DrawnCell(
        text=cell_text(column.value(row), column.kind),
        link=column.link(row) if column.link else None,
        tone=column.tone(row) if column.tone else None,
        is_number=column.is_number,
    )


def _heading(column: Column[R], order: str, address: Any) -> tuple[str, str]:
    """Where a click on the title leads, and how the column is sorted now (``none``, ``ascending``, ``descending``)."""
    if order == column.key:
        return address(sort=f"-{column.key}"), "ascending"
    return address(sort=column.key), "descending" if order == f"-{column.key}" else "none"


def _page_number(text: str, count: int) -> int:
    last = max(1, -(-count // PAGE_SIZE))
    return min(max(int(text), 1), last) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _notes(context: Context, wanted: Listing[R]) -> list[str]:
    asked = [f"{item.label} : {item.shown}" for item in wanted.filters if item.value]
    return [f"État au {formats.day(context.today)}.", *asked]
