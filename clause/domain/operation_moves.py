"""The life of an operation: which moves there are (O1 to O17), what each one needs, and what follows by itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import ActorKind
from clause.domain.agreements import AgreementTerms
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.funding_calls import Call
from clause.domain.operations import OperationRecord, OperationState, OperationTerms
from clause.domain.transitions import Transitions
from clause.rules.calendar import FRANCE, Month
from clause.rules.claim_calendar import agreement_expires_at, final_claim_due_on
from clause.rules.cost_codes import CostPlan
from clause.rules.retention import operation_keep_until

S = OperationState


class OperationAction(StrEnum):
    """What can be done with an operation, or happens to it."""

    APPLY = "apply"
    RECORD_IN_FORCE = "record_in_force"
    SUBMIT = "submit"
    ASK_FOR_PIECES = "ask_for_pieces"
    COMPLETE = "complete"
    DECLARE_ADMISSIBLE = "declare_admissible"
    OPEN_APPRAISAL = "open_appraisal"
    SEND_TO_COMMITTEE = "send_to_committee"
    PROGRAMME = "programme"
    REFUSE = "refuse"
    ADJOURN = "adjourn"
    RESUME = "resume"
    DRAFT_AGREEMENT = "draft_agreement"
    RESTART_SIGNATURE = "restart_signature"
    SIGN_AGREEMENT = "sign_agreement"
    NOTIFY = "notify"
    CERTIFY_START = "certify_start"
    OPEN_AMENDMENT = "open_amendment"
    CLOSE_AMENDMENT = "close_amendment"
    END_IMPLEMENTATION = "end_implementation"
    AWAIT_FINAL_CLAIM = "await_final_claim"
    SETTLE = "settle"
    RETAIN = "retain"
    PLACE_HOLD = "place_hold"
    LIFT_HOLD = "lift_hold"
    FIND_PURGEABLE = "find_purgeable"


A = OperationAction
MOVES = Transitions(
    "OPE-008",
    {
        A.SUBMIT: {S.APPLICATION_DRAFT: S.APPLICATION_SUBMITTED},
        A.ASK_FOR_PIECES: {S.APPLICATION_SUBMITTED: S.INCOMPLETE},
        A.COMPLETE: {S.INCOMPLETE: S.APPLICATION_SUBMITTED},
        A.DECLARE_ADMISSIBLE: {S.APPLICATION_SUBMITTED: S.ADMISSIBLE},
        A.OPEN_APPRAISAL: {S.ADMISSIBLE: S.IN_APPRAISAL},
        A.SEND_TO_COMMITTEE: {S.IN_APPRAISAL: S.TO_COMMITTEE},
        A.PROGRAMME: {S.TO_COMMITTEE: S.PROGRAMMED},
        A.REFUSE: {S.TO_COMMITTEE: S.REFUSED},
        A.ADJOURN: {S.TO_COMMITTEE: S.ADJOURNED},
        # An adjourned application may be amended: it is appraised again (interpretation).
        A.RESUME: {S.ADJOURNED: S.IN_APPRAISAL},
        A.DRAFT_AGREEMENT: {S.PROGRAMMED: S.AGREEMENT_DRAFT},
        A.RESTART_SIGNATURE: {S.AGREEMENT_DRAFT: S.AGREEMENT_DRAFT},
        A.SIGN_AGREEMENT: {S.AGREEMENT_DRAFT: S.AGREEMENT_SIGNED},
        A.NOTIFY: {S.AGREEMENT_SIGNED: S.IN_FORCE},
        A.CERTIFY_START: {S.IN_FORCE: S.IN_FORCE, S.AMENDMENT_PENDING: S.AMENDMENT_PENDING},
        A.OPEN_AMENDMENT: {S.IN_FORCE: S.AMENDMENT_PENDING},
        A.CLOSE_AMENDMENT: {S.AMENDMENT_PENDING: S.IN_FORCE},
        A.END_IMPLEMENTATION: {S.IN_FORCE: S.IMPLEMENTATION_ENDED, S.AMENDMENT_PENDING: S.IMPLEMENTATION_ENDED},
        A.AWAIT_FINAL_CLAIM: {S.IMPLEMENTATION_ENDED: S.FINAL_CLAIM_DUE, S.SETTLED: S.FINAL_CLAIM_DUE},
        A.SETTLE: {
            S.IN_FORCE: S.SETTLED,
            S.AMENDMENT_PENDING: S.SETTLED,
            S.IMPLEMENTATION_ENDED: S.SETTLED,
            S.FINAL_CLAIM_DUE: S.SETTLED,
        },
        A.RETAIN: {S.SETTLED: S.IN_RETENTION},
        A.PLACE_HOLD: {S.SETTLED: S.SETTLED, S.IN_RETENTION: S.IN_RETENTION, S.PURGEABLE: S.IN_RETENTION},
        A.LIFT_HOLD: {S.SETTLED: S.SETTLED, S.IN_RETENTION: S.IN_RETENTION},
        A.FIND_PURGEABLE: {S.IN_RETENTION: S.PURGEABLE},
    },
)
BY_ITSELF = frozenset({A.END_IMPLEMENTATION, A.AWAIT_FINAL_CLAIM, A.RETAIN, A.FIND_PURGEABLE})
"""What follows from the calendar."""
ELSEWHERE = frozenset({A.APPLY, A.RECORD_IN_FORCE, A.OPEN_AMENDMENT, A.CLOSE_AMENDMENT, A.SETTLE})
"""What comes with another act: recording an operation, an amendment, the last payment."""
ASKED = tuple(action for action in OperationAction if action not in BY_ITSELF | ELSEWHERE)
"""What is recorded as a move."""
OF_THE_BENEFICIARY = frozenset({A.SUBMIT, A.COMPLETE, A.SIGN_AGREEMENT})
"""What an intermediate body does not record for the beneficiary; the beneficiary may write down all the rest."""

_NEEDS_REFERENCE = frozenset({A.DECLARE_ADMISSIBLE, A.SEND_TO_COMMITTEE, A.CERTIFY_START})
_NEEDS_REASON = frozenset({A.ASK_FOR_PIECES, A.PROGRAMME, A.REFUSE, A.ADJOURN, A.PLACE_HOLD, A.LIFT_HOLD})


class OperationEvent(BaseModel):
    """One move of an operation, as it is kept."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    operation_id: UUID
    seq: int
    action: OperationAction
    state_before: OperationState | None
    state_after: OperationState
    happened_at: datetime
    reference: str | None
    reason: str | None
    details: Mapping[str, Any]
    recorded_by: UUID | None
    recorded_by_kind: ActorKind
    recorded_at: datetime


