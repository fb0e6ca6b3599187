"""The yearly consolidation of an organisation, a region or the country: its tables, its key figures, what is withheld.

Year: hours by the day worked. People: distinct people with an hour validated or credited in the year; someone whom two
organisations follow counts once for each, because nothing links people across organisations.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Unreadable
from clause.domain.findings import Finding
from clause.domain.statistics_tables import (
    OF_COUNTS,
    OF_MONEY,
    PEOPLE_TABLES,
    SOURCES,
    CellKey,
    CountTable,
    Measure,
    PeopleTable,
    TableCode,
    rows_of,
    sums_of_one_place,
)
from clause.domain.suppression import Sum, withheld
from clause.rules.codes import Region
from clause.rules.quantities import Euros, Hours, Unit
from clause.rules.statistics import (
    FundingSource,
    StatisticsRules,
    full_time_equivalents,
    last_day_of,
    mean_duration,
    share_of,
)
from clause.rules.trace import ParameterUse, Trace

Value = Decimal | int | None


class PerimeterKind(StrEnum):
    """Whose figures are added up."""

    ORG = "org"
    REGION = "region"
    COUNTRY = "country"


class Perimeter(BaseModel):
    """The organisation that asks, a region, or the country."""

    model_config = ConfigDict(frozen=True)

    kind: PerimeterKind
    region: Region | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.region}" if self.region else str(self.kind)


class PeopleCell(BaseModel):
    """What is behind a cell in the organisations of one region (empty for those that named none)."""

    model_config = ConfigDict(frozen=True)

    region: str
    tab: str
    code: str
    people: int
    hires: int
    hours_validated: Hours
    hours_credited: Hours
    days: int
    timed_hires: int
    organisations: int
    smallest: int
    """The fewest people that one of the organisations brings."""
    own: int
    """The people that the caller's own organisation brings."""

    @property
    def key(self) -> CellKey:
        """The cell's name."""
        return (self.tab, self.code)

    def plus(self, other: "PeopleCell") -> "PeopleCell":
        """Both together; the organisations are others, so that their people are counted apart."""
        added = {
            name: getattr(self, name) + getattr(other, name)
            for name in (
                "people", "hires", "hours_validated", "hours_credited", "days", "timed_hires", "organisations", "own",
            )
        }  # fmt: skip
        return self.model_copy(update={**added, "region": "", "smallest": min(self.smallest, other.smallest)})


@dataclass(frozen=True, slots=True)
class ShownFacts:
    """The cells of a perimeter and year, and which of them are withheld; ``smallest_group`` is 0 where nothing is."""

    year: int
    cells: Mapping[CellKey, PeopleCell]
    hidden: frozenset[CellKey]
    smallest_group: int

    def hides_mean(self, cell: PeopleCell | None) -> bool:
        """True when so few contracts of a cell have a known length that their mean is withheld."""
        return cell is not None and 0 < cell.timed_hires < self.smallest_group


class FinancingCell(BaseModel):
    """What a source pays for posts, and how many organisations told who pays for theirs."""

    model_config = ConfigDict(frozen=True)

    source: FundingSource
    amount_eur: Euros
    posts_fte: Decimal
    organisations: int


class BuyerYear(BaseModel):
    """Hours of the lots of one buyer in one year of work, on as many lots."""

    model_config = ConfigDict(frozen=True)

    year: int
    buyer_id: UUID
    buyer_name: str
    hours_credited: Hours
    hours_validated: Hours
    lots: int


class YearHours(BaseModel):
    """Hours of one year of work, of all buyers together."""

    model_config = ConfigDict(frozen=True)

    year: int
    hours_validated: Hours
    hours_credited: Hours


def hours_by_year(rows: Sequence[BuyerYear]) -> list[YearHours]:
    """The hours of each year, of all buyers together, the oldest first."""
    nothing = Decimal("0.00")
    return [
        YearHours(
            year=year,
            hours_validated=sum((row.hours_validated for row in rows if row.year == year), nothing),
            hours_credited=sum((row.hours_credited for row in rows if row.year == year), nothing),
        )
        for year in sorted({row.year for row in rows})
    ]


class Row(BaseModel):
    """A row of a table, or its total, with a value per column; nothing is shown of what is withheld."""

    model_config = ConfigDict(frozen=True)

    code: str
    values: dict[Measure, Value]
    withheld: tuple[Measure, ...] = ()

    @property
    def suppressed(self) -> bool:
        """True when the row rests on too few people, or protects one that does."""
        return len(self.withheld) == len(self.values)


