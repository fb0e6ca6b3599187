"""The rows of a sheet: what each one says, or which of its cells cannot be read.

Rows that are no declaration are left out and said so: totals, repeated headings, notes. A row counts as one as soon as
it names somebody or some hours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from clause.domain.findings import Finding, Severity
from clause.domain.hours_import import (
    Cell,
    HoursPart,
    RawSheet,
    SheetField,
    SheetLayout,
    cell_address,
)
from clause.domain.hours_import_cells import (
    Problem,
    is_rounded,
    read_birth_date,
    read_day,
    read_hours,
    read_month,
    read_nature,
    read_siret_cell,
    read_year,
    shown,
    split_training,
    text_of,
)
from clause.domain.hours_import_headers import folded, headers_in, signature_of
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature

_TOTALS = ("total", "totaux", "sous total", "somme", "cumul")
_COUNTED = (SheetField.HOURS, SheetField.TRAINING_HOURS, SheetField.TRAINING_INCLUDED)
_NAMES = (SheetField.LAST_NAME, SheetField.FIRST_NAME, SheetField.FULL_NAME)
_COUNTING, _NAMING = frozenset(_COUNTED), frozenset(_NAMES)


@dataclass(slots=True)
class ReadRow:
    """A row as read; what is None was not said, or could not be read: then a finding says so."""

    position: int
    layout: SheetLayout
    row: int
    cells: dict[SheetField, Cell]
    siret: str | None = None
    contract: str | None = None
    lot: str | None = None
    last_name: str = ""
    first_name: str = ""
    full_name: str = ""
    birth_date: date | None = None
    month: Month | None = None
    first_day: date | None = None
    last_day: date | None = None
    parts: tuple[HoursPart, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing forbids to go on with this row."""
        return not self.findings or all(finding.severity is not Severity.BLOCKING for finding in self.findings)

    def address(self, *fields: SheetField) -> str:
        """Where the first of these fields that the sheet has stands in this row; else the row's first cell."""
        for name in fields:
            letter = self.layout.letter_of(name)
            if letter:
                return cell_address(self.layout.sheet, letter, self.row)
        return cell_address(self.layout.sheet, "A", self.row)

    def refuse(self, code: str, *fields: SheetField, **values: str) -> None:
        """Note what is wrong, at the cell of the first of these fields that the sheet has."""
        self.note(code, *fields, severity=Severity.BLOCKING, **values)

    def note(self, code: str, *fields: SheetField, severity: Severity, **values: str) -> None:
        """Note what deserves a look, at a cell; ``raw`` among the values is what the sentence quotes in its place."""
        name = next((one for one in fields if self.layout.letter_of(one)), fields[0])
        cell = self.cells.get(name)
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                field=self.address(*fields),
                raw=shown(cell) if cell is not None else None,
                values={"column": name.value, **values},
            )
        )