class MoveTerms(BaseModel):
    """A move to record: when it happened, and what it needs.

    ``cost_plan`` comes with the appraisal, which fixes it; ``agreement`` with the signatures.
    """

    model_config = ConfigDict(frozen=True)

    action: OperationAction
    at: datetime
    reference: str | None = None
    reason: str | None = None
    cost_plan: CostPlan | None = None
    agreement: AgreementTerms | None = None


class Deadlines(BaseModel):
    """The days that count for an operation where it stands; None where one does not."""

    model_config = ConfigDict(frozen=True)

    file_until: date | None = None
    agreement_expires_at: datetime | None = None
    amend_until: date | None = None
    final_claim_due_on: date | None = None
    keep_until: date | None = None
    """The last day of retention, as far as is known while no file is held."""


def check_move(
    record: OperationRecord, terms: MoveTerms, events: Sequence[OperationEvent], call: Call | None, now: datetime
) -> None:
    """Refuses a move without what it needs, all reasons at once (Refused OPE-010 with its findings).

    That the state allows it is for ``MOVES`` to say.
    """
    findings = _moment_findings(terms, events, now)
    if terms.action not in ASKED:
        findings.append(Finding(code="OPE-129", field="action", raw=terms.action.value))
    if terms.action in _NEEDS_REFERENCE and terms.reference is None:
        findings.append(Finding(code="OPE-132", field="reference"))
    if terms.action in _NEEDS_REASON and terms.reason is None:
        findings.append(Finding(code="OPE-133", field="reason"))
    if terms.action is A.SUBMIT:
        findings += filing_findings(record, terms.at, call)
    elif terms.action is A.OPEN_APPRAISAL:
        findings += _plan_findings(terms, call)
    elif terms.action in (A.SIGN_AGREEMENT, A.RESTART_SIGNATURE):
        findings += _signature_findings(terms, events)
    if findings:
        raise Refused("OPE-010", findings=tuple(findings))


