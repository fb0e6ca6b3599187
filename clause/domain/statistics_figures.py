"""The key figures of a consolidation, each with its account; shown only if the tables let them be computed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clause.domain.statistics import (
    Consolidation,
    FinancingCell,
    KeyFigure,
    PeopleCell,
    Perimeter,
    PerimeterKind,
    ShownFacts,
    Table,
    count_table,
    country_of,
    financing_table,
    hidden_cells,
    people_table,
    tables_for,
)
from clause.domain.statistics_tables import COUNT_TABLES, SMALL_COMPANIES, CellKey, Measure, TableCode
from clause.rules.outcomes import LASTING, OutcomePoint
from clause.rules.quantities import Unit
from clause.rules.statistics import (
    FundingSource,
    StatisticsRules,
    full_time_equivalents,
    hires_per_person,
    hours_per_hire,
    hours_per_person,
    last_day_of,
    leverage,
    mean_duration,
    rules_of,
    share_of,
)
from clause.rules.trace import Figure, used

SHARES_OF_HOURS: Mapping[str, tuple[TableCode, Collection[str]]] = {
    "share_women": (TableCode.SEX, ("F",)),
    "share_qpv": (TableCode.QPV, ("YES",)),
    "share_young_unqualified": (TableCode.YOUNG, ("UNQUALIFIED",)),
    "share_small_companies": (TableCode.COMPANY_SIZE, SMALL_COMPANIES),
}
"""Shares of all the hours credited: which rows of which table."""


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What the database adds up of a year for one caller."""

    people: Sequence[PeopleCell]
    counts: Mapping[CellKey, int]
    financing: Sequence[FinancingCell]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what."""

    year: int
    perimeter: Perimeter
    organisation: str
    is_buyer: bool
    is_publication: bool
    today: date


def consolidate(facts: YearFacts, asked: Asked) -> Consolidation:
    """The tables and key figures of a year; small groups are withheld wherever the figures leave the organisation.

    They leave it for a region, for the country, for a buyer, and when it publishes its own. Raises UnknownValue before
    the first year whose rules are known.
    """
    rules = rules_of(asked.year)
    specs = tables_for(is_buyer=asked.is_buyer)
    is_protected = asked.is_publication or asked.is_buyer or asked.perimeter.kind is not PerimeterKind.ORG
    region = asked.perimeter.region
    shown = ShownFacts(
        year=asked.year,
        cells=country_of(cell for cell in facts.people if region is None or cell.region == region),
        hidden=hidden_cells(facts.people, asked.perimeter, rules, specs) if is_protected else frozenset(),
        smallest_group=rules.smallest_group.whole(Unit.PERSON) if is_protected else 0,
    )
    tables = [people_table(spec, shown) for spec in specs]
    tables += [count_table(spec, facts.counts) for spec in COUNT_TABLES]
    money = None
    if not asked.is_buyer:
        money = financing_table(facts.financing, is_hidden=_financing_is_hidden(facts.financing, asked, rules))
        tables.append(money)
    hours = shown.cells.get(("HOURS", ""))
    return Consolidation(
        year=asked.year,
        perimeter=asked.perimeter,
        organisation=asked.organisation,
        is_publication=is_protected,
        computed_on=asked.today,
        organisations=hours.organisations if hours else 0,
        figures=tuple(_figures(tables, shown)),
        tables=tuple(tables),
        parameters=tuple(used(value) for value in rules.all()),
    )


def _financing_is_hidden(cells: Sequence[FinancingCell], asked: Asked, rules: StatisticsRules) -> bool:
    if asked.perimeter.kind is PerimeterKind.ORG or not cells:
        return False
    return cells[0].organisations < rules.fewest_organisations.whole(Unit.ORGANISATION)


def _figures(tables: Sequence[Table], facts: ShownFacts) -> Iterable[KeyFigure]:
    by_code = {table.code: table for table in tables}
    yield from _means(facts)
    yield _duration(facts)
    whole = by_code[TableCode.SEX].total
    for code, (table, rows) in SHARES_OF_HOURS.items():
        if table in by_code:
            part = shown_part(by_code[table], rows, Measure.HOURS_CREDITED)
            yield _share(code, part, whole.values[Measure.HOURS_CREDITED])
    for point in OutcomePoint:
        table_of_point = by_code[TableCode(f"OUTCOME_{point}")]
        part = shown_part(table_of_point, LASTING, Measure.HIRES)
        yield _share(f"share_lasting_{point.lower()}", part, table_of_point.total.values[Measure.HIRES])
    if TableCode.FINANCING in by_code:
        yield from _leverage(by_code[TableCode.FINANCING])


def shown_part(table: Table, codes: Collection[str], measure: Measure) -> Decimal | None:
    """What some rows of a table make together, if what is shown lets a reader find it; None otherwise."""
    chosen = [row for row in table.rows if row.code in set(codes)]
    others = [row for row in table.rows if row.code not in set(codes)]
    if all(row.values[measure] is not None for row in chosen):
        return sum((Decimal(row.values[measure] or 0) for row in chosen), Decimal("0.00"))
    whole = table.total.values[measure]
    if whole is None or any(row.values[measure] is None for row in others):
        return None
    return Decimal(whole) - sum((Decimal(row.values[measure] or 0) for row in others), Decimal("0.00"))


def _means(facts: ShownFacts) -> Iterable[KeyFigure]:
    hours, is_hidden, year = facts.cells.get(("HOURS", "")), ("HOURS", "") in facts.hidden, facts.year
    credited = hours.hours_credited if hours else Decimal("0.00")
    people, hires = (hours.people, hours.hires) if hours else (0, 0)
    yield _shown("fte", Unit.FTE, full_time_equivalents(credited, last_day_of(year)), is_hidden)
    yield _shown("hours_per_person", Unit.HOUR, hours_per_person(credited, people), is_hidden)
    yield _shown("hours_per_hire", Unit.HOUR, hours_per_hire(credited, hires), is_hidden)
    yield _shown("hires_per_person", Unit.RATIO, hires_per_person(hires, people), is_hidden)


def _duration(facts: ShownFacts) -> KeyFigure:
    hires = facts.cells.get(("HIRES", ""))
    is_hidden = ("HIRES", "") in facts.hidden or facts.hides_mean(hires)
    mean = mean_duration(hires.days, hires.timed_hires, last_day_of(facts.year)) if hires else None
    return _shown("mean_hire_duration", Unit.RATIO, mean, is_hidden)


def _share(code: str, part: Decimal | None, whole: Decimal | int | None) -> KeyFigure:
    if part is None or whole is None:
        return KeyFigure(code=code, unit=Unit.RATIO, value=None, trace=None, suppressed=True)
    return _shown(code, Unit.RATIO, share_of(part, Decimal(whole)), is_hidden=False)


def _leverage(table: Table) -> Iterable[KeyFigure]:
    amounts = {FundingSource(row.code): row.values[Measure.AMOUNT] for row in table.rows}
    known = {source: Decimal(amount) for source, amount in amounts.items() if amount is not None}
    is_hidden = len(known) < len(amounts)
    found = leverage(known)
    yield _shown("fse_per_local_euro", Unit.RATIO, found.fse_per_local_euro, is_hidden)
    yield _shown("public_per_local_euro", Unit.RATIO, found.public_per_local_euro, is_hidden)


def _shown(code: str, unit: Unit, figure: Figure | None, is_hidden: bool) -> KeyFigure:
    if is_hidden or figure is None:
        return KeyFigure(code=code, unit=unit, value=None, trace=None, suppressed=is_hidden)
    return KeyFigure(code=code, unit=unit, value=figure.value, trace=figure.trace)
