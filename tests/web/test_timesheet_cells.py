"""A month that saves itself: each cell is answered for itself, nothing is written over, the rest is kept."""

from typing import Any

import httpx
import pytest

from clause.domain.operations import Operation
from clause.domain.timesheet_grid import Line
from clause.domain.timesheets import Activity
from tests.builders.claims import an_assignment, an_employment, an_operation
from tests.builders.territory import Territory
from tests.web.test_timesheets import recorded, sheet_path


@pytest.fixture
async def column(territory: Territory) -> str:
    """The key of a column of an operation on which the facilitator may record time."""
    employment = await an_employment(territory.manager, territory.facilitator)
    operation: Operation = await an_operation(territory.manager, territory)
    await an_assignment(territory.manager, operation, employment)
    return Line(operation.id, Activity.COMPANY_SUPPORT).key


INTERNAL = Line(None, Activity.INTERNAL).key


def cell(row: str, col: str, value: str, before: str = "") -> dict[str, str]:
    return {"row": row, "col": col, "value": value, "before": before}


async def send(
    client: httpx.AsyncClient, territory: Territory, *cells: dict[str, str], what: str = "cells"
) -> dict[str, Any]:
    answer = await client.post(
        f"{sheet_path(territory)}/{what}", headers=territory.facilitator.headers, json={"cells": cells}
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def states(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["state"], one["value"]) for one in answer["cells"]]


async def test_cells_are_saved_as_they_are_typed(client: httpx.AsyncClient, territory: Territory, column: str) -> None:
    first = await send(client, territory, cell("4", column, "3h30"), cell("5", "a-0", "leave"))
    assert states(first) == [("saved", "3,50"), ("saved", "leave")]
    assert first["version"] == 1
    second = await send(client, territory, cell("4", column, "4", "3,50"), cell("6", INTERNAL, "7"))
    assert states(second) == [("saved", "4,00"), ("saved", "7,00")]
    view = await recorded(territory)
    assert [(one.day.day, str(one.hours)) for one in view.entries] == [(4, "4.00"), (6, "7.00")]
    assert (5, "leave") in {(one.day.day, one.category.value) for one in view.absences}
    emptied = await send(client, territory, cell("6", INTERNAL, "", "7,00"))
    assert states(emptied) == [("saved", "")]
    assert [one.day.day for one in (await recorded(territory)).entries] == [4]


async def test_what_is_refused_stops_nothing_else_and_says_why(
    client: httpx.AsyncClient, territory: Territory, column: str
) -> None:
    answer = await send(
        client,
        territory,
        cell("4", column, "beaucoup"),
        cell("5", column, "20"),
        cell("6", column, "7"),
        cell("7", "ah-0", "2"),
    )
    assert states(answer) == [("refused", ""), ("refused", ""), ("saved", "7,00"), ("refused", "")]
    errors = [one["error"] or "" for one in answer["cells"]]
    assert "n’est pas un nombre d’heures" in errors[0]
    assert "sans catégorie" in errors[3]
    over = await send(client, territory, cell("6", INTERNAL, "9"))
    assert states(over) == [("refused", "")]
    assert "compte 16,00 h" in over["cells"][0]["error"]
    again = await send(client, territory, cell("7", "a-0", "sick"), cell("7", "ah-0", "2"))
    assert states(again) == [("saved", "sick"), ("saved", "2,00")]


async def test_what_was_changed_elsewhere_is_not_written_over(
    client: httpx.AsyncClient, territory: Territory, column: str
) -> None:
    await send(client, territory, cell("4", column, "7"))
    answer = await send(client, territory, cell("4", column, "3"), cell("5", column, "6"))
    assert states(answer) == [("refused", "7,00"), ("saved", "6,00")]
    assert "a changé entre-temps" in answer["cells"][0]["error"]


@pytest.mark.parametrize("typed", ["3,5", "3h30", "3,50"])
async def test_a_cell_whose_answer_was_lost_is_sent_again_without_harm(
    client: httpx.AsyncClient, territory: Territory, column: str, typed: str
) -> None:
    for _ in range(2):
        assert states(await send(client, territory, cell("4", column, typed))) == [("saved", "3,50")]
    row = await _row(client, territory)
    for _ in range(2):
        said = await send(client, territory, cell(row, "times", "9h-12h30"), what="lines/cells")
        assert states(said) == [("saved", "9\u00a0h\u00a000 – 12\u00a0h\u00a030")]


async def test_the_explanation_and_what_lines_say_survive(
    client: httpx.AsyncClient, territory: Territory, column: str
) -> None:
    person = territory.facilitator
    path = sheet_path(territory)
    form = {"version": "0", "line-0": column, "h-0-4": "3,5", "difference_reason": "Temps partiel"}
    await client.post(f"{path}/entries", headers=person.headers, data=form)
    row = await _row(client, territory)
    told = await send(client, territory, cell(row, "times", "9h-12h30"), what="lines/cells")
    assert states(told) == [("saved", "9\u00a0h\u00a000 – 12\u00a0h\u00a030")]
    await send(client, territory, cell("5", column, "7"))
    view = await recorded(territory)
    assert view.sheet is not None
    assert view.sheet.difference_reason == "Temps partiel"
    assert view.entries[0].start_minute == 540
    times = cell(row, "times", "9h-10h", told["cells"][0]["value"])
    wrong = await send(client, territory, cell(row, "description", "Ici"), times, what="lines/cells")
    assert [one["state"] for one in wrong["cells"]] == ["saved", "refused"]
    assert (await recorded(territory)).entries[0].description == "Ici"


async def _row(client: httpx.AsyncClient, territory: Territory) -> str:
    answer = await client.get(sheet_path(territory), headers=territory.facilitator.headers)
    return next(name for name in answer.text.split('"') if name.startswith("times-")).removeprefix("times-")


async def test_a_closed_month_refuses_every_cell(client: httpx.AsyncClient, territory: Territory, column: str) -> None:
    person = territory.facilitator
    form = {"version": "0", "line-0": INTERNAL, "do": "fill", "fill_line": INTERNAL}
    await client.post(f"{sheet_path(territory)}/entries", headers=person.headers, data=form)
    signed = await client.post(f"{sheet_path(territory)}/sign", headers=person.headers, data={})
    assert signed.status_code == 303, signed.text
    answer = await send(client, territory, cell("4", column, "1"))
    assert states(answer) == [("refused", "")]
    assert "Action impossible" in answer["cells"][0]["error"]


async def test_what_is_no_cell_of_a_month_is_refused_and_strangers_have_none(
    client: httpx.AsyncClient, territory: Territory, column: str
) -> None:
    path, person = sheet_path(territory), territory.facilitator
    for what, sent in (("cells", cell("4", "nothing", "1")), ("lines/cells", cell("4", "hours", "1"))):
        answer = await client.post(f"{path}/{what}", headers=person.headers, json={"cells": [sent]})
        assert answer.status_code == 400
        stranger = await client.post(
            f"{path}/{what}", headers=territory.other_facilitator.headers, json={"cells": [sent]}
        )
        assert stranger.status_code == 404
    assert (await recorded(territory)).sheet is None
