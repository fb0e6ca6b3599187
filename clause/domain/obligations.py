"""What a lot owes: decisions that state a total, and the versions that follow from them; none replaces another.

A decision says by which method and from which day. What came of it, and of all that changes it later, is recorded as
versions: on a day, a lot owes what the version with the highest number that has taken effect says, so that a mistake
can be put right from its first day on. ``clause.domain.obligation_timeline`` tells which versions to record.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.findings import Finding, Severity
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.legal_basis import LegalBasis
from clause.rules.obligation import ObligationMethod
from clause.rules.trace import Trace


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ObligationCause(StrEnum):
    """What made a version be recorded."""

    DECISION = "DECISION"
    MODIFICATION = "MODIFICATION"
    INVOICE = "INVOICE"
    WORKED_HOURS = "WORKED_HOURS"
    TRANCHE = "TRANCHE"
    RENEWAL = "RENEWAL"
    RELIEF = "RELIEF"


class BracketRow(_Frozen):
    """A line of a table of brackets as typed: from this amount on, so many hours."""

    amount_from: Decimal
    hours: Decimal


class ObligationInputs(_Frozen):
    """What the formula of a method is filled with; which method needs what is told by ``obligation_methods``."""

    hours_owed: Decimal | None = None
    quantity_owed: Decimal | None = None
    """FIXED, in another unit than hours."""
    amount_excl_vat: Decimal | None = None
    labour_share: Decimal | None = None
    insertion_rate: Decimal | None = None
    loaded_hourly_cost: Decimal | None = None
    threshold: Decimal | None = None
    euros_per_step: Decimal | None = None
    hours_per_step: Decimal | None = None
    amount_invoiced: Decimal | None = None
    """For a calculation alone: an obligation follows the invoices recorded."""
    brackets: tuple[BracketRow, ...] | None = None
    months: int | None = None
    transferable_monthly_hours: Decimal | None = None
    hour_price: Decimal | None = None
    hours_worked: Decimal | None = None
    """For a calculation alone: an obligation follows the hours reported."""
    minimum_hours: Decimal | None = None
    offered_hours: Decimal | None = None


class ObligationTerms(_Frozen):
    """A decision on what a lot owes: the method, what goes into it, and the day from which it holds."""

    method: ObligationMethod
    inputs: ObligationInputs
    effective_on: date
    unit: ObligationUnit = ObligationUnit.HOURS
    legal_basis: LegalBasis | None = None
    """What the contract's documents rest on; None while nobody has looked it up."""
    sector: Sector | None = None
    """AMOUNT and STAFF_TAKEOVER: whose usual values stand in for what neither the decision nor the lot gives."""


class BaseDecision(_Frozen):
    """A decision as recorded: it states the total owed from its day on, and all that came before is inside it."""

    id: UUID
    recorded_no: int
    """The order in which decisions and changes of a lot were recorded, whatever their days."""
    unit: ObligationUnit
    method: ObligationMethod
    inputs: ObligationInputs
    effective_on: date
    legal_basis: LegalBasis | None = None
    quantity: Decimal
    """What it gave when it was recorded; invoices and hours worked may have changed it since."""
    trace: Trace


class ObligationVersion(_Frozen):
    """A version of what is owed, as recorded."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    method: ObligationMethod
    unit: ObligationUnit = ObligationUnit.HOURS
    hours_owed: Decimal | None
    """None in another unit than hours."""
    quantity_owed: Decimal | None = None
    """None for hours."""
    legal_basis: LegalBasis | None = None
    """That of the decision in effect."""
    cause: ObligationCause = ObligationCause.DECISION
    source_id: UUID | None = None
    """The decision, modification, invoice… that made it be recorded; None for the oldest versions."""
    trace: Trace
    reason: str | None
    decided_by: UUID | None
    recorded_at: datetime

    @property
    def owed(self) -> Decimal:
        """What is owed, in the version's own unit."""
        owed = self.hours_owed if self.quantity_owed is None else self.quantity_owed
        if owed is None:
            raise RuntimeError("a version without a quantity")
        return owed


class Obligation(ObligationVersion):
    """A version of the hours owed."""

    unit: Literal[ObligationUnit.HOURS] = ObligationUnit.HOURS
    hours_owed: Decimal


class LotTerms(_Frozen):
    """What an obligation needs to know of its lot."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    amount_excl_vat: Decimal | None


def with_amount(terms: ObligationTerms, lot_amount: Decimal | None) -> ObligationTerms:
    """The same terms, with the lot's own amount where the method needs one and none is given."""
    takes_amount = {ObligationMethod.AMOUNT, ObligationMethod.BRACKETS, ObligationMethod.STAFF_TAKEOVER}
    if terms.method not in takes_amount or terms.inputs.amount_excl_vat is not None:
        return terms
    inputs = terms.inputs.model_copy(update={"amount_excl_vat": lot_amount})
    return terms.model_copy(update={"inputs": inputs})


def findings_about(terms: ObligationTerms, earlier: Iterable[BaseDecision]) -> tuple[Finding, ...]:
    """What deserves a look in a new decision: those that take effect later than it and that it nevertheless ends."""
    return tuple(
        Finding(
            code="OBL-030",
            severity=Severity.WARNING,
            field="effective_on",
            raw=terms.effective_on.isoformat(),
            values={"since": decision.effective_on.isoformat(), "quantity": str(decision.quantity)},
        )
        for decision in earlier
        if decision.unit is terms.unit and decision.effective_on > terms.effective_on
    )
