"""What the report of a verification (contrôle de service fait) shows, from its record and the frozen claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.domain.claim_messages import ClaimMessage
from clause.domain.claim_printing import document_of
from clause.domain.claim_snapshot import read_snapshot
from clause.domain.claims import ClaimLine
from clause.domain.verifications import LineOutcome, Verification
from clause.rules.calendar import FRANCE, Month
from clause.rules.quantities import Euros


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line of which not all is retained; people stand in it as a staff number."""

    position: int
    about: str
    month: Month | None
    declared: Euros
    retained: Euros
    outcome: str
    reason: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The report as it is printed; ``decided`` counts the lines, ``sampled`` those that were looked at."""

    verification: Verification
    claim_number: int
    operation_number: str
    operation_title: str
    beneficiary: str
    intermediate_body: str
    first_day: date
    last_day: date
    concluded_on: date
    decided: int
    sampled: int
    set_aside: tuple[SetAside, ...]
    eu_mention: str
    exchange: tuple[ClaimMessage, ...] = ()
    """What was asked and answered before these conclusions, with the files."""


def report_of(
    content: bytes, lines: Iterable[ClaimLine], verification: Verification, messages: Iterable[ClaimMessage] = ()
) -> VerificationReport:
    """The report of conclusions on a claim, whose frozen bytes, lines and messages are given.

    Messages that came later are left out, so that the report of a version stays the same.
    """
    document, snapshot = document_of(content), read_snapshot(content)
    frozen = {line.position: line for line in snapshot.lines}
    by_id: dict[UUID, ClaimLine] = {line.id: line for line in lines}
    cut = []
    for decision in verification.decisions:
        if decision.outcome is LineOutcome.CERTIFIED:
            continue
        line = by_id[decision.claim_line_id]
        told = frozen[line.position]
        cut.append(
            SetAside(
                position=line.position,
                about=told.staff_number or line.kind.value,
                month=line.month,
                declared=line.amount,
                retained=decision.amount_certified,
                outcome=decision.outcome.value,
                reason=decision.reason_code.value if decision.reason_code else None,
                comment=decision.comment,
            )
        )
    return VerificationReport(
        verification=verification,
        claim_number=document.number,
        operation_number=document.operation.number,
        operation_title=document.operation.title,
        beneficiary=document.beneficiary.name,
        intermediate_body=document.intermediate_body,
        first_day=document.first_day,
        last_day=document.last_day,
        concluded_on=verification.recorded_at.astimezone(FRANCE).date(),
        decided=len(verification.decisions),
        sampled=sum(decision.in_sample for decision in verification.decisions),
        set_aside=tuple(cut),
        eu_mention=document.eu_mention,
        exchange=tuple(message for message in messages if message.sent_at < verification.recorded_at),
    )
