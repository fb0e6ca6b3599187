"""People: ages and namesakes."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.participants import (
    Participant,
    ParticipantFacts,
    Sex,
    age_on,
    check_facts,
    namesakes,
)

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, tzinfo=UTC)


def facts(first_name: str = "Amina", last_name: str = "Berthier", born: date = date(1994, 3, 8)) -> ParticipantFacts:
    return ParticipantFacts(first_name=first_name, last_name=last_name, birth_date=born, sex=Sex.F)


def person(known: ParticipantFacts) -> Participant:
    return Participant(**dict(known), id=UUID(int=1), facilitator_org_id=UUID(int=2), created_at=AT, version=1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 6, 16), TODAY, 25),
        (date(2000, 6, 15), TODAY, 26),
        (date(2000, 6, 14), TODAY, 26),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
    ],
)
def test_a_year_is_lived_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "possible"),
    [
        (date(2012, 6, 16), False),
        (date(2012, 6, 15), True),
        (date(2012, 6, 14), True),
        (date(1926, 6, 16), True),
        (date(1926, 6, 15), False),
        (date(2027, 1, 1), False),
        (date(1, 1, 1), False),
    ],
)
def test_ages_from_14_to_99_are_possible(born: date, possible: bool) -> None:
    if possible:
        check_facts(facts(born=born), TODAY)
    else:
        with pytest.raises(Refused) as refusal:
            check_facts(facts(born=born), TODAY)
        assert refusal.value.code == "PAR-010"
        assert born.isoformat() not in str(refusal.value.values)


@pytest.mark.parametrize(
    ("first_name", "last_name", "born", "same"),
    [
        ("Amina", "Berthier", date(1994, 3, 8), True),
        ("AMINA", "berthier", date(1994, 3, 8), True),
        ("Amína", "Ber-thier", date(1994, 3, 8), True),
        ("Amina", "Berthier", date(1994, 3, 9), False),
        ("Amine", "Berthier", date(1994, 3, 8), False),
        ("Berthier", "Amina", date(1994, 3, 8), False),
    ],
)
def test_who_is_taken_for_the_same_person(first_name: str, last_name: str, born: date, same: bool) -> None:
    found = namesakes(facts(first_name, last_name, born), [person(facts())])
    assert bool(found) is same
    assert all("Berthier" not in str(finding) for finding in found)


def test_a_namesake_is_a_warning_that_tells_only_which_file() -> None:
    warning = Finding(code="PAR-020", severity=Severity.WARNING, field="last_name", values={"id": str(UUID(int=1))})
    assert namesakes(facts(), [person(facts())]) == (warning,)


def test_a_correction_changes_what_it_names_and_nothing_else() -> None:
    corrected = facts().corrected({"last_name": "Berthier-Morel", "postal_code": "03000"})
    assert corrected == ParticipantFacts(
        first_name="Amina", last_name="Berthier-Morel", birth_date=date(1994, 3, 8), sex=Sex.F, postal_code="03000"
    )
