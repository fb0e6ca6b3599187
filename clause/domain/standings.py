"""Where lots stand today, in one kept row each: what a list sorted by hours missing is read from."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.quantities import Hours


class LotStanding(BaseModel):
    """What a lot owes today, what is credited to it, and what is missing."""

    model_config = ConfigDict(frozen=True)

    lot_id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    hours_owed: Hours | None
    """None while no obligation has taken effect."""
    hours_credited: Hours
    shortfall: Hours
    """Hours owed less hours credited; zero when nothing is missing."""
    as_of: date
    """The day on which the hours owed were last set."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A place in the list of lots furthest behind: the last lot shown."""

    shortfall: Hours
    lot_id: UUID
