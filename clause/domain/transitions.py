"""Which moves are legal: one table a subject, and one way to ask it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from clause.domain.errors import WrongState

S = TypeVar("S", bound=StrEnum)


class Transitions(Generic[S]):
    """The allowed moves of one subject: action → {state before: state after}.

    ``code`` is the subject's error code; its sentence may use ``{action}`` and ``{state}``.
    """

    def __init__(self, code: str, moves: Mapping[str, Mapping[S, S]]) -> None:
        self._code = code
        self.moves = moves

    def after(self, state: S, action: str) -> S:
        """The state that follows; WrongState with the subject's code when the move is not allowed."""
        following = self.moves[action].get(state)
        if following is None:
            raise WrongState(self._code, action=action, state=state.value)
        return following
