"""What each month of an employment cost the employer: versions, and regularisations of months already claimed."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import evidence as evidence_queries
from clause.db.queries import payroll as queries
from clause.domain.actors import Scope
from clause.domain.employments import Employment
from clause.domain.errors import NotFound, Refused, StaleVersion, Unreadable, WrongState
from clause.domain.findings import Finding
from clause.domain.payroll import PayrollMonth, PayrollTerms, payroll_figures, same_payslip_findings
from clause.rules.calendar import Month
from clause.rules.pay_elements import PayElementKind, pay_element_kinds
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class Payroll:
    """Every version of a month's payroll, the latest first, and what is worth a look."""

    versions: tuple[PayrollMonth, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def latest(self) -> PayrollMonth:
        """The version that holds."""
        return self.versions[0]


@writing(Scope.CLAIMS_WRITE)
async def record_payroll(
    uow: UnitOfWork, employment_id: UUID, month: Month, terms: PayrollTerms, version: int | None
) -> Payroll:
    """Record what a month cost the employer; a new version each time, and the same again changes nothing.

    ``version`` is the one that the caller read, None when there was none. NotFound EMP-005, Refused EMP-006 for a month
    without a day of the employment, Unreadable EMP-007 when a version is there and was not named, StaleVersion EMP-008,
    WrongState EMP-009 for a month that a signed claim stands on, Refused EMP-016 with what is wrong with the amounts.
    """
    before = await _versions(employment_id, month)
    _check_version(before, version)
    payroll = await _payroll(uow, employment_id, month, terms, len(before) + 1)
    if before and before[0].says(payroll):
        return await _view(before)
    claim_number = await queries.find_claim_with_pay(employment_id, month)
    if claim_number is not None:
        raise WrongState("EMP-009", month=str(month), number=claim_number)
    return await _record(uow, "payroll.recorded", payroll, before)


@writing(Scope.CLAIMS_WRITE)
async def regularise_payroll(
    uow: UnitOfWork, employment_id: UUID, month: Month, terms: PayrollTerms, version: int
) -> Payroll:
    """Correct the pay of a month that a signed claim holds; that claim stays, the next one brings the difference.

    NotFound and Refused as for recording, StaleVersion EMP-008; WrongState EMP-025 for a month that no such claim
    holds (it is recorded again in the ordinary way), Unreadable EMP-026 without a reason.
    """
    if not terms.reason:
        raise Unreadable("EMP-026")
    before = await _versions(employment_id, month)
    _check_version(before, version)
    payroll = await _payroll(uow, employment_id, month, terms, len(before) + 1)
    if before[0].says(payroll):
        return await _view(before)
    if await queries.find_claim_with_pay(employment_id, month) is None:
        raise WrongState("EMP-025", month=str(month))
    return await _record(uow, "payroll.regularised", payroll.model_copy(update={"regularises": True}), before)


@reading(Scope.CLAIMS_WRITE)
async def load_payroll(uow: UnitOfWork, employment_id: UUID, month: Month) -> Payroll:
    """Every version of a month's payroll. NotFound EMP-010."""
    versions = tuple(await queries.list_payroll_versions(employment_id, month))
    if not versions:
        raise NotFound("EMP-010", month=str(month))
    return await _view(versions)


async def _versions(employment_id: UUID, month: Month) -> tuple[PayrollMonth, ...]:
    """What is recorded of a month, once its employment is locked: a signature of a claim waits, or is waited for."""
    employment = await employment_queries.lock_employment(employment_id)
    if employment is None:
        raise NotFound("EMP-005")
    _check_month(employment, month)
    return tuple(await queries.list_payroll_versions(employment_id, month))


def _check_month(employment: Employment, month: Month) -> None:
    if not employment.period.overlaps(month.period):
        raise Refused("EMP-006", month=str(month))


def _check_version(versions: tuple[PayrollMonth, ...], version: int | None) -> None:
    if versions and version is None:
        raise Unreadable("EMP-007")
    if version is not None and version != len(versions):
        raise StaleVersion("EMP-008")


async def _payroll(
    uow: UnitOfWork, employment_id: UUID, month: Month, terms: PayrollTerms, version_no: int
) -> PayrollMonth:
    document = await evidence_queries.find_file(terms.document_id) if terms.document_id else None
    figures = payroll_figures(month, terms, document, uow.today)
    return PayrollMonth(
        id=uow.new_id(),
        employment_id=employment_id,
        month=month,
        version_no=version_no,
        **figures,
        hours_paid=terms.hours_paid,
        paid_on=terms.paid_on,
        document_id=terms.document_id,
        document_sha256=document.sha256 if document else None,
        reason=terms.reason,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )


async def _record(uow: UnitOfWork, action: str, payroll: PayrollMonth, before: tuple[PayrollMonth, ...]) -> Payroll:
    await queries.insert_payroll_month(payroll, uow.org_id)
    uow.record(
        action,
        "employment",
        payroll.employment_id,
        reason=payroll.reason,
        month=payroll.month,
        version=payroll.version_no,
    )
    return await _view((payroll, *before))


async def _view(versions: tuple[PayrollMonth, ...]) -> Payroll:
    same = await queries.list_same_payslip(versions[0])
    return Payroll(versions, same_payslip_findings(same))


@reading(Scope.CLAIMS_WRITE)
async def list_pay_elements(uow: UnitOfWork) -> list[PayElementKind]:
    """Every kind of element of a payslip, in the order of the list."""
    return list(pay_element_kinds().values())
