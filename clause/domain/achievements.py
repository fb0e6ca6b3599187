"""What was done towards obligations that are not counted in hours: persons, weeks, actions, euros subcontracted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.lot_records import LotRecord
from clause.domain.obligations import ObligationVersion
from clause.rules.codes import ObligationUnit
from clause.rules.obligation_changes import gap_in_unit
from clause.rules.trace import Figure

NOTHING = Decimal("0.00")


class NewAchievement(BaseModel):
    """Something done as typed; a negative quantity corrects what was recorded before, and says why."""

    model_config = ConfigDict(frozen=True)

    unit: ObligationUnit
    quantity_done: Decimal
    done_on: date
    note: str | None = None


class Achievement(LotRecord, NewAchievement):
    """Something done as recorded."""


@dataclass(frozen=True, slots=True)
class OtherObligation:
    """How a lot stands on a day in a unit other than hours."""

    version: ObligationVersion
    quantity_done: Decimal
    gap: Figure
    """What is still to be done; below zero when more was done than is owed."""


def check_achievement(new: NewAchievement, done_so_far: Decimal, today: date) -> None:
    """Raises what forbids an entry.

    Refused OBL-130 (hours come from statements), OBL-131 (a day after today), OBL-132 (nothing, or a correction without
    a note), OBL-133 (a correction of more than was done).
    """
    if new.unit is ObligationUnit.HOURS:
        raise Refused("OBL-130")
    if new.done_on > today:
        raise Refused("OBL-131", done_on=new.done_on.isoformat())
    if new.quantity_done == 0 or (new.quantity_done < 0 and not new.note):
        raise Refused("OBL-132")
    if done_so_far + new.quantity_done < 0:
        raise Refused("OBL-133", done=str(done_so_far))


def other_obligations(
    versions: Sequence[ObligationVersion], done: dict[ObligationUnit, Decimal]
) -> list[OtherObligation]:
    """How a lot stands in each unit other than hours in which something is owed."""
    return [
        OtherObligation(
            version=version,
            quantity_done=done.get(version.unit, NOTHING),
            gap=gap_in_unit(version.owed, done.get(version.unit, NOTHING), version.unit),
        )
        for version in versions
        if version.unit is not ObligationUnit.HOURS
    ]
