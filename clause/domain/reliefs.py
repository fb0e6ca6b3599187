"""When a holder is in difficulty: its notice, and what the buyer decides. The facilitator advises, and writes it down.

A suspension changes no hours: its days are left out when the lot's pace is judged. A reduction takes hours off, a
waiver leaves only those that the buyer keeps. Both hold from their first day on and bear on hours alone.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.lot_records import LotRecord
from clause.domain.obligation_timeline import Components, owed_on


class ReliefKind(StrEnum):
    """What the buyer decided."""

    SUSPENSION = "SUSPENSION"
    REDUCTION = "REDUCTION"
    WAIVER = "WAIVER"


class ReliefGround(StrEnum):
    """Why the buyer decided so."""

    SHORT_TIME_WORK = "SHORT_TIME_WORK"
    ECONOMIC_REDUNDANCY = "ECONOMIC_REDUNDANCY"
    NO_CANDIDATE = "NO_CANDIDATE"
    SITE_STOPPED = "SITE_STOPPED"
    OTHER = "OTHER"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class NewRelief(_Frozen):
    """A decision of the buyer as typed."""

    kind: ReliefKind
    hours_delta: Decimal | None = None
    """REDUCTION: hours taken off, above zero."""
    hours_kept: Decimal | None = None
    """WAIVER: the total that stays owed, nothing by default; what was done until then, so that the balance is even."""
    first_day: date
    last_day: date | None = None
    """SUSPENSION: its last day, included; None while it lasts."""
    ground: ReliefGround
    ground_text: str | None = None
    decided_by_name: str
    decided_on: date
    facilitator_advice: str | None = None
    document_reference: str | None = None


class Relief(LotRecord, NewRelief):
    """A decision of the buyer as recorded."""


class NewDifficultyNotice(_Frozen):
    """What a holder wrote about its difficulty, and what it tried before."""

    received_on: date
    is_registered_letter: bool
    content: str
    attempts: str | None = None


class DifficultyNotice(LotRecord, NewDifficultyNotice):
    """A notice as recorded."""


class Suspension(_Frozen):
    """Days on which a lot's clause was suspended, both included; no last day while it lasts."""

    first_day: date
    last_day: date | None


def checked_relief(new: NewRelief, components: Components) -> NewRelief:
    """The decision with ``hours_kept`` filled in for a waiver. Raises Refused OBL-120 with a finding per wrong field.

    OBL-121: hours missing, or of another kind; OBL-122: days in the wrong order, or a last day where none is meant;
    OBL-123: ground OTHER without a text; OBL-124: nothing owed on the first day; OBL-125: more than is owed then.
    """
    if new.kind is ReliefKind.WAIVER and new.hours_kept is None:
        new = new.model_copy(update={"hours_kept": Decimal("0.00")})
    findings = [*_wrong_hours(new), *_wrong_days(new), *_no_text(new)]
    if not findings and new.kind is not ReliefKind.SUSPENSION:
        findings = _beyond_what_is_owed(new, components)
    if findings:
        raise Refused("OBL-120", findings=tuple(findings))
    return new


def check_notice(new: NewDifficultyNotice, today: date) -> None:
    """Raises Refused OBL-126 for a notice received after today."""
    if new.received_on > today:
        raise Refused("OBL-126", received_on=new.received_on.isoformat())


def _wrong_hours(new: NewRelief) -> list[Finding]:
    wanted = {ReliefKind.REDUCTION: "hours_delta", ReliefKind.WAIVER: "hours_kept"}.get(new.kind)
    values = {"kind": new.kind.value}
    given = {"hours_delta": new.hours_delta, "hours_kept": new.hours_kept}
    return [
        Finding(code="OBL-121", field=name, raw=None if hours is None else str(hours), values=values)
        for name, hours in given.items()
        if (hours is None) == (name == wanted) or (name == "hours_delta" and hours == 0)
    ]


def _wrong_days(new: NewRelief) -> list[Finding]:
    if new.last_day is None or (new.kind is ReliefKind.SUSPENSION and new.last_day >= new.first_day):
        return []
    return [Finding(code="OBL-122", field="last_day", raw=new.last_day.isoformat())]


def _no_text(new: NewRelief) -> list[Finding]:
    if new.ground is ReliefGround.OTHER and not new.ground_text:
        return [Finding(code="OBL-123", field="ground_text")]
    return []


def _beyond_what_is_owed(new: NewRelief, components: Components) -> list[Finding]:
    owed = owed_on(components, new.first_day)
    if owed is None:
        return [Finding(code="OBL-124", field="first_day", raw=new.first_day.isoformat())]
    hours = new.hours_delta if new.kind is ReliefKind.REDUCTION else new.hours_kept
    if hours is not None and hours > owed.figure.value:
        field = "hours_delta" if new.kind is ReliefKind.REDUCTION else "hours_kept"
        return [Finding(code="OBL-125", field=field, raw=str(hours), values={"owed": str(owed.figure.value)})]
    return []
