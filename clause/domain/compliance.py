"""Compliance of a lot, and of a contract through its lots, on a day.

The figures of a lot come from ``clause.rules``: ``compliance``, ``forecast`` and ``penalties``. A contract has no
obligation of its own: its figures are sums over the lots that can be assessed, and its status is that of the lot which
worries most.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.penalties import LateDocument, PenaltyAssessment, PenaltyFacts, assess_penalties
from clause.domain.penalty_events import FormalNotice, MeetingAbsence
from clause.rules.calendar import Period
from clause.rules.checkpoints import days_to_judge
from clause.rules.compliance import ComplianceFigures, ComplianceStatus, Course, Invoiced, Pace, assess, expected_hours
from clause.rules.counting import NotCredited
from clause.rules.errors import UnknownValue
from clause.rules.forecast import ForecastFigures, Staffing, forecast
from clause.rules.obligation import ObligationMethod
from clause.rules.penalties import Balance
from clause.rules.penalty_terms import AppliedAt
from clause.rules.qpv import qpv_share
from clause.rules.quantities import Hours, Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, Formula, Trace

NOTHING = Decimal("0.00")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class LotHours(_Frozen):
    """The sums of a lot up to a day, hours being dated by the last day worked."""

    lot_id: UUID
    contract_id: UUID
    buyer: OrgSummary
    number: str | None
    label: str
    first_day: date | None
    last_day: date | None
    amount_excl_vat: Decimal | None = None
    """The price of the lot, as planned."""
    obligation_version: int | None
    """The version in effect; None while no obligation is."""
    obligation_method: ObligationMethod | None = None
    hours_owed: Hours | None
    owed_trace: Trace | None
    hours_credited: Hours
    hours_declared: Hours
    """Submitted and waiting for a decision."""
    hours_validated: Hours
    """Booked, corrections included."""
    hours_not_credited: Mapping[NotCredited, Hours] | None
    """Booked without counting, by reason; None for a reader to whom the reasons are not shown."""

    @property
    def execution(self) -> Period | None:
        """The execution window; None as long as one of its days is unknown."""
        if self.first_day is None or self.last_day is None:
            return None
        return Period(self.first_day, self.last_day)


class CheckpointHours(_Frozen):
    """What a lot owed and had been credited on the day of a checkpoint, as known now."""

    on: date
    hours_owed: Hours
    hours_credited: Hours


class PenaltyEvents(_Frozen):
    """What happened on a lot that its penalties are counted from, beside the hours of the day."""

    checkpoints: tuple[CheckpointHours, ...] = ()
    notices: tuple[FormalNotice, ...] = ()
    absences: tuple[MeetingAbsence, ...] = ()
    late_documents: tuple[LateDocument, ...] = ()


class QpvHours(_Frozen):
    """Hours credited to a lot, the part done by residents of priority districts, and the people behind each."""

    hours_credited: Hours
    hours_qpv: Hours
    people: int
    people_qpv: int


class LotFacts(_Frozen):
    """Everything that how a lot stands on a day is drawn from."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    hours: LotHours
    book: Rulebook = DEFAULTS
    suspensions: tuple[Period, ...] = ()
    """Days on which the buyer suspended the clause."""
    pace: Pace = Pace.TIME
    invoiced: Invoiced | None = None
    """What INVOICES goes by."""
    staffing: tuple[Staffing, ...] = ()
    """People under contract after the day."""
    qpv: QpvHours | None = None
    """None where the lot gives no priority to residents of priority districts, or it was not asked: in lists."""
    qpv_is_told: bool = True
    """False for a reader to whom the share would tell something about a person."""
    events: PenaltyEvents | None = None
    """None where penalties are not asked: in lists."""

    @property
    def course(self) -> Course | None:
        """How the execution goes; None as long as one of its days is unknown."""
        execution = self.hours.execution
        return Course(execution, self.suspensions, self.pace, self.invoiced) if execution else None


class LotCompliance(_Frozen):
    """How a lot stands on a day. ``figures`` is None where ``findings`` say what is missing to compute them."""

    on: date
    hours: LotHours
    figures: ComplianceFigures | None
    forecast: ForecastFigures | None = None
    penalties: PenaltyAssessment | None = None
    """What the buyer may claim on the day; None where it was not asked, or cannot be weighed."""
    qpv_share: Figure | None = None
    """Part of the hours credited that residents of priority districts did, where the lot gives them priority."""
    findings: tuple[Finding, ...]


