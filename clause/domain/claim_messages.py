"""What the verification officer asks about a claim and what the beneficiary answers, kept as it was sent."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.claims import ClaimState
from clause.domain.errors import WrongState
from clause.domain.message_files import MessageFile


class MessageKind(StrEnum):
    """What a message is."""

    QUESTION = "question"
    """Asked by the officer; it stops the clock of the payment until the answer."""
    ANSWER = "answer"
    """Of the beneficiary to a question."""
    OBSERVATIONS = "observations"
    """Of the beneficiary on interim conclusions, in the contradictory period."""


class ClaimMessage(BaseModel):
    """A message as sent, with its files; ``due_on`` is the day by which a question is to be answered."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    claim_id: UUID
    seq: int
    kind: MessageKind
    text: str
    due_on: date | None
    sent_by: UUID | None
    sent_at: datetime
    files: tuple[MessageFile, ...] = ()


def kind_of_answer(state: ClaimState) -> MessageKind:
    """What a word of the beneficiary is in this state; WrongState CSF-030 when nothing was asked."""
    kinds = {ClaimState.CLARIFICATION: MessageKind.ANSWER, ClaimState.CONTRADICTORY: MessageKind.OBSERVATIONS}
    if state not in kinds:
        raise WrongState("CSF-030", state=state.value)
    return kinds[state]
