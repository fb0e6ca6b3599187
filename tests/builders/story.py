"""One of everything for the first territory, from a contract to a claim with its receipt."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db import sql
from clause.domain.agreements import AgreementTerms
from clause.domain.certificate_register import CertificateOrder
from clause.domain.certificates import CertificateKind
from clause.domain.claims import ClaimKind, ClaimTerms
from clause.domain.contracts import NewModification
from clause.domain.employments import EmploymentTerms
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.operations import AssignmentTerms, OperationTerms
from clause.domain.payroll import PayrollTerms
from clause.domain.rule_sets import RuleSetTerms
from clause.domain.timesheets import Activity, TypedEntry
from clause.rules.calendar import Month
from clause.rules.codes import RegionCategory, ReminderLevel
from clause.rules.cost_codes import CostMethod, CostPlan, ParticipantMode
from clause.rules.obligation import ObligationMethod
from clause.services import (
    access_log,
    assignments,
    certificate_orders,
    certificates,
    claims,
    contracts,
    employments,
    hire_totals,
    intermediate_body,
    obligations,
    operations,
    outlooks,
    payroll,
    rule_sets,
    timesheet_documents,
    timesheets,
)
from clause.services.context import worker_context
from tests.builders.access import the_access
from tests.builders.access_log import a_reading
from tests.builders.bundles import a_bundle
from tests.builders.claims import days_off
from tests.builders.compliance import one_of_each
from tests.builders.contracts import a_lot
from tests.builders.eligibility import a_sent_proof, the_rows_of_eligibility
from tests.builders.holders import a_whole_consortium
from tests.builders.hours import a_validated_statement, booked_entries
from tests.builders.imports import import_to_the_end
from tests.builders.obligations import tell_the_obligations, waive_social_condition
from tests.builders.operation_participants import reach_people_and_structures
from tests.builders.operations import the_rows_of_an_operation
from tests.builders.outcomes import an_ended_hire, an_outcome
from tests.builders.pay import the_pay
from tests.builders.people import a_hire
from tests.builders.pooling import an_agreement
from tests.builders.spreadsheets import a_spreadsheet_story
from tests.builders.statements_due import a_reminder
from tests.builders.statistics import a_financing
from tests.builders.territory import NOW, Territory
from tests.builders.verifications import a_verified_claim
from tests.builders.webhooks import a_subscription

MONTH = Month(2026, 5)
PUBLIC_URL = "http://clause.test"


async def _clause_side(territory: Territory) -> dict[str, UUID]:
    facilitator = territory.facilitator
    lot = await a_lot(facilitator, territory)
    change = NewModification(lot_id=lot.id, number="1", object="Avenant n° 1", amount_stated=Decimal("1080000.00"))
    await contracts.add_modification(facilitator.context, lot.contract_id, change)
    terms = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal("833.00")),
        effective_on=date(2026, 1, 1),
    )
    await obligations.set_obligation(facilitator.context, lot.id, terms, None)
    made = await tell_the_obligations(facilitator, lot)
    await waive_social_condition(facilitator, lot.contract_id)
    rules = RuleSetTerms(values={"insertion_rate": "0.10"}, penalties=(), effective_on=date(2026, 1, 1))
    await rule_sets.set_rules(facilitator.context, lot.id, rules, None)
    hire = await a_hire(facilitator, territory, lot)
    statement = await a_validated_statement(facilitator, hire)
    entries = await booked_entries(facilitator, statement)
    agreement = await an_agreement(facilitator, territory, lot, await a_lot(facilitator, territory))
    order = CertificateOrder(kind=CertificateKind.PROGRESS)
    certificate = await certificate_orders.request_certificate(facilitator.context, lot.id, order, PUBLIC_URL)
    assert certificate.job_id is not None
    await certificates.render_certificate(NOW, certificate.job_id)
    await a_spreadsheet_story(territory, lot, hire)
    consortium = await a_whole_consortium(facilitator, territory, lot)
    report = await import_to_the_end(facilitator, b'{"marches": {"marche": [{"id": "x"}], "contrat-concession": []}}')
    await a_reminder(facilitator, territory.company, "2026-01")
    await a_reminder(facilitator, territory.company, "2026-02", ReminderLevel.ESCALATION)
    await outlooks.draw_outlooks(worker_context(NOW, territory.facilitator_org.id))
    await hire_totals.count_hires(worker_context(NOW))
    await a_validated_statement(facilitator, await a_hire(facilitator, territory, lot), month="2026-05")
    await an_outcome(facilitator, await an_ended_hire(facilitator, hire))
    eligibility = hire.eligibility_id
    await a_sent_proof(territory.company_agent, hire.id)
    return {
        **made,
        **await the_rows_of_eligibility(facilitator, hire.participant_id, eligibility),
        "contract_id": lot.contract_id,
        "lot_id": lot.id,
        "participant_id": hire.participant_id,
        "eligibility_id": eligibility,
        "hire_id": hire.id,
        "statement_id": statement.id,
        "entry_id": entries[0].id,
        "agreement_id": agreement.id,
        "certificate_id": certificate.id,
        "import_id": report.run.id,
        "job_id": certificate.job_id,
        **consortium,
    }


async def _month_of_time(territory: Territory, operation_id: UUID) -> None:
    person = territory.facilitator
    entries = tuple(
        TypedEntry(
            day=date(2026, 5, day), operation_id=operation, activity=Activity.COMPANY_SUPPORT, hours=Decimal(hours)
        )
        for day in range(4, 8)
        for operation, hours in ((operation_id, "5.00"), (None, "2.00"))
    )
    wanted = timesheets.MonthOf(person.user_id, MONTH)
    absences = days_off("2026-05", entries)
    await timesheets.record_entries(person.context, wanted, entries, None, absences=absences)
    await timesheets.sign_timesheet(person.context, wanted, nothing_worked=False, late_reason=None)
    await timesheets.approve_timesheet(territory.manager.context, wanted)
    job_id = await sql.fetch_value("SELECT id FROM job WHERE kind = 'render_timesheet' ORDER BY id DESC LIMIT 1")
    await timesheet_documents.render_timesheet(NOW, job_id)


async def _claim_side(territory: Territory) -> dict[str, UUID]:
    manager, context = territory.manager, territory.manager.context
    subscription = await a_subscription(manager)
    employment = await employments.add_employment(
        context,
        EmploymentTerms(
            person_id=territory.facilitator.user_id,
            staff_number=f"E-{territory.turn + 12}",
            job_title="Facilitatrice de la clause sociale",
            working_time_share=Decimal(1),
            weekly_hours=Decimal("35.00"),
            first_day=date(2025, 1, 1),
            last_day=None,
        ),
    )
    operation = await operations.add_operation(
        context,
        OperationTerms(
            intermediate_body_id=territory.intermediate_body.id,
            number=f"{202600042 + territory.turn}",
            title="Développer la clause sociale",
            programme_cci="2021FR05SFPR001",
            priority="1",
            specific_objective="H",
            region_category=RegionCategory.TRANSITION,
            first_day=date(2026, 1, 1),
            last_day=date(2026, 12, 31),
            participant_mode=ParticipantMode.PARTICIPANTS,
        ),
        AgreementTerms(
            reference="CONV-42",
            signed_on=date(2026, 1, 5),
            planned_total_cost=Decimal("60000.00"),
            grant_amount=Decimal("36000.00"),
            rate=Decimal("0.6"),
            rate_decimals=2,
            cost_plan=CostPlan.P40,
        ),
    )
    letter = await assignments.assign(
        context,
        operation.id,
        AssignmentTerms(
            employment_id=employment.id,
            method=CostMethod.M2,
            first_day=date(2026, 1, 1),
            last_day=None,
            issued_on=date(2026, 1, 5),
        ),
    )
    await _month_of_time(territory, operation.id)
    await payroll.record_payroll(context, employment.id, MONTH, PayrollTerms(employer_cost=Decimal("3912.37")), None)
    claim = await claims.start_claim(
        context,
        operation.id,
        ClaimTerms(
            first_month=MONTH,
            last_month=MONTH,
            kind=ClaimKind.INTERIM,
            other_resources=Decimal("0.00"),
            already_paid=Decimal("0.00"),
        ),
    )
    assert claim.job_id is not None
    await claims.compute_claim(NOW, claim.job_id)
    await claims.sign_claim(context, claim.id)
    submitted = await claims.submit_claim(context, claim.id)
    assert submitted.job_id is not None
    await claims.render_claim(NOW, submitted.job_id)
    await a_bundle(claim.id)
    await a_financing(manager, year=2026 - territory.turn)
    reached = await reach_people_and_structures(territory, operation)
    await intermediate_body.record_receipt(territory.oi_client.context, claim.id, "AR-2026-1", None)
    verified = await a_verified_claim(territory, claim.id)
    await access_log.note_reading(territory.oi_client.context, a_reading(claim.id))
    return {
        **verified,
        **await the_rows_of_an_operation(territory, operation, letter),
        "employment_id": employment.id,
        "operation_id": operation.id,
        "claim_id": claim.id,
        "webhook_id": subscription.id,
        "person_id": territory.facilitator.user_id,
        **await the_pay(manager, operation, employment),
        **await the_access(territory),
        **reached,
    }


async def build_story(territory: Territory) -> dict[str, UUID]:
    """Everything, by the name that the routes give to its id."""
    compliance = await one_of_each(territory)
    return {**await _clause_side(territory), **await _claim_side(territory), **compliance}
