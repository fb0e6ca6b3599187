"""Bodies about the yearly consolidation."""

from decimal import Decimal
from typing import Self

from pydantic import Field

from clause.api.schemas.base import Schema
from clause.domain.statistics import Consolidation, KeyFigure, Row, Table, Value
from clause.domain.statistics_tables import Measure, TableCode
from clause.rules.quantities import Unit
from clause.rules.trace import ParameterUse, Trace
from clause.text.statistics import notes


def _shown(value: Value) -> str | int | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


class FigureOut(Schema):
    """A key figure with its account; null where it is withheld, or where there is nothing to divide by."""

    code: str
    unit: Unit
    value: str | None
    suppressed: bool
    trace: Trace | None

    @classmethod
    def of(cls, figure: KeyFigure) -> Self:
        """As the API shows it."""
        value = None if figure.value is None else f"{figure.value:f}"
        return cls(code=figure.code, unit=figure.unit, value=value, suppressed=figure.suppressed, trace=figure.trace)


class RowOut(Schema):
    """A row of a table: a value per column; whole numbers for people and things, strings for hours and shares."""

    code: str = Field(description="Empty for the total")
    suppressed: bool = Field(description="The row rests on too few people, or protects one that does")
    withheld: list[Measure] = Field(description="The columns of this row whose null means: not shown")
    values: dict[Measure, str | int | None]

    @classmethod
    def of(cls, row: Row) -> Self:
        """As the API shows it."""
        values = {measure: _shown(value) for measure, value in row.values.items()}
        return cls(code=row.code, suppressed=row.suppressed, withheld=list(row.withheld), values=values)


class TableOut(Schema):
    """A table: its columns, its rows in order, and the total."""

    code: TableCode
    measures: list[Measure]
    rows: list[RowOut]
    total: RowOut

    @classmethod
    def of(cls, table: Table) -> Self:
        """As the API shows it."""
        return cls(
            code=table.code,
            measures=list(table.measures),
            rows=[RowOut.of(row) for row in table.rows],
            total=RowOut.of(table.total),
        )


class ConsolidationOut(Schema):
    """Everything about a year; the CSV and XLSX files hold the same figures."""

    year: int
    scope: str
    publication: bool = Field(description="True when small groups are withheld")
    computed_on: str
    organisations: int = Field(description="Facilitator organisations with hours in the year")
    figures: list[FigureOut]
    tables: list[TableOut]
    parameters: list[ParameterUse] = Field(description="The dated values by which the tables are cut")
    notes: list[str] = Field(description="What is counted and how, in French, as the files print it")

    @classmethod
    def of(cls, found: Consolidation) -> Self:
        """As the API shows it."""
        return cls(
            year=found.year,
            scope=str(found.perimeter),
            publication=found.is_publication,
            computed_on=found.computed_on.isoformat(),
            organisations=found.organisations,
            figures=[FigureOut.of(figure) for figure in found.figures],
            tables=[TableOut.of(table) for table in found.tables],
            parameters=list(found.parameters),
            notes=notes(found),
        )
