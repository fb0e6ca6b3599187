"""Claims on the FSE+: a plain list, for who makes them and for who receives them, with their files."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import OrgKind, Scope
from clause.domain.claims import Claim, ClaimKind, ClaimState
from clause.domain.intermediate_body import HandedClaim
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import Month
from clause.services import claims, intermediate_body, operations
from clause.services.context import Context
from clause.web.page import page

MOST_SHOWN = 100

READ = needs(Scope.CLAIMS_READ, Scope.OI_READ)


@dataclass(frozen=True)
class ClaimRow:
    """A claim as the list shows it; ``party`` is the beneficiary, for who receives the claim."""

    id: UUID
    number: int
    kind: ClaimKind
    state: ClaimState
    first_month: Month
    last_month: Month
    operation: str
    party: str | None
    amount_requested: Decimal | None
    submitted_at: datetime | None
    receipt_reference: str | None
    has_file: bool


@get("/claims", guards=[READ])
async def show_claims(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The claims of the organisation, or those handed to the intermediate body; the newest first."""
    receives = context.actor.org_kind is OrgKind.INTERMEDIATE_BODY
    rows = await _received(context) if receives else await _made(context)
    return page(request, "claims.html", title="Bilans d’exécution", rows=rows[::-1], receives=receives)


async def _received(context: Context) -> list[ClaimRow]:
    found = await intermediate_body.list_claims(context, updated_since=None, after=0, limit=MOST_SHOWN)
    return [_row_received(claim) for claim in found]


def _row_received(claim: HandedClaim) -> ClaimRow:
    return ClaimRow(
        id=claim.id,
        number=claim.number,
        kind=claim.kind,
        state=claim.state,
        first_month=claim.first_month,
        last_month=claim.last_month,
        operation=f"{claim.operation_number} – {claim.operation_title}",
        party=claim.beneficiary_name,
        amount_requested=claim.amount_requested,
        submitted_at=claim.submitted_at,
        receipt_reference=claim.receipt_reference,
        has_file=claim.document_id is not None,
    )


async def _made(context: Context) -> list[ClaimRow]:
    names = {
        operation.id: f"{operation.number} – {operation.title}"
        for operation in await operations.list_operations(context, after=None, limit=MOST_SHOWN)
    }
    found = await claims.list_claims(context, operation_id=None, state=None, after=None, limit=MOST_SHOWN)
    return [_row_made(claim, names.get(claim.operation_id, "")) for claim in found]


def _row_made(claim: Claim, operation: str) -> ClaimRow:
    return ClaimRow(
        id=claim.id,
        number=claim.number,
        kind=claim.kind,
        state=claim.state,
        first_month=claim.first_month,
        last_month=claim.last_month,
        operation=operation,
        party=None,
        amount_requested=claim.figures.amount_requested if claim.figures else None,
        submitted_at=claim.submitted_at,
        receipt_reference=None,
        has_file=claim.document_id is not None,
    )


@get("/claims/{claim_id:uuid}/pdf", guards=[READ])
async def download_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """The file."""
    receives = context.actor.org_kind is OrgKind.INTERMEDIATE_BODY
    file = await (intermediate_body if receives else claims).load_pdf(context, claim_id)
    return file_response(request, file)


HANDLERS: list[ControllerRouterHandler] = [show_claims, download_claim]
