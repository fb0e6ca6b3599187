"""What surrounds an operation: papers, words on mission letters, resources."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.assignments import AssignmentOutcome, DecisionTerms
from clause.domain.operations import Assignment, AssignmentTerms, Operation
from clause.domain.resources import Resource, ResourceKind, ResourceTerms
from clause.rules.cost_codes import CostMethod
from clause.services import assignments, resources
from clause.services.assignments import LetterView
from tests.builders.pay import an_evidence_file
from tests.builders.territory import Caller, Territory


def letter_terms(employment_id: UUID, **changes: Any) -> AssignmentTerms:
    """Six tenths of the time, fixed, from the first day of 2026 on."""
    terms = AssignmentTerms(
        employment_id=employment_id,
        method=CostMethod.M1,
        first_day=date(2026, 1, 1),
        last_day=None,
        issued_on=date(2025, 12, 20),
        time_share=Decimal("0.6"),
    )
    return terms.model_copy(update=changes)


def variable_terms(employment_id: UUID, **changes: Any) -> AssignmentTerms:
    """Variable time, from the first day of 2026 on."""
    return letter_terms(employment_id, method=CostMethod.M2, time_share=None, **changes)


async def accept(caller: Caller, letter: Assignment, **changes: Any) -> LetterView:
    """The letter accepted in January 2026, unless told otherwise."""
    terms = DecisionTerms(
        outcome=AssignmentOutcome.ACCEPTED, reference="OI-2026-0042", comment=None, decided_on=date(2026, 1, 12)
    )
    return await assignments.decide(caller.context, letter.id, terms.model_copy(update=changes))


def resource_terms(**changes: Any) -> ResourceTerms:
    """9 000 € of 12 000 € received in April 2026 from an agglomeration."""
    terms = ResourceTerms(
        funder="Communauté d'agglomération de Brisemer",
        kind=ResourceKind.COMMUNE_EPCI,
        act_reference="Délibération 2026-14",
        act_on=date(2026, 1, 20),
        amount_committed=Decimal("12000.00"),
        amount_received=Decimal("12000.00"),
        amount_allocated=Decimal("9000.00"),
        received_on=date(2026, 4, 2),
        allocation_key="75 % du poste",
    )
    return terms.model_copy(update=changes)


async def a_resource(manager: Caller, operation_id: UUID, **changes: Any) -> Resource:
    """A resource of an operation."""
    return await resources.add_resource(manager.context, operation_id, resource_terms(**changes))


async def the_rows_of_an_operation(territory: Territory, operation: Operation, letter: Assignment) -> dict[str, UUID]:
    """One of everything around an operation, by the name that the routes give to its id."""
    manager = territory.manager
    document = await an_evidence_file(manager)
    resource = await a_resource(manager, operation.id, document_id=document.id)
    await accept(territory.oi_officer, letter)
    return {"resource_id": resource.id, "assignment_id": letter.id}
