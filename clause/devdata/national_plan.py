"""How much of a country is drawn, and the ids and numbers that everything in it goes by.

The same seed and sizes give the same country, to the last hour. Nobody in it exists: the identifiers satisfy the
arithmetic of a SIRET and begin with 99, which is given to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from stdnum import luhn

SEED = 2021
"""The year of the published consolidation whose sizes these are."""
DEFAULT_LINES = 1_000_000
MOST_LINES = 10_000_000
Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class Sizes:
    """How many there are of each thing."""

    organisations: int
    facilitators: int
    buyers: int
    companies: int
    contracts: int
    participants: int
    long_term_jobseekers: int
    hires: int
    hours: Decimal
    ledger_lines: int
    bodies: int


def sizes_of(share: Decimal, ledger_lines: int | None) -> Sizes:
    """The country, or a share of it in which each organisation has as much to do; lines as many as asked, if asked."""

    def part(whole: int) -> int:
        return max(1, round(whole * share))

    return Sizes(
        organisations=part(370),
        facilitators=max(part(370), part(600)),
        buyers=part(3_500),
        companies=max(10, part(20_000)),
        contracts=part(77_000),
        participants=part(65_000),
        long_term_jobseekers=part(20_000),
        hires=part(86_000),
        hours=Decimal(25_000_000) * share,
        ledger_lines=ledger_lines or part(DEFAULT_LINES),
        bodies=max(1, part(60)),
    )


class Kind(IntEnum):
    """What an id names; it shows in the id."""

    ORGANISATION = 1
    USER = 2
    MEMBERSHIP = 3
    CONTRACT = 4
    LOT = 5
    HOLDER = 6
    OBLIGATION = 7
    PARTICIPANT = 8
    ELIGIBILITY = 9
    HIRE = 10
    OUTCOME = 11
    FINANCING = 12
    OPERATION = 13
    AGREEMENT = 14
    EMPLOYMENT = 15
    ASSIGNMENT = 16
    TIMESHEET = 17
    TIME_ENTRY = 18
    PAYROLL = 19
    STATEMENT = 20
    LINE = 21
    ENTRY = 22
    ALLOCATION = 23
    JOURNAL = 24
    ABSENCE = 25


@dataclass(frozen=True)
class Table:
    """Rows ready for COPY."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Year:
    """The calendar year that is filled: the last one that is over."""

    number: int

    @property
    def first_day(self) -> date:
        """1 January."""
        return date(self.number, 1, 1)

    @property
    def last_day(self) -> date:
        """31 December."""
        return date(self.number, 12, 31)

    @property
    def opening(self) -> datetime:
        """When everything that has no day of its own was written."""
        return at(date(self.number - 1, 1, 4))

    def id(self, kind: Kind, number: int) -> UUID:
        """The id of the ``number``-th thing of a kind: of version 7, later numbers later."""
        return UUID(int=self._first_id | (kind << 64) | number)

    @cached_property
    def _first_id(self) -> int:
        return (int(self.opening.timestamp() * 1000) << 80) | (7 << 76) | (8 << 60)

    def id_prefix(self, kind: Kind) -> str:
        """What such an id begins with, up to its last twelve digits; for SQL."""
        return str(self.id(kind, 0))[:-12]


def at(day: date, hour: int = 9) -> datetime:
    """An instant of a day."""
    return datetime.combine(day, time(hour), UTC)


def siret(family: int, number: int) -> str:
    """A SIRET of a family of organisations (one digit) that satisfies the arithmetic and belongs to nobody."""
    siren = f"99{family}{number:05d}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001{luhn.calc_check_digit(siren + '0001')}"


def random_of(subject: str) -> Random:
    """A generator of its own for each subject: drawing more of one changes nothing of another."""
    return Random(f"{SEED}-{subject}")  # noqa: S311 - invented data, not secrets
