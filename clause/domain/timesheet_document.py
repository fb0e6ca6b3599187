"""What the PDF of a month of time shows, frozen: who, under which contract, for which operations, day by day, signed.

Hours not worked stand by day without their reason: the document goes to the intermediate body.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.certificates import FrozenContent, Party, ShownText, TwoDecimals
from clause.domain.operations import Assignment, Operation
from clause.domain.timesheet_record import TimesheetRecord
from clause.rules.cost_codes import CostMethod


class TimesheetMission(FrozenContent):
    """An operation of the month, and the mission letter under which the person worked for it."""

    operation_id: UUID
    number: ShownText
    title: ShownText
    programme_cci: ShownText
    method: CostMethod | None
    time_share: Decimal | None
    first_day: date | None
    last_day: date | None

    @classmethod
    def of(cls, operation: Operation, letter: Assignment | None) -> "TimesheetMission":
        """The operation with the letter in force in the month, None where there is none any more."""
        return cls(
            operation_id=operation.id,
            number=operation.number,
            title=operation.title,
            programme_cci=operation.programme_cci,
            method=letter.method if letter else None,
            time_share=letter.time_share if letter else None,
            first_day=letter.first_day if letter else None,
            last_day=letter.last_day if letter else None,
        )


class Reopening(FrozenContent):
    """When the month was opened again, and why."""

    on: date
    reason: ShownText


class TimesheetDocument(FrozenContent):
    """Everything one PDF of a month shows; the names are those of who signed."""

    employer: Party
    person_name: ShownText
    function: ShownText
    working_time_share: Decimal
    weekly_hours: TwoDecimals
    manager_name: ShownText
    missions: tuple[TimesheetMission, ...]
    record: TimesheetRecord
    reopenings: tuple[Reopening, ...]
    signed_on: date
    approved_on: date
    eu_mention: ShownText = "Cofinancé par l’Union européenne"


def missions_of(operations: Iterable[Operation], letters: Iterable[Assignment]) -> tuple[TimesheetMission, ...]:
    """The operations by number, each with its letter of the month."""
    by_operation = {letter.operation_id: letter for letter in letters}
    return tuple(
        TimesheetMission.of(operation, by_operation.get(operation.id))
        for operation in sorted(operations, key=lambda one: one.number)
    )
