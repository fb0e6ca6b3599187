"""The social condition of contracts above the European thresholds."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, version_asked
from clause.api.schemas.social_conditions import SocialConditionOut, WaiverIn
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.rules.social_condition import Purchase
from clause.services import social_conditions
from clause.services.context import Context

TAGS = ["Contracts"]

PurchaseAsked = Annotated[
    Purchase | None, QueryParameter(description="What is bought and by whom; told by the lots' CPV when left out")
]


@put(
    "/contracts/{contract_id:uuid}/social-condition-waiver",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    summary="Say why a contract carries no social condition",
    tags=TAGS,
)
async def set_waiver(
    request: AnyRequest, context: NamedDependency[Context], contract_id: FromPath[UUID], data: JSONBody[WaiverIn]
) -> Response[SocialConditionOut]:
    """``If-Match`` names the contract's version. Earlier reasons are kept.

    Errors: 404 for a contract of someone else, 412 when it changed meanwhile, 422 for a day after today.
    """
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: social_conditions.set_waiver(ctx, contract_id, data.to_domain(), version),
        SocialConditionOut.of,
        version=lambda found: found.facts.version,
    )


@get(
    "/contracts/{contract_id:uuid}/social-condition",
    guards=[needs(Scope.CONTRACTS_READ)],
    summary="Whether a contract must carry a social condition, and does",
    tags=TAGS,
)
async def get_social_condition(
    context: NamedDependency[Context], contract_id: FromPath[UUID], purchase: PurchaseAsked = None
) -> Response[SocialConditionOut]:
    """The value of all lots against the threshold in force on the day of notification, with its account.

    Errors: 404 for a contract that the caller may not see, 422 when no threshold is known on its day.
    """
    return shown(SocialConditionOut.of(await social_conditions.load_social_condition(context, contract_id, purchase)))


HANDLERS: list[ControllerRouterHandler] = [set_waiver, get_social_condition]
