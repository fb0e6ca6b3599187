"""The first page of each reader: what is to be done, how the lots stand, and the latest certificates."""

from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.certificate_register import CertificateFilters
from clause.edge.request_context import AnyRequest, signed_in
from clause.rules.compliance import ComplianceStatus
from clause.services import accounts, certificates, compliance
from clause.services.context import Context
from clause.web.page import page
from clause.web.tasks import tasks_of

FEW = 5
BY_CONCERN = (
    ComplianceStatus.MISSED,
    ComplianceStatus.AT_RISK,
    ComplianceStatus.BEHIND,
    ComplianceStatus.ON_TRACK,
    ComplianceStatus.MET,
)
NEEDS_A_LOOK = BY_CONCERN[:3]


@get("/", guards=[signed_in])
async def show_home(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """What this reader should see first."""
    actor = context.actor
    values: dict[str, Any] = {"lots": (), "counts": (), "followed_count": 0, "certificates": ()}
    if actor.may(Scope.CONTRACTS_READ):
        values |= await _lots(context)
    if actor.may(Scope.CERTIFICATES_READ):
        values["certificates"] = await certificates.list_certificates(
            context, CertificateFilters(), after=None, limit=FEW
        )
    return page(
        request,
        "home.html",
        title="À faire",
        organisation=await _organisation(context),
        tasks=await tasks_of(context),
        **values,
    )


async def _lots(context: Context) -> dict[str, Any]:
    """The followed lots: how many stand in each status, and those that worry most."""
    found = await compliance.survey_lots(context, NEEDS_A_LOOK, FEW)
    return {
        "lots": found.few,
        "counts": [(status, found.counts[status]) for status in BY_CONCERN if found.counts.get(status)],
        "followed_count": found.count,
    }


async def _organisation(context: Context) -> str:
    actor = context.actor
    if actor.org_kind is None or actor.org_id is None:
        raise RuntimeError("a page for people who have signed in was shown to nobody")
    return (await accounts.load_organisation(context, actor.org_kind, actor.org_id)).name


HANDLERS: list[ControllerRouterHandler] = [show_home]
