"""Which claims the operations of the country file for the year, and how far each has come: drawn with a fixed seed.

A good third of the operations file by half-years, the others once; what comes after is told by ``Reach``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from random import Random

from clause.devdata.national_places import Places
from clause.devdata.national_plan import random_of
from clause.rules.calendar import Month


class Reach(IntEnum):
    """How far a claim has come; each stage lies behind those that have a higher number."""

    COMPUTED = 1
    SIGNED = 2
    SUBMITTED = 3
    RECEIVED = 4
    IN_VERIFICATION = 5
    CLARIFICATION = 6
    CONTRADICTORY = 7
    PAYABLE = 8
    PAID = 9


_REACHES = (
    (Reach.COMPUTED, 4), (Reach.SIGNED, 3), (Reach.SUBMITTED, 6), (Reach.RECEIVED, 8), (Reach.IN_VERIFICATION, 10),
    (Reach.CLARIFICATION, 5), (Reach.CONTRADICTORY, 6), (Reach.PAYABLE, 9), (Reach.PAID, 49),
)  # fmt: skip
_BY_HALF_YEAR, _ASKED, _REDUCED, _TAKEN_BACK, _NEXT_BEGUN = 0.35, 0.3, 0.25, 0.04, 0.12
_MOST_DEDUCTED, _LEAST_DEDUCTED = 400, 40
_RESOURCES_OF_A_POST = 1_500
_FILED_WITHIN_DAYS = 75


@dataclass(frozen=True, slots=True)
class Filing:
    """One claim on its way."""

    number: int
    """Among all claims of the country; no two have the same."""
    first: Month
    last: Month
    filed_on: date
    reach: Reach
    resources: Decimal
    """Other resources declared, euros since the operation began."""
    is_asked: bool
    deducted: Decimal | None
    """Euros that the verification does not retain of one line."""
    is_taken_back: bool
    """Whether it was handed in once before, and withdrawn."""


@dataclass(frozen=True, slots=True)
class Course:
    """What an organisation files for its operation, in its order."""

    organisation: int
    filings: tuple[Filing, ...]
    begins_next: bool
    """Whether a claim for the year after has been begun too early: nothing is approved yet, so it stays a draft."""


def draw_courses(places: Places) -> Iterator[Course]:
    """The courses of all operations, by number of organisation."""
    random, year, number = random_of("claims"), places.year.number, 0
    for organisation, users in enumerate(places.facilitators):
        posts = len(users)
        months = ((1, 6), (7, 12)) if random.random() < _BY_HALF_YEAR else ((1, 12),)
        filings = []
        for first, last in months:
            is_last = last == months[-1][1]
            reach = _reach(random) if is_last else Reach.PAID
            filings.append(_filing(random, number, (Month(year, first), Month(year, last)), reach, posts))
            number += 1
        begins_next = filings[-1].reach > Reach.SIGNED and random.random() < _NEXT_BEGUN
        yield Course(organisation, tuple(filings), begins_next)


def _reach(random: Random) -> Reach:
    return random.choices([reach for reach, _ in _REACHES], [weight for _, weight in _REACHES])[0]


def _filing(random: Random, number: int, months: tuple[Month, Month], reach: Reach, posts: int) -> Filing:
    first, last = months
    is_reduced = reach is Reach.CONTRADICTORY or random.random() < _REDUCED
    cents = random.randint(_LEAST_DEDUCTED * 100, _MOST_DEDUCTED * 100)
    of_the_year = Decimal(last.number) / 12
    return Filing(
        number=number,
        first=first,
        last=last,
        filed_on=last.last_day + timedelta(days=20 + random.randrange(_FILED_WITHIN_DAYS)),
        reach=reach,
        resources=(posts * random.randrange(4) * _RESOURCES_OF_A_POST * of_the_year).quantize(Decimal("0.01")),
        is_asked=reach is Reach.CLARIFICATION or random.random() < _ASKED,
        deducted=Decimal(cents) / 100 if is_reduced else None,
        is_taken_back=random.random() < _TAKEN_BACK,
    )