def check_application_day(terms: OperationTerms, call: Call | None, at: datetime, now: datetime) -> None:
    """Refuses an application begun in the future, or outside its call (Refused OPE-016 with its findings)."""
    moment = MoveTerms(action=A.APPLY, at=at)
    findings = [*_moment_findings(moment, (), now), *filing_findings(terms, at, call)]
    if findings:
        raise Refused("OPE-016", findings=tuple(findings))


def day_of(instant: datetime) -> date:
    """The day of an instant in mainland France."""
    return instant.astimezone(FRANCE).date()


def filing_findings(record: OperationTerms, at: datetime, call: Call | None) -> list[Finding]:
    """What stands against filing at an instant: the call closed, or the operation carried out already."""
    day = day_of(at)
    findings = []
    if call is not None and not call.is_open_on(day):
        values = {"opens_on": call.opens_on.isoformat(), "closes_on": call.closes_on.isoformat()}
        findings.append(Finding(code="OPE-134", field="at", raw=day.isoformat(), values=values))
    if record.last_day < day:
        values = {"last_day": record.last_day.isoformat()}
        findings.append(Finding(code="OPE-135", field="at", raw=day.isoformat(), values=values))
    return findings


def deadlines(
    record: OperationRecord, events: Sequence[OperationEvent], call: Call | None, last_payment_on: date | None
) -> Deadlines:
    """The days that count for an operation in its state."""
    state = record.state
    if state is S.APPLICATION_DRAFT:
        return Deadlines(file_until=call.closes_on if call else None)
    if state is S.AGREEMENT_DRAFT:
        return Deadlines(agreement_expires_at=_expires_at(events))
    if state in (S.IN_FORCE, S.AMENDMENT_PENDING, S.IMPLEMENTATION_ENDED, S.FINAL_CLAIM_DUE):
        runs = state in (S.IN_FORCE, S.AMENDMENT_PENDING)
        due_on = final_claim_due_on(record.last_day)
        return Deadlines(amend_until=record.last_day if runs else None, final_claim_due_on=due_on)
    if state in (S.SETTLED, S.IN_RETENTION, S.PURGEABLE):
        return Deadlines(keep_until=_keep_until(record, events, last_payment_on))
    return Deadlines()


def next_actions(state: OperationState) -> list[OperationAction]:
    """What may be recorded of an operation in this state."""
    return [action for action in ASKED if state in MOVES.moves[action]]


def due_action(
    record: OperationRecord, events: Sequence[OperationEvent], last_payment_on: date | None, today: date
) -> OperationAction | None:
    """What the calendar does to an operation on a day; None when nothing.

    The day after the last one, the implementation has ended. Interpretation: the final claim, which covers whole
    months, is due from the first day of the following month on. Retention begins the day after the settlement; the file
    may go once its last day has passed and nobody holds it.
    """
    if record.state in (S.IN_FORCE, S.AMENDMENT_PENDING):
        return A.END_IMPLEMENTATION if record.last_day < today else None
    if record.state is S.IMPLEMENTATION_ENDED:
        return A.AWAIT_FINAL_CLAIM if Month.of(record.last_day).last_day < today else None
    if record.state is S.SETTLED:
        return A.RETAIN if record.settled_on is not None and record.settled_on < today else None
    if record.state is S.IN_RETENTION and not is_held(events):
        last_day = _keep_until(record, events, last_payment_on)
        return A.FIND_PURGEABLE if last_day is not None and last_day < today else None
    return None


