"""The cycle of a month against a plain model of it: whatever is done in whatever order, nothing signed is lost."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from clause.db import sql
from clause.db.queries import identity
from clause.domain.actors import Role
from clause.domain.errors import ClauseError
from clause.domain.timesheet_content import is_signed_content
from clause.domain.timesheets import Activity, TimesheetState, TypedEntry
from clause.rules.calendar import Month
from clause.services import claims, timesheets
from clause.services.timesheets import MonthOf, SheetView
from tests.builders.claims import a_claim, a_payroll, an_assignment, an_employment, an_operation
from tests.builders.territory import Territory, person

T = TypeVar("T")
MAY = Month.parse("2026-05")
OPEN, SIGNED, APPROVED = TimesheetState.OPEN, TimesheetState.SIGNED, TimesheetState.APPROVED
MINUTES = st.integers(1, 200).map(lambda steps: 3 * steps)


@dataclass
class World:
    """Where the machine works: the loop and the territory of the test."""

    territory: Territory
    loop: asyncio.AbstractEventLoop
    runs: int = 0

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it on the loop of the test, in its transaction, and wait."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


class Cycle(RuleBasedStateMachine):
    """Record, sign, approve, reopen, claim, correct: each allowed exactly when the model says so."""

    world: World

    @initialize()
    def begin(self) -> None:
        """A person with a mission of their own, so that runs do not meet."""
        self.state, self.minutes, self.revision, self.held, self.exists = OPEN, 0, 1, 0, False
        self.kept: dict[int, str] = {}
        self.world.runs += 1
        self.world.call(self._set_up(self.world.runs))

    async def _set_up(self, run: int) -> None:
        territory = self.world.territory
        self.manager = territory.manager
        address = f"personne{run}@brisemer.example"
        self.worker = await person(territory.facilitator_org, Role.FACILITATOR, "Personne", address)
        self.operation = await an_operation(self.manager, territory, f"9{run:05d}")
        self.employment = await an_employment(self.manager, self.worker, f"C-{run:03d}")
        await an_assignment(
            self.manager, self.operation, self.employment, first_day=MAY.first_day, last_day=MAY.last_day
        )
        await a_payroll(self.manager, self.employment, "2026-05")
        self.wanted = MonthOf(self.worker.user_id, MAY)

    def view(self) -> SheetView:
        """The month as it is read."""
        return self.world.call(timesheets.load_timesheet(self.worker.context, self.wanted))

    def attempt(self, work: Coroutine[Any, Any, Any], code: str | None) -> bool:
        """Do it; it is refused with this code, or done when there is none."""
        refused = None
        try:
            self.world.call(work)
        except ClauseError as refusal:
            refused = refusal.code
        assert refused == code
        return refused is None

    @rule(minutes=MINUTES)
    def record(self, minutes: int) -> None:
        """One line, with an explanation of the rest."""
        version = self.view().version if self.exists else None
        entry = TypedEntry(
            day=date(2026, 5, 4),
            operation_id=self.operation.id,
            activity=Activity.INTERNAL,
            hours=Decimal(minutes) / 60,
        )
        work = timesheets.record_entries(
            self.worker.context, self.wanted, (entry,), version, difference_reason="Temps très partiel"
        )
        if self.attempt(work, None if self.state is OPEN else "TIM-002"):
            self.minutes, self.exists = minutes, True

    @rule()
    def sign(self) -> None:
        """By the person."""
        work = timesheets.sign_timesheet(self.worker.context, self.wanted, nothing_worked=False, late_reason=None)
        code = "TIM-004" if not self.exists else None if self.state is OPEN else "TIM-002"
        if self.attempt(work, code):
            self.state = SIGNED

    @rule()
    def approve(self) -> None:
        """By the manager."""
        work = timesheets.approve_timesheet(self.manager.context, self.wanted)
        code = "TIM-004" if not self.exists else None if self.state is SIGNED else "TIM-002"
        if self.attempt(work, code):
            self.state = APPROVED
            content = self.view().sheet
            assert content is not None
            assert content.content_hash is not None
            self.kept[self.revision] = content.content_hash

    @rule()
    def reopen(self) -> None:
        """Both signatures fall, unless a claim holds this revision."""
        work = timesheets.reopen_timesheet(self.manager.context, self.wanted, "Oubli")
        code = "TIM-004" if not self.exists else "TIM-002" if self.state is OPEN else None
        if code is None and self.held == self.revision:
            code = "TIM-016"
        if self.attempt(work, code):
            self.state = OPEN
            self.kept.pop(self.revision, None)

    @rule()
    def claim(self) -> None:
        """A signed claim holds the month, once."""
        if self.held or self.state is not APPROVED:
            return
        claim = self.world.call(a_claim(self.manager, self.operation, "2026-05", "2026-05"))
        self.world.call(claims.sign_claim(self.manager.context, claim.id))
        self.held = self.revision

    @rule()
    def correct(self) -> None:
        """A new revision of what a claim holds."""
        work = timesheets.correct_timesheet(self.manager.context, self.wanted, "Le 4 était un congé")
        code = "TIM-004" if not self.exists else "TIM-002" if self.state is not APPROVED else None
        if code is None and self.held != self.revision:
            code = "TIM-020"
        if self.attempt(work, code):
            self.state, self.revision = OPEN, self.revision + 1

    @invariant()
    def reads_as_the_model_says(self) -> None:
        """State, revision and hours; and no approved revision ever changes."""
        view = self.view()
        assert view.state is self.state
        if view.sheet is None:
            assert not self.exists
            return
        assert view.sheet.revision == self.revision
        assert sum(entry.minutes for entry in view.entries) == self.minutes
        if self.state is not OPEN:
            assert is_signed_content(view.sheet, view.entries, view.absences)
        assert self.world.call(self._approved()) == self.kept

    async def _approved(self) -> dict[int, str]:
        await identity.set_identity(self.manager.context.actor)
        rows = await sql.fetch(
            "SELECT revision, content_hash FROM timesheet WHERE employment_id = $1 AND state = 'approved'",
            self.employment.id,
        )
        return {row["revision"]: row["content_hash"] for row in rows}


async def test_the_cycle_of_a_month_follows_its_model(territory: Territory, transaction: None) -> None:
    machine = type("CycleHere", (Cycle,), {"world": World(territory, asyncio.get_running_loop())})
    limits = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=limits)
