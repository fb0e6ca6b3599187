"""Tranches and renewals of a lot: what the contract foresees, and what the buyer affirmed of it.

The hours of a firm tranche are those of the decision itself: it is written down to be read, and adds nothing. Those of
an optional tranche or a renewal are owed from the day on which it is affirmed. Assumption: no text says otherwise.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding, Severity
from clause.domain.lot_records import LotRecord
from clause.domain.obligation_timeline import Components, base_on
from clause.domain.obligations import ObligationCause
from clause.rules.codes import ObligationUnit


class TrancheKind(StrEnum):
    """What kind of part of the contract it is."""

    FIRM = "FIRM"
    OPTIONAL = "OPTIONAL"
    RENEWAL = "RENEWAL"


class NewTranche(BaseModel):
    """A tranche as typed; its planned days bind nobody."""

    model_config = ConfigDict(frozen=True)

    kind: TrancheKind
    label: str
    hours: Decimal
    planned_first_day: date | None = None
    planned_last_day: date | None = None


class Tranche(LotRecord, NewTranche):
    """A tranche as recorded; ``affirmed_on`` is None as long as it is not affirmed."""

    affirmed_on: date | None = None

    @property
    def cause(self) -> ObligationCause:
        """What the versions that it makes be recorded say of it."""
        return ObligationCause.RENEWAL if self.kind is TrancheKind.RENEWAL else ObligationCause.TRANCHE


class Affirmation(LotRecord):
    """The buyer's decision to carry out a tranche."""

    tranche_id: UUID
    affirmed_on: date
    new_last_day: date | None


def check_tranche(new: NewTranche) -> None:
    """Raises Refused OBL-110 for planned days in the wrong order."""
    first_day, last_day = new.planned_first_day, new.planned_last_day
    if first_day is not None and last_day is not None and last_day < first_day:
        raise Refused("OBL-110", first_day=first_day.isoformat(), last_day=last_day.isoformat())


def check_affirmation(
    tranche: Tranche, new_last_day: date | None, lot_days: tuple[date | None, date | None], components: Components
) -> None:
    """Raises what forbids affirming a tranche.

    WrongState OBL-111 (a firm one) and OBL-112 (affirmed before), Refused OBL-113 (nothing is decided for the lot),
    OBL-114 (the lot would end sooner than it does, or before it begins).
    """
    if tranche.kind is TrancheKind.FIRM:
        raise WrongState("OBL-111")
    if tranche.affirmed_on is not None:
        raise WrongState("OBL-112", on=tranche.affirmed_on.isoformat())
    if not any(decision.unit is ObligationUnit.HOURS for decision in components.decisions):
        raise Refused("OBL-113")
    first_day, last_day = lot_days
    earliest = last_day or first_day
    if new_last_day is not None and earliest is not None and new_last_day < earliest:
        raise Refused("OBL-114", last_day=new_last_day.isoformat(), earliest=earliest.isoformat())


def findings_about(affirmed_on: date, components: Components) -> tuple[Finding, ...]:
    """A warning for each decision that takes effect later than the tranche: it states a total with all in it."""
    base = base_on(components, affirmed_on)
    return tuple(
        Finding(
            code="OBL-031",
            severity=Severity.WARNING,
            field="affirmed_on",
            raw=affirmed_on.isoformat(),
            values={"since": decision.effective_on.isoformat(), "hours": str(decision.quantity)},
        )
        for decision in components.decisions
        if decision.unit is ObligationUnit.HOURS
        and decision.effective_on > affirmed_on
        and (base is None or decision.recorded_no > base.recorded_no)
    )
