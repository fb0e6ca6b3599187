"""Schemes of intermediate bodies and their calls for projects, as the beneficiary records them."""

from datetime import date
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import funding_calls as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.agreement_checks import check_scheme
from clause.domain.errors import NotFound, Refused, StaleVersion, WrongState
from clause.domain.funding_calls import Call, CallTerms, Scheme, SchemeTerms, check_call
from clause.rules.programmes import Programme, programmes
from clause.services.unit_of_work import UnitOfWork, reading, writing


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_programmes(uow: UnitOfWork, on: date | None) -> tuple[Programme, ...]:
    """The programmes known to Clause, oldest first; with a day, those whose window holds it."""
    return tuple(one for one in programmes() if on is None or one.window.contains(on))


@writing(Scope.CLAIMS_WRITE)
async def add_scheme(uow: UnitOfWork, terms: SchemeTerms) -> Scheme:
    """Record a scheme. Refused CAL-002 for an unknown intermediate body, CAL-003 with what is wrong."""
    body = await account_queries.find_organisation_by_id(terms.intermediate_body_id, OrgKind.INTERMEDIATE_BODY)
    if body is None:
        raise Refused("CAL-002")
    check_scheme(terms)
    scheme = Scheme(**dict(terms), id=uow.new_id(), facilitator_org_id=uow.org_id, created_at=uow.now, version=1)
    await queries.insert_scheme(scheme)
    uow.record("funding_scheme.added", "funding_scheme", scheme.id, reference=terms.reference)
    return scheme


@writing(Scope.CLAIMS_WRITE)
async def change_scheme(
    uow: UnitOfWork, scheme_id: UUID, title: str, global_grant_reference: str | None, version: int
) -> Scheme:
    """Correct the title and the global grant of a scheme. NotFound CAL-004, StaleVersion CAL-005."""
    scheme = await queries.lock_scheme(scheme_id)
    if scheme is None:
        raise NotFound("CAL-004")
    if scheme.version != version:
        raise StaleVersion("CAL-005")
    changed = {"title": title, "global_grant_reference": global_grant_reference, "version": version + 1}
    scheme = scheme.model_copy(update=changed)
    await queries.save_scheme(scheme)
    uow.record("funding_scheme.changed", "funding_scheme", scheme_id, global_grant=global_grant_reference)
    return scheme


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def load_scheme(uow: UnitOfWork, scheme_id: UUID) -> Scheme:
    """One scheme. NotFound CAL-006."""
    scheme = await queries.find_scheme(scheme_id)
    if scheme is None:
        raise NotFound("CAL-006")
    return scheme


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_schemes(uow: UnitOfWork, *, after: UUID | None, limit: int) -> list[Scheme]:
    """A page of schemes: the organisation's own; for an intermediate body, those that name it."""
    return await queries.list_schemes(after=after, limit=limit)


@writing(Scope.CLAIMS_WRITE)
async def add_call(uow: UnitOfWork, scheme_id: UUID, terms: CallTerms) -> Call:
    """Record a call under a scheme. NotFound CAL-007, Refused CAL-001 with what is wrong."""
    scheme = await queries.find_scheme(scheme_id)
    if scheme is None:
        raise NotFound("CAL-007")
    check_call(terms)
    call = Call(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=scheme.facilitator_org_id,
        intermediate_body_id=scheme.intermediate_body_id,
        scheme_id=scheme_id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_call(call)
    uow.record("funding_call.added", "funding_call", call.id, scheme=scheme_id, reference=terms.reference)
    return call


@writing(Scope.CLAIMS_WRITE)
async def change_call(uow: UnitOfWork, call_id: UUID, terms: CallTerms, version: int) -> Call:
    """Correct a call. Once an operation answers it, only its title and its days may change.

    NotFound CAL-008, StaleVersion CAL-009, WrongState CAL-010, Refused CAL-001 with what is wrong.
    """
    call = await queries.lock_call(call_id)
    if call is None:
        raise NotFound("CAL-008")
    if call.version != version:
        raise StaleVersion("CAL-009")
    check_call(terms)
    free = {"title", "opens_on", "closes_on"}
    changed = [name for name, value in terms if value != getattr(call, name)]
    if not set(changed) <= free and await queries.is_call_answered(call_id):
        raise WrongState("CAL-010")
    call = call.model_copy(update={**dict(terms), "version": version + 1})
    await queries.save_call(call)
    uow.record("funding_call.changed", "funding_call", call_id, changed=", ".join(sorted(changed)))
    return call


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def load_call(uow: UnitOfWork, call_id: UUID) -> Call:
    """One call. NotFound CAL-011."""
    call = await queries.find_call(call_id)
    if call is None:
        raise NotFound("CAL-011")
    return call


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_calls(uow: UnitOfWork, *, scheme_id: UUID | None, after: UUID | None, limit: int) -> list[Call]:
    """A page of calls: the organisation's own; for an intermediate body, those that name it."""
    return await queries.list_calls(scheme_id=scheme_id, after=after, limit=limit)
