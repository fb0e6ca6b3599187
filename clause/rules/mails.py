"""For how long a mail that left is kept."""

from datetime import date, timedelta

from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit


def mail_life(on: date) -> timedelta:
    """For how long a mail is kept after it was written, by the value of a day. UnknownValue before the first known one.

    Source: RGPD, art. 5, 1, e (no longer than needed); assumption: the figure.
    """
    return timedelta(days=value_in_force("mail_days", on).whole(Unit.DAY))
