"""Statements due on the pages: who is late, reminding them, and the letters."""

import httpx
import pytest

from clause.domain.statements_due import ReminderState
from clause.rules.codes import ReminderLevel
from clause.services import statements_due
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.territory import Territory
from tests.web.reading import check, read_page


@pytest.fixture
async def late(client: httpx.AsyncClient, territory: Territory) -> str:
    """A statement that has not come, as the form names it."""
    await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    due = (await statements_due.list_statements_due(territory.facilitator.context))[0]
    return f"{due.company.id}/{due.first_month}/{due.last_month}"


async def test_who_is_late_is_listed_and_reminded(client: httpx.AsyncClient, territory: Territory, late: str) -> None:
    headers = territory.facilitator.headers
    page = read_page(await client.get("/statements-due", headers=headers))
    check(page, "/statements-due")
    assert territory.company.name in page.text
    assert "due" in page.fields
    nothing = await client.post("/statements-due/reminders", data={"x": ""}, headers=headers)
    assert nothing.status_code == 422
    assert "cochez ceux" in read_page(nothing).text
    answer = await client.post("/statements-due/reminders", data={"due": late}, headers=headers)
    assert answer.headers["location"] == "/statement-reminders"
    letters = read_page(await client.get("/statement-reminders", headers=headers))
    check(letters, "/statement-reminders")
    assert "Premier rappel" in letters.text
    assert "Madame, Monsieur" in letters.text
    seen = read_page(await client.get("/statement-reminders", headers=territory.company_agent.headers))
    assert "Premier rappel" in seen.text


async def test_a_company_sees_what_it_owes_and_reminds_nobody(
    client: httpx.AsyncClient, territory: Territory, late: str
) -> None:
    headers = territory.company_agent.headers
    page = read_page(await client.get("/statements-due", headers=headers))
    assert "En retard" in page.text
    assert "due" not in page.fields
    answer = await client.post("/statements-due/reminders", data={"due": late}, headers=headers)
    assert answer.status_code == 403
    other = read_page(await client.get("/statements-due", headers=territory.other_company_agent.headers))
    assert territory.company.name not in other.text


async def test_what_is_not_due_cannot_be_reminded(client: httpx.AsyncClient, territory: Territory, late: str) -> None:
    company = late.partition("/")[0]
    headers = territory.facilitator.headers
    answer = await client.post("/statements-due/reminders", data={"due": f"{company}/2020-01/2020-01"}, headers=headers)
    assert answer.status_code == 422
    assert "Aucun relevé n’est dû" in read_page(answer).text


async def test_the_step_and_the_contact_are_chosen_before_sending(
    client: httpx.AsyncClient, territory: Territory, late: str
) -> None:
    headers = territory.facilitator.headers
    typed = {"due": late, f"level-{late}": "SECOND", f"name-{late}": "Paul Arzel", f"email-{late}": "paul"}
    answer = await client.post("/statements-due/reminders", data=typed, headers=headers)
    refused = read_page(answer)
    assert answer.status_code == 422
    assert "« paul » n’est pas une adresse électronique" in refused.text.replace("\u00a0", " ")
    assert refused.fields[f"name-{late}"] == "Paul Arzel"
    assert f'value="{late}" checked' in answer.text, "what was ticked stays ticked"
    typed[f"email-{late}"] = "paul@batisseurs.example"
    assert (await client.post("/statements-due/reminders", data=typed, headers=headers)).status_code == 303
    (issued,) = await statements_due.list_reminders(territory.facilitator.context, state=ReminderState.ISSUED)
    assert (issued.level, issued.contact.name, issued.contact.email) == (
        ReminderLevel.SECOND,
        "Paul Arzel",
        "paul@batisseurs.example",
    )


async def test_what_is_due_and_letters_are_narrowed_to_a_month_and_a_company(
    client: httpx.AsyncClient, territory: Territory, late: str
) -> None:
    headers = territory.facilitator.headers
    await client.post("/statements-due/reminders", data={"due": late}, headers=headers)
    company, month, _ = late.split("/")
    for path in ("/statements-due", "/statement-reminders"):
        for query, is_there in (
            (f"month={month}", True),
            (f"month={month}&company={company}", True),
            ("month=2020-01", False),
        ):
            page = read_page(await client.get(f"{path}?{query}", headers=headers))
            assert ("Premier rappel" in page.text) is is_there, (path, query)
