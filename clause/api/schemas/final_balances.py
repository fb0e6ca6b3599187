"""Bodies about final balances."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import HoursOut, InstantOut, Schema, Text
from clause.api.schemas.compliance import NotCreditedOut
from clause.api.schemas.penalties import PenaltyAssessmentOut
from clause.domain.final_balances import FinalBalance
from clause.domain.reliefs import ReliefGround, ReliefKind
from clause.rules.balance import BalanceOutcome
from clause.rules.codes import HireMode
from clause.rules.trace import Trace
from clause.text.labels import label


class BalanceIn(Schema):
    """Freeze how a lot ended."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"remark": "Deux embauches durables à l'issue du chantier"}]}
    )

    remark: Text | None = Field(None, description="A sentence on how it went; no name of a person")
    reason: Text | None = Field(None, description="Needed from the second version on")


class BalanceObligationOut(Schema):
    """One version of what the lot owed."""

    version_no: int
    effective_on: date
    hours_owed: HoursOut
    reason: str | None
    trace: Trace


class BalanceReliefOut(Schema):
    """A suspension, a reduction or a waiver."""

    kind: ReliefKind
    first_day: date
    last_day: date | None
    hours_delta: HoursOut | None
    hours_kept: HoursOut | None
    ground: ReliefGround
    decided_on: date


class ModeHoursOut(Schema):
    """Hours credited through one hire mode."""

    mode: HireMode
    label: str
    hours_credited: HoursOut


class BalanceOut(Schema):
    """A final balance as frozen."""

    id: UUID
    lot_id: UUID
    version_no: int
    figures_on: date
    outcome: BalanceOutcome
    outcome_label: str = Field(description="The outcome in French")
    contract_reference: str
    contract_object: str
    lot_number: str | None
    lot_label: str
    buyer_name: str
    facilitator_name: str
    holders: list[str]
    execution_first_day: date
    execution_last_day: date
    obligations: list[BalanceObligationOut]
    hours_owed: HoursOut
    hours_validated: HoursOut
    hours_credited: HoursOut
    balance: HoursOut = Field(description="credited − owed: negative for a shortfall")
    by_mode: list[ModeHoursOut]
    not_credited: list[NotCreditedOut] | None = Field(description="Validated without counting, by reason")
    reliefs: list[BalanceReliefOut] = Field(description="What the buyer decided for holders in difficulty")
    penalties: PenaltyAssessmentOut | None
    remark: str | None
    reason: str | None = Field(description="Why this version replaces the one before")
    content_hash: str = Field(description="SHA-256 of the frozen content")
    recorded_at: InstantOut
    trace: Trace

    @classmethod
    def of(cls, balance: FinalBalance, *, with_reasons: bool = True) -> Self:
        """As the API shows it; a buyer is not told why hours of people did not count."""
        content = balance.content
        shown = {name: value for name, value in content if name in cls.model_fields}
        recorded = {name: value for name, value in balance if name in cls.model_fields}
        not_credited = [
            NotCreditedOut(reason=name, hours=value) for name, value in sorted(content.not_credited.items())
        ]
        return cls(
            **{
                **shown,
                **recorded,
                "outcome_label": label("balance_outcome", balance.outcome),
                "obligations": [BalanceObligationOut(**dict(version)) for version in content.obligations],
                "balance": content.figures.balance.value,
                "reliefs": [BalanceReliefOut(**dict(relief)) for relief in content.reliefs],
                "by_mode": [
                    ModeHoursOut(mode=mode, label=label("hire_mode", mode), hours_credited=value)
                    for mode, value in content.by_mode.items()
                ],
                "not_credited": not_credited if with_reasons else None,
                "penalties": PenaltyAssessmentOut.of(content.penalties) if content.penalties else None,
                "trace": content.figures.balance.trace,
            }
        )
