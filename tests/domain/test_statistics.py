"""The yearly consolidation: what its tables show, and what they keep to themselves."""

from dataclasses import replace
from decimal import Decimal

import pytest

from clause.domain.errors import Unreadable
from clause.domain.statistics import (
    Consolidation,
    FinancingCell,
    PeopleCell,
    Perimeter,
    PerimeterKind,
    Row,
    Table,
    Value,
    is_sensitive,
    parse_perimeter,
)
from clause.domain.statistics_figures import YearFacts, consolidate
from clause.domain.statistics_tables import Measure, TableCode
from clause.rules.codes import Region
from clause.rules.statistics import FundingSource, rules_of
from tests.builders.statistics import OWN, PUBLISHED, a_cell, a_table, a_year, facts_of

BRITTANY = Perimeter(kind=PerimeterKind.REGION, region=Region("53"))
COUNTRY = Perimeter(kind=PerimeterKind.COUNTRY)


def table_of(found: Consolidation, code: TableCode) -> Table:
    return next(table for table in found.tables if table.code is code)


def row_of(found: Consolidation, table: TableCode, code: str) -> Row:
    return next(row for row in table_of(found, table).rows if row.code == code)


def figure_of(found: Consolidation, code: str) -> tuple[Value, bool]:
    figure = next(figure for figure in found.figures if figure.code == code)
    return figure.value, figure.suppressed


def shown_people(found: Consolidation, table: TableCode) -> dict[str, Value]:
    return {row.code: row.values[Measure.PEOPLE] for row in table_of(found, table).rows}


def test_a_row_shows_people_hires_hours_and_what_follows_from_them() -> None:
    found = consolidate(facts_of(a_year(a_table("SEX", F=8, M=24))), OWN)
    assert row_of(found, TableCode.SEX, "F").values == {
        Measure.PEOPLE: 8,
        Measure.HIRES: 8,
        Measure.HOURS_CREDITED: Decimal("720.00"),
        Measure.HOURS_VALIDATED: Decimal("800.00"),
        Measure.FTE: Decimal("0.45"),
        Measure.SHARE_OF_HOURS: Decimal("0.2500"),
    }
    assert table_of(found, TableCode.SEX).total.values[Measure.PEOPLE] == 32


def test_the_organisation_itself_sees_its_small_groups() -> None:
    found = consolidate(facts_of(a_year(a_table("SEX", F=1, M=24))), OWN)
    assert shown_people(found, TableCode.SEX) == {"F": 1, "M": 24, "X": 0, "U": 0}
    assert not found.is_publication
    assert not any(row.withheld for table in found.tables for row in (*table.rows, table.total))


@pytest.mark.parametrize(
    ("women", "shown"),
    [(4, {"F": None, "M": None, "X": 0, "U": 0}), (5, {"F": 5, "M": 24, "X": 0, "U": 0}),
     (6, {"F": 6, "M": 24, "X": 0, "U": 0})],
)  # fmt: skip
def test_a_publication_withholds_four_people_and_shows_five(women: int, shown: dict[str, Value]) -> None:
    found = consolidate(facts_of(a_year(a_table("SEX", F=women, M=24))), PUBLISHED)
    assert shown_people(found, TableCode.SEX) == shown


def test_the_hours_and_shares_of_a_withheld_row_are_withheld_with_it() -> None:
    found = consolidate(facts_of(a_year(a_table("SEX", F=3, M=24, X=9))), PUBLISHED)
    women = row_of(found, TableCode.SEX, "F")
    assert women.suppressed
    assert set(women.values.values()) == {None}
    assert row_of(found, TableCode.SEX, "X").suppressed, "the next smallest protects the women"
    assert not row_of(found, TableCode.SEX, "M").suppressed
    assert figure_of(found, "share_women") == (None, True)


def test_a_share_whose_rows_are_withheld_is_shown_where_the_others_tell_it_anyway() -> None:
    sizes = a_table("COMPANY_SIZE", LT_10=3, FROM_10_TO_49=7, FROM_200=30)
    found = consolidate(facts_of(a_year(a_table("SEX", F=20, M=20), sizes)), PUBLISHED)
    assert row_of(found, TableCode.COMPANY_SIZE, "LT_10").suppressed
    assert figure_of(found, "share_small_companies") == (Decimal("0.2500"), False)


