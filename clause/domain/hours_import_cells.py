"""The value of one cell, as payroll clerks write hours, months and days in France; or why it cannot be told.

Each reader takes a cell that holds something and gives the value, or a ``Problem``: what could mean two things is a
problem too. A day of a spreadsheet arrives as ``[day]``, a time as ``[hours, minutes]``, everything else as typed.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from clause.domain.hours_import import Cell, HoursPart
from clause.domain.hours_import_headers import MONTHS_BY_NAME, folded
from clause.domain.identifiers import SiretVerdict, read_siret
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.errors import RuleError
from clause.rules.quantities import Hours, hundredths_of_hour

YOUNGEST, OLDEST = 14, 100
"""Ages, in years, between which a birth date of two-digit year is looked for."""

_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Days counted by spreadsheets, from 1954 to 2119; smaller numbers are something else."""
_LARGEST_NUMBER = 10**7
_NEARLY = 1e-6
"""A number this close to hundredths is one, written by a machine that counts in binary."""

_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_HOUR_UNITS = re.compile(r"(?:heures?|hrs?|h)\.?$", re.IGNORECASE)
_CLOCK = re.compile(r"(-?)([0-9]{1,4})(?:h|:)([0-9]{2})(?:mn|min|m|:00)?", re.IGNORECASE)
_FRENCH_NUMBER = re.compile(r"-?[0-9]{1,7}(?:,[0-9]{1,6})?")
_POINTED_NUMBER = re.compile(r"-?[0-9]{1,7}\.[0-9]{1,6}")
_GROUPED_FRENCH = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,6}")
_GROUPED_ENGLISH = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,6}")
_DAY = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})(?:[ T]00:00(?::00)?)?")
_ISO_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
_DAY_IN_WORDS = re.compile(r"([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4}|[0-9]{2})")
_MONTH = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})(?:[/.\- ]([0-9]{1,2})|([0-9]{2}))")
_SHORT_MONTH = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{2})")
_MONTH_IN_WORDS = re.compile(r"(?:mois de |paie de |paie )?([a-z]+)(?: ([0-9]{4}|[0-9]{2}))?")

_NATURES = (
    (re.compile(r"(heures? )?(de |d )?(travail|production|chantier|insertion|normales?)"), HoursNature.WORK),
    (
        re.compile(r"(heures? )?(de |en )?formation( (dans|pendant|en) (le )?contrat| interne| prevue au contrat)?"),
        HoursNature.TRAINING_IN_CONTRACT,
    ),
    (
        re.compile(r"(heures? )?(de |en )?formation (hors|avant|externe)( (du |le )?contrat)?"),
        HoursNature.TRAINING_OUTSIDE_CONTRACT,
    ),
    (re.compile(r"(heures? )?(de |d )?(tutorat|tuteur|encadrement)"), HoursNature.TUTORING),
)


class Problem(NamedTuple):
    """Why a cell gives no value, or a value that deserves a look."""

    code: str
    values: dict[str, str]


Reading: TypeAlias = Any
"""What a reader gives: the value, or a Problem."""


def shown(cell: Cell) -> str:
    """A cell as a person would read it, for reports: at most 200 characters."""
    if isinstance(cell, list):
        return _shown_list(cell)
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float):
        return f"{cell:.10g}".replace(".", ",") if abs(cell) < 1e15 else f"{cell:g}"
    return str(cell)[:200] if cell is not None else ""


def _shown_list(cell: list[Any]) -> str:
    if len(cell) == 2:
        return f"{cell[0]}:{round(cell[1]):02d}"
    day = str(cell[0])
    return f"{day[8:10]}/{day[5:7]}/{day[:4]}{day[10:]}"


