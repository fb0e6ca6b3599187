"""The territory's public contract data, brought near the day of the demonstration.

The files in ``files`` were written as seen from ``WRITTEN_FOR``. Seen from another month, every date in them moves by
as many months, and a contract number that begins with the year of its notification follows that year.
"""

import json
import re
from datetime import date
from importlib import resources
from typing import Any

from clause.rules.calendar import Month, add_months

WRITTEN_FOR = Month(2026, 11)
"""The month from which the dates of the files are as they stand."""

MODERN, OLDER = "territoire-2.0.json", "territoire-1.5.0.json"

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(.*)", re.DOTALL)
_YEAR = re.compile(r"\d{4}")

Document = dict[str, Any]


def read_file(name: str) -> Document:
    """A file of the territory, parsed. Amounts pass through untouched: nothing is computed with them here."""
    text = resources.files("clause.devdata").joinpath("files", name).read_text(encoding="utf-8")
    document: Document = json.loads(text)
    return document


def to_bytes(document: Document) -> bytes:
    """The document as the file that is imported."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def redated(document: Document, today: date) -> Document:
    """The document as it would have been written for this day: all dates moved by whole months, numbers with them."""
    months = (today.year - WRITTEN_FOR.year) * 12 + today.month - WRITTEN_FOR.number
    return _with_records(document, [_redated_record(record, months) for record in _records(document)])


def published_by(document: Document, day: date) -> Document:
    """The edition of the file that was online on a day: records and modifications published later are not in it."""
    records = [
        _edition(record, day) for record in _records(document) if _day_of(record["datePublicationDonnees"]) <= day
    ]
    return _with_records(document, records)


def _records(document: Document) -> list[dict[str, Any]]:
    found = document["marches"]
    records: list[dict[str, Any]] = found if isinstance(found, list) else found["marche"]
    return records


def _with_records(document: Document, records: list[dict[str, Any]]) -> Document:
    found = document["marches"]
    return {**document, "marches": records if isinstance(found, list) else {**found, "marche": records}}


def _redated_record(record: dict[str, Any], months: int) -> dict[str, Any]:
    year = _day_of(record["dateNotification"]).year
    moved: dict[str, Any] = _moved(record, months)
    new_year = _day_of(moved["dateNotification"]).year
    if record["id"].startswith(str(year)):
        moved["id"] = _YEAR.sub(str(new_year), record["id"], count=1)
    if "uid" in record:
        moved["uid"] = moved["acheteur"]["id"] + moved["id"]
    return moved


def _moved(value: Any, months: int) -> Any:
    """The value with every date under a key that begins with ``date`` moved by that many months."""
    if isinstance(value, list):
        return [_moved(item, months) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _moved_day(item, months) if key.startswith("date") and isinstance(item, str) else _moved(item, months)
        for key, item in value.items()
    }


def _moved_day(text: str, months: int) -> str:
    found = _DAY.fullmatch(text)
    return text if found is None else add_months(date.fromisoformat(found[1]), months).isoformat() + found[2]


def _edition(record: dict[str, Any], day: date) -> dict[str, Any]:
    if "modifications" not in record:
        return record
    kept = [
        item
        for item in record["modifications"]
        if _day_of(item["modification"]["datePublicationDonneesModification"]) <= day
    ]
    return {**record, "modifications": kept} if kept else {k: v for k, v in record.items() if k != "modifications"}


def _day_of(text: str) -> date:
    return date.fromisoformat(text[:10])
