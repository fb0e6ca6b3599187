"""Asking for certificates: on a lot, for a company's year, or one made anew. The worker draws the file afterwards."""

from datetime import date
from typing import Any
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import certificates as queries
from clause.db.queries import contracts as contract_queries
from clause.db.queries import obligations
from clause.db.queries import subcontractors as subcontractor_queries
from clause.db.queries import yearly_certificates as yearly_queries
from clause.db.queries.lot_records import list_records
from clause.domain.accounts import Organisation
from clause.domain.actors import Actor, ActorKind, OrgKind, Scope
from clause.domain.certificate_figures import booked_hours, hours_of, smallest_group
from clause.domain.certificate_register import (
    Certificate,
    CertificateOrder,
    CertificateState,
    Holder,
    Post,
    Reissue,
    Subject,
    YearlyOrder,
    execution_of,
    figures_day,
    holder_of,
    order_again,
    progress,
    relief_until,
    year_of,
)
from clause.domain.certificates import (
    CertificateContent,
    CertificateKind,
    ObligationLine,
    Party,
    Signatory,
    YearlyContent,
    certificate_number,
    content_hash,
    new_verification_code,
)
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.jobs import JobKind
from clause.domain.reliefs import Relief
from clause.domain.yearly_certificates import LotCompanies, yearly_figures
from clause.gateways import secrets
from clause.rules.calendar import Period
from clause.services.unit_of_work import UnitOfWork, writing
from clause.text.certificates import COFINANCED, PROGRAM_CAPACITY, UNNAMED_GROUND, consortium_note
from clause.text.formulas import basis
from clause.text.labels import label

CODE_BYTES = 10


@writing(Scope.CONTRACTS_WRITE)
async def request_certificate(uow: UnitOfWork, lot_id: UUID, order: CertificateOrder, public_url: str) -> Certificate:
    """The certificate, numbered and with its content frozen; its file follows from the job named by ``job_id``.

    Hours are those worked until the day of the order. ``public_url`` is where anyone will check it. Raises NotFound
    CRT-020, Refused CRT-011 to CRT-016 and CRT-021 (nothing is owed on that day), WrongState CRT-022 for a FINAL
    certificate while statements on the lot wait for a decision.
    """
    return await _on_lot(uow, lot_id, order, public_url, None)


@writing(Scope.CONTRACTS_WRITE)
async def request_yearly_certificate(
    uow: UnitOfWork, company_id: UUID, order: YearlyOrder, public_url: str
) -> Certificate:
    """The certificate of a company's year, in place of the one before it; its file follows from ``job_id``.

    It counts the hours worked in the year that this organisation follows. NotFound CRT-028, Refused CRT-030 for a year
    to come.
    """
    return await _of_year(uow, company_id, order, public_url, None)


@writing(Scope.CONTRACTS_WRITE)
async def reissue_certificate(uow: UnitOfWork, certificate_id: UUID, reissue: Reissue, public_url: str) -> Certificate:
    """The same certificate made anew with what is booked today; the former one says that it was replaced.

    NotFound CRT-029, WrongState CRT-031, CRT-032 and CRT-034, Refused CRT-033, and what a first request raises.
    """
    former = await queries.lock_certificate(certificate_id)
    if former is None:
        raise NotFound("CRT-029")
    order = order_again(former, reissue)
    pending = await queries.find_pending_number(former)
    if pending is not None:
        raise WrongState("CRT-034", number=pending)
    if isinstance(order, YearlyOrder):
        return await _of_year(uow, former.company_id, order, public_url, former.number)
    if former.lot_id is None:
        raise RuntimeError("a certificate on a lot without its lot")
    return await _on_lot(uow, former.lot_id, order, public_url, former.number)


async def _on_lot(
    uow: UnitOfWork, lot_id: UUID, order: CertificateOrder, public_url: str, replaces: str | None
) -> Certificate:
    subject = await queries.find_subject(lot_id)
    if subject is None:
        raise NotFound("CRT-020")
    holder, execution = holder_of(subject, order.company_id), execution_of(subject)
    on = figures_day(order, execution, uow.today)
    figures = await _lot_figures(order, subject, holder, execution, on)
    facts = await _numbered(uow, subject.facilitator_org, holder.party, public_url, order.remark)
    if replaces is None and order.kind is CertificateKind.FINAL:
        replaces = await queries.find_final_number(lot_id, holder.company_id)
    content = CertificateContent(
        kind=order.kind,
        buyer=subject.buyer,
        contract_reference=subject.contract_reference,
        contract_object=subject.contract_object,
        lot_label=subject.lot_name,
        figures_on=on,
        replaces_number=replaces,
        **facts,
        **figures,
    )
    return await _register(uow, content, holder.company_id, lot_id=lot_id, buyer_id=subject.buyer_id)


async def _of_year(
    uow: UnitOfWork, company_id: UUID, order: YearlyOrder, public_url: str, replaces: str | None
) -> Certificate:
    company = await account_queries.find_organisation_by_id(company_id, OrgKind.COMPANY)
    own = await account_queries.find_organisation_by_id(uow.org_id, OrgKind.FACILITATOR_ORG)
    if company is None or own is None:
        raise NotFound("CRT-028")
    period = year_of(order, uow.today)
    figures = await _year_figures(company_id, period)
    facts = await _numbered(uow, _party(own), _party(company), public_url, order.remark)
    content = YearlyContent(
        kind=CertificateKind.COMPANY_YEARLY,
        year=order.year,
        figures_on=period.last_day,
        replaces_number=replaces or await yearly_queries.find_yearly_number(company_id, order.year),
        **facts,
        **figures,
    )
    return await _register(uow, content, company_id, lot_id=None, buyer_id=None)


