"""Hires, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Caller, Territory

NOBODY = "01994e5a-7c1f-7000-8000-00000000dead"


async def body_of(who: Caller, territory: Territory, **changes: Any) -> dict[str, Any]:
    lot = await a_lot(who, territory)
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id)
    usual = {
        "participant_id": str(person.id),
        "eligibility_id": str(ground.id),
        "lot_id": str(lot.id),
        "company_id": str(territory.company.id),
        "mode": "DIRECT_HIRE",
        "contract_type": "FIXED_TERM",
        "job_title": "Peintre en bâtiment",
        "first_day": "2026-02-02",
        "planned_last_day": "2026-07-31",
        "weekly_hours": "35",
        "tutor_name": "Camille Le Goff",
    }
    return {**usual, **changes}


async def post(client: httpx.AsyncClient, who: Caller, body: object) -> httpx.Response:
    return await client.post("/api/v1/hires", json=body, headers=who.headers)


async def test_a_hire_is_recorded_read_and_ended(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    made = await post(client, who, await body_of(who, territory))
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["weekly_hours"], body["findings"]) == ("35.00", [])
    assert (body["eligible_first_day"], body["eligible_last_day"]) == ("2026-02-02", "2028-02-01")
    assert body["trace"]["formula_id"] == "ELG-WINDOW"
    path = made.headers["location"]
    read = await client.get(path, headers=who.headers)
    assert read.json() == {name: value for name, value in body.items() if name != "findings"}
    headers = {**who.headers, "if-match": read.headers["etag"]}
    ended = await client.patch(path, json={"last_day": "2026-05-29", "reason": "Fin d'essai"}, headers=headers)
    assert ended.status_code == 200, ended.text
    assert (ended.json()["last_day"], ended.headers["etag"]) == ("2026-05-29", '"2"')
    stale = await client.patch(path, json={"last_day": "2026-05-30", "reason": "Erreur"}, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "HIR-003")
    headers["if-match"] = '"2"'
    early = await client.patch(path, json={"last_day": "2026-02-01", "reason": "Erreur"}, headers=headers)
    assert (early.status_code, early.json()["findings"][0]["code"]) == (422, "HIR-040")
    mute = await client.patch(path, json={"last_day": "2026-05-30"}, headers=headers)
    assert [finding["field"] for finding in mute.json()["findings"]] == ["reason"]


async def test_what_is_recorded_of_a_hire_comes_back_and_the_company_sees_the_post_alone(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    post_of = {
        "for_company_id": str(territory.company.id),
        "host_company_id": str(territory.other_company.id),
        "host_company_count": 2,
        "site": "Gare de Quimper",
        "sector": "BUILDING",
        "is_full_time": True,
        "tutor_name": "Camille Le Goff",
        "training": {
            "hours_planned": "70.00",
            "body": "Greta",
            "mode": "IN_CENTRE",
            "targeted_qualification": "CAP peintre",
            "obtained_qualification": None,
        },
    }
    profile = {
        "education_level": "50",
        "has_general_bac": False,
        "lives_in_qpv": True,
        "qpv_code": "QN02901M",
        "commune_code": "29232",
        "referrer_kind": "OTHER",
        "other_referrer": "Association de quartier",
        "recruitment_channel": "JOB_FAIR",
    }
    made = await post(client, who, await body_of(who, territory, **post_of, profile=profile))
    assert made.status_code == 201, made.text
    path = made.headers["location"]
    read = (await client.get(path, headers=who.headers)).json()
    assert {name: read[name] for name in post_of} == post_of
    assert read["profile"] == profile
    seen = (await client.get(path, headers=territory.company_agent.headers)).json()
    assert {name: seen[name] for name in post_of} == post_of
    assert seen["profile"] is None
    listed = (await client.get("/api/v1/hires", headers=territory.company_agent.headers)).json()["items"]
    assert [item["profile"] for item in listed] == [None]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"profile": {"education_level": "99"}}, 400, "profile.education_level"),
        ({"profile": {"commune_code": "2C001"}}, 400, "profile.commune_code"),
        ({"profile": {"qpv_code": "29"}}, 400, "profile.qpv_code"),
        ({"sector": "SPACE"}, 400, "sector"),
        ({"training": {"hours_planned": "-1"}}, 400, "training.hours_planned"),
        ({"host_company_count": 0}, 400, "host_company_count"),
        ({"for_company_id": NOBODY}, 422, "for_company_id"),
        ({"host_company_id": NOBODY}, 422, "host_company_id"),
    ],
)
async def test_a_wrong_detail_names_its_field(
    client: httpx.AsyncClient, territory: Territory, change: dict[str, Any], status: int, field: str
) -> None:
    who = territory.facilitator
    answer = await post(client, who, await body_of(who, territory, **change))
    assert (answer.status_code, answer.json()["findings"][0]["field"]) == (status, field), answer.text


async def test_a_hire_is_corrected_field_by_field_and_its_window_follows(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    given = {"training": {"body": "Greta"}, "profile": {"education_level": "50", "lives_in_qpv": True}}
    made = await post(client, who, await body_of(who, territory, **given))
    path, headers = made.headers["location"], {**who.headers, "if-match": '"1"'}
    change: dict[str, Any] = {
        "contract_type": "PERMANENT",
        "planned_last_day": None,
        "site": "Chantier nord",
        "training": {"hours_planned": "35"},
        "profile": {"commune_code": "29019"},
        "reason": "Passage en CDI",
    }
    corrected = await client.patch(path, json=change, headers=headers)
    assert corrected.status_code == 200, corrected.text
    body = corrected.json()
    assert (body["contract_type"], body["planned_last_day"], body["site"]) == ("PERMANENT", None, "Chantier nord")
    assert (body["training"]["body"], body["training"]["hours_planned"]) == ("Greta", "35.00")
    assert (body["profile"]["education_level"], body["profile"]["commune_code"]) == ("50", "29019")
    assert (body["profile"]["lives_in_qpv"], body["eligible_last_day"]) == (True, "2030-02-01")
    stale = await client.patch(path, json=change, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "HIR-003")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({}, 400, "body"),
        ({"mode": None}, 400, "mode"),
        ({"weekly_hours": "48.01"}, 422, "weekly_hours"),
        ({"planned_last_day": "2026-02-01"}, 422, "planned_last_day"),
        ({"first_day": "2026-01-01"}, 422, "first_day"),
        ({"participant_id": NOBODY}, 400, "participant_id"),
        ({"for_company_id": NOBODY}, 422, "for_company_id"),
        ({"contract_type": "PERMANENT"}, 422, "planned_last_day"),
    ],
)
async def test_a_wrong_correction_names_its_field_and_changes_nothing(
    client: httpx.AsyncClient, territory: Territory, change: dict[str, Any], status: int, field: str
) -> None:
    who = territory.facilitator
    made = await post(client, who, await body_of(who, territory))
    path = made.headers["location"]
    answer = await client.patch(path, json={"reason": "Erreur", **change}, headers={**who.headers, "if-match": '"1"'})
    assert (answer.status_code, answer.json()["findings"][0]["field"]) == (status, field), answer.text
    assert (await client.get(path, headers=who.headers)).headers["etag"] == '"1"'


async def test_what_rarely_goes_together_is_told_when_a_hire_is_recorded(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    made = await post(client, who, await body_of(who, territory, contract_type="TEMPORARY", tutor_name=None))
    assert made.status_code == 201, made.text
    told = [(one["code"], one["severity"], one["field"]) for one in made.json()["findings"]]
    assert told == [("HIR-054", "warning", "contract_type"), ("HIR-055", "warning", "tutor_name")]


async def test_the_company_sees_the_names_and_nothing_else_of_the_person(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory), ground="DELD")
    answer = await client.get(f"/api/v1/hires/{hire.id}", headers=territory.company_agent.headers)
    assert answer.status_code == 200, answer.text
    person = {"id": str(hire.participant_id), "first_name": hire.first_name, "last_name": hire.last_name}
    assert answer.json()["participant"] == person
    assert not {"birth_date", "sex", "postal_code", "ground", "eligibility_id"} & answer.json().keys()
    assert answer.json()["profile"] is None
    assert "DELD" not in answer.text
    listed = await client.get("/api/v1/hires", headers=territory.company_client.headers)
    assert [item["id"] for item in listed.json()["items"]] == [str(hire.id)]


@pytest.mark.parametrize(
    ("name", "status"),
    [("buyer_agent", 403), ("oi_officer", 403), ("other_company_agent", 404), ("other_facilitator", 404)],
)
async def test_others_learn_nothing_of_a_hire(
    client: httpx.AsyncClient, territory: Territory, name: str, status: int
) -> None:
    reader = territory.callers()[name]
    hire = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    answers = [await client.get(f"/api/v1/hires/{one}", headers=reader.headers) for one in (hire.id, NOBODY)]
    assert answers[0].status_code == answers[1].status_code == status
    assert answers[0].json() == answers[1].json()
    listed = await client.get("/api/v1/hires", headers=reader.headers)
    assert listed.json().get("items", []) == []


@pytest.mark.parametrize("name", ["company_agent", "buyer_agent"])
async def test_only_the_facilitator_organisation_records_hires(
    client: httpx.AsyncClient, territory: Territory, name: str
) -> None:
    body = await body_of(territory.facilitator, territory)
    answer = await post(client, territory.callers()[name], body)
    assert answer.status_code == 403


async def test_filters_and_pages_go_together(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    made = [str((await a_hire(who, territory, lot)).id) for _ in range(3)]
    await a_hire(who, territory, await a_lot(who, territory))
    path = f"/api/v1/hires?lot={lot.id}&company={territory.company.id}&limit=2"
    first = (await client.get(path, headers=who.headers)).json()
    rest = (await client.get(f"{path}&after={first['next']}", headers=who.headers)).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made
    unreadable = await client.get("/api/v1/hires?lot=12", headers=who.headers)
    assert unreadable.status_code == 400


@pytest.mark.parametrize(
    ("changes", "status", "fields"),
    [
        ({"mode": "GIFT"}, 400, ["mode"]),
        ({"weekly_hours": 35}, 400, ["weekly_hours"]),
        ({"weekly_hours": "48.00"}, 201, None),
        ({"weekly_hours": "48.01"}, 422, ["weekly_hours"]),
        ({"weekly_hours": "0"}, 422, ["weekly_hours"]),
        ({"job_title": "a\u0000"}, 400, ["job_title"]),
        ({"planned_last_day": "2026-02-01"}, 422, ["planned_last_day"]),
        ({"contract_type": "PERMANENT"}, 422, ["planned_last_day"]),
        ({"first_day": "2026-01-01"}, 422, ["first_day"]),
        ({"first_day": "9999-12-31", "planned_last_day": None}, 422, ["first_day"]),
        ({"first_day": "0001-01-01"}, 422, ["first_day"]),
        ({"company_id": NOBODY, "lot_id": NOBODY}, 422, ["lot_id", "company_id"]),
        ({"participant_id": NOBODY, "mode": "STAFF_SUPPLY"}, 422, ["participant_id", "eligibility_id"]),
    ],
)
async def test_each_wrong_field_is_named(
    client: httpx.AsyncClient,
    territory: Territory,
    changes: dict[str, Any],
    status: int,
    fields: list[str] | None,
) -> None:
    answer = await post(client, territory.facilitator, await body_of(territory.facilitator, territory, **changes))
    assert answer.status_code == status, answer.text
    if fields is not None:
        assert [finding["field"] for finding in answer.json()["findings"]] == fields
