"""The purpose that a caller gives for a reading: kept as it was meant, refused when it cannot be kept."""

import pytest

from clause.domain.access_log import purpose_of
from clause.domain.errors import Unreadable


@pytest.mark.parametrize("header", [None, "", "   ", "\t"])
def test_a_reading_without_a_purpose_has_none(header: str | None) -> None:
    assert purpose_of(header) is None


@pytest.mark.parametrize(
    ("header", "purpose"),
    [
        ("  Contrôle de service fait ", "Contrôle de service fait"),
        ("Contrôle de service fait".encode().decode("latin-1"), "Contrôle de service fait"),
        ("Audit", "Audit"),
        ("Prêt ☂", "Prêt ☂"),
    ],
)
def test_a_purpose_is_read_whether_it_was_written_in_latin_or_in_utf8(header: str, purpose: str) -> None:
    assert purpose_of(header) == purpose


def test_two_hundred_characters_are_kept_even_where_each_takes_two_bytes() -> None:
    assert purpose_of(("é" * 200).encode().decode("latin-1")) == "é" * 200


@pytest.mark.parametrize("header", ["a" * 201, "é" * 201, "Audit\x00", "Audit\nSet-Cookie", "a\u2028b"])
def test_a_purpose_that_is_too_long_or_cannot_be_printed_is_refused(header: str) -> None:
    with pytest.raises(Unreadable) as refused:
        purpose_of(header)
    assert (refused.value.code, refused.value.values) == ("OIB-005", {"most": 200})
