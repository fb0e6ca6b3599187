"""Months of time on the pages: filled, refused with what was typed, filled at once, signed, approved, corrected."""

from datetime import date
from decimal import Decimal

import httpx
import pytest

from clause.domain.operations import Operation
from clause.domain.timesheets import Activity, LinkedKind, TimesheetState, TypedEntry
from clause.rules.calendar import Month
from clause.services import timesheets
from clause.services.timesheets import MonthOf, SheetView
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_submitted_claim,
    an_assignment,
    an_employment,
    an_operation,
)
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

MAY = Month(2026, 5)
SHEET = "/timesheets/{}/2026-05"


@pytest.fixture
async def operation(territory: Territory) -> Operation:
    """An operation with a mission letter of the facilitator."""
    employment = await an_employment(territory.manager, territory.facilitator)
    operation = await an_operation(territory.manager, territory)
    await an_assignment(territory.manager, operation, employment)
    return operation


def sheet_path(territory: Territory) -> str:
    return SHEET.format(territory.facilitator.user_id)


async def recorded(territory: Territory) -> SheetView:
    return await timesheets.load_timesheet(territory.facilitator.context, MonthOf(territory.facilitator.user_id, MAY))


async def post(client: httpx.AsyncClient, territory: Territory, what: str, data: dict[str, str]) -> httpx.Response:
    headers = territory.facilitator.headers
    return await client.post(f"{sheet_path(territory)}/{what}", headers=headers, data=data)


def typed(operation: Operation, **cells: str) -> dict[str, str]:
    """Two columns, the operation's and one for none, and these cells."""
    lines = {"line-0": f"{operation.id}|COMPANY_SUPPORT|", "line-1": "|INTERNAL|"}
    return {"version": "0", **lines, **{name.replace("_", "-"): value for name, value in cells.items()}}


