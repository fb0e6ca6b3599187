"""One claim: what is done and what is missing, each with where it is mended; its lines, its amounts and its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Actor, Scope
from clause.domain.checks.claims import WAIVABLE_CODES
from clause.domain.claim_schedule import due_of
from clause.domain.claim_standing import timers_of
from clause.domain.claims import MOVES, Claim, ClaimLine, ClaimLineKind, ClaimState
from clause.domain.employments import Employment
from clause.domain.findings import Finding, Severity
from clause.domain.jobs import JobState
from clause.edge.request_context import AnyRequest, needs
from clause.rules.trace import Trace
from clause.services import accounts, claims, employments, jobs, operations, verifications
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.claim_repairs import Ground, Repair, repair_of
from clause.web.claim_tasks import tasks_of
from clause.web.listing import MOST_ROWS
from clause.web.page import page, part, told

READ = needs(Scope.CLAIMS_READ)
TOTALS = (
    "staff_cost",
    "other_costs",
    "flat_rate_amount",
    "total_cost",
    "cost_claimed_before",
    "cost_to_date",
    "amount_due",
    "requested_before",
    "amount_requested",
    "own_funds",
)
_NAMES = {"total_cost": "total_eligible_cost"}


@dataclass(frozen=True)
class Missing:
    """A finding in words, where it is mended, and whether it may be let pass."""

    finding: Finding
    text: str
    repair: Repair | None
    may_be_waived: bool


@dataclass(frozen=True)
class Line:
    """A line as shown: whose it is, and what it is called when it is nobody's."""

    line: ClaimLine
    name: str
    what: str


@get("/claims/{claim_id:uuid}", guards=[READ])
async def show_claim(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The claim as a list of tasks; while it is computed or printed, a bar moves and the page comes anew."""
    return await claim_page(request, context, claim_id)


async def claim_page(request: AnyRequest, context: Context, claim_id: UUID, **more: Any) -> Template:
    """The page of one claim; ``more`` are problems and what was typed, after a refused form."""
    claim, lines = await claims.load_lines(context, claim_id)
    operation = await operations.load_operation(context, claim.operation_id)
    others = await claims.list_claims(context, operation_id=claim.operation_id, state=None, after=None, limit=MOST_ROWS)
    staff = await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS)
    concluded = await verifications.list_verifications(context, claim_id) if claim.submitted_at else []
    job = await jobs.load_job(context, claim.job_id) if claim.job_id and _waits(claim) else None
    ground = Ground(claim.id, claim.operation_id, {one.staff_number: (one.id, one.person_id) for one in staff})
    found = _sorted_findings(claim, ground, context.actor)
    is_running = job is not None and job.state in (JobState.QUEUED, JobState.RUNNING)
    return page(
        request,
        "claims/claim.html",
        title=f"{label('claim_kind', claim.kind.name)} n° {claim.number}",
        claim=claim,
        operation=operation,
        due_on=due_of(claim, operation, others) if claim.state.is_open else None,
        timers=timers_of(claim),
        tasks=tasks_of(claim, is_computing=is_running, may_sign=context.actor.may(Scope.CLAIMS_SIGN)),
        job=job if is_running or (job and job.state is JobState.FAILED) else None,
        is_running=is_running,
        blocking=found[Severity.BLOCKING],
        warnings=found[Severity.WARNING],
        notes=found[Severity.INFO],
        lines=list(_named(lines, staff)),
        totals=_totals(claim),
        concluded=concluded[-1] if concluded else None,
        events=await claims.list_events(context, claim_id),
        people={member.id: member.full_name for member in await accounts.list_members(context)},
        following=next((other for other in others if other.replaces_id == claim.id), None),
        may=_allowed(context, claim, is_running=is_running),
        **more,
    )


def _waits(claim: Claim) -> bool:
    """True while the work asked for last may still be going on: computing, or printing."""
    return claim.state is ClaimState.DRAFT or (claim.submitted_at is not None and claim.document_id is None)


def _sorted_findings(claim: Claim, ground: Ground, reader: Actor) -> dict[Severity, list[Missing]]:
    found = [
        Missing(
            finding=finding,
            text=told(finding),
            repair=_opened(repair_of(finding, ground), reader),
            may_be_waived=finding.severity is Severity.BLOCKING and finding.code in WAIVABLE_CODES,
        )
        for finding in claim.findings
    ]
    return {severity: [one for one in found if one.finding.severity is severity] for severity in Severity}


def _opened(repair: Repair | None, reader: Actor) -> Repair | None:
    """A link that the reader may follow: a facilitator mends nothing but their own time."""
    is_theirs = repair is not None and repair.path.startswith(f"/timesheets/{reader.id}/")
    return repair if reader.may(Scope.CLAIMS_WRITE) or is_theirs else None


def _named(lines: Iterable[ClaimLine], staff: Iterable[Employment]) -> Iterable[Line]:
    names = {employment.id: employment.person_name for employment in staff}
    for line in lines:
        who = names.get(line.employment_id) if line.employment_id else None
        flat = (line.details or {}).get("flat_rate")
        what = LABELS["flat_rate"].get(str(flat), "") if flat else label("claim_line_kind", line.kind.value)
        if line.kind is ClaimLineKind.COST and line.post:
            what = label("cost_post", line.post.value)
        yield Line(line, who or line.staff_number or "", what)


def _totals(claim: Claim) -> list[tuple[str, Any, Trace | None]]:
    """Name, amount and account of each total that the claim has."""
    figures = claim.figures
    if figures is None or claim.account is None:
        return []
    traces = claim.account.figures
    shown = [(name, getattr(figures, name), traces.get(name)) for name in TOTALS]
    return [
        (label("figure", _NAMES.get(name, name)), amount, trace)
        for name, amount, trace in shown
        if amount or name in ("amount_requested", "total_cost", "amount_due")
    ]


def _allowed(context: Context, claim: Claim, *, is_running: bool) -> dict[str, bool]:
    """What the reader may do with the claim as it stands; nothing while it is being computed."""
    may_write, may_sign = context.actor.may(Scope.CLAIMS_WRITE), context.actor.may(Scope.CLAIMS_SIGN)

    def can(action: str) -> bool:
        return claim.state in MOVES.moves[action] and not is_running

    return {
        "recompute": may_write and can("recompute"),
        "waive": may_sign and can("waive"),
        "sign": may_sign and can("sign"),
        "submit": may_write and can("submit"),
        "file": may_write and can("file"),
        "redo": may_write and can("redo"),
        "withdraw": may_write and claim.state in MOVES.moves["withdraw"],
    }


@get("/claims/{claim_id:uuid}/bundle-progress", guards=[READ])
async def show_bundle_progress(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Template:
    """Whether the bundle is there yet; the page around it comes anew once it is."""
    claim = await claims.load_claim(context, claim_id)
    ready = claim.bundle_document_id is not None
    return part(request, "claims/bundle.html", claim=claim, headers={"HX-Refresh": "true"} if ready else None)


HANDLERS: list[ControllerRouterHandler] = [show_claim, show_bundle_progress]
