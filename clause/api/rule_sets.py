"""The rules of lots: versions, and what holds on a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.rule_sets import RuleOut, RuleSetIn, RuleSetOut, RulesOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import rule_sets
from clause.services.context import Context

TAGS = ["Rules of a lot"]
OnDay = Annotated[date | None, QueryParameter(description="The day of the rules; today when left out")]


@post(
    "/lots/{lot_id:uuid}/rule-sets",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    summary="Fix the rules of a lot: a new version",
    tags=TAGS,
)
async def set_rules(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[RuleSetIn]
) -> Response[RuleSetOut]:
    """Rates, durations, cadence, training, penalties: what is left out follows the usual, dated value.

    Errors: 404 for a lot of someone else, 422 with a finding per value that is no rule or not of its unit.
    """
    return await change(
        request,
        context,
        lambda ctx: rule_sets.set_rules(ctx, lot_id, data.terms(), data.reason),
        RuleSetOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/rule-sets",
    )


@get(
    "/lots/{lot_id:uuid}/rule-sets",
    guards=[needs(Scope.CONTRACTS_READ)],
    summary="All versions of a lot's rules",
    tags=TAGS,
)
async def list_rule_sets(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[RuleSetOut]]:
    """First to last. Errors: 404 for a lot that the caller may not see."""
    found = await rule_sets.list_rule_sets(context, lot_id, after=number_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.version_no)
    return shown(Page[RuleSetOut](items=[RuleSetOut.of(item) for item in items], next=following))


@get(
    "/lots/{lot_id:uuid}/rules",
    guards=[needs(Scope.CONTRACTS_READ)],
    summary="Every rule of a lot on a day",
    tags=TAGS,
)
async def load_rules(context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None) -> Response[RulesOut]:
    """Each with its unit, its meaning, and whether the lot fixes it. Errors: 404, 422 before the first usual rule."""
    return shown(RulesOut(items=[RuleOut.of(rule) for rule in await rule_sets.load_rules(context, lot_id, on)]))


HANDLERS: list[ControllerRouterHandler] = [set_rules, list_rule_sets, load_rules]
