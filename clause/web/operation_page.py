"""One operation: how far it is, what comes next, and everything that hangs on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import OrgKind, Scope
from clause.domain.claim_schedule import proposal, schedule
from clause.domain.claims import Claim
from clause.domain.operation_figures import figures_of
from clause.domain.operations import Operation, OperationRecord
from clause.edge.request_context import AnyRequest, needs
from clause.services import (
    accounts,
    amendments,
    assignments,
    claims,
    employments,
    funding_calls,
    operation_moves,
    operations,
    payments,
    resources,
)
from clause.services.claims import CLAIMABLE
from clause.services.context import Context
from clause.web.claims import TONES as CLAIM_TONES
from clause.web.listing import MOST_ROWS
from clause.web.operations import TONES
from clause.web.page import page, told

READ = needs(Scope.CLAIMS_READ)


@get("/operations/{operation_id:uuid}", guards=[READ])
async def show_operation(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """One operation, with or without its agreement."""
    return await operation_page(request, context, operation_id)


async def operation_page(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    """The page of one operation; ``more`` are problems and what was typed, after a refused form."""
    course = await operation_moves.load_course(context, operation_id)
    record = course.record
    body = await accounts.load_organisation(context, OrgKind.INTERMEDIATE_BODY, record.intermediate_body_id)
    agreed = await _agreed(context, operation_id) if record.agreement else {"agreement": None}
    return page(
        request,
        "operations/operation.html",
        title=record.title,
        operation=record,
        course=course,
        body=body,
        call=await funding_calls.load_call(context, record.call_id) if record.call_id else None,
        programme=await _programme_name(context, record),
        tone=TONES.get(record.state, "neutral"),
        claim_tones=CLAIM_TONES,
        members={member.id: member.full_name for member in await accounts.list_members(context)},
        may_write=context.actor.may(Scope.CLAIMS_WRITE),
        may_follow=context.actor.may(Scope.CONTRACTS_WRITE),
        **agreed,
        **more,
    )


async def _programme_name(context: Context, record: OperationRecord) -> str:
    known = await funding_calls.list_programmes(context, None)
    found = next((one for one in known if one.cci == record.programme_cci and one.priority(record.priority)), None)
    return found.name if found else record.programme_cci


async def _agreed(context: Context, operation_id: UUID) -> dict[str, Any]:
    """What only an operation with its agreement has."""
    operation = await operations.load_operation(context, operation_id)
    made = await claims.list_claims(context, operation_id=operation_id, state=None, after=None, limit=MOST_ROWS)
    paid = await payments.list_operation_payments(context, operation_id)
    staff = await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS)
    known = await resources.list_resources(context, operation_id)
    return {
        "agreement": operation.agreement,
        "figures": figures_of(operation, made, paid.paid_to_date),
        "payments": paid,
        "amendments": await amendments.list_amendments(context, operation_id),
        "letters": await assignments.list_letters(context, operation_id),
        "staff": {one.id: one.person_name or one.staff_number for one in staff},
        "resources_to_date": known.to_date,
        "resource_warnings": [told(finding) for finding in known.findings],
        **_calendar(operation, made, context),
    }


def _calendar(operation: Operation, made: Sequence[Claim], context: Context) -> dict[str, Any]:
    is_claimable = operation.state in CLAIMABLE
    return {
        "schedule": schedule(operation, made),
        "proposed": proposal(operation, made, context.today) if is_claimable else None,
        "open_claim": next((claim for claim in made if claim.state.is_open), None),
        "may_claim": is_claimable and context.actor.may(Scope.CLAIMS_WRITE),
    }


HANDLERS: list[ControllerRouterHandler] = [show_operation]
