"""The hours grid over HTTP: what it shows, what it saves cell by cell, what it refuses and why."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from clause.domain.hires import NamedHire
from clause.domain.hours import HoursStatement
from clause.rules.calendar import Month
from clause.services import hours
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_line, a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory
from tests.web.reading import check, read_page

MAY = "2026-05"


@pytest.fixture
async def hire(client: httpx.AsyncClient, territory: Territory) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot, planned_last_day=date(2026, 12, 31))


def cell(hire: NamedHire, value: str, before: str = "", col: str = MAY, nature: str = "WORK") -> dict[str, str]:
    return {"row": f"{hire.id}:{nature}", "col": col, "value": value, "before": before}


async def send(client: httpx.AsyncClient, who: Caller, hire: NamedHire, *cells: dict[str, str]) -> list[dict[str, Any]]:
    path = f"/hours/cells?company={hire.company_id}"
    answer = await client.post(path, json={"cells": list(cells)}, headers=who.headers)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["at"]) == 5
    found: list[dict[str, Any]] = answer.json()["cells"]
    return found


async def drafts(who: Caller, month: str = MAY) -> list[HoursStatement]:
    listed = await hours.list_statements(who.context, month=Month.parse(month))
    return [await hours.load_statement(who.context, one.id) for one in listed]


async def test_a_facilitator_chooses_a_company_and_sees_its_people(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.facilitator
    chosen = read_page(await client.get("/hours", headers=who.headers))
    path = f"/hours?company={hire.company_id}"
    assert path in chosen.links
    grid = read_page(await client.get(path, headers=who.headers))
    check(grid, path)
    assert f"{hire.last_name} {hire.first_name}" in grid.text
    assert f"{hire.id}:WORK|{MAY}" in grid.fields
    assert f"{hire.id}:TRAINING_IN_CONTRACT|{MAY}" not in grid.fields


async def test_a_company_sees_its_own_grid_whatever_company_it_names(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    own = read_page(await client.get("/hours?month=2026-05", headers=territory.company_agent.headers))
    assert f"{hire.id}:WORK|2026-05" in own.fields
    other = await client.get(f"/hours?company={hire.company_id}", headers=territory.other_company_agent.headers)
    assert str(hire.id) not in other.text
    buyer = await client.get("/hours", headers=territory.buyer_agent.headers)
    assert buyer.status_code == 403


async def test_cells_become_one_draft_and_later_cells_join_it(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.company_agent
    first = await send(client, who, hire, cell(hire, "151,67"))
    assert [(one["state"], one["value"]) for one in first] == [("saved", "151,67")]
    again = await send(client, who, hire, cell(hire, "120", "151,67"), cell(hire, "1 h", nature="TUTORING"))
    assert [one["value"] for one in again] == ["120", "1"]
    (draft,) = await drafts(territory.facilitator)
    assert [(line.nature.value, line.hours_declared) for line in draft.lines] == [
        ("WORK", Decimal("120.00")),
        ("TUTORING", Decimal("1.00")),
    ]
    assert draft.version == 2
    page = read_page(await client.get("/hours?month=2026-05", headers=who.headers))
    assert page.fields[f"{hire.id}:WORK|{MAY}"] == "120"


async def test_an_emptied_cell_declares_nothing(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await send(client, territory.company_agent, hire, cell(hire, "10"))
    emptied = await send(client, territory.company_agent, hire, cell(hire, "0", "10"))
    assert [(one["state"], one["value"]) for one in emptied] == [("saved", "")]
    assert await drafts(territory.facilitator) == [], "an empty draft would hold its month"
    assert (await send(client, territory.company_agent, hire, cell(hire, "12")))[0]["state"] == "saved"
    assert len(await drafts(territory.facilitator)) == 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("abc", "« abc » n’est pas un nombre d’heures"),
        ("1000", "1000 heures ne tiennent pas en 31 jours"),
        ("-5", "supérieures à zéro"),
        ("0,333", "deux décimales"),
    ],
)
async def test_a_wrong_cell_is_refused_with_its_reason_and_the_others_are_saved(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, value: str, told: str
) -> None:
    good, wrong = await send(client, territory.company_agent, hire, cell(hire, "7", col="2026-04"), cell(hire, value))
    assert good["state"] == "saved"
    assert (wrong["state"], wrong["value"]) == ("refused", "")
    assert told in wrong["error"].replace("\u202f", " ").replace("\u00a0", " ")


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await send(client, territory.company_agent, hire, cell(hire, "35"))
    (late,) = await send(client, territory.facilitator, hire, cell(hire, "40"))
    assert (late["state"], late["value"]) == ("refused", "35")
    assert "35,00 h sont enregistrées" in late["error"]
    (knowing,) = await send(client, territory.facilitator, hire, cell(hire, "40", "35"))
    assert knowing["state"] == "saved"
    (same,) = await send(client, territory.facilitator, hire, cell(hire, "40", "35"))
    assert same["state"] == "saved", "sent twice because the answer was lost"


async def test_days_and_months_are_typed_each_in_its_grid(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.company_agent
    days = await send(client, who, hire, cell(hire, "7", col="2026-05-04"), cell(hire, "8", col="2026-05-05"))
    assert [one["state"] for one in days] == ["saved", "saved"]
    (refused,) = await send(client, who, hire, cell(hire, "20", "15"))
    assert "jour par jour" in refused["error"]
    months = read_page(await client.get("/hours?month=2026-05", headers=who.headers))
    assert f"{hire.id}:WORK|{MAY}" not in months.fields
    by_day = read_page(await client.get("/hours?month=2026-05&view=days", headers=who.headers))
    assert by_day.fields[f"{hire.id}:WORK|2026-05-04"] == "7"
    await send(client, who, hire, cell(hire, "100", col="2026-04"))
    (day,) = await send(client, who, hire, cell(hire, "7", col="2026-04-01"))
    assert "01/04/2026 au 30/04/2026" in day["error"]


async def test_what_was_handed_over_or_booked_is_plain_text(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await a_submitted_statement(territory.company_agent, hire, month="2026-04")
    await a_validated_statement(territory.facilitator, hire, month="2026-03", hours_declared="90.00")
    page = read_page(await client.get("/hours?month=2026-05", headers=territory.company_agent.headers))
    fields = {name for name in page.fields if str(hire.id) in name}
    assert fields == {f"{hire.id}:WORK|2026-05"}
    assert "90,00 ✓" in page.text
    for caller in (territory.company_agent, territory.facilitator):
        (refused,) = await send(client, caller, hire, cell(hire, "5", "100", col="2026-04"))
        assert "déjà transmis" in refused["error"]
    (booked,) = await send(client, territory.facilitator, hire, cell(hire, "5", col="2026-03"))
    assert booked["state"] == "refused"


async def test_a_correction_asked_for_is_told_on_top_and_can_be_typed(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    statement = await a_submitted_statement(territory.company_agent, hire, month=MAY)
    await hours.request_correction(territory.facilitator.context, statement.id, "Deux jours de trop.")
    page = read_page(await client.get("/hours?month=2026-05", headers=territory.company_agent.headers))
    assert "Correction demandée pour mai 2026" in page.text
    assert "Deux jours de trop." in page.text
    (saved,) = await send(client, territory.company_agent, hire, cell(hire, "86", "100"))
    assert saved["state"] == "saved"


async def test_hires_of_others_and_cells_from_nowhere_are_refused(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    (foreign,) = await send(client, territory.other_company_agent, hire, cell(hire, "5"))
    assert foreign["state"] == "refused"
    for wrong in ({"row": "x", "col": MAY}, {"row": f"{hire.id}:WORK", "col": "mai"}):
        answer = await client.post(
            "/hours/cells",
            json={"cells": [{**wrong, "value": "1", "before": ""}]},
            headers=territory.company_agent.headers,
        )
        assert answer.status_code == 400


async def test_without_script_the_grid_is_a_form(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.company_agent
    place = f"{hire.id}:WORK|{MAY}"
    data = {"before": json.dumps({place: "", f"{hire.id}:WORK|2026-04": ""}), place: "12,5"}
    answer = await client.post("/hours?month=2026-05", data=data, headers=who.headers)
    assert answer.status_code == 303
    told = read_page(await client.get(answer.headers["location"], headers=who.headers))
    assert told.fields[place] == "12,50"
    data = {"before": json.dumps({place: "12,50"}), place: "beaucoup"}
    wrong = await client.post("/hours?month=2026-05", data=data, headers=who.headers)
    assert wrong.status_code == 422
    page = read_page(wrong)
    assert page.fields[place] == "beaucoup"
    assert f"#{place}" in page.links


async def test_a_month_without_work_is_declared_too(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.company_agent
    empty = read_page(await client.get("/hours/check?month=2026-05", headers=who.headers))
    assert "Aucune heure n’est saisie pour ce mois" in empty.text
    await send(client, who, hire, cell(hire, "10"))
    found = await client.get("/hours/check?month=2026-05", headers=who.headers)
    assert found.status_code in (302, 303)
    (draft,) = await drafts(territory.facilitator)
    assert found.headers["location"] == f"/hours-statements/{draft.id}"
    await send(client, who, hire, cell(hire, "", "10"))
    data = {"company_id": str(hire.company_id), "month": MAY, "facilitator_org_id": str(hire.facilitator_org_id)}
    answer = await client.post("/hours/nothing-worked", data=data, headers=who.headers)
    assert answer.status_code == 303, answer.text
    (draft,) = await drafts(territory.facilitator)
    assert draft.nothing_worked
    (typed,) = await send(client, who, hire, cell(hire, "10"))
    assert typed["state"] == "saved"
    assert not (await drafts(territory.facilitator))[0].nothing_worked


async def test_hours_elsewhere_the_same_month_make_nothing_worked_impossible(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await a_validated_statement(territory.facilitator, hire, month=MAY)
    data = {"company_id": str(hire.company_id), "month": MAY, "facilitator_org_id": str(hire.facilitator_org_id)}
    answer = await client.post("/hours/nothing-worked", data=data, headers=territory.company_agent.headers)
    assert answer.status_code == 422
    assert "déjà déclarées ou validées" in read_page(answer).text


async def test_forty_cells_are_one_request_and_one_version(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    crowd = [await a_hire(territory.facilitator, territory, lot) for _ in range(39)]
    await a_draft(territory.company_agent, hire, a_line(hire, "1.00"), month=MAY)
    answers = await send(client, territory.company_agent, hire, *[cell(one, "100") for one in crowd])
    assert {one["state"] for one in answers} == {"saved"}
    (draft,) = await drafts(territory.facilitator)
    assert (len(draft.lines), draft.version) == (40, 2)
