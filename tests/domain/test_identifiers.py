"""Identifiers as real publishers typed them, and the arithmetic at its edges."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.errors import Refused, Unreadable
from clause.domain.identifiers import (
    IdentifierKind,
    SiretReading,
    SiretVerdict,
    parse_siret,
    read_identifier,
    read_siret,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "identifiers" / "siret-vectors.csv"

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def shape_of(reading: SiretReading) -> str:
    """The `shape` column of the vectors, said from a reading."""
    if reading.verdict is SiretVerdict.INVALID_SHAPE:
        return f"bad-shape({len(reading.cleaned)})"
    if len(reading.cleaned) == 9:
        return "siren-only"
    return "ok" if reading.raw == reading.cleaned else "ok-after-cleaning"


def test_every_vector_of_the_shared_file_classifies_as_marked() -> None:
    if not VECTORS.exists():
        pytest.skip(f"shared data absent: {VECTORS.name}")
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    readings = [read_siret(row["raw"]) for row in rows]
    assert len(rows) == 312
    assert [(r.raw, r.verdict, shape_of(r)) for r in readings] == [(v["raw"], v["verdict"], v["shape"]) for v in rows]


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        ("35600000009075", SiretVerdict.VALID_LA_POSTE),
        ("35600000009076", SiretVerdict.INVALID_LUHN),
        ("35600000009074", SiretVerdict.INVALID_LUHN),
        ("356 000 000 09075", SiretVerdict.VALID_AFTER_CLEANING),
        ("35600000000048", SiretVerdict.VALID),
        ("35600000000055", SiretVerdict.VALID),
        ("356000000", SiretVerdict.SIREN_VALID),
    ],
)
def test_la_poste_is_valid_by_luhn_or_by_a_digit_sum_that_is_a_multiple_of_five(raw: str, verdict: str) -> None:
    assert read_siret(raw).verdict == verdict


@pytest.mark.parametrize("zeros", ["000000000", "00000000000000", "000 000 000 00000"])
def test_zeros_pass_luhn_and_still_name_nobody(zeros: str) -> None:
    reading = read_siret(zeros)
    assert (reading.verdict, reading.siret, reading.siren) == (SiretVerdict.ALL_ZEROS, None, None)


def test_two_digits_swapped_are_caught() -> None:
    assert read_siret("20003452800014").siret == "20003452800014"
    assert read_siret("20003452800041").siret is None


@pytest.mark.parametrize("without_its_zero", ["3883430500028", "1085034200026", 3883430500028])
def test_a_lost_zero_is_not_put_back(without_its_zero: object) -> None:
    assert read_siret(without_its_zero).verdict is SiretVerdict.INVALID_SHAPE


@pytest.mark.parametrize("raw", [None, "", " \t\u00a0", True, "-"])
def test_nothing_given_is_missing_and_not_wrong(raw: object) -> None:
    assert read_siret(raw).verdict is SiretVerdict.MISSING


@pytest.mark.parametrize("raw", ["44189140500017", 44189140500017, " 441.891.405\u00a000017\ufeff"])
def test_separators_and_the_json_type_do_not_matter(raw: object) -> None:
    assert read_siret(raw).siret == "44189140500017"


def test_figures_of_other_scripts_are_no_siret() -> None:
    assert read_siret("４４１８９１４０５０００１７").verdict is SiretVerdict.INVALID_SHAPE


def test_a_very_long_text_is_kept_only_in_part() -> None:
    reading = read_siret("1" * 5000)
    assert (len(reading.raw), len(reading.cleaned)) == (200, 200)
    assert read_siret(10**5000).verdict is SiretVerdict.INVALID_SHAPE


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ("SIRET", IdentifierKind.SIRET),
        ("Siret", IdentifierKind.SIRET),
        (" siret ", IdentifierKind.SIRET),
        ("TVA", IdentifierKind.TVA),
        ("TVA_INTRACOMMUNAUTAIRE", IdentifierKind.TVA),
        ("HORS_UE", IdentifierKind.HORS_UE),
        ("HORS-UE", IdentifierKind.HORS_UE),
        ("hors ue", IdentifierKind.HORS_UE),
        ("FRW", IdentifierKind.FRWF),
        ("FRWF", IdentifierKind.FRWF),
        ("RIDET", IdentifierKind.RIDET),
        ("TAHITI", IdentifierKind.TAHITI),
        ("IREP", IdentifierKind.IREP),
        ("UE", IdentifierKind.UE),
        ("RCS", IdentifierKind.UNKNOWN),
        (["SIRET"], IdentifierKind.UNKNOWN),
    ],
)
def test_registers_are_known_under_their_spellings(spelling: object, kind: str) -> None:
    assert read_identifier(spelling, "ABC 1").kind == kind


def test_only_the_register_siret_carries_a_siret_reading() -> None:
    assert read_identifier("TVA", "de 814 864 138").model_dump() == {
        "kind": "TVA",
        "value": "DE814864138",
        "siret": None,
        "raw_kind": "TVA",
    }


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("81809944200019", IdentifierKind.SIRET),
        ("50024529800026", IdentifierKind.SIRET),
        ("433900834", IdentifierKind.SIRET),
        ("DE814864138", IdentifierKind.UNKNOWN),
        ("", IdentifierKind.UNKNOWN),
    ],
)
def test_an_unnamed_register_is_siret_when_the_value_looks_like_one(value: str, kind: str) -> None:
    assert read_identifier("", value).kind == kind


@pytest.mark.parametrize(
    ("raw", "code", "kind"),
    [
        ("", "IDN-001", Unreadable),
        ("4418914050001", "IDN-001", Unreadable),
        ("00000000000000", "IDN-001", Unreadable),
        ("433900834", "IDN-002", Unreadable),
        ("420893502", "IDN-002", Unreadable),
        ("44189140500018", "IDN-003", Refused),
    ],
)
def test_a_typed_siret_is_refused_with_what_is_wrong(raw: str, code: str, kind: type[Exception]) -> None:
    with pytest.raises(kind) as refusal:
        parse_siret(raw)
    assert getattr(refusal.value, "code", None) == code


def test_a_typed_siret_comes_back_without_its_spaces() -> None:
    assert parse_siret(" 802 684 969 000 16 ") == "80268496900016"


@given(ANYTHING, ANYTHING)
def test_no_value_whatever_makes_the_reading_fail(kind: object, value: object) -> None:
    reading = read_identifier(kind, value)
    found = read_siret(value).siret
    assert found is None or (len(found) == 14 and found.isascii() and found.isdigit())
    assert (reading.siret is not None) == (reading.kind is IdentifierKind.SIRET)
    assert IdentifierKind(reading.model_dump(mode="json")["kind"]) is reading.kind
