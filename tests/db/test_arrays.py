"""Many values of one argument, written as one text, come back as they were."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.db import sql

pytestmark = pytest.mark.usefixtures("transaction")

A, B = UUID(int=1), UUID(int=2**128 - 1)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("uuid", [A, None, B]),
        ("int", [0, -7, None, 2**31 - 1]),
        ("date", [date(1, 1, 1), None, date(9999, 12, 31)]),
        ("numeric", [Decimal("0.10"), None, Decimal("-1E+2"), Decimal("99999999.99")]),
        ("text", ["NULL", None, "", 'a "quoted", {braced} \\ text', "é\n\t"]),
        ("jsonb", ['{"a": "b, c"}', None, "[]"]),
        ("timestamptz", [None]),
    ],
)
async def test_an_array_says_what_its_values_say(kind: str, values: list[Any]) -> None:
    place = sql.array_places(1, [kind])
    rows = await sql.fetch(
        f"SELECT v FROM unnest({place}) WITH ORDINALITY w (v, n) ORDER BY n", sql.array_of(values, kind)
    )
    assert [row["v"] for row in rows] == values
