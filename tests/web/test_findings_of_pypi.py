"""What the audit of PyPI found in April 2026 and no other module asks yet (the whole table: docs/asvs.md)."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import httpx
import pikepdf
import pytest
from litestar import Litestar

from clause.db.queries.identity import set_identity
from clause.db.sql import execute, fetch, fetch_value
from clause.domain.actors import OrgKind, Role, Scope
from clause.domain.errors import ClauseError
from clause.edge.authentication import SESSION_COOKIE
from clause.services import accounts, certificates, links, second_factor
from clause.services.context import Context, operator_context
from clause.services.opening import CodeAwaited, OpenSession
from clause.web.session import STEP_COOKIE
from tests.architecture.routes import routes, services_called
from tests.builders.certificates import a_certificate
from tests.builders.second_factor import EMAIL, code_of, set_up, signed_in
from tests.builders.territory import NOW, PASSWORD, Territory
from tests.web.test_certificates import an_owing_lot

STEP = timedelta(seconds=30)
READING = ("read",)
OF_ONES_OWN = {"accounts", "clients", "links", "list_views", "mails", "own_account", "people", "second_factor"}
"""Services that ask for no right of the trade: they decide by the person, by the proof shown, or by who manages."""


@pytest.fixture
async def step(client: httpx.AsyncClient, territory: Territory) -> tuple[str, str]:
    """The key of a telephone, and the token of a sign-in that waits for its code."""
    key, _, _ = await set_up(client, await signed_in(client))
    waiting = await accounts.sign_in(Context(accounts.sign_in_actor(), NOW + 4 * STEP), EMAIL, PASSWORD)
    assert isinstance(waiting, CodeAwaited)
    return key, waiting.token


async def test_1_a_code_that_served_is_refused_for_as_long_as_it_could_be_taken(
    client: httpx.AsyncClient, step: tuple[str, str]
) -> None:
    key, token = step
    ahead = NOW + 5 * STEP  # of a telephone that is fast by one step: taken now, and in the two steps that follow
    code = code_of(key, ahead)
    await second_factor.finish_sign_in(Context(accounts.sign_in_actor(), NOW + 4 * STEP), token, code)
    for later in range(4):
        context = Context(accounts.sign_in_actor(), NOW + (4 + later) * STEP)
        again = await accounts.sign_in(context, EMAIL, PASSWORD)
        assert isinstance(again, CodeAwaited)
        with pytest.raises(ClauseError) as refused:
            await second_factor.finish_sign_in(context, again.token, code)
        assert refused.value.code == "ACC-091"


async def test_4_and_14_every_act_upon_access_leaves_its_line(client: httpx.AsyncClient, territory: Territory) -> None:
    operator, siret = operator_context(NOW), territory.company.identifier
    client_id, secret = await accounts.add_client(operator, OrgKind.COMPANY, siret, "paie", (Scope.HOURS_DECLARE,))
    await accounts.issue_token(Context(accounts.sign_in_actor(), NOW), client_id, secret, ())
    await accounts.add_user(operator, OrgKind.COMPANY, siret, "n@batisseurs.example", "N. P.", Role.COMPANY_AGENT, "")
    await links.hand_over_link(operator, "n@batisseurs.example")
    mine = await signed_in(client)
    await client.post(
        f"/clients/{territory.facilitator_client.context.actor.id}/revoke", headers=territory.manager.headers
    )
    await client.post("/account/sessions", headers=mine)
    await set_up(client, mine)
    await second_factor.reset_by_operator(operator, EMAIL)
    await set_identity(accounts.sign_in_actor())
    rows = await fetch("SELECT action, actor_kind FROM journal WHERE at = $1", NOW)
    noted = {row["action"] for row in rows}
    assert noted >= {
        "client.added", "token.issued", "user.added", "sign_in_link.handed_over", "client.revoked",
        "session.others_closed", "second_factor.confirmed", "second_factor.reset",
    }  # fmt: skip


def test_7_and_8_what_changes_something_asks_for_more_than_a_right_to_read(app: Litestar) -> None:
    seen, wrong = 0, set()
    for route in routes(app):
        for service in services_called(route.handler):
            if getattr(service, "reads_only", True):
                continue
            seen += 1
            reads_alone = all(scope.value.endswith(READING) for scope in service.scopes)
            if reads_alone and service.__module__.rpartition(".")[2] not in OF_ONES_OWN:
                wrong.add(str(route))
    assert seen > 150
    assert wrong == set()


async def test_10_the_data_inside_a_file_are_those_of_the_register(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await an_owing_lot(territory)
    issued = await a_certificate(territory.facilitator, lot.id)
    file = await certificates.load_certificate_file(territory.facilitator.context, issued.id)
    with pikepdf.open(BytesIO(file.content)) as opened:
        inside = opened.attachments["attestation.json"].get_file().read_bytes()
    await set_identity(territory.facilitator.context.actor)
    kept = await fetch_value("SELECT content_hash FROM certificate WHERE id = $1", issued.id)
    assert sha256(inside).hexdigest() == kept


async def test_12_a_token_of_one_purpose_opens_nothing_of_another(
    client: httpx.AsyncClient, territory: Territory, step: tuple[str, str]
) -> None:
    _, waiting = step
    nobody = Context(accounts.sign_in_actor(), NOW)
    session = await accounts.sign_in(nobody, "dominique@brisemer.example", PASSWORD)
    assert isinstance(session, OpenSession)
    link = await links.hand_over_link(operator_context(NOW), EMAIL)
    bearer = territory.facilitator_client.headers["authorization"].partition(" ")[2]
    for cookie, token in ((SESSION_COOKIE, waiting), (SESSION_COOKIE, link), (SESSION_COOKIE, bearer)):
        assert (await client.get("/account", headers={"cookie": f"{cookie}={token}"})).status_code == 303
    for token in (waiting, link, session.token, session.csrf_token):
        answer = await client.get("/api/v1/me", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401
    for token in (session.token, link, bearer):
        answer = await client.get("/sign-in/code", headers={"cookie": f"{STEP_COOKIE}={token}"})
        assert answer.status_code == 303
    for token in (session.token, waiting, bearer):
        assert (await client.post("/sign-in/open/seen", data={"code": token})).status_code == 404


async def test_a_key_of_a_telephone_is_kept_locked_and_one_of_before_is_locked_by_night(
    client: httpx.AsyncClient, step: tuple[str, str]
) -> None:
    key, token = step
    plain, service = key.replace(" ", ""), Context(accounts.sign_in_actor(), NOW + 4 * STEP)
    await set_identity(service.actor)
    kept = await fetch_value("SELECT secret FROM second_factor")
    assert kept.startswith("v1.")
    assert plain not in kept
    await execute("UPDATE second_factor SET secret = $1", plain)
    assert await second_factor.lock_plain_keys(service) == 1
    assert await second_factor.lock_plain_keys(service) == 0
    assert await second_factor.finish_sign_in(service, token, code_of(key, service.now))
