"""People followed towards employment."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity

YOUNGEST, OLDEST = 14, 99
"""Ages outside which a birth date is a typing mistake: younger than any work placement, older than any worker."""


class Sex(StrEnum):
    """As it stands in the person's papers; U when it was not asked."""

    F = "F"
    M = "M"
    X = "X"
    U = "U"


class ParticipantFacts(BaseModel):
    """What is known of a person."""

    model_config = ConfigDict(frozen=True)

    first_name: str
    last_name: str
    birth_date: date
    sex: Sex
    postal_code: str | None = None

    def corrected(self, changes: dict[str, Any]) -> "ParticipantFacts":
        """The same with some of them replaced."""
        return ParticipantFacts.model_validate({**dict(self), **changes})


class Participant(ParticipantFacts):
    """A person as recorded by a facilitator organisation."""

    id: UUID
    facilitator_org_id: UUID
    created_at: datetime
    version: int
    purged_at: datetime | None = None
    """When the file was emptied of all that tells who it is."""


def age_on(birth_date: date, day: date) -> int:
    """Full years lived on a day; a birthday of 29 February falls on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def check_facts(facts: ParticipantFacts, today: date) -> None:
    """Raises Refused PAR-010 when the birth date makes the person younger than 14 or older than 99 on the day."""
    if not YOUNGEST <= age_on(facts.birth_date, today) <= OLDEST:
        # The date itself stays out of the error: errors are logged, and nothing of a person may be.
        raise Refused("PAR-010", youngest=YOUNGEST, oldest=OLDEST)


def namesakes(facts: ParticipantFacts, others: Iterable[Participant]) -> tuple[Finding, ...]:
    """People with the same names, whatever their case, accents and hyphens, born the same day: one finding each."""
    return tuple(
        Finding(code="PAR-020", severity=Severity.WARNING, field="last_name", values={"id": str(other.id)})
        for other in others
        if other.birth_date == facts.birth_date and _name_key(other) == _name_key(facts)
    )


def _name_key(facts: ParticipantFacts) -> tuple[str, str]:
    return _letters(facts.first_name), _letters(facts.last_name)


def _letters(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())
