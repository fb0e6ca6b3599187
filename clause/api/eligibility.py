"""Grounds of eligibility and the decisions on them."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.eligibility import AcceptanceIn, EligibilityIn, EligibilityOut, ProofIn, RefusalIn
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import eligibility
from clause.services.context import Context

READ = [needs(Scope.CONTRACTS_READ)]
WRITE = [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Eligibility"]


@post(
    "/participants/{participant_id:uuid}/eligibility",
    guards=WRITE,
    summary="Put a ground of eligibility forward",
    tags=TAGS,
)
async def submit_eligibility(
    request: AnyRequest,
    context: NamedDependency[Context],
    participant_id: FromPath[UUID],
    data: JSONBody[EligibilityIn],
) -> Response[EligibilityOut]:
    """SUBMITTED with a proof, INCOMPLETE without.

    ``findings`` say when the proof does not stand on the day assessed.
    """
    return await change(
        request,
        context,
        lambda ctx: eligibility.submit_eligibility(ctx, participant_id, data.terms()),
        EligibilityOut.of,
        status=201,
        location=lambda made: f"/eligibility/{made.id}",
        version=lambda made: made.version,
    )


@get(
    "/participants/{participant_id:uuid}/eligibility",
    guards=READ,
    summary="A person's grounds of eligibility",
    tags=TAGS,
)
async def list_eligibilities(
    context: NamedDependency[Context],
    participant_id: FromPath[UUID],
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[EligibilityOut]]:
    """Oldest first, decided or not."""
    found = await eligibility.list_eligibilities(context, participant_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[EligibilityOut](items=[EligibilityOut.of(item) for item in items], next=following))


@get("/eligibility/{eligibility_id:uuid}", guards=READ, summary="One ground of eligibility", tags=TAGS)
async def get_eligibility(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[EligibilityOut]:
    """Its state, its proof and the decision."""
    found = await eligibility.load_eligibility(context, eligibility_id)
    return single(request, EligibilityOut.of(found), found.version)


@post(
    "/eligibility/{eligibility_id:uuid}/proof",
    guards=WRITE,
    status_code=200,
    summary="Note the missing proof, or a fresher one",
    tags=TAGS,
)
async def add_proof(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID], data: JSONBody[ProofIn]
) -> Response[EligibilityOut]:
    """INCOMPLETE or SUBMITTED becomes SUBMITTED; 409 once decided."""
    return await change(
        request,
        context,
        lambda ctx: eligibility.add_proof(ctx, eligibility_id, data.proof(), data.assessed_on),
        EligibilityOut.of,
        version=lambda found: found.version,
    )


@post(
    "/eligibility/{eligibility_id:uuid}/accept",
    guards=WRITE,
    status_code=200,
    summary="Accept a ground",
    tags=TAGS,
)
async def accept_eligibility(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID], data: JSONBody[AcceptanceIn]
) -> Response[EligibilityOut]:
    """422 when the proof, the age or the structure does not stand on the day assessed, or for an opinion not written.

    409 once decided, or while the proof is missing.
    """
    return await change(
        request,
        context,
        lambda ctx: eligibility.accept_eligibility(ctx, eligibility_id, data.reason, data.known_opinion()),
        EligibilityOut.of,
        version=lambda found: found.version,
    )


@post(
    "/eligibility/{eligibility_id:uuid}/refuse",
    guards=WRITE,
    status_code=200,
    summary="Refuse a ground, saying why",
    tags=TAGS,
)
async def refuse_eligibility(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID], data: JSONBody[RefusalIn]
) -> Response[EligibilityOut]:
    """409 once decided."""
    return await change(
        request,
        context,
        lambda ctx: eligibility.refuse_eligibility(ctx, eligibility_id, data.reason),
        EligibilityOut.of,
        version=lambda found: found.version,
    )


@post(
    "/eligibility/{eligibility_id:uuid}/reopen",
    guards=WRITE,
    status_code=200,
    summary="Take a decision back",
    tags=TAGS,
)
async def reopen_eligibility(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[EligibilityOut]:
    """The ground waits again. Errors: 409 before a decision, once expired, or when a hire rests upon it."""
    return await change(
        request,
        context,
        lambda ctx: eligibility.reopen_eligibility(ctx, eligibility_id),
        EligibilityOut.of,
        version=lambda found: found.version,
    )


HANDLERS: list[ControllerRouterHandler] = [
    submit_eligibility,
    list_eligibilities,
    get_eligibility,
    add_proof,
    accept_eligibility,
    refuse_eligibility,
    reopen_eligibility,
]