class Table(BaseModel):
    """One table: its columns, its rows in order, and the total above them."""

    model_config = ConfigDict(frozen=True)

    code: TableCode
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    total: Row


class KeyFigure(BaseModel):
    """A figure of the front page with its account; withheld, it has neither."""

    model_config = ConfigDict(frozen=True)

    code: str
    unit: Unit
    value: Decimal | None
    trace: Trace | None
    suppressed: bool = False


class Consolidation(BaseModel):
    """Everything about a year, as every format shows it."""

    model_config = ConfigDict(frozen=True)

    year: int
    perimeter: Perimeter
    organisation: str
    """The name of the organisation that asks."""
    is_publication: bool
    computed_on: date
    organisations: int
    figures: tuple[KeyFigure, ...]
    tables: tuple[Table, ...]
    parameters: tuple[ParameterUse, ...]


def parse_perimeter(text: str) -> Perimeter:
    """The perimeter written ``org``, ``country`` or ``region:53``; Unreadable STA-001 for anything else."""
    kind, colon, code = text.partition(":")
    if not colon and kind in {PerimeterKind.ORG, PerimeterKind.COUNTRY}:
        return Perimeter(kind=PerimeterKind(kind))
    if kind == PerimeterKind.REGION and code in set(Region):
        return Perimeter(kind=PerimeterKind.REGION, region=Region(code))
    finding = Finding(code="STA-011", field="scope", raw=text[:200], values={"regions": ", ".join(Region)})
    raise Unreadable("STA-001", findings=(finding,))


def is_sensitive(cell: PeopleCell, rules: StatisticsRules) -> bool:
    """True for a figure that would tell something of fewer people than the smallest group, to whoever reads it.

    So few people are behind it; or so few beside those of the caller's own organisation; or it adds up too few
    organisations, one of which brings so few.
    """
    smallest = rules.smallest_group.whole(Unit.PERSON)
    fewest = rules.fewest_organisations.whole(Unit.ORGANISATION)
    is_small = 0 < cell.people < smallest
    is_small_beside_ours = 0 < cell.people - cell.own < smallest
    is_told_by_its_other_half = 0 < cell.organisations < fewest and 0 < cell.smallest < smallest
    return is_small or is_small_beside_ours or is_told_by_its_other_half


def country_of(cells: Iterable[PeopleCell]) -> dict[CellKey, PeopleCell]:
    """The cells of all regions together."""
    whole: dict[CellKey, PeopleCell] = {}
    for cell in cells:
        whole[cell.key] = whole[cell.key].plus(cell) if cell.key in whole else cell
    return whole


def hidden_cells(
    cells: Sequence[PeopleCell], perimeter: Perimeter, rules: StatisticsRules, tables: Sequence[PeopleTable]
) -> frozenset[CellKey]:
    """The cells of a perimeter to withhold from a publication.

    Regions and country are protected together: their figures are published side by side, and the country is the sum of
    its regions, those that name no region among them.
    """
    shown = {table.code.value for table in tables} | {table.total[0] for table in tables}
    used = [cell for cell in cells if cell.tab in shown]
    places: dict[str, dict[CellKey, PeopleCell]] = {}
    if perimeter.kind is not PerimeterKind.ORG:
        for cell in used:
            places.setdefault(f"region:{cell.region}", {})[cell.key] = cell
    place = "country" if perimeter.region is None else f"region:{perimeter.region}"
    places["country"] = country_of(used)
    people = {(at, *key): cell.people for at, here in places.items() for key, cell in here.items()}
    sensitive = {(at, *key) for at, here in places.items() for key, cell in here.items() if is_sensitive(cell, rules)}
    hidden = withheld(people, sensitive, _sums(places, tables), rules.smallest_group.whole(Unit.PERSON))
    return frozenset((tab, code) for at, tab, code in hidden if at == place)


def _sums(
    places: Mapping[str, Mapping[CellKey, PeopleCell]], tables: Sequence[PeopleTable]
) -> list[Sum[tuple[str, str, str]]]:
    sums = []
    for at, here in places.items():
        for one in sums_of_one_place(list(here), tables):
            parts = tuple((at, *part) for part in one.parts if part in here)
            sums.append(Sum((at, *one.total), parts, one.disjoint))
    regions = [at for at in places if at != "country"]
    for key in places["country"] if regions else ():
        parts = tuple((at, *key) for at in regions if key in places[at])
        sums.append(Sum(("country", *key), parts))
    return [one for one in sums if one.parts]


