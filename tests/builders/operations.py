"""What surrounds an operation: papers, words on mission letters, resources."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.agreements import AgreementTerms
from clause.domain.amendments import AmendmentTerms
from clause.domain.assignments import AssignmentOutcome, DecisionTerms
from clause.domain.funding_calls import Call, CallTerms, Scheme, SchemeTerms
from clause.domain.operations import Assignment, AssignmentTerms, Operation
from clause.domain.resources import Resource, ResourceKind, ResourceTerms
from clause.domain.site_visits import VisitSubject, VisitTerms
from clause.rules.cost_codes import CostMethod, CostPlan
from clause.services import amendments, assignments, funding_calls, resources, site_visits
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


A_VISIT = VisitTerms(
    visited_on=date(2026, 5, 12),
    visited_by="Service FSE",
    subjects=(VisitSubject.REALITY, VisitSubject.PUBLICITY),
    reference="VSP-2026-03",
)


async def a_scheme(territory: Territory, reference: str = "DISP-2026-H-03", **changes: Any) -> Scheme:
    """A scheme of the first intermediate body, under priority 1, objective H."""
    terms = SchemeTerms(
        intermediate_body_id=territory.intermediate_body.id,
        reference=reference,
        title="Développer les clauses sociales",
        programme_cci="2021FR05SFPR001",
        priority="1",
        specific_objective="H",
        global_grant_reference="SG-2022-29",
    )
    return await funding_calls.add_scheme(territory.manager.context, terms.model_copy(update=changes))


def call_terms(**changes: Any) -> CallTerms:
    """A call open from September to November 2025 that names plan P40."""
    terms = CallTerms(
        reference="AAP-2026-01",
        title="Appel à projets clauses sociales 2026",
        opens_on=date(2025, 9, 1),
        closes_on=date(2025, 11, 30),
        cost_plans=(CostPlan.P40,),
    )
    return terms.model_copy(update=changes)


async def a_call(manager: Caller, scheme: Scheme, **changes: Any) -> Call:
    """A call under a scheme."""
    return await funding_calls.add_call(manager.context, scheme.id, call_terms(**changes))


def amendment_terms(operation: Operation, **changes: Any) -> AmendmentTerms:
    """Ten thousand euros less, from July 2026 on."""
    agreed = AgreementTerms(**{name: getattr(operation.agreement, name) for name in AgreementTerms.model_fields})
    less = {"planned_total_cost": Decimal("50000.00"), "grant_amount": Decimal("30000.00")}
    terms = AmendmentTerms(
        effective_on=date(2026, 7, 1), reason="Recrutement décalé", terms=agreed.model_copy(update=less)
    )
    return terms.model_copy(update=changes)


async def the_rows_of_an_operation(territory: Territory, operation: Operation, letter: Assignment) -> dict[str, UUID]:
    """One of everything around an operation, by the name that the routes give to its id."""
    manager = territory.manager
    document = await an_evidence_file(manager)
    resource = await a_resource(manager, operation.id, document_id=document.id)
    await accept(territory.oi_officer, letter)
    scheme = await a_scheme(territory)
    call = await a_call(manager, scheme)
    await site_visits.record_visit(territory.oi_officer.context, operation.id, A_VISIT)
    amendment = await amendments.propose(manager.context, operation.id, amendment_terms(operation))
    await amendments.withdraw(manager.context, amendment.id, "Plan maintenu")
    return {
        "resource_id": resource.id,
        "assignment_id": letter.id,
        "scheme_id": scheme.id,
        "call_id": call.id,
        "amendment_id": amendment.id,
    }
