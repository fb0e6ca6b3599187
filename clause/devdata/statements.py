"""Hours statements: every month from every company, validated the month after; last month still shows all states.

One company declares a quarter at once, another one sends nothing for a month, a third one sends a spreadsheet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from clause.devdata import cadence
from clause.devdata.cast import COMPANY_RANKS, OPENING, SPEAKS_FOR
from clause.devdata.people import first_day, planned_last_day
from clause.devdata.people_tables import HIRES, HireRow
from clause.devdata.world import World
from clause.domain.hours import DeclaredLine, HoursStatement
from clause.domain.ledger import EntryKind, LineCorrection, Replacement
from clause.rules.calendar import MonthSpan, Period
from clause.rules.codes import HoursNature
from clause.services import hours, ledger
from clause.services.context import Context

_QUARTERS_AN_HOUR = 4
_SWING = (0, 6, -4, 2, -6, 4)
"""Quarters of an hour by which months differ from one another."""


@dataclass
class _Declared:
    """A month of a company, or several together, from the paper to the ledger."""

    company: str
    offset: int
    months: int = 1
    """How many months end with that one."""
    statement: HoursStatement | None = None


MISSING = ("salicorne", -2)
"""Company and month of the statement that never came."""
IN_A_SPREADSHEET = ("tremplin", -1)
"""Company and month of which the hours come as a file."""
_REDUCED = ("bati", -4)
"""The statement of which one line is accepted for less than declared."""
_WAITING, _RETURNED, _DRAFT = ("proprete", -1), ("verte", -1), ("salicorne", -1)
_REVERSED_HIRE, _REVERSED_OFFSET = 7, -3
_REDATED_HIRE, _REDATED_OFFSET, _DAYS_LATER = 19, -2, timedelta(days=3)
_TRAINED = (1, 8)
"""Hires of people who learn: a quarter of their hours is training."""


def plan(world: World) -> None:
    """Declared on the 4th of the next month, submitted on the 5th, decided upon on the 11th."""
    calendar, timeline = world.calendar, world.timeline
    for offset in range(OPENING[0], 0):
        for company in COMPANY_RANKS:
            if not rows_of(world, company, offset) or (company, offset) in (MISSING, IN_A_SPREADSHEET):
                continue
            months = cadence.months_declared(calendar, company, offset)
            if months:
                _plan_statement(world, _Declared(company, offset, months))
    timeline.plan(calendar.day(-1, 17), partial(_correct_ledger, world), hour=15)
    timeline.plan(calendar.day(-1, 18), partial(_redate, world), hour=15)


def _plan_statement(world: World, declared: _Declared) -> None:
    key, day = (declared.company, declared.offset), partial(world.calendar.day, declared.offset + 1)
    plan_step = world.timeline.plan
    plan_step(day(4), partial(_declare, world, declared), hour=9)
    if key != _DRAFT:
        plan_step(day(5), partial(_submit, world, declared), hour=11)
    if key == _RETURNED:
        plan_step(day(6), partial(_return, world, declared), hour=14)
    if key not in (_WAITING, _RETURNED, _DRAFT):
        plan_step(day(11), partial(_validate, world, declared), hour=10)


def rows_of(world: World, company: str, offset: int) -> list[HireRow]:
    """The hires of a company that have a day in the month."""
    return [row for row in HIRES if row.company == company and _worked(world, row, offset) is not None]


def _worked(world: World, row: HireRow, offset: int) -> Period | None:
    """The days of a month that are under contract; None when there is none."""
    month, begins = world.calendar.month(offset).period, first_day(world, row)
    ends = planned_last_day(world, row) or month.last_day
    return month.intersection(Period(begins, ends)) if begins <= ends else None


def _lines(world: World, row: HireRow, offset: int) -> list[DeclaredLine]:
    """One line for the month, or two when the execution of the lot ends in it."""
    worked = _worked(world, row, offset)
    if worked is None:
        return []
    end = world.lots[row.lot].last_day
    parts = [worked]
    if end is not None and worked.first_day <= end < worked.last_day:
        parts = [Period(worked.first_day, end), Period(end + timedelta(days=1), worked.last_day)]
    return [
        DeclaredLine(
            hire_id=world.hires[row.number].id,
            hours_declared=hours_declared,
            nature=nature,
            first_day=part.first_day,
            last_day=part.last_day,
        )
        for part in parts
        for nature, hours_declared in _by_nature(row, hours_of(world, row, offset, part))
    ]


def _by_nature(row: HireRow, total: Decimal) -> list[tuple[HoursNature, Decimal]]:
    if row.number not in _TRAINED:
        return [(HoursNature.WORK, total)]
    training = total // _QUARTERS_AN_HOUR
    return [(HoursNature.WORK, total - training), (HoursNature.TRAINING_IN_CONTRACT, training)]


def hours_of(world: World, row: HireRow, offset: int, part: Period) -> Decimal:
    """Hours of these days, in quarters: the hours of a full month in proportion, a little more or less each month."""
    month = world.calendar.month(offset).period
    full = row.hours_a_month * _QUARTERS_AN_HOUR + _SWING[(row.number - offset) % len(_SWING)]
    return Decimal(max(full * part.days // month.days, 1)) / _QUARTERS_AN_HOUR


def _declares(world: World, company: str, now: datetime) -> Context:
    """The company's own account, or the facilitator who types its paper."""
    return world.by(SPEAKS_FOR.get(company, "yanis"), now)


