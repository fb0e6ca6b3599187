"""What is recorded of an employment's pay over a span of months, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from clause.domain.employments import Employment
from clause.domain.payroll import PayrollMonth
from clause.rules.calendar import Month


@dataclass(frozen=True)
class EmploymentPay:
    """An employment with the version that holds of each month recorded between two months."""

    employment: Employment
    first: Month
    last: Month
    recorded: Mapping[Month, PayrollMonth]
    claimed: frozenset[Month]
    """Months that a signed or submitted claim stands on: they are regularised, no longer changed."""

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the span in which the employment runs, the latest first."""
        period = self.employment.period
        return tuple(reversed([one for one in Month.range(self.first, self.last) if period.overlaps(one.period)]))

    @property
    def missing(self) -> tuple[Month, ...]:
        """Those of which no pay is recorded, the earliest first."""
        return tuple(reversed([month for month in self.months if month not in self.recorded]))
