"""Compliance of a lot, and of a contract through its lots, on a day.

The figures of a lot come from ``clause.rules.compliance``. A contract has no obligation of its own: its figures are
sums over the lots that can be assessed, and its status is that of the lot which worries most.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.rules.calendar import Period
from clause.rules.compliance import ComplianceFigures, ComplianceStatus, assess
from clause.rules.counting import NotCredited
from clause.rules.errors import UnknownValue
from clause.rules.quantities import Hours, Unit
from clause.rules.reference import Confidence, LegalReference
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
    obligation_version: int | None
    """The version in effect; None while no obligation is."""
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


class LotCompliance(_Frozen):
    """How a lot stands on a day. ``figures`` is None where ``findings`` say what is missing to compute them."""

    on: date
    hours: LotHours
    figures: ComplianceFigures | None
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
    status: ComplianceStatus


class ContractCompliance(_Frozen):
    """How a contract stands on a day, lot by lot. ``total`` is None when no lot can be assessed."""

    on: date
    contract_id: UUID
    total: ContractFigures | None
    lots: tuple[LotCompliance, ...]
    findings: tuple[Finding, ...]


_EXPECTED_TOTAL = Formula(
    "CMP-EXPECTED-TOTAL",
    "expected = Σ expected of each lot",
    Unit.HOUR,
    reference=LegalReference(text="Pratique des facilitateurs", source="suivi d'avancement, aucun texte ne le fixe"),
    confidence=Confidence.ASSUMPTION,
)

# From what worries most to what worries least.
_BY_CONCERN = (
    ComplianceStatus.MISSED,
    ComplianceStatus.AT_RISK,
    ComplianceStatus.BEHIND,
    ComplianceStatus.STARTING,
    ComplianceStatus.ON_TRACK,
    ComplianceStatus.NOT_STARTED,
    ComplianceStatus.MET,
    ComplianceStatus.NOTHING_OWED,
)


def assess_lot(hours: LotHours, on: date) -> LotCompliance:
    """How a lot stands on a day; with a warning in place of figures without obligation or without execution days.

    Refused CPL-003 for a day before the first parameter value in force.
    """
    findings = tuple(_missing(hours, on))
    if hours.hours_owed is None or hours.execution is None:
        return LotCompliance(on=on, hours=hours, figures=None, findings=findings)
    figures = _assess(hours.hours_owed, hours.hours_credited, hours.execution, on)
    return LotCompliance(on=on, hours=hours, figures=figures, findings=findings)


def _missing(hours: LotHours, on: date) -> list[Finding]:
    findings = []
    if hours.hours_owed is None:
        findings.append(
            Finding(code="CPL-010", severity=Severity.WARNING, field="hours_owed", values={"on": on.isoformat()})
        )
    if hours.execution is None:
        findings.append(Finding(code="CPL-011", severity=Severity.WARNING, field="execution"))
    return findings


def _assess(owed: Hours, credited: Hours, execution: Period, on: date) -> ComplianceFigures:
    try:
        return assess(owed, credited, execution, on)
    except UnknownValue as error:
        raise Refused("CPL-003", on=on.isoformat(), first=error.values.get("first", "")) from error


def assess_contract(contract_id: UUID, lots: Sequence[LotCompliance], on: date) -> ContractCompliance:
    """How a contract stands on a day: sums over the lots that have figures; a warning names each of the others."""
    assessed = [(lot.hours, lot.figures) for lot in lots if lot.figures is not None]
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


def _total(assessed: Sequence[tuple[LotHours, ComplianceFigures]], on: date) -> ContractFigures:
    owed = _sum(figures.owed for _, figures in assessed)
    credited = _sum(figures.credited for _, figures in assessed)
    # Gap, surplus and ratio do not depend on the window; what is expected and the status do, and come from the lots.
    whole = _assess(owed, credited, _span([hours.execution for hours, _ in assessed if hours.execution]), on)
    expected = [figures.expected for _, figures in assessed]
    return ContractFigures(
        hours_owed=owed,
        hours_credited=credited,
        hours_declared=_sum(hours.hours_declared for hours, _ in assessed),
        hours_validated=_sum(hours.hours_validated for hours, _ in assessed),
        hours_not_credited=_not_credited([hours for hours, _ in assessed]),
        gap=whole.gap,
        surplus=whole.surplus,
        ratio=whole.ratio,
        expected=_EXPECTED_TOTAL.figure(
            _sum(figure.value for figure in expected),
            {"lots": len(expected)},
            steps=tuple(figure.trace for figure in expected),
        ),
        status=min((figures.status for _, figures in assessed), key=_BY_CONCERN.index),
    )


def _sum(values: Iterable[Hours]) -> Hours:
    return sum(values, NOTHING)


def _span(windows: Sequence[Period]) -> Period:
    return Period(min(window.first_day for window in windows), max(window.last_day for window in windows))


def _not_credited(lots: Sequence[LotHours]) -> dict[NotCredited, Hours] | None:
    if any(hours.hours_not_credited is None for hours in lots):
        return None
    sums: dict[NotCredited, Hours] = {}
    for hours in lots:
        for reason, value in (hours.hours_not_credited or {}).items():
            sums[reason] = sums.get(reason, NOTHING) + value
    return sums
