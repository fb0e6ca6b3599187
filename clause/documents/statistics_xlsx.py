"""The yearly consolidation as a workbook: notes first, then the key figures, then one sheet a table."""

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from clause.domain.statistics import Consolidation, KeyFigure, Row, Table
from clause.domain.statistics_tables import Measure
from clause.rules.quantities import Unit
from clause.text import formats
from clause.text.spreadsheets import WITHHELD, safe_text
from clause.text.statistics import (
    COLUMNS,
    FIGURES,
    PERCENTAGES,
    SHEETS,
    TITLES,
    WHOLE_NUMBERS,
    notes,
    parameter_line,
    perimeter_label,
    row_label,
)

READ_ME = "Lisez-moi"
KEY_FIGURES = "Chiffres clés"
_TEXT_STAYS_TEXT = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
_FORMATS = {"whole": "#,##0", "decimal": "#,##0.00", "rate": "0.0%", "ratio": "0.0000"}


def consolidation_xlsx(consolidation: Consolidation) -> bytes:
    """The workbook's bytes, the same for the same figures; no cell of it holds a formula."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    created = datetime.combine(consolidation.computed_on, time())
    book.set_properties({"title": _title(consolidation), "author": "Clause", "created": created})
    styles = {name: book.add_format({"num_format": pattern}) for name, pattern in _FORMATS.items()}
    styles |= {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "withheld": book.add_format({"align": "right"}),
    }
    _write_notes(book.add_worksheet(READ_ME), consolidation, styles)
    _write_figures(book.add_worksheet(KEY_FIGURES), consolidation, styles)
    for table in consolidation.tables:
        _write_table(book.add_worksheet(SHEETS[table.code]), consolidation, table, styles)
    book.close()
    return written.getvalue()


def _title(consolidation: Consolidation) -> str:
    return f"Consolidation {consolidation.year} : {perimeter_label(consolidation.perimeter)}"


def _write_notes(sheet: Any, consolidation: Consolidation, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 2, 16)
    sheet.set_column(3, 4, 60)
    sheet.write_string(0, 0, _title(consolidation), styles["title"])
    lines = [
        f"Demandé par : {consolidation.organisation}",
        f"Calculé le {formats.day(consolidation.computed_on)}.",
        f"Organismes avec des heures : {consolidation.organisations}.",
        *notes(consolidation),
    ]
    for line, text in enumerate(lines, 2):
        sheet.merge_range(line, 0, line, 4, "", styles["text"])
        sheet.write_string(line, 0, safe_text(text), styles["text"])
        sheet.set_row(line, 30 if len(text) > 120 else 15)
    head = len(lines) + 3
    for column, text in enumerate(("Valeur datée", "Valeur", "Unité", "Source", "Fiabilité")):
        sheet.write_string(head, column, text, styles["head"])
    for line, use in enumerate(consolidation.parameters, head + 1):
        for column, text in enumerate(parameter_line(use)):
            sheet.write_string(line, column, safe_text(text), styles["text"])


def _write_figures(sheet: Any, consolidation: Consolidation, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 1, 16)
    sheet.write_string(0, 0, _title(consolidation), styles["title"])
    for line, figure in enumerate(consolidation.figures, 2):
        sheet.write_string(line, 0, FIGURES[figure.code])
        if figure.suppressed:
            sheet.write_string(line, 1, WITHHELD, styles["withheld"])
        elif figure.value is not None:
            sheet.write_number(line, 1, figure.value, styles[_style_of(figure)])


def _style_of(figure: KeyFigure) -> str:
    if figure.code.startswith("share_"):
        return "rate"
    return "ratio" if figure.unit is Unit.RATIO else "decimal"


def _write_table(sheet: Any, consolidation: Consolidation, table: Table, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, len(table.measures), 16)
    sheet.freeze_panes(3, 1)
    sheet.write_string(0, 0, TITLES[table.code], styles["title"])
    for column, text in enumerate(("Ligne", *(COLUMNS[measure] for measure in table.measures))):
        sheet.write_string(2, column, text, styles["head"])
    for line, row in enumerate((*table.rows, table.total), 3):
        sheet.write_string(line, 0, safe_text(row_label(consolidation, table.code, row.code)))
        for column, measure in enumerate(table.measures, 1):
            _write_value(sheet, line, column, row, measure, styles)


def _write_value(sheet: Any, line: int, column: int, row: Row, measure: Measure, styles: dict[str, Any]) -> None:
    value = row.values[measure]
    if measure in row.withheld:
        sheet.write_string(line, column, WITHHELD, styles["withheld"])
    elif value is not None:
        style = "rate" if measure in PERCENTAGES else "whole" if measure in WHOLE_NUMBERS else "decimal"
        sheet.write_number(line, column, value, styles[style])
