"""What the address of the hours grid says: which company, lot, months, and how they are shown."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from clause.domain.hours_grid import GridColumn, columns_of_days, columns_of_months
from clause.edge.request_context import AnyRequest
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.errors import RuleError
from clause.services.context import Context

SPANS = (1, 3, 6, 12)
USUAL_SPAN = 3
WORK_AND_TRAINING = (HoursNature.WORK, HoursNature.TRAINING_IN_CONTRACT)


def id_of(text: str) -> UUID | None:
    """The id that an address names; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def month_of(text: str) -> Month | None:
    """The month that an address names, 2026-03 or 03/2026; None for anything else."""
    first, _, second = text.strip().partition("/")
    try:
        return Month.parse(f"{second}-{first.zfill(2)}" if second else first)
    except RuleError:
        return None


@dataclass(frozen=True)
class GridAddress:
    """What is to be shown."""

    company_id: UUID | None
    lot_id: UUID | None
    month: Month
    """The month of days, or the last one of months."""
    is_by_day: bool
    span: int
    with_training: bool

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """The columns of the grid."""
        return columns_of_days(self.month) if self.is_by_day else columns_of_months(self.month, self.span)

    @property
    def natures(self) -> tuple[HoursNature, ...]:
        """The natures that have a row for everybody."""
        return WORK_AND_TRAINING if self.with_training else (HoursNature.WORK,)

    @property
    def path(self) -> str:
        """The address itself, with only what differs from the usual."""
        values: dict[str, Any] = {
            "company": self.company_id,
            "lot": self.lot_id,
            "month": self.month,
            "view": "days" if self.is_by_day else None,
            "span": self.span if self.span != USUAL_SPAN else None,
            "training": "1" if self.with_training else None,
        }
        return "/hours?" + urlencode({name: str(value) for name, value in values.items() if value is not None})

    def with_days_of(self, month: Month) -> str:
        """The address of the days of a month."""
        return replace(self, month=month, is_by_day=True).path

    def with_months(self) -> str:
        """The address of the months."""
        return replace(self, is_by_day=False).path


def address_of(request: AnyRequest, context: Context) -> GridAddress:
    """What the address asks for; what is unreadable in it is as if it were left out."""
    query = request.query_params
    asked = month_of(query.get("month", ""))
    today = Month.of(context.today)
    span = query.get("span", "")
    return GridAddress(
        company_id=id_of(query.get("company", "")),
        lot_id=id_of(query.get("lot", "")),
        month=min(asked, today) if asked and asked.year > 2000 else today,
        is_by_day=query.get("view") == "days",
        span=int(span) if span in {str(one) for one in SPANS} else USUAL_SPAN,
        with_training=query.get("training") == "1",
    )
