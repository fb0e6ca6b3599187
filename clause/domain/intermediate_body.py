"""What an intermediate body sees of a claim before it opens it."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.claim_standing import ClaimTimers, standing_of, timers_at
from clause.domain.claims import ClaimKind, ClaimState
from clause.domain.operations import Operation, OperationRecord, OperationState
from clause.rules.calendar import Month
from clause.rules.quantities import Euros


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedClaim:
    """A claim that was handed over; ``sequence`` is its rank in the list, given in the order of submission.

    A claim that is taken back gets a new rank, so that whoever follows the list by rank learns of it.
    """

    id: UUID
    facilitator_org_id: UUID
    sequence: int
    number: int
    kind: ClaimKind
    state: ClaimState
    first_month: Month
    last_month: Month
    submitted_at: datetime
    updated_at: datetime
    snapshot_hash: str
    document_id: UUID | None
    operation_id: UUID
    operation_number: str
    operation_title: str
    beneficiary_name: str
    beneficiary_identifier: str
    total_cost: Euros
    amount_requested: Euros
    receipt_reference: str | None
    received_at: datetime | None
    conclusions: str | None
    """What is kept beside the claim once the intermediate body works on it, as JSON."""

    @property
    def timers(self) -> ClaimTimers:
        """The days that run on it."""
        return timers_at(self.submitted_at, standing_of(json.loads(self.conclusions) if self.conclusions else None))


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """What is told of a claim to who has its content already."""

    snapshot_hash: str
    state: ClaimState


class ClaimsAsked(BaseModel):
    """Which claims are asked for; None: whatever it is. ``text`` is part of a number, a title or a name."""

    model_config = ConfigDict(frozen=True)

    state: ClaimState | None = None
    operation_id: UUID | None = None
    text: str | None = None


class HandedOperation(BaseModel):
    """An operation that the intermediate body co-finances, and when it or its agreement last changed."""

    model_config = ConfigDict(frozen=True)

    operation: Operation
    updated_at: datetime


class FollowedOperation(BaseModel):
    """An operation of the intermediate body, from its application on, and who carries it."""

    model_config = ConfigDict(frozen=True)

    record: OperationRecord
    beneficiary: OrgSummary


class OperationsAsked(BaseModel):
    """Which operations are asked for; None: whatever it is."""

    model_config = ConfigDict(frozen=True)

    call_id: UUID | None = None
    state: OperationState | None = None
    updated_since: datetime | None = None