def test_below_a_withheld_total_no_row_tells_where_the_few_people_stand() -> None:
    found = consolidate(facts_of(a_year(a_table("SEX", F=3), a_table("QPV", YES=3))), PUBLISHED)
    assert shown_people(found, TableCode.SEX) == {"F": None, "M": None, "X": None, "U": None}
    assert set(shown_people(found, TableCode.GROUND).values()) == {None}
    assert [figure_of(found, code) for code in ("fte", "hours_per_person", "share_qpv")] == [(None, True)] * 3


def test_a_withheld_row_cannot_be_taken_from_a_table_with_the_same_total() -> None:
    young = a_table("YOUNG", UNQUALIFIED=2, OTHER=10)
    found = consolidate(facts_of(a_year(a_table("AGE", YOUNG=12, ADULT=30, SENIOR=6), young)), PUBLISHED)
    assert shown_people(found, TableCode.YOUNG) == {"UNQUALIFIED": None, "OTHER": None}
    assert shown_people(found, TableCode.AGE) == {"YOUNG": 12, "ADULT": 30, "SENIOR": 6}


def test_contracts_without_a_term_are_the_same_cell_in_both_tables_of_hires() -> None:
    cells = [
        a_cell("HIRES", "", 40),
        *a_table("HIRES_TYPE", PERMANENT=3, FIXED_TERM=20, TEMPORARY=17),
        *a_table("HIRES_DURATION", OPEN_ENDED=3, BAND_0=20, BAND_2=17),
    ]
    found = consolidate(facts_of(cells), PUBLISHED)
    assert row_of(found, TableCode.HIRES_TYPE, "PERMANENT").suppressed
    assert row_of(found, TableCode.HIRES_DURATION, "OPEN_ENDED").suppressed


@pytest.mark.parametrize(("timed", "mean"), [(4, None), (5, Decimal("3.29")), (0, None)])
def test_a_mean_of_four_contracts_is_withheld_even_in_a_large_row(timed: int, mean: Value) -> None:
    cells = [
        a_cell("HIRES", "", 20, timed_hires=timed, days=100 * timed),
        a_cell("HIRES_TYPE", "FIXED_TERM", 20, timed_hires=timed, days=100 * timed),
    ]
    found = consolidate(facts_of(cells), PUBLISHED)
    row = row_of(found, TableCode.HIRES_TYPE, "FIXED_TERM")
    assert row.values == {Measure.HIRES: 20, Measure.PEOPLE: 20, Measure.MEAN_DURATION: mean}
    assert row.withheld == ((Measure.MEAN_DURATION,) if timed == 4 else ())
    assert figure_of(found, "mean_hire_duration") == (mean, timed == 4)


@pytest.mark.parametrize(
    ("changes", "sensitive"),
    [
        ({"people": 4, "own": 0, "organisations": 4, "smallest": 1}, True),
        ({"people": 5, "own": 0, "organisations": 5, "smallest": 1}, False),
        ({"people": 40, "own": 36, "organisations": 5, "smallest": 1}, True),
        ({"people": 40, "own": 35, "organisations": 5, "smallest": 1}, False),
        ({"people": 40, "own": 40, "organisations": 1, "smallest": 40}, False),
        ({"people": 40, "own": 0, "organisations": 2, "smallest": 4}, True),
        ({"people": 40, "own": 0, "organisations": 2, "smallest": 5}, False),
        ({"people": 40, "own": 0, "organisations": 3, "smallest": 4}, False),
    ],
)
def test_a_figure_is_sensitive_to_whoever_can_take_the_rest_away(changes: dict[str, int], sensitive: bool) -> None:
    cell = a_cell("SEX", "F", 1).model_copy(update=changes)
    assert is_sensitive(cell, rules_of(2026)) is sensitive


def spread(region: str, women: int, men: int) -> list[PeopleCell]:
    """A region of five other organisations, of similar size."""
    cells = a_year(a_table("SEX", region, F=women, M=men), region=region)
    return [cell.model_copy(update={"organisations": 5, "own": 0}) for cell in cells]


