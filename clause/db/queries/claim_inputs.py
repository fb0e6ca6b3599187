"""What a claim is computed from, gathered as it is known now."""

from uuid import UUID

from clause.db import sql
from clause.db.queries import operations as operation_queries
from clause.domain.claim_inputs import (
    AssignedPerson,
    ClaimInputs,
    EarlierClaim,
    MonthOfPay,
    MonthOfTime,
    expected_months,
)
from clause.domain.claims import STANDING_STATES, Claim, ClaimTerms
from clause.domain.operations import Assignment
from clause.rules.calendar import Month


async def load_inputs(claim: Claim) -> ClaimInputs:
    """Everything a claim is computed from; RuntimeError when its operation cannot be read."""
    operation = await operation_queries.find_operation(claim.operation_id)
    if operation is None:
        raise RuntimeError("the operation of a claim is gone")
    terms = ClaimTerms(**{name: getattr(claim, name) for name in ClaimTerms.model_fields})
    people = await list_people(claim.operation_id)
    employment_ids = [person.employment_id for person in people]
    times = await _list_months_of_time(claim.operation_id, employment_ids, terms)
    pays = await _list_months_of_pay(employment_ids, terms)
    earlier = await _list_earlier_claims(claim.operation_id)
    return ClaimInputs(
        terms=terms,
        operation=operation,
        months=expected_months(terms, people, times, pays),
        earlier=tuple(other for other in earlier if other.number < claim.number),
    )


async def list_people(operation_id: UUID) -> list[AssignedPerson]:
    """Who has mission letters for an operation, with them, by staff number."""
    letters: dict[UUID, list[Assignment]] = {}
    for letter in await operation_queries.list_assignments(operation_id):
        letters.setdefault(letter.employment_id, []).append(letter)
    return [
        AssignedPerson(
            employment_id=employment.id,
            staff_number=employment.staff_number,
            job_title=employment.job_title,
            letters=tuple(letters[employment.id]),
        )
        for employment in await operation_queries.list_assigned_employments(operation_id)
    ]


async def _list_earlier_claims(operation_id: UUID) -> list[EarlierClaim]:
    """The submitted claims of an operation, by number."""
    rows = await sql.fetch(
        "SELECT number, kind, first_month, last_month, (figures->>'cost_to_date')::numeric AS cost_to_date,"
        " (figures->>'amount_due')::numeric AS amount_due FROM claim"
        " WHERE operation_id = $1 AND state = ANY($2) ORDER BY number",
        operation_id,
        list(STANDING_STATES),
    )
    for row in rows:
        row["first_month"], row["last_month"] = Month.of(row["first_month"]), Month.of(row["last_month"])
    return [EarlierClaim.model_validate(row) for row in rows]


async def _list_months_of_time(operation_id: UUID, employment_ids: list[UUID], terms: ClaimTerms) -> list[MonthOfTime]:
    """The time records of these employments in the months of a claim, with their minutes added up."""
    rows = await sql.fetch(
        "SELECT t.id AS timesheet_id, t.employment_id, t.month, t.state, t.content_hash, t.signed_at, t.approved_at,"
        " coalesce(sum(n.minutes) FILTER (WHERE n.operation_id = $1), 0) AS minutes_on_operation,"
        " coalesce(sum(n.minutes) FILTER (WHERE n.operation_id <> $1), 0) AS minutes_on_other_operations,"
        " coalesce(sum(n.minutes), 0) AS minutes_worked"
        " FROM timesheet t LEFT JOIN time_entry n ON n.timesheet_id = t.id"
        " WHERE t.employment_id = ANY($2) AND t.month BETWEEN $3 AND $4 AND NOT EXISTS (SELECT FROM timesheet r"
        " WHERE r.employment_id = t.employment_id AND r.month = t.month AND r.revision > t.revision)"
        " GROUP BY t.id ORDER BY t.employment_id, t.month",
        operation_id,
        employment_ids,
        terms.first_month.first_day,
        terms.last_month.first_day,
    )
    return [MonthOfTime.model_validate({**row, "month": Month.of(row["month"])}) for row in rows]


async def _list_months_of_pay(employment_ids: list[UUID], terms: ClaimTerms) -> list[MonthOfPay]:
    """The latest version of the payroll of these employments in the months of a claim."""
    rows = await sql.fetch(
        "SELECT DISTINCT ON (employment_id, month) id AS payroll_month_id, employment_id, month, version_no,"
        " employer_cost FROM payroll_month WHERE employment_id = ANY($1) AND month BETWEEN $2 AND $3"
        " ORDER BY employment_id, month, version_no DESC",
        employment_ids,
        terms.first_month.first_day,
        terms.last_month.first_day,
    )
    return [MonthOfPay.model_validate({**row, "month": Month.of(row["month"])}) for row in rows]
