"""A month in an address."""

from clause.domain.errors import Unreadable
from clause.rules.calendar import Month
from clause.rules.errors import RuleError


def month_in_path(text: str) -> Month:
    """The month written ``YYYY-MM`` (Unreadable TIM-018 for anything else)."""
    try:
        return Month.parse(text)
    except RuleError:
        raise Unreadable("TIM-018", raw=text[:40]) from None
