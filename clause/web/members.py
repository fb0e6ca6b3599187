"""The people of the organisation: who has access, who is invited, and what is decided about them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.access_links import Invitation, may_manage, roles_of
from clause.domain.actors import Role
from clause.domain.errors import ClauseError
from clause.domain.people import Person
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import people, second_factor
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import Line, read_form, refused
from clause.web.listing import Action, Empty, Filter, Listing, chosen, listing
from clause.web.notes import Undo, done
from clause.web.page import page

PATH = "/members"
STATES = (("open", "Ont accès"), ("closed", "N’ont plus accès"))


class InvitationForm(BaseModel):
    """Whom to invite."""

    full_name: Line = Field(title="Nom")
    email: Line = Field(title="Adresse électronique")
    role: Role = Field(title="Rôle")


class RoleForm(BaseModel):
    """Another role."""

    role: Role = Field(title="Rôle")


@get(PATH, guards=[signed_in])
async def show_members(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The people of the organisation, and the invitations that wait."""
    decides = may_manage(context.actor.role)
    state = chosen(request.query_params.get("state", ""), STATES)
    found = await people.list_people(context)
    columns: list[Column[Person]] = [
        Column("name", "Nom", lambda row: row.full_name, link=_link if decides else None),
        Column("role", "Rôle", lambda row: label("role", row.role)),
        Column("email", "Adresse électronique", lambda row: row.email),
        Column("since", "Depuis le", lambda row: row.created_at.date(), CellKind.DAY),
        Column("state", "Accès", _access, tone=lambda row: "good" if row.has_access else "neutral"),
    ]
    return await listing(
        request,
        context,
        Listing(
            title="Personnes de l’organisation",
            path=PATH,
            name="personnes",
            columns=columns,
            rows=[row for row in found if state in ("", "open" if row.has_access else "closed")],
            empty=Empty("Personne ici.", "Effacez le filtre pour voir tout le monde."),
            filters=[Filter("state", "Accès", state, STATES)],
            actions=[Action(f"{PATH}/invite", "Inviter une personne", is_main=True)] if decides else [],
            order="state",
            more={"invitations": await people.list_invitations(context), "now": context.now, "decides": decides},
        ),
        "access/members.html",
    )


def _link(row: Person) -> str:
    return f"{PATH}/{row.membership_id}"


def _access(row: Person) -> str:
    return "Ouvert" if row.has_access else "Fermé"


@get(f"{PATH}/invite", guards=[signed_in])
async def show_invite(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The form that invites a colleague."""
    return _invite_page(request, context)


def _invite_page(request: AnyRequest, context: Context, **more: Any) -> Response[Any]:
    kind = context.actor.org_kind
    return page(
        request,
        "access/invite.html",
        title="Inviter une personne",
        roles=[(role.value, label("role", role)) for role in roles_of(kind)] if kind else [],
        decides=may_manage(context.actor.role),
        **more,
    )


@post(PATH, guards=[signed_in], status_code=303)
async def invite(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Invite a colleague by mail."""
    try:
        form = await read_form(request, InvitationForm)
        await people.invite_member(context, form.full_name, form.email, form.role)
    except ClauseError as error:
        return _invite_page(request, context, **await refused(request, error))
    return done(PATH, "invitation_sent")


@get(f"{PATH}/{{membership_id:uuid}}", guards=[signed_in])
async def show_member(
    request: AnyRequest, context: NamedDependency[Context], membership_id: FromPath[UUID]
) -> Response[Any]:
    """One person's access, and what may be decided about it."""
    return await _member_page(request, context, membership_id)


async def _member_page(request: AnyRequest, context: Context, membership_id: UUID, **more: Any) -> Response[Any]:
    kind = context.actor.org_kind
    person = await people.load_person(context, membership_id)
    return page(
        request,
        "access/member.html",
        title=person.full_name,
        person=person,
        roles=[(role.value, label("role", role)) for role in roles_of(kind)] if kind else [],
        decides=may_manage(context.actor.role),
        is_me=person.id == context.actor.id,
        has_factor=await second_factor.is_on_for(context, person),
        **more,
    )


@post(f"{PATH}/{{membership_id:uuid}}/role", guards=[signed_in], status_code=303)
async def change_role(
    request: AnyRequest, context: NamedDependency[Context], membership_id: FromPath[UUID]
) -> Response[Any]:
    """Give another role."""
    try:
        form = await read_form(request, RoleForm)
        before = await people.load_person(context, membership_id)
        await people.change_role(context, membership_id, form.role)
    except ClauseError as error:
        return await _member_page(request, context, membership_id, **await refused(request, error))
    undo = Undo(path=f"{PATH}/{membership_id}/role", fields={"role": before.role.value})
    return done(f"{PATH}/{membership_id}", "role_changed", undo=undo)


@post(f"{PATH}/{{membership_id:uuid}}/end", guards=[signed_in], status_code=303)
async def end_access(
    request: AnyRequest, context: NamedDependency[Context], membership_id: FromPath[UUID]
) -> Response[Any]:
    """Close a person's access."""
    try:
        await people.end_access(context, membership_id)
    except ClauseError as error:
        return await _member_page(request, context, membership_id, **await refused(request, error))
    return done(PATH, "access_ended", undo=Undo(path=f"{PATH}/{membership_id}/restore"))


@post(f"{PATH}/{{membership_id:uuid}}/restore", guards=[signed_in], status_code=303)
async def restore_access(
    request: AnyRequest, context: NamedDependency[Context], membership_id: FromPath[UUID]
) -> Response[Any]:
    """Open a person's access again."""
    await people.restore_access(context, membership_id)
    return done(PATH, "access_restored")


@post(f"{PATH}/{{membership_id:uuid}}/second-factor/reset", guards=[signed_in], status_code=303)
async def reset_second_factor(
    request: AnyRequest, context: NamedDependency[Context], membership_id: FromPath[UUID]
) -> Response[Any]:
    """Ask a colleague who lost the telephone and the recovery codes for no code any more."""
    try:
        await second_factor.reset_for_colleague(context, membership_id)
    except ClauseError as error:
        return await _member_page(request, context, membership_id, **await refused(request, error))
    return done(f"{PATH}/{membership_id}", "second_factor_reset")


@post("/invitations/{invitation_id:uuid}/send", guards=[signed_in], status_code=303)
async def send_again(
    request: AnyRequest, context: NamedDependency[Context], invitation_id: FromPath[UUID]
) -> Response[Any]:
    """Send an invitation once more."""
    return done(_home_of(context, await people.send_invitation_again(context, invitation_id)), "invitation_sent")


@post("/invitations/{invitation_id:uuid}/cancel", guards=[signed_in], status_code=303)
async def cancel(
    request: AnyRequest, context: NamedDependency[Context], invitation_id: FromPath[UUID]
) -> Response[Any]:
    """Take an invitation back."""
    return done(_home_of(context, await people.cancel_invitation(context, invitation_id)), "invitation_cancelled")


def _home_of(context: Context, invitation: Invitation) -> str:
    is_ours = invitation.org_id == context.actor.org_id
    return PATH if is_ours else f"/companies/{invitation.org_id}"


HANDLERS: list[ControllerRouterHandler] = [
    show_members,
    show_invite,
    invite,
    show_member,
    change_role,
    end_access,
    restore_access,
    reset_second_factor,
    send_again,
    cancel,
]
