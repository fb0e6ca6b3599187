"""When claims of an operation are due, and which months the next one would take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clause.domain.claims import Claim, ClaimKind
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from clause.rules.claim_calendar import InterimClaims, final_claim_due_on, interim_claims


@dataclass(frozen=True)
class ScheduledClaim:
    """A claim that the agreement expects, or one that was made beside what it names; ``claim`` is None to come."""

    kind: ClaimKind
    due_on: date | None
    claim: Claim | None


@dataclass(frozen=True)
class Proposal:
    """The months that the next claim would take, and its kind."""

    first_month: Month
    last_month: Month
    kind: ClaimKind


def due_on(kind: ClaimKind, rank: int, operation: Operation) -> date | None:
    """The day until which a claim is filed: the n-th interim claim goes with the n-th day of the agreement."""
    if kind is ClaimKind.FINAL:
        return final_claim_due_on(operation.last_day)
    days = operation.agreement.options.interim_claims_due_on
    return days[rank] if rank < len(days) else None


def due_of(claim: Claim, operation: Operation, claims: Iterable[Claim]) -> date | None:
    """The day until which this claim is filed; the day of its postponement where one was agreed."""
    before = (one for one in claims if one.number < claim.number and one.operation_id == claim.operation_id)
    rank = sum(1 for one in before if one.kind is ClaimKind.INTERIM and one.state.stands)
    return claim.postponed_to or due_on(claim.kind, rank, operation)


def schedule(operation: Operation, claims: Sequence[Claim]) -> tuple[ScheduledClaim, ...]:
    """The claims of an operation from first to last: those made that hold, then those still expected."""
    held = [claim for claim in claims if claim.state.stands or claim.state.is_open]
    interim = [claim for claim in held if claim.kind is ClaimKind.INTERIM]
    made = [ScheduledClaim(claim.kind, due_of(claim, operation, claims), claim) for claim in held]
    if any(claim.kind is ClaimKind.FINAL for claim in held):
        return tuple(made)
    expected = max(interim_claims(operation.period).least, len(operation.agreement.options.interim_claims_due_on))
    to_come = [
        ScheduledClaim(ClaimKind.INTERIM, due_on(ClaimKind.INTERIM, rank, operation), None)
        for rank in range(len(interim), expected)
    ]
    final = ScheduledClaim(ClaimKind.FINAL, due_on(ClaimKind.FINAL, 0, operation), None)
    return (*made, *to_come, final)


def expected_count(operation: Operation) -> InterimClaims:
    """How many interim claims an operation of this length needs and allows."""
    return interim_claims(operation.period)


def proposal(operation: Operation, claims: Iterable[Claim], today: date) -> Proposal | None:
    """The months from the first that no claim holds to the last that is over; final once they reach the end.

    None while another claim is open, after the final one, or before a month of the operation is over.
    """
    held = [claim for claim in claims if claim.state.stands or claim.state.is_open]
    if any(claim.state.is_open or claim.kind is ClaimKind.FINAL for claim in held):
        return None
    first = max((claim.last_month.next for claim in held), default=Month.of(operation.first_day))
    end = Month.of(operation.last_day)
    over = [month for month in Month.range(first, end) if month.last_day < today] if first <= end else []
    if not over:
        return None
    return Proposal(first, over[-1], ClaimKind.FINAL if over[-1] == end else ClaimKind.INTERIM)
