"""The lots to sort after an import: followed or set aside one by one or together, and taken back."""

import json
from uuid import UUID

import httpx
import pytest

from clause.domain.contracts import FollowUpState, Lot, LotChange, LotFilters
from clause.domain.errors import NotFound, Refused, WrongState
from clause.services import contracts, follow_up
from clause.web.lot_review import REASONS
from clause.web.notes import NOTE_COOKIE, Note
from tests.builders.contracts import a_lot
from tests.builders.imports import import_to_the_end
from tests.builders.searches import found_by, sealed_text
from tests.builders.territory import Territory, fictional_siret
from tests.web.reading import check, read_page

PATH = "/lots/review"


def published(number: int, considerations: list[str]) -> dict[str, object]:
    return {
        "id": f"2026-{number:04d}",
        "acheteur": {"id": fictional_siret(903)},
        "nature": "Marché",
        "objet": f"Réfection de la voirie {number}",
        "codeCPV": "45233142",
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "29", "typeCode": "Code département"},
        "dureeMois": 12,
        "dateNotification": "2026-03-02",
        "datePublicationDonnees": "2026-03-10",
        "montant": 100000 + number,
        "titulaires": [{"titulaire": {"id": fictional_siret(905), "typeIdentifiant": "SIRET"}}],
        "considerationsSociales": {"considerationSociale": considerations},
    }


@pytest.fixture
async def waiting(client: httpx.AsyncClient, territory: Territory) -> list[Lot]:
    """Three published lots of which nobody has decided anything."""
    marches = [published(number, ["Clause sociale"]) for number in range(3)]
    await import_to_the_end(territory.facilitator, json.dumps({"marches": {"marche": marches}}).encode())
    rows = await contracts.list_lots(territory.facilitator.context, LotFilters(), limit=9)
    assert {row.lot.follow_up for row in rows} <= set(follow_up.WAITING)
    return [row.lot for row in rows]


async def state_of(territory: Territory, lot_id: UUID) -> FollowUpState:
    return (await contracts.load_lot(territory.facilitator.context, lot_id)).follow_up


async def test_each_lot_shows_what_the_import_read(
    client: httpx.AsyncClient, territory: Territory, waiting: list[Lot]
) -> None:
    page = read_page(await client.get(PATH, headers=territory.facilitator.headers))
    check(page, PATH)
    assert "3 lignes" in page.text
    assert "Une clause sociale est déclarée" in page.text
    assert "Bâtisseurs de la Côte" in page.text
    found = read_page(await found_by(client, f"{PATH}?q=voirie 1", territory.facilitator.headers))
    assert "1 ligne" in found.text


async def test_one_lot_is_followed_and_the_next_one_comes(
    client: httpx.AsyncClient, territory: Territory, waiting: list[Lot]
) -> None:
    who, (first, second, _) = territory.facilitator, waiting
    data = {"follow": str(first.id), "q": "voirie"}
    answer = await client.post(f"{PATH}?next={second.id}", data=data, headers=who.headers)
    assert answer.status_code == 303, answer.text
    address, _, part = answer.headers["location"].partition("#")
    assert (sealed_text(who.context, address), part) == ("voirie", f"lot-{second.id}")
    assert await state_of(territory, first.id) is FollowUpState.FOLLOWED
    undo = {"lots": first.id.hex}
    assert (await client.post(f"{PATH}/undo", data=undo, headers=who.headers)).status_code == 303
    after = await contracts.load_lot(who.context, first.id)
    assert (after.follow_up, after.follow_up_reason) == (first.follow_up, first.follow_up_reason)


