"""What a claim meets of its operation's participants."""

from datetime import date

import pytest

from clause.domain.checks.claims.participants_are_complete import participants_are_complete
from clause.domain.findings import Severity
from clause.domain.operation_participants import ContactData
from tests.domain.test_operation_participants import LEFT, a_person, computed


def met(indicators: object, today: date) -> list[tuple[str, Severity]]:
    found = participants_are_complete(indicators, today)  # type: ignore[arg-type]
    return [(finding.code, finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 3), ("IND-131", Severity.WARNING)),
        (date(2026, 6, 4), ("IND-131", Severity.WARNING)),
        (date(2026, 6, 5), ("IND-130", Severity.BLOCKING)),
    ],
)
def test_a_missing_exit_stops_the_claim_from_the_day_after_its_last_day(
    today: date, expected: tuple[str, Severity]
) -> None:
    many = [a_person(number) for number in range(2, 5)]
    found = computed(a_person(exit_on=date(2026, 5, 4)), *many, on=date(2026, 5, 31))
    assert met(found, today) == [expected]


def test_complete_participants_are_met_with_nothing() -> None:
    found = computed(a_person(exit_on=date(2026, 5, 4), exit=LEFT), on=date(2026, 5, 31))
    assert met(found, date(2026, 12, 1)) == []


def test_gaps_and_questionnaires_are_warned_of() -> None:
    found = computed(a_person(contact=ContactData()), a_person(2, questionnaire_on=None), on=date(2026, 5, 31))
    assert met(found, date(2026, 6, 1)) == [("IND-132", Severity.WARNING), ("IND-133", Severity.WARNING)]


def test_an_operation_without_indicators_is_met_with_nothing() -> None:
    assert met(None, date(2026, 6, 1)) == []
