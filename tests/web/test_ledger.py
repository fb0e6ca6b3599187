"""The ledger on the pages: read, taken back, corrected, and hours moved to another lot of an agreement."""

import httpx
import pytest

from clause.domain.hires import NamedHire
from clause.domain.ledger import LedgerEntry
from clause.services import contracts, ledger
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.pooling import an_agreement
from tests.builders.searches import found_by
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

LIST = "/ledger-entries"


@pytest.fixture
async def hire(client: httpx.AsyncClient, territory: Territory) -> NamedHire:
    return await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))


@pytest.fixture
async def entry(territory: Territory, hire: NamedHire) -> LedgerEntry:
    statement = await a_validated_statement(territory.facilitator, hire)
    return (await booked_entries(territory.facilitator, statement))[0]


async def test_the_list_is_found_by_person_month_lot_and_hire(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, entry: LedgerEntry
) -> None:
    headers = territory.facilitator.headers
    path = f"{LIST}/{entry.id}"
    for query in ("", f"?q={hire.first_name}", "?month=2026-03", f"?lot={hire.lot_id}", f"?hire={hire.id}"):
        assert path in read_page(await found_by(client, f"{LIST}{query}", headers)).links, query
    for query in ("?q=personne-de-ce-nom", "?month=2026-04", f"?lot={entry.id}"):
        assert path not in read_page(await found_by(client, f"{LIST}{query}", headers)).links, query
    assert path in read_page(await client.get(LIST, headers=territory.company_agent.headers)).links


async def test_an_entry_is_taken_back_with_a_reason(
    client: httpx.AsyncClient, territory: Territory, entry: LedgerEntry
) -> None:
    headers, path = territory.facilitator.headers, f"{LIST}/{entry.id}"
    shown = read_page(await client.get(path, headers=headers))
    check(shown, path)
    refused = await client.post(f"{path}/reverse", data={"reason": "", "hours_validated": "90,5"}, headers=headers)
    assert refused.status_code == 422
    assert read_page(refused).fields["hours_validated"] == "90,5"
    answer = await client.post(f"{path}/reverse", data={"reason": "Saisie en double"}, headers=headers)
    assert answer.headers["location"] == path
    told = read_page(await client.get(path, headers=headers)).text
    assert "Extournée" in told
    assert "Saisie en double" in told
    again = await client.post(f"{path}/reverse", data={"reason": "Encore"}, headers=headers)
    assert again.status_code == 422


async def test_an_entry_is_replaced_by_what_it_should_have_said(
    client: httpx.AsyncClient, territory: Territory, entry: LedgerEntry
) -> None:
    headers, path = territory.facilitator.headers, f"{LIST}/{entry.id}/reverse"
    wrong = {"reason": "Deux jours", "hours_validated": "5000"}
    refused = await client.post(path, data=wrong, headers=headers)
    assert refused.status_code == 422
    assert "#hours_validated" in read_page(refused).links
    data = {"reason": "Deux jours", "hours_validated": "86", "first_day": "2026-03-01", "last_day": "2026-03-31"}
    answer = await client.post(path, data=data, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] != f"{LIST}/{entry.id}"
    assert "86,00 h" in read_page(await client.get(answer.headers["location"], headers=headers)).text


async def test_hours_move_to_another_lot_of_an_agreement(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, entry: LedgerEntry
) -> None:
    who = territory.facilitator
    other = await a_lot(who, territory)
    lot = await ledger.list_entries(who.context, hire_id=hire.id)
    assert lot[0].lot_id == hire.lot_id
    own = await a_lot(who, territory)
    path = f"{LIST}/{entry.id}/allocations"
    none = await client.post(path, data={"to_lot_id": str(own.id), "hours": "10"}, headers=who.headers)
    assert none.status_code == 422
    assert "convention" in read_page(none).text
    await an_agreement(who, territory, await contracts.load_lot(who.context, hire.lot_id), other)
    answer = await client.post(path, data={"to_lot_id": str(other.id), "hours": "10,5"}, headers=who.headers)
    assert answer.status_code == 303, answer.text
    assert "10,50 h" in read_page(await client.get(f"{LIST}/{entry.id}", headers=who.headers)).text


async def test_strangers_see_no_entry_and_companies_change_none(
    client: httpx.AsyncClient, territory: Territory, entry: LedgerEntry
) -> None:
    for stranger in (territory.other_facilitator, territory.other_company_agent):
        assert (await client.get(f"{LIST}/{entry.id}", headers=stranger.headers)).status_code == 404
    data = {"reason": "Non"}
    path = f"{LIST}/{entry.id}/reverse"
    assert (await client.post(path, data=data, headers=territory.company_agent.headers)).status_code == 403
    assert (await client.post(path, data=data, headers=territory.other_facilitator.headers)).status_code == 404
