"""What the PDF of a month names of each operation: the letter of that month, or that there is none any more."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.timesheet_document import TimesheetMission, missions_of
from clause.rules.cost_codes import CostMethod
from tests.builders.claim_inputs import a_letter, an_operation

FIRST = an_operation().model_copy(update={"number": "1", "title": "Insertion"})
SECOND = FIRST.model_copy(update={"id": UUID(int=77), "number": "2", "title": "Emploi"})


def test_each_operation_stands_with_its_letter_in_the_order_of_their_numbers() -> None:
    letter = a_letter("P1", CostMethod.M1, time_share="0.50").model_copy(update={"last_day": date(2025, 12, 31)})
    with_letter = TimesheetMission(
        operation_id=FIRST.id,
        number="1",
        title="Insertion",
        programme_cci="2021FR05SFPR001",
        method=CostMethod.M1,
        time_share=Decimal("0.50"),
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
    )
    without = TimesheetMission(
        operation_id=SECOND.id,
        number="2",
        title="Emploi",
        programme_cci="2021FR05SFPR001",
        method=None,
        time_share=None,
        first_day=None,
        last_day=None,
    )
    assert missions_of([SECOND, FIRST], [letter]) == (with_letter, without)
