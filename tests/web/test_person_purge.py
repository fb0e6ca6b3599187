"""The whole file of a person: read, handed over, and purged by who types the name."""

import json

import httpx

from clause.db.personal_data import HELD
from clause.text.person_files import COLUMNS, TABLES
from tests.builders.canaries import CANARIES, CANARY, LAST, plant
from tests.builders.people import a_participant
from tests.builders.territory import Territory
from tests.web.reading import check, odd_words, read_page

API = "/api/v1/participants"


def test_every_table_that_tells_of_a_person_has_its_title() -> None:
    assert set(TABLES) == set(HELD) - {"journal"}
    known = {name for held in HELD.values() for name in (*held.kept, *held.erased)}
    assert set(COLUMNS) - known <= {"content_bytes"}


async def test_the_file_is_read_handed_over_then_purged(client: httpx.AsyncClient, territory: Territory) -> None:
    planted, headers = await plant(territory), territory.facilitator.headers
    path = f"/participants/{planted.participant_id}"
    assert f"{path}/file" in read_page(await client.get(path, headers=headers)).links
    page = read_page(await client.get(f"{path}/file", headers=headers))
    check(page, path)
    assert odd_words(page) == []
    for said in (f"Avis sur {CANARY}.", f"Tutrice de {CANARY}", "12 avril 1990", "Purger ce dossier"):
        assert said in page.text.replace("\u00a0", " "), said
    file = await client.post(f"{path}/file", headers=headers)
    assert json.loads(file.content)["rows"]["participant"][0]["last_name"] == LAST
    wrong = await client.post(f"{path}/purge", headers=headers, data={"cause": "REQUEST", "last_name": "Dupont"})
    assert wrong.status_code == 422
    assert "Dupont" in wrong.text
    assert "Saisissez le nom de famille" in wrong.text
    done = await client.post(f"{path}/purge", headers=headers, data={"cause": "REQUEST", "last_name": LAST})
    assert (done.status_code, done.headers["location"].partition("?")[0]) == (303, path)
    for after in (path, f"{path}/file", f"/hires/{planted.hire.id}"):
        page = read_page(await client.get(after, headers=headers))
        check(page, after)
        assert not any(word in page.text for word in CANARIES)
    assert "Purger ce dossier" not in page.text


async def test_a_file_in_use_says_what_to_do_first(client: httpx.AsyncClient, territory: Territory) -> None:
    person, headers = await a_participant(territory.facilitator), territory.facilitator.headers
    answer = await client.get(f"{API}/{person.id}/file", headers=headers)
    assert answer.json()["person"]["last_name"] == person.last_name
    assert answer.json()["hindrances"] == []
    body = {"cause": "REQUEST", "last_name": "Dupont"}
    refused = await client.post(f"{API}/{person.id}/purge", headers=headers, json=body)
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (422, "PUR-007")
    purged = await client.post(f"{API}/{person.id}/purge", headers=headers, json={**body, "last_name": LAST.lower()})
    assert purged.status_code == 422
    purged = await client.post(
        f"{API}/{person.id}/purge", headers=headers, json={**body, "last_name": person.last_name}
    )
    assert (purged.status_code, purged.json()["journal_lines"]) == (200, [])
    again = await client.post(f"{API}/{person.id}/purge", headers=headers, json=body)
    assert (again.status_code, again.json()["findings"][0]["code"]) == (409, "PUR-001")
    for stranger in (territory.other_facilitator, territory.company_agent, territory.buyer_agent):
        assert (await client.get(f"{API}/{person.id}/file", headers=stranger.headers)).status_code in (403, 404)
        assert (await client.get(f"/participants/{person.id}/file", headers=stranger.headers)).status_code in (403, 404)
