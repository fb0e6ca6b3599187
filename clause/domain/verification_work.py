"""The officer's desk: what is decided so far on each line of a claim, before it is recorded, and what it would give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clause.domain.claim_conclusions import ConclusionInputs, Conclusions, conclude
from clause.domain.claim_snapshot import ClaimSnapshot
from clause.domain.claim_snapshot_parts import (
    SnapshotAssignment,
    SnapshotCostItem,
    SnapshotHourlyRate,
    SnapshotLine,
    SnapshotPayroll,
    SnapshotTimesheet,
)
from clause.domain.claims import Claim, ClaimLine, ClaimLineKind, ClaimState
from clause.domain.errors import ClauseError
from clause.domain.verification_decisions import decide_lines
from clause.domain.verifications import (
    DecidedLine,
    LineDecision,
    LineOutcome,
    VerificationStage,
    VerificationTerms,
)

STAGES: Mapping[ClaimState, tuple[VerificationStage, ...]] = {
    ClaimState.IN_VERIFICATION: (VerificationStage.INTERIM,),
    ClaimState.INTERIM_CONCLUSIONS: (VerificationStage.FINAL, VerificationStage.INTERIM),
    ClaimState.CONTRADICTORY: (VerificationStage.FINAL, VerificationStage.INTERIM),
    ClaimState.PAID: (VerificationStage.CORRECTION,),
    ClaimState.RECOVERED: (VerificationStage.CORRECTION,),
    ClaimState.CORRECTED: (VerificationStage.CORRECTION,),
}
"""Which conclusions may be recorded in a state, the usual ones first; in the other states nothing is decided."""


class DraftDecision(LineDecision):
    """A decision in preparation, and who took it; ``replaces`` is the one prepared before it, to go back to."""

    decided_by: UUID | None
    decided_at: datetime
    replaces: LineDecision | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What conclusions rest on beside the officer's decisions: the inputs of the amounts, and earlier decisions.

    ``returned`` are the lines that a later claim took up again; ``version_no`` counts the conclusions so far.
    """

    inputs: ConclusionInputs
    before: tuple[DecidedLine, ...]
    returned: frozenset[UUID]
    version_no: int

    def decide(self, terms: VerificationTerms) -> tuple[DecidedLine, ...]:
        """The decision on each line by these terms (Refused CSF-010)."""
        return decide_lines(
            self.inputs.claim,
            self.inputs.lines,
            self.inputs.agreement.cost_plan,
            terms,
            before=self.before,
            returned=self.returned,
        )


def weigh(grounds: Grounds, terms: VerificationTerms) -> tuple[tuple[DecidedLine, ...], Conclusions]:
    """The decision on each line, and the amounts that follow (Refused CSF-010 to CSF-012)."""
    decisions = grounds.decide(terms)
    return decisions, conclude(grounds.inputs, decisions, terms)


@dataclass(frozen=True, slots=True)
class LineFile:
    """A line that can be decided, with all that was handed over to prove it."""

    line: ClaimLine
    told: SnapshotLine
    """The same as it was frozen: who it is about stands there as a staff number and a function."""
    decision: DecidedLine
    """What holds if conclusions were recorded now."""
    draft: DraftDecision | None
    is_returned: bool
    """A later claim took it up again: it stays set aside here."""
    letter: SnapshotAssignment | None
    timesheets: tuple[SnapshotTimesheet, ...]
    payrolls: tuple[SnapshotPayroll, ...]
    hourly_rate: SnapshotHourlyRate | None
    cost_item: SnapshotCostItem | None

    @property
    def is_looked_at(self) -> bool:
        """True once the officer has said something of it."""
        return self.draft is not None

    @property
    def rejects_all(self) -> bool:
        """True when nothing of the line is retained and it does not come back."""
        return self.decision.outcome is LineOutcome.DEDUCTED and self.decision.amount_deducted == self.line.amount


@dataclass(frozen=True, slots=True)
class Desk:
    """A claim as its officer works on it.

    ``conclusions`` are the amounts that recording now would give; None, with the ``refusal``, where they cannot be.
    """

    claim: Claim
    snapshot: ClaimSnapshot
    files: tuple[LineFile, ...]
    flat_rates: tuple[ClaimLine, ...]
    conclusions: Conclusions | None
    refusal: ClauseError | None
    unconcluded_before: int | None

    @property
    def stages(self) -> tuple[VerificationStage, ...]:
        """Which conclusions may be recorded now."""
        return STAGES.get(self.claim.state, ())

    @property
    def looked_at(self) -> int:
        """How many lines the officer has said something of."""
        return sum(file.is_looked_at for file in self.files)

    def next_to_look_at(self, after: int) -> LineFile | None:
        """The first line not looked at yet, from a place on and then from the start; None when all are."""
        waiting = [place for place, file in enumerate(self.files) if not file.is_looked_at]
        later = [place for place in waiting if place > after]
        return self.files[(later or waiting)[0]] if waiting else None

    def place_of(self, line_id: UUID) -> int | None:
        """Where a line stands among those that can be decided, from 0; None for what is none of them."""
        return next((place for place, file in enumerate(self.files) if file.line.id == line_id), None)


def files_of(
    claim: ClaimSnapshot, grounds: Grounds, decisions: Iterable[DecidedLine], drafts: Mapping[UUID, DraftDecision]
) -> tuple[LineFile, ...]:
    """Each line that can be decided with its decision and its evidence, in the claim's order."""
    decided = {decision.claim_line_id: decision for decision in decisions}
    told = {line.position: line for line in claim.lines}
    return tuple(
        _file(claim, line, told[line.position], decided[line.id], drafts.get(line.id), line.id in grounds.returned)
        for line in grounds.inputs.lines
        if line.kind is not ClaimLineKind.FLAT_RATE
    )


def _file(
    claim: ClaimSnapshot,
    line: ClaimLine,
    told: SnapshotLine,
    decision: DecidedLine,
    draft: DraftDecision | None,
    is_returned: bool,
) -> LineFile:
    sheets, payrolls = set(line.timesheets), set(line.payrolls)
    return LineFile(
        line=line,
        told=told,
        decision=decision,
        draft=draft,
        is_returned=is_returned,
        letter=next((one for one in claim.assignments if one.id == line.assignment_id), None),
        timesheets=tuple(one for one in claim.timesheets if one.id in sheets),
        payrolls=tuple(one for one in claim.payroll if one.id in payrolls),
        hourly_rate=next((one for one in claim.hourly_rates if one.id == line.hourly_rate_id), None),
        cost_item=next((one for one in claim.cost_items if one.id == line.cost_item_id), None),
    )
