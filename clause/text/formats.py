"""Figures and dates as French readers write them; the only place where a Decimal or a day becomes text for people.

Grouping, decimal comma, spaces and names of months come from the CLDR data of Babel (narrow no-break space between
thousands, no-break space before a unit), so that a figure is never cut at the end of a line. Patterns are read once,
which makes most of the time that Babel takes. Nothing here rounds hours or euros: a value with more than two decimals
is a programming error and is refused.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache

from babel import Locale
from babel.dates import parse_pattern as parse_day_pattern
from babel.numbers import NumberPattern, parse_pattern

from clause.rules.calendar import FRANCE

_LOCALE = Locale.parse("fr_FR")
_DAY, _SHORT_DAY = parse_day_pattern("d MMMM y"), parse_day_pattern("dd/MM/y")
_DAY_OF_WEEK, _MONTH = parse_day_pattern("EEE d"), parse_day_pattern("MMMM y")
NO_BREAK_SPACE = "\u00a0"
_CENT = Decimal("0.01")
_ZERO = Decimal(0)
"""Added to a figure, it takes the sign off a zero."""

_BEFORE_A_VOWEL = re.compile(r"\b([dD])e (?=(?:avril|août|octobre)\b)")
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def day(value: date) -> str:
    """The day in words: ``21 novembre 2026`` (``1er`` for the first of a month)."""
    words = _DAY.apply(value, _LOCALE)
    return words.replace("1 ", "1er ", 1) if value.day == 1 else words


def short_day(value: date) -> str:
    """The day in figures: ``21/11/2026``."""
    return _SHORT_DAY.apply(value, _LOCALE)


def day_of_week(value: date) -> str:
    """The day inside its month: ``lun. 4``."""
    return _DAY_OF_WEEK.apply(value, _LOCALE)


def month(value: date) -> str:
    """The month that holds this day: ``novembre 2026``."""
    return _MONTH.apply(value, _LOCALE)


def elided(text: str) -> str:
    """The text with « de » as it is said before avril, août and octobre: ``Relevé d’octobre 2026``."""
    return _BEFORE_A_VOWEL.sub("\\1’", text)


def of_month(value: date) -> str:
    """The month as it follows a noun: ``de mars 2026``, ``d’avril 2026``."""
    return elided(f"de {month(value)}")


def moment(value: datetime) -> str:
    """An instant as read in France: ``21 novembre 2026 à 14:03``."""
    local = value.astimezone(FRANCE)
    return f"{day(local.date())} à {local:%H:%M}"


def hours(value: Decimal) -> str:
    """Hours with two decimals and their unit: ``1 234,50 h``. ValueError past hundredths, TypeError for a float."""
    return bare_hours(value) + NO_BREAK_SPACE + "h"


def bare_hours(value: Decimal) -> str:
    """Hours with two decimals and no unit, for a column whose heading names it: ``1 234,50``."""
    return _figure(_hundredths(value), 2)


def euros(value: Decimal) -> str:
    """Euros with two decimals: ``1 234,50 €``. ValueError past cents, TypeError for a float."""
    return bare_hours(value) + NO_BREAK_SPACE + "€"


def rate(value: Decimal, decimals: int = 2) -> str:
    """A fraction as a percentage, rounded half up for the eye only: ``Decimal("0.6000")`` gives ``60,00 %``."""
    _require_decimal(value)
    percent = _WIDE.quantize(_WIDE.multiply(value, Decimal(100)), Decimal(1).scaleb(-decimals))
    return _figure(_WIDE.add(percent, _ZERO), decimals) + NO_BREAK_SPACE + "%"


def count(value: int) -> str:
    """A number of things: ``1 234``."""
    return _figure(Decimal(value), 0)


def counted(number: int | Decimal, one: str, many: str | None = None) -> str:
    """A number and its noun: ``1 lot``, ``2 lots``; zero is singular in French."""
    noun = one if -2 < number < 2 else many or f"{one}s"
    written = count(number) if isinstance(number, int) else decimal(number)
    return f"{written}{NO_BREAK_SPACE}{noun}"


def count_told(number: int | None, fewer_than: int | None) -> str:
    """A whole number as it may be told: ``7``, or ``moins de 5`` where it is not counted out."""
    return count(number) if number is not None else f"moins de {count(fewer_than or 0)}"


def counted_told(number: int | None, fewer_than: int | None, one: str, many: str) -> str:
    """The same with its noun: ``1 personne``, ``moins de 5 personnes``."""
    return counted(number, one, many) if number is not None else f"{count_told(None, fewer_than)}{NO_BREAK_SPACE}{many}"


def decimal(value: Decimal) -> str:
    """Any exact decimal with all its decimals, for traces: ``833,3333``."""
    _require_decimal(value)
    return _figure(value, max(0, -int(value.as_tuple().exponent)))


def clock(minute: int) -> str:
    """A time of day, in minutes from midnight: ``9 h 30``."""
    return f"{minute // 60}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{minute % 60:02d}"


def siret(value: str) -> str:
    """A SIRET in its usual groups: ``123 456 789 00012``; anything that is not 14 digits comes back as it is."""
    if len(value) != 14 or not value.isdecimal():
        return value
    return NO_BREAK_SPACE.join((value[:3], value[3:6], value[6:9], value[9:]))


def file_size(size_bytes: int) -> str:
    """How large a file is, rounded up: ``12 ko`` or ``1,3 Mo``."""
    if size_bytes < 1_000_000:
        return f"{count(-(-size_bytes // 1000))}\u00a0ko"
    return f"{decimal(Decimal(-(-size_bytes // 100_000)) / 10)}\u00a0Mo"


def _figure(value: Decimal, places: int) -> str:
    with localcontext(_WIDE):
        shown: str = _pattern(places).apply(value, _LOCALE)
    return shown


@cache
def _pattern(places: int) -> NumberPattern:
    return parse_pattern("#,##0." + "0" * places if places else "#,##0")


def _hundredths(value: Decimal) -> Decimal:
    _require_decimal(value)
    rounded = _WIDE.quantize(value, _CENT)
    if rounded != value:
        raise ValueError(f"{value} has more than two decimals: round it in clause.rules before showing it")
    return _WIDE.add(rounded, _ZERO)


def _require_decimal(value: object) -> None:
    if not isinstance(value, Decimal):
        raise TypeError(f"a figure is shown from a Decimal, not from {type(value).__name__}")
    if not value.is_finite():
        raise ValueError("a figure that is not a number cannot be shown")
