"""The columns of a list that a reader sees: those of the address, else those kept, else the list's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from clause.domain.tables import Column
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import list_views
from clause.services.context import Context
from clause.web.forms import read_form
from clause.web.notes import Undo, done

R = TypeVar("R")

COLUMNS = "columns"
ALL = "all"
PATH = "/list-columns"
_SEPARATOR = "."
_INSIDE = re.compile(r"/(?!/)[^\s\\]*")
_OF_ONE_PAGE = frozenset({COLUMNS, "page", "format"})


def columns_of(columns: Sequence[Column[R]], asked: str | None, kept: Sequence[str] | None) -> list[Column[R]]:
    """What to show, in the order of the list; the first column names the row and always stays.

    ``asked`` is what the address says, ``kept`` what the reader chose before; keys that the list does not have are
    passed over.
    """
    if asked == ALL:
        return list(columns)
    for wanted in (asked.split(_SEPARATOR) if asked else (), kept or ()):
        if any(column.key in wanted for column in columns):
            return [column for column in columns if column.key in wanted or column is columns[0]]
    return [column for column in columns if not column.only_in_file]


@dataclass(frozen=True)
class ColumnChoice:
    """A box to tick: a column, and whether it is shown now."""

    key: str
    title: str
    is_shown: bool


def choices_of(columns: Sequence[Column[R]], shown: Sequence[Column[R]]) -> list[ColumnChoice]:
    """The boxes of a list: every column but the first."""
    keys = {column.key for column in shown}
    return [ColumnChoice(column.key, column.title, column.key in keys) for column in columns[1:]]


def _of_this_site(path: str) -> str:
    """An address of ours: a form that was tampered with leads nowhere else."""
    if not _INSIDE.fullmatch(path):
        raise ValueError("not an address of ours")
    return path


class ColumnsForm(BaseModel):
    """The columns ticked; ``reset`` takes the choice back."""

    list_name: Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,40}$")] = Field(title="Liste")
    back: Annotated[str, StringConstraints(max_length=2000), AfterValidator(_of_this_site)] = Field(title="Retour")
    first: Annotated[str, StringConstraints(pattern=r"^[a-z_0-9]{1,40}$")] = Field(title="Première colonne")
    columns: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_0-9.]{1,1000}$")], ...] = Field(
        default=(), max_length=99, title="Colonnes"
    )
    reset: bool = Field(default=False, title="Colonnes d’origine")

    @property
    def chosen(self) -> tuple[str, ...]:
        """What to keep; nothing when the list's own columns are wanted again."""
        keys = (self.first, *(key for several in self.columns for key in several.split(_SEPARATOR) if key))
        return () if self.reset else tuple(dict.fromkeys(keys))


@post(PATH, guards=[signed_in], status_code=303)
async def choose_columns(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Keep the columns for the reader and this list, and show the list with them."""
    form = await read_form(request, ColumnsForm)
    before = await list_views.choose_columns(context, form.list_name, form.chosen)
    fields = {"list_name": form.list_name, "back": form.back, "first": form.first}
    undo = {"columns": _SEPARATOR.join(before)} if before else {"reset": "true"}
    code = "columns_reset" if form.reset else "columns_chosen"
    return done(_with_columns(form.back, form.chosen), code, undo=Undo(path=PATH, fields={**fields, **undo}))


def _with_columns(address: str, columns: Sequence[str]) -> str:
    path, _, query = address.partition("?")
    values = [(name, value) for name, value in parse_qsl(query) if name not in _OF_ONE_PAGE]
    if columns:
        values.append((COLUMNS, _SEPARATOR.join(columns)))
    return path + (f"?{urlencode(values)}" if values else "")


HANDLERS: list[ControllerRouterHandler] = [choose_columns]
