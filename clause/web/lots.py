"""Lots: the list, with the progress of each."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.contracts import FollowUpState, LotFilters
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts
from clause.services.context import Context
from clause.web.page import page

PAGE_SIZE = 25
EVERY = "all"
FOLLOW_UP_CHOICES = (*(state.value for state in FollowUpState), EVERY)

READ = needs(Scope.CONTRACTS_READ)
Text = Annotated[str, QueryParameter(name="q", description="Part of the label, reference, object or buyer's name")]
FollowUp = Annotated[str, QueryParameter(name="follow_up", description="A state of follow-up, or `all`")]
After = Annotated[UUID | None, QueryParameter(name="after", description="The last lot of the page before")]


@dataclass(frozen=True)
class Choice:
    """An entry of the list of states."""

    value: str
    is_chosen: bool


@get("/lots", guards=[READ])
async def show_lots(
    request: AnyRequest,
    context: NamedDependency[Context],
    text: Text = "",
    follow_up: FollowUp = FollowUpState.FOLLOWED.value,
    after: After = None,
) -> Template:
    """A page of the reader's lots, each with what it owes and was credited so far."""
    chosen = follow_up if follow_up in FOLLOW_UP_CHOICES else FollowUpState.FOLLOWED.value
    searched = text.replace("\0", "").strip()[:100]
    filters = LotFilters(follow_up=None if chosen == EVERY else FollowUpState(chosen), text=searched or None)
    found = await contracts.list_lots(context, filters, after=after, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    kept = {"q": searched, "follow_up": chosen}
    return page(
        request,
        "lots.html",
        title="Lots",
        lots=shown,
        text=searched,
        choices=[Choice(value, value == chosen) for value in FOLLOW_UP_CHOICES],
        is_first=after is None,
        first_page=f"/lots?{urlencode(kept)}",
        following=f"/lots?{urlencode({**kept, 'after': str(shown[-1].lot.id)})}" if len(found) > PAGE_SIZE else None,
    )


HANDLERS: list[ControllerRouterHandler] = [show_lots]
