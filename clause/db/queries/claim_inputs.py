"""What a claim is computed from, gathered as it is known now."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db import sql
from clause.db.queries import amendments as amendment_queries
from clause.db.queries import assignments, claim_records, claims_before, resources, timesheet_checks
from clause.db.queries import indicators as indicator_queries
from clause.db.queries import operations as operation_queries
from clause.domain.assignments import is_accepted_on
from clause.domain.checks.timesheets import claim_findings_of
from clause.domain.claim_inputs import (
    AssignedPerson,
    ClaimInputs,
    DeclaredTime,
    ExpectedMonth,
    Known,
    MonthOfPay,
    MonthOfTime,
    expected_month,
    expected_months,
)
from clause.domain.claim_snapshot_parts import SnapshotCostItem, SnapshotDeclared
from clause.domain.claims import Claim, ClaimTerms
from clause.domain.findings import Finding
from clause.domain.indicators import OperationIndicators, figures
from clause.domain.operations import Assignment, Operation
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostPost
from clause.rules.cost_plans import admits


async def load_inputs(claim: Claim) -> ClaimInputs:
    """Everything a claim is computed from; RuntimeError when its operation cannot be read."""
    operation = await amendment_queries.find_operation_on(claim.operation_id, claim.period.last_day)
    if operation is None:
        raise RuntimeError("the operation of a claim is gone")
    terms = ClaimTerms(**{name: getattr(claim, name) for name in ClaimTerms.model_fields})
    has_staff = admits(operation.agreement.cost_plan, CostPost.STAFF)
    people = await list_people(operation, terms) if has_staff else []
    earlier = await claims_before.list_earlier(claim)
    declared = await claims_before.list_declared(claim)
    returned = await claims_before.list_returned(claim)
    payments = await claim_records.list_payments(operation.id)
    known = await _known(claim, people, declared)
    months = expected_months(terms, people, known)
    return ClaimInputs(
        terms=terms,
        operation=operation,
        months=months,
        earlier=earlier,
        declared=tuple(_as_known_now(people, declared, known)),
        returned=returned,
        hours_used=await claims_before.list_hours_used(claim, [person.employment_id for person in people]),
        cost_items=await _cost_items(claim, terms),
        payments=payments,
        other_resources=await _other_resources(operation, terms),
        findings_of_time=await _findings_of_time(months),
        indicators=await _indicators(claim),
        absences=await claim_records.list_long_absences(people, terms),
    )


async def _indicators(claim: Claim) -> OperationIndicators | None:
    inputs = await indicator_queries.load_indicator_inputs(claim.operation_id, claim.period.last_day)
    return figures(inputs) if inputs is not None else None


async def _findings_of_time(months: Iterable[ExpectedMonth]) -> tuple[Finding, ...]:
    """What the checks on time records (TR) say of the claimed months that are approved."""
    found: list[Finding] = []
    for expected in months:
        if expected.time is not None and expected.is_approved:
            _, month = await timesheet_checks.load_claimed_month(expected.time.timesheet_id)
            found += claim_findings_of(month, expected.field)
    return tuple(found)


async def list_people(operation: Operation, terms: ClaimTerms) -> list[AssignedPerson]:
    """Who has mission letters for an operation, with them and the word on them, by staff number.

    A letter counts as accepted when it is by the last day of the claim's months, or later, before the claim is made:
    the latest word holds.
    """
    letters: dict[UUID, list[Assignment]] = {}
    for letter in await operation_queries.list_assignments(operation.id):
        letters.setdefault(letter.employment_id, []).append(letter)
    decisions = await assignments.list_decisions_of_operation(operation.id)
    latest = max((decision.decided_on for decision in decisions), default=terms.period.last_day)
    people = []
    for employment in await operation_queries.list_assigned_employments(operation.id):
        own = letters[employment.id]
        of_person = await operation_queries.list_assignments_of(employment.id)
        people.append(
            AssignedPerson(
                employment_id=employment.id,
                staff_number=employment.staff_number,
                job_title=employment.job_title,
                letters=tuple(own),
                working_time_share=employment.working_time_share,
                accepted=tuple(
                    letter.id
                    for letter in own
                    if is_accepted_on((one for one in decisions if one.assignment_id == letter.id), latest)
                ),
                elsewhere=await _until_the_end([letter for letter in of_person if letter.operation_id != operation.id]),
            )
        )
    return people


async def _until_the_end(letters: list[Assignment]) -> tuple[Assignment, ...]:
    """Letters for other operations, none of them longer than its operation."""
    operations = await operation_queries.list_operations_by_id(list({letter.operation_id for letter in letters}))
    ends = {operation.id: operation.last_day for operation in operations}
    return tuple(
        letter.model_copy(update={"last_day": min(letter.period.last_day, ends.get(letter.operation_id, date.max))})
        for letter in letters
        if letter.first_day <= ends.get(letter.operation_id, date.max)
    )


async def _known(claim: Claim, people: Iterable[AssignedPerson], declared: Iterable[SnapshotDeclared]) -> Known:
    """Time, pay, rates and shares of the months of the claim and of those that earlier claims hold."""
    ids = [person.employment_id for person in people]
    months = [claim.first_month, claim.last_month, *(month for told in declared for month in told.months)]
    first, last = min(months), max(months)
    return Known(
        times=await _list_months_of_time(claim.operation_id, ids, first, last),
        pays=await _list_months_of_pay(ids, first, last),
        rates=await claim_records.list_hourly_rates(claim.operation_id),
        shares=await claims_before.list_shares_elsewhere(claim, ids),
    )


def _as_known_now(
    people: Iterable[AssignedPerson], declared: Iterable[SnapshotDeclared], known: Known
) -> Iterable[DeclaredTime]:
    by_id = {person.employment_id: person for person in people}
    for told in declared:
        person = by_id.get(told.employment_id)
        if person is None:
            continue
        months = tuple(expected_month(person, month, known) for month in told.months)
        if all(person.works_in(month) for month in told.months):
            yield DeclaredTime(declared=told, months=months)


async def _cost_items(claim: Claim, terms: ClaimTerms) -> tuple[SnapshotCostItem, ...]:
    """The costs incurred by the last day of the claim that no earlier claim holds."""
    held = await claims_before.list_cost_items_held(claim)
    return tuple(
        item
        for item in await claim_records.list_cost_items(claim.operation_id)
        if item.incurred_on <= terms.period.last_day and item.id not in held
    )


async def _other_resources(operation: Operation, terms: ClaimTerms) -> Decimal:
    if terms.other_resources is not None:
        return terms.other_resources
    return await resources.resources_to_date(operation.id, terms.period.last_day)


async def _list_months_of_time(
    operation_id: UUID, employment_ids: list[UUID], first: Month, last: Month
) -> tuple[MonthOfTime, ...]:
    """The latest time records of these employments in these months, with their minutes added up."""
    rows = await sql.fetch(
        "SELECT t.id AS timesheet_id, t.employment_id, t.month, t.revision, t.state, t.content_hash, t.signed_at,"
        " t.approved_at,"
        " coalesce(sum(n.minutes) FILTER (WHERE n.operation_id = $1), 0) AS minutes_on_operation,"
        " coalesce(sum(n.minutes) FILTER (WHERE n.operation_id <> $1), 0) AS minutes_on_other_operations,"
        " coalesce(sum(n.minutes), 0) AS minutes_worked"
        " FROM timesheet t LEFT JOIN time_entry n ON n.timesheet_id = t.id"
        " WHERE t.employment_id = ANY($2) AND t.month BETWEEN $3 AND $4 AND NOT EXISTS (SELECT FROM timesheet r"
        " WHERE r.employment_id = t.employment_id AND r.month = t.month AND r.revision > t.revision)"
        " GROUP BY t.id ORDER BY t.employment_id, t.month",
        operation_id,
        employment_ids,
        first.first_day,
        last.first_day,
    )
    return tuple(MonthOfTime.model_validate({**row, "month": Month.of(row["month"])}) for row in rows)


async def _list_months_of_pay(employment_ids: list[UUID], first: Month, last: Month) -> tuple[MonthOfPay, ...]:
    """The latest version of the payroll of these employments in these months."""
    rows = await sql.fetch(
        "SELECT DISTINCT ON (employment_id, month) id AS payroll_month_id, employment_id, month, version_no,"
        " employer_cost, paid_on, document_sha256 FROM payroll_month"
        " WHERE employment_id = ANY($1) AND month BETWEEN $2 AND $3"
        " ORDER BY employment_id, month, version_no DESC",
        employment_ids,
        first.first_day,
        last.first_day,
    )
    return tuple(MonthOfPay.model_validate({**row, "month": Month.of(row["month"])}) for row in rows)
