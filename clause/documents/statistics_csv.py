"""The yearly consolidation as a CSV file for French spreadsheets: one line per value, semicolons, decimal commas."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from clause.domain.statistics import Consolidation, Row, Table, Value
from clause.domain.statistics_tables import Measure
from clause.text.spreadsheets import WITHHELD, safe_text
from clause.text.statistics import COLUMNS, FIGURES, TITLES, perimeter_label, row_label

HEADER = ("Année", "Périmètre", "Tableau", "Code", "Ligne", "Indicateur", "Valeur")
BOM = "\ufeff"


def consolidation_csv(consolidation: Consolidation) -> bytes:
    """The file's bytes, UTF-8 with its mark; what is withheld is ``s``, what does not apply is empty."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in _lines(consolidation):
        writer.writerow((str(consolidation.year), safe_text(perimeter_label(consolidation.perimeter)), *line))
    return (BOM + written.getvalue()).encode()


def _lines(consolidation: Consolidation) -> Iterator[tuple[str, ...]]:
    for figure in consolidation.figures:
        value = WITHHELD if figure.suppressed else number(figure.value)
        yield ("Chiffres clés", figure.code, FIGURES[figure.code], "Valeur", value)
    for table in consolidation.tables:
        for row in (*table.rows, table.total):
            yield from _row_lines(consolidation, table, row)


def _row_lines(consolidation: Consolidation, table: Table, row: Row) -> Iterator[tuple[str, ...]]:
    label = safe_text(row_label(consolidation, table.code, row.code))
    for measure in table.measures:
        yield (TITLES[table.code], safe_text(row.code), label, COLUMNS[measure], cell_text(row, measure))


def cell_text(row: Row, measure: Measure) -> str:
    """A value as the file shows it."""
    return WITHHELD if measure in row.withheld else number(row.values[measure])


def number(value: Value) -> str:
    """A number with a decimal comma and no grouping, as spreadsheets read it; empty for what does not apply."""
    if value is None:
        return ""
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
