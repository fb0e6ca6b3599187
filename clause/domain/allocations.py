"""Hours moved from the lot on which they were done to another one of a pooling agreement, and back.

A move takes hours of an entry off a lot and puts as many on another, in one commit: an hour counts once, for one lot.
Hours are judged anew by the lot that receives them: its execution window and its rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.hours import HireWindow, is_hundredths
from clause.domain.ledger import NOTHING, Allocation, Booker, LedgerEntry, standing_by_lot
from clause.domain.pooling import PoolingAgreement
from clause.rules.calendar import Period
from clause.rules.quantities import Hours


class Move(BaseModel):
    """Hours to move; from the entry's own lot unless another is named, by the first agreement that allows it."""

    model_config = ConfigDict(frozen=True)

    hours: Hours
    to_lot_id: UUID
    from_lot_id: UUID | None = None
    agreement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What a move is judged by."""

    entry: LedgerEntry
    allocations: Sequence[Allocation]
    """All of the entry's, oldest first."""
    receiving: HireWindow | None
    """The hire as if it were on the lot that receives the hours; None for a lot unknown here or not followed."""
    employer_holds_the_lot: bool
    """Whether the entry's company holds the entry's lot itself, rather than lending people to a holder."""
    agreements: Sequence[PoolingAgreement]
    """Those over both lots, oldest first."""

    @property
    def worked(self) -> Period:
        """The days worked."""
        return Period(self.entry.first_day, self.entry.last_day)


def move(wanted: Move, facts: MoveFacts, booker: Booker) -> tuple[Allocation, Allocation]:
    """What takes the hours off the one lot and puts them on the other.

    Refused LED-005 with a finding per reason: hours that are none (LED-010) or more than stand on the lot (LED-011),
    the same lot (LED-012), an unknown lot (LED-013), no agreement that allows it (LED-014), days or hours that do not
    count for the lot that receives (LED-015).
    """
    entry = facts.entry
    from_lot_id = wanted.from_lot_id or entry.lot_id
    standing = standing_by_lot(facts.allocations)
    agreement = None if wanted.to_lot_id == entry.lot_id else _agreement(wanted, facts)
    findings = tuple(_findings(wanted, facts, from_lot_id, standing, agreement))
    if findings or facts.receiving is None:
        raise Refused("LED-005", findings=findings)
    source = next(allocation for allocation in reversed(facts.allocations) if allocation.lot_id == from_lot_id)
    shared = {"agreement_id": agreement.id if agreement else source.agreement_id, "booked_at": booker.at}
    taken = source.model_copy(update={"id": booker.new_id(), "hours_credited": NOTHING - wanted.hours, **shared})
    put = source.model_copy(
        update={
            "id": booker.new_id(),
            "lot_id": wanted.to_lot_id,
            "buyer_id": facts.receiving.buyer_id,
            "hours_credited": wanted.hours,
            **shared,
        }
    )
    return taken, put


def _agreement(wanted: Move, facts: MoveFacts) -> PoolingAgreement | None:
    """The first agreement that allows the move, or the one named if it does."""
    entry = facts.entry
    for agreement in facts.agreements:
        if wanted.agreement_id not in (None, agreement.id):
            continue
        binds_the_employer = agreement.company.id == entry.company_id or not facts.employer_holds_the_lot
        if binds_the_employer and agreement.allows(facts.worked, entry.lot_id, wanted.to_lot_id):
            return agreement
    return None


def _findings(
    wanted: Move,
    facts: MoveFacts,
    from_lot_id: UUID,
    standing: Mapping[UUID, Hours],
    agreement: PoolingAgreement | None,
) -> Iterator[Finding]:
    available = standing.get(from_lot_id, NOTHING)
    if not is_hundredths(wanted.hours) or wanted.hours <= 0:
        yield Finding(code="LED-010", field="hours", raw=str(wanted.hours)[:200])
    elif wanted.hours > available:
        yield Finding(code="LED-011", field="hours", raw=str(wanted.hours), values={"available": str(available)})
    if wanted.to_lot_id == from_lot_id:
        yield Finding(code="LED-012", field="lot_id", raw=str(wanted.to_lot_id))
    elif facts.receiving is None:
        yield Finding(code="LED-013", field="lot_id", raw=str(wanted.to_lot_id))
    elif wanted.to_lot_id != facts.entry.lot_id:
        if agreement is None:
            days = {"first_day": facts.entry.first_day.isoformat(), "last_day": facts.entry.last_day.isoformat()}
            yield Finding(code="LED-014", field="lot_id", raw=str(wanted.to_lot_id), values=days)
        yield from _counting_findings(wanted, facts, facts.receiving)


def _counting_findings(wanted: Move, facts: MoveFacts, receiving: HireWindow) -> Iterator[Finding]:
    entry = facts.entry
    decision = receiving.credit(entry.hours_validated, facts.worked, entry.nature)
    if decision is None or decision.reason is not None:
        reason = decision.reason.value if decision and decision.reason else ""
        days = {"first_day": entry.first_day.isoformat(), "last_day": entry.last_day.isoformat(), "reason": reason}
        yield Finding(code="LED-015", field="lot_id", raw=str(wanted.to_lot_id), values=days)
