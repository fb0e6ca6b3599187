"""What a word of the beneficiary is: an answer, observations, or nothing that was asked for."""

import pytest

from clause.domain.claim_messages import MessageKind, kind_of_answer
from clause.domain.claims import ClaimState
from clause.domain.errors import WrongState

ASKED = {ClaimState.CLARIFICATION: MessageKind.ANSWER, ClaimState.CONTRADICTORY: MessageKind.OBSERVATIONS}


@pytest.mark.parametrize("state", list(ClaimState))
def test_a_word_is_what_the_state_asks_for(state: ClaimState) -> None:
    if state in ASKED:
        assert kind_of_answer(state) is ASKED[state]
        return
    with pytest.raises(WrongState) as refusal:
        kind_of_answer(state)
    assert (refusal.value.code, refusal.value.values) == ("CSF-030", {"state": state.value})
