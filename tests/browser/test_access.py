"""A facilitator invites somebody of a company: from its page to the first pages of the invited person."""

import asyncio

from playwright.async_api import expect

from clause.gateways.secrets import token_hash
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.browser.visits import LONGEST_WORK, Scheme, Screen, Visit, until
from tests.builders.smtp import MailBox

PASSWORD = "une phrase que personne ne devine"
MIXES: list[tuple[Screen, Scheme]] = [("desk", "light"), ("phone", "dark")]


async def _link(site: Site, box: MailBox, email: str, before: int) -> str:
    """The path of the link in the mail that comes to this person, after as many as came before."""
    await until(lambda: box.recipients.count(email) > before, "the mail did not come")
    path = box.link(max(at for at, one in enumerate(box.recipients) if one == email))
    # A server takes a mail a moment before the sender has noted that it did, and what it opens.
    kept = token_hash(path.partition("#")[2])
    for _ in range(LONGEST_WORK // 100):
        if await site.value("SELECT count(*) FROM access_link WHERE token_hash = $1", kept):
            return path
        await asyncio.sleep(0.1)
    raise AssertionError("the mail came, and what it opens is unknown")


async def _follow(window: Visit, path: str, button: str) -> None:
    """Open a personal link as a mail does: its page is there once the script has sent the code."""
    # The script leads on before all is loaded: the first page is begun, the second one is what is waited for.
    await window.page.goto(window.site.address + path, wait_until="commit")
    await expect(window.page.get_by_role("button", name=button)).to_be_visible()
    await window.arrived()
    assert window.page.url == f"{window.site.address}/sign-in/open/seen"


async def _invite(opens: Opens, site: Site, box: MailBox, name: str, email: str) -> str:
    """The link, as a path, in the mail that an invitation makes, typed by keyboard on the page of a company."""
    company = await site.value(
        "SELECT h.company_id FROM lot_holder h JOIN lot l ON l.id = h.lot_id JOIN membership m"
        " ON m.org_id = l.facilitator_org_id JOIN app_user u ON u.id = m.user_id WHERE u.email = $1"
        " AND l.follow_up = 'followed' ORDER BY h.id LIMIT 1",
        await site.value("SELECT email FROM app_user WHERE full_name ILIKE 'ma%lle%' LIMIT 1"),
    )
    window = await opens("maelle")
    await window.go(f"/companies/{company}")
    assert await window.violations() == []
    await window.picture(f"company-{name.split()[0].lower()}")
    await window.page.focus("#full_name")
    await window.page.keyboard.type(name)
    await window.page.keyboard.press("Tab")
    await window.page.keyboard.type(email)
    before = box.recipients.count(email)
    async with window.moves_on():
        await window.page.keyboard.press("Enter")
    await expect(window.page.locator(".note")).to_be_visible()
    await expect(window.page.get_by_text(email).first).to_be_visible()
    return await _link(site, box, email, before)


async def test_an_invited_person_comes_in_by_the_link_and_chooses_a_password(
    opens: Opens, site: Site, box: MailBox
) -> None:
    path = await _invite(opens, site, box, "Gaël Tanguy", "gael@entreprise.example")
    window = await opens(screen="phone")
    await _follow(window, path, "Entrer dans Clause")
    await _follow(window, path, "Entrer dans Clause")  # what looks after mail does so too: nothing is used up
    assert await window.violations() == []
    await window.picture("invitation-phone")
    await window.page.fill("#password", PASSWORD)
    await window.page.press("#password", "Enter")
    await window.page.wait_for_url(f"{site.address}/")
    for page in ("/certificates", "/account", "/mails"):
        await window.go(page)
        assert await window.violations() == []
    again = await opens()
    await again.go("/sign-in")
    await again.page.fill("#email", "gael@entreprise.example")
    await again.page.fill("#password", PASSWORD)
    await again.page.press("#password", "Enter")
    await again.page.wait_for_url(f"{site.address}/")


async def test_without_a_script_the_code_is_copied_from_the_mail(opens: Opens, site: Site, box: MailBox) -> None:
    path = await _invite(opens, site, box, "Enora Riou", "enora@entreprise.example")
    window = await opens(javascript=False)
    await window.go(path)
    code = path.partition("#")[2]
    await window.page.fill("#code", code)
    async with window.moves_on():
        await window.page.press("#code", "Enter")
    await expect(window.page.get_by_role("button", name="Entrer dans Clause")).to_be_visible()
    assert code not in window.page.url
    await window.page.fill("#password", PASSWORD)
    await window.page.press("#password", "Enter")
    await window.page.wait_for_url(f"{site.address}/")


async def test_who_comes_too_late_gets_a_new_link_in_one_click(opens: Opens, site: Site, box: MailBox) -> None:
    email = "yuna@entreprise.example"
    path = await _invite(opens, site, box, "Yuna Kerbrat", email)
    await site.value("UPDATE access_link SET expires_at = created_at RETURNING 1")
    window = await opens()
    await window.go("/sign-in/open")
    await _follow(window, path, "Envoyer un nouveau lien")
    assert await window.violations() == []
    await window.picture("link-expired")
    before = box.recipients.count(email)
    await window.page.get_by_role("button", name="Envoyer un nouveau lien").click()
    await expect(window.page.get_by_role("heading", name="Lien envoyé")).to_be_visible()
    await _follow(window, await _link(site, box, email, before), "Entrer dans Clause")
    await window.page.get_by_role("button", name="Entrer dans Clause").click()
    await window.page.wait_for_url(f"{site.address}/")


async def test_the_secret_of_a_program_is_shown_once_readable_everywhere(opens: Opens) -> None:
    window = await opens("helene")
    await window.go("/clients")
    await window.page.fill("#name", "Paie")
    await window.page.check("#scope-1")
    await window.page.get_by_role("button", name="Ajouter le programme").click()
    await expect(window.page.get_by_text("copiez son secret maintenant")).to_be_visible()
    for screen, scheme in MIXES:
        await window.show(screen, scheme)
        await window.picture(f"access-client-made-{screen}")
        assert await window.violations() == []
