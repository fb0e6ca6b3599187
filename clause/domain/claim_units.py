"""The staff lines of a claim: which months go together on a line, and what each line costs by its method."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.claim_inputs import AssignedPerson, ExpectedMonth
from clause.domain.claim_snapshot_parts import SnapshotHoursUsed
from clause.domain.timesheets import hours_of
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, KeyPeriod
from clause.rules.errors import RuleError
from clause.rules.hourly_rates import HourlyStaffCost, hours_left_under_cap, staff_cost_hourly
from clause.rules.quantities import Euros, Hours
from clause.rules.staff_costs import (
    WorkedMonth,
    hours_left,
    staff_cost_fixed_share,
    staff_cost_over_claim,
    staff_cost_variable_time,
)
from clause.rules.trace import Figure

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class TimeUnit:
    """The months of one person that one line holds: one month, or all those of a key or of a year."""

    person: AssignedPerson
    method: CostMethod
    months: tuple[ExpectedMonth, ...]
    spans_months: bool = False

    @property
    def name(self) -> str:
        """How accounts name it: ``F-001 2026-01`` or ``F-001 2026-01..2026-06``."""
        first, last = self.months[0].month, self.months[-1].month
        return f"{self.person.staff_number} {first}" + (f"..{last}" if self.spans_months else "")

    @property
    def month(self) -> Month | None:
        """The month of a line of one month."""
        return None if self.spans_months else self.months[0].month


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What a unit costs, with the figures that a line shows; ``excess_hours`` are above the cap and cost nothing."""

    unit: TimeUnit
    figure: Figure
    employer_cost: Euros | None
    hours_on_operation: Hours | None
    hours_worked: Hours | None
    excess_hours: Hours = NOTHING
    details: dict[str, Any] | None = None


class HoursCounter:
    """Hours of people against the cap of a year (M3a) or a month (M3b), over all operations of the employer."""

    def __init__(self, used: Iterable[SnapshotHoursUsed]) -> None:
        self._used: list[tuple[UUID, Month, Hours, UUID | None]] = [
            (row.employment_id, row.month, row.hours, row.line_id) for row in used
        ]

    def before(self, unit: TimeUnit, without: UUID | None = None) -> dict[str, Hours]:
        """Hours that count against the unit's cap, by month; those of one line left out."""
        key = unit.months[0].month
        found: dict[str, Hours] = {}
        for employment_id, month, hours, line_id in sorted(self._used, key=lambda row: (row[1], str(row[3]))):
            in_span = month.year == key.year if unit.method is CostMethod.M3A else month == key
            if employment_id == unit.person.employment_id and in_span and (without is None or line_id != without):
                found[str(month)] = found.get(str(month), NOTHING) + hours
        return found

    def count(self, unit: TimeUnit) -> None:
        """Add the hours of a unit that is on the claim."""
        if unit.method is not CostMethod.M1:
            self._used += [(unit.person.employment_id, month.month, _hours(month), None) for month in unit.months]


def units_of(months: Iterable[ExpectedMonth], key_period: KeyPeriod) -> list[TimeUnit]:
    """The months of a claim as lines: by person, then by first month.

    M1 and M3b have a line a month, M3a one a year and rate; M2 one a month, or one for the claim where the agreement
    says so.
    """
    together: dict[tuple[object, ...], list[ExpectedMonth]] = {}
    for month in sorted(months, key=lambda month: (month.person.staff_number, month.month)):
        together.setdefault(_key(month, key_period), []).append(month)
    units = [
        TimeUnit(group[0].person, group[0].method, tuple(group), spans_months=_spans(group[0].method, key_period))
        for group in together.values()
    ]
    return sorted(units, key=lambda unit: (unit.person.staff_number, unit.months[0].month, unit.method))


def _key(month: ExpectedMonth, key_period: KeyPeriod) -> tuple[object, ...]:
    own = (month.person.employment_id, month.method)
    if month.method is CostMethod.M3A:
        return (*own, month.month.year, month.rate.id if month.rate else None)
    return own if _spans(month.method, key_period) else (*own, month.month)


def _spans(method: CostMethod, key_period: KeyPeriod) -> bool:
    return method is CostMethod.M3A or (method is CostMethod.M2 and key_period is KeyPeriod.CLAIM)


