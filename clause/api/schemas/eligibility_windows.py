"""Bodies about the windows of people."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, InstantOut, Schema, Text
from clause.api.schemas.hires import HiredPerson
from clause.domain.eligibility_windows import (
    OverrideTerms,
    PersonAlerts,
    Suspension,
    SuspensionTerms,
    WindowFacts,
    WindowOverride,
)
from clause.domain.findings import Finding
from clause.domain.hires import Hire
from clause.rules.calendar import Period
from clause.rules.codes import ContractType
from clause.rules.eligibility_windows import remaining_days
from clause.rules.trace import Trace
from clause.services.eligibility_windows import OverrideKept, SuspensionKept, WindowView


def _shown(findings: tuple[Finding, ...]) -> list[FindingOut]:
    return [FindingOut(**found) for found in findings_as_json(findings)]


class SuspensionIn(Schema):
    """Days on which a person's clock stands still."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"first_day": "2026-03-02", "reason": "Suspension demandée par le référent."}]}
    )

    first_day: DayIn
    last_day: DayIn | None = Field(None, description="Left out while it is not known")
    reason: Text = Field(description="Why, without any detail about the person's health or family")

    def terms(self) -> SuspensionTerms:
        """As the domain knows them."""
        return SuspensionTerms.model_validate(dict(self))


class SuspensionEnd(Schema):
    """The last day of a suspension."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"last_day": "2026-05-29"}]})

    last_day: DayIn


class OverrideIn(Schema):
    """The last day of a person's windows as decided; null gives the computed one back."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"last_day": "2028-06-30", "reason": "Formation en cours jusqu'en juin, avis du comité."}]
        }
    )

    last_day: DayIn | None
    reason: Text

    def terms(self) -> OverrideTerms:
        """As the domain knows them."""
        return OverrideTerms.model_validate(dict(self))


class SuspensionOut(Schema):
    """A suspension as recorded."""

    id: UUID
    participant_id: UUID
    first_day: date
    last_day: date | None
    reason: str
    recorded_by: UUID | None
    recorded_at: InstantOut
    version: int

    @classmethod
    def of(cls, suspension: Suspension) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in suspension if name in cls.model_fields})


class SuspensionKeptOut(SuspensionOut):
    """A suspension just recorded or ended, with the hours credited that are now outside."""

    findings: list[FindingOut]

    @classmethod
    def of_kept(cls, kept: SuspensionKept) -> Self:
        """As the API shows it."""
        return cls(**dict(SuspensionOut.of(kept.suspension)), findings=_shown(kept.findings))


class OverrideOut(Schema):
    """A decision on the end of a person's windows."""

    id: UUID
    participant_id: UUID
    version_no: int
    last_day: date | None
    reason: str
    decided_by: UUID | None
    decided_at: InstantOut

    @classmethod
    def of(cls, override: WindowOverride) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in override if name in cls.model_fields})


class OverrideKeptOut(OverrideOut):
    """A decision just taken, with the hours credited that are now outside."""

    findings: list[FindingOut]

    @classmethod
    def of_kept(cls, kept: OverrideKept) -> Self:
        """As the API shows it."""
        return cls(**dict(OverrideOut.of(kept.override)), findings=_shown(kept.findings))


class HireWindowOut(Schema):
    """The window of one hire, by the rules of its lot."""

    hire_id: UUID
    lot_id: UUID
    contract_type: ContractType
    first_day: date
    last_day: date
    remaining_days: int = Field(description="Days left, the day asked included, without those suspended")
    remaining_days_trace: Trace
    trace: Trace

    @classmethod
    def of(cls, hire: Hire, facts: WindowFacts, on: date) -> Self:
        """As the API shows it for a day."""
        left = remaining_days(Period(hire.eligible_first_day, hire.eligible_last_day), facts.suspended, on)
        return cls(
            hire_id=hire.id,
            lot_id=hire.lot_id,
            contract_type=hire.contract_type,
            first_day=hire.eligible_first_day,
            last_day=hire.eligible_last_day,
            remaining_days=int(left.value),
            remaining_days_trace=left.trace,
            trace=hire.eligibility_trace,
        )


class EligibilityWindowOut(Schema):
    """How a person's windows stand on a day; one clock, and each hire's own duration."""

    participant_id: UUID
    on: date
    first_clause_start: date | None
    last_day: date | None = Field(description="The last of all windows; null before any hire")
    suspended: bool = Field(description="True when the clock stands still on the day")
    hires: list[HireWindowOut]
    suspensions: list[SuspensionOut]
    overrides: list[OverrideOut]
    findings: list[FindingOut]

    @classmethod
    def of(cls, view: WindowView) -> Self:
        """As the API shows it."""
        facts, on = view.facts, view.on
        return cls(
            participant_id=facts.participant_id,
            on=on,
            first_clause_start=facts.first_clause_start,
            last_day=facts.last_day,
            suspended=any(one.period.contains(on) for one in facts.suspended),
            hires=[HireWindowOut.of(hire, facts, on) for hire in facts.hires],
            suspensions=[SuspensionOut.of(one) for one in facts.suspensions],
            overrides=[OverrideOut.of(one) for one in facts.overrides],
            findings=_shown(view.findings),
        )


class EndingWindowOut(Schema):
    """A hire under contract whose window ends soon."""

    hire_id: UUID
    lot_id: UUID
    last_day: date


class EndingProofOut(Schema):
    """An accepted ground, of a person not yet hired, whose proof soon proves nothing any more."""

    eligibility_id: UUID
    last_day: date


class EligibilityAlertOut(Schema):
    """What ends soon for a person."""

    participant: HiredPerson
    windows: list[EndingWindowOut]
    proofs: list[EndingProofOut]

    @classmethod
    def of(cls, alerts: PersonAlerts) -> Self:
        """As the API shows it."""
        person = HiredPerson(id=alerts.participant_id, first_name=alerts.first_name, last_name=alerts.last_name)
        windows = [EndingWindowOut(**dict(one)) for one in alerts.windows]
        return cls(participant=person, windows=windows, proofs=[EndingProofOut(**dict(one)) for one in alerts.proofs])
