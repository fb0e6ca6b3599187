"""Bodies about obligations in other units than hours."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from clause.api.schemas.base import DayIn, HoursOut, InstantOut, Schema, Text, exact
from clause.domain.achievements import Achievement, NewAchievement, OtherObligation
from clause.rules.codes import ObligationUnit
from clause.rules.trace import Trace
from clause.services.achievements import OtherObligations

_SIGNED = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
SignedQuantity = Annotated[
    str,
    StringConstraints(pattern=_SIGNED),
    AfterValidator(exact),
    WithJsonSchema({"type": "string", "pattern": _SIGNED, "examples": ["2"]}),
]


class AchievementIn(Schema):
    """Something done towards an obligation that is not counted in hours."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"unit": "PERSONS", "quantity_done": "1", "done_on": "2026-04-01", "note": "Une jeune diplômée en CDI"}
            ]
        }
    )

    unit: ObligationUnit = Field(description="Any but HOURS")
    quantity_done: SignedQuantity = Field(
        description="A negative quantity corrects what was recorded; the note says why"
    )
    done_on: DayIn = Field(description="Not after today")
    note: Text | None = None

    def to_domain(self) -> NewAchievement:
        """As the service takes it."""
        return NewAchievement(**dict(self))


class AchievementOut(Schema):
    """Something done as recorded."""

    id: UUID
    lot_id: UUID
    unit: ObligationUnit
    quantity_done: HoursOut
    done_on: date
    note: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, achievement: Achievement) -> Self:
        """As the API shows it."""
        return cls(**dict(achievement))


class OtherObligationOut(Schema):
    """How a lot stands in a unit."""

    unit: ObligationUnit
    obligation_version: int
    quantity_owed: HoursOut
    quantity_done: HoursOut
    gap: HoursOut = Field(description="quantity_owed − quantity_done; negative when more was done")
    trace: Trace = Field(description="How the gap was computed")
    owed_trace: Trace

    @classmethod
    def of(cls, found: OtherObligation) -> Self:
        """As the API shows it."""
        return cls(
            unit=found.version.unit,
            obligation_version=found.version.version_no,
            quantity_owed=found.version.owed,
            quantity_done=found.quantity_done,
            gap=found.gap.value,
            trace=found.gap.trace,
            owed_trace=found.version.trace,
        )


class OtherObligationsOut(Schema):
    """How a lot stands on a day in each unit other than hours in which something is owed."""

    on: date
    items: list[OtherObligationOut]

    @classmethod
    def of(cls, found: OtherObligations) -> Self:
        """As the API shows it."""
        return cls(on=found.on, items=[OtherObligationOut.of(one) for one in found.items])
