"""What the claim PDF shows, frozen: a reading copy of the claim's snapshot, whose hash it carries.

Nothing is computed for the first time here: the figures come from the claim, and are only checked to tie.
People appear as a pseudonymous reference and a function, never by name; the one name is the signatory's.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from clause.domain.certificates import Code, ExactRate, FrozenContent, Party, RateFraction, ShownText, TwoDecimals
from clause.domain.claim_narrative import ClaimNarrative, Facilitation
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import CostMethod, CostPlan


class ClaimKind(StrEnum):
    """A claim on the way, or the one that settles the operation."""

    INTERIM = "INTERIM"
    FINAL = "FINAL"


class ClaimOperation(FrozenContent):
    """The FSE+ project, as the agreement names it."""

    number: ShownText
    title: ShownText
    programme_cci: ShownText
    priority: ShownText
    specific_objective: ShownText
    first_day: date
    last_day: date


class ClaimAgreement(FrozenContent):
    """What was agreed. ``rate_decimals``: decimals of the percentage as the agreement prints it."""

    reference: ShownText
    planned_total_cost: TwoDecimals
    grant: TwoDecimals
    rate: ExactRate
    rate_decimals: int = Field(default=2, ge=0, le=10)
    cost_plan: CostPlan


class StaffMonthLine(FrozenContent):
    """One person's month: what the employer paid, the two hour figures, and the part that is claimed.

    Without a month, the person's time of the whole claim; a method that needs no hours or no cost leaves them out.
    """

    person_ref: ShownText
    function: ShownText
    month: Month | None
    method: CostMethod
    employer_cost: TwoDecimals | None
    hours_on_operation: TwoDecimals | None
    hours_worked: TwoDecimals | None
    amount: TwoDecimals


class OtherLine(FrozenContent):
    """A line that is no person's month of the period: a cost, an adjustment, a line that returns."""

    kind: Code
    person_ref: ShownText | None = None
    month: Month | None = None
    label: ShownText | None = None
    amount: TwoDecimals


class FlatRateLine(FrozenContent):
    """A flat rate of the plan and what it makes."""

    code: ShownText
    rate: RateFraction
    amount: TwoDecimals


class ResourceLine(FrozenContent):
    """Money from someone other than the FSE+; ``amount_allocated`` is the operation's part of what was received."""

    funder: ShownText
    kind: Code
    act_reference: str | None = None
    act_on: date | None = None
    amount_committed: TwoDecimals
    amount_received: TwoDecimals
    amount_allocated: TwoDecimals
    received_on: date | None = None
    allocation_key: str | None = None
    same_post: bool = False
    has_document: bool = False


class WaivedFinding(FrozenContent):
    """A blocking finding that the legal representative let pass; ``values`` fill its sentence, None when unknown."""

    code: str
    field: str
    values: dict[str, str] | None = None
    reason: ShownText
    waived_on: date


class StaffShare(FrozenContent):
    """What one person's months add up to."""

    person_ref: ShownText
    function: ShownText
    lines: tuple[StaffMonthLine, ...]
    hours_on_operation: TwoDecimals | None
    amount: TwoDecimals


class DueBounds(FrozenContent):
    """The amount due, the smallest of its three bounds; ``by_resources`` is None when other funding is not tested."""

    by_grant: TwoDecimals
    by_rate: TwoDecimals
    by_resources: TwoDecimals | None
    binding: DueTerm
    amount_due: TwoDecimals

    @model_validator(mode="after")
    def _smallest_bound_binds(self) -> Self:
        bounds = {DueTerm.GRANT: self.by_grant, DueTerm.RATE: self.by_rate, DueTerm.RESOURCES: self.by_resources}
        tested = [bound for bound in bounds.values() if bound is not None]
        if self.amount_due != min(tested) or bounds[self.binding] != self.amount_due:
            raise ValueError("the amount due is not the smallest of its bounds")
        return self


class ClaimSignature(FrozenContent):
    """Who declared the claim true, in which capacity, and on which day."""

    name: ShownText
    capacity: ShownText
    signed_on: date


