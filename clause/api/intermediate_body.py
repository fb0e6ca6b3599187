"""What an intermediate body (OI) pulls: operations, and claims exactly as they were frozen. Reading changes nothing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import JSON, change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.claims import ClaimTraceOut
from clause.api.schemas.intermediate_body import HandedClaimOut, ReceiptIn, ReceiptOut
from clause.api.schemas.operations import OperationOut
from clause.domain.actors import Scope
from clause.domain.claim_snapshot import ClaimSnapshot, read_snapshot
from clause.domain.claim_snapshot_parts import SnapshotLine
from clause.domain.errors import Unreadable
from clause.edge.files import file_response, known_etags
from clause.edge.request_context import AnyRequest, needs
from clause.services import intermediate_body
from clause.services.context import Context

READ = [needs(Scope.OI_READ)]
VERIFY = [needs(Scope.OI_VERIFY)]
TAGS = ["Intermediate body"]
CLAIM = "/oi/claims/{claim_id:uuid}"
STATE_HEADER = "clause-claim-state"

Since = Annotated[
    str | None,
    QueryParameter(description="Only what changed at or after this instant (RFC 3339, with its offset)", max_length=40),
]


@get("/oi/operations", guards=READ, summary="The operations co-financed", tags=TAGS)
async def list_oi_operations(
    context: NamedDependency[Context], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[OperationOut]]:
    """Those whose agreement names the caller as intermediate body, oldest first."""
    found = await intermediate_body.list_operations(context, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[OperationOut](items=[OperationOut.of(item) for item in items], next=following))


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
        context, updated_since=_instant(updated_since), after=number_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.sequence)
    return shown(Page[HandedClaimOut](items=[HandedClaimOut.of(item) for item in items], next=following))


@get(CLAIM, guards=READ, summary="A claim as it was frozen", tags=TAGS)
async def get_oi_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[ClaimSnapshot]:
    """The very bytes that were hashed when it was submitted; the ETag is their SHA-256, the state is in a header."""
    handed = await intermediate_body.load_claim(context, claim_id)
    etag = f'"{handed.claim.snapshot_hash}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", STATE_HEADER: handed.claim.state.value}
    known = etag in known_etags(request)
    answer: Response[Any] = Response(
        b"" if known else handed.content, status_code=304 if known else 200, headers=headers, media_type=JSON
    )
    return answer


@get(f"{CLAIM}/lines", guards=READ, summary="The cost lines of a claim", tags=TAGS)
async def list_oi_lines(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Page[SnapshotLine]]:
    """From the frozen claim; people are named by staff number and function."""
    snapshot = await _snapshot(context, claim_id)
    return shown(Page[SnapshotLine](items=list(snapshot.lines), next=None))


@get(f"{CLAIM}/trace", guards=READ, summary="How every amount came about", tags=TAGS)
async def get_oi_trace(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[ClaimTraceOut]:
    """From the frozen claim: formula, inputs, dated values, rounding and source of each amount and line."""
    snapshot = await _snapshot(context, claim_id)
    lines = [(line.position, line.amount, line.trace) for line in snapshot.lines]
    return shown(ClaimTraceOut.made(snapshot.claim_id, snapshot.traces, lines))


@get(f"{CLAIM}/pdf", guards=READ, summary="The claim as a PDF", tags=TAGS, media_type="application/pdf")
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


async def _snapshot(context: Context, claim_id: UUID) -> ClaimSnapshot:
    handed = await intermediate_body.load_claim(context, claim_id)
    return read_snapshot(handed.content)


def _instant(text: str | None) -> datetime | None:
    """The instant written with its offset (Unreadable OIB-004 for anything else)."""
    if text is None:
        return None
    try:
        # A plus sign that was not escaped in the address arrives as a space.
        instant = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Unreadable("OIB-004", raw=text)
    return instant


HANDLERS: list[ControllerRouterHandler] = [
    list_oi_operations,
    list_oi_claims,
    get_oi_claim,
    list_oi_lines,
    get_oi_trace,
    get_oi_pdf,
    record_receipt,
]
