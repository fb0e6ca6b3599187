"""Invoices, orders, hours worked, tranches, reliefs and notices, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.territory import Caller, Territory

INVOICE = {"kind": "INVOICE", "number": "F-1", "issued_on": "2026-03-31", "amount_excl_vat": "5000.00"}
ORDER = {
    "number": "BC-1", "ordered_on": "2026-02-20", "amount_excl_vat": "20000.00", "first_day": "2026-03-01",
    "last_day": "2026-03-10",
}  # fmt: skip
TRANCHE = {"kind": "OPTIONAL", "label": "Aile nord", "hours": "200.00"}
RELIEF = {
    "kind": "REDUCTION", "hours_delta": "100.00", "first_day": "2026-05-01", "ground": "SHORT_TIME_WORK",
    "decided_by_name": "Direction des bâtiments", "decided_on": "2026-04-28",
}  # fmt: skip
NOTICE = {"received_on": "2026-04-15", "is_registered_letter": True, "content": "Activité partielle"}
BODIES: dict[str, dict[str, Any]] = {
    "invoices": INVOICE,
    "purchase-orders": ORDER,
    "worked-hours": {"month": "2026-03", "hours_worked": "4120.50"},
    "tranches": TRANCHE,
    "relief-decisions": RELIEF,
    "difficulty-notices": NOTICE,
}


async def post(client: httpx.AsyncClient, who: Caller, path: str, body: Any, **headers: str) -> httpx.Response:
    return await client.post(f"/api/v1{path}", json=body, headers={**who.headers, **headers})


async def get(client: httpx.AsyncClient, who: Caller, path: str) -> Any:
    answer = await client.get(f"/api/v1{path}", headers=who.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def decide(client: httpx.AsyncClient, who: Caller, lot_id: object, method: str = "FIXED", **inputs: str) -> None:
    inputs = inputs or {"hours_owed": "800.00"}
    body = {"method": method, "inputs": inputs, "effective_on": "2026-01-01", "reason": "CCAP"}
    assert (await post(client, who, f"/lots/{lot_id}/obligations", body)).status_code == 201


async def by_invoices(client: httpx.AsyncClient, who: Caller, lot_id: object) -> None:
    await decide(
        client, who, lot_id, "INVOICE_RATIO", threshold="0.00", euros_per_step="2000.00", hours_per_step="1.00"
    )


@pytest.mark.parametrize("name", BODIES)
async def test_what_is_recorded_is_listed_for_the_buyer_and_the_holder(
    client: httpx.AsyncClient, territory: Territory, name: str
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id)
    path = f"/lots/{lot.id}/{name}"
    made = await post(client, who, path, BODIES[name])
    assert (made.status_code, made.headers["location"]) == (201, f"/api/v1{path}"), made.text
    for reader in (who, territory.buyer_agent, territory.company_agent):
        [listed] = (await get(client, reader, path))["items"]
        assert {key: listed[key] for key in BODIES[name]} == BODIES[name]
    for reader in (territory.buyer_agent, territory.company_agent):
        assert (await post(client, reader, path, BODIES[name])).status_code == 403
    assert (await post(client, territory.other_facilitator, path, BODIES[name])).json()["code"] == "OBL-001"


@pytest.mark.parametrize("name", BODIES)
async def test_lists_come_page_by_page_and_a_key_used_again_adds_nothing(
    client: httpx.AsyncClient, territory: Territory, name: str
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id)
    path = f"/lots/{lot.id}/{name}"
    for number in ("1", "2", "3"):
        body = {**BODIES[name], **({"number": number} if "number" in BODIES[name] else {})}
        first = await post(client, who, path, body, **{"idempotency-key": f"{name}-{number}"})
        again = await post(client, who, path, body, **{"idempotency-key": f"{name}-{number}"})
        assert (first.status_code, again.content) == (201, first.content), first.text
    page = await get(client, who, f"{path}?limit=2")
    rest = await get(client, who, f"{path}?after={page['next']}")
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


@pytest.mark.parametrize(
    ("name", "change", "status", "code"),
    [
        ("invoices", {"issued_on": "2026-06-16"}, 422, "OBL-101"),
        ("invoices", {"amount_excl_vat": "-1.00"}, 400, None),
        ("invoices", {"amount_excl_vat": 5000}, 400, None),
        ("invoices", {"kind": "QUOTE"}, 400, None),
        ("invoices", {"number": ""}, 400, None),
        ("invoices", {"number": "a\u0000b"}, 400, None),
        ("invoices", {"vat": "20"}, 400, None),
        ("purchase-orders", {"last_day": "2026-02-28"}, 422, "OBL-102"),
        ("purchase-orders", {"first_day": None}, 400, None),
        ("worked-hours", {"month": "2026-07"}, 422, "OBL-103"),
        ("worked-hours", {"month": "2026-13"}, 400, None),
        ("worked-hours", {"hours_worked": "-1"}, 400, None),
        ("tranches", {"planned_first_day": "2026-09-01", "planned_last_day": "2026-08-31"}, 422, "OBL-110"),
        ("tranches", {"kind": "MAYBE"}, 400, None),
        ("relief-decisions", {"hours_delta": None}, 422, "OBL-121"),
        ("relief-decisions", {"hours_delta": "0.00"}, 422, "OBL-121"),
        ("relief-decisions", {"hours_kept": "1.00"}, 422, "OBL-121"),
        ("relief-decisions", {"kind": "SUSPENSION"}, 422, "OBL-121"),
        ("relief-decisions", {"last_day": "2026-06-01"}, 422, "OBL-122"),
        ("relief-decisions", {"kind": "SUSPENSION", "hours_delta": None, "last_day": "2026-04-30"}, 422, "OBL-122"),
        ("relief-decisions", {"ground": "OTHER"}, 422, "OBL-123"),
        ("relief-decisions", {"first_day": "2025-12-31"}, 422, "OBL-124"),
        ("relief-decisions", {"hours_delta": "800.01"}, 422, "OBL-125"),
        ("relief-decisions", {"kind": "WAIVER", "hours_delta": None, "hours_kept": "800.01"}, 422, "OBL-125"),
        ("relief-decisions", {"decided_by_name": None}, 400, None),
        ("difficulty-notices", {"received_on": "2026-06-16"}, 422, "OBL-126"),
        ("difficulty-notices", {"content": "  "}, 400, None),
    ],
)
async def test_bad_input_is_refused_by_name_and_changes_nothing(
    client: httpx.AsyncClient, territory: Territory, name: str, change: dict[str, Any], status: int, code: str | None
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id)
    body = {key: value for key, value in {**BODIES[name], **change}.items() if value is not None}
    answer = await post(client, who, f"/lots/{lot.id}/{name}", body)
    problem = answer.json()
    assert answer.status_code == status, answer.text
    told = {problem["code"], *(finding["code"] for finding in problem["findings"])}
    assert code is None or code in told
    assert (await get(client, who, f"/lots/{lot.id}/{name}"))["items"] == []
    assert len((await get(client, who, f"/lots/{lot.id}/obligations"))["items"]) == 1


@pytest.mark.parametrize("name", ["invoices", "purchase-orders"])
async def test_a_number_is_used_once_a_lot(client: httpx.AsyncClient, territory: Territory, name: str) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    other = await a_lot(who, territory)
    statuses = [
        (await post(client, who, f"/lots/{lot_id}/{name}", BODIES[name])).status_code
        for lot_id in (lot.id, lot.id, other.id)
    ]
    assert statuses == [201, 409, 201]


async def test_an_invoice_tells_the_versions_that_follow_and_the_forecast_goes_with_the_orders(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await by_invoices(client, who, lot.id)
    made = (await post(client, who, f"/lots/{lot.id}/invoices", INVOICE)).json()
    assert [(one["version_no"], one["effective_on"], one["owed"]) for one in made["versions"]] == [
        (2, "2026-03-31", "2.00")
    ]
    await post(client, who, f"/lots/{lot.id}/purchase-orders", ORDER)
    forecasts = {
        day: await get(client, territory.company_agent, f"/lots/{lot.id}/obligations/forecast?on={day}")
        for day in ("2026-02-28", "2026-03-05", "2026-03-31")
    }
    assert {day: (one["due"]["hours"], one["forecast"]["hours"]) for day, one in forecasts.items()} == {
        "2026-02-28": ("0.00", "0.00"),
        "2026-03-05": ("0.00", "5.00"),
        "2026-03-31": ("2.00", "10.00"),
    }
    due, expected = forecasts["2026-03-31"]["due"]["trace"], forecasts["2026-03-31"]["forecast"]["trace"]
    assert (due["steps"][0]["formula_id"], expected["steps"][0]["formula_id"]) == ("OBL-INVOICED", "OBL-ORDERED")


async def test_there_is_no_forecast_where_hours_are_fixed_or_nothing_is_decided(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    path = f"/lots/{lot.id}/obligations/forecast?on=2026-03-31"
    assert await get(client, who, path) == {"on": "2026-03-31", "due": None, "forecast": None}
    await decide(client, who, lot.id)
    found = await get(client, who, path)
    assert (found["due"]["hours"], found["forecast"]) == ("800.00", None)


async def test_a_tranche_is_affirmed_once_and_tells_its_version(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id)
    tranche = (await post(client, who, f"/lots/{lot.id}/tranches", TRANCHE)).json()
    path, affirmed = f"/tranches/{tranche['id']}/affirm", {"affirmed_on": "2026-06-01", "new_last_day": "2027-02-28"}
    assert (await post(client, territory.buyer_agent, path, affirmed)).status_code == 403
    assert (await post(client, territory.other_facilitator, path, affirmed)).json()["code"] == "OBL-004"
    made = await post(client, who, path, affirmed)
    assert made.status_code == 200, made.text
    assert (made.json()["affirmed_on"], made.json()["versions"][0]["owed"]) == ("2026-06-01", "1000.00")
    again = await post(client, who, path, affirmed)
    assert (again.status_code, again.json()["code"]) == (409, "OBL-112")
    assert (await get(client, who, f"/lots/{lot.id}"))["last_day"] == "2027-02-28"
    [listed] = (await get(client, who, f"/lots/{lot.id}/tranches"))["items"]
    assert listed["affirmed_on"] == "2026-06-01"


async def test_a_waiver_without_hours_keeps_none(client: httpx.AsyncClient, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id)
    waiver = {**RELIEF, "kind": "WAIVER", "hours_delta": None}
    made = await post(client, who, f"/lots/{lot.id}/relief-decisions", waiver)
    assert (made.json()["hours_kept"], made.json()["versions"][0]["owed"]) == ("0.00", "0.00"), made.text


async def test_each_month_keeps_all_its_reports(client: httpx.AsyncClient, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id, "HOURS_SHARE", insertion_rate="0.05")
    for hours, owed in (("1000.00", "50.00"), ("900.00", "45.00")):
        body = {"month": "2026-03", "hours_worked": hours}
        made = (await post(client, who, f"/lots/{lot.id}/worked-hours", body)).json()
        assert [one["owed"] for one in made["versions"]] == [owed]
    listed = (await get(client, who, f"/lots/{lot.id}/worked-hours"))["items"]
    assert [(one["version_no"], one["hours_worked"]) for one in listed] == [(1, "1000.00"), (2, "900.00")]
