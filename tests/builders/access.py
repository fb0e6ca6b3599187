"""Who has access, who is invited, and a mail that tells."""

from uuid import UUID

from clause.domain.actors import Role, Scope
from clause.services import clients, mails, own_account, people
from tests.builders.territory import Territory


async def the_access(territory: Territory) -> dict[str, UUID]:
    """An invitation of the first facilitator organisation, the mail that carries it, and one person's access."""
    context = territory.manager.context
    invitation = await people.invite_member(
        context, "Ariel Morin", f"ariel{territory.turn or ''}@brisemer.example", Role.FACILITATOR
    )
    (first, *_) = await mails.list_mails(context, limit=1)
    (person, *_) = await people.list_people(context)
    own = await own_account.load_own_account(territory.facilitator.context, "")
    program = await clients.add_own_client(context, "outil", (Scope.CONTRACTS_READ,))
    return {
        "invitation_id": invitation.id,
        "mail_id": first.id,
        "membership_id": person.membership_id,
        "session_id": own.sessions[0].id,
        "client_id": program.id,
    }
