"""The ledger tried at random against PostgreSQL: totals always follow it, and reversing everything leaves nothing."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clause.db import sql
from clause.domain.allocations import Move
from clause.domain.contracts import Lot
from clause.domain.errors import Refused, WrongState
from clause.domain.ledger import LedgerEntry, Replacement
from clause.rules.codes import HoursNature
from clause.services import compliance, ledger
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.pooling import an_agreement
from tests.builders.territory import Territory
from tests.services.test_lot_totals import DRIFT, STANDING_DRIFT

DAYS = [date(2026, 3, number) for number in range(2, 28)]
HOURS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("7.00"), places=2)


@dataclass(frozen=True)
class Step:
    """Something done to one of the entries that stand, numbered round and round."""

    entry: int
    hours: Decimal
    to_lot: int | None = None
    """A move to this lot; else a correction."""
    day: int | None = None
    """The correction's other day; else the hours are taken back."""
    nature: HoursNature = HoursNature.WORK


STEPS = st.builds(
    Step,
    entry=st.integers(min_value=0, max_value=9),
    hours=HOURS,
    to_lot=st.none() | st.integers(min_value=0, max_value=2),
    day=st.none() | st.integers(min_value=0, max_value=len(DAYS) - 1),
    nature=st.sampled_from([HoursNature.WORK, HoursNature.TUTORING]),
)


@dataclass
class Books:
    """Three lots under one agreement, and the entries that nothing reverses."""

    territory: Territory
    lots: list[Lot]
    standing: list[LedgerEntry] = field(default_factory=list)

    async def take(self, step: Step) -> None:
        """The step, where the rules admit it."""
        if not self.standing:
            return
        entry = self.standing[step.entry % len(self.standing)]
        try:
            if step.to_lot is not None:
                wanted = Move(hours=step.hours, to_lot_id=self.lots[step.to_lot].id)
                await ledger.move_hours(self.territory.facilitator.context, entry.id, wanted, None)
            else:
                await self.correct(entry, step)
        except (Refused, WrongState) as error:
            if error.code not in {"LED-004", "LED-005", "LED-006"}:
                raise

    async def correct(self, entry: LedgerEntry, step: Step) -> None:
        replacement = None
        if step.day is not None:
            day = DAYS[step.day]
            replacement = Replacement(hours_validated=step.hours, first_day=day, last_day=day, nature=step.nature)
        made = await ledger.reverse_entry(self.territory.facilitator.context, entry.id, "Erreur", replacement)
        self.standing.remove(entry)
        if made.replacement is not None:
            self.standing.append(made.replacement)

    async def check(self) -> None:
        """Totals are the sums of the ledger, and what is read of a lot is what its entries say."""
        assert await sql.fetch(DRIFT) == []
        assert await sql.fetch(STANDING_DRIFT) == []
        credited = sum(entry.hours_credited for entry in self.standing)
        read = Decimal(0)
        for lot in self.lots:
            hours = (await compliance.assess_one_lot(self.territory.facilitator.context, lot.id)).hours
            assert hours.hours_credited >= 0
            read += hours.hours_credited
        assert read == credited


async def books(territory: Territory, hours: list[Decimal]) -> Books:
    who = territory.facilitator
    lots = [await a_lot(who, territory) for _ in range(3)]
    await an_agreement(who, territory, *lots)
    hire = await a_hire(who, territory, lots[0])
    lines = [a_line(hire, str(worked), first_day=day, last_day=day) for day, worked in zip(DAYS, hours, strict=False)]
    statement = await a_validated_statement(who, hire, *lines)
    return Books(territory, lots, await booked_entries(who, statement))


@pytest.mark.usefixtures("transaction")
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(hours=st.lists(HOURS, min_size=1, max_size=4), steps=st.lists(STEPS, max_size=8))
async def test_a_replay_gives_the_kept_totals_and_reversing_everything_leaves_nothing(
    territory: Territory, hours: list[Decimal], steps: list[Step]
) -> None:
    held = await books(territory, hours)
    for step in steps:
        await held.take(step)
    await held.check()
    for entry in list(held.standing):
        await held.correct(entry, Step(entry=0, hours=entry.hours_validated))
    await held.check()
    lot_ids = [lot.id for lot in held.lots]
    left = "SELECT count(*) FROM lot_day_total WHERE lot_id = ANY($1) AND hours <> 0"
    assert await sql.fetch_value(left, lot_ids) == 0
    assert await sql.fetch_value("SELECT sum(hours_credited) FROM lot_standing WHERE lot_id = ANY($1)", lot_ids) == 0
    await sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
    await sql.execute("SET CONSTRAINTS ALL DEFERRED")
