"""What a company's yearly certificate counts: its hours of one year, lot by lot."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.certificate_figures import ZERO, HireHours, credited_hours
from clause.domain.certificates import Party, YearlyLine
from clause.rules.quantities import Hours


class LotOfYear(BaseModel):
    """A lot on which a company did something in a year, and its part in it; owed and done only where it holds it."""

    model_config = ConfigDict(frozen=True)

    lot_id: UUID
    role: str
    buyer: Party
    contract_reference: str
    contract_object: str
    lot_label: str | None
    hours_owed: Hours | None
    hours_credited_to_date: Hours | None


class YearHours(HireHours):
    """Hours of one hire in the year, credited to one lot."""

    lot_id: UUID


def yearly_figures(
    lots: Sequence[LotOfYear], hires: Iterable[YearHours], unnamed_label: str, smallest_group: int
) -> dict[str, Any]:
    """The fields of a yearly certificate that count something; lots without an hour in the year are left out.

    Lots in the order given. ValueError when hours stand on a lot that is not given.
    """
    rows = tuple(hires)
    by_lot: dict[UUID, Decimal] = {}
    for row in rows:
        by_lot[row.lot_id] = by_lot.get(row.lot_id, ZERO) + row.hours_credited
    missing = set(by_lot) - {lot.lot_id for lot in lots}
    if missing:
        raise ValueError(f"hours on lots that are not given: {len(missing)}")
    lines = tuple(
        YearlyLine(
            role=lot.role,
            buyer=lot.buyer,
            contract_reference=lot.contract_reference,
            contract_object=lot.contract_object,
            lot_label=lot.lot_label,
            hours_credited=by_lot[lot.lot_id],
            hours_owed=lot.hours_owed,
            hours_credited_to_date=lot.hours_credited_to_date,
        )
        for lot in lots
        if by_lot.get(lot.lot_id)
    )
    return {"lines": lines, **dict(credited_hours(rows, unnamed_label, smallest_group))}
