"""A claim as flat rows, for files that people retype or open in a spreadsheet; an unknown value is None, never zero."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ConfigDict

from clause.domain.claim_snapshot import ClaimRecords, ClaimSnapshot
from clause.domain.claim_snapshot_parts import SnapshotLine, SnapshotResource
from clause.domain.claims import ClaimLine, ClaimLineKind
from clause.rules.cost_codes import CostMethod
from clause.rules.quantities import ratio_4dp

Line = ClaimLine | SnapshotLine
_OF_A_PERSON = (ClaimLineKind.STAFF, ClaimLineKind.ADJUSTMENT)


class StaffRow(BaseModel):
    """One person's month, or one person's time of several months; ``key`` is what the cost was multiplied by."""

    model_config = ConfigDict(frozen=True)

    position: int
    kind: str
    person: str
    function: str | None
    month: str | None
    method: str | None
    cost: Decimal | None
    hours_on_operation: Decimal | None
    hours_worked: Decimal | None
    key: Decimal | None
    amount: Decimal


class OtherRow(BaseModel):
    """A line that is no person's time: a cost item, a flat rate, a line that comes back."""

    model_config = ConfigDict(frozen=True)

    position: int
    kind: str
    post: str | None
    label: str | None
    supplier: str | None
    document_reference: str | None
    incurred_on: date | None
    paid_on: date | None
    formula: str
    amount: Decimal


class IndicatorRow(BaseModel):
    """One indicator, or one part of it."""

    model_config = ConfigDict(frozen=True)

    code: str
    value: str | None


class ClaimTables(BaseModel):
    """The four blocks of a claim; ``sha256`` is that of the frozen claim, None while it is not handed over."""

    model_config = ConfigDict(frozen=True)

    number: int
    operation_number: str
    first_month: str
    last_month: str
    sha256: str | None
    staff: tuple[StaffRow, ...]
    others: tuple[OtherRow, ...]
    resources: tuple[SnapshotResource, ...]
    indicators: tuple[IndicatorRow, ...]

    @property
    def row_count(self) -> int:
        """Rows of all blocks."""
        return len(self.staff) + len(self.others) + len(self.resources) + len(self.indicators)


def tables_of_snapshot(snapshot: ClaimSnapshot, sha256: str) -> ClaimTables:
    """The blocks of a claim that was handed over, from what was frozen."""
    return ClaimTables(
        number=snapshot.number,
        operation_number=snapshot.operation.number,
        first_month=str(snapshot.first_month),
        last_month=str(snapshot.last_month),
        sha256=sha256,
        **blocks_of(snapshot.lines, snapshot, snapshot.indicators),
    )


def blocks_of(lines: Iterable[Line], records: ClaimRecords, indicators: dict[str, Any] | None) -> dict[str, Any]:
    """The four blocks under their names, from lines and the records behind them."""
    held = list(lines)
    return {
        "staff": tuple(_staff(line) for line in held if line.kind in _OF_A_PERSON),
        "others": tuple(_other(line, records) for line in held if line.kind not in _OF_A_PERSON),
        "resources": records.resources,
        "indicators": tuple(IndicatorRow(code=code, value=value) for code, value in _leaves(indicators or {})),
    }


def _staff(line: Line) -> StaffRow:
    return StaffRow(
        position=line.position,
        kind=line.kind.value,
        person=line.staff_number or "",
        function=line.function if isinstance(line, SnapshotLine) else line.job_title,
        month=str(line.month) if line.month else None,
        method=str(line.method) if line.method else None,
        cost=line.employer_cost,
        hours_on_operation=line.hours_on_operation,
        hours_worked=line.hours_worked,
        key=_key(line),
        amount=line.amount,
    )


def _key(line: Line) -> Decimal | None:
    """The share of time (M1), hours on the operation ÷ hours worked (M2), the hourly rate (M3): to show, not to use."""
    if line.kind is not ClaimLineKind.STAFF or not line.method:
        return None
    method = CostMethod(line.method)
    if method is CostMethod.M2:
        if not line.hours_worked or line.hours_on_operation is None:
            return None
        return ratio_4dp(Fraction(line.hours_on_operation) / Fraction(line.hours_worked))
    given = line.trace.inputs.get("time_share" if method is CostMethod.M1 else "hourly_rate")
    return Decimal(given) if given else None


def _other(line: Line, records: ClaimRecords) -> OtherRow:
    item = next((one for one in records.cost_items if one.id == line.cost_item_id), None)
    return OtherRow(
        position=line.position,
        kind=line.kind.value,
        post=line.post.value if line.post else None,
        label=item.label if item else None,
        supplier=item.supplier if item else None,
        document_reference=item.document_reference if item else None,
        incurred_on=item.incurred_on if item else None,
        paid_on=item.paid_on if item else None,
        formula=line.trace.formula_id,
        amount=line.amount,
    )


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """Every value with the names that lead to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for place, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{path}[{place}]")
    else:
        yield path, None if value is None else str(value)
