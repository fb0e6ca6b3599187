"""Structures that an operation supports, when it reaches structures and not people one by one.

Recorded by hand and not read off the contracts: a buyer of a contract with a clause is supported by an operation only
when the agreement says so, and one contract may have lots of several operations or of none.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import EntityKind


class EntityTerms(BaseModel):
    """A structure supported: which, as what, and since when."""

    model_config = ConfigDict(frozen=True)

    organisation_id: UUID
    kind: EntityKind
    supported_on: date
    note: str | None = None


class OperationEntity(EntityTerms):
    """A structure as recorded; one withdrawn no longer counts."""

    id: UUID
    facilitator_org_id: UUID
    operation_id: UUID
    recorded_by: UUID | None
    created_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None


def check_entity(terms: EntityTerms, operation: Operation, today: date) -> None:
    """Raises WrongState IND-020 when the agreement foresees no structures, Refused IND-021 for an impossible day."""
    if operation.participant_mode is not ParticipantMode.ENTITIES:
        raise WrongState("IND-020")
    if not operation.period.contains(terms.supported_on) or terms.supported_on > today:
        values = {"first_day": operation.first_day.isoformat(), "last_day": operation.last_day.isoformat()}
        raw = terms.supported_on.isoformat()
        raise Refused("IND-021", findings=(Finding(code="IND-120", field="supported_on", raw=raw, values=values),))
