"""Bodies about claims."""

from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import (
    EurosIn,
    EurosOut,
    FindingOut,
    HoursOut,
    InstantOut,
    MonthIn,
    MonthOut,
    RateOut,
    Schema,
    ShortText,
    Text,
    Text10,
    Text80,
    Text120,
)
from clause.api.schemas.verifications import ConclusionsOut, TimersOut
from clause.domain.checks.claims.interim_claim_is_on_time import LATE
from clause.domain.claim_events import ClaimEvent
from clause.domain.claim_narrative import ClaimNarrative, Facilitation, FiledAs, Waiver
from clause.domain.claim_standing import standing_of, timers_of
from clause.domain.claims import Claim, ClaimAmounts, ClaimKind, ClaimLine, ClaimTerms
from clause.rules.cofinancing import DueTerm
from clause.rules.trace import Trace


class ClaimIn(Schema):
    """What is asked for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "first_month": "2026-01",
                    "last_month": "2026-05",
                    "kind": "interim",
                    "other_resources": "4000.00",
                    "already_paid": "0.00",
                }
            ]
        }
    )

    first_month: MonthIn
    last_month: MonthIn
    kind: ClaimKind = Field(description="interim or final")
    other_resources: EurosIn | None = Field(
        default=None,
        description="Funds other than FSE+ and own funds, received since the start of the operation; left out, the"
        " resources recorded for the operation speak",
    )
    already_paid: EurosIn | None = Field(
        default=None,
        description="What the FSE+ has paid since the start, advance included; left out, the recorded payments speak",
    )

    postponed_to: date | None = Field(
        default=None, description="The later day that was agreed for filing an interim claim; goes with its reason"
    )
    postponed_reason: Text | None = None

    def to_domain(self) -> ClaimTerms:
        """As the service takes it."""
        return ClaimTerms(**dict(self))


class WithdrawalIn(Schema):
    """Why a claim is taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "La paie de mars était provisoire"}]})

    reason: Text


class FlatRateOut(Schema):
    """A flat rate of the plan."""

    code: str
    base: EurosOut
    rate: RateOut
    amount: EurosOut


class FilingIn(Schema):
    """The filing on the national portal."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"number": "BIL-2026-0042", "filed_on": "2026-06-15", "receipt_reference": "AR-88213"}]
        }
    )

    number: Text80
    filed_on: date
    receipt_reference: Text120 | None = None

    def to_domain(self) -> FiledAs:
        """As the service takes it."""
        return FiledAs(**dict(self))


class WaiverIn(Schema):
    """A blocking finding that is let pass."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"code": LATE, "field": "kind", "reason": "Report convenu avec l’OI le 3 juillet"}]
        }
    )

    code: Text10
    field: ShortText
    reason: Text


class ActionIn(Schema):
    """One action of the operation."""

    title: Text
    planned: Text
    achieved: Text
    deviations: Text | None = None
    calendar: Text | None = None
    location: Text | None = None
    means: Text | None = None


