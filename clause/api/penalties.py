"""Penalties of lots: what they are counted from, proposals, and what buyers decided."""

from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.penalties import (
    AbsenceIn,
    AbsenceOut,
    DecisionIn,
    DecisionOut,
    NoticeChangeIn,
    NoticeIn,
    NoticeOut,
    ProposalIn,
    ProposalOut,
    WithdrawalIn,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import penalties, penalty_events
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Penalties"]


@post("/lots/{lot_id:uuid}/formal-notices", guards=[WRITE], summary="Record a formal notice", tags=TAGS)
async def record_notice(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[NoticeIn]
) -> Response[NoticeOut]:
    """A letter that the buyer sent to the holders about hours, documents or meetings.

    Errors: 404 for a lot of someone else, 409 for a reference already used on the lot, 422 with a finding per day.
    """
    return await change(
        request,
        context,
        lambda ctx: penalty_events.record_notice(ctx, lot_id, data.terms()),
        NoticeOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/formal-notices",
        version=lambda notice: notice.version,
    )


@get("/lots/{lot_id:uuid}/formal-notices", guards=[READ], summary="Formal notices of a lot", tags=TAGS)
async def list_notices(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[NoticeOut]]:
    """Oldest record first. Errors: 404 for a lot that the caller may not see."""
    found = await penalty_events.list_notices(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[NoticeOut](items=[NoticeOut.of(item) for item in items], next=following))


@patch("/formal-notices/{notice_id:uuid}", guards=[WRITE], summary="Tell when a notice was settled", tags=TAGS)
async def settle_notice(
    request: AnyRequest, context: NamedDependency[Context], notice_id: FromPath[UUID], data: JSONBody[NoticeChangeIn]
) -> Response[NoticeOut]:
    """The day on which what was asked came; null takes it back. Needs ``If-Match``.

    Errors: 404, 412 when it changed meanwhile, 422 with a finding for a day before the notice or to come.
    """
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: penalty_events.settle_notice(ctx, notice_id, data.settled_on, version),
        NoticeOut.of,
        version=lambda notice: notice.version,
    )


@post("/lots/{lot_id:uuid}/absences", guards=[WRITE], summary="Record a missed meeting", tags=TAGS)
async def record_absence(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[AbsenceIn]
) -> Response[AbsenceOut]:
    """A meeting on the clause at which no holder came. Errors: 404, 409 when it is recorded already, 422."""
    return await change(
        request,
        context,
        lambda ctx: penalty_events.record_absence(ctx, lot_id, data.terms()),
        AbsenceOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/absences",
    )


@get("/lots/{lot_id:uuid}/absences", guards=[READ], summary="Missed meetings of a lot", tags=TAGS)
async def list_absences(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[AbsenceOut]]:
    """Oldest record first, those withdrawn included. Errors: 404 for a lot that the caller may not see."""
    found = await penalty_events.list_absences(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[AbsenceOut](items=[AbsenceOut.of(item) for item in items], next=following))


@post(
    "/absences/{absence_id:uuid}/withdraw",
    guards=[WRITE],
    status_code=200,
    summary="Withdraw a missed meeting",
    tags=TAGS,
)
async def withdraw_absence(
    request: AnyRequest, context: NamedDependency[Context], absence_id: FromPath[UUID], data: JSONBody[WithdrawalIn]
) -> Response[AbsenceOut]:
    """It stays with its reason and counts no more. Errors: 404, 409 when it is withdrawn already."""
    return await change(
        request,
        context,
        lambda ctx: penalty_events.withdraw_absence(ctx, absence_id, data.reason),
        AbsenceOut.of,
        status=200,
    )


@post("/lots/{lot_id:uuid}/penalty-proposals", guards=[WRITE], summary="Freeze the penalties of a lot", tags=TAGS)
async def freeze_proposal(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[ProposalIn]
) -> Response[ProposalOut]:
    """A new version, with its breakdown and the hash of its content, for the buyer to decide on.

    Errors: 404 for a lot of someone else, 422 for a day to come, or where hours owed, days or amounts are not known.
    """
    return await change(
        request,
        context,
        lambda ctx: penalties.freeze_proposal(ctx, lot_id, data.on),
        ProposalOut.of,
        status=201,
        location=lambda proposal: f"/penalty-proposals/{proposal.id}",
    )


@get("/lots/{lot_id:uuid}/penalty-proposals", guards=[READ], summary="Penalty proposals of a lot", tags=TAGS)
async def list_proposals(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[ProposalOut]]:
    """First to last, as frozen. Errors: 404 for a lot that the caller may not see."""
    found = await penalties.list_proposals(context, lot_id, after=number_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.version_no)
    return shown(Page[ProposalOut](items=[ProposalOut.of(item) for item in items], next=following))


@get("/penalty-proposals/{proposal_id:uuid}", guards=[READ], summary="A penalty proposal", tags=TAGS)
async def load_proposal(
    request: AnyRequest, context: NamedDependency[Context], proposal_id: FromPath[UUID]
) -> Response[ProposalOut]:
    """As frozen; it never changes. Errors: 404."""
    proposal = await penalties.load_proposal(context, proposal_id)
    return single(request, ProposalOut.of(proposal), proposal.version_no)


@post(
    "/penalty-proposals/{proposal_id:uuid}/decision", guards=[WRITE], summary="Record the buyer's decision", tags=TAGS
)
async def record_decision(
    request: AnyRequest, context: NamedDependency[Context], proposal_id: FromPath[UUID], data: JSONBody[DecisionIn]
) -> Response[DecisionOut]:
    """Applied, reduced or waived, as the buyer told it; a later decision is a new version.

    Errors: 404, 422 with a finding per value that does not fit.
    """
    return await change(
        request,
        context,
        lambda ctx: penalties.record_decision(ctx, proposal_id, data.terms()),
        DecisionOut.of,
        status=201,
        location=lambda _: f"/penalty-proposals/{proposal_id}/decisions",
    )


@get("/penalty-proposals/{proposal_id:uuid}/decisions", guards=[READ], summary="The buyer's decisions", tags=TAGS)
async def list_decisions(context: NamedDependency[Context], proposal_id: FromPath[UUID]) -> Response[Page[DecisionOut]]:
    """First to last; the last one holds. Errors: 404."""
    found = await penalties.list_decisions(context, proposal_id)
    return shown(Page[DecisionOut](items=[DecisionOut.of(item) for item in found], next=None))


HANDLERS: list[ControllerRouterHandler] = [
    record_notice,
    list_notices,
    settle_notice,
    record_absence,
    list_absences,
    withdraw_absence,
    freeze_proposal,
    list_proposals,
    load_proposal,
    record_decision,
    list_decisions,
]
