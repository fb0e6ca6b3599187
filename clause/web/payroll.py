"""A month of pay: the cost itself, its parts or the elements of the payslip; versions, and regularisation."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError, Refused, Unreadable
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES, EvidenceKind
from clause.domain.findings import Finding
from clause.domain.payroll import PayrollMonth, PayrollParts, PayrollTerms
from clause.edge.months import month_in_path
from clause.edge.request_context import AnyRequest, needs
from clause.rules.pay_elements import PayElement, PayEligibility, PayPart
from clause.services import evidence, pay_overview, payroll
from clause.services.context import Context
from clause.services.pay_overview import MonthOfPay
from clause.text import formats
from clause.web.evidence import choices_of, sent_file
from clause.web.forms import FreeText, Quantity, read_form, refused
from clause.web.notes import done
from clause.web.page import page

PAY = needs(Scope.CLAIMS_WRITE)
PATH = "/employments/{employment_id:uuid}/payroll/{month:str}"
WAYS = (("elements", "Par éléments du bulletin"), ("parts", "Par composantes"), ("sum", "Le coût total seulement"))
MOST_SLIPS = 200
_EUROS: TypeAdapter[Any] = TypeAdapter(Quantity)

Way = Annotated[str, QueryParameter(name="way", description="`elements`, `parts` or `sum`")]
From = Annotated[str, QueryParameter(name="from", description="`before` begins with the month before")]


class PayForm(BaseModel):
    """What a form of pay holds beside its elements."""

    way: str = Field(default="sum", title="Saisie")
    version: int = Field(default=0, title="Version")
    employer_cost: Quantity | None = Field(default=None, title="Coût employeur")
    gross: Quantity | None = Field(default=None, title="Rémunération brute")
    employer_contributions: Quantity | None = Field(default=None, title="Cotisations patronales")
    pay_taxes: Quantity | None = Field(default=None, title="Taxes sur les salaires")
    benefits: Quantity | None = Field(default=None, title="Avantages éligibles")
    reimbursements: Quantity | None = Field(default=None, title="Remboursements et aides reçus")
    hours_paid: Quantity | None = Field(default=None, title="Heures payées")
    paid_on: date | None = Field(default=None, title="Payé en totalité le")
    document_id: UUID | None = Field(default=None, title="Bulletin de salaire")
    reason: FreeText | None = Field(default=None, title="Motif")

    def terms(self, elements: tuple[PayElement, ...]) -> PayrollTerms:
        """As the service takes it: only what belongs to the way that was chosen."""
        values: dict[str, Any] = self.model_dump(include={"hours_paid", "paid_on", "document_id", "reason"})
        if self.way == "elements":
            return PayrollTerms(**values, elements=elements)
        if self.way == "parts" and self.gross is not None and self.employer_contributions is not None:
            parts = {part.value: getattr(self, part.value) or 0 for part in PayPart}
            return PayrollTerms(**values, parts=PayrollParts(**parts))
        return PayrollTerms(**values, employer_cost=self.employer_cost if self.way == "sum" else None)


@get(PATH, guards=[PAY])
async def show_payroll(
    request: AnyRequest,
    context: NamedDependency[Context],
    employment_id: FromPath[UUID],
    month: FromPath[str],
    way: Way = "",
    begin: From = "",
) -> Template:
    """A month of pay: its form, what holds and how it is made, its versions."""
    found = await pay_overview.load_month_of_pay(context, employment_id, month_in_path(month))
    return await _pay_page(request, context, found, way, begin == "before")


async def _pay_page(
    request: AnyRequest, context: Context, found: MonthOfPay, way: str = "", as_before: bool = False, **refusal: Any
) -> Template:
    latest = found.versions[0] if found.versions else None
    model = latest or found.before
    typed: Mapping[str, str] = refusal.get("typed", {})
    shown_way = typed.get("way", way)
    if shown_way not in dict(WAYS):
        shown_way = _way_of(model) if model else "parts"
    shown = latest or (found.before if as_before else None)
    kinds = await payroll.list_pay_elements(context)
    slips = await evidence.list_files(context, kind=EvidenceKind.PAYSLIP, after=None, limit=MOST_SLIPS)
    return page(
        request,
        "pay/payroll.html",
        title=f"Paie de {formats.month(found.month.first_day)}",
        found=found,
        latest=latest,
        way=shown_way,
        ways=WAYS,
        values=_values(shown, with_slip=latest is not None) | dict(typed),
        kinds={part: [kind for kind in kinds if kind.part is part] for part in PayPart},
        slips=choices_of(slips),
        **refusal,
    )


def _way_of(pay: PayrollMonth) -> str:
    if pay.elements:
        return "elements"
    return "parts" if pay.gross is not None else "sum"


def _values(pay: PayrollMonth | None, *, with_slip: bool) -> dict[str, str]:
    """What the fields hold at first; a payslip is never taken over from another month."""
    if pay is None:
        return {}
    way = _way_of(pay)
    values: dict[str, str] = {}
    if way == "sum":
        values["employer_cost"] = _euros(pay.employer_cost)
    if way == "parts":
        values |= {part.value: _euros(getattr(pay, part.value)) for part in PayPart}
    for element in pay.elements:
        values[f"amount-{element.code}"] = _euros(element.amount)
        values[f"decision-{element.code}"] = element.decision.value if element.decision else ""
        values[f"why-{element.code}"] = element.decision_reason or ""
    values["hours_paid"] = "" if pay.hours_paid is None else formats.bare_hours(pay.hours_paid)
    if with_slip:
        values["paid_on"] = pay.paid_on.isoformat() if pay.paid_on else ""
        values["document_id"] = str(pay.document_id or "")
    return values


def _euros(value: Any) -> str:
    return "" if value is None else formats.bare_hours(value)


@post(PATH, guards=[PAY], status_code=303, request_max_body_size=LARGEST_EVIDENCE_BYTES)
async def record_payroll(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID], month: FromPath[str]
) -> Response[Any]:
    """Record the month: a version, or a regularisation where a claim holds it."""
    wanted = month_in_path(month)
    found = await pay_overview.load_month_of_pay(context, employment_id, wanted)
    try:
        form = await read_form(request, PayForm)
        elements, names = await _elements(request) if form.way == "elements" else ((), ())
        slip = await _slip(request, context)
        if slip is not None:
            form = form.model_copy(update={"document_id": slip})
        act = payroll.record_payroll if found.claim_number is None else payroll.regularise_payroll
        try:
            await act(context, employment_id, wanted, form.terms(elements), form.version)
        except Refused as error:
            raise Refused(
                error.code, findings=tuple(_placed(one, names) for one in error.findings), **error.values
            ) from error
    except ClauseError as error:
        return await _pay_page(request, context, found, **await refused(request, error))
    code = "pay_recorded" if found.claim_number is None else "pay_regularised"
    return done(f"/employments/{employment_id}/payroll/{wanted}", code)


async def _elements(request: AnyRequest) -> tuple[tuple[PayElement, ...], tuple[str, ...]]:
    """The elements with an amount, and the code of each; Unreadable WEB-184 with a finding for each bad amount."""
    typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    elements, names, findings = [], [], []
    for name, text in typed.items():
        code = name.removeprefix("amount-")
        if code == name or not text.strip():
            continue
        try:
            amount = _EUROS.validate_python(text)
        except ValidationError:
            findings.append(Finding(code="WEB-185", field=name, raw=text[:40]))
            continue
        decision, why = typed.get(f"decision-{code}", ""), typed.get(f"why-{code}", "").strip()[:1000]
        decided = PayEligibility(decision) if decision in set(PayEligibility) else None
        elements.append(PayElement(code=code[:40], amount=amount, decision=decided, decision_reason=why or None))
        names.append(code)
    if findings:
        raise Unreadable("WEB-184", findings=tuple(findings))
    return tuple(elements), tuple(names)


def _placed(finding: Finding, names: tuple[str, ...]) -> Finding:
    place, _, part = (finding.field or "").partition("].")
    rank = place.removeprefix("elements[")
    if not part or not rank.isdecimal() or int(rank) >= len(names):
        return finding
    prefix = {"decision": "decision", "decision_reason": "why"}.get(part, "amount")
    return finding.model_copy(update={"field": f"{prefix}-{names[int(rank)]}"})


async def _slip(request: AnyRequest, context: Context) -> UUID | None:
    """The payslip that came with the form, kept as a piece of evidence; None when there was none."""
    sent = await sent_file(request)
    if sent is None:
        return None
    return (await evidence.keep_file(context, sent, EvidenceKind.PAYSLIP, None)).id


HANDLERS: list[ControllerRouterHandler] = [show_payroll, record_payroll]
