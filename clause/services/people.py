"""Who has access to an organisation: its people, invitations, and the people of a company that one works with.

An organisation's own people decide upon it, managers only where there are several roles. A facilitator organisation
also invites people of the companies of its lots, and of no others; the company's own people then decide.
"""

from uuid import UUID

from clause.db.queries import links as link_queries
from clause.db.queries import people as queries
from clause.domain.access_links import INVITATION_LIFE, Invitation, may_manage, parse_email, roles_of
from clause.domain.actors import OrgKind, Role, Scope
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.mails import MailKind
from clause.domain.people import Person
from clause.services.unit_of_work import UnitOfWork, as_system, reading, writing


@reading()
async def list_people(uow: UnitOfWork) -> list[Person]:
    """Everyone who has or had access to the caller's organisation, those who have it first."""
    return await queries.list_people(uow.org_id)


@reading()
async def load_person(uow: UnitOfWork, membership_id: UUID) -> Person:
    """One access to the caller's organisation. NotFound ACC-056."""
    found = [person for person in await queries.list_people(uow.org_id) if person.membership_id == membership_id]
    if not found:
        raise NotFound("ACC-056")
    return found[0]


@reading()
async def list_invitations(uow: UnitOfWork) -> list[Invitation]:
    """The invitations to the caller's organisation that wait for an answer, expired ones included."""
    return await link_queries.list_pending_invitations(uow.org_id)


@reading(Scope.CONTRACTS_WRITE)
async def list_people_of_company(uow: UnitOfWork, company_id: UUID) -> tuple[list[Person], list[Invitation]]:
    """The people of a company of one's lots who have access, and those that one has invited.

    Both empty for a company that has no part in a lot of the caller.
    """
    if not await queries.follows_company(company_id):
        return [], []
    invitations = await link_queries.list_pending_invitations(company_id)
    async with as_system(uow):
        people = await queries.list_people(company_id)
    return [person for person in people if person.has_access], invitations


@reading(Scope.CONTRACTS_WRITE)
async def works_with(uow: UnitOfWork, company_id: UUID) -> bool:
    """Whether the company has a part in a lot of the caller's organisation, so that its people may be invited."""
    return await queries.follows_company(company_id)


@writing()
async def invite_member(uow: UnitOfWork, full_name: str, email: str, role: Role) -> Invitation:
    """Ask a person to join the caller's organisation, by a link that is sent to them.

    Forbidden ACC-040, Refused ACC-041 for a role of another kind of organisation, WrongState ACC-042 for who has
    access already, ACC-043 when an invitation waits, Unreadable ACC-023.
    """
    if not may_manage(uow.actor.role):
        raise Forbidden("ACC-040")
    kind = uow.actor.org_kind
    if kind is None or role not in roles_of(kind):
        raise Refused("ACC-041")
    return await _invite(uow, uow.org_id, full_name, email, role)


@writing(Scope.CONTRACTS_WRITE)
async def invite_contact(uow: UnitOfWork, company_id: UUID, full_name: str, email: str) -> Invitation:
    """Ask a person of a company of one's lots to join it.

    Forbidden ACC-044 for a company without a part in a lot of the caller, or for a company that invites for another.
    The rest as for colleagues.
    """
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG or not await queries.follows_company(company_id):
        raise Forbidden("ACC-044")
    return await _invite(uow, company_id, full_name, email, Role.COMPANY_AGENT)


async def _invite(uow: UnitOfWork, org_id: UUID, full_name: str, email: str, role: Role) -> Invitation:
    address = parse_email(email)
    async with as_system(uow):
        has_access = await queries.find_role_of(address, org_id)
        waits = [one for one in await link_queries.list_pending_invitations(org_id) if one.email == address]
    if has_access is not None:
        raise WrongState("ACC-042", findings=(Finding(code="ACC-045", field="email"),))
    if waits:
        raise WrongState("ACC-043", findings=(Finding(code="ACC-046", field="email"),))
    invitation = Invitation(
        id=uow.new_id(),
        org_id=org_id,
        invited_by_org_id=uow.org_id,
        invited_by=uow.actor.id,
        email=address,
        full_name=full_name,
        role=role,
        created_at=uow.now,
        expires_at=uow.now + INVITATION_LIFE,
    )
    await link_queries.insert_invitation(invitation)
    await uow.add_mail(MailKind.INVITATION, uow.org_id, ("invitation", invitation.id), address=address)
    uow.record("invitation.sent", "invitation", invitation.id, org_id=org_id, role=role)
    return invitation


