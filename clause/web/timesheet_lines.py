"""What the lines of a month say beside their hours, as a table: when, where, what for; read for the service.

A field is named ``WHAT-DAY-RANK-MARK``: the rank is that of the line among those of its day and column, and the mark
stands for the column, so that a name means the same line after other cells have changed.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clause.domain.errors import Unreadable
from clause.domain.findings import Finding
from clause.domain.timesheet_filling import typed_again
from clause.domain.timesheet_grid import Line, cells_of
from clause.domain.timesheets import LinkedKind, TimeEntry, TypedAbsence, TypedEntry
from clause.services.timesheets import SheetView
from clause.text import formats
from clause.web.timesheet_form import TypedSheet, version_read

LONGEST = {"place": 120, "description": 1000}
FIELDS = ("times", "place", "description", "about", "travel")
TRAVELS = "yes"
_TIMES = re.compile(r"(\d{1,2})(?:[hH:](\d{2})?)?(?:-|–|—|à|a)(\d{1,2})(?:[hH:](\d{2})?)?")


@dataclass(frozen=True)
class LineShown:
    """A recorded line: what it is, and its row in the table."""

    row: str
    line: Line
    entry: TimeEntry
    values: Mapping[str, str]
    """What its fields hold, by their names."""

    @property
    def times(self) -> str:
        """From when to when; nothing when the line does not say."""
        return times_of(self.entry)

    @property
    def says_more(self) -> bool:
        """Whether it says anything beside its hours."""
        return any(self.values.values())

    def name(self, what: str) -> str:
        """The name of one of its fields."""
        return f"{what}-{self.row}"


def mark_of(line: Line) -> str:
    """A short mark that stands for a column."""
    return hashlib.sha256(line.key.encode()).hexdigest()[:10]


def lines_shown(view: SheetView) -> list[LineShown]:
    """Every recorded line of the month, by day."""
    found = [
        _shown(f"{day.day}-{rank}-{mark_of(line)}", line, entry)
        for (line, day), entries in cells_of(view.entries).items()
        for rank, entry in enumerate(entries)
    ]
    return sorted(found, key=lambda one: one.entry.day)


def _shown(row: str, line: Line, entry: TimeEntry) -> LineShown:
    values = {
        "times": times_of(entry),
        "place": _on_one_line(entry.place or ""),
        "description": _on_one_line(entry.description or ""),
        "about": entry.linked_kind.value if entry.linked_kind else "",
        "travel": TRAVELS if entry.is_travel else "",
    }
    return LineShown(row, line, entry, {f"{what}-{row}": value for what, value in values.items()})


def _on_one_line(text: str) -> str:
    return " ".join("".join(character for character in text if character.isprintable() or character.isspace()).split())


def times_of(entry: TimeEntry) -> str:
    """From when to when, as people write it; nothing when the line does not say."""
    if entry.start_minute is None or entry.end_minute is None:
        return ""
    return f"{formats.clock(entry.start_minute)} – {formats.clock(entry.end_minute)}"


def read_told(typed: Mapping[str, str], view: SheetView) -> TypedSheet:
    """The month with these fields of its lines. Unreadable WEB-192 with a finding for each that cannot be read."""
    reader = _Reader(typed)
    entries, rows = [], []
    for shown in lines_shown(view):
        entries.append(_told(reader, shown))
        rows.append(shown.row)
    reader.findings += _unknown(typed, set(rows))
    if reader.findings:
        raise Unreadable("WEB-192", findings=tuple(reader.findings))
    return TypedSheet(
        lines=(),
        entries=tuple(entries),
        absences=tuple(TypedAbsence(day=one.day, category=one.category, hours=one.hours) for one in view.absences),
        difference_reason=view.sheet.difference_reason if view.sheet else None,
        version=version_read(typed, view.version),
        entry_names=tuple(f"times-{row}" for row in rows),
        absence_names=(),
    )


@dataclass
class _Reader:
    typed: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def text(self, name: str, what: str) -> str | None:
        text = _on_one_line(self.typed[name])
        if len(text) > LONGEST[what]:
            self.findings.append(Finding(code="WEB-190", field=name, values={"most": str(LONGEST[what])}))
        return text or None

    def times(self, name: str) -> tuple[int | None, int | None]:
        text = self.typed.get(name, "").strip()
        if not text:
            return None, None
        found = _TIMES.fullmatch("".join(text.split()))
        if found is None:
            self.findings.append(Finding(code="WEB-187", field=name, raw=text[:40]))
            return None, None
        return int(found[1]) * 60 + int(found[2] or 0), int(found[3]) * 60 + int(found[4] or 0)


def _told(reader: _Reader, shown: LineShown) -> TypedEntry:
    """The line with what its fields say; those that were not sent, or not changed, stay as they are."""
    entry, said = typed_again(shown.entry), dict[str, Any]()
    changed = {
        what
        for what in FIELDS
        if reader.typed.get(shown.name(what), shown.values[shown.name(what)]).strip() != shown.values[shown.name(what)]
    }
    if "times" in changed:
        said["start_minute"], said["end_minute"] = reader.times(shown.name("times"))
    for what in changed & set(LONGEST):
        said[what] = reader.text(shown.name(what), what)
    if "travel" in changed:
        said["is_travel"] = reader.typed[shown.name("travel")] == TRAVELS
    if "about" in changed:
        about = reader.typed[shown.name("about")]
        said |= {"linked_kind": LinkedKind(about) if about in set(LinkedKind) else None, "linked_id": None}
    return entry.model_copy(update=said)


def _unknown(typed: Mapping[str, str], rows: set[str]) -> Iterator[Finding]:
    """What was typed for a line that is no longer there is told, not lost in silence."""
    for name, value in typed.items():
        what, _, row = name.partition("-")
        if what in FIELDS and row not in rows and value.strip():
            yield Finding(code="WEB-191", field=name, values={"day": row.partition("-")[0]})
