"""Hourly rates of persons for an operation: fixed from documented pay, never changed, replaced from a day on."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import evidence as evidence_queries
from clause.db.queries import hourly_rates as queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import payroll as payroll_queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.findings import Finding
from clause.domain.hourly_rate_making import RateGround, RateTerms, cap_findings, check_rate, made_rate
from clause.domain.hourly_rates import HourlyRate
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class RateView:
    """A rate, and what is worth a look in it."""

    rate: HourlyRate
    findings: tuple[Finding, ...]


@writing(Scope.CLAIMS_WRITE)
async def fix_rate(uow: UnitOfWork, operation_id: UUID, terms: RateTerms) -> RateView:
    """Fix the rate of a person for an operation, or replace it from a day on, with a reason (CR-29).

    NotFound RAT-001, Refused RAT-002 for an unknown employment, RAT-003 with what is wrong with the months, the cost or
    the day, RAT-004 where nothing can be computed.
    """
    operation = await operation_queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("RAT-001")
    ground = await _ground(uow, operation, terms)
    check_rate(terms, ground)
    made = made_rate(terms, ground)
    rate = HourlyRate(
        id=uow.new_id(),
        operation_id=operation_id,
        employment_id=terms.employment_id,
        version_no=len(ground.earlier) + 1,
        method=terms.method,
        **made._asdict(),
        first_month=terms.first_month,
        last_month=terms.last_month,
        effective_on=terms.effective_on,
        reason=terms.reason,
        document_id=terms.document_id,
        document_sha256=ground.document.sha256 if ground.document else None,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_rate(rate, operation)
    uow.record(
        "hourly_rate.fixed",
        "operation",
        operation_id,
        reason=terms.reason,
        employment=terms.employment_id,
        version=rate.version_no,
        effective_on=rate.effective_on,
    )
    share = ground.employment.working_time_share
    return RateView(rate, cap_findings(rate, operation.agreement.options, share))


async def _ground(uow: UnitOfWork, operation: Operation, terms: RateTerms) -> RateGround:
    employment = await employment_queries.lock_employment(terms.employment_id)
    if employment is None:
        raise Refused("RAT-002")
    rates = await queries.list_rates(operation.id)
    months = await payroll_queries.list_payroll([employment.id], Month.of(employment.first_day), Month.of(uow.today))
    return RateGround(
        operation=operation,
        employment=employment,
        earlier=[rate for rate in rates if rate.employment_id == employment.id],
        pay={month.month: month.employer_cost for month in months},
        document=await evidence_queries.find_file(terms.document_id) if terms.document_id else None,
        last_claimed=await queries.find_last_claimed_month(operation.id, employment.id),
        today=uow.today,
    )


@reading(Scope.CLAIMS_WRITE)
async def list_rates(uow: UnitOfWork, operation_id: UUID) -> list[RateView]:
    """The rates of an operation, by person and version. NotFound RAT-005."""
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("RAT-005")
    rates = await queries.list_rates(operation_id)
    known = await employment_queries.find_employments([rate.employment_id for rate in rates])
    options = operation.agreement.options
    return [RateView(rate, cap_findings(rate, options, known[rate.employment_id].working_time_share)) for rate in rates]
