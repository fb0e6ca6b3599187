"""Every method and every unit of obligation, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.territory import Caller, Territory

RATIO = {"threshold": "2700000.00", "euros_per_step": "2000.00", "hours_per_step": "1.00"}
TAKEOVER = {
    "amount_excl_vat": "600000.00",
    "months": 24,
    "transferable_monthly_hours": "400.00",
    "insertion_rate": "0.10",
}


async def decide(client: httpx.AsyncClient, who: Caller, lot_id: object, **body: Any) -> httpx.Response:
    whole = {"effective_on": "2026-01-15", "reason": "Article 4.3", **body}
    return await client.post(f"/api/v1/lots/{lot_id}/obligations", json=whole, headers=who.headers)


async def calculate(client: httpx.AsyncClient, who: Caller, method: str, **inputs: Any) -> httpx.Response:
    body = {"method": method, "inputs": inputs, "effective_on": "2026-01-15"}
    return await client.post("/api/v1/obligation-calculator", json=body, headers=who.headers)


@pytest.mark.parametrize(
    ("method", "inputs", "hours", "formula"),
    [
        ("FIXED", {"hours_owed": "812.50"}, "812.50", "OBL-FIXED"),
        ("INVOICE_RATIO", {**RATIO, "amount_invoiced": "3000000.00"}, "150.00", "OBL-INVOICE-RATIO"),
        ("BRACKETS", {"amount_excl_vat": "150000.00"}, "300.00", "OBL-BRACKETS"),
        (
            "BRACKETS",
            {"amount_excl_vat": "150000.00", "brackets": [{"amount_from": "0.00", "hours": "12.00"}]},
            "12.00",
            "OBL-BRACKETS",
        ),
        ("STAFF_TAKEOVER", TAKEOVER, "1440.00", "OBL-TAKEOVER"),
        ("HOURS_SHARE", {"insertion_rate": "0.05", "hours_worked": "12345.50"}, "617.00", "OBL-HOURS-SHARE"),
        ("OFFER", {"minimum_hours": "300.00", "offered_hours": "490.00"}, "490.00", "OBL-OFFER"),
    ],
)
async def test_the_calculator_knows_every_method(
    client: httpx.AsyncClient, territory: Territory, method: str, inputs: dict[str, Any], hours: str, formula: str
) -> None:
    answer = await calculate(client, territory.buyer_agent, method, **inputs)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["hours_owed"], answer.json()["trace"]["formula_id"]) == (hours, formula)


@pytest.mark.parametrize(
    ("method", "inputs", "found"),
    [
        ("INVOICE_RATIO", RATIO, [("OBL-011", "inputs.amount_invoiced")]),
        ("HOURS_SHARE", {"insertion_rate": "0.05"}, [("OBL-011", "inputs.hours_worked")]),
        ("OFFER", {"offered_hours": "1.00"}, [("OBL-011", "inputs.minimum_hours")]),
        ("BRACKETS", {}, [("OBL-022", "inputs.amount_excl_vat")]),
        ("BRACKETS", {"amount_excl_vat": "1.00", "brackets": []}, [("OBL-026", "inputs.brackets")]),
        (
            "STAFF_TAKEOVER",
            {**TAKEOVER, "amount_excl_vat": "240000.00", "transferable_monthly_hours": "500.00"},
            [("OBL-027", "inputs.transferable_monthly_hours")],
        ),
        (
            "STAFF_TAKEOVER",
            {**TAKEOVER, "amount_excl_vat": "300000.00"},
            [("OBL-028", "inputs.amount_excl_vat")],
        ),
        ("FIXED", {"hours_owed": "1.00", "months": 2}, [("OBL-021", "inputs.months")]),
    ],
)
async def test_what_a_method_cannot_compute_is_named(
    client: httpx.AsyncClient, territory: Territory, method: str, inputs: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    if "amount_excl_vat" in inputs and inputs["amount_excl_vat"] == "300000.00":
        inputs = {**inputs, "transferable_monthly_hours": "450.00", "insertion_rate": "0.05"}
    answer = await calculate(client, territory.facilitator, method, **inputs)
    assert answer.status_code == 422, answer.text
    assert [(finding["code"], finding["field"]) for finding in answer.json()["findings"]] == found


async def test_an_obligation_that_follows_invoices_takes_no_typed_amount(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    typed = {**RATIO, "amount_invoiced": "3000000.00"}
    refused = await decide(client, territory.facilitator, lot.id, method="INVOICE_RATIO", inputs=typed)
    assert [finding["code"] for finding in refused.json()["findings"]] == ["OBL-023"]
    made = await decide(client, territory.facilitator, lot.id, method="INVOICE_RATIO", inputs=RATIO)
    assert (made.status_code, made.json()["hours_owed"]) == (201, "0.00")


async def test_a_sector_named_in_a_decision_gives_what_nobody_gave(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory, amount="1000000.00")
    made = await decide(client, territory.facilitator, lot.id, method="AMOUNT", inputs={}, sector="BUILDING")
    assert made.json()["hours_owed"] == "833.00"
    assert "insertion_rate_default" in [use["name"] for use in made.json()["trace"]["parameters"]]


async def test_the_legal_basis_of_a_decision_goes_with_its_versions(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    fixed = {"method": "FIXED", "inputs": {"hours_owed": "800.00"}}
    wrong = await decide(client, who, lot.id, **fixed, legal_basis="L2113-14")
    assert (wrong.status_code, wrong.json()["findings"][0]["field"]) == (400, "legal_basis")
    made = await decide(client, who, lot.id, **fixed, legal_basis="AWARD_CRITERION")
    assert (made.status_code, made.json()["legal_basis"]) == (201, "AWARD_CRITERION")
    relief = {
        "kind": "REDUCTION", "hours_delta": "10.00", "first_day": "2026-05-01", "ground": "NO_CANDIDATE",
        "decided_by_name": "Ville", "decided_on": "2026-05-01",
    }  # fmt: skip
    path = f"/api/v1/lots/{lot.id}"
    assert (await client.post(f"{path}/relief-decisions", json=relief, headers=who.headers)).status_code == 201
    listed = (await client.get(f"{path}/obligations", headers=territory.buyer_agent.headers)).json()["items"]
    assert [one["legal_basis"] for one in listed] == ["AWARD_CRITERION"] * 2


@pytest.mark.parametrize(
    ("cited", "basis"),
    [
        ("L. 2112-2", "PERFORMANCE_CONDITION"),
        ("art. 15", "RESERVED_DISABILITY"),
        ("RESERVED_PRISON", "RESERVED_PRISON"),
    ],
)
async def test_an_article_of_either_code_names_the_basis(
    client: httpx.AsyncClient, territory: Territory, cited: str, basis: str
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    fixed = {"method": "FIXED", "inputs": {"hours_owed": "800.00"}}
    made = await decide(client, who, lot.id, **fixed, legal_basis=cited)
    assert (made.status_code, made.json()["legal_basis"]) == (201, basis)


async def test_persons_stand_beside_hours_and_leave_them_alone(client: httpx.AsyncClient, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id, method="FIXED", inputs={"hours_owed": "800.00"})
    people = await decide(client, who, lot.id, method="FIXED", unit="PERSONS", inputs={"quantity_owed": "3"})
    assert people.status_code == 201, people.text
    body = people.json()
    assert (body["unit"], body["hours_owed"], body["quantity_owed"], body["version_no"]) == ("PERSONS", None, "3.00", 2)
    shown = (await client.get(f"/api/v1/lots/{lot.id}/compliance?on=2026-06-01", headers=who.headers)).json()
    assert shown["hours_owed"] == "800.00"
    then = await client.get(f"/api/v1/lots/{lot.id}/obligations/in-effect?on=2026-06-01", headers=who.headers)
    assert then.json()["hours"]["hours_owed"] == "800.00"
    assert [one["quantity_owed"] for one in then.json()["other_units"]] == ["3.00"]


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        ({"method": "FIXED", "unit": "PERSONS", "inputs": {"quantity_owed": "2.5"}}, 422, "inputs.quantity_owed"),
        ({"method": "FIXED", "unit": "PERSONS", "inputs": {"hours_owed": "2"}}, 422, "inputs.quantity_owed"),
        ({"method": "AMOUNT", "unit": "WEEKS", "inputs": {"quantity_owed": "52"}}, 422, "method"),
        ({"method": "FIXED", "unit": "DAYS", "inputs": {"quantity_owed": "52"}}, 400, "unit"),
        ({"method": "FIXED", "inputs": {"quantity_owed": "52"}}, 422, "inputs.hours_owed"),
    ],
)
async def test_each_unit_has_its_bounds(
    client: httpx.AsyncClient, territory: Territory, body: dict[str, Any], status: int, found: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    answer = await decide(client, territory.facilitator, lot.id, **body)
    assert (answer.status_code, answer.json()["findings"][0]["field"]) == (status, found), answer.text


async def test_what_was_done_in_another_unit_is_told_with_its_gap(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id, method="FIXED", unit="ACTIONS", inputs={"quantity_owed": "3"})
    path = f"/api/v1/lots/{lot.id}/achievements"
    for day, quantity, note in (("2026-03-01", "2", None), ("2026-05-01", "2", None), ("2026-05-02", "-1", "Doublon")):
        done = {"unit": "ACTIONS", "quantity_done": quantity, "done_on": day, "note": note}
        assert (await client.post(path, json=done, headers=who.headers)).status_code == 201
    answers = {
        day: (await client.get(f"/api/v1/lots/{lot.id}/other-obligations?on={day}", headers=reader.headers)).json()
        for day, reader in (("2026-01-14", who), ("2026-04-30", territory.buyer_agent), ("2026-05-01", who),
                            ("2026-05-02", territory.company_agent))
    }  # fmt: skip
    stands = {day: [(one["quantity_done"], one["gap"]) for one in body["items"]] for day, body in answers.items()}
    assert stands == {
        "2026-01-14": [],
        "2026-04-30": [("2.00", "1.00")],
        "2026-05-01": [("4.00", "-1.00")],
        "2026-05-02": [("3.00", "0.00")],
    }
    assert len((await client.get(path, headers=territory.buyer_agent.headers)).json()["items"]) == 3


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"unit": "HOURS"}, 422, "OBL-130"),
        ({"done_on": "2026-06-16"}, 422, "OBL-131"),
        ({"quantity_done": "0"}, 422, "OBL-132"),
        ({"quantity_done": "-1", "note": None}, 422, "OBL-132"),
        ({"quantity_done": "-1"}, 422, "OBL-133"),
        ({"quantity_done": "1.001"}, 400, "API-001"),
        ({"quantity_done": 1}, 400, "API-001"),
    ],
)
async def test_an_impossible_achievement_is_refused(
    client: httpx.AsyncClient, territory: Territory, change: dict[str, Any], status: int, code: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    done = {"unit": "PERSONS", "quantity_done": "1", "done_on": "2026-06-15", "note": "Embauche", **change}
    path = f"/api/v1/lots/{lot.id}/achievements"
    answer = await client.post(path, json=done, headers=territory.facilitator.headers)
    assert (answer.status_code, status == 400 or answer.json()["code"] == code) == (status, True), answer.text


async def test_what_was_owed_then_is_told_with_its_account(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await decide(client, territory.facilitator, lot.id, method="FIXED", inputs={"hours_owed": "800.00"})
    path = f"/api/v1/lots/{lot.id}/obligations/in-effect"
    readers = (territory.facilitator, territory.buyer_agent, territory.company_agent)
    for reader in readers:
        shown = (await client.get(f"{path}?on=2026-01-15&known_on=2026-06-15", headers=reader.headers)).json()
        assert (shown["hours"]["hours_owed"], shown["hours"]["trace"]["formula_id"]) == ("800.00", "OBL-FIXED")
    nothing = [f"{path}?on=2026-01-14", f"{path}?on=2026-01-15&known_on=2026-06-14", f"{path}?known_on=0001-01-01"]
    for asked in nothing:
        assert (await client.get(asked, headers=readers[0].headers)).json()["hours"] is None
    assert (
        await client.get(f"{path}?on=9999-12-31&known_on=9999-12-31", headers=readers[0].headers)
    ).status_code == 200
    assert (await client.get(f"{path}?on=tomorrow", headers=readers[0].headers)).status_code == 400


async def test_a_modification_that_says_so_changes_the_hours(client: httpx.AsyncClient, territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    await decide(client, who, lot.id, method="FIXED", inputs={"hours_owed": "800.00"})
    path = f"/api/v1/contracts/{lot.contract_id}/modifications"
    new = {"method": "FIXED", "inputs": {"hours_owed": "950.00"}, "effective_on": "2026-06-01"}
    body = {"lot_id": str(lot.id), "number": "1", "object": "Avenant n° 1", "obligation": new}
    made = await client.post(path, json=body, headers=who.headers)
    assert made.status_code == 201, made.text
    listed = (await client.get(f"/api/v1/lots/{lot.id}/obligations", headers=who.headers)).json()["items"]
    assert [(one["cause"], one["hours_owed"]) for one in listed] == [("DECISION", "800.00"), ("MODIFICATION", "950.00")]
    assert listed[1]["source_id"] == made.json()["id"]
    wrong = {**body, "number": "2", "obligation": {**new, "inputs": {}}}
    refused = await client.post(path, json=wrong, headers=who.headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "OBL-010")
    assert len((await client.get(path, headers=who.headers)).json()["items"]) == 1
