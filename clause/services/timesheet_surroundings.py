"""What stands around a month of time on its page: operations, the month before, its revisions, the claim on it."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import timesheets as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound
from clause.domain.operations import Assignment, Operation, letters_in_force
from clause.domain.timesheets import TimeEntry, Timesheet
from clause.rules.calendar import Month, add_months
from clause.services.unit_of_work import UnitOfWork, reading


@dataclass(frozen=True)
class MonthSurroundings:
    """``operations`` are those of the person's mission letters; ``letters`` those in force in the month."""

    operations: tuple[Operation, ...]
    letters: tuple[Assignment, ...]
    before: tuple[TimeEntry, ...]
    """The entries of the month before, in the same employment."""
    revisions: tuple[Timesheet, ...]
    """Every revision of the month, the latest first."""
    claim_number: int | None
    """The signed or submitted claim that stands on the latest revision."""
    approver_name: str | None

    @property
    def open_operations(self) -> tuple[Operation, ...]:
        """The operations on which time may be recorded in the month."""
        covered = {letter.operation_id for letter in self.letters}
        return tuple(operation for operation in self.operations if operation.id in covered)


@reading(Scope.TIME_WRITE)
async def load_surroundings(uow: UnitOfWork, employment_id: UUID, month: Month) -> MonthSurroundings:
    """What stands around a month of an employment, for its person and for who approves. NotFound TIM-025."""
    employment = await employment_queries.find_employment(employment_id)
    may_see = uow.actor.may(Scope.TIME_APPROVE) or (employment is not None and employment.person_id == uow.actor.id)
    if employment is None or not may_see:
        raise NotFound("TIM-025")
    letters = await operation_queries.list_assignments_of(employment.id)
    operations = await operation_queries.list_operations_by_id(sorted({letter.operation_id for letter in letters}))
    earlier = await queries.find_timesheet(employment.id, Month.of(add_months(month.first_day, -1)))
    found = await queries.list_months_of(employment.person_id, month)
    revisions = tuple(sheet for sheet in found if sheet.employment_id == employment.id)
    return MonthSurroundings(
        operations=tuple(operations),
        letters=tuple(letters_in_force(letters, month)),
        before=tuple(await queries.list_entries(earlier.id)) if earlier else (),
        revisions=revisions,
        claim_number=await queries.find_claim_with_time(revisions[0].id) if revisions else None,
        approver_name=await _name(uow, revisions[0].approved_by) if revisions else None,
    )


async def _name(uow: UnitOfWork, person_id: UUID | None) -> str | None:
    return await employment_queries.find_member_name(uow.org_id, person_id) if person_id else None