def text_of(cell: Cell) -> str:
    """A cell as a reference: a whole number loses the point that a spreadsheet keeps for itself."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return shown(cell) if not isinstance(cell, str) else cell.strip()


def read_siret_cell(cell: Cell) -> Reading:
    """The SIRET; IHR-021 for anything else, a zero lost at the start included."""
    reading = read_siret(text_of(cell))
    if reading.siret is not None:
        return str(reading.siret)
    kind = "incomplet" if reading.verdict is SiretVerdict.SIREN_VALID else "faux"
    return Problem("IHR-021", {"kind": kind})


def read_hours(cell: Cell) -> Reading:
    """Hours with two decimals, whatever their sign; minutes become hundredths, half up.

    Refused: IHR-010 (no number), IHR-011 (a thousand or a decimal?), IHR-014 (a day).
    """
    if isinstance(cell, bool):
        return _not_hours()
    if isinstance(cell, int | float):
        return _hours_of_number(cell)
    if isinstance(cell, list):
        return _hours_of_time(*cell) if len(cell) == 2 else Problem("IHR-014", {})
    return _hours_of_text(cell)


def is_rounded(cell: Cell) -> bool:
    """Whether a number has more decimals than hours keep, so that reading it rounds."""
    return isinstance(cell, float) and abs(cell - round(cell, 2)) >= _NEARLY


def _hours_of_number(cell: float) -> Reading:
    if not abs(cell) < _LARGEST_NUMBER:
        return _not_hours()
    near = round(cell, 2)
    return Decimal(f"{near:.2f}") if abs(cell - near) < _NEARLY else hundredths_of_hour(Decimal(repr(cell)))


def _hours_of_time(hours: int, minutes: float) -> Hours:
    return hundredths_of_hour(hours + Fraction(minutes).limit_denominator(10_000) / 60)


def _hours_of_text(text: str) -> Reading:
    plain = _SPACES.sub("", text)
    clock = _CLOCK.fullmatch(plain)
    if clock:
        if int(clock[3]) > 59:
            return _not_hours()
        hours = _hours_of_time(int(clock[2]), int(clock[3]))
        return -hours if clock[1] else hours
    number = _HOUR_UNITS.sub("", plain)
    if _GROUPED_FRENCH.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    elif _GROUPED_ENGLISH.fullmatch(number):
        number = number.replace(",", "")
    elif re.fullmatch(r"-?[0-9]{1,3}[.,][0-9]{3}", number):
        return Problem("IHR-011", {})
    elif _FRENCH_NUMBER.fullmatch(number):
        number = number.replace(",", ".")
    elif not _POINTED_NUMBER.fullmatch(number):
        return _not_hours()
    return Decimal(number)


def _not_hours() -> Problem:
    return Problem("IHR-010", {})


def read_day(cell: Cell) -> Reading:
    """The day; IHR-018 for what is no day of the calendar, or not surely one."""
    return _day_of(cell, _recent_year) or Problem("IHR-018", {})


def read_birth_date(cell: Cell, today: date) -> Reading:
    """The day of birth; IHR-019 for what is no day, or the year of nobody at work."""

    def year_of(two_digits: int) -> int | None:
        possible = [
            year
            for year in (1900 + two_digits, 2000 + two_digits)
            if today.year - OLDEST <= year <= today.year - YOUNGEST
        ]
        return possible[0] if len(possible) == 1 else None

    found = _day_of(cell, year_of)
    return found if found and found < today else Problem("IHR-019", {})


def _recent_year(two_digits: int) -> int | None:
    return 2000 + two_digits


def _day_of(cell: Cell, year_of: Callable[[int], int | None]) -> date | None:
    if isinstance(cell, list):
        return _iso(cell[0][:10]) if len(cell) == 1 else None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _day_of_serial(cell)
    text = cell.strip()
    if found := _DAY.fullmatch(text):
        return _day(_year(found[3], year_of), int(found[2]), int(found[1]))
    if found := _ISO_DAY.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_IN_WORDS.fullmatch(folded(text)):
        return _day(_year(found[3], year_of), MONTHS_BY_NAME.get(found[2]), int(found[1]))
    return None


def _year(text: str, year_of: Callable[[int], int | None]) -> int | None:
    return int(text) if len(text) == 4 else year_of(int(text))


def _day(year: int | None, month: int | None, day: int) -> date | None:
    if year is None or month is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_of_serial(number: float) -> date | None:
    return _FIRST_SERIAL + timedelta(days=int(number)) if number == int(number) and int(number) in _SERIALS else None


def read_month(cell: Cell, year: int | None) -> Reading:
    """The month, from a day of it, its figures or its name; ``year`` is that of another column, if there is one.

    Refused: IHR-015 (no month), IHR-016 (without its year, or a year that could be a day).
    """
    if isinstance(cell, list) or (isinstance(cell, str) and (_DAY.fullmatch(cell.strip()))):
        day = _day_of(cell, _recent_year)
        return Month.of(day) if day else _not_a_month()
    if isinstance(cell, bool):
        return _not_a_month()
    if isinstance(cell, int | float):
        return _month_of_number(cell, year)
    return _month_of_text(cell.strip(), year)


def _month_of_number(number: float, year: int | None) -> Reading:
    if year is not None and number in range(1, 13):
        return _month(year, int(number))
    if number in range(190_001, 210_000):
        return _month(int(number) // 100, int(number) % 100)
    day = _day_of_serial(number)
    if day:
        return Month.of(day)
    return _without_year() if number in range(1, 13) else _not_a_month()


def _month_of_text(text: str, year: int | None) -> Reading:
    if found := _MONTH.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := _ISO_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2] or found[3]))
    if found := _SHORT_MONTH.fullmatch(text):
        return _month(2000 + int(found[2]), int(found[1])) if int(found[2]) > 12 else _without_year()
    if text.isdecimal() and len(text) <= 2:
        return _month(year, int(text)) if year else _without_year()
    if found := _MONTH_IN_WORDS.fullmatch(folded(text)):
        number = MONTHS_BY_NAME.get(found[1])
        if number is None:
            return _not_a_month()
        typed = _year(found[2], _recent_year) if found[2] else year
        return _month(typed, number) if typed else _without_year()
    day = _day_of(text, _recent_year)
    return Month.of(day) if day else _not_a_month()


def _month(year: int | None, number: int) -> Reading:
    if year is None or not 1 <= number <= 12 or year < 1900:
        return _not_a_month()
    try:
        return Month(year, number)
    except RuleError:
        return _not_a_month()


def _not_a_month() -> Problem:
    return Problem("IHR-015", {})


def _without_year() -> Problem:
    return Problem("IHR-016", {})


def read_year(cell: Cell) -> int | None:
    """A year of four digits, or None."""
    text = text_of(cell)
    return int(text) if re.fullmatch(r"20[0-9]{2}", text) else None


def read_nature(cell: Cell) -> Reading:
    """What the hours were; IHR-026 when the text is none of those known."""
    text = folded(text_of(cell))
    for pattern, nature in _NATURES:
        if pattern.fullmatch(text):
            return nature
    by_code = {folded(nature.value): nature for nature in HoursNature}
    return by_code.get(text) or Problem("IHR-026", {})


def split_training(total: Hours, training: Hours) -> tuple[HoursPart, ...] | Problem:
    """Work and training from a total that includes the training; IHR-027 when the part is more than the whole."""
    if training > total:
        return Problem("IHR-027", {"total": f"{total:.2f}"})
    parts = (
        HoursPart(nature=HoursNature.WORK, hours_declared=total - training),
        HoursPart(nature=HoursNature.TRAINING_IN_CONTRACT, hours_declared=training),
    )
    return tuple(part for part in parts if part.hours_declared)
