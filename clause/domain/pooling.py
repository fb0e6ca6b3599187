"""Pooling agreements: by a written agreement, hours that a company's people do on one lot are credited to another.

An agreement covers two lots at least that the company holds, all followed by one facilitator organisation. It is usable
once each buyer concerned has consented, for hours worked from its first day to its last, or to the day on which it was
ended. Agreements are neither changed nor widened: another one is made.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.rules.calendar import Period


class PoolingState(StrEnum):
    """Where an agreement stands."""

    AWAITING_CONSENTS = "AWAITING_CONSENTS"
    AGREED = "AGREED"
    ENDED = "ENDED"
    """Ended before its last day; what was worked until then can still be pooled if all had consented."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class PooledLot(_Frozen):
    """A lot that an agreement covers, with its buyer."""

    lot_id: UUID
    buyer_id: UUID


class CandidateLot(PooledLot):
    """A lot as an agreement to be made looks at it."""

    facilitator_org_id: UUID
    is_followed: bool
    holder_ids: frozenset[UUID]


class Consent(_Frozen):
    """A buyer's consent, with the paper that says so."""

    buyer_id: UUID
    given_on: date
    reference: str
    recorded_at: datetime


class PoolingTerms(_Frozen):
    """What the parties agree upon."""

    company_id: UUID
    lot_ids: tuple[UUID, ...]
    first_day: date
    last_day: date
    reference: str


class PoolingAgreement(_Frozen):
    """An agreement as recorded."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgSummary
    buyers: tuple[OrgSummary, ...]
    """Each buyer of a lot covered, once."""
    lots: tuple[PooledLot, ...]
    consents: tuple[Consent, ...]
    reference: str
    first_day: date
    last_day: date
    ended_on: date | None
    end_reason: str | None
    created_by: UUID | None
    created_at: datetime
    version: int

    @property
    def awaited_buyers(self) -> tuple[OrgSummary, ...]:
        """Buyers who have not consented yet."""
        consenting = {consent.buyer_id for consent in self.consents}
        return tuple(buyer for buyer in self.buyers if buyer.id not in consenting)

    @property
    def state(self) -> PoolingState:
        """Where the agreement stands."""
        if self.ended_on is not None:
            return PoolingState.ENDED
        return PoolingState.AWAITING_CONSENTS if self.awaited_buyers else PoolingState.AGREED

    @property
    def period(self) -> Period | None:
        """The days whose work can be pooled; None when it was ended before it began."""
        last_day = self.ended_on or self.last_day
        return Period(self.first_day, last_day) if self.first_day <= last_day else None

    def allows(self, worked: Period, from_lot_id: UUID, to_lot_id: UUID) -> bool:
        """Whether all have consented that hours worked on these days on a lot are credited to the other."""
        covered = {lot.lot_id for lot in self.lots}
        days = self.period
        if self.awaited_buyers or days is None:
            return False
        return days.covers(worked) and {from_lot_id, to_lot_id} <= covered


def check_terms(terms: PoolingTerms, lots: Sequence[CandidateLot], facilitator_org_id: UUID) -> None:
    """Refused POL-002 with a finding per reason why the agreement cannot be made.

    Days out of order (POL-010), fewer than two lots (POL-011), a lot named twice (POL-012), unknown here (POL-013), not
    followed (POL-014) or not held by the company (POL-015).
    """
    known = {lot.lot_id: lot for lot in lots if lot.facilitator_org_id == facilitator_org_id}
    findings = list(_terms_findings(terms))
    for index, lot_id in enumerate(terms.lot_ids):
        code = _lot_problem(terms, known.get(lot_id), lot_id in terms.lot_ids[:index])
        if code:
            findings.append(Finding(code=code, field=f"lot_ids[{index}]", raw=str(lot_id)))
    if findings:
        raise Refused("POL-002", findings=tuple(findings))


def _terms_findings(terms: PoolingTerms) -> Iterator[Finding]:
    if terms.last_day < terms.first_day:
        values = {"first_day": terms.first_day.isoformat()}
        yield Finding(code="POL-010", field="last_day", raw=terms.last_day.isoformat(), values=values)
    if len(set(terms.lot_ids)) < 2:
        yield Finding(code="POL-011", field="lot_ids")


def _lot_problem(terms: PoolingTerms, lot: CandidateLot | None, is_again: bool) -> str | None:
    if is_again:
        return "POL-012"
    if lot is None:
        return "POL-013"
    if not lot.is_followed:
        return "POL-014"
    return None if terms.company_id in lot.holder_ids else "POL-015"


def check_consent(agreement: PoolingAgreement, buyer_id: UUID, given_on: date, today: date) -> None:
    """Raises what keeps a consent from being recorded.

    WrongState POL-003 when the agreement has ended, POL-004 when the buyer has consented; Refused POL-005 for a buyer
    of no lot covered, POL-006 for a day to come.
    """
    if agreement.ended_on is not None:
        raise WrongState("POL-003")
    if buyer_id not in {buyer.id for buyer in agreement.buyers}:
        raise Refused("POL-005", findings=(Finding(code="POL-016", field="buyer_id", raw=str(buyer_id)),))
    if buyer_id in {consent.buyer_id for consent in agreement.consents}:
        raise WrongState("POL-004")
    if given_on > today:
        values = {"today": today.isoformat()}
        finding = Finding(code="POL-017", field="given_on", raw=given_on.isoformat(), values=values)
        raise Refused("POL-006", findings=(finding,))


def check_end(agreement: PoolingAgreement, ended_on: date, last_pooled_day: date | None) -> None:
    """Raises what keeps an agreement from ending on that day.

    WrongState POL-007 when it has ended already; Refused POL-008 for a day after its last, POL-009 for one before work
    that was pooled by it.
    """
    if agreement.ended_on is not None:
        raise WrongState("POL-007")
    raw = ended_on.isoformat()
    if ended_on > agreement.last_day:
        values = {"last_day": agreement.last_day.isoformat()}
        raise Refused("POL-008", findings=(Finding(code="POL-018", field="ended_on", raw=raw, values=values),))
    if last_pooled_day is not None and ended_on < last_pooled_day:
        values = {"worked_on": last_pooled_day.isoformat()}
        raise Refused("POL-009", findings=(Finding(code="POL-019", field="ended_on", raw=raw, values=values),))
