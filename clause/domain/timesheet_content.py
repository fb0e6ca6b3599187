"""What is signed of a month, in one canonical form; older forms are kept, so that what was signed under them verifies.

Form 1 held the day, operation, activity, minutes and description of each entry. Form 2 holds all of an entry, the
absences, the explanation of differences and the revision.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from clause.domain.timesheets import EntryDetails, TimeAbsence, TimeEntry, Timesheet


def content_hash(sheet: Timesheet, entries: Sequence[TimeEntry], absences: Sequence[TimeAbsence] = ()) -> str:
    """SHA-256, in hexadecimal, of what is signed: whose month it is, and all it says in an order of its own."""
    return _sha256(
        {
            "form": 2,
            "employment_id": str(sheet.employment_id),
            "month": str(sheet.month),
            "revision": sheet.revision,
            "difference_reason": sheet.difference_reason,
            "entries": _sorted(entries),
            "absences": _sorted(absences),
        }
    )


def is_signed_content(sheet: Timesheet, entries: Sequence[TimeEntry], absences: Sequence[TimeAbsence] = ()) -> bool:
    """True when this is what the signature covers, in the form in which it was signed."""
    if sheet.content_hash == content_hash(sheet, entries, absences):
        return True
    # The first form says nothing of what came later: it covers a month only while nothing of that is there.
    plain = sheet.revision == 1 and sheet.difference_reason is None and not absences
    return plain and all(map(_is_of_form_1, entries)) and sheet.content_hash == _hash_of_form_1(sheet, entries)


def _is_of_form_1(entry: TimeEntry) -> bool:
    return entry.entered_on is None and all(
        getattr(entry, name) == field.default
        for name, field in EntryDetails.model_fields.items()
        if name != "description"
    )


def _hash_of_form_1(sheet: Timesheet, entries: Sequence[TimeEntry]) -> str:
    rows = sorted(
        (entry.day.isoformat(), str(entry.operation_id or ""), entry.activity, entry.minutes, entry.description or "")
        for entry in entries
    )
    return _sha256(
        {
            "employment_id": str(sheet.employment_id),
            "month": str(sheet.month),
            "entries": [
                {
                    "day": day,
                    "operation_id": operation_id or None,
                    "activity": activity,
                    "minutes": minutes,
                    "description": description or None,
                }
                for day, operation_id, activity, minutes, description in rows
            ],
        }
    )


def _sorted(items: Sequence[BaseModel]) -> list[dict[str, Any]]:
    return sorted((item.model_dump(mode="json") for item in items), key=_canonical)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(value: object) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()
