"""`python -m bench.workbooks`: a list of 100,000 rows as XLSX, as pages give it; see ``bench/README.md``."""

import argparse
import io
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from python_calamine import CalamineWorkbook

from clause.documents.table_xlsx import TableBook
from clause.domain.tables import Cell, CellKind, Sheet

PROMISED_SECONDS, PROMISED_MIB = 2.0, 120
_A_PART = 1_000
_DAY = date(2026, 3, 1)
_COLUMNS = (
    ("Entreprise", CellKind.TEXT),
    ("SIRET", CellKind.TEXT),
    ("Marché", CellKind.TEXT),
    ("Lot", CellKind.TEXT),
    ("Personne", CellKind.TEXT),
    ("Mois", CellKind.MONTH),
    ("Dernier jour", CellKind.DAY),
    ("Heures", CellKind.HOURS),
    ("Taux", CellKind.RATE),
)


def main(arguments: Sequence[str]) -> int:
    """Write, time, read back; the status is 0 when all rows are there, as fast and in as little memory as promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.workbooks", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows (100,000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (3); the median is told")
    given = parser.parse_args(arguments)
    taken, used, content = [], [], b""
    for _ in range(given.rounds):
        began, spent = time.perf_counter(), time.process_time()
        content = _written(given.rows)
        taken.append(time.perf_counter() - began)
        used.append(time.process_time() - spent)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = sum(1 for _ in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()) - 3
    print(f"{given.rows} rows of {len(_COLUMNS)} cells, {given.rounds} rounds, medians; {len(content) / 1e6:.1f} MB")
    print(f"{median(taken):.2f} s, of which {median(used):.2f} s of processor; at most {memory:.0f} MiB in the process")
    print(f"rows read back: {kept}")
    is_fast = given.rows < 100_000 or median(used) <= PROMISED_SECONDS
    return 0 if kept == given.rows and is_fast and memory <= PROMISED_MIB else 1


def _written(rows: int) -> bytes:
    """The file, its rows given some at a time as a list of the database is."""
    book = TableBook(Sheet("Heures", (), _COLUMNS, ()), _DAY)
    for first in range(0, rows, _A_PART):
        book.add([_row(number) for number in range(first, min(first + _A_PART, rows))])
    return book.finished()


def _row(number: int) -> tuple[Cell, ...]:
    return (
        f"Bâtisseurs de l’Estuaire {number % 500}",
        "99000003800010",
        "2025TRX014",
        f"Lot {number % 9} – Gros œuvre",
        f"Claude Nom{number}",
        _DAY,
        _DAY + timedelta(days=number % 30),
        Decimal("121.33"),
        Decimal("0.8403"),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