async def _year_figures(company_id: UUID, period: Period) -> dict[str, Any]:
    """The fields of a year's content that count something."""
    hires = await yearly_queries.list_hire_hours_of_year(company_id, period)
    lot_ids = {row.lot_id for row in hires}
    lots = await yearly_queries.list_lots_of_year(lot_ids, period)
    companies = {lot_id: await _companies_of(lot_id) for lot_id in lot_ids}
    return yearly_figures(company_id, lots, companies, hires, UNNAMED_GROUND, smallest_group(period.last_day))


async def _companies_of(lot_id: UUID) -> LotCompanies:
    lot = await contract_queries.find_lot(lot_id)
    return LotCompanies(lot.holders if lot else (), await subcontractor_queries.list_subcontractors(lot_id))


async def _lot_figures(
    order: CertificateOrder, subject: Subject, holder: Holder, execution: Period, on: date
) -> dict[str, Any]:
    """The fields of the content that count something."""
    in_effect = await obligations.owed_on(subject.lot_id, on)
    if in_effect is None:
        raise Refused("CRT-021", on=on.isoformat())
    versions = [version for version in await obligations.list_obligations(subject.lot_id) if version.effective_on <= on]
    declared = await queries.sum_declared(subject.lot_id, on)
    if order.kind is CertificateKind.FINAL and declared.pending_statements:
        raise WrongState("CRT-022", count=declared.pending_statements)
    rows = await queries.list_hire_hours(subject.lot_id, on)
    booked = booked_hours(rows, UNNAMED_GROUND, smallest_group(on))
    others = subject.others(holder)
    return {
        "execution_first_day": execution.first_day,
        "execution_last_day": execution.last_day,
        "hours_owed": in_effect.hours_owed,
        "hours_declared": declared.hours_declared,
        "obligations": tuple(
            ObligationLine(
                version=version.version_no,
                effective_on=version.effective_on,
                hours_owed=version.hours_owed,
                basis=basis(version.trace),
            )
            for version in versions
        ),
        "relief": relief_until(await list_records("relief_decision", Relief, subject.lot_id), on) or None,
        "consortium": consortium_note(others, holder.party.name, hours_of(rows, holder.company_id)) if others else None,
        **dict(booked),
        **progress(in_effect.hours_owed, booked.hours_credited, execution, on),
    }


async def _numbered(
    uow: UnitOfWork, facilitator_org: Party, holder: Party, public_url: str, remark: str | None
) -> dict[str, Any]:
    """The fields that every certificate has, with the next number of the organisation.

    From here to the commit nobody else takes a number of this organisation: two requests follow one another.
    """
    sequence = await queries.next_sequence(uow.org_id, uow.today.year)
    code = new_verification_code(secrets.random_bytes(CODE_BYTES))
    is_person = uow.actor.kind is ActorKind.USER and uow.actor.id is not None
    post = await queries.find_post(uow.actor.id, uow.today) if is_person and uow.actor.id else None
    return {
        "number": certificate_number(uow.today.year, sequence),
        "verification_code": code,
        "verify_url": f"{public_url}/verify/{code}",
        "issued_on": uow.today,
        "facilitator_org": facilitator_org,
        "signatory": _signatory(uow.actor, post),
        "holder": holder,
        "remark": remark,
        "eu_mention": COFINANCED if post is not None and post.is_cofinanced else None,
    }


def _party(organisation: Organisation) -> Party:
    kind = organisation.identifier_kind.replace("-", "_")
    return Party(name=organisation.name, identifier=organisation.identifier, identifier_kind=kind)


def _signatory(actor: Actor, post: Post | None) -> Signatory:
    if post is not None:
        return Signatory(name=actor.name, capacity=post.job_title)
    return Signatory(name=actor.name, capacity=label("role", actor.role) if actor.role else PROGRAM_CAPACITY)


async def _register(
    uow: UnitOfWork,
    content: CertificateContent | YearlyContent,
    company_id: UUID,
    *,
    lot_id: UUID | None,
    buyer_id: UUID | None,
) -> Certificate:
    """The row of the register, with the job that will draw the file, and its line in the journal."""
    certificate_id = uow.new_id()
    certificate = Certificate(
        id=certificate_id,
        facilitator_org_id=uow.org_id,
        buyer_id=buyer_id,
        company_id=company_id,
        lot_id=lot_id,
        kind=content.kind,
        year=content.issued_on.year,
        sequence=int(content.number.rpartition("-")[2]),
        number=content.number,
        code=content.verification_code,
        state=CertificateState.REQUESTED,
        content=content,
        content_hash=content_hash(content),
        document_id=None,
        job_id=await uow.add_job(JobKind.RENDER_CERTIFICATE, certificate_id=certificate_id),
        issued_on=content.issued_on,
        created_by=uow.actor.id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_certificate(certificate)
    uow.record(
        "certificate.requested",
        "certificate",
        certificate.id,
        number=certificate.number,
        kind=certificate.kind,
        lot=lot_id,
        company=company_id,
        replaces=content.replaces_number,
        content_hash=certificate.content_hash,
    )
    return certificate
