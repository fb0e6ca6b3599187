"""The cycle of a statement against a plain model of it: whatever is done in whatever order, nothing is lost."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from clause.domain.errors import ClauseError
from clause.domain.hires import NamedHire
from clause.domain.hours import StatementState
from clause.domain.ledger import EntryKind, LineCorrection
from clause.rules.calendar import Month
from clause.services import compliance, hours, ledger
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line
from tests.builders.people import a_hire
from tests.builders.territory import Territory

T = TypeVar("T")
MONTHS = ("2026-02", "2026-03", "2026-04")
HOURS = st.integers(1, 15_000).map(lambda hundredths: Decimal(hundredths) / 100)
DRAFT, SUBMITTED, VALIDATED = StatementState.DRAFT, StatementState.SUBMITTED, StatementState.VALIDATED
REJECTED, BACK = StatementState.REJECTED, StatementState.CORRECTION_REQUESTED
OPEN = {DRAFT, SUBMITTED, BACK}
SHARES = st.sampled_from((Decimal(1), Decimal(0), Decimal("0.5")))


@dataclass
class Kept:
    """A statement as the model knows it: its state, what it declares, and what of it is booked and not reversed."""

    month: str
    hours: Decimal
    state: StatementState = DRAFT
    version: int = 1
    accepted: Decimal | None = None
    booked: Decimal | None = None
    """None while nothing stands in the ledger, or no longer."""


@dataclass
class World:
    """Where the machine works: the loop and the territory of the test, and one lot with one hire a run."""

    territory: Territory
    loop: asyncio.AbstractEventLoop
    runs: list[NamedHire] = field(default_factory=list)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it on the loop of the test, in its transaction, and wait."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


class Cycle(RuleBasedStateMachine):
    """Declare, replace, submit, give back, reject, validate, reverse: each allowed exactly when the model says so."""

    world: World
    statements: Bundle[UUID] = Bundle("statements")
    entries: Bundle[tuple[UUID, UUID]] = Bundle("entries")

    @initialize()
    def begin(self) -> None:
        """A lot of its own with one person, so that runs do not meet."""
        self.kept: dict[UUID, Kept] = {}
        self.facilitator = self.world.territory.facilitator.context
        self.company = self.world.territory.company_agent.context
        self.hire = self.world.call(self._a_hire())
        self.entry_count = 0

    async def _a_hire(self) -> NamedHire:
        for statement in await hours.list_statements(self.facilitator, limit=200):
            if statement.state is SUBMITTED:
                await hours.reject_statement(self.facilitator, statement.id, "Fin de l'essai")
            elif statement.state in OPEN:
                await hours.submit_statement(self.facilitator, statement.id)
                await hours.reject_statement(self.facilitator, statement.id, "Fin de l'essai")
        lot = await a_lot(self.world.territory.facilitator, self.world.territory)
        return await a_hire(self.world.territory.facilitator, self.world.territory, lot)

    def _try(self, work: Coroutine[Any, Any, T], *, allowed: bool) -> T | None:
        if allowed:
            return self.world.call(work)
        with pytest.raises(ClauseError):
            self.world.call(work)
        return None

    def _is_free(self, month: str, but: UUID | None = None) -> bool:
        others = [kept for id, kept in self.kept.items() if kept.month == month and id != but]
        return not any(kept.state in OPEN or kept.booked is not None for kept in others)

    @rule(target=statements, month=st.sampled_from(MONTHS), declared=HOURS)
    def declare(self, month: str, declared: Decimal) -> Any:
        """Allowed while no statement of the month is open and none of its hours are booked."""
        work = hours.declare_hours(self.company, None, Month.parse(month), [a_line(self.hire, str(declared))])
        made = self._try(work, allowed=self._is_free(month))
        if made is None:
            return multiple()
        self.kept[made.statement.id] = Kept(month, declared)
        return made.statement.id

    @rule(id=statements, declared=HOURS)
    def replace(self, id: UUID, declared: Decimal) -> None:
        """Allowed while the statement is in the hands of the company."""
        kept = self.kept[id]
        work = hours.replace_lines(self.company, id, [a_line(self.hire, str(declared))], kept.version)
        if self._try(work, allowed=kept.state in {DRAFT, BACK}):
            kept.hours, kept.version = declared, kept.version + 1

    @rule(id=statements)
    def submit(self, id: UUID) -> None:
        """Allowed while the statement is in the hands of the company."""
        self._move(id, hours.submit_statement(self.company, id), {DRAFT, BACK}, SUBMITTED)

    @rule(id=statements)
    def request_correction(self, id: UUID) -> None:
        """Allowed while the facilitator has it."""
        self._move(id, hours.request_correction(self.facilitator, id, "À revoir"), {SUBMITTED}, BACK)

    @rule(id=statements)
    def reject(self, id: UUID) -> None:
        """Allowed while the facilitator has it."""
        self._move(id, hours.reject_statement(self.facilitator, id, "Refusé"), {SUBMITTED}, REJECTED)

    def _move(self, id: UUID, work: Coroutine[Any, Any, Any], allowed: set[StatementState], to: StatementState) -> None:
        kept = self.kept[id]
        if self._try(work, allowed=kept.state in allowed):
            kept.state, kept.version = to, kept.version + 1

    @rule(target=entries, id=statements, share=SHARES)
    def validate(self, id: UUID, share: Decimal) -> Any:
        """Allowed while the facilitator has it; for all hours or for fewer, with a reason."""
        kept = self.kept[id]
        accepted = (kept.hours * share).quantize(Decimal("0.01"))
        done = self._try(self._validated(id, accepted), allowed=kept.state is SUBMITTED)
        if done is None:
            return multiple()
        kept.state, kept.version, kept.accepted, kept.booked = VALIDATED, kept.version + 1, accepted, accepted
        self.entry_count += 1
        return (id, done)

    @rule(target=entries, month=st.sampled_from(MONTHS), declared=HOURS, share=SHARES)
    def go_through(self, month: str, declared: Decimal, share: Decimal) -> Any:
        """A month from the declaration to the ledger, so that runs get beyond the first one."""
        id = self.declare(month, declared)
        if id not in self.kept:
            return multiple()
        self.submit(id)
        return self.validate(id, share)

    async def _validated(self, id: UUID, accepted: Decimal) -> UUID:
        [line] = (await hours.load_statement(self.facilitator, id)).lines
        correction = LineCorrection(line_id=line.id, hours_validated=accepted, reason="Contrôlé")
        await hours.validate_statement(self.facilitator, id, [correction])
        [entry] = await ledger.list_entries(self.facilitator, statement_id=id)
        return entry.id

    @rule(entry=consumes(entries))
    def reverse(self, entry: tuple[UUID, UUID]) -> None:
        """Undoes what a validation booked, and frees the days; the statement stays validated."""
        statement_id, entry_id = entry
        self._try(ledger.reverse_entry(self.facilitator, entry_id, "Erreur", None), allowed=True)
        self._try(ledger.reverse_entry(self.facilitator, entry_id, "Encore", None), allowed=False)
        self.kept[statement_id].booked = None
        self.entry_count += 1

    @invariant()
    def every_statement_is_there_as_the_model_knows_it(self) -> None:
        """States, versions and sums are the model's; no statement is lost and none appears."""
        listed = self.world.call(hours.list_statements(self.facilitator, lot_id=self.hire.lot_id, limit=200))
        found = {one.id: (one.state, one.version, one.hours_declared, one.hours_validated) for one in listed}
        assert found == {id: (kept.state, kept.version, kept.hours, kept.accepted) for id, kept in self.kept.items()}

    @invariant()
    def the_ledger_adds_up_to_what_is_booked(self) -> None:
        """Every booking and every reversal is there; their sum is what the lot is credited with."""
        entries = self.world.call(ledger.list_entries(self.facilitator, hire_id=self.hire.id, limit=200))
        standing = self.world.call(compliance.assess_one_lot(self.facilitator, self.hire.lot_id))
        expected = sum((kept.booked or Decimal(0) for kept in self.kept.values()), Decimal(0))
        assert len(entries) == self.entry_count
        assert sum((entry.hours_validated for entry in entries), Decimal(0)) == expected
        assert standing.hours.hours_credited == expected
        reversed_ids = {entry.reverses_id for entry in entries if entry.kind is EntryKind.REVERSAL}
        assert reversed_ids <= {entry.id for entry in entries}


async def test_the_cycle_of_a_statement_follows_its_model(territory: Territory, transaction: None) -> None:
    machine = type("CycleHere", (Cycle,), {"world": World(territory, asyncio.get_running_loop())})
    limits = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=limits)
