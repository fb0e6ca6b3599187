"""The first page of each reader: what waits for a decision, and what needs a look."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.certificate_register import CertificateFilters
from clause.domain.compliance import LotCompliance
from clause.domain.contracts import FollowUpState, LotFilters
from clause.domain.hours import StatementState
from clause.edge.request_context import AnyRequest, signed_in
from clause.rules.compliance import ComplianceStatus
from clause.services import accounts, certificates, compliance, contracts, hours
from clause.services.context import Context
from clause.web.page import page

FEW = 5
MOST_LOTS = 200
NEEDS_A_LOOK = (ComplianceStatus.MISSED, ComplianceStatus.AT_RISK, ComplianceStatus.BEHIND)


@get("/", guards=[signed_in])
async def show_home(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """What this reader should see first."""
    actor = context.actor
    values: dict[str, Any] = {"lots": (), "statements": (), "certificates": (), "decisions": ()}
    if actor.may(Scope.CONTRACTS_READ):
        values |= await _lots(context)
    if actor.may(Scope.HOURS_DECLARE) or actor.may(Scope.HOURS_VALIDATE):
        values["statements"] = await hours.list_statements(context, state=_waiting_for(actor), limit=FEW + 1)
    if actor.may(Scope.CONTRACTS_WRITE):
        values["decisions"] = await _decisions(context)
    if actor.may(Scope.CERTIFICATES_READ):
        values["certificates"] = await certificates.list_certificates(
            context, CertificateFilters(), after=None, limit=FEW
        )
    return page(request, "home.html", title="Accueil", organisation=await _organisation(context), few=FEW, **values)


def _waiting_for(actor: Actor) -> StatementState:
    """The statements that wait for this reader: those to decide upon, or those to correct."""
    is_company = actor.org_kind is OrgKind.COMPANY
    return StatementState.CORRECTION_REQUESTED if is_company else StatementState.SUBMITTED


async def _lots(context: Context) -> dict[str, Any]:
    """The followed lots: how many there are, and those that worry most."""
    found = await compliance.list_compliance(context, limit=MOST_LOTS)
    worrying = sorted((lot for lot in found if _concern(lot) is not None), key=lambda lot: _concern(lot) or 0)
    return {
        "lots": worrying[:FEW],
        "worrying_count": len(worrying),
        "followed_count": len(found),
        "counted_all": len(found) < MOST_LOTS,
    }


def _concern(lot: LotCompliance) -> int | None:
    """How urgent a lot is, 0 first; None when nothing has to be done about it."""
    status = lot.figures.status if lot.figures else None
    return NEEDS_A_LOOK.index(status) if status in NEEDS_A_LOOK else None


async def _decisions(context: Context) -> list[FollowUpState]:
    """The states in which lots wait for the decision to follow them."""
    waiting = []
    for state in (FollowUpState.PRESELECTED, FollowUpState.TO_REVIEW):
        if await contracts.list_lots(context, LotFilters(follow_up=state), limit=1):
            waiting.append(state)
    return waiting


async def _organisation(context: Context) -> str:
    actor = context.actor
    if actor.org_kind is None or actor.org_id is None:
        raise RuntimeError("a page for people who have signed in was shown to nobody")
    return (await accounts.load_organisation(context, actor.org_kind, actor.org_id)).name


HANDLERS: list[ControllerRouterHandler] = [show_home]
