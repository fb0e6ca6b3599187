"""What a cost other than staff must be to be declared: of the plan, of the operation's days, paid, evidenced, once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clause.domain.agreements import AgreementTerms
from clause.domain.cost_items import CostDetails, CostItem, CostItemKind, CostItemTerms
from clause.domain.errors import Refused
from clause.domain.evidence import EvidenceFile
from clause.domain.findings import Finding, Severity
from clause.domain.operations import Operation
from clause.rules.calendar import add_months
from clause.rules.cost_codes import CostPost
from clause.rules.cost_plans import lump_sum, unit_cost
from clause.rules.errors import RuleError
from clause.rules.parameter import value_in_force
from clause.rules.plan_checks import covered_by_flat_rate, real_cost_is_allowed
from clause.rules.quantities import Euros, Unit
from clause.rules.trace import Figure

POST_OF_KIND = {CostItemKind.UNITS: CostPost.UNITS, CostItemKind.DELIVERABLE: CostPost.DELIVERABLES}
_NEEDED_OF_REAL = ("amount_declared", "supplier", "document_reference", "document_on", "amount_document")


@dataclass(frozen=True)
class CostGround:
    """What is known around a cost to be recorded."""

    operation: Operation
    others: Sequence[CostItem]
    """The costs that hold, of all operations of the organisation, without the one that is corrected."""
    document: EvidenceFile | None
    today: date

    @property
    def agreement(self) -> AgreementTerms:
        """The agreement of the operation."""
        return self.operation.agreement


def checked_terms(terms: CostItemTerms, ground: CostGround) -> CostItemTerms:
    """The terms with the amount that is declared: as typed, or for units and deliverables what the agreement says.

    Raises Refused CST-002 with a finding for each field that is wrong.
    """
    findings = (
        *_plan_findings(terms, ground),
        *_day_findings(terms, ground),
        *(_real_findings(terms, ground) if terms.kind is CostItemKind.REAL else _simplified_findings(terms, ground)),
    )
    if findings:
        raise Refused("CST-002", findings=findings)
    if terms.kind is CostItemKind.REAL:
        return terms
    figure = _agreed_amount(terms, ground.agreement)
    details = CostDetails(flags=terms.details.flags, trace=figure.trace)
    return terms.model_copy(update={"amount_declared": figure.value, "details": details})


def cost_warnings(item: CostItem, others: Sequence[CostItem]) -> tuple[Finding, ...]:
    """What is worth a look in a cost: not paid yet, without evidence, another cost on the same document."""
    found = []
    if item.kind is CostItemKind.REAL and item.paid_on is None:
        found.append(Finding(code="CST-201", severity=Severity.WARNING, field="paid_on"))
    if item.document_id is None:
        found.append(Finding(code="CST-202", severity=Severity.WARNING, field="document_id"))
    if any(same_document(item, other) for other in others if other.id not in (item.id, item.replaces_id)):
        found.append(
            Finding(code="CST-203", severity=Severity.WARNING, field="document_reference", raw=item.document_reference)
        )
    return tuple(found)


def same_document(one: CostItemTerms, other: CostItem) -> bool:
    """True when two costs come from one document: the same supplier and reference."""
    key = (one.supplier, one.document_reference)
    return None not in key and key == (other.supplier, other.document_reference)


def _plan_findings(terms: CostItemTerms, ground: CostGround) -> Iterator[Finding]:
    post, agreement = terms.post, ground.agreement
    values = {"plan": agreement.cost_plan.value}
    wanted = POST_OF_KIND.get(terms.kind)
    if (wanted is not None and post is not wanted) or (wanted is None and post in POST_OF_KIND.values()):
        yield Finding(code="CST-101", field="post", raw=post.value)
    elif post is CostPost.STAFF:
        yield Finding(code="CST-102", field="post", raw=post.value)
    elif post in covered_by_flat_rate(agreement.cost_plan):
        yield Finding(code="CST-103", field="post", raw=post.value, values=values)
    elif not real_cost_is_allowed(
        agreement.cost_plan, post, agreement.planned_total_cost, agreement.options.state_aid, agreement.signed_on
    ):
        yield Finding(code="CST-104", field="post", raw=post.value, values=values)


def _day_findings(terms: CostItemTerms, ground: CostGround) -> Iterator[Finding]:
    operation = ground.operation
    if not operation.period.contains(terms.incurred_on) or terms.incurred_on > ground.today:
        days = {"first_day": operation.first_day.isoformat(), "last_day": operation.last_day.isoformat()}
        yield Finding(code="CST-105", field="incurred_on", raw=terms.incurred_on.isoformat(), values=days)
    if terms.paid_on is not None:
        months = value_in_force("late_payment_months", operation.last_day).whole(Unit.MONTH)
        latest = min(add_months(operation.last_day, months), ground.today)
        if terms.paid_on > latest:
            yield Finding(
                code="CST-106", field="paid_on", raw=terms.paid_on.isoformat(), values={"latest": latest.isoformat()}
            )
    if terms.document_id is not None and ground.document is None:
        yield Finding(code="CST-107", field="document_id", raw=str(terms.document_id))


def _real_findings(terms: CostItemTerms, ground: CostGround) -> Iterator[Finding]:
    missing = [name for name in _NEEDED_OF_REAL if getattr(terms, name) is None]
    for name in missing:
        yield Finding(code="CST-108", field=name)
    if terms.units is not None:
        yield Finding(code="CST-109", field="units", raw=format(terms.units, "f"))
    if missing or terms.amount_declared is None or terms.most_declared is None:
        return
    if terms.amount_declared <= 0:
        yield Finding(code="CST-110", field="amount_declared", raw=format(terms.amount_declared, "f"))
    if terms.most_declared < 0:
        yield Finding(code="CST-111", field="amount_vat", raw=format(terms.amount_vat or Euros(0), "f"))
        return
    most, typed = format(terms.most_declared, "f"), format(terms.amount_declared, "f")
    if terms.amount_declared > terms.most_declared:
        yield Finding(code="CST-112", field="amount_declared", raw=typed, values={"most": most})
    elif terms.amount_declared < terms.most_declared and terms.allocation_key is None:
        yield Finding(code="CST-113", field="allocation_key")
    declared = sum((other.amount_declared for other in ground.others if same_document(terms, other)), Euros(0))
    if declared > 0 and declared + terms.amount_declared > terms.most_declared:
        values = {"most": most, "declared": format(declared, "f")}
        yield Finding(code="CST-114", field="amount_declared", raw=typed, values=values)


def _simplified_findings(terms: CostItemTerms, ground: CostGround) -> Iterator[Finding]:
    if terms.amount_declared is not None:
        yield Finding(code="CST-115", field="amount_declared", raw=format(terms.amount_declared, "f"))
    options = ground.agreement.options
    if terms.kind is CostItemKind.UNITS:
        if terms.unit_code not in {unit.code for unit in options.unit_values}:
            yield Finding(code="CST-116", field="unit_code", raw=terms.unit_code)
        if terms.units is None or terms.units <= 0:
            yield Finding(code="CST-117", field="units", raw=None if terms.units is None else format(terms.units, "f"))
        if terms.deliverable_code is not None:
            yield Finding(code="CST-118", field="deliverable_code", raw=terms.deliverable_code)
        return
    if terms.deliverable_code not in {one.code for one in options.deliverables}:
        yield Finding(code="CST-119", field="deliverable_code", raw=terms.deliverable_code)
    if any(
        other.operation_id == ground.operation.id and other.deliverable_code == terms.deliverable_code
        for other in ground.others
    ):
        yield Finding(code="CST-120", field="deliverable_code", raw=terms.deliverable_code)


def _agreed_amount(terms: CostItemTerms, agreement: AgreementTerms) -> Figure:
    try:
        if terms.kind is CostItemKind.UNITS and terms.units is not None:
            value = next(unit.value for unit in agreement.options.unit_values if unit.code == terms.unit_code)
            return unit_cost(terms.units, value, terms.incurred_on)
        agreed = next(one.amount for one in agreement.options.deliverables if one.code == terms.deliverable_code)
        return lump_sum(agreed, is_accepted=True)
    except RuleError as error:
        raise Refused("CST-007", reason=error.reason.value) from error
