"""Which tables the yearly consolidation has, what they count, and which of them hang together.

One definition for every format. A cell is named by its table and its code; the code of a table's own total is empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from clause.domain.participants import Sex
from clause.domain.suppression import Sum
from clause.rules.codes import BuyerKind, CompanySize, ContractType, HireMode, HoursNature
from clause.rules.eligibility import grounds
from clause.rules.outcomes import Outcome
from clause.rules.profiles import EducationBand, WorkSector
from clause.rules.statistics import FundingSource

CellKey: TypeAlias = tuple[str, str]
UNKNOWN = "UNKNOWN"


class TableCode(StrEnum):
    """A table of the consolidation."""

    SEX = "SEX"
    AGE = "AGE"
    YOUNG = "YOUNG"
    """Those under the age of the young, by qualification."""
    GROUND = "GROUND"
    EDUCATION = "EDUCATION"
    QPV = "QPV"
    MODE = "MODE"
    SECTOR = "SECTOR"
    CONTRACT_TYPE = "CONTRACT_TYPE"
    COMPANY_SIZE = "COMPANY_SIZE"
    NATURE = "NATURE"
    SIAE_ROLE = "SIAE_ROLE"
    HIRES_TYPE = "HIRES_TYPE"
    HIRES_DURATION = "HIRES_DURATION"
    OUTCOME_EXIT = "OUTCOME_EXIT"
    OUTCOME_M3 = "OUTCOME_M3"
    OUTCOME_M6 = "OUTCOME_M6"
    OUTCOME_M12 = "OUTCOME_M12"
    CONTRACTS_AMOUNT = "CONTRACTS_AMOUNT"
    CONTRACTS_BUYER = "CONTRACTS_BUYER"
    CONTRACTS_CPV = "CONTRACTS_CPV"
    CONTRACTS_LEGAL = "CONTRACTS_LEGAL"
    BUYERS = "BUYERS"
    COMPANIES_SIZE = "COMPANIES_SIZE"
    COMPANIES_NEW = "COMPANIES_NEW"
    FINANCING = "FINANCING"


class Measure(StrEnum):
    """What a column holds."""

    PEOPLE = "people"
    HIRES = "hires"
    HOURS_CREDITED = "hours_credited"
    HOURS_VALIDATED = "hours_validated"
    FTE = "fte"
    SHARE_OF_HOURS = "share_of_hours"
    MEAN_DURATION = "mean_duration_months"
    COUNT = "count"
    AMOUNT = "amount_eur"
    SHARE_OF_AMOUNT = "share_of_amount"
    POSTS = "posts_fte"


OF_HOURS = (
    Measure.PEOPLE,
    Measure.HIRES,
    Measure.HOURS_CREDITED,
    Measure.HOURS_VALIDATED,
    Measure.FTE,
    Measure.SHARE_OF_HOURS,
)
OF_HIRES = (Measure.HIRES, Measure.PEOPLE, Measure.MEAN_DURATION)
OF_OUTCOMES = (Measure.HIRES, Measure.PEOPLE)
OF_COUNTS = (Measure.COUNT,)
OF_MONEY = (Measure.AMOUNT, Measure.SHARE_OF_AMOUNT, Measure.POSTS)


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A table whose cells rest on people: the cell of its total, its rows in order, and what they show."""

    code: TableCode
    total: CellKey
    codes: tuple[str, ...]
    measures: tuple[Measure, ...] = OF_HOURS
    disjoint: bool = False
    """True when a person stands in one row only."""


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of contracts, buyers or companies: nothing in it is about people."""

    code: TableCode
    total: CellKey
    codes: tuple[str, ...]


_HOURS: CellKey = ("HOURS", "")
_HIRES: CellKey = ("HIRES", "")
_BANDS = ("BAND_0", "BAND_1", "BAND_2", "BAND_3", "BAND_4")
_OUTCOMES = tuple(Outcome)
SMALL_COMPANIES = (CompanySize.LT_10, CompanySize.FROM_10_TO_49, CompanySize.FROM_50_TO_199)

PEOPLE_TABLES: tuple[PeopleTable, ...] = (
    PeopleTable(TableCode.SEX, _HOURS, tuple(Sex), disjoint=True),
    PeopleTable(TableCode.AGE, _HOURS, ("YOUNG", "ADULT", "SENIOR"), disjoint=True),
    PeopleTable(TableCode.YOUNG, ("AGE", "YOUNG"), ("UNQUALIFIED", "OTHER"), disjoint=True),
    PeopleTable(TableCode.GROUND, _HOURS, (), disjoint=True),
    PeopleTable(TableCode.EDUCATION, _HOURS, (*EducationBand, UNKNOWN), disjoint=True),
    PeopleTable(TableCode.QPV, _HOURS, ("YES", "NO"), disjoint=True),
    PeopleTable(TableCode.MODE, _HOURS, tuple(HireMode)),
    PeopleTable(TableCode.SECTOR, _HOURS, (*WorkSector, UNKNOWN)),
    PeopleTable(TableCode.CONTRACT_TYPE, _HOURS, tuple(ContractType)),
    PeopleTable(TableCode.COMPANY_SIZE, _HOURS, (*CompanySize, UNKNOWN)),
    PeopleTable(TableCode.NATURE, _HOURS, tuple(HoursNature)),
    PeopleTable(TableCode.SIAE_ROLE, _HOURS, ("SIAE_HOLDER", "SIAE_FOR_A_HOLDER", "OTHER_EMPLOYER")),
    PeopleTable(TableCode.HIRES_TYPE, _HIRES, tuple(ContractType), OF_HIRES),
    PeopleTable(TableCode.HIRES_DURATION, _HIRES, (*_BANDS, "OPEN_ENDED", UNKNOWN), OF_HIRES),
    PeopleTable(TableCode.OUTCOME_EXIT, ("OUTCOME_EXIT", ""), _OUTCOMES, OF_OUTCOMES),
    PeopleTable(TableCode.OUTCOME_M3, ("OUTCOME_M3", ""), _OUTCOMES, OF_OUTCOMES),
    PeopleTable(TableCode.OUTCOME_M6, ("OUTCOME_M6", ""), _OUTCOMES, OF_OUTCOMES),
    PeopleTable(TableCode.OUTCOME_M12, ("OUTCOME_M12", ""), _OUTCOMES, OF_OUTCOMES),
)

COUNT_TABLES: tuple[CountTable, ...] = (
    CountTable(TableCode.CONTRACTS_AMOUNT, ("CONTRACTS", ""), (*_BANDS, UNKNOWN)),
    CountTable(TableCode.CONTRACTS_BUYER, ("CONTRACTS", ""), (*BuyerKind, UNKNOWN)),
    CountTable(TableCode.CONTRACTS_CPV, ("CONTRACTS", ""), ()),
    CountTable(TableCode.CONTRACTS_LEGAL, ("CONTRACTS", ""), ()),
    CountTable(TableCode.BUYERS, ("BUYERS", ""), (*BuyerKind, UNKNOWN)),
    CountTable(TableCode.COMPANIES_SIZE, ("COMPANIES", ""), (*CompanySize, UNKNOWN)),
    CountTable(TableCode.COMPANIES_NEW, ("COMPANIES", ""), ("NEW", "KNOWN")),
)

SOURCES = tuple(FundingSource)

# A band that holds exactly what two rows of another table hold.
_SAME_HIRES: tuple[tuple[CellKey, tuple[CellKey, ...]], ...] = (
    (
        ("HIRES_DURATION", "OPEN_ENDED"),
        (("HIRES_TYPE", ContractType.PERMANENT.value), ("HIRES_TYPE", ContractType.PERMANENT_I.value)),
    ),
)


def rows_of(table: PeopleTable | CountTable, found: Iterable[CellKey]) -> tuple[str, ...]:
    """The codes of a table's rows: its closed list, then, by name, whatever else was found."""
    known = tuple(grounds()) if table.code is TableCode.GROUND else tuple(str(code) for code in table.codes)
    others = sorted({code for tab, code in found if tab == table.code and code} - set(known))
    return (*known, *others)


def sums_of_one_place(found: Sequence[CellKey], tables: Iterable[PeopleTable]) -> list[Sum[CellKey]]:
    """The additions that a reader of these tables can make."""
    codes = {table.code.value for table in tables}
    sums = [
        Sum(table.total, tuple((table.code.value, code) for code in rows_of(table, found)), table.disjoint)
        for table in tables
    ]
    linked = [Sum(total, parts, disjoint=False) for total, parts in _SAME_HIRES if total[0] in codes]
    return [*sums, *linked]