def test_a_region_alone_withheld_cannot_be_taken_from_the_country() -> None:
    facts = facts_of([*spread("53", 3, 40), *spread("11", 50, 60), *spread("75", 30, 45)])
    seen = {
        str(perimeter): shown_people(consolidate(facts, replace(OWN, perimeter=perimeter)), TableCode.SEX)["F"]
        for perimeter in (BRITTANY, Perimeter(kind=PerimeterKind.REGION, region=Region("11")),
                          Perimeter(kind=PerimeterKind.REGION, region=Region("75")), COUNTRY)
    }  # fmt: skip
    assert seen == {"region:53": None, "region:11": 50, "region:75": None, "country": 83}


def test_the_country_adds_up_its_regions_and_those_that_name_none() -> None:
    facts = facts_of([*spread("53", 20, 40), *spread("", 10, 10)])
    found = consolidate(facts, replace(OWN, perimeter=COUNTRY))
    assert shown_people(found, TableCode.SEX) == {"F": 30, "M": 50, "X": 0, "U": 0}
    assert found.organisations == 10
    assert found.is_publication


def test_a_buyer_is_shown_no_ground_and_no_small_group() -> None:
    facts = facts_of(a_year(a_table("SEX", F=3, M=24), a_table("GROUND", RSA=27)))
    found = consolidate(facts, replace(OWN, is_buyer=True))
    codes = {table.code for table in found.tables}
    assert TableCode.GROUND not in codes
    assert TableCode.FINANCING not in codes
    assert shown_people(found, TableCode.SEX)["F"] is None


def money(organisations: int) -> YearFacts:
    amounts = {FundingSource.LOCAL: "48000.00", FundingSource.STATE: "34000.00", FundingSource.FSE: "14000.00",
               FundingSource.PRIVATE: "4000.00"}  # fmt: skip
    cells = [
        FinancingCell(source=source, amount_eur=Decimal(amount), posts_fte=Decimal("0.50"), organisations=organisations)
        for source, amount in amounts.items()
    ]
    return YearFacts(people=(), counts={}, financing=cells)


def test_the_financing_shows_shares_posts_and_what_a_local_euro_brings() -> None:
    found = consolidate(money(1), OWN)
    shares = {row.code: row.values[Measure.SHARE_OF_AMOUNT] for row in table_of(found, TableCode.FINANCING).rows}
    assert shares["LOCAL"] == Decimal("0.4800")
    assert shares["DEPARTMENT"] == Decimal("0.0000")
    assert table_of(found, TableCode.FINANCING).total.values[Measure.POSTS] == Decimal("2.00")
    assert figure_of(found, "fse_per_local_euro") == (Decimal("0.2917"), False)
    assert figure_of(found, "public_per_local_euro") == (Decimal("0.7083"), False)


@pytest.mark.parametrize(("organisations", "is_hidden"), [(2, True), (3, False), (4, False)])
def test_the_accounts_of_two_organisations_are_not_a_figure_of_the_region(organisations: int, is_hidden: bool) -> None:
    found = consolidate(money(organisations), replace(OWN, perimeter=BRITTANY))
    assert table_of(found, TableCode.FINANCING).total.suppressed is is_hidden
    assert figure_of(found, "fse_per_local_euro") == (None if is_hidden else Decimal("0.2917"), is_hidden)


def test_a_year_of_nothing_is_all_zeros_and_no_ratio() -> None:
    found = consolidate(facts_of([]), PUBLISHED)
    assert shown_people(found, TableCode.SEX) == {"F": 0, "M": 0, "X": 0, "U": 0}
    assert figure_of(found, "fte") == (Decimal("0.00"), False)
    assert figure_of(found, "hours_per_person") == (None, False)


def test_every_figure_shown_has_its_account_and_every_other_none() -> None:
    found = consolidate(facts_of(a_year(a_table("SEX", F=3, M=24))), PUBLISHED)
    assert {figure.value is None for figure in found.figures} == {True, False}
    for figure in found.figures:
        assert (figure.value is None) == (figure.trace is None)
        assert figure.trace is None or Decimal(figure.trace.result) == figure.value


@pytest.mark.parametrize(
    "text", ["org", "country", "region:53", "region:2A", "region:", "region", "org:53", "", "France"]
)
def test_a_perimeter_is_the_organisation_a_known_region_or_the_country(text: str) -> None:
    if text in ("org", "country", "region:53"):
        assert str(parse_perimeter(text)) == text
        return
    with pytest.raises(Unreadable) as refusal:
        parse_perimeter(text)
    assert refusal.value.code == "STA-001"
    assert [finding.field for finding in refusal.value.findings] == ["scope"]
