"""What a company's yearly certificate counts: its hours of one year, lot by lot.

On a lot that the company holds, the hours that count for it as holder: of its own people, its subcontractors', and of
people supplied to it. On any other lot, the hours of the people whom it employs. A lender and the holder to whom it
lends therefore both read the same hours, each in its own part; neither certificate adds up with the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.certificate_figures import ZERO, HireHours, credited_hours
from clause.domain.certificates import Party, YearlyLine
from clause.domain.contracts import LotHolder
from clause.domain.holders import HiredBy, holder_of
from clause.domain.subcontractors import Subcontractor
from clause.rules.quantities import Hours

SUBCONTRACTOR, EMPLOYER = "SUBCONTRACTOR", "EMPLOYER"
"""The parts of a company that does not hold the lot."""


class LotOfYear(BaseModel):
    """A lot on which hours were done in the year, where it stands, and how it is named."""

    model_config = ConfigDict(frozen=True)

    lot_id: UUID
    buyer: Party
    contract_reference: str
    contract_object: str
    lot_label: str
    hours_owed: Hours | None
    hours_credited_to_date: Hours


class YearHours(HireHours):
    """Hours of one hire in the year, credited to one lot."""

    lot_id: UUID
    for_company_id: UUID | None
    hire_first_day: date


@dataclass(frozen=True)
class LotCompanies:
    """Who holds a lot, and who works on it for a holder."""

    holders: Sequence[LotHolder] = ()
    subcontractors: Sequence[Subcontractor] = ()

    def part_of(self, company_id: UUID) -> str:
        """What a company is on the lot: its role as a holder, a subcontractor, or the employer of people."""
        for holder in self.holders:
            if holder.company.id == company_id:
                return holder.role.value
        return SUBCONTRACTOR if any(one.company_id == company_id for one in self.subcontractors) else EMPLOYER

    def counts(self, row: YearHours, company_id: UUID) -> bool:
        """Whether the hours are the company's: those that count for it as holder, else those of its own people."""
        if self.part_of(company_id) in (SUBCONTRACTOR, EMPLOYER):
            return row.company_id == company_id
        hire = HiredBy(row.company_id, row.for_company_id, row.hire_first_day)
        found = holder_of(hire, self.holders, self.subcontractors)
        return found is not None and found.holder_id == company_id


def yearly_figures(
    company_id: UUID,
    lots: Sequence[LotOfYear],
    companies: Mapping[UUID, LotCompanies],
    hires: Iterable[YearHours],
    unnamed_label: str,
    smallest_group: int,
) -> dict[str, Any]:
    """The fields of a yearly certificate that count something; lots without an hour in the year are left out.

    Lots in the order given. KeyError when hours stand on a lot that is not given.
    """
    rows = [row for row in hires if companies[row.lot_id].counts(row, company_id)]
    by_lot = dict.fromkeys((lot.lot_id for lot in lots), ZERO)
    for row in rows:
        by_lot[row.lot_id] += row.hours_credited
    lines = tuple(
        _line(lot, companies[lot.lot_id].part_of(company_id), by_lot[lot.lot_id]) for lot in lots if by_lot[lot.lot_id]
    )
    return {"lines": lines, **dict(credited_hours(rows, unnamed_label, smallest_group))}


def _line(lot: LotOfYear, role: str, hours_credited: Decimal) -> YearlyLine:
    is_holder = role not in (SUBCONTRACTOR, EMPLOYER)
    return YearlyLine(
        role=role,
        buyer=lot.buyer,
        contract_reference=lot.contract_reference,
        contract_object=lot.contract_object,
        lot_label=lot.lot_label,
        hours_credited=hours_credited,
        hours_owed=lot.hours_owed if is_holder else None,
        hours_credited_to_date=lot.hours_credited_to_date if is_holder and lot.hours_owed is not None else None,
    )