def _id(declared: _Declared) -> UUID:
    if declared.statement is None:
        raise RuntimeError("nothing was declared yet")
    return declared.statement.id


async def _declare(world: World, declared: _Declared, now: datetime) -> None:
    offsets = range(declared.offset - declared.months + 1, declared.offset + 1)
    lines = [
        line
        for offset in offsets
        for row in rows_of(world, declared.company, offset)
        for line in _lines(world, row, offset)
    ]
    company, month = world.organisations[declared.company].id, world.calendar.month
    span = MonthSpan.of(month(offsets[0]), month(declared.offset))
    checked = await hours.declare_hours(_declares(world, declared.company, now), company, span, lines)
    declared.statement = checked.statement


async def _submit(world: World, declared: _Declared, now: datetime) -> None:
    await hours.submit_statement(_declares(world, declared.company, now), _id(declared))


async def _return(world: World, declared: _Declared, now: datetime) -> None:
    reason = "Les heures de formation sont comptées deux fois : merci de les retirer."
    await hours.request_correction(world.by("maelle", now), _id(declared), reason)


async def _validate(world: World, declared: _Declared, now: datetime) -> None:
    corrections = []
    if (declared.company, declared.offset) == _REDUCED and declared.statement is not None:
        line = declared.statement.lines[0]
        reason = "Trois heures de visite médicale, hors du marché."
        corrections = [LineCorrection(line_id=line.id, hours_validated=line.hours_declared - 3, reason=reason)]
    await hours.validate_statement(world.by("maelle", now), _id(declared), corrections)


async def _correct_ledger(world: World, now: datetime) -> None:
    """One booking is undone and booked again for less: the time sheet that came later says so."""
    maelle, month = world.by("maelle", now), world.calendar.month(_REVERSED_OFFSET)
    entries = await ledger.list_entries(maelle, hire_id=world.hires[_REVERSED_HIRE].id, month=month)
    entry = next(entry for entry in entries if entry.kind is EntryKind.BOOKING)
    replacement = Replacement(hours_validated=entry.hours_validated - 7)
    await ledger.reverse_entry(maelle, entry.id, "Une journée d'absence comptée par erreur.", replacement)


async def _redate(world: World, now: datetime) -> None:
    """The person began some days after what was declared: the same hours, on other days."""
    maelle, month = world.by("maelle", now), world.calendar.month(_REDATED_OFFSET)
    (entry,) = await ledger.list_entries(maelle, hire_id=world.hires[_REDATED_HIRE].id, month=month)
    replacement = Replacement(
        hours_validated=entry.hours_validated, first_day=entry.first_day + _DAYS_LATER, last_day=entry.last_day
    )
    reason = "Le contrat a commencé trois jours plus tard que déclaré : mêmes heures, autres jours."
    await ledger.reverse_entry(maelle, entry.id, reason, replacement)
