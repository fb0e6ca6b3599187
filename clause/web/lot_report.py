"""The report of a lot on one page to print, and its final balances: how it ended, frozen."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.certificate_register import CertificateFilters
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import alerts, certificates, compliance, contracts, final_balances, obligations, reliefs
from clause.services.context import Context
from clause.web.forms import FreeText, read_form, refused
from clause.web.listing import MOST_ROWS
from clause.web.lot_frame import framed
from clause.web.lot_page import course_of, expected_share, told
from clause.web.notes import done
from clause.web.obligations import owed_text
from clause.web.page import page
from clause.web.page import told as told_finding

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)


class BalanceForm(BaseModel):
    """How a lot ended."""

    remark: FreeText | None = Field(default=None, title="Observation")
    reason: FreeText | None = Field(default=None, title="Motif de la nouvelle version")


@get("/lots/{lot_id:uuid}/report", guards=[READ])
async def show_report(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """Everything that a meeting on the lot needs, on one page to print; names nobody."""
    return await _report_page(request, context, lot_id)


async def _report_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Template:
    frame = await framed(request, context, lot_id, "/report")
    standing = await compliance.assess_one_lot(context, lot_id)
    may_see_papers = context.actor.may(Scope.CERTIFICATES_READ)
    execution = standing.hours.execution
    return page(
        request,
        "lots/report.html",
        title="Bilan du lot",
        contract=await contracts.load_contract(context, frame["lot"].contract_id),
        standing=standing,
        missing=[told_finding(finding) for finding in standing.findings],
        expected_share=expected_share(standing),
        people=await compliance.count_people(context, lot_id),
        versions=await obligations.list_obligations(context, lot_id, after=0, limit=MOST_ROWS),
        owed_text=owed_text,
        course=course_of(await compliance.load_burn_up(context, lot_id)),
        alerts=[told(one, context) for one in await alerts.list_alerts_of_lot(context, lot_id)],
        reliefs=await reliefs.list_reliefs(context, lot_id, limit=MOST_ROWS),
        certificates=await certificates.list_certificates(
            context, CertificateFilters(lot_id=lot_id), after=None, limit=MOST_ROWS
        )
        if may_see_papers
        else [],
        balances=await final_balances.list_balances(context, lot_id, after=0, limit=MOST_ROWS),
        is_over=execution is not None and context.today > execution.last_day,
        **frame,
        **refusal,
    )


@post("/lots/{lot_id:uuid}/final-balances", guards=[WRITE], status_code=303)
async def freeze_balance(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Freeze how the lot ended, and show it."""
    try:
        form = await read_form(request, BalanceForm)
        made = await final_balances.freeze_balance(context, lot_id, form.remark, form.reason)
    except ClauseError as error:
        return await _report_page(request, context, lot_id, **await refused(request, error))
    return done(f"/final-balances/{made.id}", "final_balance_frozen")


@get("/final-balances/{balance_id:uuid}", guards=[READ])
async def show_balance(request: AnyRequest, context: NamedDependency[Context], balance_id: FromPath[UUID]) -> Template:
    """A final balance as frozen."""
    balance = await final_balances.load_balance(context, balance_id)
    return page(
        request,
        "lots/balance.html",
        title=f"Bilan final, version {balance.version_no}",
        balance=balance,
        content=balance.content,
    )


HANDLERS: list[ControllerRouterHandler] = [show_report, freeze_balance, show_balance]
