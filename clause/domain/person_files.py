"""The file of a person as a whole: all that is told of them, until when it is kept, and when it may be purged."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.participants import Participant, age_on


class PurgeCause(StrEnum):
    """Why a file is purged."""

    REQUEST = "REQUEST"
    RETENTION = "RETENTION"
    MISTAKE = "MISTAKE"


class FileStanding(BaseModel):
    """What decides whether a file may be purged."""

    model_config = ConfigDict(frozen=True)

    running_hires: int
    waiting_lines: int
    operations: tuple[str, ...]
    """Co-financed operations whose own file must still be kept, by number."""
    last_event_on: date
    ages_on: tuple[date, ...]
    """Days on which the person's age makes a figure."""


class FileView(BaseModel):
    """What is shown before a file is exported or purged."""

    model_config = ConfigDict(frozen=True)

    person: Participant
    standing: FileStanding
    keep_until: date
    hindrances: tuple[Finding, ...]
    rows: dict[str, list[dict[str, Any]]]
    """All that is told of the person, by table."""


class Purged(BaseModel):
    """What a purge did."""

    model_config = ConfigDict(frozen=True)

    participant_id: UUID
    rows: int
    journal_lines: tuple[int, ...]


def hindrances(person: Participant, standing: FileStanding) -> tuple[Finding, ...]:
    """What keeps a file from being purged: each a sentence."""
    found = []
    if person.purged_at is not None:
        found.append(Finding(code="PUR-001", field="person"))
    if standing.running_hires:
        found.append(Finding(code="PUR-002", field="person", values={"count": str(standing.running_hires)}))
    if standing.waiting_lines:
        found.append(Finding(code="PUR-003", field="person", values={"count": str(standing.waiting_lines)}))
    if standing.operations:
        found.append(Finding(code="PUR-004", field="person", values={"numbers": ", ".join(standing.operations)}))
    return tuple(found)


def check_purge(person: Participant, standing: FileStanding, last_name: str) -> None:
    """WrongState PUR-005 with what hinders it; Refused PUR-006 when the name typed is not the person's."""
    hindered = hindrances(person, standing)
    if hindered:
        raise WrongState("PUR-005", findings=hindered)
    if last_name.strip().casefold() != person.last_name.casefold():
        raise Refused("PUR-006", findings=(Finding(code="PUR-007", field="last_name"),))


def blurred_birth_date(birth_date: date, ages_on: Iterable[date]) -> date:
    """A day of the same year that gives the same age on each of these days: the first or the last where one does."""
    days = tuple(ages_on)
    for month, day in ((1, 1), (12, 31), *((number, 1) for number in range(2, 13))):
        candidate = date(birth_date.year, month, day)
        if all(age_on(candidate, on) == age_on(birth_date, on) for on in days):
            return candidate
    return birth_date
