"""The programmes: what the file says, and what a wrong file is refused for."""

from datetime import date
from pathlib import Path

import pytest

from clause.rules.codes import RegionCategory
from clause.rules.parameter import FOLDER, PROGRAMMES_FILE, BadParameterFile
from clause.rules.programmes import load_programmes, programme_ceiling, programme_of, programmes, programmes_of
from clause.rules.reference import Confidence

TEXT = (FOLDER / PROGRAMMES_FILE).read_text(encoding="utf-8")


def test_the_three_periods_are_known() -> None:
    assert [programme.code for programme in programmes()] == ["PON_FSE_2014_2020", "REACT_EU", "PN_FSE_PLUS_2021_2027"]


def test_the_programme_of_today_has_eight_priorities_and_its_number() -> None:
    [programme] = programmes_of("2021FR05SFPR001")
    assert [priority.code for priority in programme.priorities] == list("12345678")
    assert (programme.first_day.isoformat(), programme.last_day.isoformat()) == ("2021-01-01", "2029-12-31")
    first = programme.priorities[0]
    assert programme.objectives_of(first) == ("H", "L")


def test_what_is_not_known_is_marked() -> None:
    marks = {priority.code: priority.confidence for priority in programmes()[-1].priorities}
    assert (marks["7"], marks["8"]) == (Confidence.PROBABLE, Confidence.ASSUMPTION)
    assert {programme.confidence for programme in programmes()[:2]} == {Confidence.PROBABLE}


def test_react_eu_shares_a_number_with_the_programme_that_it_belongs_to() -> None:
    assert [programme.code for programme in programmes_of("2014FR05SFOP001")] == ["PON_FSE_2014_2020", "REACT_EU"]
    found = programme_of("2014FR05SFOP001", "5")
    assert found is not None
    assert found.code == "REACT_EU"
    assert programme_of("2014FR05SFOP001", "9") is None


@pytest.mark.parametrize(
    ("priority", "category", "ceiling"),
    [
        ("1", RegionCategory.MORE_DEVELOPED, "0.40"),
        ("1", RegionCategory.TRANSITION, "0.60"),
        ("1", RegionCategory.LESS_DEVELOPED, "0.85"),
        ("1", RegionCategory.NATIONAL, "0.53"),
        ("5", RegionCategory.TRANSITION, "0.90"),
        ("6", RegionCategory.NATIONAL, "0.95"),
    ],
)
def test_some_priorities_and_national_projects_have_ceilings_of_their_own(
    priority: str, category: RegionCategory, ceiling: str
) -> None:
    programme = programmes()[-1]
    of = programme.priority(priority)
    assert of is not None
    found = programme_ceiling(programme, of, category, date(2026, 6, 30))
    assert found is not None
    assert str(found.value) == ceiling


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reference: react\n", "reference: nowhere\n", "nowhere"),
        ("ceiling: priority_max_rate_5", "ceiling: no_such_rate", "no_such_rate"),
        ("last_day: 2029-12-31", "last_day: 2019-12-31", "ends before it begins"),
        ("objectives: [H, L]", "objectives: [H, Z]", "an objective that it lacks"),
        ('code: "2", label: "Insérer', 'code: "1", label: "Insérer', "stands twice"),
        (
            "confidence: sure\n    simplified_costs: true",
            "confidence: certain\n    simplified_costs: true",
            "confidence",
        ),
        ("simplified_costs: true", "simplified: true", "simplified"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path = tmp_path / PROGRAMMES_FILE
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadParameterFile, match=message):
        load_programmes(path)
