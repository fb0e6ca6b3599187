"""What an officer may decide on the lines of a claim, and the decisions that follow for every line.

Flat rates are never decided: they are computed again from what is retained. A line that lowers the claim (an adjustment
below zero) is certified as it is, so that a rejected line never raises the amount.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from clause.domain.claims import Claim, ClaimKind, ClaimLine, ClaimLineKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.payments import NOTHING
from clause.domain.verifications import DecidedLine, LineDecision, LineOutcome, VerificationScope, VerificationTerms
from clause.rules.cost_codes import CostPlan
from clause.rules.quantities import Euros, unrounded


def decide_lines(
    claim: Claim,
    lines: Iterable[ClaimLine],
    plan: CostPlan,
    terms: VerificationTerms,
    *,
    before: Iterable[DecidedLine] = (),
    returned: frozenset[UUID] = frozenset(),
) -> tuple[DecidedLine, ...]:
    """The decision on each line that can be decided, in the claim's order.

    A line that the terms leave out keeps its decision of ``before``, or is certified. ``returned`` are the lines that a
    later claim took up again: they stay parked. Refused CSF-010 with a finding per decision that does not fit.
    """
    known = {line.id: line for line in lines}
    decided = {line.claim_line_id: line for line in before}
    findings = [*_scope_findings(terms, known)]
    seen: set[UUID] = set()
    for index, decision in enumerate(terms.decisions):
        field = f"decisions[{index}]"
        line = known.get(decision.claim_line_id)
        problem = "CSF-101" if line is None else "CSF-102" if line.id in seen else None
        if line is None or problem:
            findings.append(Finding(code=problem or "", field=field, raw=str(decision.claim_line_id)))
            continue
        seen.add(line.id)
        findings += _line_findings(field, decision, line, claim, plan, returned)
    if findings:
        raise Refused("CSF-010", findings=tuple(findings))
    chosen = {decision.claim_line_id: decision for decision in terms.decisions}
    return tuple(
        _decided(line, chosen.get(line.id), decided.get(line.id), terms)
        for line in known.values()
        if line.kind is not ClaimLineKind.FLAT_RATE
    )


def _scope_findings(terms: VerificationTerms, known: Mapping[UUID, ClaimLine]) -> Iterable[Finding]:
    if terms.scope is VerificationScope.FULL:
        if terms.sampled_line_ids:
            yield Finding(code="CSF-103", field="sampled_line_ids", raw=str(len(terms.sampled_line_ids)))
        return
    for name in ("sample_method", "risk_assessment_ref", "sampled_line_ids"):
        if not getattr(terms, name):
            yield Finding(code="CSF-104", field=name)
    for index, line_id in enumerate(terms.sampled_line_ids):
        line = known.get(line_id)
        if line is None or line.kind is ClaimLineKind.FLAT_RATE:
            yield Finding(code="CSF-105", field=f"sampled_line_ids[{index}]", raw=str(line_id))


def _line_findings(
    field: str, decision: LineDecision, line: ClaimLine, claim: Claim, plan: CostPlan, returned: frozenset[UUID]
) -> list[Finding]:
    values = {"position": str(line.position)}
    if line.kind is ClaimLineKind.FLAT_RATE:
        return [Finding(code="CSF-106", field=field, values=values)]
    if line.id in returned and decision.outcome is not LineOutcome.PARKED:
        return [Finding(code="CSF-107", field=field, values=values)]
    if decision.outcome is LineOutcome.CERTIFIED:
        if decision.amount_deducted or decision.reason_code is not None:
            return [Finding(code="CSF-108", field=field, values=values)]
        return []
    return _cut_findings(field, decision, line, claim, plan)


def _cut_findings(field: str, decision: LineDecision, line: ClaimLine, claim: Claim, plan: CostPlan) -> list[Finding]:
    values = {"position": str(line.position), "amount": format(line.amount, "f")}
    found = []
    if decision.reason_code is None:
        found.append(Finding(code="CSF-109", field=f"{field}.reason_code", values=values))
    if line.amount <= 0:
        return [*found, Finding(code="CSF-110", field=field, values=values)]
    if decision.outcome is LineOutcome.PARKED:
        if claim.kind is ClaimKind.FINAL:
            found.append(Finding(code="CSF-111", field=field, values=values))
        if decision.amount_deducted:
            found.append(Finding(code="CSF-112", field=f"{field}.amount_deducted", values=values))
        return found
    cut = decision.amount_deducted
    if cut is None or not 0 < cut <= line.amount:
        raw = format(cut, "f") if cut is not None else None
        found.append(Finding(code="CSF-113", field=f"{field}.amount_deducted", raw=raw, values=values))
    elif plan is CostPlan.LS and cut != line.amount:
        found.append(Finding(code="CSF-114", field=f"{field}.amount_deducted", raw=format(cut, "f"), values=values))
    return found


def _decided(
    line: ClaimLine, decision: LineDecision | None, before: DecidedLine | None, terms: VerificationTerms
) -> DecidedLine:
    looked_at = terms.scope is VerificationScope.FULL or line.id in terms.sampled_line_ids
    if decision is None:
        if before is None:
            return _line(line, LineOutcome.CERTIFIED, NOTHING, None, in_sample=looked_at)
        return before.model_copy(update={"in_sample": before.in_sample or looked_at})
    cut = unrounded(decision.amount_deducted or NOTHING)
    return _line(line, decision.outcome, cut, decision, in_sample=True)


def _line(
    line: ClaimLine, outcome: LineOutcome, cut: Euros, decision: LineDecision | None, *, in_sample: bool
) -> DecidedLine:
    return DecidedLine(
        claim_line_id=line.id,
        outcome=outcome,
        amount_certified=NOTHING if outcome is LineOutcome.PARKED else line.amount - cut,
        amount_deducted=cut,
        reason_code=decision.reason_code if decision else None,
        comment=decision.comment if decision else None,
        in_sample=in_sample,
    )