class ContractFigures(_Frozen):
    """Sums over the lots of a contract, each with its trace; the ratio is None when nothing is owed."""

    hours_owed: Hours
    hours_credited: Hours
    hours_declared: Hours
    hours_validated: Hours
    hours_not_credited: Mapping[NotCredited, Hours] | None
    gap: Figure
    surplus: Figure
    ratio: Figure | None
    expected: Figure
    forecast: Figure
    projected: Figure
    projected_gap: Figure
    status: ComplianceStatus


class ContractCompliance(_Frozen):
    """How a contract stands on a day, lot by lot. ``total`` is None when no lot can be assessed."""

    on: date
    contract_id: UUID
    total: ContractFigures | None
    lots: tuple[LotCompliance, ...]
    findings: tuple[Finding, ...]


_PRACTICE = LegalReference(text="Pratique des facilitateurs", source="suivi d’avancement, aucun texte ne le fixe")


def _total_formula(name: str) -> Formula:
    text = f"{name} = Σ {name} of each lot"
    return Formula(f"CMP-{name.upper().replace('_', '-')}-TOTAL", text, Unit.HOUR, _PRACTICE, Confidence.ASSUMPTION)


_TOTALS = {name: _total_formula(name) for name in ("expected", "forecast", "projected", "projected_gap")}

# From what worries most to what worries least.
BY_CONCERN = (
    ComplianceStatus.MISSED,
    ComplianceStatus.AT_RISK,
    ComplianceStatus.BEHIND,
    ComplianceStatus.STARTING,
    ComplianceStatus.ON_TRACK,
    ComplianceStatus.NOT_STARTED,
    ComplianceStatus.MET,
    ComplianceStatus.NOTHING_OWED,
)


def assess_lot(facts: LotFacts, on: date) -> LotCompliance:
    """How a lot stands on a day; with a warning in place of figures without obligation or without execution days.

    Refused CPL-003 for a day before the first parameter value in force. A penalty whose published amount is not known
    on the day is left out, with a warning (CPL-013).
    """
    hours, findings = facts.hours, _missing(facts.hours, on)
    if hours.hours_owed is None or facts.course is None:
        return LotCompliance(on=on, hours=hours, figures=None, findings=tuple(findings))
    figures = _assess(hours.hours_owed, hours.hours_credited, facts.course, on, facts.book)
    to_come = forecast(hours.hours_owed, hours.hours_credited, hours.hours_declared, facts.staffing, facts.course, on)
    penalties = None
    if facts.events is not None:
        try:
            weighed = _penalty_facts(facts, hours.hours_owed, facts.course, facts.events, on)
            penalties = assess_penalties(weighed, on, facts.book)
        except UnknownValue as error:
            findings.append(_unknown_amount(error, on))
    return LotCompliance(
        on=on,
        hours=hours,
        figures=figures,
        forecast=to_come,
        penalties=penalties,
        qpv_share=_qpv_share(facts, findings),
        findings=tuple(findings),
    )


def _qpv_share(facts: LotFacts, findings: list[Finding]) -> Figure | None:
    if facts.qpv is None:
        return None
    if not facts.qpv_is_told:
        findings.append(Finding(code="CPL-016", severity=Severity.INFO, field="qpv_share"))
        return None
    return qpv_share(facts.qpv.hours_qpv, facts.qpv.hours_credited)


FOLLOWS_THE_WORK = frozenset({ObligationMethod.INVOICE_RATIO, ObligationMethod.HOURS_SHARE})
"""Methods whose hours are owed as the contract is carried out: what is owed on a day is due on that day."""


def pace_of(hours: LotHours, book: Rulebook, on: date) -> Pace:
    """What the hours expected of a lot follow. Refused CPL-003 for a day before the rule was known.

    Interpretation: where hours are owed on what was invoiced or worked so far, all of them are expected at once.
    """
    if hours.obligation_method in FOLLOWS_THE_WORK:
        return Pace.DUE
    try:
        return Pace.INVOICES if book.value("compliance_by_invoices", on).flag() else Pace.TIME
    except UnknownValue as error:
        raise _no_rule_yet(error, on) from error


def checkpoint_days(facts: LotFacts, on: date) -> tuple[date, ...]:
    """The days up to ``on`` whose hours are needed to weigh the penalties of a lot: none unless one goes by checkpoint.

    Refused CPL-014 when no cadence of checkpoints was known on the first day of the execution.
    """
    execution = facts.hours.execution
    if execution is None or all(terms.applied_at is AppliedAt.END for terms in facts.book.penalties(on)):
        return ()
    try:
        return days_to_judge(execution, on, facts.book)
    except UnknownValue as error:
        raise Refused("CPL-014", on=execution.first_day.isoformat()) from error