async def test_ticked_lots_are_set_aside_together(
    client: httpx.AsyncClient, territory: Territory, waiting: list[Lot]
) -> None:
    who, ids = territory.facilitator, [str(lot.id) for lot in waiting]
    data = {"ticked": "set_aside", "lots": ids, "reason": "other"}
    refused = await client.post(PATH, data=data, headers=who.headers)
    assert refused.status_code == 422
    assert "Précisez l’autre motif" in read_page(refused).text
    answer = await client.post(PATH, data={**data, "other_reason": "Hors sujet"}, headers=who.headers)
    assert answer.status_code == 303
    assert {await state_of(territory, lot.id) for lot in waiting} == {FollowUpState.SET_ASIDE}
    cookie = answer.cookies.get(NOTE_COOKIE)
    assert cookie is not None
    assert len(cookie) < 4000
    again = await client.post(PATH, data={"ticked": "follow", "lots": ids}, headers=who.headers)
    assert again.status_code == 303
    assert {await state_of(territory, lot.id) for lot in waiting} == {FollowUpState.SET_ASIDE}, "decided before"
    back = await client.post(f"{PATH}/undo", data={"lots": ".".join(lot.id.hex for lot in waiting)},
                             headers=who.headers)  # fmt: skip
    assert back.status_code == 303
    assert {await state_of(territory, lot.id) for lot in waiting} <= set(follow_up.WAITING)


async def test_nothing_ticked_is_told(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.post(PATH, data={"ticked": "follow"}, headers=territory.facilitator.headers)
    assert answer.status_code == 422
    page = read_page(answer)
    assert "Aucun lot n’est coché" in page.text
    assert "Rien à trier" in page.text


async def test_what_changed_since_is_not_taken_back(territory: Territory, waiting: list[Lot]) -> None:
    context, lot = territory.facilitator.context, waiting[0]
    with pytest.raises(WrongState, match="CTR-111"):
        await follow_up.take_decisions_back(context, [lot.id])
    (after,) = await follow_up.decide_lots(context, [lot.id], FollowUpState.SET_ASIDE, REASONS[0])
    await contracts.change_lot(context, lot.id, LotChange(label="Autre"), after.version)
    with pytest.raises(WrongState, match="CTR-111"):
        await follow_up.take_decisions_back(context, [lot.id])


async def test_what_a_decision_needs(territory: Territory, waiting: list[Lot]) -> None:
    context, ids = territory.facilitator.context, [waiting[0].id]
    with pytest.raises(Refused, match="CTR-007"):
        await follow_up.decide_lots(context, ids, FollowUpState.SET_ASIDE, None)
    with pytest.raises(WrongState, match="CTR-010"):
        await follow_up.decide_lots(context, [waiting[1].id], _other(waiting[1]), None)
    with pytest.raises(NotFound, match="CTR-110"):
        await follow_up.decide_lots(territory.other_facilitator.context, ids, FollowUpState.FOLLOWED, None)
    with pytest.raises(NotFound, match="CTR-110"):
        await follow_up.take_decisions_back(territory.other_facilitator.context, ids)
    many = [UUID(int=number) for number in range(follow_up.MOST_AT_ONCE + 1)]
    with pytest.raises(Refused, match="CTR-112"):
        await follow_up.decide_lots(context, many, FollowUpState.FOLLOWED, None)


def _other(lot: Lot) -> FollowUpState:
    return next(state for state in follow_up.WAITING if state is not lot.follow_up)


async def test_a_page_full_of_decisions_fits_in_the_note(territory: Territory) -> None:
    ids = ".".join(UUID(int=2**127 + number).hex for number in range(50))
    note = Note(code="lots_set_aside", values={"count": "50 lots écartés", "reason": max(REASONS, key=len)})
    assert len(note.model_dump_json()) + len(ids) < 2600


async def test_only_who_follows_lots_sorts_them(client: httpx.AsyncClient, territory: Territory) -> None:
    await a_lot(territory.facilitator, territory)
    for who in (territory.buyer_agent, territory.company_agent, territory.oi_officer):
        assert (await client.get(PATH, headers=who.headers)).status_code == 403
        assert (await client.post(PATH, data={}, headers=who.headers)).status_code == 403
