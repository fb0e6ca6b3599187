"""The days on which a clause is looked at together: start, regular reports, overviews, end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from clause.rules.calendar import Month, Period
from clause.rules.codes import Cadence
from clause.rules.parameter import ParameterValue
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import ParameterUse, used


class CheckpointKind(StrEnum):
    """What is looked at."""

    LAUNCH = "LAUNCH"
    REPORT = "REPORT"
    OVERVIEW = "OVERVIEW"
    END = "END"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A day on which the clause is looked at, with the rule that set it; none for the two ends of the execution."""

    on: date
    kind: CheckpointKind
    parameter: ParameterUse | None = None


MONTHS_OF = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}


def checkpoints(execution: Period, book: Rulebook = DEFAULTS) -> Iterator[Checkpoint]:
    """The checkpoints of an execution, in the order of their days.

    A launch meeting on its first day, a report and an overview at the end of each of their periods of the calendar
    year (31 March, 30 June…) that closes inside it, and the final look on its last day. The cadences are those in
    force on the first day.
    Source: CCAP 21_BAM_048, 1.4: launch meeting, quarterly report, half-yearly overview, end of execution.
    Assumption: the meeting is on the first day; no text sets its day. Raises UnknownValue before any known cadence.
    """
    start = execution.first_day
    cadences = (
        (CheckpointKind.REPORT, book.value("checkpoint_report_cadence", start)),
        (CheckpointKind.OVERVIEW, book.value("checkpoint_overview_cadence", start)),
    )
    yield Checkpoint(start, CheckpointKind.LAUNCH)
    for month in execution.months():
        if execution.contains(month.last_day):
            yield from _closing(month, cadences)
    yield Checkpoint(execution.last_day, CheckpointKind.END)


def _closing(month: Month, cadences: tuple[tuple[CheckpointKind, ParameterValue], ...]) -> Iterator[Checkpoint]:
    for kind, cadence in cadences:
        if month.number % MONTHS_OF[cadence.cadence()] == 0:
            yield Checkpoint(month.last_day, kind, used(cadence))


def days_to_judge(execution: Period, until: date, book: Rulebook = DEFAULTS) -> tuple[date, ...]:
    """The days of reports and of the end up to a day: those at which a penalty per checkpoint is looked at."""
    judged = {CheckpointKind.REPORT, CheckpointKind.END}
    reached = takewhile(lambda point: point.on <= until, checkpoints(execution, book))
    return tuple(dict.fromkeys(point.on for point in reached if point.kind in judged))
