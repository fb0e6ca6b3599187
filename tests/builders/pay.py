"""Evidence, pay, hourly rates and other costs, through the services."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.cost_items import CostItem, CostItemTerms
from clause.domain.employments import Employment, EmploymentTerms
from clause.domain.evidence import EvidenceFile, EvidenceKind
from clause.domain.hourly_rate_making import RateTerms
from clause.domain.hourly_rates import HourlyRate
from clause.domain.operations import Operation
from clause.domain.proof_documents import PDF, SentFile
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, CostPost
from clause.services import cost_items, evidence, hourly_rates
from tests.builders.territory import Caller


def a_pdf(text: str = "bulletin") -> SentFile:
    """A file that is a PDF by its bytes."""
    return SentFile("piece.pdf", PDF, b"%PDF-1.7\n% " + text.encode() + b"\n%%EOF\n")


async def an_evidence_file(
    manager: Caller, text: str = "bulletin", kind: EvidenceKind = EvidenceKind.PAYSLIP, redacts_id: UUID | None = None
) -> EvidenceFile:
    """A piece of evidence of the manager's organisation."""
    return await evidence.keep_file(manager.context, a_pdf(text), kind, redacts_id)


def rate_terms(employment: Employment, **changes: object) -> RateTerms:
    """The rate of M3a of a year that cost 48 000 €, typed with its document; ``changes`` go to the terms."""
    terms = RateTerms(
        employment_id=employment.id,
        method=CostMethod.M3A,
        first_month=Month(2025, 1),
        last_month=Month(2025, 12),
        effective_on=date(2026, 1, 1),
        employer_cost=Decimal("48000.00"),
    )
    return terms.model_copy(update=changes)


async def a_rate(manager: Caller, operation: Operation, employment: Employment, **changes: object) -> HourlyRate:
    """A rate fixed for an operation, with its evidence."""
    document = await an_evidence_file(manager, "taux", EvidenceKind.RATE_CALCULATION)
    terms = rate_terms(employment, **{"document_id": document.id, **changes})
    return (await hourly_rates.fix_rate(manager.context, operation.id, terms)).rate


def cost_terms(**changes: object) -> CostItemTerms:
    """Half of an invoice of 240 € for participants, paid; ``changes`` go to the terms."""
    terms = CostItemTerms(
        post=CostPost.PARTICIPANTS,
        label="Transport des participants",
        incurred_on=date(2026, 5, 11),
        amount_declared=Decimal("120.00"),
        supplier="Transports de la Baie",
        document_reference="F-118",
        document_on=date(2026, 5, 12),
        amount_document=Decimal("240.00"),
        allocation_key="Six participants sur douze",
        paid_on=date(2026, 5, 28),
    )
    return terms.model_copy(update=changes)


async def a_cost_item(manager: Caller, operation: Operation, **changes: object) -> CostItem:
    """A cost of an operation."""
    return (await cost_items.add_item(manager.context, operation.id, cost_terms(**changes))).item


async def the_pay(manager: Caller, operation: Operation, employment: Employment) -> dict[str, UUID]:
    """A piece of evidence, a rate and a cost, by the names that the routes give to their ids."""
    payslip = await an_evidence_file(manager)
    await a_rate(manager, operation, employment)
    return {"evidence_file_id": payslip.id, "cost_item_id": (await a_cost_item(manager, operation)).id}


def employment_terms(worker: Caller, **changes: object) -> EmploymentTerms:
    """A full-time employment from 2025 on; ``changes`` go to the terms."""
    terms = EmploymentTerms(
        person_id=worker.user_id,
        staff_number="F-050",
        job_title="Facilitatrice de la clause sociale",
        working_time_share=Decimal("1"),
        weekly_hours=Decimal("35.00"),
        first_day=date(2025, 1, 1),
        last_day=None,
    )
    return terms.model_copy(update=changes)
