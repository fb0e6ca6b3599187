"""The part of a claim that is told: what was planned and done, publicity, principles; and how it was filed."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from clause.rules.quantities import Hours

LONGEST_TEXT = 20_000

Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


class ActionTold(BaseModel):
    """One action of the operation: what was planned, what was achieved, and why the two differ."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Told
    planned: Told
    achieved: Told
    deviations: Told | None = None
    calendar: Told | None = None
    location: Told | None = None
    means: Told | None = None


class ClaimNarrative(BaseModel):
    """What the beneficiary tells beside the figures; every part may be left out until the claim is signed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actions: tuple[ActionTold, ...] = ()
    gender_equality: Told | None = None
    non_discrimination: Told | None = None
    sustainable_development: Told | None = None
    publicity: Told | None = None
    publicity_evidence: tuple[Told, ...] = ()
    difficulties: Told | None = None
    partners: Told | None = None


class FiledAs(BaseModel):
    """The filing on the national portal (Ma démarche FSE+): its number and its receipt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    filed_on: date
    receipt_reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] | None = (
        None
    )


class Waiver(BaseModel):
    """A blocking finding that the legal representative lets pass, and why; never one about money."""

    model_config = ConfigDict(frozen=True)

    code: str
    field: str
    reason: str
    waived_by: UUID | None
    waived_at: datetime


class Facilitation(BaseModel):
    """What facilitation achieved in the claim's months: evidence, not money, of the reality of the hours (§4.2)."""

    model_config = ConfigDict(frozen=True)

    contracts: int
    lots: int
    buyers: int
    hours_owed: Hours
    hours_validated: Hours
    companies: int
    people_at_work: int
    hires: int