def people_table(table: PeopleTable, facts: ShownFacts) -> Table:
    """A table of people, hires and hours, with what is withheld left out; an empty row shows zeros.

    Below a withheld total every row is withheld, the empty ones too: they would tell where the few people stand.
    """
    rows = tuple(_people_row(code, table, (table.code.value, code), facts) for code in rows_of(table, facts.cells))
    total = _people_row("", table, table.total, facts)
    return Table(code=table.code, measures=table.measures, rows=rows, total=total)


def _people_row(code: str, table: PeopleTable, key: CellKey, facts: ShownFacts) -> Row:
    if key in facts.hidden or table.total in facts.hidden:
        return Row(code=code, values=dict.fromkeys(table.measures), withheld=table.measures)
    cell, whole = facts.cells.get(key), facts.cells.get(table.total)
    row = Row(code=code, values={measure: _value(measure, cell, whole, facts.year) for measure in table.measures})
    # A mean of few contracts is theirs, however many others of the row have no known end.
    return _without(row, Measure.MEAN_DURATION) if facts.hides_mean(cell) else row


def _value(measure: Measure, cell: PeopleCell | None, whole: PeopleCell | None, year: int) -> Value:
    on = last_day_of(year)
    credited = cell.hours_credited if cell else Decimal("0.00")
    if measure is Measure.FTE:
        return full_time_equivalents(credited, on).value
    if measure is Measure.SHARE_OF_HOURS:
        share = share_of(credited, whole.hours_credited) if whole else None
        return share.value if share else None
    if measure is Measure.MEAN_DURATION:
        mean = mean_duration(cell.days, cell.timed_hires, on) if cell else None
        return mean.value if mean else None
    if cell is None:
        return Decimal("0.00") if measure in (Measure.HOURS_CREDITED, Measure.HOURS_VALIDATED) else 0
    found: Decimal | int = getattr(cell, measure.value)
    return found


def _without(row: Row, measure: Measure) -> Row:
    if measure not in row.values or measure in row.withheld:
        return row
    return row.model_copy(
        update={"values": {**row.values, measure: None}, "withheld": (*row.withheld, measure)},
    )


def count_table(table: CountTable, counts: Mapping[CellKey, int]) -> Table:
    """A table of contracts, buyers or companies; in the table of legal kinds a contract may stand in several rows."""
    rows = tuple(
        Row(code=code, values={Measure.COUNT: counts.get((table.code.value, code), 0)})
        for code in rows_of(table, counts)
    )
    total = Row(code="", values={Measure.COUNT: counts.get(table.total, 0)})
    return Table(code=table.code, measures=OF_COUNTS, rows=rows, total=total)


def financing_table(cells: Iterable[FinancingCell], *, is_hidden: bool) -> Table:
    """Who pays for facilitators' posts; hidden as a whole where it would tell the accounts of one organisation."""
    by_source = {cell.source: cell for cell in cells}
    amount = sum((cell.amount_eur for cell in by_source.values()), Decimal("0.00"))
    posts = sum((cell.posts_fte for cell in by_source.values()), Decimal("0.00"))
    rows = [
        _money_row(source.value, found.amount_eur, found.posts_fte, amount, is_hidden=is_hidden)
        if (found := by_source.get(source))
        else _money_row(source.value, Decimal("0.00"), Decimal("0.00"), amount, is_hidden=is_hidden)
        for source in SOURCES
    ]
    total = _money_row("", amount, posts, amount, is_hidden=is_hidden)
    return Table(code=TableCode.FINANCING, measures=OF_MONEY, rows=tuple(rows), total=total)


def _money_row(code: str, amount: Decimal, posts: Decimal, whole: Decimal, *, is_hidden: bool) -> Row:
    if is_hidden:
        return Row(code=code, values=dict.fromkeys(OF_MONEY), withheld=OF_MONEY)
    share = share_of(amount, whole)
    values: dict[Measure, Value] = {
        Measure.AMOUNT: amount,
        Measure.SHARE_OF_AMOUNT: share.value if share else None,
        Measure.POSTS: posts,
    }
    return Row(code=code, values=values)


def tables_for(*, is_buyer: bool) -> tuple[PeopleTable, ...]:
    """The tables of people that a caller is shown: a buyer sees sums, never by which ground people are eligible."""
    hidden_from_buyers = {TableCode.GROUND, TableCode.YOUNG}
    return tuple(table for table in PEOPLE_TABLES if not (is_buyer and table.code in hidden_from_buyers))
