"""Statistics for the steering committee: the yearly consolidation with charts, and the hours of each buyer by year."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler
from markupsafe import Markup

from clause.domain.actors import OrgKind, Scope
from clause.domain.documents import CSV, XLSX
from clause.domain.statistics import (
    BuyerYear,
    Consolidation,
    Perimeter,
    PerimeterKind,
    Row,
    Table,
    hours_by_year,
    parse_perimeter,
)
from clause.domain.statistics_tables import Measure, TableCode
from clause.domain.tables import CellKind, Column
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import Region
from clause.services import statistics
from clause.services.context import Context
from clause.text import formats
from clause.text.statistics import COLUMNS, FIGURES, PERCENTAGES, TITLES, WHOLE_NUMBERS, notes, row_label
from clause.text.statistics import perimeter_label as named
from clause.web.charts import Series, bar_chart, row_chart
from clause.web.listing import Empty, Filter, Listing, chosen, listing
from clause.web.page import page

YEARS_BACK = 6
READ = needs(Scope.STATS_READ)
_FIGURE_PERCENTAGES = "share_"

Year = Annotated[int | None, QueryParameter(ge=1, le=9999, description="The calendar year")]
Of = Annotated[str, QueryParameter(name="scope", description="`org`, `region:53` or `country`")]
Publication = Annotated[bool, QueryParameter(description="Withhold small groups")]
Format = Annotated[str, QueryParameter(name="format", description="`csv` or `xlsx` for a file")]

SECTIONS: tuple[tuple[str, str, tuple[TableCode, ...]], ...] = (
    ("public", "Les publics", (
        TableCode.GROUND, TableCode.SEX, TableCode.AGE, TableCode.YOUNG, TableCode.EDUCATION, TableCode.QPV,
    )),
    ("sector", "Les secteurs et les modalités", (
        TableCode.SECTOR, TableCode.MODE, TableCode.CONTRACT_TYPE, TableCode.NATURE, TableCode.SIAE_ROLE,
    )),
    ("hires", "Les contrats de travail et les suites", (
        TableCode.HIRES_TYPE, TableCode.HIRES_DURATION, TableCode.OUTCOME_EXIT, TableCode.OUTCOME_M3,
        TableCode.OUTCOME_M6, TableCode.OUTCOME_M12,
    )),
    ("buyers", "Les marchés, les acheteurs et les entreprises", (
        TableCode.CONTRACTS_BUYER, TableCode.CONTRACTS_AMOUNT, TableCode.CONTRACTS_CPV, TableCode.CONTRACTS_LEGAL,
        TableCode.BUYERS, TableCode.COMPANIES_SIZE, TableCode.COMPANIES_NEW, TableCode.COMPANY_SIZE,
    )),
    ("funding", "Le financement des postes", (TableCode.FINANCING,)),
)  # fmt: skip
_DRAWN = {
    Measure.HOURS_CREDITED: "h",
    Measure.HIRES: "contrats",
    Measure.COUNT: "",
    Measure.AMOUNT: "€",
}


@get("/statistics", guards=[READ])
async def show_statistics(
    request: AnyRequest,
    context: NamedDependency[Context],
    year: Year = None,
    of: Of = "org",
    publication: Publication = False,
    wanted: Format = "",
) -> Response[Any]:
    """The figures of a year and a perimeter: to read, to print, or as a file for ``format=csv`` or ``xlsx``."""
    asked, perimeter = year or context.today.year, parse_perimeter(of)
    if wanted in ("csv", "xlsx"):
        media_type = CSV if wanted == "csv" else XLSX
        file = await statistics.export_consolidation(context, asked, perimeter, media_type, is_publication=publication)
        return file_response(request, file)
    found = await statistics.load_consolidation(context, asked, perimeter, is_publication=publication)
    return page(
        request,
        "statistics/consolidation.html",
        title=f"Statistiques {asked}",
        found=found,
        perimeter_name=found.organisation if perimeter.kind is PerimeterKind.ORG else named(perimeter),
        years=range(context.today.year, context.today.year - YEARS_BACK, -1),
        perimeters=_perimeters(),
        of=of,
        publication=publication,
        figures=[(FIGURES[one.code], figure_text(one.code, one.value), one) for one in found.figures],
        sections=[(key, title, _shown_tables(found, codes)) for key, title, codes in SECTIONS],
        notes=notes(found),
        query=f"year={asked}&scope={of}" + ("&publication=true" if publication else ""),
    )


def _perimeters() -> list[tuple[str, str]]:
    regions = [Perimeter(kind=PerimeterKind.REGION, region=region) for region in Region]
    everywhere = Perimeter(kind=PerimeterKind.COUNTRY)
    return [
        ("org", "Mon organisation"),
        *((str(one), named(one)) for one in regions),
        (str(everywhere), named(everywhere)),
    ]


def figure_text(code: str, value: Decimal | None) -> str:
    """A key figure as written on the page; a dash for one that does not apply."""
    if value is None:
        return "—"
    return formats.rate(value, 1) if code.startswith(_FIGURE_PERCENTAGES) else formats.decimal(value)


def _shown_tables(found: Consolidation, codes: Sequence[TableCode]) -> list[dict[str, Any]]:
    by_code = {table.code: table for table in found.tables}
    return [_shown_table(found, by_code[code]) for code in codes if code in by_code]


def _shown_table(found: Consolidation, table: Table) -> dict[str, Any]:
    rows = [(row_label(found, table.code, row.code), row) for row in table.rows]
    return {
        "title": TITLES[table.code],
        "head": [COLUMNS[measure] for measure in table.measures],
        "rows": [(name, _cells(table, row)) for name, row in rows],
        "total": _cells(table, table.total),
        "chart": _chart(table, rows),
        "is_empty": not any(value for row in table.rows for value in row.values.values()),
    }


def _cells(table: Table, row: Row) -> list[str]:
    return [_cell(row, measure) for measure in table.measures]


def _cell(row: Row, measure: Measure) -> str:
    value = row.values[measure]
    if measure in row.withheld:
        return "s"
    if value is None:
        return ""
    if measure in WHOLE_NUMBERS:
        return formats.count(int(value))
    if measure in PERCENTAGES:
        return formats.rate(Decimal(value), 1)
    return formats.euros(Decimal(value)) if measure is Measure.AMOUNT else formats.decimal(Decimal(value))


def _chart(table: Table, rows: Sequence[tuple[str, Row]]) -> Markup | None:
    """Bars of the first measure worth drawing, for a table of at least two rows with something in them."""
    measure = next((one for one in _DRAWN if one in table.measures), None)
    drawn = [(name, row.values[measure]) for name, row in rows if row.values.get(measure)] if measure else []
    if measure is None or len(drawn) < 2:
        return None
    text = f"{TITLES[table.code]} : {COLUMNS[measure].lower()}"
    values = [Decimal(value or 0) for _, value in drawn]
    return row_chart(text, [name for name, _ in drawn], Series(COLUMNS[measure], values), _DRAWN[measure])


@get("/statistics/buyers", guards=[READ])
async def show_buyers(
    request: AnyRequest, context: NamedDependency[Context], year: Annotated[str, QueryParameter(name="year")] = ""
) -> Response[Any]:
    """Hours of each buyer's lots by year of work."""
    everything = await statistics.list_hours_of_buyers(context)
    years = [(str(one), str(one)) for one in sorted({row.year for row in everything}, reverse=True)]
    picked = chosen(year, years)
    rows = [row for row in everything if picked in ("", str(row.year))]
    is_buyer = context.actor.org_kind is OrgKind.BUYER
    wanted = Listing(
        title="Heures par acheteur et par année",
        path="/statistics/buyers",
        name="heures-par-acheteur",
        lead="Année du travail ; heures prises en compte au titre des engagements, et heures validées.",
        columns=_BUYER_COLUMNS,
        rows=rows,
        filters=[Filter("year", "Année", picked, tuple(years), every="Toutes")],
        order="-year",
        empty=Empty("Aucune heure n’est encore validée.", "Les heures apparaissent ici dès qu’un relevé est validé."),
        more={"chart": _chart_of_years(everything), "years_table": _years_table(everything), "is_buyer": is_buyer},
    )
    return await listing(request, context, wanted, "statistics/buyers.html")


