"""Claims on the FSE+ for who receives them: a plain list with their files."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from litestar.response import Template

from clause.domain.claims import ClaimKind, ClaimState
from clause.domain.intermediate_body import HandedClaim
from clause.edge.request_context import AnyRequest
from clause.rules.calendar import Month
from clause.services import intermediate_body
from clause.services.context import Context
from clause.web.page import page

MOST_SHOWN = 100


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


async def received_page(request: AnyRequest, context: Context) -> Template:
    """The claims handed to the intermediate body, the newest first."""
    rows = await _received(context)
    return page(request, "claims.html", title="Bilans d’exécution", rows=rows[::-1], receives=True)


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