class ClaimDocument(FrozenContent):
    """Everything one claim PDF shows; euros and hours have two decimals.

    Costs of the period come from ``lines`` and ``other_lines``; ``cost_to_date``, ``other_resources``, ``due`` and
    ``own_funds`` run from the start of the operation. ``amount_requested`` is what is due less what was asked for or
    paid before; on the way to the balance an advance stays on top of what is due, or a ceiling lowers it.
    """

    number: int = Field(ge=1)
    version: int = Field(ge=1)
    kind: ClaimKind
    first_day: date
    last_day: date

    operation: ClaimOperation
    beneficiary: Party
    intermediate_body: ShownText
    agreement: ClaimAgreement

    lines: tuple[StaffMonthLine, ...]
    other_lines: tuple[OtherLine, ...] = ()
    staff_cost: TwoDecimals
    other_costs: TwoDecimals = Decimal("0.00")
    flat_rate: RateFraction | None
    flat_rates: tuple[FlatRateLine, ...] = ()
    flat_rate_amount: TwoDecimals
    total_eligible_cost: TwoDecimals
    cost_claimed_before: TwoDecimals
    cost_to_date: TwoDecimals
    other_resources: TwoDecimals
    due: DueBounds
    requested_before: TwoDecimals
    amount_requested: TwoDecimals
    """Negative when the beneficiary must give money back."""
    own_funds: TwoDecimals

    resources: tuple[ResourceLine, ...] = ()
    resources_typed: bool = False
    """True when ``other_resources`` was typed in the place of what is recorded."""
    narrative: ClaimNarrative | None = None
    facilitation: Facilitation | None = None
    waivers: tuple[WaivedFinding, ...] = ()
    declarations: tuple[ShownText, ...]
    signature: ClaimSignature
    snapshot_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    eu_mention: ShownText = "Cofinancé par l’Union européenne"

    @model_validator(mode="after")
    def _figures_tie(self) -> Self:
        """A document whose lines do not add up to its totals is never built."""
        due, direct = self.due.amount_due, self.staff_cost + self.other_costs
        on_the_way = self.kind is ClaimKind.INTERIM
        checks = {
            "staff_cost": direct == self._of_lines(),
            "total_eligible_cost": self.total_eligible_cost == direct + self.flat_rate_amount,
            "cost_to_date": self.cost_to_date == self.cost_claimed_before + self.total_eligible_cost,
            "amount_requested": on_the_way or self.amount_requested == due - self.requested_before,
            "own_funds": self.own_funds == self.cost_to_date - self.other_resources - due,
            "period": self.first_day <= self.last_day,
        }
        wrong = [name for name, holds in checks.items() if not holds]
        if wrong:
            raise ValueError(f"figures do not tie: {', '.join(wrong)}")
        return self

    def _of_lines(self) -> Decimal:
        staff = sum((line.amount for line in self.lines), Decimal("0.00"))
        return sum((line.amount for line in self.other_lines), staff)

    @property
    def payable_to_date(self) -> Decimal:
        """Euros that may be paid since the start: what is due, with an advance that is not taken back yet."""
        return self.amount_requested + self.requested_before

    def shares(self) -> tuple[StaffShare, ...]:
        """The lines grouped by person, in the order in which people first appear, with what each adds up to."""
        grouped: dict[tuple[str, str], list[StaffMonthLine]] = {}
        for line in self.lines:
            grouped.setdefault((line.person_ref, line.function), []).append(line)
        zero = Decimal("0.00")
        return tuple(
            StaffShare(
                person_ref=person_ref,
                function=function,
                lines=tuple(lines),
                hours_on_operation=_hours(lines),
                amount=sum((line.amount for line in lines), zero),
            )
            for (person_ref, function), lines in grouped.items()
        )


def _hours(lines: list[StaffMonthLine]) -> Decimal | None:
    """Hours on the operation, or None where no line counts any."""
    known = [line.hours_on_operation for line in lines if line.hours_on_operation is not None]
    return sum(known, Decimal("0.00")) if known else None
