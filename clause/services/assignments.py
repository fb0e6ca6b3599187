"""Mission letters: issued by the employer, accepted or rejected by the intermediate body, replaced, never changed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import assignments as queries
from clause.db.queries import employments as employment_queries
from clause.db.queries import evidence as evidence_queries
from clause.db.queries import funding_calls as call_queries
from clause.db.queries import operations as operation_queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.assignments import (
    AssignmentDecision,
    AssignmentOutcome,
    AssignmentState,
    DecisionTerms,
    LetterPerson,
    Surroundings,
    assignment_state,
    check_letter,
)
from clause.domain.employments import Employment
from clause.domain.errors import NotFound, Refused
from clause.domain.operations import Assignment, AssignmentTerms, Operation
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class LetterView:
    """A mission letter with whom it is for, the words on it and where it stands today."""

    letter: Assignment
    person: LetterPerson
    decisions: tuple[AssignmentDecision, ...]
    state: AssignmentState


@writing(Scope.CLAIMS_WRITE)
async def assign(uow: UnitOfWork, operation_id: UUID, terms: AssignmentTerms) -> Assignment:
    """Issue a mission letter; a further one for the same person replaces the earlier ones from its first day on.

    NotFound OPE-004, Refused OPE-006 for an unknown employment, ASG-001 for an unknown document, OPE-005 with all that
    stands against the letter.
    """
    operation = await operation_queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("OPE-004")
    # The employment's lock makes letters of one person follow one another, so that their shares add up.
    employment = await employment_queries.lock_employment(terms.employment_id)
    if employment is None:
        raise Refused("OPE-006")
    if terms.document_id is not None and await evidence_queries.find_file(terms.document_id) is None:
        raise Refused("ASG-001")
    check_letter(terms, operation, await _surroundings(terms, operation, employment))
    version_no = await operation_queries.count_assignments(operation_id, terms.employment_id) + 1
    letter = Assignment(
        **dict(terms), id=uow.new_id(), operation_id=operation_id, version_no=version_no, created_at=uow.now
    )
    await operation_queries.insert_assignment(letter, operation)
    uow.record(
        "assignment.issued",
        "operation",
        operation_id,
        employment=terms.employment_id,
        version=version_no,
        method=terms.method,
        time_share=terms.time_share,
        first_day=terms.first_day,
    )
    return letter


async def _surroundings(terms: AssignmentTerms, operation: Operation, employment: Employment) -> Surroundings:
    letters = await operation_queries.list_assignments_of(terms.employment_id)
    named = await operation_queries.list_operations_by_id(list({letter.operation_id for letter in letters}))
    replaced: list[Assignment] = []
    if terms.stands_in_for_id is not None:
        of_the_operation = await operation_queries.list_assignments(operation.id)
        replaced = [letter for letter in of_the_operation if letter.employment_id == terms.stands_in_for_id]
    call = await call_queries.find_call(operation.call_id) if operation.call_id else None
    claimed = await queries.claimed_until(operation.id, terms.employment_id)
    options = operation.agreement.options
    return Surroundings(
        employment=employment.period,
        letters=tuple(letters),
        ends={other.id: other.last_day for other in named},
        replaced=tuple(replaced),
        min_time_share=options.min_time_share if options.min_time_share is not None else call and call.min_time_share,
        claimed_until=Month.of(claimed).last_day if claimed else None,
        hours_until=await queries.signed_hours_until(operation.id, terms.employment_id),
    )


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_letters(uow: UnitOfWork, operation_id: UUID) -> list[LetterView]:
    """The mission letters of an operation with what is said of them, by person and version. NotFound OPE-007."""
    if await operation_queries.find_operation(operation_id) is None:
        raise NotFound("OPE-007")
    return await _views(operation_id, uow.today)


@writing(Scope.CLAIMS_WRITE, Scope.OI_VERIFY)
async def decide(uow: UnitOfWork, assignment_id: UUID, terms: DecisionTerms) -> LetterView:
    """The word of the intermediate body on a mission letter; a later word holds instead.

    Given by the intermediate body itself, or written down by the beneficiary from its letter, which it must name.
    NotFound ASG-002, Refused ASG-003 for a day to come or before the letter, ASG-004 without the letter's reference,
    ASG-005 for a rejection without its reason.
    """
    letter = await queries.find_assignment(assignment_id)
    operation = await operation_queries.find_operation(letter.operation_id) if letter else None
    if letter is None or operation is None:
        raise NotFound("ASG-002")
    if not letter.issued_on <= terms.decided_on <= uow.today:
        raise Refused("ASG-003", issued_on=letter.issued_on.isoformat())
    if uow.actor.org_kind is not OrgKind.INTERMEDIATE_BODY and terms.reference is None:
        raise Refused("ASG-004")
    if terms.outcome is AssignmentOutcome.REJECTED and terms.comment is None:
        raise Refused("ASG-005")
    decision = AssignmentDecision(
        **dict(terms), id=uow.new_id(), assignment_id=assignment_id, recorded_by=uow.actor.id, recorded_at=uow.now
    )
    await queries.insert_decision(decision, operation)
    uow.record(
        f"assignment.{terms.outcome.value}",
        "assignment",
        assignment_id,
        org_id=operation.facilitator_org_id,
        operation=operation.id,
        version=letter.version_no,
        decided_on=terms.decided_on,
        reference=terms.reference,
    )
    return next(view for view in await _views(operation.id, uow.today) if view.letter.id == assignment_id)


async def _views(operation_id: UUID, on: date) -> list[LetterView]:
    letters = await operation_queries.list_assignments(operation_id)
    decisions = await queries.list_decisions_of_operation(operation_id)
    people = await queries.list_people(operation_id)
    views = []
    for letter in letters:
        said = tuple(decision for decision in decisions if decision.assignment_id == letter.id)
        of_the_person = [other for other in letters if other.employment_id == letter.employment_id]
        state = assignment_state(letter, of_the_person, said, on)
        views.append(LetterView(letter, people[letter.employment_id], said, state))
    return views
