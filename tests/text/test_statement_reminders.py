"""Letters about statements that have not come: what they say, to whom, and that they name nobody hired."""

from datetime import date

import pytest

from clause.domain.statements_due import StatementDue
from clause.rules.codes import ReminderLevel
from clause.text.statement_reminders import write_letter
from tests.builders.hours import an_id
from tests.domain.test_statements_due import a_month, due, quarterly

TODAY = date(2026, 4, 16)


def a_due(*, is_quarter: bool = False) -> StatementDue:
    months = a_month(), a_month(lot="second", buyer="other")
    books = {**quarterly(), **quarterly("second")} if is_quarter else {}
    [found] = due(*months, on=TODAY, books=books)
    return found


@pytest.mark.parametrize("level", list(ReminderLevel))
def test_every_letter_names_the_months_the_day_and_the_sender(level: ReminderLevel) -> None:
    letter = write_letter(a_due(), level, None, "Maison de l'emploi", TODAY)
    assert "mars 2026" in letter.subject
    assert "15 avril 2026" in letter.body
    assert letter.body.endswith("Maison de l'emploi, le 16 avril 2026")
    assert "{" not in letter.subject + letter.body


def test_a_quarter_is_named_by_its_first_and_last_month() -> None:
    letter = write_letter(a_due(is_quarter=True), ReminderLevel.FIRST, None, "MDE", TODAY)
    assert "janvier 2026 à mars 2026" in letter.body


def test_a_company_learns_that_a_statement_without_hours_is_enough() -> None:
    assert "sans heures suffit" in write_letter(a_due(), ReminderLevel.SECOND, None, "MDE", TODAY).body


def test_a_buyer_reads_of_the_company_and_of_its_own_lots_only() -> None:
    both = write_letter(a_due(), ReminderLevel.FIRST, None, "MDE", TODAY)
    own = write_letter(a_due(), ReminderLevel.ESCALATION, an_id("other"), "MDE", TODAY)
    assert (both.body.count("marché 2026M1"), own.body.count("marché 2026M1")) == (2, 1)
    assert "Bâti Nord" in own.subject
