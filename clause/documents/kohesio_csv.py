"""The list of operations as Kohesio's CSV: RFC 4180, commas, one header row and nothing above it."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from clause.domain.kohesio import KohesioRow
from clause.text.spreadsheets import safe_text

COLUMNS: dict[str, str] = {
    "CountryID": "country",
    "Operation_Unique_Identifier": "unique_identifier",
    "Operation_Local_Identifier": "local_identifier",
    "Operation_Name_Programme_Language": "name",
    "Operation_Summary_Programme_Language": "summary",
    "Operation_Start_Date": "start",
    "Operation_Expected_End_Date": "expected_end",
    "Operation_End_Date": "end",
    "Total_Eligible_Expenditure_amount": "total_eligible",
    "Total_Eligible_Expenditure_Currency": "currency",
    "Project_EU_Budget": "eu_budget",
    "Cofinancing_Rate": "rate_percent",
    "Beneficiary_Name": "beneficiary",
    "Beneficiary_Unique_Identifier": "beneficiary_identifier",
    "Fund_Code": "fund",
    "Programme_Code": "programme",
    "Programming_Period": "programming_period",
    "Priority_Code": "priority",
    "Specific_Objective_Code": "specific_objective",
    "NUTS_Code": "nuts",
    "Date_Of_Last_Update": "updated_on",
}
"""Column of the file → field of the row; the order of the columns is the order here."""


def kohesio_csv(rows: Sequence[KohesioRow]) -> bytes:
    """The file's bytes in UTF-8, lines ended by CR LF; no cell of it is taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(getattr(row, field)) for field in COLUMNS.values()])
    return written.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else safe_text(str(value))
