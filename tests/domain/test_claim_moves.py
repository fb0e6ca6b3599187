"""Every move of a claim from every state: the table C1 to C15, and nothing beside it."""

import pytest

from clause.domain.claims import MOVES
from clause.domain.claims import ClaimState as S
from clause.domain.errors import WrongState

SETTLING = (S.PAYABLE, S.PAID, S.RECOVERY_DUE, S.RECOVERED, S.CORRECTED)
# rule: (action, states before, state after; None where the claim stays in its state)
RULES: dict[str, tuple[str, tuple[S, ...], S | None]] = {
    "C2, told": ("narrate", (S.DRAFT, S.COMPUTED), None),
    "C2, waived": ("waive", (S.DRAFT,), None),
    "C4, filed": ("file", (S.SIGNED, S.SUBMITTED), None),
    "C5, done again": ("redo", (S.INADMISSIBLE,), None),
    "C2": ("compute", (S.DRAFT,), S.COMPUTED),
    "C2, again": ("recompute", (S.DRAFT, S.COMPUTED), S.DRAFT),
    "C3": ("sign", (S.COMPUTED,), S.SIGNED),
    "C4": ("submit", (S.SIGNED,), S.SUBMITTED),
    "taken back": ("withdraw", (S.DRAFT, S.COMPUTED, S.SIGNED, S.SUBMITTED), S.WITHDRAWN),
    "receipt": ("receive", (S.SUBMITTED,), S.SUBMITTED),
    "C5": ("declare_inadmissible", (S.SUBMITTED,), S.INADMISSIBLE),
    "C6": ("open_verification", (S.SUBMITTED,), S.IN_VERIFICATION),
    "C7, asked": ("ask", (S.IN_VERIFICATION,), S.CLARIFICATION),
    "C7, answered": ("answer", (S.CLARIFICATION,), S.IN_VERIFICATION),
    "C7, left without answer": ("resume", (S.CLARIFICATION,), S.IN_VERIFICATION),
    "C8": (
        "conclude_interim",
        (S.IN_VERIFICATION, S.INTERIM_CONCLUSIONS, S.CONTRADICTORY),
        S.INTERIM_CONCLUSIONS,
    ),
    "C9": ("open_contradictory", (S.INTERIM_CONCLUSIONS,), S.CONTRADICTORY),
    "C9, observations": ("observe", (S.CONTRADICTORY,), S.CONTRADICTORY),
    "C10 and C11": ("conclude_final", (S.INTERIM_CONCLUSIONS, S.CONTRADICTORY), S.FINAL_CONCLUSIONS),
    "C12, to be paid": ("find_payable", (S.FINAL_CONCLUSIONS, S.CORRECTED), S.PAYABLE),
    "C12, to be paid back": ("find_recovery_due", (S.FINAL_CONCLUSIONS, S.CORRECTED), S.RECOVERY_DUE),
    "C12, nothing": ("find_settled", (S.FINAL_CONCLUSIONS,), S.PAID),
    "C13, in part": ("pay_in_part", (S.PAYABLE,), S.PAYABLE),
    "C13": ("pay", (S.PAYABLE,), S.PAID),
    "C14, in part": ("recover_in_part", (S.RECOVERY_DUE,), S.RECOVERY_DUE),
    "C14": ("recover", (S.RECOVERY_DUE,), S.RECOVERED),
    "C15": ("correct", (S.PAID, S.RECOVERED, S.CORRECTED), S.CORRECTED),
    "undone, to be paid": ("reverse_to_payable", SETTLING, S.PAYABLE),
    "undone, to be paid back": ("reverse_to_recovery_due", SETTLING, S.RECOVERY_DUE),
    "undone, nothing": ("reverse_to_settled", SETTLING, S.PAID),
}


def test_every_move_is_in_the_table() -> None:
    assert {action for action, _, _ in RULES.values()} == set(MOVES.moves)


@pytest.mark.parametrize("rule", RULES)
def test_a_move_goes_where_the_table_says(rule: str) -> None:
    action, before, after = RULES[rule]
    assert [MOVES.after(state, action) for state in before] == [after or state for state in before]


@pytest.mark.parametrize("rule", RULES)
def test_a_move_is_refused_from_every_other_state(rule: str) -> None:
    action, before, _ = RULES[rule]
    for state in set(S) - set(before):
        with pytest.raises(WrongState) as refusal:
            MOVES.after(state, action)
        assert (refusal.value.code, refusal.value.values["state"]) == ("CLM-002", state.value)