async def test_an_empty_month_offers_the_operations_and_says_what_is_missing(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    answer = await client.get(sheet_path(territory), headers=territory.facilitator.headers)
    page = read_page(answer)
    check(page, "month")
    assert page.h1 == ["Temps de Camille Le Goff, mai 2026"]
    assert f"Opération {operation.number}" in page.text
    assert "h-0-4" in page.fields
    assert "ven. 1 " in page.text
    assert "Férié" in page.text
    assert "Jours passés à compléter 17" in page.text


async def test_hours_are_recorded_as_people_write_them(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    cells = typed(operation, h_0_4="3,5", h_1_4="3h30", a_5_0="leave", a_6_0="sick", ah_6_0="2")
    answer = await post(client, territory, "entries", {**cells, "difference_reason": ""})
    assert answer.status_code == 303
    view = await recorded(territory)
    assert {(one.day.day, one.operation_id, str(one.hours)) for one in view.entries} == {
        (4, operation.id, "3.50"),
        (4, None, "3.50"),
    }
    off = {(one.day.day, one.category.value): str(one.hours) for one in view.absences}
    assert off[(5, "leave")] == "7.00"
    assert off[(6, "sick")] == "2.00"
    page = read_page(await client.get(answer.headers["location"], headers=territory.facilitator.headers))
    assert page.fields["h-0-4"] == "3,50"
    assert page.fields["ah-6-0"] == "2,00"


async def test_a_refused_month_keeps_what_was_typed_and_names_the_cells(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    answer = await post(client, territory, "entries", typed(operation, h_0_4="beaucoup", h_0_5="7"))
    page = read_page(answer)
    assert answer.status_code == 422
    assert page.fields["h-0-4"] == "beaucoup"
    assert page.fields["h-0-5"] == "7"
    assert "« beaucoup » n’est pas un nombre d’heures" in page.text
    long_day = await post(client, territory, "entries", typed(operation, h_0_4="9", h_1_4="8", h_0_5="7"))
    page = read_page(long_day)
    assert long_day.status_code == 422
    assert "Le 04/05/2026 compte 17,00 h" in page.text
    assert "#h-0-4" in page.links
    assert (await recorded(territory)).sheet is None


async def test_what_somebody_recorded_meanwhile_is_not_written_over(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    assert (await post(client, territory, "entries", typed(operation, h_0_4="7"))).status_code == 303
    answer = await post(client, territory, "entries", typed(operation, h_0_4="3"))
    assert answer.status_code == 422
    assert "a changé depuis votre lecture" in read_page(answer).text


async def test_empty_days_are_filled_alike_or_as_the_week_before(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    line = f"{operation.id}|COMPANY_SUPPORT|"
    first = typed(operation, h_1_4="7", a_5_0="leave", h_1_6="7", h_1_7="7")
    answer = await post(client, territory, "entries", {**first, "do": "copy"})
    assert answer.status_code == 303
    view = await recorded(territory)
    assert {one.day.day for one in view.entries if one.operation_id is None} == {4, 6, 7, 11, 13, 18, 20, 27}
    answer = await client.get(sheet_path(territory), headers=territory.facilitator.headers)
    known = read_page(answer).fields
    filled = {**known, "version": str(view.version), "do": "fill", "fill_line": line, "a-5-0": "leave"}
    filled |= {name: value for name, value in typed(operation).items() if name.startswith("line-")}
    answer = await post(client, territory, "entries", {**filled, "line-0": line, "line-1": "|INTERNAL|"})
    assert answer.status_code == 303, read_page(answer).text
    view = await recorded(territory)
    assert view.missing_days == ()


async def test_a_column_is_added_with_what_was_typed(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    asked = {"do": "add", "add_operation": str(operation.id), "add_activity": "TRAVEL"}
    answer = await post(client, territory, "entries", {**typed(operation, h_0_4="7"), **asked})
    page = read_page(await client.get(answer.headers["location"], headers=territory.facilitator.headers))
    assert "Déplacements" in page.text
    assert page.fields["h-0-4"] == "7,00"


async def test_what_a_line_says_beside_its_hours_survives_the_grid(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    person = territory.facilitator
    told = TypedEntry(
        day=date(2026, 5, 4),
        operation_id=operation.id,
        activity=Activity.COMPANY_SUPPORT,
        hours=Decimal("3.50"),
        description="Réunion de lancement",
        start_minute=540,
        end_minute=750,
    )
    await timesheets.record_entries(person.context, MonthOf(person.user_id, MAY), (told,), None)
    again = {**typed(operation, h_0_4="3,50", h_0_5="7"), "version": "1"}
    assert (await post(client, territory, "entries", again)).status_code == 303
    first, second = (await recorded(territory)).entries
    assert (first.description, first.start_minute, str(second.hours)) == ("Réunion de lancement", 540, "7.00")
    changed = {**typed(operation, h_0_4="4", h_0_5="7"), "version": "2"}
    assert (await post(client, territory, "entries", changed)).status_code == 303
    first, second = (await recorded(territory)).entries
    assert (first.description, first.start_minute, str(first.hours)) == ("Réunion de lancement", None, "4.00")


async def test_a_month_is_signed_by_its_person_and_approved_by_another(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    path, manager = sheet_path(territory), territory.manager.headers
    missing = await post(client, territory, "entries", typed(operation, h_0_4="7"))
    assert missing.status_code == 303
    refused = await post(client, territory, "sign", {})
    assert "jours ouvrés sans heures ni absence" in read_page(refused).text
    filled = {**typed(operation, h_0_4="7"), "version": "1", "do": "fill", "fill_line": "|INTERNAL|"}
    assert (await post(client, territory, "entries", filled)).status_code == 303
    assert (await post(client, territory, "sign", {})).status_code == 303
    own = read_page(await client.get(path, headers=territory.facilitator.headers))
    assert "Signée" in own.text
    assert "h-0-4" not in own.fields
    assert f"{path}/approve" not in [address for _, _, address in own.addresses]
    assert (await client.post(f"{path}/approve", headers=manager)).status_code == 303
    assert (await recorded(territory)).state is TimesheetState.APPROVED
    without = await client.post(f"{path}/reopen", headers=manager, data={"reason": " "})
    assert without.status_code == 422
    assert (await client.post(f"{path}/reopen", headers=manager, data={"reason": "Oubli"})).status_code == 303
    assert "Rouverte : Oubli" in read_page(await client.get(path, headers=territory.facilitator.headers)).text


async def test_a_claimed_month_is_corrected_by_a_new_revision(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    path = f"/timesheets/{territory.facilitator.user_id}/2026-01"
    page = read_page(await client.get(path, headers=manager.headers))
    assert "Dans le bilan n° 1" in page.text
    addresses = [address for _, _, address in page.addresses]
    assert f"{path}/correct" in addresses
    assert f"{path}/reopen" not in addresses
    answer = await client.post(f"{path}/correct", headers=manager.headers, data={"reason": "Congé oublié"})
    assert answer.status_code == 303
    page = read_page(await client.get(path, headers=manager.headers))
    assert "Révisions de ce mois" in page.text


async def test_own_months_begin_with_what_waits(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    page = read_page(await client.get("/timesheets", headers=territory.facilitator.headers))
    check(page, "own")
    assert "Janvier 2026 : rien n’est encore saisi, en retard." in page.text
    assert "décembre 2025 Sans mission" in page.text
    nobody = read_page(await client.get("/timesheets", headers=territory.other_facilitator.headers))
    assert "Aucun poste ne vous est attaché" in nobody.text


async def test_strangers_see_no_month(client: httpx.AsyncClient, territory: Territory, operation: Operation) -> None:
    for stranger in (territory.other_facilitator, territory.other_manager):
        for path in ("", "/pdf"):
            answer = await client.get(sheet_path(territory) + path, headers=stranger.headers)
            assert answer.status_code == 404
    unreadable = await client.get(
        f"/timesheets/{territory.facilitator.user_id}/mai", headers=territory.facilitator.headers
    )
    assert unreadable.status_code == 400


async def test_a_month_to_come_is_not_typed(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    path = f"/timesheets/{territory.facilitator.user_id}/2026-07"
    page = read_page(await client.get(path, headers=territory.facilitator.headers))
    assert "Ce mois n’a pas commencé" in page.text


async def test_hours_of_absence_without_a_category_are_not_lost_in_silence(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    answer = await post(client, territory, "entries", typed(operation, ah_5_0="2"))
    page = read_page(answer)
    assert answer.status_code == 422
    assert "Des heures d’absence sans catégorie" in page.text
    assert page.fields["ah-5-0"] == "2"


async def test_a_month_shows_its_sums_and_what_saves_it(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    await post(client, territory, "entries", typed(operation, h_0_4="3,5", h_1_4="3,5", h_0_5="7"))
    answer = await client.get(sheet_path(territory), headers=territory.facilitator.headers)
    page = read_page(answer)
    check(page, "month")
    assert 'data-total="all">14,00</td>' in answer.text
    assert f'data-total="col" data-blank data-col="{operation.id}|COMPANY_SUPPORT|">10,50</td>' in answer.text
    assert "/static/built/grid.js" in answer.text
    assert f'data-save-url="{sheet_path(territory)}/cells"' in answer.text


async def test_what_lines_say_is_typed_on_the_page_of_the_month(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    await post(client, territory, "entries", typed(operation, h_0_4="3,5", h_0_5="7"))
    page = read_page(await client.get(sheet_path(territory), headers=territory.facilitator.headers))
    names = sorted(name for name in page.fields if name.startswith("times-"))
    assert len(names) == 2
    row = names[0].removeprefix("times-")
    said = {
        f"description-{row}": "Réunion de lancement",
        f"times-{row}": "9h-12h30",
        f"place-{row}": "Brisemer",
        f"about-{row}": "lot",
        f"travel-{row}": "yes",
    }
    answer = await post(client, territory, "lines", {**said, "version": "1"})
    assert answer.status_code == 303, read_page(answer).text
    first, second = (await recorded(territory)).entries
    assert (first.description, first.place, first.is_travel) == ("Réunion de lancement", "Brisemer", True)
    assert (first.start_minute, first.end_minute, first.linked_kind) == (540, 750, LinkedKind.LOT)
    assert (second.description, second.start_minute, str(second.hours)) == (None, None, "7.00")
    page = read_page(await client.get(answer.headers["location"], headers=territory.facilitator.headers))
    assert page.fields[f"times-{row}"] == "9\u00a0h\u00a000 – 12\u00a0h\u00a030"


async def test_refused_lines_keep_what_was_typed_with_the_sentence_at_the_field(
    client: httpx.AsyncClient, territory: Territory, operation: Operation
) -> None:
    await post(client, territory, "entries", typed(operation, h_0_4="3,5", h_0_5="7"))
    page = read_page(await client.get(sheet_path(territory), headers=territory.facilitator.headers))
    times = sorted(name for name in page.fields if name.startswith("times-"))
    for text, sentence in (("le matin", "ne se lit pas comme un horaire"), ("9h-11h", "n’est pas la durée")):
        answer = await post(client, territory, "lines", {times[0]: text, "version": "1"})
        page = read_page(answer)
        assert answer.status_code == 422
        assert page.fields[times[0]] == text
        assert sentence in page.text
        assert f"#{times[0]}" in page.links
        assert f"{times[0]}-error" in page.ids
    gone = await post(client, territory, "lines", {"place-9-0-abc": "Ici", "version": "1"})
    assert "a changé entre-temps" in read_page(gone).text
    stale = await post(client, territory, "lines", {times[0]: "9h-12h30", "version": "0"})
    assert "a changé depuis votre lecture" in read_page(stale).text
