"""What is recorded on a lot, one page a kind: a list with the form that adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from litestar import Response
from pydantic import BaseModel

from clause.domain.errors import ClauseError
from clause.domain.obligations import ObligationVersion
from clause.domain.tables import Column
from clause.edge.request_context import AnyRequest
from clause.services.context import Context
from clause.web.forms import typed_values
from clause.web.listing import Empty, Listing, listing
from clause.web.lot_frame import framed
from clause.web.notes import done
from clause.web.obligation_forms import in_words
from clause.web.obligations import owed_text

R = TypeVar("R")


@dataclass(frozen=True)
class Records(Generic[R]):
    """One kind of records: how its page is called, what it lists, and the fields that add one."""

    end: str
    title: str
    name: str
    columns: Sequence[Column[R]]
    empty: Empty
    form: str
    form_title: str
    lead: str = ""
    siblings: tuple[tuple[str, str], ...] = ()
    """Ends and names of the pages that belong together."""


async def records_page(
    request: AnyRequest, context: Context, lot_id: UUID, kind: Records[R], rows: Sequence[R], **more: Any
) -> Response[Any]:
    """The page of a kind; ``more`` holds what its form needs, or what was typed in a refused one."""
    base = f"/lots/{lot_id}"
    wanted = Listing(
        title=kind.title,
        path=base + kind.end,
        name=kind.name,
        columns=kind.columns,
        rows=rows,
        empty=kind.empty,
        lead=kind.lead,
        more={
            "form": kind.form,
            "form_title": kind.form_title,
            "siblings": [(base + end, name) for end, name in kind.siblings],
            "summary": "",
            **await framed(request, context, lot_id, kind.end),
            **more,
        },
    )
    return await listing(request, context, wanted, "lots/records.html")


async def told_in_words(request: AnyRequest, error: ClauseError, model: type[BaseModel]) -> dict[str, Any]:
    """What a page needs to show a refused form again, each value called by the title of its field."""
    return {"problems": in_words(error, model), "typed": await typed_values(request), "status": 422}


def recorded(path: str, code: str, versions: Sequence[ObligationVersion]) -> Response[Any]:
    """Back to the page, which says what was recorded and what is owed since; ``code`` and ``code_and_owed`` say it."""
    if not versions:
        return done(path, code)
    return done(path, f"{code}_and_owed", owed=owed_text(versions[-1]))
