"""Lists: every one filters, sorts, prints, leaves as a workbook, and keeps what was chosen in its address.

A handler gives :func:`listing` its rows, read from one service with the filters of its address, or where they can be
read from; the page, the order, the columns of the reader, the workbook of the view and that of everything follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from litestar import Response
from litestar.response import Stream

from clause.domain.documents import XLSX
from clause.domain.tables import MOST_COUNTED, Column, Sheet, Window, cells_of, sheet_of
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest
from clause.edge.streams import Send, streamed
from clause.services import list_views, tables
from clause.services.context import Context
from clause.text import formats
from clause.text.cells import cell_text
from clause.web.list_columns import ALL, COLUMNS, choices_of, columns_of
from clause.web.list_sources import InMemory, Stored
from clause.web.page import page
from clause.web.searches import carried

R = TypeVar("R")

PAGE_SIZE = 50
MOST_ROWS = 2000
"""What a list that sorts in memory reads at most, and what a PDF holds; the lists that grow stay in the database."""

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
    def is_typed(self) -> bool:
        """Whether its text is typed, and may be anything: a person's name."""
        return self.type == "search" and not self.choices

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
    rows: Sequence[R] | Stored[R]
    empty: Empty
    filters: Sequence[Filter] = ()
    actions: Sequence[Action] = ()
    order: str = ""
    """The key of the column by which rows are sorted unless the reader chooses; with a minus, the other way."""

    everything: Mapping[str, str] = field(default_factory=dict)
    """What the address of the list without its filters needs, to show all that the reader may see."""

    lead: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a template of its own needs beside."""

    @property
    def is_searched(self) -> bool:
        """Whether one of its filters is typed."""
        return any(item.is_typed for item in self.filters)


def searched(text: str) -> str | None:
    """What was typed in a search field, usable in a query; None when nothing was."""
    return text.replace("\0", "").strip()[:LONGEST_SEARCH] or None


def chosen(value: str, choices: Sequence[tuple[str, str]]) -> str:
    """The value when it is one of the choices, else nothing: an address that was cut or edited shows everything."""
    return value if value in dict(choices) else ""


async def listing(
    request: AnyRequest, context: Context, wanted: Listing[R], template: str = "listing.html"
) -> Response[Any]:
    """The list as a page, or as a file when its address asks ``format=xlsx`` or ``format=pdf``."""
    query = request.query_params
    kept = await list_views.load_columns(context, wanted.name)
    columns = columns_of(wanted.columns, query.get(COLUMNS), kept)
    view = _View(wanted, columns, query.get(_SORT, wanted.order), _chosen(context, wanted))
    if query.get(_FORMAT) == "xlsx":
        return await _workbook(request, context, view)
    if query.get(_FORMAT) == "pdf":
        rows = (await view.source.slice(Window(view.order, 0, MOST_ROWS))).rows
        sheet = sheet_of(wanted.title, _notes(context, wanted), view.columns, rows)
        return file_response(request, tables.make_pdf(context, sheet, wanted.name))
    return await _page(request, view, template)


def _chosen(context: Context, wanted: Listing[R]) -> dict[str, str]:
    """The filters that are set, as the address carries them."""
    chosen = [(item, item.value) for item in wanted.filters if item.value]
    return {item.name: carried(context, value) if item.is_typed else value for item, value in chosen}


class _View(Generic[R]):
    """A list as one reader sees it: these columns, in this order, filtered so."""

    def __init__(
        self, wanted: Listing[R], columns: Sequence[Column[R]], order: str, filters: Mapping[str, str]
    ) -> None:
        self.wanted, self.columns, self.order = wanted, columns, order
        rows = wanted.rows
        self.source: Stored[R] | InMemory[R] = rows if isinstance(rows, Stored) else InMemory(rows, wanted.columns)
        self.filters = filters
        shown = [column.key for column in columns]
        is_own = shown != [column.key for column in wanted.columns if not column.only_in_file]
        self.chosen = {COLUMNS: ".".join(shown)} if is_own else {}

    def address(self, **changed: str) -> str:
        """The address that restores the view, with these changes."""
        sort = {_SORT: self.order} if self.order != self.wanted.order else {}
        return _address(self.wanted.path, {**self.filters, **sort, **self.chosen, **changed})

    def heading(self, column: Column[R], count: int) -> tuple[Column[R], str | None, str]:
        """A column of so many rows, where a click on its title leads, and how it is sorted as ``aria-sort`` says it."""
        if not self.source.sorts_by(column.key, count):
            return column, None, "none"
        if self.order == column.key:
            return column, self.address(sort=f"-{column.key}"), "ascending"
        is_reversed = self.order == f"-{column.key}"
        return column, self.address(sort=column.key), "descending" if is_reversed else "none"

    def titles_sorted_when_few(self) -> list[str]:
        """Titles of the columns by which only a list that is counted sorts."""
        dear = self.source.dear if isinstance(self.source, Stored) else ()
        return [column.title for column in self.columns if column.key in dear]


async def _workbook(request: AnyRequest, context: Context, view: _View[R]) -> Response[Any]:
    """The rows as a workbook; those of a list that stays in the database leave while they are read."""
    head = Sheet(
        view.wanted.title,
        tuple(_notes(context, view.wanted)),
        tuple((column.title, column.kind) for column in view.columns),
        (),
    )
    if isinstance(view.source, Stored):
        return await _streamed(tables.LongWorkbook(context, head, view.wanted.name), view, view.source)
    book = tables.Workbook(context, head, view.wanted.name)
    book.add(cells_of(view.columns, view.source.all(view.order)))
    return file_response(request, book.file())


async def _streamed(book: tables.LongWorkbook, view: _View[R], source: Stored[R]) -> Stream:
    async def write(send: Send) -> None:
        async def take(rows: Sequence[R]) -> None:
            await send(book.add(cells_of(view.columns, rows)))

        with book:
            await source.each(view.order, take)
            await send(book.finished())

    headers = {"content-disposition": f'attachment; filename="{book.file_name}"', "cache-control": "no-store"}
    return Stream(await streamed(write), media_type=XLSX, headers=headers)


async def _page(request: AnyRequest, view: _View[R], template: str) -> Response[Any]:
    wanted, number = view.wanted, _page_number(request.query_params.get(_PAGE, "1"))
    found = await view.source.slice(Window(view.order, (number - 1) * PAGE_SIZE, PAGE_SIZE))
    last = max(1, -(-min(found.count, MOST_COUNTED) // PAGE_SIZE))
    if number > last:
        number = last
        found = await view.source.slice(Window(view.order, (number - 1) * PAGE_SIZE, PAGE_SIZE))
    return page(
        request,
        template,
        title=wanted.title,
        list=wanted,
        columns=[view.heading(column, found.count) for column in view.columns],
        lines=[[_cell(column, row) for column in view.columns] for row in found.rows],
        shown=found.rows,
        count=min(found.count, MOST_COUNTED),
        is_cut=found.count > MOST_COUNTED or len(_held(wanted)) >= MOST_ROWS,
        sorted_when_few=view.titles_sorted_when_few() if found.count > MOST_COUNTED else [],
        is_filtered=bool(view.filters),
        first=(number - 1) * PAGE_SIZE + 1,
        previous=view.address(page=str(number - 1)) if number > 1 else None,
        following=view.address(page=str(number + 1)) if number < last else None,
        workbook=view.address(format="xlsx"),
        document=view.address(format="pdf"),
        whole=_address(wanted.path, {**wanted.everything, COLUMNS: ALL, _FORMAT: "xlsx"}),
        column_choices=choices_of(wanted.columns, view.columns),
        own_address=view.address(),
        **wanted.more,
    )


def _held(wanted: Listing[R]) -> Sequence[R]:
    """The rows that are all in memory."""
    return () if isinstance(wanted.rows, Stored) else wanted.rows


def _address(path: str, values: Mapping[str, str]) -> str:
    return path + (f"?{urlencode(values)}" if values else "")


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


def _page_number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _notes(context: Context, wanted: Listing[R]) -> list[str]:
    asked = [f"{item.label} : {item.shown}" for item in wanted.filters if item.value]
    return [f"État au {formats.day(context.today)}.", *asked]
