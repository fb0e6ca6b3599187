"""Coming in by a link: opening it does nothing, its button does, and who comes too late gets a new one in one click."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import httpx
import pytest
from litestar import Litestar

from clause.app import create_app
from clause.domain.jobs import JobKind
from clause.edge.authentication import SESSION_COOKIE
from clause.services import people
from clause.settings import Settings
from tests.builders.bundles import run_jobs
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.smtp import MailBox, a_mail_server, mail_goes_to
from tests.builders.statements_due import a_reminder
from tests.builders.territory import NOW, PASSWORD, Territory
from tests.web.reading import check, read_page

OPEN = "/sign-in/open"
EMAIL = "gael@batisseurs.example"
NEW_PASSWORD = "une phrase que personne ne devine"


@pytest.fixture(scope="module")
def server() -> Iterator[MailBox]:
    with a_mail_server() as box:
        yield box


@pytest.fixture
def box(server: MailBox) -> Iterator[MailBox]:
    server.messages.clear()
    server.recipients.clear()
    with mail_goes_to(server):
        yield server


@pytest.fixture(scope="module")
def later(settings: Settings) -> Litestar:
    """The application, three weeks later."""
    return create_app(settings, clock=lambda: NOW + timedelta(days=21))


def _client(app: Litestar) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=cast(object, app), raise_app_exceptions=False)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://clause.test")


async def _invited(client: httpx.AsyncClient, territory: Territory, box: MailBox) -> str:
    """The code of the link that a facilitator sends to a person of a company, from its page."""
    lot = await a_lot(territory.facilitator, territory)
    await a_hire(territory.facilitator, territory, lot)
    answer = await client.post(
        f"/companies/{territory.company.id}/invitations",
        data={"full_name": "Gaël Tanguy", "email": EMAIL},
        headers=territory.facilitator.headers,
    )
    assert answer.status_code == 303, answer.text
    assert await run_jobs(JobKind.SEND_MAIL) == 1
    assert box.recipients[-1] == EMAIL
    return box.code()


async def _opened(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post(f"{OPEN}/seen", data={"code": code})


async def _used(client: httpx.AsyncClient, code: str, **more: str) -> httpx.Response:
    return await client.post(f"{OPEN}/use", data={"code": code, **more})


async def _renewed(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post(f"{OPEN}/renew", data={"code": code})


async def test_opening_an_invitation_does_nothing_and_its_button_lets_in(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    for _ in range(3):
        shown = read_page(await _opened(client, code))
        check(shown, OPEN)
        assert "Gaël Tanguy" in shown.text
        assert "Bâtisseurs de la Côte" in shown.text
    entered = await _used(client, code, password=NEW_PASSWORD)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert entered.cookies[SESSION_COOKIE]
    assert (await client.get("/account")).status_code == 200
    client.cookies.clear()
    signed = await client.post("/sign-in", data={"email": EMAIL, "password": NEW_PASSWORD})
    assert signed.status_code == 303


async def test_an_accepted_invitation_shows_its_result_and_a_way_in(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    await _used(client, code)
    client.cookies.clear()
    again = await _opened(client, code)
    assert again.status_code == 200
    assert "déjà ouvert" in read_page(again).text
    assert EMAIL not in read_page(again).text
    renewed = read_page(await _renewed(client, code))
    assert renewed.h1 == ["Lien envoyé"]
    await run_jobs(JobKind.SEND_MAIL)
    assert box.messages[-1]["Subject"] == "Votre lien de connexion à Clause"
    assert (await _used(client, box.code())).status_code == 303


async def test_who_has_no_password_does_not_come_in_with_an_empty_one(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    await _used(client, code)
    client.cookies.clear()
    assert (await client.post("/sign-in", data={"email": EMAIL, "password": ""})).status_code == 401


async def test_a_password_that_is_too_short_is_refused_and_the_link_still_serves(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    refused = await _used(client, code, password="court")
    page = read_page(refused)
    assert refused.status_code == 422
    assert "de 12 à 200 caractères" in page.text
    assert page.fields["password"] == ""
    assert (await _used(client, code, password=NEW_PASSWORD)).status_code == 303


async def test_an_expired_invitation_is_renewed_in_one_click(
    client: httpx.AsyncClient, later: Litestar, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    async with _client(later) as visitor:
        late = await _opened(visitor, code)
        assert late.status_code == 200
        assert "Il a expiré" in read_page(late).text
        assert (await _used(visitor, code)).status_code == 410
        assert read_page(await _renewed(visitor, code)).h1 == ["Lien envoyé"]
        await run_jobs(JobKind.SEND_MAIL, NOW + timedelta(days=21))
        assert box.code() != code
        assert (await _used(visitor, box.code())).status_code == 303


async def test_a_cancelled_invitation_opens_nothing(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    _, (invitation,) = await people.list_people_of_company(territory.facilitator.context, territory.company.id)
    headers = territory.facilitator.headers
    assert (await client.post(f"/invitations/{invitation.id}/cancel", headers=headers)).status_code == 303
    assert "annulée" in read_page(await _opened(client, code)).text
    assert (await _used(client, code)).status_code == 410
    assert (await _renewed(client, code)).status_code == 429


async def test_a_link_is_sent_to_who_asks_and_the_answer_is_the_same_for_nobody(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    known = await client.post("/sign-in/link", data={"email": "eden@batisseurs.example"})
    unknown = await client.post("/sign-in/link", data={"email": "nobody@batisseurs.example"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    await run_jobs(JobKind.SEND_MAIL)
    assert box.recipients == ["eden@batisseurs.example"]
    code = box.code()
    assert "Eden Roux" in read_page(await _opened(client, code)).text
    assert (await _used(client, code)).status_code == 303
    client.cookies.clear()
    used = read_page(await _opened(client, code))
    assert "ne sert qu’une fois" in used.text


async def test_a_forgotten_password_is_replaced_by_the_same_link(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    await client.post("/sign-in/link", data={"email": "eden@batisseurs.example"})
    await run_jobs(JobKind.SEND_MAIL)
    await _used(client, box.code(), password=NEW_PASSWORD)
    client.cookies.clear()
    old = await client.post("/sign-in", data={"email": "eden@batisseurs.example", "password": PASSWORD})
    new = await client.post("/sign-in", data={"email": "eden@batisseurs.example", "password": NEW_PASSWORD})
    assert (old.status_code, new.status_code) == (401, 303)


async def test_an_unknown_link_leads_to_a_new_one(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await _opened(client, "invented")
    page = read_page(answer)
    assert answer.status_code == 404
    assert "n’est pas connu" in page.text
    assert "email" in page.fields
    assert (await _used(client, "invented")).status_code == 404
    assert (await _renewed(client, "invented")).status_code == 404


async def test_five_links_an_hour_are_enough_for_one_address(client: httpx.AsyncClient, territory: Territory) -> None:
    for address in ("nobody@batisseurs.example", "eden@batisseurs.example"):
        answers = [(await client.post("/sign-in/link", data={"email": address})).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]


async def test_ten_wrong_passwords_close_the_door_for_a_while_whoever_it_is(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    for address in ("nobody@batisseurs.example", "eden@batisseurs.example"):
        wrong = {"email": address, "password": "wrong"}
        answers = [(await client.post("/sign-in", data=wrong)).status_code for _ in range(11)]
        assert answers == [401] * 10 + [429]
    right = await client.post("/sign-in", data={"email": "eden@batisseurs.example", "password": PASSWORD})
    assert right.status_code == 429
    assert "Trop de tentatives" in read_page(right).text


async def test_a_mail_stops_by_its_own_link_without_signing_in(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    await _invited(client, territory, box)
    await a_reminder(territory.facilitator, territory.company, "2026-02")
    await run_jobs(JobKind.SEND_MAIL)
    path, _, code = str(box.messages[-1]["List-Unsubscribe"]).strip("<>").partition("#")
    assert path == f"http://clause.test{OPEN}"
    assert "Rappel d’un relevé attendu" in read_page(await _opened(client, code)).text
    # It stops mails, and lets nobody in.
    assert (await _used(client, code)).status_code != 303
    assert read_page(await client.post(f"{OPEN}/unsubscribe", data={"code": code})).h1 == ["C’est noté"]
    account = await client.get("/account", headers=territory.company_agent.headers)
    assert 'value="statement_reminder" checked' not in account.text
    assert 'value="certificate_ready" checked' in account.text


async def test_the_code_of_a_link_stands_in_no_address_that_is_sent(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    assert box.link() == f"{OPEN}#{code}", "what is sent ends before the sign"
    form = await client.get(OPEN)
    check(read_page(form), OPEN)
    assert "data-code-of-address" in form.text
    shown = await _opened(client, code)
    page = read_page(shown)
    assert [one for _, _, one in page.addresses if code in one] == []
    assert page.fields["code"] == code
    assert shown.headers["cache-control"] == "no-store"


async def test_a_mail_gives_the_code_of_its_link_on_a_line_of_its_own(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    assert box.text().splitlines().count(code) == 1
    assert f"<br>{code}</p>" in box.html()


@pytest.mark.parametrize("pasted", ["{code}", " {code} ", "http://clause.test/sign-in/open#{code}", "#{code}\n"])
async def test_a_code_is_read_however_it_was_copied(
    client: httpx.AsyncClient, territory: Territory, box: MailBox, pasted: str
) -> None:
    code = await _invited(client, territory, box)
    shown = read_page(await _opened(client, pasted.format(code=code)))
    assert (shown.h1, shown.fields["code"]) == (["Votre accès à Clause"], code)


async def test_a_link_of_before_leads_to_its_page_without_its_code(
    client: httpx.AsyncClient, territory: Territory, box: MailBox
) -> None:
    code = await _invited(client, territory, box)
    answer = await client.get(f"/sign-in/link/{code}")
    assert (answer.status_code, answer.headers["location"], answer.text) == (303, f"{OPEN}#{code}", "")
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    again = await client.get(f"{OPEN}/seen")
    assert (again.status_code, again.headers["location"]) == (303, OPEN)
    strange = await client.get("/sign-in/link/%23%0d%0aset-cookie:a=b")
    assert strange.headers["location"].startswith(f"{OPEN}#%23")
    assert "set-cookie" not in strange.headers
