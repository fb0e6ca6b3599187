"""How a claim stands to its reader: the tone of each state, and the next step of who verifies it."""

from collections.abc import Mapping
from enum import StrEnum

from clause.domain.claims import ClaimState
from clause.domain.intermediate_body import HandedClaim

TONES: Mapping[ClaimState, str] = {
    ClaimState.SUBMITTED: "watch",
    ClaimState.WITHDRAWN: "neutral",
    ClaimState.INADMISSIBLE: "bad",
    ClaimState.CLARIFICATION: "watch",
    ClaimState.CONTRADICTORY: "watch",
    ClaimState.PAYABLE: "watch",
    ClaimState.PAID: "good",
    ClaimState.RECOVERY_DUE: "bad",
    ClaimState.RECOVERED: "good",
}
"""The badge of a state; a state left out has a neutral one."""

OPEN = frozenset(
    {
        ClaimState.SUBMITTED,
        ClaimState.IN_VERIFICATION,
        ClaimState.CLARIFICATION,
        ClaimState.INTERIM_CONCLUSIONS,
        ClaimState.CONTRADICTORY,
        ClaimState.FINAL_CONCLUSIONS,
        ClaimState.PAYABLE,
    }
)
"""States in which the clock of the payment runs."""


class Step(StrEnum):
    """What the intermediate body does next with a claim."""

    RECEIVE = "receive"
    OPEN = "open"
    VERIFY = "verify"
    WAIT_FOR_ANSWER = "wait_for_answer"
    HEAR = "hear"
    CONCLUDE = "conclude"
    PAY = "pay"
    RECOVER = "recover"
    NOTHING = "nothing"


_STEPS: Mapping[ClaimState, Step] = {
    ClaimState.SUBMITTED: Step.OPEN,
    ClaimState.IN_VERIFICATION: Step.VERIFY,
    ClaimState.CLARIFICATION: Step.WAIT_FOR_ANSWER,
    ClaimState.CONTRADICTORY: Step.HEAR,
    ClaimState.INTERIM_CONCLUSIONS: Step.CONCLUDE,
    ClaimState.PAYABLE: Step.PAY,
    ClaimState.RECOVERY_DUE: Step.RECOVER,
}


def tone_of(state: ClaimState) -> str:
    """The tone of a state's badge."""
    return TONES.get(state, "neutral")


def step_of(claim: HandedClaim) -> Step:
    """What is to be done next with a claim that was handed over."""
    if claim.state is ClaimState.SUBMITTED and claim.receipt_reference is None:
        return Step.RECEIVE
    return _STEPS.get(claim.state, Step.NOTHING)
