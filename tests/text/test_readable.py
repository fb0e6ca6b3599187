"""Values of messages in French form."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.calendar import Month
from clause.text.readable import readable, readable_sentence


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-05-04", "04/05/2026"),
        ("2026-05", "mai 2026"),
        ("7.50", "7,50"),
        ("-0.5", "-0,5"),
        ("2026-05-04, 2026-05-05", "04/05/2026, 05/05/2026"),
        ("2026-13-04", "2026-13-04"),
        ("2026-13", "2026-13"),
        ("F-2026-05", "F-2026-05"),
        (date(2026, 5, 4), "04/05/2026"),
        (Month(2026, 5), "mai 2026"),
        (Decimal("7.50"), "7,50"),
        (12, 12),
    ],
)
def test_days_months_and_decimals_are_written_in_french(value: object, expected: object) -> None:
    assert readable(value) == expected


def test_a_sentence_has_its_values_in_french() -> None:
    told = readable_sentence("TIM-104", {"day": "2026-05-04", "raw": "11.00", "bound": "10.00"})
    assert told == "Le 04/05/2026 compte 11,00 h, plus de 10,00 h\u00a0: vérifiez."