_BUYER_COLUMNS = (
    Column[BuyerYear]("buyer", "Acheteur", lambda row: row.buyer_name),
    Column[BuyerYear]("year", "Année", lambda row: str(row.year)),
    Column[BuyerYear]("lots", "Lots", lambda row: row.lots, CellKind.COUNT),
    Column[BuyerYear]("validated", "Heures validées", lambda row: row.hours_validated, CellKind.HOURS),
    Column[BuyerYear]("credited", "Heures prises en compte", lambda row: row.hours_credited, CellKind.HOURS),
)


def _years_table(rows: Sequence[BuyerYear]) -> list[tuple[str, str, str]]:
    return [
        (str(one.year), formats.hours(one.hours_validated), formats.hours(one.hours_credited))
        for one in hours_by_year(rows)
    ]


def _chart_of_years(rows: Sequence[BuyerYear]) -> Markup | None:
    found = hours_by_year(rows)
    if not found:
        return None
    series = [
        Series("Heures validées", [one.hours_validated for one in found]),
        Series("Heures prises en compte", [one.hours_credited for one in found]),
    ]
    return bar_chart("Heures validées et prises en compte par année", [str(one.year) for one in found], series)


HANDLERS: list[ControllerRouterHandler] = [show_statistics, show_buyers]