def is_held(events: Sequence[OperationEvent]) -> bool:
    """True while legal proceedings or a request of the Commission forbid to part with the file."""
    held = [event.action for event in events if event.action in (A.PLACE_HOLD, A.LIFT_HOLD)]
    return bool(held) and held[-1] is A.PLACE_HOLD


def start_certified_on(events: Sequence[OperationEvent]) -> date | None:
    """The day of the certificate of start that an advance needs (O11), or None."""
    days = [day_of(event.happened_at) for event in events if event.action is A.CERTIFY_START]
    return days[-1] if days else None


def chosen_plan(events: Sequence[OperationEvent]) -> CostPlan | None:
    """The cost plan that the last appraisal fixed, or None."""
    plans = [event.details["cost_plan"] for event in events if "cost_plan" in event.details]
    return CostPlan(plans[-1]) if plans else None


def _moment_findings(terms: MoveTerms, events: Sequence[OperationEvent], now: datetime) -> list[Finding]:
    raw = terms.at.isoformat()
    if terms.at > now:
        return [Finding(code="OPE-130", field="at", raw=raw)]
    if events and terms.at < events[-1].happened_at:
        values = {"last": events[-1].happened_at.isoformat()}
        return [Finding(code="OPE-131", field="at", raw=raw, values=values)]
    return []


def _plan_findings(terms: MoveTerms, call: Call | None) -> list[Finding]:
    if terms.cost_plan is None:
        return [Finding(code="OPE-136", field="cost_plan")]
    if call is not None and terms.cost_plan not in call.cost_plans:
        named = ", ".join(plan.value for plan in call.cost_plans)
        return [Finding(code="OPE-137", field="cost_plan", raw=terms.cost_plan.value, values={"named": named})]
    return []


def _signature_findings(terms: MoveTerms, events: Sequence[OperationEvent]) -> list[Finding]:
    findings = []
    expires_at = _expires_at(events)
    if expires_at is not None:
        raw, values = terms.at.isoformat(), {"expires_at": expires_at.isoformat()}
        if terms.action is A.RESTART_SIGNATURE and terms.at <= expires_at:
            return [Finding(code="OPE-141", field="at", raw=raw, values=values)]
        if terms.action is A.SIGN_AGREEMENT and terms.at > expires_at:
            findings.append(Finding(code="OPE-139", field="at", raw=raw, values=values))
    if terms.action is A.RESTART_SIGNATURE:
        return findings
    chosen = chosen_plan(events)
    if terms.agreement is None:
        findings.append(Finding(code="OPE-138", field="agreement"))
    elif chosen is not None and terms.agreement.cost_plan is not chosen:
        raw = terms.agreement.cost_plan.value
        findings.append(Finding(code="OPE-140", field="agreement.cost_plan", raw=raw, values={"chosen": chosen.value}))
    return findings


def _expires_at(events: Sequence[OperationEvent]) -> datetime | None:
    begun = [event.happened_at for event in events if event.action in (A.DRAFT_AGREEMENT, A.RESTART_SIGNATURE)]
    return agreement_expires_at(begun[-1], day_of(begun[-1])) if begun else None


def _keep_until(record: OperationRecord, events: Sequence[OperationEvent], last_payment_on: date | None) -> date | None:
    last_on = last_payment_on or record.settled_on
    if last_on is None:
        return None
    has_state_aid = record.agreement is not None and record.agreement.options.state_aid
    return operation_keep_until(last_on, has_state_aid=has_state_aid, held_days=_held_days(events))


def _held_days(events: Sequence[OperationEvent]) -> int:
    """Days of the holds that are lifted; a hold that runs stops the clock by itself."""
    held, since = timedelta(), None
    for event in events:
        if event.action is A.PLACE_HOLD and since is None:
            since = day_of(event.happened_at)
        elif event.action is A.LIFT_HOLD and since is not None:
            held, since = held + (day_of(event.happened_at) - since), None
    return held.days