def _penalty_facts(facts: LotFacts, owed: Hours, course: Course, events: PenaltyEvents, on: date) -> PenaltyFacts:
    return PenaltyFacts(
        terms=facts.book.penalties(on),
        execution=course.execution,
        hours_owed=owed,
        hours_credited=facts.hours.hours_credited,
        owed_trace=facts.hours.owed_trace,
        checkpoints=tuple(_balance(point, course) for point in events.checkpoints),
        notices=events.notices,
        absences=events.absences,
        late_documents=events.late_documents,
    )


def _balance(point: CheckpointHours, course: Course) -> Balance:
    expected = expected_hours(point.hours_owed, course, point.on)
    return Balance(point.on, expected.value, point.hours_credited, expected.trace)


def _unknown_amount(error: UnknownValue, on: date) -> Finding:
    values = {"on": on.isoformat(), "name": error.values.get("name", "")}
    return Finding(code="CPL-013", severity=Severity.WARNING, field="penalties", values=values)


def _missing(hours: LotHours, on: date) -> list[Finding]:
    findings = []
    if hours.hours_owed is None:
        findings.append(
            Finding(code="CPL-010", severity=Severity.WARNING, field="hours_owed", values={"on": on.isoformat()})
        )
    if hours.execution is None:
        findings.append(Finding(code="CPL-011", severity=Severity.WARNING, field="execution"))
    return findings


def _assess(owed: Hours, credited: Hours, course: Course, on: date, book: Rulebook) -> ComplianceFigures:
    try:
        return assess(owed, credited, course, on, book)
    except UnknownValue as error:
        raise _no_rule_yet(error, on) from error


def _no_rule_yet(error: UnknownValue, on: date) -> Refused:
    return Refused("CPL-003", on=on.isoformat(), first=error.values.get("first", ""))


def assess_contract(contract_id: UUID, lots: Sequence[LotCompliance], on: date) -> ContractCompliance:
    """How a contract stands on a day: sums over the lots that have figures; a warning names each of the others."""
    assessed = [
        (lot.hours, lot.figures, lot.forecast) for lot in lots if lot.figures is not None and lot.forecast is not None
    ]
    left_out = tuple(
        Finding(
            code="CPL-012",
            severity=Severity.WARNING,
            field=f"lots[{index}]",
            values={"lot": lot.hours.label[:200]},
        )
        for index, lot in enumerate(lots)
        if lot.figures is None
    )
    total = _total(assessed, on) if assessed else None
    return ContractCompliance(on=on, contract_id=contract_id, total=total, lots=tuple(lots), findings=left_out)


def _total(assessed: Sequence[tuple[LotHours, ComplianceFigures, ForecastFigures]], on: date) -> ContractFigures:
    owed = _sum(figures.owed for _, figures, _ in assessed)
    credited = _sum(figures.credited for _, figures, _ in assessed)
    # Gap, surplus and ratio depend on no window; what is expected and the status do, and come from the lots.
    whole = _assess(owed, credited, Course(Period(on, on)), on, DEFAULTS)
    each = {
        "expected": [figures.expected for _, figures, _ in assessed],
        "forecast": [to_come.forecast for _, _, to_come in assessed],
        "projected": [to_come.projected for _, _, to_come in assessed],
        "projected_gap": [to_come.projected_gap for _, _, to_come in assessed],
    }
    return ContractFigures(
        hours_owed=owed,
        hours_credited=credited,
        hours_declared=_sum(hours.hours_declared for hours, _, _ in assessed),
        hours_validated=_sum(hours.hours_validated for hours, _, _ in assessed),
        hours_not_credited=_not_credited([hours for hours, _, _ in assessed]),
        gap=whole.gap,
        surplus=whole.surplus,
        ratio=whole.ratio,
        **{name: _summed(name, parts) for name, parts in each.items()},
        status=worst_status(figures.status for _, figures, _ in assessed),
    )


def worst_status(statuses: Iterable[ComplianceStatus]) -> ComplianceStatus:
    """The one that worries most of several, as a contract stands by its lots; ValueError when there is none."""
    return min(statuses, key=BY_CONCERN.index)


def _summed(name: str, parts: Sequence[Figure]) -> Figure:
    steps = tuple(figure.trace for figure in parts)
    return _TOTALS[name].figure(_sum(figure.value for figure in parts), {"lots": len(parts)}, steps=steps)


def _sum(values: Iterable[Hours]) -> Hours:
    return sum(values, NOTHING)


def _not_credited(lots: Sequence[LotHours]) -> dict[NotCredited, Hours] | None:
    if any(hours.hours_not_credited is None for hours in lots):
        return None
    sums: dict[NotCredited, Hours] = {}
    for hours in lots:
        for reason, value in (hours.hours_not_credited or {}).items():
            sums[reason] = sums.get(reason, NOTHING) + value
    return sums
