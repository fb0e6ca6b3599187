"""Spreadsheets of payroll: what their columns mean, what a row says, and what becomes of it.

One row is one month of one person, known by the staff number. A row ends in one state: ``imported`` (a new version of
the month), ``already_known`` (the same is recorded), ``refused`` (something is wrong or unclear; nothing is guessed).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from clause.domain.employments import Employment
from clause.domain.errors import Refused, Unreadable
from clause.domain.findings import Finding
from clause.domain.hours_import import Cell, SheetFile, cell_address, column_letter
from clause.domain.hours_import_cells import Problem, read_day, read_hours, read_month, shown, text_of
from clause.domain.hours_import_headers import folded, headers_in
from clause.domain.payroll import PayrollMonth, PayrollParts, PayrollTerms, payroll_figures
from clause.rules.calendar import Month

MOST_ROWS = 20_000
LINES_BEFORE_HEADINGS = 20


class PayField(StrEnum):
    """What a column may hold."""

    STAFF_NUMBER = "staff_number"
    MONTH = "month"
    EMPLOYER_COST = "employer_cost"
    GROSS = "gross"
    EMPLOYER_CONTRIBUTIONS = "employer_contributions"
    PAY_TAXES = "pay_taxes"
    BENEFITS = "benefits"
    REIMBURSEMENTS = "reimbursements"
    HOURS_PAID = "hours_paid"
    PAID_ON = "paid_on"


_HEADINGS = {
    PayField.STAFF_NUMBER: r"(n |no |numero )?(de )?matricule( salarie)?|staff number",
    PayField.MONTH: r"mois( de paie)?|periode( de paie)?|month",
    PayField.EMPLOYER_COST: r"cout( total)? employeur|cout total|cout charge|employer cost",
    PayField.GROSS: r"(salaire |remuneration |total )?brute?|gross",
    PayField.EMPLOYER_CONTRIBUTIONS: r"(cotisations|charges)( sociales)? patronales|employer contributions",
    PayField.PAY_TAXES: r"taxes?( sur( les)?)? salaires?|pay taxes",
    PayField.BENEFITS: r"avantages( eligibles)?|benefits",
    PayField.REIMBURSEMENTS: r"remboursements( et aides)?( recus)?|ijss|aides recues|reimbursements",
    PayField.HOURS_PAID: r"heures payees|hours paid",
    PayField.PAID_ON: r"date de paiement|paye le|verse le|paid on",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _HEADINGS.items()}
_READERS: dict[PayField, Callable[[Cell], Any]] = {
    PayField.STAFF_NUMBER: text_of,
    PayField.MONTH: lambda cell: read_month(cell, None),
    PayField.PAID_ON: read_day,
}
_PARTS = tuple(PayField(name) for name in PayrollParts.model_fields)


@dataclass
class PayRow:
    """A row as read, and what is wrong with it."""

    position: int
    cells: dict[str, str]
    values: dict[PayField, Any]
    findings: list[Finding] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, Month] | None:
        """The person and the month that it means, once both are known."""
        number, month = self.values.get(PayField.STAFF_NUMBER), self.values.get(PayField.MONTH)
        return (number, month) if number and month else None

    def terms(self, reason: str) -> PayrollTerms:
        """What it says of the month: the parts where the gross pay is given, else the cost."""
        euros = {name: self.values.get(name, Decimal("0.00")) for name in _PARTS}
        has_parts = PayField.GROSS in self.values
        return PayrollTerms(
            employer_cost=None if has_parts else self.values.get(PayField.EMPLOYER_COST),
            parts=PayrollParts(**{name.value: value for name, value in euros.items()}) if has_parts else None,
            hours_paid=self.values.get(PayField.HOURS_PAID),
            paid_on=self.values.get(PayField.PAID_ON),
            reason=reason,
        )


@dataclass(frozen=True)
class KnownPay:
    """What rows are compared with: employments by staff number, the months recorded, and those that claims hold."""

    employments: Mapping[str, Employment]
    latest: Mapping[tuple[UUID, Month], PayrollMonth]
    held: frozenset[tuple[UUID, Month]]
    today: date


def read_rows(file: SheetFile) -> list[PayRow]:
    """The rows of the first visible sheet with headings of payroll.

    Raises Unreadable PAY-001 when no sheet has a staff number, a month and a cost or a gross pay, PAY-002 when a
    heading stands twice, PAY-003 for more than 20 000 rows.
    """
    for sheet in file.sheets:
        if sheet.is_hidden:
            continue
        for number, cells in islice(sheet.lines, LINES_BEFORE_HEADINGS):
            columns = _columns(cells)
            if _is_enough(set(columns.values())):
                doubled = [name for name, count in Counter(columns.values()).items() if count > 1]
                if doubled:
                    raise Unreadable("PAY-002", fields=", ".join(doubled))
                return list(_rows(sheet.name, sheet.lines, number, columns))
    raise Unreadable("PAY-001")


def _columns(cells: list[Cell]) -> dict[int, PayField]:
    found = {}
    for index, header in enumerate(headers_in(cells)):
        plain = folded(re.sub(r"\(.*?\)", " ", header))
        for name, pattern in _PATTERNS.items():
            if plain and pattern.fullmatch(plain):
                found[index] = name
    return found


def _is_enough(found: set[PayField]) -> bool:
    counted = found & {PayField.EMPLOYER_COST, PayField.GROSS}
    return {PayField.STAFF_NUMBER, PayField.MONTH} <= found and bool(counted)


def _rows(sheet: str, lines: Any, header: int, columns: Mapping[int, PayField]) -> Iterator[PayRow]:
    position = 0
    for number, cells in lines:
        said = {index: cells[index] for index in columns if index < len(cells) and cells[index] not in (None, "")}
        if number <= header or not said:
            continue
        position += 1
        if position > MOST_ROWS:
            raise Unreadable("PAY-003", most=MOST_ROWS)
        yield _row(position, sheet, number, said, columns)


def _row(position: int, sheet: str, number: int, said: Mapping[int, Cell], columns: Mapping[int, PayField]) -> PayRow:
    row = PayRow(position, {columns[index].value: shown(cell) for index, cell in said.items()}, {})
    for index, cell in said.items():
        name = columns[index]
        value = _READERS.get(name, read_hours)(cell)
        address = cell_address(sheet, column_letter(index), number)
        if isinstance(value, Problem) or (isinstance(value, Decimal) and value != round(value, 2)):
            row.findings.append(Finding(code="PAY-101", field=address, raw=shown(cell), values={"column": name.value}))
        elif isinstance(value, Decimal) and value < 0:
            row.findings.append(Finding(code="PAY-102", field=address, raw=shown(cell)))
        else:
            row.values[name] = value
    if row.key is None and not row.findings:
        row.findings.append(Finding(code="PAY-103", field=cell_address(sheet, "A", number)))
    return row


def decide(
    rows: list[PayRow], known: KnownPay, reason: str
) -> dict[int, tuple[Employment, PayrollTerms, dict[str, Any]]]:
    """What is to be recorded, by position; a row that is refused gets its findings, the others say what is known."""
    repeated = Counter(row.key for row in rows if row.key)
    wanted = {}
    for row in rows:
        if row.key is None or row.findings:
            continue
        number, month = row.key
        employment = known.employments.get(number)
        if repeated[row.key] > 1:
            row.findings.append(Finding(code="PAY-104", field=str(month), raw=number))
        elif employment is None:
            row.findings.append(Finding(code="PAY-105", field=str(month), raw=number))
        elif not employment.period.overlaps(month.period):
            row.findings.append(Finding(code="PAY-106", field=str(month), raw=number))
        else:
            terms = row.terms(reason)
            try:
                wanted[row.position] = (employment, terms, payroll_figures(month, terms, None, known.today))
            except Refused as refusal:
                row.findings += refusal.findings or (Finding(code="PAY-107", field=str(month), raw=number),)
    return wanted
