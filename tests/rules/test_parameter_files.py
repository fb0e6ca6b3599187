"""Dated values: every one says where it comes from, and a wrong file is refused before it gives a figure."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from clause.rules.codes import Cadence, Sector
from clause.rules.errors import Reason, UnknownValue
from clause.rules.obligation import sector_defaults
from clause.rules.parameter import (
    BadParameterFile,
    ParameterValue,
    all_parameters,
    load_parameters,
    value_in_force,
)
from clause.rules.quantities import Rounding, Unit
from clause.rules.reference import Confidence, LegalReference

GOOD = """
waiting_time:
  meaning: Months to wait.
  unit: month
  checked_on: 2026-01-15
  values:
    2024-01-01: {value: 6, confidence: sure, reference: {text: A text, article: "1"}}
    2021-01-01: {value: 3, confidence: assumption, reference: {text: A text, source: read about}}
"""


def with_value(unit: str, value: str) -> str:
    lines = (
        GOOD.replace("unit: month", f"unit: {unit}").replace("value: 6", f"value: {value}").splitlines(keepends=True)
    )
    return "".join(line for line in lines if "2021-01-01" not in line)


def every_value() -> list[ParameterValue]:
    return [value for parameter in all_parameters().values() for value in parameter.values]


def test_every_parameter_has_a_meaning_a_unit_and_a_day_of_checking() -> None:
    for parameter in all_parameters().values():
        assert parameter.meaning.strip()
        assert parameter.unit in Unit
        assert date(2026, 1, 1) <= parameter.checked_on


def test_every_value_has_a_reference_that_says_where_and_how_sure_it_is() -> None:
    assert len(every_value()) >= 30
    for value in every_value():
        assert value.reference.text.strip()
        assert value.reference.article or value.reference.link or value.reference.source, value.name
        assert value.confidence in Confidence


def test_what_the_reference_only_assumes_is_marked_as_assumed() -> None:
    today = date(2026, 11, 21)
    sure = {"flat_rate_p40", "sco_threshold", "final_claim_months", "region_max_rate_transition", "fte_hours"}
    assumed = {"eligibility_duration", "rounding_obligation_hours", "resource_test_on_interim", "statement_cadence"}
    assert {value_in_force(name, today).confidence for name in sure} == {Confidence.SURE}
    assert {value_in_force(name, today).confidence for name in assumed} == {Confidence.ASSUMPTION}
    assert value_in_force("retention_years", today).confidence is Confidence.PROBABLE


def test_values_known_from_the_texts() -> None:
    today = date(2026, 11, 21)
    assert value_in_force("sco_threshold", today).decimal(Unit.EURO) == Decimal("200000.00")
    assert value_in_force("final_claim_months", today).whole(Unit.MONTH) == 6
    assert value_in_force("retention_years", today).whole(Unit.YEAR) == 5
    assert value_in_force("statement_cadence", today).cadence() is Cadence.MONTHLY
    assert value_in_force("statement_due_day", today).whole(Unit.DAY_OF_MONTH) == 15
    assert value_in_force("fte_hours", today).decimal(Unit.HOUR) == Decimal("1600.00")
    assert value_in_force("resource_test_on_interim", today).flag() is False
    assert value_in_force("rounding_eu_share", today).rounding(Unit.EURO_ROUNDING) is Rounding.TRUNCATED_CENTS


def test_each_sector_has_usual_values_where_any_is_known() -> None:
    found = {sector: sector_defaults(sector, date(2026, 1, 1)) for sector in Sector}
    shares = {sector: default.labour_share and default.labour_share.value for sector, default in found.items()}
    costs = {
        sector: default.loaded_hourly_cost and default.loaded_hourly_cost.value for sector, default in found.items()
    }
    assert shares == {
        Sector.BUILDING: Decimal("0.50"),
        Sector.INDOOR_PAINTING: Decimal("0.70"),
        Sector.MASONRY: Decimal("0.50"),
        Sector.METAL_FRAME: Decimal("0.20"),
        Sector.CLEANING: Decimal("0.80"),
        Sector.DIGITAL: None,
    }
    assert costs[Sector.BUILDING] == costs[Sector.METAL_FRAME] == Decimal("30.00")
    assert (costs[Sector.CLEANING], costs[Sector.DIGITAL]) == (Decimal("20.00"), Decimal("20.04"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD)
    return tmp_path


def test_the_value_in_force_is_the_latest_that_had_begun() -> None:
    parameter = all_parameters()["flat_rate_p40"]
    first = parameter.values[0].version_date
    assert value_in_force("flat_rate_p40", first).version_date == first
    assert value_in_force("flat_rate_p40", first + timedelta(days=1)).value == Decimal("0.40")
    with pytest.raises(LookupError) as refusal:
        value_in_force("flat_rate_p40", first - timedelta(days=1))
    assert isinstance(refusal.value, UnknownValue)
    assert refusal.value.reason is Reason.NOT_IN_FORCE
    assert refusal.value.values == {"name": "flat_rate_p40", "on": "2020-12-31", "first": "2021-01-01"}


def test_a_later_value_takes_over_on_its_first_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_parameters(folder)
    monkeypatch.setattr("clause.rules.parameter.all_parameters", lambda: loaded)
    days = [date(2021, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2030, 1, 1)]
    assert [value_in_force("waiting_time", day).value for day in days] == [3, 3, 6, 6]
    assert value_in_force("waiting_time", days[0]).reference == LegalReference(text="A text", source="read about")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownValue, match="UNKNOWN_NAME"):
        value_in_force("flat_rate_p41", date(2026, 1, 1))


def test_a_value_cannot_be_read_as_another_unit() -> None:
    rate = value_in_force("flat_rate_p40", date(2026, 1, 1))
    with pytest.raises(TypeError, match="is in rate, read as hour"):
        rate.decimal(Unit.HOUR)
    with pytest.raises(TypeError):
        rate.flag()
    with pytest.raises(TypeError):
        value_in_force("rounding_eu_share", date(2026, 1, 1)).rounding(Unit.HOUR_ROUNDING)
    with pytest.raises(TypeError):
        value_in_force("resource_test_on_interim", date(2026, 1, 1)).whole(Unit.MONTH)


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("rate", '"1.01"'),
        ("rate", "0.4"),
        ("rate", '"40 %"'),
        ("rate", '"-0.4"'),
        ("rate", '"NaN"'),
        ("hour", '"10"'),
        ("euro", '"10.5"'),
        ("euro_per_hour", "30"),
        ("month", '"6"'),
        ("month", "6.5"),
        ("month", "-1"),
        ("month", "1201"),
        ("day", "36601"),
        ("year", "101"),
        ("month", "true"),
        ("day_of_month", "0"),
        ("day_of_month", "32"),
        ("yes_no", "1"),
        ("yes_no", '"no"'),
        ("euro_rounding", "WHOLE_HOURS_FLOOR"),
        ("hour_rounding", "TRUNCATED_CENTS"),
        ("hour_rounding", "floor"),
        ("cadence", "WEEKLY"),
        ("brackets", "[]"),
        ("brackets", '{amount_from: "1.00", hours: "1.00"}'),
        ("brackets", '[{amount_from: "1.00", hours: 1}]'),
        ("brackets", '[{amount_from: "1.00"}]'),
        ("brackets", '[{amount_from: "2.00", hours: "1.00"}, {amount_from: "2.00", hours: "3.00"}]'),
        ("month", "null"),
        ("ratio", '"1.00"'),
        ("fortnight", "1"),
    ],
)
def test_a_value_that_is_not_of_its_unit_is_refused(folder: Path, unit: str, value: str) -> None:
    (folder / "good.yaml").write_text(with_value(unit, value))
    with pytest.raises(BadParameterFile, match=r"good\.yaml: waiting_time"):
        load_parameters(folder)


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("rate", '"0"'),
        ("rate", '"1"'),
        ("hour", '"0.00"'),
        ("month", "0"),
        ("month", "1200"),
        ("day", "36600"),
        ("year", "100"),
        ("day_of_month", "1"),
        ("day_of_month", "31"),
        ("yes_no", "true"),
        ("hour_rounding", "HUNDREDTHS_OF_HOUR"),
        ("cadence", "HALF_YEARLY"),
    ],
)
def test_a_value_at_the_edge_of_its_unit_is_taken(folder: Path, unit: str, value: str) -> None:
    (folder / "good.yaml").write_text(with_value(unit, value))
    found = load_parameters(folder)["waiting_time"].values[0].value
    assert str(found).lower() == value.strip('"').lower()


@pytest.mark.parametrize(
    ("given", "instead"),
    [
        ("  unit: month\n", ""),
        ("  checked_on: 2026-01-15\n", ""),
        ("  meaning: Months to wait.\n", ""),
        ("meaning: Months to wait.", 'meaning: " "'),
        (', reference: {text: A text, article: "1"}', ""),
        ('{text: A text, article: "1"}', "{text: A text}"),
        ('{text: A text, article: "1"}', '{text: " ", article: "1"}'),
        ("confidence: sure, ", ""),
        ("confidence: sure", "confidence: maybe"),
        ("2024-01-01", "from 2024"),
        ("2024-01-01", "2021-01-01"),
        ("  values:", "  remark: none\n  values:"),
    ],
)
def test_an_incomplete_or_ambiguous_entry_is_refused(folder: Path, given: str, instead: str) -> None:
    assert given in GOOD
    (folder / "good.yaml").write_text(GOOD.replace(given, instead))
    with pytest.raises(BadParameterFile, match=r"good\.yaml"):
        load_parameters(folder)


def test_a_parameter_without_a_value_is_refused(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD.split("  values:")[0] + "  values: {}\n")
    with pytest.raises(BadParameterFile, match="one dated value"):
        load_parameters(folder)


def test_a_name_in_two_files_is_refused(folder: Path) -> None:
    (folder / "other.yaml").write_text(GOOD)
    with pytest.raises(BadParameterFile, match=r"other\.yaml: waiting_time is already in another file"):
        load_parameters(folder)


def test_a_name_twice_in_one_file_is_refused(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD + GOOD)
    with pytest.raises(BadParameterFile, match="waiting_time stands twice"):
        load_parameters(folder)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [", "just words"])
def test_a_file_that_is_no_list_of_parameters_is_refused(folder: Path, text: str) -> None:
    (folder / "good.yaml").write_text(text)
    with pytest.raises(BadParameterFile, match=r"good\.yaml"):
        load_parameters(folder)
