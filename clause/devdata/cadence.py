"""A lot of which the contract asks for hours by the quarter, and the company that declares three months at once."""

from datetime import datetime
from functools import partial

from clause.devdata.timeline import DemoCalendar
from clause.devdata.world import World
from clause.domain.rule_sets import RuleSetTerms
from clause.rules.codes import Cadence
from clause.services import rule_sets

COMPANY, LOT = "elec", "pisc3"
_MONTHS = 3
_REASON = "CCAP, article 7 : heures déclarées par trimestre civil."


def last_month(calendar: DemoCalendar) -> int:
    """The offset of the last month of the quarter declared at once: the one that was over two months ago at most."""
    return next(offset for offset in (-2, -3, -4) if calendar.month(offset).number % _MONTHS == 0)


def months_declared(calendar: DemoCalendar, company: str, offset: int) -> int:
    """How many months a company's statement that ends with this one is of; none when a later one declares it."""
    months_to_come = last_month(calendar) - offset
    if company != COMPANY or not 0 <= months_to_come < _MONTHS:
        return 1
    return 0 if months_to_come else _MONTHS


def plan(world: World) -> None:
    """The rule is noted in the quarter's first month, from its first day."""
    first = last_month(world.calendar) - _MONTHS + 1
    world.timeline.plan(world.calendar.day(first, 3), partial(_set_rule, world, first), hour=14)


async def _set_rule(world: World, first: int, now: datetime) -> None:
    terms = RuleSetTerms(
        values={"statement_cadence": Cadence.QUARTERLY.value},
        penalties=(),
        effective_on=world.calendar.month(first).first_day,
    )
    await rule_sets.set_rules(world.by("maelle", now), world.lots[LOT].id, terms, _REASON)
