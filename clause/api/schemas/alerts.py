"""Bodies about alerts and checkpoints."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import Field

from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import Schema
from clause.domain.alerts import Alert
from clause.rules.alerts import AlertKind
from clause.rules.checkpoints import Checkpoint, CheckpointKind
from clause.rules.trace import ParameterUse, Trace
from clause.text.labels import label
from clause.text.readable import readable_sentence


class AlertOut(Schema):
    """One thing that deserves a look on a lot."""

    code: str
    kind: AlertKind
    label: str = Field(description="The kind in French")
    detail: str = Field(description="The sentence in French")
    lot_id: UUID
    contract_id: UUID
    buyer: OrgRef
    lot_label: str
    on: date
    values: dict[str, str] = Field(description="What the alert was read from")
    trace: Trace

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """As the API shows it."""
        return cls(
            **alert.model_dump(exclude={"buyer", "trace"}),
            label=label("alert_kind", alert.kind),
            detail=readable_sentence(alert.code, alert.values),
            buyer=OrgRef.of(alert.buyer),
            trace=alert.trace,
        )


class AlertsOut(Schema):
    """The alerts of a lot on a day."""

    items: list[AlertOut]


class CheckpointOut(Schema):
    """A day on which the clause is looked at."""

    on: date
    kind: CheckpointKind
    label: str = Field(description="The kind in French")
    parameter: ParameterUse | None = Field(description="The rule that set the day; null for the two ends")

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """As the API shows it."""
        return cls(
            on=checkpoint.on,
            kind=checkpoint.kind,
            label=label("checkpoint_kind", checkpoint.kind),
            parameter=checkpoint.parameter,
        )
