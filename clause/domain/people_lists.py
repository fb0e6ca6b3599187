"""People and hires as lists show them: a line each, with what decides the next action."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.eligibility import EligibilityState
from clause.rules.codes import ContractType, HireMode, StructureKind

FURTHEST_FIRST = (
    EligibilityState.ACCEPTED,
    EligibilityState.SUBMITTED,
    EligibilityState.INCOMPLETE,
    EligibilityState.EXPIRED,
    EligibilityState.REFUSED,
)
"""Of several grounds, the one whose state comes first here takes the person furthest."""


def furthest(states: Iterable[EligibilityState]) -> EligibilityState | None:
    """The state that speaks for a person with these grounds; None without any."""
    return min(states, key=FURTHEST_FIRST.index, default=None)


class HireStanding(StrEnum):
    """Where a contract stands on a day."""

    TO_COME = "TO_COME"
    RUNNING = "RUNNING"
    END_MISSING = "END_MISSING"
    """Its planned last day has passed, and nobody has said that it ended."""
    ENDED = "ENDED"


class FollowedPerson(BaseModel):
    """A person of the list: where the eligibility stands, until when hours count, the contract of the day."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    first_name: str
    last_name: str
    birth_date: date
    postal_code: str | None
    state: EligibilityState | None
    """Of the ground that takes the person furthest; None for a person without any."""
    window_last_day: date | None
    """The last day on which hours of any hire may be credited; None before any hire."""
    is_suspended: bool
    hire_id: UUID | None
    lot_label: str | None
    company_name: str | None
    hours_credited: Decimal


class HireRow(BaseModel):
    """A hire of the list, with the names around it and the hours that count."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    participant_id: UUID
    first_name: str
    last_name: str
    lot_id: UUID
    lot_label: str
    lot_number: str | None
    contract_reference: str | None
    """None for an employer that only lends people to a holder: the contract is not its own."""
    company_id: UUID
    company_name: str
    mode: HireMode
    contract_type: ContractType
    job_title: str | None
    first_day: date
    planned_last_day: date | None
    last_day: date | None
    weekly_hours: Decimal
    eligible_last_day: date
    standing: HireStanding
    hours_credited: Decimal

    @property
    def lot_name(self) -> str:
        """The lot in few words: its contract and number, or its label where the reader knows no contract."""
        if self.contract_reference is None:
            return self.lot_label
        return f"{self.contract_reference}, lot {self.lot_number}" if self.lot_number else self.contract_reference


class PersonFilters(BaseModel):
    """Which people to list; None asks nothing."""

    model_config = ConfigDict(frozen=True)

    text: str | None = None
    state: EligibilityState | None = None
    is_without_ground: bool = False
    is_ending: bool = False
    """True for those whose last day is near."""
    participant_id: UUID | None = None
    """This one alone."""


class HireFilters(BaseModel):
    """Which hires to list; None asks nothing."""

    model_config = ConfigDict(frozen=True)

    text: str | None = None
    lot_id: UUID | None = None
    company_id: UUID | None = None
    participant_id: UUID | None = None
    standing: HireStanding | None = None


class LotToHireFor(BaseModel):
    """A followed lot for which people may be hired."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    label: str
    number: str | None
    contract_reference: str
    buyer_name: str


class Employer(BaseModel):
    """A company that may employ people for a lot: one of its holders or subcontractors, or an insertion structure."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    siret: str
    is_holder: bool
    is_subcontractor: bool


class Structure(BaseModel):
    """A structure of the directory that may employ or accompany people."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    siret: str
    kind: StructureKind
