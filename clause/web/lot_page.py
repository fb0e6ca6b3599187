"""One lot: what it owes and why, how it stands and where it goes, what to do next, its papers; asking for one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.alerts import Alert
from clause.domain.burn_up import BurnUpPoint
from clause.domain.certificate_register import CertificateFilters, CertificateOrder
from clause.domain.certificates import CertificateKind
from clause.domain.compliance import LotCompliance
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.rules.checkpoints import Checkpoint
from clause.services import alerts, certificate_orders, certificates, compliance, contracts, hours, obligations
from clause.services.context import Context
from clause.text import formats
from clause.text.messages import sentence
from clause.text.readable import readable_fact, readable_sentence
from clause.web.charts import Series, line_chart
from clause.web.forms import FreeText, read_form, refused
from clause.web.lot_frame import framed
from clause.web.page import page

MOST_SHOWN = 100
MOST_CHECKPOINTS = 200
NEXT_CHECKPOINTS = 3
READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
REMEDIES = {
    "NO_HIRE": ("/hires", "Voir les embauches"),
    "STATEMENT_OVERDUE": ("/statements-due", "Relancer l’entreprise"),
    "ELIGIBILITY_ENDING": ("/eligibility-alerts", "Voir ce qui prend fin"),
    "HOURS_AFTER_END": ("/hours-statements", "Voir les relevés"),
}
"""Where the facilitator goes to mend what an alert tells."""


class CertificateForm(BaseModel):
    """A certificate asked for on the page of a lot."""

    kind: Literal[CertificateKind.PROGRESS, CertificateKind.FINAL] = Field(title="Nature de l’attestation")
    company_id: UUID | None = Field(default=None, title="Entreprise")
    as_of: date | None = Field(default=None, title="Heures arrêtées au")
    remark: FreeText | None = Field(default=None, title="Observation")


@get("/lots/{lot_id:uuid}", guards=[READ])
async def show_lot(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """One lot: what it owes and why, how it stands, what to do next, its statements and certificates."""
    return await _lot_page(request, context, lot_id)


async def _lot_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Template:
    frame = await framed(request, context, lot_id, "")
    lot = frame["lot"]
    standing = await compliance.assess_one_lot(context, lot_id)
    versions = await obligations.list_obligations(context, lot_id, after=0, limit=MOST_SHOWN)
    return page(
        request,
        "lots/lot.html",
        title=lot.label,
        contract=await contracts.load_contract(context, lot.contract_id),
        standing=standing,
        missing=[sentence(finding.code, dict(finding.values)) for finding in standing.findings],
        expected_share=expected_share(standing),
        in_effect=next((one for one in versions if one.version_no == standing.hours.obligation_version), None),
        version_count=len(versions),
        course=course_of(await compliance.load_burn_up(context, lot_id)),
        alerts=[told(one, context) for one in await alerts.list_alerts_of_lot(context, lot_id)],
        checkpoints=await _checkpoints(context, lot_id, standing),
        **frame,
        **await _papers(context, lot_id),
        **refusal,
    )


def expected_share(standing: LotCompliance) -> Decimal | None:
    """Where an even pace would be, as a fraction of what is owed, to mark it on the bar."""
    figures = standing.figures
    return figures.expected.value / figures.owed if figures and figures.owed else None


def told(alert: Alert, context: Context) -> dict[str, Any]:
    """An alert as a page tells it: its kind, its sentence, and where it is mended by who may."""
    may_mend = context.actor.may(Scope.CONTRACTS_WRITE)
    return {
        "alert": alert,
        "sentence": (readable_sentence if may_mend else readable_fact)(alert.code, alert.values),
        "remedy": REMEDIES.get(alert.kind.value) if may_mend else None,
    }


def course_of(points: Sequence[BurnUpPoint]) -> dict[str, Any] | None:
    """The chart of a lot's course and the table behind it; None without anything to draw."""
    if not any(point.owed is not None for point in points):
        return None
    credited, expected = [point.credited for point in points], [point.expected for point in points]
    projected = [point.projected for point in points]
    series = [
        Series("Prises en compte", credited),
        Series("Attendues", expected),
        *([Series("Prévision", projected, is_dotted=True)] if len(_known(projected)) > 1 else []),
        Series("Dues", [point.owed for point in points]),
    ]
    last = _known(credited)[-1:]
    text = f"Heures cumulées mois par mois : {formats.hours(last[0])} prises en compte." if last else "Heures cumulées."
    return {
        "chart": line_chart(text, [_short(point) for point in points], series),
        "head": ("Au", "Dues", "Attendues", "Prises en compte", "Prévision"),
        "rows": [
            (formats.short_day(one.on), *map(_cell, (one.owed, one.expected, one.credited, one.projected)))
            for one in points
        ],
    }


def _known(values: Sequence[Decimal | None]) -> list[Decimal]:
    return [value for value in values if value is not None]


def _short(point: BurnUpPoint) -> str:
    return f"{point.month.number:02d}/{point.month.year}"


def _cell(value: Decimal | None) -> str:
    return "–" if value is None else formats.hours(value)


async def _checkpoints(context: Context, lot_id: UUID, standing: LotCompliance) -> list[Checkpoint]:
    """The next days on which the clause is looked at together; none without the days of the execution."""
    if standing.hours.execution is None or standing.figures is None:
        return []
    found = await compliance.list_checkpoints(context, lot_id, 0, MOST_CHECKPOINTS)
    return [point for point in found if point.on >= context.today][:NEXT_CHECKPOINTS]


async def _papers(context: Context, lot_id: UUID) -> dict[str, Any]:
    """Statements and certificates, for those who may see them; None for the others."""
    actor = context.actor
    sees_statements = actor.may(Scope.HOURS_DECLARE) or actor.may(Scope.HOURS_VALIDATE)
    of_lot = CertificateFilters(lot_id=lot_id)
    return {
        "statements": await hours.list_statements(context, lot_id=lot_id, limit=MOST_SHOWN)
        if sees_statements
        else None,
        "certificates": await certificates.list_certificates(context, of_lot, after=None, limit=MOST_SHOWN)
        if actor.may(Scope.CERTIFICATES_READ)
        else None,
    }


@post("/lots/{lot_id:uuid}/certificates", guards=[WRITE], status_code=303)
async def request_certificate(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Ask for a certificate, and show it while it is made."""
    public_url: str = request.app.state.settings.public_url
    try:
        form = await read_form(request, CertificateForm)
        order = CertificateOrder(**dict(form))
        made = await certificate_orders.request_certificate(context, lot_id, order, public_url)
    except ClauseError as error:
        return await _lot_page(request, context, lot_id, **await refused(request, error))
    return Redirect(f"/certificates/{made.id}", status_code=303)


HANDLERS: list[ControllerRouterHandler] = [show_lot, request_certificate]
