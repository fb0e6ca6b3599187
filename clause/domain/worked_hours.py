"""All hours worked on a lot, month by month, for obligations that are a share of them."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, field_validator

from clause.domain.errors import Refused
from clause.domain.lot_records import LotRecord
from clause.rules.calendar import Month


class NewWorkedHours(BaseModel):
    """All hours worked in a month, as reported."""

    model_config = ConfigDict(frozen=True)

    month: Month
    hours_worked: Decimal

    @field_validator("month", mode="before")
    @classmethod
    def _of_its_first_day(cls, value: object) -> object:
        """A month is stored as its first day."""
        return Month.of(value) if isinstance(value, date) else value


class WorkedHours(LotRecord, NewWorkedHours):
    """A report as recorded; the version with the highest number speaks for its month."""

    version_no: int


def check_month(month: Month, today: date) -> None:
    """Raises Refused OBL-103 for a month that has not begun."""
    if month.first_day > today:
        raise Refused("OBL-103", month=str(month))
