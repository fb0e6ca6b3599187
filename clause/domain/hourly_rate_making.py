"""How an hourly rate is fixed: from the latest documented months of pay or a typed cost, and what is refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.agreements import AgreementOptions
from clause.domain.employments import Employment
from clause.domain.errors import Refused
from clause.domain.evidence import EvidenceFile
from clause.domain.findings import Finding, Severity
from clause.domain.hourly_rates import HourlyRate
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.errors import RuleError
from clause.rules.hourly_rates import (
    MONTHS_OF_A_YEAR,
    annual_cost,
    annualised_cost,
    hourly_rate_annual,
    hourly_rate_monthly,
    hours_left_under_cap,
)
from clause.rules.quantities import Euros, Hours
from clause.rules.trace import Trace

HOURLY_METHODS = (CostMethod.M3A, CostMethod.M3B)


class RateTerms(BaseModel):
    """What a rate is to be made from; ``employer_cost`` None takes the recorded pay of the months.

    ``employer_cost`` is of a year for M3a, of a month for M3b. ``other_pay_of_the_year`` is what fewer than twelve
    months do not show: holiday pay, a thirteenth month (CR-23).
    """

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    method: CostMethod
    first_month: Month
    last_month: Month
    effective_on: date
    employer_cost: Euros | None = None
    other_pay_of_the_year: Euros = Euros("0.00")
    document_id: UUID | None = None
    reason: str | None = None

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that document the cost."""
        return tuple(Month.range(self.first_month, self.last_month))


@dataclass(frozen=True)
class RateGround:
    """What is known around a rate to be fixed."""

    operation: Operation
    employment: Employment
    earlier: Sequence[HourlyRate]
    """The versions of the same person's rate for the operation."""
    pay: Mapping[Month, Euros]
    """The recorded cost of every month of the employment."""
    document: EvidenceFile | None
    last_claimed: Month | None
    """The last month with hours at a rate in a signed claim."""
    today: date


class MadeRate(NamedTuple):
    """A rate in euros an hour, the hours that it pays at most, the cost it comes from, and the account."""

    hourly_rate: Euros
    hours_cap: Hours
    employer_cost: Euros
    documented_months: int
    trace: Trace


def check_rate(terms: RateTerms, ground: RateGround) -> None:
    """Nothing for what may be fixed. Raises Refused RAT-003 with a finding for each field that is wrong."""
    findings = (
        *_window_findings(terms, ground),
        *_source_findings(terms, ground),
        *_change_findings(terms, ground),
    )
    if findings:
        raise Refused("RAT-003", findings=findings)


def made_rate(terms: RateTerms, ground: RateGround) -> MadeRate:
    """The rate of terms that were checked. Raises Refused RAT-004 for a cost or a share of working time of zero.

    Source: CR-20 to CR-24; the hours it pays at most are those that the cost is divided by (CR-25).
    """
    share, on = ground.employment.working_time_share, terms.effective_on
    costs = {} if terms.employer_cost is not None else {month: ground.pay[month] for month in terms.months}
    try:
        cost, steps = _cost(terms, costs, on)
        rate_of = hourly_rate_annual if terms.method is CostMethod.M3A else hourly_rate_monthly
        figure = rate_of(cost, share, on)
        cap = hours_left_under_cap(terms.method, share, {}, on)
    except RuleError as error:
        raise Refused("RAT-004", reason=error.reason.value) from error
    trace = figure.trace.model_copy(update={"steps": (*figure.trace.steps, *steps)})
    return MadeRate(figure.value, cap.value, cost, len(terms.months), trace)


def cap_findings(rate: HourlyRate, options: AgreementOptions, working_time_share: Euros) -> tuple[Finding, ...]:
    """A warning for each ceiling on pay of the agreement that a rate is above (CR-13).

    Interpretation: the yearly ceiling is that of a full time, in proportion for part time.
    """
    findings = []
    hourly, annual = options.salary_cap_hourly, options.salary_cap_annual
    if hourly is not None and rate.hourly_rate > hourly:
        findings.append(_warning("RAT-201", "hourly_rate", cap=hourly, value=rate.hourly_rate))
    if annual is not None and rate.method is CostMethod.M3A and rate.employer_cost > annual * working_time_share:
        findings.append(_warning("RAT-202", "employer_cost", cap=annual, value=rate.employer_cost))
    return tuple(findings)


