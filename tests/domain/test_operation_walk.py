"""Any walk through the states of an operation: only the moves of the table, and no state that cannot be reached."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clause.domain.errors import WrongState
from clause.domain.operation_moves import ASKED, BY_ITSELF, ELSEWHERE, MOVES, OperationAction, next_actions
from clause.domain.operations import OperationState

S, A = OperationState, OperationAction
ORDER = list(OperationState)
# What has no way back to before it: once passed, it stays passed.
GATES = (S.PROGRAMMED, S.AGREEMENT_SIGNED, S.IN_FORCE, S.IMPLEMENTATION_ENDED, S.IN_RETENTION)


class Walk(RuleBasedStateMachine):
    """Tries every action in every state that it comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.state = S.APPLICATION_DRAFT
        self.passed: list[OperationState] = [self.state]

    @rule(action=st.sampled_from([action for action in OperationAction if action in MOVES.moves]))
    def act(self, action: OperationAction) -> None:
        """A legal move goes where the table says; another one is refused and changes nothing."""
        expected = MOVES.moves[action].get(self.state)
        if expected is None:
            with pytest.raises(WrongState) as refusal:
                MOVES.after(self.state, action)
            assert (refusal.value.code, refusal.value.values["state"]) == ("OPE-008", self.state.value)
            return
        self.state = MOVES.after(self.state, action)
        assert self.state is expected
        self.passed.append(self.state)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """One of the moves that the state allows, so that walks go far."""
        legal = [action for action in MOVES.moves if self.state in MOVES.moves[action]]
        if legal:
            self.state = MOVES.after(self.state, data.draw(st.sampled_from(legal)))
            self.passed.append(self.state)

    @invariant()
    def what_is_offered_is_legal(self) -> None:
        """What may be recorded next is legal, and nothing that comes by itself is offered."""
        for action in next_actions(self.state):
            assert self.state in MOVES.moves[action]
            assert action not in BY_ITSELF | ELSEWHERE

    @invariant()
    def a_gate_passed_stays_passed(self) -> None:
        """No walk returns to before the committee, the agreement, its force, the end, or the retention."""
        for gate in GATES:
            if gate in self.passed:
                after = self.passed[self.passed.index(gate) :]
                assert all(ORDER.index(state) >= ORDER.index(gate) for state in after)

    @invariant()
    def money_follows_an_agreement_in_force(self) -> None:
        """Nothing is settled that was never in force."""
        if S.SETTLED in self.passed:
            assert S.IN_FORCE in self.passed


Walk.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestWalk = Walk.TestCase


def test_every_state_can_be_reached_and_only_a_refusal_ends_it() -> None:
    reached, waiting = {S.APPLICATION_DRAFT}, [S.APPLICATION_DRAFT]
    while waiting:
        state = waiting.pop()
        for moves in MOVES.moves.values():
            if (following := moves.get(state)) is not None and following not in reached:
                reached.add(following)
                waiting.append(following)
    assert reached == set(OperationState)
    ends = {state for state in OperationState if all(state not in moves for moves in MOVES.moves.values())}
    assert ends == {S.REFUSED}


def test_every_action_has_its_place() -> None:
    assert set(ASKED) | BY_ITSELF | ELSEWHERE == set(OperationAction)
    assert set(MOVES.moves) == set(OperationAction) - {A.APPLY, A.RECORD_IN_FORCE}
