"""The pay of employments over many months, and a month of pay before anything is recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import payroll as queries
from clause.domain.actors import Scope
from clause.domain.employments import Employment
from clause.domain.errors import NotFound
from clause.domain.findings import Finding
from clause.domain.pay_overview import EmploymentPay
from clause.domain.payroll import PayrollMonth, same_payslip_findings
from clause.rules.calendar import Month, add_months
from clause.services.unit_of_work import UnitOfWork, reading


@dataclass(frozen=True)
class MonthOfPay:
    """A month of an employment, whether its pay is recorded or not."""

    employment: Employment
    month: Month
    versions: tuple[PayrollMonth, ...]
    """The latest first; none while nothing is recorded."""
    before: PayrollMonth | None
    """What holds of the month before."""
    claim_number: int | None
    """The signed or submitted claim that stands on the month."""
    findings: tuple[Finding, ...]


@reading(Scope.CLAIMS_WRITE)
async def list_pay(uow: UnitOfWork, first: Month, last: Month, *, limit: int) -> list[EmploymentPay]:
    """The employments of the organisation, oldest first, with their pay of these months."""
    return await _pay(await employment_queries.list_employments(person_id=None, after=None, limit=limit), first, last)


@reading(Scope.CLAIMS_WRITE)
async def load_pay(uow: UnitOfWork, employment_id: UUID, first: Month, last: Month) -> EmploymentPay:
    """One employment with its pay of these months. NotFound EMP-028."""
    employment = await employment_queries.find_employment(employment_id)
    if employment is None:
        raise NotFound("EMP-028")
    return (await _pay([employment], first, last))[0]


async def _pay(employments: Sequence[Employment], first: Month, last: Month) -> list[EmploymentPay]:
    ids = [employment.id for employment in employments]
    recorded = await queries.list_payroll(ids, first, last)
    claimed = await queries.list_months_in_claims(ids)
    return [
        EmploymentPay(
            employment=employment,
            first=first,
            last=last,
            recorded={one.month: one for one in recorded if one.employment_id == employment.id},
            claimed=frozenset(month for employment_id, month in claimed if employment_id == employment.id),
        )
        for employment in employments
    ]


@reading(Scope.CLAIMS_WRITE)
async def load_month_of_pay(uow: UnitOfWork, employment_id: UUID, month: Month) -> MonthOfPay:
    """A month of an employment with every version of its pay, even none. NotFound EMP-029, also outside its days."""
    employment = await employment_queries.find_employment(employment_id)
    if employment is None or not employment.period.overlaps(month.period):
        raise NotFound("EMP-029")
    earlier = await queries.list_payroll_versions(employment_id, Month.of(add_months(month.first_day, -1)))
    versions = tuple(await queries.list_payroll_versions(employment_id, month))
    same = await queries.list_same_payslip(versions[0]) if versions else []
    return MonthOfPay(
        employment=employment,
        month=month,
        versions=versions,
        before=earlier[0] if earlier else None,
        claim_number=await queries.find_claim_with_pay(employment_id, month),
        findings=same_payslip_findings(same),
    )
