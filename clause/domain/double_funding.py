"""What an employer claims of each person's month over all its operations, so that nothing is paid twice (CR-DF).

An intermediate body sees its own operations by name; those of others are counted and told as ``other``.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.double_funding import ClaimedShares, claimed_shares, methods_conflict
from clause.rules.quantities import Euros, Hours, Rate, ratio_4dp

OTHER = "other"
"""Under which an operation of another intermediate body is told, with a number of order."""


class ClaimedLine(BaseModel):
    """One person's month in one standing claim; ``other_rank`` tells operations apart that are not to be named."""

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    staff_number: str
    month: Month
    operation_id: UUID | None
    operation_number: str | None
    other_rank: int | None
    claim_id: UUID | None
    claim_number: int | None
    claim_state: str | None
    method: CostMethod | None
    time_share: Rate | None
    hours_on_operation: Hours | None
    hours_worked: Hours | None
    employer_cost: Euros | None
    amount: Euros | None
    """None for a line of several months: its amount is of all of them."""
    document_sha256: str | None

    @property
    def operation(self) -> str:
        """How the operation is told: its number, or ``other`` with a number of order."""
        return self.operation_number or f"{OTHER}-{self.other_rank}"

    @property
    def exact_share(self) -> Fraction | None:
        """The fixed share of time, or hours on the operation ÷ hours worked; None when neither is known."""
        if self.method is CostMethod.M1:
            return Fraction(self.time_share) if self.time_share is not None else None
        if self.hours_on_operation is None or not self.hours_worked:
            return None
        return Fraction(self.hours_on_operation) / Fraction(self.hours_worked)

    @property
    def share(self) -> Decimal | None:
        """The share to show, with four decimals."""
        return None if self.exact_share is None else ratio_4dp(self.exact_share)


class PersonMonth(BaseModel):
    """What all standing claims say of a person's month; ``shares`` is None when a share is not known."""

    model_config = ConfigDict(frozen=True)

    staff_number: str
    employment_id: UUID
    month: Month
    lines: tuple[ClaimedLine, ...]
    shares: ClaimedShares | None
    methods_conflict: bool

    @property
    def is_flagged(self) -> bool:
        """True when more than the whole month is claimed, or a fixed share stands beside counted hours."""
        return self.methods_conflict or (self.shares is not None and self.shares.exceeds_one)


class PayslipUse(BaseModel):
    """A pay document that stands behind several lines; complementary shares of one person's month are in order."""

    model_config = ConfigDict(frozen=True)

    document_sha256: str
    lines: tuple[ClaimedLine, ...]

    @property
    def is_one_month(self) -> bool:
        """True when all lines are of one person's month: a document shared by operations, not used for two months."""
        return len({(line.employment_id, line.month) for line in self.lines}) == 1


class DoubleFunding(BaseModel):
    """The shares of each person's month that an operation claims, and the pay documents used more than once."""

    model_config = ConfigDict(frozen=True)

    operation_id: UUID
    months: tuple[PersonMonth, ...]
    payslips: tuple[PayslipUse, ...]


def double_funding_of(operation_id: UUID, lines: Sequence[ClaimedLine]) -> DoubleFunding:
    """The view of an operation, from every standing line on the months it claims and on the documents it uses."""
    asked = {(line.employment_id, line.month) for line in lines if line.operation_id == operation_id}
    months = tuple(
        _month(one, [line for line in lines if (line.employment_id, line.month) == one])
        for one in dict.fromkeys((line.employment_id, line.month) for line in lines)
        if one in asked
    )
    hashes = dict.fromkeys(line.document_sha256 for line in lines if line.document_sha256)
    uses = (PayslipUse(document_sha256=one, lines=tuple(_with_document(lines, one))) for one in hashes)
    return DoubleFunding(
        operation_id=operation_id, months=months, payslips=tuple(use for use in uses if len(use.lines) > 1)
    )


def _with_document(lines: Iterable[ClaimedLine], sha256: str) -> Iterable[ClaimedLine]:
    return (line for line in lines if line.document_sha256 == sha256)


def _month(of: tuple[UUID, Month], lines: list[ClaimedLine]) -> PersonMonth:
    shares: dict[str, Fraction] = {}
    for place, line in enumerate(lines, start=1):
        if line.exact_share is not None:
            # Each line by itself: a month that one operation claims twice passes one, it is no impossible share.
            shares[f"{place}: {line.operation}"] = line.exact_share
    known = all(line.exact_share is not None for line in lines)
    return PersonMonth(
        staff_number=lines[0].staff_number,
        employment_id=of[0],
        month=of[1],
        lines=tuple(lines),
        shares=claimed_shares(shares) if known else None,
        methods_conflict=methods_conflict({line.method for line in lines if line.method is not None}),
    )
