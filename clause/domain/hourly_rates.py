"""Hourly rates of persons for an operation (methods M3a and M3b): fixed once, a change is a dated new version."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.quantities import Euros, Hours
from clause.rules.trace import Trace


class HourlyRate(BaseModel):
    """A rate as recorded: the cost it was made from, the months that document it, and how many hours it pays at most.

    ``hours_cap`` is per year for M3a, per month for M3b: the hours that the cost was divided by (CR-25).
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    operation_id: UUID
    employment_id: UUID
    version_no: int
    method: CostMethod
    hourly_rate: Euros
    hours_cap: Hours
    employer_cost: Euros
    """Of a year for M3a, of a month for M3b."""
    first_month: Month
    last_month: Month
    documented_months: int
    effective_on: date
    reason: str | None
    trace: Trace
    document_id: UUID | None
    document_sha256: str | None
    recorded_by: UUID | None
    recorded_at: datetime


class DatedRate(Protocol):
    """A rate as recorded, or as a claim holds it."""

    @property
    def employment_id(self) -> UUID:
        """Whose rate it is."""

    @property
    def method(self) -> CostMethod:
        """The method that it serves."""

    @property
    def effective_on(self) -> date:
        """From when it holds."""

    @property
    def version_no(self) -> int:
        """A later version takes the place of an earlier one."""


Dated = TypeVar("Dated", bound=DatedRate)


def rate_on(rates: Iterable[Dated], employment_id: UUID, method: CostMethod, on: date) -> Dated | None:
    """The rate of a person that holds on a day: the latest version already in effect; None when none is (CR-29)."""
    known = (
        rate
        for rate in rates
        if rate.employment_id == employment_id and rate.method is method and rate.effective_on <= on
    )
    return max(known, key=lambda rate: rate.version_no, default=None)
