"""Figures and dates as French readers write them."""

from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.text import formats

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "words", "figures"),
    [
        (date(2026, 11, 21), "21 novembre 2026", "21/11/2026"),
        (date(2026, 11, 30), "30 novembre 2026", "30/11/2026"),
        (date(2026, 12, 1), "1er décembre 2026", "01/12/2026"),
        (date(2026, 12, 2), "2 décembre 2026", "02/12/2026"),
        (date(2026, 8, 11), "11 août 2026", "11/08/2026"),
        (date(2024, 2, 29), "29 février 2024", "29/02/2024"),
    ],
)
def test_a_day_in_words_and_in_figures(value: date, words: str, figures: str) -> None:
    assert formats.day(value) == words
    assert formats.short_day(value) == figures


def test_a_month_has_a_name_in_lower_case() -> None:
    assert formats.month(date(2026, 8, 31)) == "août 2026"


@pytest.mark.parametrize(
    ("month", "words"), [(3, "de mars 2026"), (4, "d’avril 2026"), (8, "d’août 2026"), (10, "d’octobre 2026")]
)
def test_de_is_elided_before_a_vowel(month: int, words: str) -> None:
    assert formats.of_month(date(2026, month, 1)) == words
    assert formats.elided(f"Relevé de {formats.month(date(2026, month, 1))} de Odile") == f"Relevé {words} de Odile"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0,00"),
        ("-0.00", "0,00"),
        ("0.01", "0,01"),
        ("999.99", "999,99"),
        ("1000", f"1{NARROW}000,00"),
        ("1234.5", f"1{NARROW}234,50"),
        ("-1234567.89", f"-1{NARROW}234{NARROW}567,89"),
        (f"12{'345' * 9}.01", f"12{(NARROW + '345') * 9},01"),
    ],
)
def test_hours_and_euros_have_two_decimals_and_grouped_thousands(value: str, expected: str) -> None:
    assert formats.bare_hours(Decimal(value)) == expected
    assert formats.hours(Decimal(value)) == f"{expected}{WIDE}h"
    assert formats.euros(Decimal(value)) == f"{expected}{WIDE}€"


@pytest.mark.parametrize("value", ["0.001", "833.333", "-0.005"])
def test_no_cent_and_no_minute_is_rounded_away_in_silence(value: str) -> None:
    for shown in (formats.hours, formats.euros, formats.bare_hours):
        with pytest.raises(ValueError, match="two decimals"):
            shown(Decimal(value))


@pytest.mark.parametrize("value", [1.5, 1, "1.50", None])
def test_a_figure_that_is_not_a_decimal_is_refused(value: object) -> None:
    for shown in (formats.hours, formats.euros, formats.rate, formats.decimal):
        with pytest.raises(TypeError, match="Decimal"):
            shown(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_cannot_be_shown(value: str) -> None:
    for shown in (formats.hours, formats.euros, formats.rate, formats.decimal):
        with pytest.raises(ValueError, match="not a number"):
            shown(Decimal(value))


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.6000", 2, "60,00"),
        ("0.4386", 2, "43,86"),
        ("0.4386274773", 4, "43,8627"),
        ("0.4", 0, "40"),
        ("0.00004", 2, "0,00"),
        ("0.00005", 2, "0,01"),
        ("0.00006", 2, "0,01"),
        ("1.1579", 2, "115,79"),
        ("12.3456", 2, f"1{NARROW}234,56"),
        ("0", 2, "0,00"),
        ("-0.00001", 2, "0,00"),
        ("-0.00005", 2, "-0,01"),
    ],
)
def test_a_fraction_is_shown_as_a_percentage_half_up(value: str, decimals: int, expected: str) -> None:
    assert formats.rate(Decimal(value), decimals) == f"{expected}{WIDE}%"


def test_a_count_has_no_decimals() -> None:
    assert formats.count(0) == "0"
    assert formats.count(1_234_567) == f"1{NARROW}234{NARROW}567"


def test_a_trace_shows_all_decimals() -> None:
    assert formats.decimal(Decimal("833.3333")) == "833,3333"
    assert formats.decimal(Decimal("1E+3")) == f"1{NARROW}000"
    assert formats.decimal(Decimal("0.60")) == "0,60"


def test_a_siret_is_read_in_groups_and_anything_else_is_left_alone() -> None:
    assert formats.siret("99000001200017") == WIDE.join(("990", "000", "012", "00017"))
    assert formats.siret("BE0123456789") == "BE0123456789"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**30), max_value=10**30))
def test_a_shown_amount_reads_back_to_the_cent_whatever_the_ambient_precision(value: Decimal) -> None:
    with localcontext() as context:
        context.prec = 5
        shown = formats.euros(value)
    figures = shown.removesuffix(f"{WIDE}€").replace(NARROW, "").replace(",", ".")
    assert Decimal(figures) == value


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "0"), (1, "1"), (12_000, "12"), (999_999, f"1{NARROW}000"), (1_000_000, "1"), (1_210_000, "1,3")],
)
def test_a_size_is_rounded_up(size: int, expected: str) -> None:
    assert formats.file_size(size) == f"{expected}{WIDE}{'ko' if size < 1_000_000 else 'Mo'}"


@pytest.mark.parametrize(
    ("month", "name"),
    [
        (1, "janvier"),
        (2, "février"),
        (3, "mars"),
        (4, "avril"),
        (5, "mai"),
        (6, "juin"),
        (7, "juillet"),
        (8, "août"),
        (9, "septembre"),
        (10, "octobre"),
        (11, "novembre"),
        (12, "décembre"),
    ],
)
def test_each_month_has_its_name(month: int, name: str) -> None:
    assert formats.month(date(1999, month, 28)) == f"{name} 1999"
    assert formats.day(date(1999, month, 28)) == f"28 {name} 1999"
    assert formats.day(date(2031, month, 1)) == f"1er {name} 2031"
    assert formats.short_day(date(1999, month, 1)) == f"01/{month:02d}/1999"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (1, "dim. 1"),  # 1 February 2026 was a Sunday
        (2, "lun. 2"),
        (3, "mar. 3"),
        (4, "mer. 4"),
        (12, "jeu. 12"),
        (20, "ven. 20"),
        (28, "sam. 28"),
    ],
)
def test_each_day_of_the_week_is_shortened_as_in_french(day: int, expected: str) -> None:
    assert formats.day_of_week(date(2026, 2, day)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (9, "9"),
        (999, "999"),
        (1_000, f"1{NARROW}000"),
        (-1_000, f"-1{NARROW}000"),
        (12_345, f"12{NARROW}345"),
        (123_456, f"123{NARROW}456"),
        (99_999_999_999_999, f"99{NARROW}999{NARROW}999{NARROW}999{NARROW}999"),
    ],
)
def test_thousands_stand_apart_from_the_first_one_on(value: int, expected: str) -> None:
    assert formats.count(value) == expected
    assert formats.bare_hours(Decimal(value)) == f"{expected},00"
    assert formats.euros(Decimal(value)) == f"{expected},00{WIDE}€"
