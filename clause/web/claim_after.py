"""What the beneficiary sees of a claim once it is handed over: what is retained, why, what was paid."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.claim_standing import timers_of
from clause.domain.claims import Claim, ClaimLine, ClaimLineKind
from clause.domain.operations import OperationRecord
from clause.domain.verifications import DecidedLine, LineOutcome, Verification
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import claims, operation_moves, payments, verifications
from clause.services.context import Context
from clause.text.labels import label
from clause.web.claim_shown import OPEN, tone_of
from clause.web.page import page

BENEFICIARY_CLAIM = "/claims/{claim_id:uuid}"
READ = needs(Scope.CLAIMS_READ)


@dataclass(frozen=True)
class After:
    """A claim with its operation: what the head of each of these pages needs."""

    claim: Claim
    operation: OperationRecord

    @property
    def name(self) -> str:
        """``Bilan final n° 2``."""
        return f"{label('claim_kind', self.claim.kind.value.upper())} n° {self.claim.number}"

    @property
    def values(self) -> dict[str, Any]:
        """As templates take it."""
        return {
            "claim": self.claim,
            "operation": self.operation,
            "timers": timers_of(self.claim),
            "tone": tone_of(self.claim.state),
            "clock_runs": self.claim.state in OPEN and self.claim.submitted_at is not None,
        }


async def handed_over(context: Context, claim_id: UUID) -> After:
    """A claim of the reader's organisation (NotFound)."""
    claim = await claims.load_claim(context, claim_id)
    course = await operation_moves.load_course(context, claim.operation_id)
    return After(claim, course.record)


@get(f"{BENEFICIARY_CLAIM}/verification", guards=[READ])
async def show_verification(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Template:
    """What was retained and what was cut, line by line with its reason, and until when one may answer."""
    after = await handed_over(context, claim_id)
    versions = await verifications.list_verifications(context, claim_id)
    _, lines = await claims.load_lines(context, claim_id)
    return page(
        request,
        "claim_after/verification.html",
        title=f"Contrôle – {after.name}",
        **after.values,
        versions=versions,
        latest=versions[-1] if versions else None,
        decided=_decided(versions[-1], lines) if versions else (),
        flat_rates=[line for line in lines if line.kind is ClaimLineKind.FLAT_RATE],
        may_answer=context.actor.may(Scope.CLAIMS_WRITE),
    )


def _decided(latest: Verification, lines: list[ClaimLine]) -> list[tuple[ClaimLine, DecidedLine]]:
    """The lines with their decision, those of which not all is retained first."""
    by_id = {line.id: line for line in lines}
    found = [(by_id[one.claim_line_id], one) for one in latest.decisions if one.claim_line_id in by_id]
    return sorted(found, key=lambda pair: (pair[1].outcome is LineOutcome.CERTIFIED, pair[0].position))


@get(f"{BENEFICIARY_CLAIM}/payments", guards=[READ])
async def show_payments(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """What was paid for the claim, and what is left."""
    after = await handed_over(context, claim_id)
    return page(
        request,
        "claim_after/payments.html",
        title=f"Paiements – {after.name}",
        **after.values,
        account=await payments.list_claim_payments(context, claim_id),
    )


@get("/verifications/{verification_id:uuid}/pdf", guards=[READ])
async def download_report(
    request: AnyRequest, context: NamedDependency[Context], verification_id: FromPath[UUID]
) -> Response[Any]:
    """The report of conclusions."""
    return file_response(request, await verifications.load_report(context, verification_id))


HANDLERS: list[ControllerRouterHandler] = [show_verification, show_payments, download_report]