@dataclass
class SheetReading:
    """The rows of a sheet as they are read, with what was left out of them."""

    sheet: RawSheet
    layout: SheetLayout
    today: date
    first_position: int
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = [(_index(column.column), column.field) for column in self.layout.columns if column.field]
        self._bad = dict.fromkeys(self.sheet.without_value, "IHR-028") | dict.fromkeys(self.sheet.in_error, "IHR-029")
        self._read: dict[Callable[[Cell], Any], Callable[[Cell], Any]] = {
            reader: _remembering(reader) for reader in (read_siret_cell, read_day, read_nature)
        }
        self._birth_date = _remembering(lambda cell: read_birth_date(cell, self.today))
        self._name, self._key, self._lot_key = _remembering(_name), _remembering(_key), _remembering(_lot_key)
        self._sum = Decimal(0)
        self._months: dict[Any, Any] = {}

    def rows(self) -> Iterator[ReadRow]:
        """Each row that declares something."""
        position, shared = self.first_position, _Shared()
        for number, cells in self.sheet.lines:
            if number <= self.layout.header_row:
                continue
            width = len(cells)
            found = {
                name: shared[cell] if (cell := cells[index]).__class__ is str else cell
                for index, name in self._columns
                if index < width and cells[index] is not None
            }
            row = ReadRow(position, self.layout, number, found)
            if self._is_left_out(row, cells):
                continue
            self._read_row(row)
            yield row
            position += 1

    def findings(self) -> Iterator[Finding]:
        """What was left out of the sheet, once it is read to its end: totals (IHR-006), notes (IHR-007)."""
        for code, rows in (("IHR-006", self.totals), ("IHR-007", self.notes)):
            if rows:
                listed = ", ".join(map(str, rows[:20])) + ("…" if len(rows) > 20 else "")
                address = cell_address(self.layout.sheet, "A", rows[0])
                values = {"count": str(len(rows)), "rows": listed}
                yield Finding(code=code, severity=Severity.INFO, field=address, values=values)

    def _is_left_out(self, row: ReadRow, cells: list[Cell]) -> bool:
        found = row.cells
        has_name = not _NAMING.isdisjoint(found)
        has_hours = not _COUNTING.isdisjoint(found) or self._is_bad(row)
        if self._is_total(row, cells):
            self.totals.append(row.row)
        elif not has_name and not has_hours:
            self.notes.append(row.row)
        elif (has_name or has_hours) and self._is_heading(row, cells):
            pass
        else:
            return False
        return True

    def _is_bad(self, row: ReadRow) -> bool:
        return bool(self._bad) and any(f"{column.column}{row.row}" in self._bad for column in self.layout.columns)

    def _is_heading(self, row: ReadRow, cells: list[Cell]) -> bool:
        hours = row.cells.get(SheetField.HOURS) or row.cells.get(SheetField.TRAINING_HOURS)
        return isinstance(hours, str) and signature_of(headers_in(cells)) == self.layout.signature

    def _is_total(self, row: ReadRow, cells: list[Cell]) -> bool:
        """A row that says so and names nobody, or one that holds nothing but the sum of the hours above it."""
        found = row.cells
        if SheetField.FIRST_NAME in found and SheetField.LAST_NAME in found:
            return False
        first = next((cell for cell in cells if isinstance(cell, str)), "")
        if first[:1] in "TtSsCc" and first and folded(first).startswith(_TOTALS):
            self._sum = Decimal(0)
            return True
        if set(found) == {SheetField.HOURS} and isinstance(found[SheetField.HOURS], int | float):
            is_sum = bool(read_hours(found[SheetField.HOURS]) == self._sum != 0)
            self._sum = Decimal(0) if is_sum else self._sum
            return is_sum
        return False

    def _read_row(self, row: ReadRow) -> None:
        if self._bad:
            self._refuse_bad_cells(row)
        self._read_identity(row)
        self._read_days(row)
        self._read_parts(row)

    def _refuse_bad_cells(self, row: ReadRow) -> None:
        for column in self.layout.columns:
            code = self._bad.get(f"{column.column}{row.row}")
            if code and column.field:
                row.refuse(code, column.field)

    def _cell(self, row: ReadRow, name: SheetField, reader: Callable[[Cell], Any]) -> Any:
        """The value of a cell, or None: when it is empty, or when it cannot be read, which is noted."""
        cell = row.cells.get(name)
        if cell is None:
            return None
        value = self._read.get(reader, reader)(cell)
        if isinstance(value, Problem):
            row.refuse(value.code, name, **value.values)
            return None
        return value

    def _read_identity(self, row: ReadRow) -> None:
        cells = row.cells
        row.siret = self._cell(row, SheetField.SIRET, read_siret_cell)
        if SheetField.BIRTH_DATE in cells:
            row.birth_date = self._cell(row, SheetField.BIRTH_DATE, self._birth_date)
        row.contract = self._key(cells.get(SheetField.CONTRACT))
        row.lot = self._lot_key(cells.get(SheetField.LOT))
        row.last_name, row.first_name, row.full_name = [self._name(cells.get(name)) for name in _NAMES]
        if row.contract is None and not self._is_refused_at(row, SheetField.CONTRACT):
            row.refuse("IHR-023", SheetField.CONTRACT)
        if not (row.last_name and row.first_name) and not row.full_name:
            missing = SheetField.FIRST_NAME if row.last_name else SheetField.LAST_NAME
            row.refuse("IHR-024", missing, SheetField.FULL_NAME)

    def _is_refused_at(self, row: ReadRow, *fields: SheetField) -> bool:
        return bool(row.findings) and any(finding.field == row.address(*fields) for finding in row.findings)

    def _read_days(self, row: ReadRow) -> None:
        cells = row.cells
        row.first_day = self._cell(row, SheetField.FIRST_DAY, read_day) if SheetField.FIRST_DAY in cells else None
        row.last_day = self._cell(row, SheetField.LAST_DAY, read_day) if SheetField.LAST_DAY in cells else None
        cell = cells.get(SheetField.MONTH)
        if cell is not None:
            row.month = self._month_of(row, cell)
        elif row.first_day is not None and self.layout.letter_of(SheetField.MONTH) is None:
            row.month = Month.of(row.first_day)
        elif self.layout.sheet_month is not None:
            row.month = self.layout.sheet_month
        elif not self._is_refused_at(row, SheetField.MONTH, SheetField.FIRST_DAY):
            row.refuse("IHR-017", SheetField.MONTH, SheetField.FIRST_DAY)

    def _month_of(self, row: ReadRow, cell: Cell) -> Month | None:
        typed = row.cells.get(SheetField.YEAR)
        year = read_year(typed) if typed is not None else None
        if year is None and self.layout.sheet_month is not None:
            year = self.layout.sheet_month.year
        key = (cell if isinstance(cell, str) else str(cell), year)
        if key not in self._months:
            self._months[key] = read_month(cell, year)
        found = self._months[key]
        if isinstance(found, Problem):
            row.refuse(found.code, SheetField.MONTH, **found.values)
            return None
        return found  # type: ignore[no-any-return]

    def _read_parts(self, row: ReadRow) -> None:
        nature = self._cell(row, SheetField.NATURE, read_nature) or HoursNature.WORK
        hours, training, included = [self._hours(row, name) if name in row.cells else None for name in _COUNTED]
        if not row.is_sound and any(finding.values.get("column") in _COUNTED for finding in row.findings):
            return
        if included is not None and hours is not None:
            parts = split_training(hours, included)
            if isinstance(parts, Problem):
                row.refuse(parts.code, SheetField.TRAINING_INCLUDED, **parts.values)
                return
            row.parts = parts
        else:
            row.parts = tuple(_parts(nature, hours, training if training is not None else included))
        if row.parts:
            row.parts = (
                tuple(
                    part.model_copy(update={"first_day": row.first_day, "last_day": row.last_day}) for part in row.parts
                )
                if row.first_day or row.last_day
                else row.parts
            )
            self._sum += sum(part.hours_declared for part in row.parts)
        else:
            row.refuse("IHR-013", *_COUNTED)

    def _hours(self, row: ReadRow, name: SheetField) -> Decimal | None:
        value: Decimal | None = self._cell(row, name, read_hours)
        if value is not None and is_rounded(row.cells[name]):
            row.note("IHR-012", name, severity=Severity.WARNING, kept=f"{value:.2f}".replace(".", ","))
        return value