def unit_cost(unit: TimeUnit, on: date, used: Mapping[str, Hours] | None = None) -> UnitCost:
    """What a unit costs in euros; ``used`` are hours that count against its cap before it.

    Raises the refusals of the formulas, naming the person and the month; RuntimeError for a unit that the checks
    should have stopped.
    """
    try:
        if unit.method is CostMethod.M1:
            return _fixed_share(unit, on)
        if unit.method is CostMethod.M2:
            return _variable_time(unit, on)
        return _hourly(unit, on, used or {})
    except RuleError as error:
        error.values |= {"person_ref": unit.person.staff_number, "month": str(unit.months[0].month)}
        raise


def _fixed_share(unit: TimeUnit, on: date) -> UnitCost:
    (month,) = unit.months
    share, cost = month.letter.time_share, _cost(month)
    if share is None:
        raise RuntimeError("a fixed share without a share went through the checks")
    figure = staff_cost_fixed_share(cost, share, on)
    return UnitCost(unit, figure, cost, None, None, details={"time_share": format(share, "f")})


def _variable_time(unit: TimeUnit, on: date) -> UnitCost:
    for month in unit.months:
        hours_left({"this operation": _hours(month), "other operations": _elsewhere(month)}, _worked(month))
    cost, hours, worked = (sum((read(month) for month in unit.months), NOTHING) for read in (_cost, _hours, _worked))
    if not unit.spans_months:
        return UnitCost(unit, staff_cost_variable_time(cost, hours, worked, on), cost, hours, worked)
    figure = staff_cost_over_claim(
        [WorkedMonth(str(month.month), _cost(month), _hours(month), _worked(month)) for month in unit.months], on
    )
    return UnitCost(unit, figure, cost, hours, worked, details=_details(unit))


def _hourly(unit: TimeUnit, on: date, used: Mapping[str, Hours]) -> UnitCost:
    rate = unit.months[0].rate
    if rate is None:
        raise RuntimeError("hours without a rate went through the checks")
    for month in unit.months:
        hours_left({"this operation": _hours(month), "other operations": _elsewhere(month)}, _worked(month))
    hours = sum((_hours(month) for month in unit.months), NOTHING)
    left = hours_left_under_cap(unit.method, unit.person.working_time_share, used, on)
    cost: HourlyStaffCost = staff_cost_hourly(rate.hourly_rate, hours, left.value, on)
    figure = Figure(value=cost.value, trace=cost.trace.model_copy(update={"steps": (left.trace,)}))
    details = {
        **_details(unit),
        "hourly_rate": format(rate.hourly_rate, "f"),
        "working_time_share": format(unit.person.working_time_share, "f"),
        "hours_used_before": {month: format(value, "f") for month, value in used.items()},
        "hours_paid": format(cost.hours_paid, "f"),
        "excess_hours": format(cost.excess_hours, "f"),
        "rejected_for": cost.rejected_for.value if cost.rejected_for else None,
    }
    worked = sum((_worked(month) for month in unit.months), NOTHING)
    return UnitCost(unit, figure, None, hours, worked, cost.excess_hours, details)


def _details(unit: TimeUnit) -> dict[str, Any]:
    if not unit.spans_months:
        return {}
    return {
        "months": [_told(month) for month in unit.months],
        "timesheet_ids": [str(month.time.timesheet_id) for month in unit.months if month.time],
        "payroll_month_ids": [
            str(month.pay.payroll_month_id) for month in unit.months if month.pay and unit.method is CostMethod.M2
        ],
    }


def _told(month: ExpectedMonth) -> dict[str, str | None]:
    return {
        "month": str(month.month),
        "employer_cost": format(month.pay.employer_cost, "f") if month.pay else None,
        "hours_on_operation": format(_hours(month), "f"),
        "hours_worked": format(_worked(month), "f"),
    }


def _cost(month: ExpectedMonth) -> Euros:
    if month.pay is None:
        raise RuntimeError("a month without pay went through the checks")
    return month.pay.employer_cost


def _hours(month: ExpectedMonth) -> Hours:
    if month.time is None or not month.is_approved:
        raise RuntimeError("a month that is not ready went through the checks")
    return month.time.hours_on_operation


def _worked(month: ExpectedMonth) -> Hours:
    return month.time.hours_worked if month.time else NOTHING


def _elsewhere(month: ExpectedMonth) -> Hours:
    return hours_of(month.time.minutes_on_other_operations) if month.time else NOTHING
