"""Final balances of lots."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.final_balances import BalanceIn, BalanceOut
from clause.domain.actors import OrgKind, Scope
from clause.domain.final_balances import FinalBalance
from clause.edge.request_context import AnyRequest, needs
from clause.services import final_balances
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Compliance"]


@post("/lots/{lot_id:uuid}/final-balances", guards=[WRITE], summary="Freeze how a lot ended", tags=TAGS)
async def freeze_balance(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[BalanceIn]
) -> Response[BalanceOut]:
    """Met, surplus or shortfall, with what was owed, credited and proposed as penalties; a correction is a new version.

    Errors: 404 for a lot of someone else, 409 before the end of the execution or while statements wait, 422 for a
    second version without a reason.
    """
    return await change(
        request,
        context,
        lambda ctx: final_balances.freeze_balance(ctx, lot_id, data.remark, data.reason),
        BalanceOut.of,
        status=201,
        location=lambda balance: f"/final-balances/{balance.id}",
    )


@get("/lots/{lot_id:uuid}/final-balances", guards=[READ], summary="Final balances of a lot", tags=TAGS)
async def list_balances(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[BalanceOut]]:
    """First to last; the last one holds. Errors: 404 for a lot that the caller may not see."""
    found = await final_balances.list_balances(context, lot_id, after=number_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.version_no)
    return shown(Page[BalanceOut](items=[_shown_to(context, item) for item in items], next=following))


@get("/final-balances/{balance_id:uuid}", guards=[READ], summary="A final balance", tags=TAGS)
async def load_balance(
    request: AnyRequest, context: NamedDependency[Context], balance_id: FromPath[UUID]
) -> Response[BalanceOut]:
    """As frozen; it never changes. Errors: 404."""
    balance = await final_balances.load_balance(context, balance_id)
    return single(request, _shown_to(context, balance), balance.version_no)


def _shown_to(context: Context, balance: FinalBalance) -> BalanceOut:
    return BalanceOut.of(balance, with_reasons=context.actor.org_kind is not OrgKind.BUYER)


HANDLERS: list[ControllerRouterHandler] = [freeze_balance, list_balances, load_balance]
