"""Alerts as people read them."""

import pytest

from clause.text.readable import readable_sentence
from tests.documents.reading import plain


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("ALR-001", {"elapsed_share": "0.2500", "hours_missing": "1234.50"}, "une part de 25,00 % de l’exécution"),
        ("ALR-001", {"elapsed_share": "0.2500", "hours_missing": "1234.50"}, "il manque 1 234,50 h"),
        (
            "ALR-003",
            {"periods_overdue": "2", "first_due_on": "2026-11-15"},
            "2 relevés d’heures n’ont pas été",
        ),
        (
            "ALR-003",
            {"periods_overdue": "1", "first_due_on": "2026-11-15"},
            "1 relevé d’heures n’a pas été transmis ; il",
        ),
        ("ALR-003", {"periods_overdue": "2", "first_due_on": "2026-11-15"}, "était dû le 15/11/2026"),
        ("ALR-006", {"credited": "110.00", "owed": "100.00", "surplus": "10.00"}, "un excédent de 10,00 h"),
    ],
)
def test_figures_and_days_are_written_in_french(code: str, values: dict[str, str], expected: str) -> None:
    assert expected in plain(readable_sentence(code, values))
