"""The canonical text of a published record, what tells records apart, and how a record reads."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.decp import Holder, Reading, canonical_json, content_hash, match_key, reading_of
from clause.domain.findings import Finding, Severity
from clause.domain.identifiers import IdentifierKind, IdentifierReading


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (Decimal("12.50"), "12.5"),
        (Decimal("100"), "100"),
        (Decimal("100.00"), "100"),
        (Decimal("0.050"), "0.05"),
        (Decimal("-0.0"), "0"),
        (Decimal("-1.50"), "-1.5"),
        (Decimal("1E+3"), "1000"),
        ('é\n"', '"é\\n\\""'),
        ([1, "a", None], '[1,"a",null]'),
        ({"b": 1, "a": [Decimal("2.0")]}, '{"a":[2],"b":1}'),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_equal_values_have_one_text(value: object, text: str) -> None:
    assert canonical_json(value) == text


def test_a_float_has_no_text() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json({"a": [1.5]})


def test_a_content_is_known_by_its_sha_256() -> None:
    # The known answer for these three letters.
    assert content_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def holder(number: str) -> Holder:
    return Holder(identifier=IdentifierReading.model_construct(kind=IdentifierKind.SIRET, value=number))


def test_records_of_one_contract_are_told_apart_by_holders_amount_and_day() -> None:
    """Holders in any order; cents written or not; what is not told is not zero."""
    first, second, on = holder("1"), holder("2"), date(2026, 1, 15)
    key = match_key((first, second), Decimal("100"), on)
    assert match_key((second, first), Decimal("100.00"), on) == key
    others = {
        match_key((first,), Decimal("100"), on),
        match_key((first, second), Decimal("100.01"), on),
        match_key((first, second), None, on),
        match_key((first, second), Decimal("0"), on),
        match_key((first, second), Decimal("100"), date(2026, 1, 16)),
        match_key((first, second), Decimal("100"), None),
    }
    assert len(others | {key}) == 7


@pytest.mark.parametrize(
    ("severities", "reading"),
    [
        ((), Reading.READABLE),
        ((Severity.INFO,), Reading.READABLE),
        ((Severity.INFO, Severity.WARNING), Reading.REVIEW),
    ],
)
def test_a_record_that_deserves_a_look_is_to_review(severities: tuple[Severity, ...], reading: Reading) -> None:
    found = tuple(Finding(code="DEC-401", severity=severity, field="montant") for severity in severities)
    assert reading_of(found) is reading
