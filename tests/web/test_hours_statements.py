"""Statements on the pages: handed over by the company, decided upon by the facilitator, one after the other."""

from datetime import date
from decimal import Decimal

import httpx
import pytest

from clause.domain.hires import NamedHire
from clause.domain.hours import HoursStatement, StatementState
from clause.services import hours
from tests.builders.contracts import a_lot
from tests.builders.hours import a_draft, a_line, a_submitted_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

LIST = "/hours-statements"


@pytest.fixture
async def hire(client: httpx.AsyncClient, territory: Territory) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot)


@pytest.fixture
async def statement(territory: Territory, hire: NamedHire) -> HoursStatement:
    return await a_submitted_statement(territory.company_agent, hire, month="2026-04")


async def state_of(territory: Territory, statement: HoursStatement) -> HoursStatement:
    return await hours.load_statement(territory.facilitator.context, statement.id)


async def test_a_company_looks_at_its_statement_and_hands_it_over(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.company_agent
    draft = (await a_draft(who, hire, month="2026-04")).statement
    page = read_page(await client.get(f"{LIST}/{draft.id}", headers=who.headers))
    check(page, LIST)
    assert page.h1 == ["Relevé de avril 2026"] or "avril 2026" in page.h1[0]
    assert f"{hire.last_name} {hire.first_name}" in page.text
    assert "Décider" not in page.text
    answer = await client.post(f"{LIST}/{draft.id}/submit", data={"x": ""}, headers=who.headers)
    assert answer.headers["location"] == f"{LIST}/{draft.id}"
    assert (await state_of(territory, draft)).state is StatementState.SUBMITTED
    again = await client.post(f"{LIST}/{draft.id}/submit", data={"x": ""}, headers=who.headers)
    assert again.status_code == 422
    assert "« Transmis »" in read_page(again).text


async def test_an_empty_statement_is_not_handed_over(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    who = territory.company_agent
    draft = await a_submitted_statement(who, hire, month="2026-04")
    await hours.request_correction(territory.facilitator.context, draft.id, "Reprenez ces heures")
    cell = {"row": f"{hire.id}:WORK", "col": "2026-04", "value": "", "before": "100"}
    await client.post("/hours/cells", json={"cells": [cell]}, headers=who.headers)
    answer = await client.post(f"{LIST}/{draft.id}/submit", data={"x": ""}, headers=who.headers)
    assert answer.status_code == 422
    assert "Le relevé n’a aucune ligne" in read_page(answer).text


async def test_a_facilitator_accepts_and_the_next_one_comes(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, statement: HoursStatement
) -> None:
    who = territory.facilitator
    following = await a_submitted_statement(territory.company_agent, hire, month="2026-05")
    queue = read_page(await client.get(LIST, headers=who.headers))
    assert f"{LIST}/{statement.id}" in queue.links
    assert "Commencer la validation" in queue.text
    page = read_page(await client.get(f"{LIST}/{statement.id}", headers=who.headers))
    assert "2 relevés attendent votre décision" in page.text
    skipped = await client.get(f"{LIST}/{statement.id}/next", headers=who.headers)
    assert skipped.headers["location"] == f"{LIST}/{following.id}"
    answer = await client.post(
        f"{LIST}/{statement.id}/validate", data={"evidence_seen": "PAYSLIP"}, headers=who.headers
    )
    assert answer.headers["location"] == f"{LIST}/{following.id}"
    decided = await state_of(territory, statement)
    assert (decided.state, decided.evidence_seen) == (StatementState.VALIDATED, "PAYSLIP")
    await client.post(f"{LIST}/{following.id}/validate", data={"x": ""}, headers=who.headers)
    empty = read_page(await client.get(LIST, headers=who.headers))
    assert "Aucun relevé n’attend votre décision" in empty.text
    shown = read_page(await client.get(f"{LIST}/{statement.id}", headers=who.headers))
    assert any(link.startswith("/ledger-entries/") for link in shown.links)


async def test_a_line_can_be_accepted_for_fewer_hours_with_a_reason(
    client: httpx.AsyncClient, territory: Territory, statement: HoursStatement
) -> None:
    path, line = f"{LIST}/{statement.id}/validate", statement.lines[0].id
    headers = territory.facilitator.headers
    for typed, told in (
        ("abc", "n’est pas un nombre d’heures"),
        ("90", "Dites pourquoi"),
        ("120", "de zéro aux heures"),
    ):
        refused = await client.post(path, data={f"hours-{line}": typed}, headers=headers)
        assert refused.status_code == 422
        page = read_page(refused)
        assert told in page.text
        assert page.fields[f"hours-{line}"] == typed
    answer = await client.post(path, data={f"hours-{line}": "90", f"reason-{line}": "Absence le 3"}, headers=headers)
    assert answer.status_code == 303
    assert (await state_of(territory, statement)).lines[0].hours_validated == Decimal("90.00")


@pytest.mark.parametrize(
    ("move", "state"),
    [("request-correction", StatementState.CORRECTION_REQUESTED), ("reject", StatementState.REJECTED)],
)
async def test_a_statement_goes_back_with_a_reason(
    client: httpx.AsyncClient, territory: Territory, statement: HoursStatement, move: str, state: StatementState
) -> None:
    path = f"{LIST}/{statement.id}/{move}"
    refused = await client.post(path, data={"reason": " "}, headers=territory.facilitator.headers)
    assert refused.status_code == 422
    assert "« Motif » est à remplir" in read_page(refused).text
    answer = await client.post(path, data={"reason": "Il manque le 12."}, headers=territory.facilitator.headers)
    assert answer.headers["location"] == LIST
    assert (await state_of(territory, statement)).state is state
    page = read_page(await client.get(f"{LIST}/{statement.id}", headers=territory.company_agent.headers))
    assert "Il manque le 12." in page.text


async def test_what_is_wrong_is_told_at_the_person(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    line = a_line(hire, "220.00", first_day=date(2026, 4, 1), last_day=date(2026, 4, 30))
    statement = await a_submitted_statement(territory.company_agent, hire, line, month="2026-04")
    page = read_page(await client.get(f"{LIST}/{statement.id}", headers=territory.facilitator.headers))
    assert "À vérifier" in page.text
    assert "220,00 heures dans le mois" in page.text


async def test_strangers_and_companies_decide_nothing(
    client: httpx.AsyncClient, territory: Territory, statement: HoursStatement
) -> None:
    path = f"{LIST}/{statement.id}"
    for stranger in (territory.other_facilitator, territory.other_company_agent):
        assert (await client.get(path, headers=stranger.headers)).status_code == 404
    answer = await client.post(f"{path}/validate", data={"x": ""}, headers=territory.company_agent.headers)
    assert answer.status_code == 403
    answer = await client.post(f"{path}/validate", data={"x": ""}, headers=territory.other_facilitator.headers)
    assert answer.status_code == 404


async def test_the_list_is_filtered_by_state_month_and_company(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, statement: HoursStatement
) -> None:
    who = territory.facilitator
    draft = (await a_draft(territory.company_agent, hire, month="2026-05")).statement
    every = read_page(await client.get(f"{LIST}?state=all", headers=who.headers))
    assert {f"{LIST}/{statement.id}", f"{LIST}/{draft.id}"} <= set(every.links)
    may = read_page(await client.get(f"{LIST}?state=all&month=2026-05", headers=who.headers))
    assert f"{LIST}/{statement.id}" not in may.links
    company = read_page(await client.get(f"{LIST}?company={territory.other_company.id}", headers=who.headers))
    assert f"{LIST}/{statement.id}" not in company.links
    own = read_page(await client.get(LIST, headers=territory.company_agent.headers))
    assert f"{LIST}/{draft.id}" in own.links
