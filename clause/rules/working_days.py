"""Days of a delay: all of them, or only those on which offices work, French public holidays left out.

Holidays are those of mainland France (Code du travail, L3133-1), from the ``holidays`` library. Alsace and Moselle have
two more (L3134-13): Good Friday, by law only where there is a Protestant church or a mixed one, and 26 December. A
contract carried out there says so in its rules. Overseas, the day of the abolition of slavery is one more (L3422-2).
"""

from datetime import date
from functools import lru_cache

import holidays

from clause.rules.calendar import Period
from clause.rules.errors import Reason, RuleError
from clause.rules.holiday_zones import HolidayZone
from clause.rules.penalty_terms import DayCount

SATURDAY, SUNDAY = 5, 6
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years whose holidays are told: L3133-1 has the same eleven days in all of them."""

_MOSELLE = "57"


@lru_cache(maxsize=512)
def public_holidays(year: int, *, alsace_moselle: bool = False) -> frozenset[date]:
    """The public holidays of a year, whatever day of the week they fall on; DATE_OUT_OF_RANGE outside 2000 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleError(Reason.DATE_OUT_OF_RANGE, year=str(year))
    return frozenset(holidays.country_holidays("FR", subdiv=_MOSELLE if alsace_moselle else None, years=year))


_ABOLITION_DAYS = {
    HolidayZone.MAYOTTE: (4, 27),
    HolidayZone.MARTINIQUE: (5, 22),
    HolidayZone.GUADELOUPE: (5, 27),
    HolidayZone.SAINT_MARTIN: (5, 28),
    HolidayZone.GUYANE: (6, 10),
    HolidayZone.SAINT_BARTHELEMY: (10, 9),
    HolidayZone.LA_REUNION: (12, 20),
}
"""Month and day. Code du travail, L3422-2; days that are free by custom only (Good Friday, say) are not in it."""


@lru_cache(maxsize=512)
def holidays_in_zone(year: int, zone: HolidayZone) -> frozenset[date]:
    """The public holidays of a year where somebody works; DATE_OUT_OF_RANGE outside 2000 to 2100.

    Source: Code du travail, L3133-1, L3134-13 and L3422-2.
    """
    common = public_holidays(year, alsace_moselle=zone is HolidayZone.ALSACE_MOSELLE)
    abolition = _ABOLITION_DAYS.get(zone)
    return common | {date(year, *abolition)} if abolition else common


def count_days(days: Period, count: DayCount, *, alsace_moselle: bool = False) -> int:
    """How many days of a period count, both ends included.

    Raises RuleError DATE_OUT_OF_RANGE when working days are asked outside the years whose holidays are known.
    """
    if count is DayCount.CALENDAR:
        return days.days
    rest = {SUNDAY} if count is DayCount.MONDAY_TO_SATURDAY else {SATURDAY, SUNDAY}
    off = {
        day
        for year in range(days.first_day.year, days.last_day.year + 1)
        for day in public_holidays(year, alsace_moselle=alsace_moselle)
        if days.contains(day) and day.weekday() not in rest
    }
    weeks, left = divmod(days.days, 7)
    first = days.first_day.weekday()
    in_the_rest = sum((first + index) % 7 not in rest for index in range(left))
    return weeks * (7 - len(rest)) + in_the_rest - len(off)