class _Shared(dict[str, str]):
    """One object for each text: the same ones come over and over, and all rows of a file are held at once."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def _parts(nature: HoursNature, hours: Decimal | None, training: Decimal | None) -> Iterator[HoursPart]:
    """The parts of a row. Zero beside other hours is no declaration; alone, it is checked as typed."""
    if hours is not None and (hours or not training):
        yield HoursPart(nature=nature, hours_declared=hours)
    if training is not None and (training or hours is None):
        yield HoursPart(nature=HoursNature.TRAINING_IN_CONTRACT, hours_declared=training)


def _remembering(reader: Callable[[Cell], Any]) -> Callable[[Cell], Any]:
    """The reader, with what it said of the texts it has seen: the same ones come over and over."""
    known: dict[str, Any] = {}

    def read(cell: Cell) -> Any:
        if not isinstance(cell, str):
            return reader(cell)
        if cell not in known:
            known[cell] = reader(cell)
        return known[cell]

    return read


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _name(cell: Cell) -> str:
    return "" if cell is None else folded(text_of(cell))


def _key(cell: Cell) -> str | None:
    return None if cell is None else reference_key(text_of(cell)) or None


def reference_key(text: str) -> str:
    """A reference without what its spellings differ by: case, accents, spaces and punctuation."""
    return folded(text).replace(" ", "")


def _lot_key(cell: Cell) -> str | None:
    return None if cell is None else lot_key(text_of(cell)) or None


def lot_key(text: str) -> str:
    """The number of a lot: ``Lot n° 01`` is ``1``."""
    words = [word for word in folded(text).split() if word not in ("lot", "n", "no", "numero")]
    return "".join(word.lstrip("0") or "0" for word in words)
