"""Codes of a telephone as people type them, and keys as they read them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from clause.domain.second_factor import SecondFactor, is_from_telephone, plain_code, shown_key

AT = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("123 456", "123456"), (" 12-34‑56\t", "123456"), ("abcd efgh", "ABCDEFGH"), ("1\u202f2\u00a03", "123"), ("", "")],
)
def test_a_code_is_read_without_its_spaces_and_dashes_in_capitals(typed: str, plain: str) -> None:
    assert plain_code(typed) == plain


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("123456", True), ("12345", False), ("1234567", False), ("12345A", False), ("١٢٣٤٥٦", False), ("", False)],
)
def test_a_telephone_makes_six_digits(code: str, is_one: bool) -> None:
    assert is_from_telephone(code) is is_one


@pytest.mark.parametrize(("key", "shown"), [("ABCDEFGH", "ABCD EFGH"), ("ABCDE", "ABCD E"), ("ABC", "ABC"), ("", "")])
def test_a_key_is_read_in_groups_of_four(key: str, shown: str) -> None:
    assert shown_key(key) == shown
    assert plain_code(shown) == key


@pytest.mark.parametrize(("confirmed_at", "is_on"), [(None, False), (AT, True)])
def test_a_code_is_asked_for_once_the_telephone_has_shown_one(confirmed_at: datetime | None, is_on: bool) -> None:
    factor = SecondFactor(user_id=UUID(int=1), secret="S", last_step=0, created_at=AT, confirmed_at=confirmed_at)
    assert factor.is_on is is_on