def latest_months(pay: Iterable[Month], before: date) -> list[Month]:
    """The recorded months that end before a day and follow one another up to the latest, twelve at most, in order."""
    known = sorted(month for month in pay if month.last_day < before)
    run: list[Month] = []
    for month in reversed(known):
        if run and month.next != run[0]:
            break
        run.insert(0, month)
    return run[-MONTHS_OF_A_YEAR:]


def _cost(terms: RateTerms, costs: Mapping[Month, Euros], on: date) -> tuple[Euros, tuple[Trace, ...]]:
    if terms.employer_cost is not None:
        return terms.employer_cost, ()
    if terms.method is CostMethod.M3B:
        return costs[terms.first_month], ()
    if len(costs) == MONTHS_OF_A_YEAR:
        figure = annual_cost(costs)
    else:
        figure = annualised_cost(costs, terms.other_pay_of_the_year, on)
    return figure.value, (figure.trace,)


def _window_findings(terms: RateTerms, ground: RateGround) -> Iterator[Finding]:
    if terms.method not in HOURLY_METHODS:
        yield Finding(code="RAT-101", field="method", raw=terms.method.value)
    most = 1 if terms.method is CostMethod.M3B else MONTHS_OF_A_YEAR
    if not 1 <= len(terms.months) <= most:
        yield Finding(code="RAT-102", field="last_month", raw=str(terms.last_month), values={"most": str(most)})
    if terms.last_month.last_day > ground.today:
        yield Finding(code="RAT-103", field="last_month", raw=str(terms.last_month))
    if not ground.operation.period.contains(terms.effective_on):
        yield Finding(code="RAT-104", field="effective_on", raw=terms.effective_on.isoformat())


def _source_findings(terms: RateTerms, ground: RateGround) -> Iterator[Finding]:
    if terms.document_id is not None and ground.document is None:
        yield Finding(code="RAT-105", field="document_id", raw=str(terms.document_id))
    if terms.employer_cost is not None:
        if terms.document_id is None:
            yield Finding(code="RAT-106", field="document_id")
        return
    missing = [str(month) for month in terms.months if month not in ground.pay]
    if missing:
        yield Finding(code="RAT-107", field="first_month", values={"months": ", ".join(missing)})
        return
    latest = latest_months(ground.pay, terms.effective_on)
    if latest and terms.last_month < latest[-1]:
        yield Finding(code="RAT-108", field="last_month", raw=str(terms.last_month), values={"latest": str(latest[-1])})
    elif terms.method is CostMethod.M3A and len(terms.months) < min(len(latest), MONTHS_OF_A_YEAR):
        yield Finding(code="RAT-109", field="first_month", raw=str(terms.first_month), values={"first": str(latest[0])})


def _change_findings(terms: RateTerms, ground: RateGround) -> Iterator[Finding]:
    if not ground.earlier:
        return
    last = max(ground.earlier, key=lambda rate: rate.version_no)
    if not terms.reason:
        yield Finding(code="RAT-110", field="reason")
    if terms.effective_on <= last.effective_on or terms.effective_on.day != 1:
        yield Finding(
            code="RAT-111",
            field="effective_on",
            raw=terms.effective_on.isoformat(),
            values={"effective_on": last.effective_on.isoformat()},
        )
    if ground.last_claimed is not None and terms.effective_on <= ground.last_claimed.last_day:
        yield Finding(
            code="RAT-112",
            field="effective_on",
            raw=terms.effective_on.isoformat(),
            values={"month": str(ground.last_claimed)},
        )


def _warning(code: str, field: str, *, cap: Euros, value: Euros) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        field=field,
        raw=format(value, "f"),
        values={"cap": format(cap, "f")},
    )