@writing()
async def send_invitation_again(uow: UnitOfWork, invitation_id: UUID) -> Invitation:
    """The invitation sent once more, with a new term. NotFound ACC-047, Forbidden ACC-048, WrongState ACC-049."""
    invitation = await _pending(uow, invitation_id)
    again = invitation.model_copy(update={"expires_at": uow.now + INVITATION_LIFE})
    await link_queries.save_invitation(again)
    await uow.add_mail(MailKind.INVITATION, uow.org_id, ("invitation", again.id), address=again.email)
    uow.record("invitation.sent_again", "invitation", again.id, org_id=again.org_id)
    return again


@writing()
async def cancel_invitation(uow: UnitOfWork, invitation_id: UUID) -> Invitation:
    """The invitation taken back: its link opens nothing. NotFound ACC-047, Forbidden ACC-048, WrongState ACC-049."""
    invitation = await _pending(uow, invitation_id)
    cancelled = invitation.model_copy(update={"cancelled_at": uow.now})
    await link_queries.save_invitation(cancelled)
    uow.record("invitation.cancelled", "invitation", cancelled.id, org_id=cancelled.org_id)
    return cancelled


async def _pending(uow: UnitOfWork, invitation_id: UUID) -> Invitation:
    invitation = await link_queries.lock_invitation(invitation_id)
    if invitation is None:
        raise NotFound("ACC-047")
    is_for_a_company = invitation.org_id != uow.org_id
    decides = uow.actor.may(Scope.CONTRACTS_WRITE) if is_for_a_company else may_manage(uow.actor.role)
    if not decides:
        raise Forbidden("ACC-048")
    if invitation.accepted_at is not None or invitation.cancelled_at is not None:
        raise WrongState("ACC-049")
    return invitation


@writing()
async def change_role(uow: UnitOfWork, membership_id: UUID, role: Role) -> Person:
    """A colleague with another role, from their next page on.

    Forbidden ACC-050, NotFound ACC-051, Refused ACC-052 for a role of another kind of organisation, ACC-053 when
    nobody would decide upon access any more.
    """
    person = await _colleague(uow, membership_id)
    if role not in roles_of(uow.actor.org_kind or OrgKind.COMPANY):
        raise Refused("ACC-052")
    if not may_manage(role):
        await _require_another_manager(uow, person)
    async with as_system(uow):
        await queries.set_role(membership_id, role)
    uow.record("membership.role_changed", "membership", membership_id, before=person.role, role=role)
    return person.model_copy(update={"role": role})


@writing()
async def end_access(uow: UnitOfWork, membership_id: UUID) -> Person:
    """A colleague who comes in no more, sessions included; what they did stays theirs.

    Forbidden ACC-050, NotFound ACC-051, Refused ACC-053, ACC-054 for oneself.
    """
    person = await _colleague(uow, membership_id)
    if person.id == uow.actor.id:
        raise Refused("ACC-054")
    await _require_another_manager(uow, person)
    async with as_system(uow):
        await queries.set_end(membership_id, uow.now)
    uow.record("membership.ended", "membership", membership_id)
    return person.model_copy(update={"ended_at": uow.now})


@writing()
async def restore_access(uow: UnitOfWork, membership_id: UUID) -> Person:
    """A colleague who comes in again with the role they had. Forbidden ACC-050, NotFound ACC-051."""
    person = await _colleague(uow, membership_id)
    async with as_system(uow):
        await queries.set_end(membership_id, None)
    uow.record("membership.restored", "membership", membership_id)
    return person.model_copy(update={"ended_at": None})


async def _colleague(uow: UnitOfWork, membership_id: UUID) -> Person:
    if not may_manage(uow.actor.role):
        raise Forbidden("ACC-050")
    async with as_system(uow):
        person = await queries.lock_person(uow.org_id, membership_id)
    if person is None:
        raise NotFound("ACC-051")
    return person


async def _require_another_manager(uow: UnitOfWork, person: Person) -> None:
    people = await queries.list_people(uow.org_id)
    left = [one for one in people if one.has_access and may_manage(one.role)]
    if all(one.membership_id == person.membership_id for one in left):
        raise Refused("ACC-053")