class NarrativePatch(Schema):
    """Parts of what a claim tells; those left out stay as they are, null takes one away."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "actions": [
                        {
                            "title": "Accompagner les acheteurs",
                            "planned": "Douze marchés avec une clause",
                            "achieved": "Quatorze marchés",
                        }
                    ],
                    "publicity": "Affiche A3 dans les locaux, page dédiée du site",
                }
            ]
        }
    )

    actions: list[ActionIn] = Field(default=[], max_length=100)
    gender_equality: Text | None = None
    non_discrimination: Text | None = None
    sustainable_development: Text | None = None
    publicity: Text | None = None
    publicity_evidence: list[Text] = Field(default=[], max_length=100)
    difficulties: Text | None = None
    partners: Text | None = None

    def to_domain(self) -> dict[str, object]:
        """The parts that are told, as the service takes them."""
        return self.model_dump(exclude_unset=True)


class AmountsOut(Schema):
    """The amounts of a claim; from ``cost_to_date`` on they run since the start of the operation."""

    staff_cost: EurosOut
    other_costs: EurosOut
    flat_rate: RateOut | None
    flat_rate_amount: EurosOut
    flat_rates: list[FlatRateOut] = Field(description="Each flat rate of the plan on its base")
    total_cost: EurosOut
    cost_claimed_before: EurosOut
    cost_to_date: EurosOut
    other_resources: EurosOut
    by_grant: EurosOut = Field(description="First bound: the grant")
    by_rate: EurosOut = Field(description="Second bound: the rate on the cost to date")
    by_resources: EurosOut | None = Field(description="Third bound: cost less other resources; null when not tested")
    binding: DueTerm = Field(description="The bound that limits the amount due")
    amount_due: EurosOut
    already_paid: EurosOut
    requested_before: EurosOut
    cap_before_balance: EurosOut | None = Field(description="What may be paid before the balance, if limited")
    advance_recovered: EurosOut | None
    amount_requested: EurosOut = Field(description="Negative when money is to be paid back")
    own_funds: EurosOut

    @classmethod
    def of(cls, amounts: ClaimAmounts) -> Self:
        """As the API shows it."""
        rates = [FlatRateOut(**dict(rate)) for rate in amounts.flat_rates]
        return cls(**{**dict(amounts), "flat_rates": rates})


class ClaimOut(Schema):
    """A claim: where it stands, its amounts once computed, and what stands in the way or is worth a look."""

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    operation_id: UUID
    number: int
    kind: ClaimKind
    first_month: MonthOut
    last_month: MonthOut
    state: str = Field(description="Where it stands; see the history under `events`")
    other_resources: EurosOut | None = Field(description="As typed; null when the records speak")
    already_paid: EurosOut | None = Field(description="As typed; null when the records speak")
    figures: AmountsOut | None
    trace: dict[str, Trace] | None = Field(description="How each amount came about, under the names of the amounts")
    findings: list[FindingOut]
    waivers: list[Waiver] = Field(description="Blocking findings that were let pass, with the reason")
    narrative: ClaimNarrative | None
    facilitation: Facilitation | None = Field(description="What facilitation achieved in the months of the claim")
    declarations: list[str] = Field(description="Codes of what was declared with the signature")
    filed_as: FiledAs | None = Field(description="The filing on the national portal")
    postponed_to: date | None
    postponed_reason: str | None
    replaces_id: UUID | None = Field(description="The inadmissible claim that this one replaces")
    rule_set_id: str | None = Field(description="Which rules produced the figures")
    job_id: UUID | None = Field(description="The latest background work on the claim")
    prepared_by: UUID | None
    signed_by: UUID | None
    signed_at: InstantOut | None
    submitted_at: InstantOut | None
    snapshot_hash: str | None = Field(description="SHA-256 of what was handed over")
    document_id: UUID | None
    timers: TimersOut
    conclusions: ConclusionsOut | None = Field(description="Of the verification, those in force")
    created_at: InstantOut
    updated_at: InstantOut
    version: int

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """As the API shows it."""
        return cls(
            **{name: getattr(claim, name) for name in cls.model_fields if name not in _MADE},
            figures=AmountsOut.of(claim.figures) if claim.figures else None,
            trace=claim.account.figures if claim.account else None,
            findings=[FindingOut(**finding) for finding in findings_as_json(claim.findings)],
            timers=TimersOut.of(timers_of(claim)),
            conclusions=ConclusionsOut.of(standing_of(claim.conclusions)),
        )


_MADE = {"figures", "trace", "findings", "timers", "conclusions"}


class ClaimLineOut(Schema):
    """A cost line with its account; the fields of a person's month are null on the line of the flat rate."""

    id: UUID
    position: int
    kind: str = Field(description="STAFF, FLAT_RATE, COST, ADJUSTMENT or RETURNED")
    employment_id: UUID | None
    staff_number: str | None
    job_title: str | None
    timesheet_id: UUID | None
    payroll_month_id: UUID | None
    assignment_id: UUID | None
    hourly_rate_id: UUID | None
    cost_item_id: UUID | None
    origin_line_id: UUID | None = Field(description="The line of an earlier claim that this one adjusts or brings back")
    post: str | None
    month: MonthOut | None
    method: str | None
    employer_cost: EurosOut | None
    hours_on_operation: HoursOut | None
    hours_worked: HoursOut | None
    details: dict[str, Any] | None = Field(description="What a line of several months or an adjustment is made of")
    amount: EurosOut
    trace: Trace

    @classmethod
    def of(cls, line: ClaimLine) -> Self:
        """As the API shows it."""
        return cls(**dict(line))


class ClaimEventOut(Schema):
    """One move of a claim."""

    seq: int
    at: InstantOut
    action: str
    from_state: str | None = Field(description="null for the first one")
    to_state: str
    actor_kind: str
    actor_id: UUID | None
    actor_org_id: UUID | None
    actor_role: str | None
    reason: str | None
    snapshot_hash: str | None = Field(description="SHA-256 of what was handed over, on the moves that rest on it")

    @classmethod
    def of(cls, event: ClaimEvent) -> Self:
        """As the API shows it."""
        return cls(**event.model_dump(exclude={"id", "claim_id"}))


class LineTraceOut(Schema):
    """The account of one line."""

    position: int
    amount: EurosOut
    trace: Trace


class ClaimTraceOut(Schema):
    """How every amount of a claim came about: the totals under their names, and each line."""

    claim_id: UUID
    figures: dict[str, Trace]
    lines: list[LineTraceOut]

    @classmethod
    def of(cls, claim: Claim, lines: list[ClaimLine]) -> Self:
        """As the API shows it."""
        return cls.made(
            claim.id,
            claim.account.figures if claim.account else {},
            [(line.position, line.amount, line.trace) for line in lines],
        )

    @classmethod
    def made(cls, claim_id: UUID, figures: dict[str, Trace], lines: list[tuple[int, Decimal, Trace]]) -> Self:
        """The same from its parts."""
        traced = [LineTraceOut(position=position, amount=amount, trace=trace) for position, amount, trace in lines]
        return cls(claim_id=claim_id, figures=figures, lines=traced)
