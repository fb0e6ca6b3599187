"""For how long what was removed can be put back."""

from datetime import date

from clause.rules.calendar import days_after
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit


def restorable_until(removed_on: date) -> date:
    """The last day on which a record removed on this day can be put back.

    Source: RGPD, art. 5, 1, e (no longer than needed); assumption: the figure. Raises RuleError beyond the year 9999.
    """
    return days_after(removed_on, value_in_force("trash_days", removed_on).whole(Unit.DAY))
