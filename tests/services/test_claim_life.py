"""The whole life of claims against a plain model of it: from the draft to the correction, nothing is paid twice."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, pairwise
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from clause.domain.actors import Role
from clause.domain.claim_standing import standing_of
from clause.domain.claims import ClaimKind
from clause.domain.claims import ClaimState as S
from clause.domain.errors import ClauseError
from clause.domain.payments import PaymentKind, paid_for
from clause.domain.verifications import LineDecision
from clause.services import claim_messages, claims, intermediate_body, payments, verifications
from tests.builders.claims import claim_terms, run_computation
from tests.builders.settlements import FINAL, INTERIM, Settling, an_operation_to_settle
from tests.builders.territory import Territory, person
from tests.builders.verifications import certified, conclusions, deducted, lines_of, payment

T = TypeVar("T")
OPEN, GONE = {S.DRAFT, S.COMPUTED, S.SIGNED}, {S.WITHDRAWN, S.INADMISSIBLE}
SETTLED = {S.PAID, S.RECOVERED, S.CORRECTED}
CONCLUDED = SETTLED | {S.PAYABLE, S.RECOVERY_DUE}
CUTS = st.sampled_from((None, "0.01", "250.00", "1000.00"))
MONTHS = st.sampled_from((INTERIM, INTERIM, FINAL))
_runs = count(1)


@dataclass
class Kept:
    """A claim as the model knows it."""

    number: int
    month: str
    state: S
    received: bool = False
    answered: bool = False


@dataclass
class World:
    """Where the machine works: the territory and the loop of the test."""

    territory: Territory
    loop: asyncio.AbstractEventLoop

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it on the loop of the test, in its transaction, and wait."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


class Life(RuleBasedStateMachine):
    """Each move is allowed exactly when the model says so; a move that is refused changes nothing."""

    world: World
    filed: Bundle[UUID] = Bundle("filed")

    @initialize(target=filed, far=st.integers(0, 5), cut=CUTS)
    def begin(self, far: int, cut: str | None) -> Any:
        """An operation of its own, with someone of its own, so that runs do not meet; some begin far on the way."""
        self.kept: dict[UUID, Kept] = {}
        self.references = count(1)
        self.run = next(_runs)
        self.settling = self.world.call(self._an_operation())
        self.manager = self.world.territory.manager.context
        self.officer = self.world.territory.oi_officer.context
        april = self.start(INTERIM, is_handed_over=far > 0)
        if far > 1:
            self.verify(april, cut)
        if far > 2:
            self.settle(april, Decimal(1))
        if far < 4:
            return april
        may = self.start(FINAL, is_handed_over=True)
        if far > 4:
            self.verify(may, cut)
        return multiple(april, may)

    async def _an_operation(self) -> Settling:
        territory, name = self.world.territory, f"vie-{self.run}"
        worker = await person(territory.facilitator_org, Role.FACILITATOR, "Lou Le Gall", f"{name}@brisemer.example")
        costs = {INTERIM: "1000.00", FINAL: "1000.00"}
        return await an_operation_to_settle(territory, costs, number=name, worker=worker)

    def _try(self, work: Coroutine[Any, Any, T], *, allowed: bool) -> T | None:
        if allowed:
            return self.world.call(work)
        with pytest.raises(ClauseError):
            self.world.call(work)
        return None

    def _move(self, id: UUID, work: Coroutine[Any, Any, Any], allowed: bool, to: S) -> None:
        if self._try(work, allowed=allowed) is not None:
            self.kept[id].state = to

    def _may_start(self, month: str) -> bool:
        standing = [kept for kept in self.kept.values() if kept.state not in GONE]
        return not any(kept.state in OPEN or kept.month in (month, FINAL) for kept in standing)

    @rule(target=filed, month=MONTHS, is_handed_over=st.sampled_from((True, True, False)))
    def start(self, month: str, is_handed_over: bool) -> UUID:
        """C1 to C4: one open claim at a time, each month once, nothing after the final claim."""
        kind = ClaimKind.FINAL if month == FINAL else ClaimKind.INTERIM
        work = claims.start_claim(self.manager, self.settling.operation.id, claim_terms(month, month, kind=kind))
        made = self._try(work, allowed=self._may_start(month))
        if made is None:
            return next(iter(self.kept))
        self.world.call(run_computation(made))
        self.kept[made.id] = Kept(made.number, month, S.COMPUTED)
        if is_handed_over:
            self.sign(made.id)
            self.submit(made.id)
        return made.id

    def sign(self, id: UUID) -> None:
        """C3."""
        self._move(id, claims.sign_claim(self.manager, id), self.kept[id].state is S.COMPUTED, S.SIGNED)

    def submit(self, id: UUID) -> None:
        """C4."""
        self._move(id, claims.submit_claim(self.manager, id), self.kept[id].state is S.SIGNED, S.SUBMITTED)

    def withdraw(self, id: UUID) -> None:
        """Until the receipt, and while no later claim builds on it."""
        kept = self.kept[id]
        later = any(other.number > kept.number and other.state is not S.WITHDRAWN for other in self.kept.values())
        handed = kept.state is S.SUBMITTED and not kept.received and not later
        self._move(id, claims.withdraw_claim(self.manager, id, "Repris"), kept.state in OPEN or handed, S.WITHDRAWN)

    def receive(self, id: UUID) -> None:
        """Once, of a submitted claim."""
        kept = self.kept[id]
        work = intermediate_body.record_receipt(self.officer, id, f"AR-{self.run}-{kept.number}", None)
        if self._try(work, allowed=kept.state is S.SUBMITTED and not kept.received) is not None:
            kept.received = True

    def refuse(self, id: UUID) -> None:
        """C5."""
        work = verifications.declare_inadmissible(self.officer, id, "Pièce manquante")
        self._move(id, work, self.kept[id].state is S.SUBMITTED, S.INADMISSIBLE)

    @rule(id=filed, move=st.sampled_from(("sign", "submit", "withdraw", "receive", "refuse")))
    def do_before_the_verification(self, id: UUID, move: str) -> None:
        """One of the moves that end with the submission, or take a claim away."""
        getattr(self, move)(id)

    @rule(id=filed)
    def open_verification(self, id: UUID) -> None:
        """C6."""
        work = verifications.open_verification(self.officer, id)
        self._move(id, work, self.kept[id].state is S.SUBMITTED, S.IN_VERIFICATION)

    @rule(id=filed)
    def ask(self, id: UUID) -> None:
        """C7."""
        work = claim_messages.ask(self.officer, id, "La clé ?", None)
        self._move(id, work, self.kept[id].state is S.IN_VERIFICATION, S.CLARIFICATION)

    @rule(id=filed)
    def answer(self, id: UUID) -> None:
        """C7 and C10: to a question, or in the contradictory period."""
        kept = self.kept[id]
        work = claim_messages.answer(self.manager, id, "Voici.")
        if self._try(work, allowed=kept.state in {S.CLARIFICATION, S.CONTRADICTORY}) is not None:
            kept.answered = kept.state is S.CONTRADICTORY
            kept.state = S.IN_VERIFICATION if kept.state is S.CLARIFICATION else S.CONTRADICTORY

    def _in_order(self, kept: Kept) -> bool:
        standing = [other for other in self.kept.values() if other.state not in GONE | OPEN]
        return all(other.state in CONCLUDED for other in standing if other.number < kept.number)

    async def _decision(self, id: UUID, cut: str | None) -> tuple[LineDecision, ...]:
        (line,) = await lines_of(self.world.territory.manager, await claims.load_claim(self.manager, id))
        return (certified(line) if cut is None else deducted(line, cut),)

    @rule(id=filed, cut=CUTS)
    def conclude_interim(self, id: UUID, cut: str | None) -> None:
        """C8 and C9."""
        kept = self.kept[id]
        if kept.state in OPEN | {S.WITHDRAWN}:
            return
        terms = conclusions("interim", *self.world.call(self._decision(id, cut)))
        allowed = kept.state in {S.IN_VERIFICATION, S.INTERIM_CONCLUSIONS, S.CONTRADICTORY} and self._in_order(kept)
        found = self._try(verifications.record_conclusions(self.officer, id, terms), allowed=allowed)
        if found is not None:
            reduced = found.figures.due_total < found.figures.requested_total
            kept.state, kept.answered = (S.CONTRADICTORY if reduced else S.INTERIM_CONCLUSIONS), False

    @rule(id=filed)
    def conclude_final(self, id: UUID) -> None:
        """C10 to C12."""
        kept = self.kept[id]
        allowed = kept.state is S.INTERIM_CONCLUSIONS or (kept.state is S.CONTRADICTORY and kept.answered)
        work = verifications.record_conclusions(self.officer, id, conclusions("final"))
        found = self._try(work, allowed=allowed and self._in_order(kept))
        if found is not None:
            left = found.figures.to_settle
            kept.state = S.PAYABLE if left > 0 else S.RECOVERY_DUE if left < 0 else S.PAID

    @rule(id=filed, cut=CUTS)
    def verify(self, id: UUID, cut: str | None) -> None:
        """From the submission to the final conclusions, so that runs get to the payments."""
        if self.kept[id].state is S.SUBMITTED and self._in_order(self.kept[id]):
            self.open_verification(id)
            self.conclude_interim(id, cut)
            if self.kept[id].state is S.CONTRADICTORY:
                self.answer(id)
            self.conclude_final(id)

    @rule(id=filed, share=st.sampled_from((Decimal(1), Decimal("0.5"), Decimal("1.5"))))
    def settle(self, id: UUID, share: Decimal) -> None:
        """C13 and C14: in part, in full, never more."""
        kept = self.kept[id]
        if kept.state in OPEN:
            return
        left = abs(self.world.call(payments.list_claim_payments(self.manager, id)).left_to_settle)
        amount = (left * share).quantize(Decimal("0.01")) or Decimal("1.00")
        back = kept.state is S.RECOVERY_DUE
        kind = PaymentKind.RECOVERY if back else PaymentKind.PAYMENT
        terms = payment(amount, f"V-{self.run}-{next(self.references)}", kind)
        allowed = kept.state in {S.PAYABLE, S.RECOVERY_DUE} and amount <= left
        if self._try(payments.pay_claim(self.officer, id, terms), allowed=allowed) is not None and amount == left:
            kept.state = S.RECOVERED if back else S.PAID

    @rule(amount=st.sampled_from(("500.00", "10800.00", "10800.01")))
    def pay_advance(self, amount: str) -> None:
        """At most 30 % of 36 000.00 in all, and none once the final claim is handed over."""
        rows = self.world.call(payments.list_operation_payments(self.manager, self.settling.operation.id)).payments
        paid = sum((row.amount for row in rows if row.kind is PaymentKind.ADVANCE), Decimal(0))
        final = any(kept.month == FINAL and kept.state not in GONE | OPEN for kept in self.kept.values())
        terms = payment(amount, f"A-{self.run}-{next(self.references)}", PaymentKind.ADVANCE)
        work = payments.pay_advance(self.officer, self.settling.operation.id, terms)
        self._try(work, allowed=not final and paid + Decimal(amount) <= Decimal("10800.00"))

    @rule(id=filed, cut=CUTS)
    def correct(self, id: UUID, cut: str | None) -> None:
        """C15."""
        kept = self.kept[id]
        if kept.state in OPEN | {S.WITHDRAWN}:
            return
        decision = self.world.call(self._decision(id, cut))
        terms = conclusions("correction", *decision, reason="Audit", body="Autorité d'audit")
        found = self._try(verifications.correct_claim(self.officer, id, terms), allowed=kept.state in SETTLED)
        if found is not None:
            left = found.figures.to_settle
            kept.state = S.PAYABLE if left > 0 else S.RECOVERY_DUE if left < 0 else S.CORRECTED

    @invariant()
    def claims_are_as_the_model_knows_them(self) -> None:
        """States are the model's, and at most one claim is open."""
        for id, kept in self.kept.items():
            assert self.world.call(claims.load_claim(self.manager, id)).state is kept.state
        assert sum(kept.state in OPEN for kept in self.kept.values()) <= 1

    @invariant()
    def the_history_is_a_chain(self) -> None:
        """Each move begins where the one before ended; the last one ends where the claim is."""
        for id, kept in self.kept.items():
            events = self.world.call(claims.list_events(self.manager, id))
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            assert events[0].from_state is None
            for before, after in pairwise(events):
                assert after.from_state is before.to_state
            assert events[-1].to_state is kept.state

    @invariant()
    def no_more_is_retained_than_declared_nor_paid_than_due(self) -> None:
        """And a settled operation has paid what is due since the start, to the cent."""
        account = self.world.call(payments.list_operation_payments(self.manager, self.settling.operation.id))
        for id, kept in self.kept.items():
            figures = standing_of(self.world.call(claims.load_claim(self.manager, id)).conclusions).figures
            if figures is None:
                continue
            assert figures.retained_cost <= figures.declared_cost
            assert figures.due_total <= min(figures.by_grant, figures.by_rate)
            if kept.state in SETTLED:
                assert paid_for(account.payments, id) == figures.settles_at
        assert account.paid_to_date <= Decimal("36000.00")


async def test_the_life_of_claims_follows_its_model(territory: Territory, transaction: None) -> None:
    machine = type("LifeHere", (Life,), {"world": World(territory, asyncio.get_running_loop())})
    limits = settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=limits)
