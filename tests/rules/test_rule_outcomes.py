"""When situations fall due, which of them are lasting, and the levels of education that statistics show."""

from datetime import date

import pytest

from clause.rules.outcomes import Outcome, OutcomePoint, is_lasting, outcome_due_on
from clause.rules.profiles import EducationBand, EducationLevel, education_band


@pytest.mark.parametrize(
    ("last_day", "point", "due_on"),
    [
        (date(2026, 3, 31), OutcomePoint.EXIT, date(2026, 3, 31)),
        (date(2026, 3, 31), OutcomePoint.M3, date(2026, 6, 30)),
        (date(2026, 3, 31), OutcomePoint.M6, date(2026, 9, 30)),
        (date(2026, 3, 31), OutcomePoint.M12, date(2027, 3, 31)),
        (date(2027, 2, 28), OutcomePoint.M12, date(2028, 2, 28)),
        (date(2028, 2, 29), OutcomePoint.M12, date(2029, 2, 28)),
    ],
)
def test_a_situation_is_due_the_same_day_some_months_later(last_day: date, point: OutcomePoint, due_on: date) -> None:
    assert outcome_due_on(last_day, point) == due_on


def test_lasting_are_a_cdi_a_cdd_of_more_than_six_months_and_a_business_created() -> None:
    lasting = {outcome for outcome in Outcome if is_lasting(outcome)}
    assert lasting == {Outcome.CDI, Outcome.CDD_GT_6M, Outcome.BUSINESS_CREATION}


def test_every_education_code_has_its_level() -> None:
    levels = {level.value: education_band(level) for level in EducationLevel}
    assert levels == {
        **dict.fromkeys(("00", "01", "50", "60", "70"), EducationBand.BELOW_3),
        "51": EducationBand.LEVEL_3,
        **dict.fromkeys(("40", "41"), EducationBand.LEVEL_4),
        **dict.fromkeys(("10", "20", "30"), EducationBand.LEVEL_5_AND_ABOVE),
    }
