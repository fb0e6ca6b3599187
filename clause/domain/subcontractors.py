"""Subcontractors of a lot: for which holder they work, and from when to when.

The holder stays answerable; hours done by a subcontractor count for the holder's obligation.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.errors import Refused
from clause.domain.findings import Finding


class SubcontractorTerms(BaseModel):
    """A subcontract as declared."""

    model_config = ConfigDict(frozen=True)

    company_id: UUID
    holder_company_id: UUID
    declared_on: date
    first_day: date
    last_day: date | None = None
    tier: int = 1
    """1 for a company that works for the holder itself, 2 for one that works for that one, and so on."""


class Subcontractor(SubcontractorTerms):
    """A subcontract as recorded."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    company: OrgSummary
    created_at: datetime
    version: int

    @property
    def known_last_day(self) -> date:
        """The last day of the work; the last day of all when it is not known."""
        return self.last_day or date.max

    def covers(self, day: date) -> bool:
        """Whether the company works for the holder on a day."""
        return self.first_day <= day <= self.known_last_day


def subcontract_of(company_id: UUID, subcontractors: Iterable[Subcontractor], on: date) -> Subcontractor | None:
    """The subcontract under which a company works on a day: one that covers it, else any other, the earliest first."""
    own = sorted(
        (one for one in subcontractors if one.company_id == company_id), key=lambda one: (one.first_day, one.id)
    )
    return next((one for one in own if one.covers(on)), own[0] if own else None)


def check_subcontractor(
    terms: SubcontractorTerms, *, company_is_known: bool, holder_ids: frozenset[UUID], others: Iterable[Subcontractor]
) -> None:
    """Raises Refused HLD-041 with a finding per thing that forbids the subcontract."""
    findings = []
    if not company_is_known:
        findings.append(_finding("HLD-042", "company_id", terms.company_id))
    if terms.company_id in holder_ids:
        findings.append(_finding("HLD-043", "company_id", terms.company_id))
    if terms.holder_company_id not in holder_ids:
        findings.append(_finding("HLD-044", "holder_company_id", terms.holder_company_id))
    if terms.last_day is not None and terms.last_day < terms.first_day:
        findings.append(_finding("HLD-045", "last_day", terms.last_day))
    if terms.tier < 1:
        findings.append(_finding("HLD-046", "tier", terms.tier))
    overlapping = [one for one in others if _is_same_work(one, terms)]
    if overlapping:
        since = overlapping[0].first_day.isoformat()
        findings.append(_finding("HLD-047", "first_day", terms.first_day, since=since))
    if findings:
        raise Refused("HLD-041", findings=tuple(findings))


def check_end(found: Subcontractor, last_day: date | None, others: Iterable[Subcontractor]) -> None:
    """Refused HLD-050 before the first day, HLD-051 when the work would overlap another one for the same holder."""
    if last_day is not None and last_day < found.first_day:
        raise Refused("HLD-050", first_day=found.first_day.isoformat())
    after = found.model_copy(update={"last_day": last_day})
    if any(_is_same_work(one, after) for one in others if one.id != found.id):
        raise Refused("HLD-051")


def _is_same_work(one: Subcontractor, terms: SubcontractorTerms) -> bool:
    same = (one.company_id, one.holder_company_id) == (terms.company_id, terms.holder_company_id)
    return same and one.first_day <= (terms.last_day or date.max) and terms.first_day <= one.known_last_day


def _finding(code: str, field: str, raw: object, **values: object) -> Finding:
    return Finding(code=code, field=field, raw=str(raw), values={name: str(value) for name, value in values.items()})
