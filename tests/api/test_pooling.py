"""Pooling and corrections over HTTP: an agreement, its consents, hours moved, and their history."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from clause.domain.contracts import Lot
from clause.domain.ledger import LedgerEntry
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.territory import Territory

BASE = "/api/v1"


@dataclass
class Site:
    """Two lots of two buyers, 100 hours of March booked on the first."""

    client: httpx.AsyncClient
    territory: Territory
    own: Lot
    other: Lot
    entry: LedgerEntry

    async def post(self, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
        return await self.client.post(
            f"{BASE}{path}", json=body, headers={**self.territory.facilitator.headers, **headers}
        )

    async def agree(self) -> str:
        """The path of an agreement that both buyers consented to."""
        made = await self.post("/pooling-agreements", self.terms())
        assert made.status_code == 201, made.text
        for buyer in (self.territory.buyer, self.territory.other_buyer):
            consent = {"buyer_id": str(buyer.id), "given_on": "2026-01-12", "reference": "Courriel"}
            given = await self.post(f"/pooling-agreements/{made.json()['id']}/consents", consent)
            assert given.status_code == 201, given.text
        return f"/pooling-agreements/{made.json()['id']}"

    def terms(self, **changed: Any) -> dict[str, Any]:
        return {
            "company_id": str(self.territory.company.id),
            "lot_ids": [str(self.own.id), str(self.other.id)],
            "first_day": "2026-01-01",
            "last_day": "2026-12-31",
            "reference": "Convention 3",
            **changed,
        }


@pytest.fixture
async def site(territory: Territory, client: httpx.AsyncClient) -> Site:
    who = territory.facilitator
    own, other = await a_lot(who, territory), await a_lot(who, territory, buyer=territory.other_buyer)
    hire = await a_hire(who, territory, own)
    [entry] = await booked_entries(who, await a_validated_statement(who, hire))
    return Site(client, territory, own, other, entry)


async def test_hours_are_pooled_from_agreement_to_compliance(site: Site) -> None:
    path = await site.agree()
    shown = await site.client.get(f"{BASE}{path}", headers=site.territory.company_agent.headers)
    assert (shown.json()["state"], shown.json()["awaited_buyers"], shown.headers["etag"]) == ("AGREED", [], '"3"')
    move = {"lot_id": str(site.other.id), "hours": "30.25", "reason": "Globalisation"}
    moved = await site.post(f"/ledger-entries/{site.entry.id}/allocations", move)
    assert moved.status_code == 201, moved.text
    assert moved.headers["location"] == f"{BASE}/ledger-entries/{site.entry.id}/allocations"
    stands = {line["lot_id"]: line["hours_credited"] for line in moved.json()["by_lot"]}
    assert stands == {str(site.own.id): "69.75", str(site.other.id): "30.25"}
    read = await site.client.get(moved.headers["location"], headers=site.territory.company_agent.headers)
    assert read.json() == moved.json()
    for lot, buyer, hours in (
        (site.own, site.territory.buyer_agent, "69.75"),
        (site.other, site.territory.other_buyer_agent, "30.25"),
    ):
        answer = await site.client.get(f"{BASE}/lots/{lot.id}/compliance", headers=buyer.headers)
        assert answer.json()["hours_credited"] == hours


async def test_the_same_move_under_the_same_key_is_made_once(site: Site) -> None:
    await site.agree()
    path, move = f"/ledger-entries/{site.entry.id}/allocations", {"lot_id": str(site.other.id), "hours": "60.00"}
    first = await site.post(path, move, **{"Idempotency-Key": "once"})
    again = await site.post(path, move, **{"Idempotency-Key": "once"})
    assert (first.status_code, again.content) == (201, first.content)
    more = await site.post(path, move)
    assert more.status_code == 422
    assert [(line["code"], line["field"]) for line in more.json()["findings"]] == [("LED-011", "hours")]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"hours": "NaN"}, 400),
        ({"hours": "1e9999"}, 400),
        ({"hours": "-1.00"}, 400),
        ({"hours": "0.00"}, 422),
        ({"hours": "1.00", "unknown": 1}, 400),
        ({"hours": "1.00", "lot_id": "x"}, 400),
        ({"hours": "99999999999.00"}, 400),
        ({"hours": "100.01"}, 422),
        ({"hours": "1.00", "agreement_id": str(uuid4())}, 422),
    ],
)
async def test_a_move_that_makes_no_sense_changes_nothing(site: Site, changed: dict[str, Any], status: int) -> None:
    await site.agree()
    path = f"/ledger-entries/{site.entry.id}/allocations"
    answer = await site.post(path, {"lot_id": str(site.other.id), **changed})
    assert answer.status_code == status, answer.text
    read = await site.client.get(f"{BASE}{path}", headers=site.territory.facilitator.headers)
    assert read.json()["by_lot"] == [{"lot_id": str(site.own.id), "hours_credited": "100.00"}]


async def test_an_agreement_names_each_lot_that_it_cannot_cover(site: Site) -> None:
    answer = await site.post("/pooling-agreements", site.terms(lot_ids=[str(site.own.id), str(uuid4())]))
    assert answer.status_code == 422
    assert [(line["code"], line["field"]) for line in answer.json()["findings"]] == [("POL-013", "lot_ids[1]")]
    empty = await site.post("/pooling-agreements", site.terms(lot_ids=[]))
    assert empty.status_code == 400


async def test_an_agreement_is_ended_once_and_listed(site: Site) -> None:
    path = await site.agree()
    end = {"ended_on": "2026-06-30", "reason": "Chantier terminé"}
    ended = await site.post(f"{path}/end", end)
    assert (ended.status_code, ended.json()["state"], ended.json()["ended_on"]) == (201, "ENDED", "2026-06-30")
    again = await site.post(f"{path}/end", end)
    assert (again.status_code, again.json()["code"]) == (409, "POL-007")
    for query in ("", f"?company={site.territory.company.id}", f"?lot={site.other.id}"):
        listed = await site.client.get(f"{BASE}/pooling-agreements{query}", headers=site.territory.buyer_agent.headers)
        assert [item["id"] for item in listed.json()["items"]] == [path.rsplit("/", 1)[-1]]
    none = await site.client.get(f"{BASE}/pooling-agreements?lot={uuid4()}", headers=site.territory.facilitator.headers)
    assert none.json() == {"items": [], "next": None}


async def test_hours_are_redated_and_their_history_is_read(site: Site) -> None:
    replacement = {"hours_validated": "90.00", "first_day": "2026-04-01", "last_day": "2026-04-30"}
    path = f"/ledger-entries/{site.entry.id}"
    corrected = await site.post(f"{path}/reverse", {"reason": "Heures d'avril", "replacement": replacement})
    assert corrected.status_code == 201, corrected.text
    assert corrected.json()["replacement"]["month"] == "2026-04"
    history = await site.client.get(f"{BASE}{path}/history", headers=site.territory.company_agent.headers)
    assert [(line["kind"], line["month"], line["hours_validated"]) for line in history.json()["items"]] == [
        ("BOOKING", "2026-03", "100.00"),
        ("REVERSAL", "2026-03", "-100.00"),
        ("BOOKING", "2026-04", "90.00"),
    ]
    assert history.json()["items"][2]["replaces_id"] == str(site.entry.id)
    foreign = await site.client.get(f"{BASE}{path}/history", headers=site.territory.other_facilitator.headers)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "LED-007")
