"""A person's own account: password, sessions, name, notices; programs of the organisation."""

import re
from uuid import UUID

import httpx
from litestar import Litestar

from clause.domain.mails import PERSONAL, Mail, MailKind, link_path
from clause.edge.authentication import SESSION_COOKIE
from clause.services import own_account
from tests.architecture.routes import routes
from tests.builders.access import the_access
from tests.builders.territory import NOW, PASSWORD, Territory
from tests.builders.webhooks import a_subscription
from tests.web.reading import read_page

EMAIL = "camille@brisemer.example"
NEW = "une autre phrase bien longue"


async def _sign_in(client: httpx.AsyncClient) -> dict[str, str]:
    """Headers of a session of its own."""
    answer = await client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    cookie = {"cookie": f"{SESSION_COOKIE}={answer.cookies[SESSION_COOKIE]}"}
    client.cookies.clear()
    token = read_page(await client.get("/account", headers=cookie)).metas["csrf-token"]
    return {**cookie, "x-csrf-token": token}


async def test_a_new_password_needs_the_old_one_and_closes_the_other_sessions(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    mine, other = await _sign_in(client), await _sign_in(client)
    wrong = await client.post("/account/password", data={"old_password": "no", "password": NEW}, headers=mine)
    assert wrong.status_code == 422
    assert "L’ancien mot de passe n’est pas le bon" in wrong.text
    assert NEW not in wrong.text
    short = await client.post("/account/password", data={"old_password": PASSWORD, "password": "court"}, headers=mine)
    assert short.status_code == 422
    right = await client.post("/account/password", data={"old_password": PASSWORD, "password": NEW}, headers=mine)
    assert right.status_code == 303
    renewed = {"cookie": f"{SESSION_COOKIE}={right.cookies[SESSION_COOKIE]}"}
    client.cookies.clear()
    assert (await client.get("/account", headers=renewed)).status_code == 200
    assert (await client.get("/account", headers=mine)).status_code == 303, "the session has a new identifier"
    assert (await client.get("/account", headers=other)).status_code == 303
    assert (await client.post("/sign-in", data={"email": EMAIL, "password": NEW})).status_code == 303


async def test_the_other_sessions_are_listed_and_closed(client: httpx.AsyncClient, territory: Territory) -> None:
    mine, other = await _sign_in(client), await _sign_in(client)
    page = read_page(await client.get("/account", headers=mine))
    assert page.text.count("Se ferme toute seule") >= 2
    assert page.text.count("Cette session") == 1
    await client.post("/account/sessions", headers=mine)
    assert (await client.get("/account", headers=mine)).status_code == 200
    assert (await client.get("/account", headers=other)).status_code == 303


async def test_a_name_is_changed_everywhere(client: httpx.AsyncClient, territory: Territory) -> None:
    mine = await _sign_in(client)
    await client.post("/account/name", data={"full_name": "Camille Le Goff-Prat"}, headers=mine)
    assert "Camille Le Goff-Prat" in (await client.get("/members", headers=mine)).text


async def test_notices_are_chosen_by_role(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.manager.headers
    await client.post("/account/notices", data={"notices": ["claim_paid"]}, headers=headers)
    wanted = dict(await own_account.list_wanted_notices(territory.manager.context))
    assert [kind for kind, is_wanted in wanted.items() if is_wanted] == ["claim_paid"]
    page = (await client.get("/account", headers=headers)).text
    assert 'value="claim_paid" checked' in page
    assert 'value="statement_submitted" checked' not in page


async def test_an_organisation_that_is_not_ones_own_cannot_be_chosen(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    mine = await _sign_in(client)
    own = await own_account.load_own_account(territory.manager.context, "")
    data = {"membership_id": str(own.memberships[0].id)}
    assert (await client.post("/account/organisation", data=data, headers=mine)).status_code == 404


async def test_a_program_is_made_with_its_secret_shown_once_and_revoked(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.manager.headers
    data = {"name": "Paie", "scopes": ["hours:declare", "contracts:read"]}
    made = await client.post("/clients", data=data, headers=headers)
    page = read_page(made)
    secret = re.search(r'id="client-secret">([^<]+)<', made.text)
    client_id = re.search(r'id="client-id">([^<]+)<', made.text)
    assert secret
    assert client_id
    assert "copiez son secret maintenant" in page.text
    again = await client.get("/clients", headers=headers)
    assert secret.group(1) not in again.text
    form = {"grant_type": "client_credentials", "client_id": client_id.group(1), "client_secret": secret.group(1)}
    token = (await client.post("/api/v1/oauth/token", data=form)).json()["access_token"]
    bearer = {"authorization": f"Bearer {token}"}
    assert (await client.get("/api/v1/me", headers=bearer)).status_code == 200
    assert "dernier jeton demandé" in (await client.get("/clients", headers=headers)).text
    await client.post(f"/clients/{client_id.group(1)}/revoke", headers=headers)
    assert (await client.get("/api/v1/me", headers=bearer)).status_code == 401
    stranger = territory.other_manager.headers
    assert (await client.post(f"/clients/{client_id.group(1)}/revoke", headers=stranger)).status_code == 404


async def test_a_program_never_gets_more_than_its_organisation(client: httpx.AsyncClient, territory: Territory) -> None:
    for caller, scopes in (
        (territory.company_agent, ["oi:read"]),
        (territory.manager, ["claims:sign"]),
        (territory.manager, []),
        (territory.facilitator, ["contracts:read"]),
    ):
        answer = await client.post("/clients", data={"name": "Trop", "scopes": scopes}, headers=caller.headers)
        assert answer.status_code == 422, scopes
        assert "client-secret" not in answer.text
        assert read_page(answer).fields.get("name", "Trop") == "Trop"


async def test_webhooks_are_added_listed_and_ended(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.manager.headers
    refused = await client.post("/webhooks", data={"url": "http://exemple.fr"}, headers=headers)
    assert refused.status_code == 422
    assert "https://" in refused.text
    subscription = await a_subscription(territory.manager)
    page = read_page(await client.get(f"/webhooks/{subscription.id}", headers=headers))
    assert "Aucun message pour l’instant" in page.text
    ended = await client.post(f"/webhooks/{subscription.id}/end", headers=headers)
    assert ended.status_code == 303
    assert (await client.get(f"/webhooks/{subscription.id}", headers=headers)).status_code == 404


async def test_every_mail_leads_to_a_page_that_is_there(
    app: Litestar, client: httpx.AsyncClient, territory: Territory
) -> None:
    known = {route.path for route in routes(app) if route.method == "GET"}
    sample = {"id": UUID(int=0), "org_id": UUID(int=0), "state": "sent", "created_at": NOW, "subject_kind": "x"}
    for kind in set(MailKind) - PERSONAL:
        mail = Mail.model_validate({**sample, "kind": kind, "subject_id": UUID(int=7)})
        ended = [link_path(one) for one in (mail, mail.model_copy(update={"occurrences": 2}))]
        for path in ended:
            pattern = path.replace(str(UUID(int=7)), "{}")
            assert pattern in {_shape(one) for one in known}, kind


def _shape(path: str) -> str:
    return re.sub(r"{[^}]+}", "{}", path)


async def test_a_list_of_mails_says_when_nothing_leaves(client: httpx.AsyncClient, territory: Territory) -> None:
    await the_access(territory)
    page = read_page(await client.get("/mails?kind=invitation", headers=territory.manager.headers))
    assert "Aucun serveur de courriel n’est configuré" in page.text
    assert "ariel@brisemer.example" in page.text
    workbook = await client.get("/mails?format=xlsx", headers=territory.manager.headers)
    assert workbook.headers["content-type"].endswith("sheet")
