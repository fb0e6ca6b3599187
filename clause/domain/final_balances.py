"""Final balances: how a lot ended, frozen with everything it was drawn from; a correction is a new version."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.certificates import FrozenContent, ShownText, TwoDecimals
from clause.domain.compliance import LotCompliance
from clause.domain.errors import Refused, WrongState
from clause.domain.lot_names import LotNames
from clause.domain.penalties import PenaltyAssessment
from clause.domain.reliefs import ReliefGround, ReliefKind
from clause.rules.balance import BalanceFigures, BalanceOutcome, final_balance
from clause.rules.codes import HireMode
from clause.rules.counting import NotCredited
from clause.rules.quantities import Hours
from clause.rules.trace import Trace


class BalanceObligation(FrozenContent):
    """One version of what the lot owed."""

    version_no: int
    effective_on: date
    hours_owed: TwoDecimals
    reason: str | None = None
    trace: Trace


class BalanceRelief(FrozenContent):
    """What the buyer decided for a holder in difficulty."""

    kind: ReliefKind
    first_day: date
    last_day: date | None = None
    hours_delta: TwoDecimals | None = None
    hours_kept: TwoDecimals | None = None
    ground: ReliefGround
    decided_on: date


class BalanceContent(FrozenContent):
    """Everything a final balance says; organisations by name, no person."""

    version_no: int
    lot_id: UUID
    contract_reference: ShownText
    contract_object: ShownText
    lot_number: str | None = None
    lot_label: ShownText
    buyer_name: ShownText
    facilitator_name: ShownText
    holders: tuple[ShownText, ...]
    execution_first_day: date
    execution_last_day: date
    figures_on: date
    obligations: tuple[BalanceObligation, ...]
    hours_owed: TwoDecimals
    hours_validated: TwoDecimals
    hours_credited: TwoDecimals
    by_mode: Mapping[HireMode, TwoDecimals]
    """Hours credited by hire mode; their sum is what is credited."""
    not_credited: Mapping[NotCredited, TwoDecimals]
    figures: BalanceFigures
    reliefs: tuple[BalanceRelief, ...] = ()
    penalties: PenaltyAssessment | None = None
    remark: ShownText | None = None


class FinalBalance(BaseModel):
    """A final balance as frozen."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    version_no: int
    figures_on: date
    outcome: BalanceOutcome
    hours_owed: Hours
    hours_credited: Hours
    content: BalanceContent
    content_hash: str
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime


class BalanceMaterial(BaseModel):
    """What a balance is drawn from, beside how the lot stands."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    names: LotNames
    obligations: tuple[BalanceObligation, ...]
    by_mode: Mapping[HireMode, Hours]
    reliefs: tuple[BalanceRelief, ...]
    waiting_statements: int
    """Statements with hours of the lot that nobody has decided on, or that wait for a correction."""
    earlier_versions: int


def check_ready(stands: LotCompliance, material: BalanceMaterial, reason: str | None) -> None:
    """Raises what forbids a balance on the day that the lot was assessed on.

    Refused BAL-010 (with the warnings) without hours owed or days of execution, WrongState BAL-011 before the day
    after the execution, BAL-012 while statements wait, Refused BAL-013 for a second version without a reason.
    """
    execution = stands.hours.execution
    if stands.figures is None or execution is None:
        raise Refused("BAL-010", findings=stands.findings)
    if stands.on <= execution.last_day:
        raise WrongState("BAL-011", last_day=execution.last_day.isoformat())
    if material.waiting_statements:
        raise WrongState("BAL-012", statements=str(material.waiting_statements))
    if material.earlier_versions and not (reason or "").strip():
        raise Refused("BAL-013", version=str(material.earlier_versions))


def draw_balance(stands: LotCompliance, material: BalanceMaterial, remark: str | None) -> BalanceContent:
    """The content of a final balance, from how the lot stands; hours with two decimals, nothing rounded.

    RuntimeError when the hours by mode do not sum to what is credited: the ledger would contradict itself.
    """
    hours, execution, figures = stands.hours, stands.hours.execution, stands.figures
    if figures is None or execution is None:
        raise RuntimeError("a balance is drawn once check_ready has passed")
    if sum(material.by_mode.values()) != figures.credited:
        raise RuntimeError("hours by mode do not sum to the hours credited")
    names = material.names.model_dump(exclude={"first_day", "last_day"})
    return BalanceContent(
        **names,
        version_no=material.earlier_versions + 1,
        lot_id=hours.lot_id,
        execution_first_day=execution.first_day,
        execution_last_day=execution.last_day,
        figures_on=stands.on,
        obligations=material.obligations,
        hours_owed=figures.owed,
        hours_validated=hours.hours_validated,
        hours_credited=figures.credited,
        by_mode=material.by_mode,
        not_credited=hours.hours_not_credited or {},
        figures=final_balance(figures.owed, figures.credited),
        reliefs=material.reliefs,
        penalties=stands.penalties,
        remark=remark,
    )
