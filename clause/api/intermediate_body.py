"""What an intermediate body (OI) pulls: claims exactly as they were frozen. Reading leaves a line in the access log."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import JSON, change, hashed
from clause.api.bytes_of_lists import handed_item, listed
from clause.api.instants import Since, instant_of
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.intermediate_body import (
    ClaimIndicatorsOut,
    FrozenTraceOut,
    HandedClaimOut,
    ReceiptIn,
    ReceiptOut,
)
from clause.domain.actors import Scope
from clause.domain.claim_snapshot import ClaimSnapshot
from clause.domain.claim_snapshot_parts import (
    SnapshotAssignment,
    SnapshotLine,
    SnapshotResource,
    SnapshotTimesheet,
)
from clause.domain.frozen_claim import indicators_of, part_of, trace_of
from clause.domain.intermediate_body import KnownClaim
from clause.edge.files import file_response, known_etags
from clause.edge.request_context import AnyRequest, needs
from clause.services import intermediate_body
from clause.services.context import Context

READ = [needs(Scope.OI_READ)]
VERIFY = [needs(Scope.OI_VERIFY)]
TAGS = ["Intermediate body"]
CLAIM = "/oi/claims/{claim_id:uuid}"
STATE_HEADER = "clause-claim-state"


@get("/oi/claims", guards=READ, summary="The claims handed over", tags=TAGS)
async def list_oi_claims(
    context: NamedDependency[Context],
    updated_since: Since = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[HandedClaimOut]]:
    """In the order of submission. Keep the ``cursor`` of the last one and give it as ``after``: nothing is missed.

    A claim that is withdrawn comes again, at the end, with that state.
    """
    found = await intermediate_body.list_claims(
        context, updated_since=instant_of(updated_since), after=number_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.sequence)
    return listed(items, following, handed_item)


@get(CLAIM, guards=READ, summary="A claim as it was frozen", tags=TAGS)
async def get_oi_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimSnapshot]:
    """The very bytes that were hashed when it was submitted; the ETag is their SHA-256, the state is in a header."""
    known = [tag.strip('"') for tag in known_etags(request)]
    found = await intermediate_body.load_changed_claim(context, claim_id, known)
    claim, content = (found, b"") if isinstance(found, KnownClaim) else (found.claim, found.content)
    etag = f'"{claim.snapshot_hash}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", STATE_HEADER: claim.state.value}
    answer: Response[Any] = Response(content, status_code=200 if content else 304, headers=headers, media_type=JSON)
    return answer


@get(f"{CLAIM}/lines", guards=READ, summary="The cost lines of a claim", tags=TAGS)
async def list_oi_lines(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Page[SnapshotLine]]:
    """From the frozen claim, all on one page; people are named by staff number and function."""
    return hashed(request, part_of((await intermediate_body.load_claim(context, claim_id)).content, "lines"))


@get(f"{CLAIM}/timesheets", guards=READ, summary="The months of time behind a claim", tags=TAGS)
async def list_oi_timesheets(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Page[SnapshotTimesheet]]:
    """From the frozen claim: entries, hours not worked without their reason, signatures and hashes."""
    return hashed(request, part_of((await intermediate_body.load_claim(context, claim_id)).content, "timesheets"))


@get(f"{CLAIM}/resources", guards=READ, summary="What else finances the operation", tags=TAGS)
async def list_oi_resources(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Page[SnapshotResource]]:
    """From the frozen claim: funder, act, amounts committed, received and allocated."""
    return hashed(request, part_of((await intermediate_body.load_claim(context, claim_id)).content, "resources"))


@get(f"{CLAIM}/assignments", guards=READ, summary="The mission letters behind a claim", tags=TAGS)
async def list_oi_assignments(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Page[SnapshotAssignment]]:
    """From the frozen claim: versions, share of time, and the intermediate body's word."""
    return hashed(request, part_of((await intermediate_body.load_claim(context, claim_id)).content, "assignments"))


@get(f"{CLAIM}/indicators", guards=READ, summary="The indicators of a claim", tags=TAGS)
async def get_oi_indicators(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimIndicatorsOut]:
    """From the frozen claim; null for an operation without participants."""
    return hashed(request, indicators_of((await intermediate_body.load_claim(context, claim_id)).content))


@get(f"{CLAIM}/trace", guards=READ, summary="How every amount came about", tags=TAGS)
async def get_oi_trace(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[FrozenTraceOut]:
    """From the frozen claim: formula, inputs, dated values, rounding, source and evidence of each amount and line."""
    return hashed(request, trace_of((await intermediate_body.load_claim(context, claim_id)).content))


@get(
    f"{CLAIM}/pdf",
    guards=READ,
    summary="The claim as a PDF",
    tags=TAGS,
    media_type="application/pdf",
)
async def get_oi_pdf(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag; 409 while the file is being made."""
    return file_response(request, await intermediate_body.load_pdf(context, claim_id))


@post(f"{CLAIM}/receipt", guards=VERIFY, summary="Acknowledge a claim", tags=TAGS)
async def record_receipt(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[ReceiptIn]
) -> Response[ReceiptOut]:
    """Once; from then on the beneficiary cannot withdraw the claim."""
    return await change(
        request,
        context,
        lambda ctx: intermediate_body.record_receipt(ctx, claim_id, data.reference, data.comment),
        ReceiptOut.of,
        status=201,
    )


HANDLERS: list[ControllerRouterHandler] = [
    list_oi_claims,
    get_oi_claim,
    list_oi_lines,
    list_oi_timesheets,
    list_oi_resources,
    list_oi_assignments,
    get_oi_indicators,
    get_oi_trace,
    get_oi_pdf,
    record_receipt,
]
