"""Claims: drafted and computed, signed, submitted, withdrawn."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, job_location, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.claims import ClaimEventOut, ClaimIn, ClaimLineOut, ClaimOut, ClaimTraceOut, WithdrawalIn
from clause.domain.actors import Scope
from clause.domain.claims import Claim, ClaimState
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import claims
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
SIGN = [needs(Scope.CLAIMS_SIGN)]
TAGS = ["Claims"]
CLAIM = "/claims/{claim_id:uuid}"

OperationFilter = Annotated[UUID | None, QueryParameter(name="operation", description="Id of the operation")]
StateFilter = Annotated[
    ClaimState | None, QueryParameter(name="state", description="draft, computed, signed, submitted or withdrawn")
]


def _job(claim: Claim) -> str:
    if claim.job_id is None:
        raise RuntimeError("a claim that waits for its computation has a job")
    return job_location(claim.job_id)


@post("/operations/{operation_id:uuid}/claims", guards=WRITE, status_code=202, summary="Start a claim", tags=TAGS)
async def start_claim(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[ClaimIn]
) -> Response[ClaimOut]:
    """A draft that the worker computes from approved months; what is missing comes back as its findings."""
    return await change(
        request,
        context,
        lambda ctx: claims.start_claim(ctx, operation_id, data.to_domain()),
        ClaimOut.of,
        status=202,
        location=_job,
        version=lambda claim: claim.version,
    )


@post(f"{CLAIM}/recompute", guards=WRITE, status_code=202, summary="Compute a claim again", tags=TAGS)
async def recompute_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimOut]:
    """For a draft whose findings were dealt with, or a computed claim whose ground has changed."""
    return await change(
        request,
        context,
        lambda ctx: claims.recompute_claim(ctx, claim_id),
        ClaimOut.of,
        status=202,
        location=_job,
        version=lambda claim: claim.version,
    )


@get("/claims", guards=READ, summary="List claims", tags=TAGS)
async def list_claims(
    context: NamedDependency[Context],
    operation_id: OperationFilter = None,
    claim_state: StateFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ClaimOut]]:
    """The organisation's own, oldest first."""
    found = await claims.list_claims(
        context, operation_id=operation_id, state=claim_state, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ClaimOut](items=[ClaimOut.of(item) for item in items], next=following))


@get(CLAIM, guards=READ, summary="One claim", tags=TAGS)
async def get_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimOut]:
    """Its state, its amounts with their account, its findings."""
    found = await claims.load_claim(context, claim_id)
    return single(request, ClaimOut.of(found), found.version)


@get(f"{CLAIM}/lines", guards=READ, summary="The cost lines of a claim", tags=TAGS)
async def list_lines(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Page[ClaimLineOut]]:
    """All of them on one page; each names its time record and its payroll."""
    _, lines = await claims.load_lines(context, claim_id)
    return shown(Page[ClaimLineOut](items=[ClaimLineOut.of(line) for line in lines], next=None))


@get(f"{CLAIM}/trace", guards=READ, summary="How every amount came about", tags=TAGS)
async def get_trace(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[ClaimTraceOut]:
    """Formula, inputs, dated values, rounding and source of each amount and of each line."""
    return shown(ClaimTraceOut.of(*await claims.load_lines(context, claim_id)))


@get(f"{CLAIM}/events", guards=READ, summary="The history of a claim", tags=TAGS)
async def list_events(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Page[ClaimEventOut]]:
    """Each move from a state to another: when, by whom, why; all of them on one page, oldest first."""
    found = await claims.list_events(context, claim_id)
    return shown(Page[ClaimEventOut](items=[ClaimEventOut.of(event) for event in found], next=None))


@get(f"{CLAIM}/pdf", guards=READ, summary="The claim as a PDF", tags=TAGS, media_type="application/pdf")
async def get_pdf(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag; 409 while the file is being made."""
    return file_response(request, await claims.load_pdf(context, claim_id))


@post(f"{CLAIM}/sign", guards=SIGN, status_code=200, summary="Sign a computed claim", tags=TAGS)
async def sign_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimOut]:
    """By someone who may bind the organisation; refused when time or pay changed since the computation."""
    return await change(
        request,
        context,
        lambda ctx: claims.sign_claim(ctx, claim_id),
        ClaimOut.of,
        version=lambda claim: claim.version,
    )


@post(f"{CLAIM}/submit", guards=WRITE, status_code=200, summary="Hand a signed claim over", tags=TAGS)
async def submit_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimOut]:
    """From here on its content is frozen and the intermediate body can pull it; the PDF follows (see ``job_id``)."""
    return await change(
        request,
        context,
        lambda ctx: claims.submit_claim(ctx, claim_id),
        ClaimOut.of,
        version=lambda claim: claim.version,
    )


@post(f"{CLAIM}/withdraw", guards=WRITE, status_code=200, summary="Take a claim back", tags=TAGS)
async def withdraw_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[WithdrawalIn]
) -> Response[ClaimOut]:
    """Before the intermediate body has acknowledged it; its months can then be claimed again."""
    return await change(
        request,
        context,
        lambda ctx: claims.withdraw_claim(ctx, claim_id, data.reason),
        ClaimOut.of,
        version=lambda claim: claim.version,
    )


HANDLERS: list[ControllerRouterHandler] = [
    start_claim,
    recompute_claim,
    list_claims,
    get_claim,
    list_lines,
    get_trace,
    list_events,
    get_pdf,
    sign_claim,
    submit_claim,
    withdraw_claim,
]
