"""The programmes that co-finance operations: their priorities, objectives, windows of days and highest rates."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from clause.rules.calendar import Period
from clause.rules.codes import RegionCategory
from clause.rules.parameter import (
    FOLDER,
    PROGRAMMES_FILE,
    BadParameterFile,
    ParameterValue,
    all_parameters,
    read_yaml,
    value_in_force,
)
from clause.rules.reference import Confidence, LegalReference


class Priority(BaseModel):
    """A priority (axe) of a programme; ``objectives`` is empty where only the programme's own list is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: str
    objectives: tuple[str, ...] = ()
    ceiling: str | None = None
    """The parameter of its own highest rate, whatever the region."""
    confidence: Confidence


class Programme(BaseModel):
    """A programme: the days that it pays for, its priorities, and the parameter of the highest rate by region."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    cci: str
    name: str
    first_day: date
    last_day: date
    reference: LegalReference
    confidence: Confidence
    simplified_costs: bool
    """False where rules on simplified costs of that period are not known: real costs only (CR-07)."""
    ceilings: Mapping[RegionCategory, str]
    objectives: tuple[str, ...]
    priorities: tuple[Priority, ...]

    @property
    def window(self) -> Period:
        """The days whose costs may be eligible (CR-40)."""
        return Period(self.first_day, self.last_day)

    def priority(self, code: str) -> Priority | None:
        """The priority of that code, or None."""
        return next((priority for priority in self.priorities if priority.code == code), None)

    def objectives_of(self, priority: Priority) -> tuple[str, ...]:
        """The specific objectives that an operation under a priority may have."""
        return priority.objectives or self.objectives


@cache
def programmes() -> tuple[Programme, ...]:
    """Every programme, oldest first; read and checked once per process."""
    return load_programmes(FOLDER / PROGRAMMES_FILE)


def programmes_of(cci: str) -> tuple[Programme, ...]:
    """The programmes under that number; REACT-EU has that of the programme that it belongs to."""
    return tuple(programme for programme in programmes() if programme.cci == cci)


def programme_of(cci: str, priority: str) -> Programme | None:
    """The programme under that number that has that priority, or None."""
    return next((programme for programme in programmes_of(cci) if programme.priority(priority)), None)


def programme_ceiling(
    programme: Programme, priority: Priority, region_category: RegionCategory, on: date
) -> ParameterValue | None:
    """The highest co-financing rate of a priority in a category of region on a day; None where none is known.

    Source: national programme FSE+ 2021-2027: by category of region, with rates of their own for priorities 5 and 6.
    """
    name = priority.ceiling or programme.ceilings.get(region_category)
    return value_in_force(name, on) if name else None


def load_programmes(path: Path) -> tuple[Programme, ...]:
    """The programmes of a YAML file; raises BadParameterFile on the first thing that is wrong."""
    try:
        content = _File.model_validate(read_yaml(path))
        found = tuple(content.programme(entry) for entry in content.programmes)
    except (ValidationError, KeyError, TypeError) as error:
        raise BadParameterFile(f"{path.name}: {error}") from error
    for programme in found:
        _check(path, programme)
    keys = [(programme.cci, priority.code) for programme in found for priority in programme.priorities]
    if len(set(keys)) != len(keys):
        raise BadParameterFile(f"{path.name}: a priority stands twice under one number")
    return found


def _check(path: Path, programme: Programme) -> None:
    named = [*programme.ceilings.values(), *(one.ceiling for one in programme.priorities if one.ceiling)]
    unknown = [name for name in named if name not in all_parameters()]
    if unknown:
        raise BadParameterFile(f"{path.name}: {programme.code} names unknown parameters {unknown}")
    if programme.last_day < programme.first_day:
        raise BadParameterFile(f"{path.name}: {programme.code} ends before it begins")
    if any(not set(one.objectives) <= set(programme.objectives) for one in programme.priorities):
        raise BadParameterFile(f"{path.name}: {programme.code} has a priority with an objective that it lacks")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    checked_on: date
    references: dict[str, LegalReference]
    programmes: tuple[dict[str, object], ...]

    def programme(self, entry: Mapping[str, object]) -> Programme:
        return Programme.model_validate({**entry, "reference": self.references[str(entry["reference"])]})
