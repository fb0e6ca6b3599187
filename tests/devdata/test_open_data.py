"""The territory's published files seen from another day: everything moves together, and nothing else changes."""

import copy
from datetime import date
from typing import Any

import pytest

from clause.devdata.open_data import MODERN, OLDER, Document, published_by, read_file, redated
from clause.rules.calendar import add_months

FILES = (MODERN, OLDER)


def records(document: Document) -> list[dict[str, Any]]:
    """The records of either format."""
    found = document["marches"]
    listed: list[dict[str, Any]] = found if isinstance(found, list) else found["marche"]
    return listed


def without_dates(value: Any) -> Any:
    """The value without what may move: dates, and numbers that begin with a year."""
    if isinstance(value, list):
        return [without_dates(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: without_dates(item)
        for key, item in value.items()
        if not key.startswith("date") and not (key in ("id", "uid") and "acheteur" in value)
    }


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 11, 21), date(2026, 11, 30)])
def test_in_the_month_they_were_written_for_the_files_stay_as_they_are(name: str, day: date) -> None:
    assert redated(read_file(name), day) == read_file(name)


def test_seen_from_2028_every_date_has_moved_by_as_many_months_and_numbers_follow_their_year() -> None:
    modern, older = (redated(read_file(name), date(2028, 3, 5)) for name in FILES)
    pool, cleaning, portal = (records(modern)[index] for index in (0, 4, 7))
    assert (pool["id"], pool["dateNotification"], pool["datePublicationDonnees"]) == (
        "2026PISC0100",
        "2026-10-16",
        "2026-11-02",
    )
    assert portal["id"] == "2027-NUM-COLL"
    modification = cleaning["modifications"][0]["modification"]
    assert modification["dateNotificationModification"] == "2027-07-09"
    paths = records(older)[0]
    assert (paths["dateNotification"], paths["uid"]) == ("2026-07-10+01:00", "990000010000192026DUNE0400")


@pytest.mark.parametrize("name", FILES)
def test_moving_the_dates_touches_nothing_else(name: str) -> None:
    before = read_file(name)
    untouched = copy.deepcopy(before)
    after = redated(before, date(2028, 3, 5))
    assert without_dates(after) == without_dates(before)
    assert before == untouched


@pytest.mark.parametrize("months", range(-18, 40, 3))
def test_lots_of_one_contract_keep_one_number_and_nothing_is_published_in_the_future(months: int) -> None:
    day = add_months(date(2026, 11, 1), months)
    moved = records(redated(read_file(MODERN), day))
    as_written = records(read_file(MODERN))
    assert [record["id"][4:] for record in moved] == [record["id"][4:] for record in as_written]
    assert len({record["id"] for record in moved}) == len({record["id"] for record in as_written})
    assert max(record["datePublicationDonnees"] for record in moved) <= day.isoformat()


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 30), "2026-01-31"), (date(2026, 12, 1), "2026-02-28"), (date(2028, 12, 1), "2028-02-29")],
)
def test_the_last_day_of_a_month_stays_in_its_month(day: date, expected: str) -> None:
    record = {"id": "X", "acheteur": {"id": "1"}, "dateNotification": "2026-01-31"}
    assert records(redated({"marches": [record]}, day))[0]["dateNotification"] == expected


@pytest.mark.parametrize(
    ("day", "published", "modified"),
    [
        (date(2026, 3, 19), 9, False),
        (date(2026, 3, 20), 9, True),
        (date(2026, 3, 31), 9, True),
        (date(2026, 4, 1), 11, True),
        (date(2026, 5, 11), 12, True),
    ],
)
def test_an_edition_holds_what_was_published_by_its_day(day: date, published: int, modified: bool) -> None:
    edition = records(published_by(read_file(MODERN), day))
    cleaning = next(record for record in edition if record["id"] == "2025NETT0700")
    assert (len(edition), "modifications" in cleaning) == (published, modified)
