"""What became of people hired: at the end of the contract, and three, six and twelve months after."""

from datetime import date
from enum import StrEnum

from clause.rules.calendar import add_months


class Outcome(StrEnum):
    """A person's situation on a day."""

    CDI = "CDI"
    CDD_GT_6M = "CDD_GT_6M"
    CDD_LT_6M = "CDD_LT_6M"
    TEMP = "TEMP"
    APPRENTICESHIP_PRO = "APPRENTICESHIP_PRO"
    SIAE = "SIAE"
    BUSINESS_CREATION = "BUSINESS_CREATION"
    QUALIFYING_TRAINING = "QUALIFYING_TRAINING"
    JOB_SEEKING = "JOB_SEEKING"
    INACTIVE = "INACTIVE"
    UNKNOWN = "UNKNOWN"


class OutcomePoint(StrEnum):
    """When a situation is looked at: on leaving, or so many months later."""

    EXIT = "EXIT"
    M3 = "M3"
    M6 = "M6"
    M12 = "M12"

    @property
    def months(self) -> int:
        """Calendar months after the last day."""
        return {"EXIT": 0, "M3": 3, "M6": 6, "M12": 12}[self.value]


LASTING = frozenset({Outcome.CDI, Outcome.CDD_GT_6M, Outcome.BUSINESS_CREATION})
"""Situations that the field calls lasting employment.

Source: Réunion, ESF measure 2-07 (PLIE 2007-2013): a contract without a term, one of more than six months, or a
business created. Sure as the practice of the PLIE; no text on social clauses defines it.
"""


def is_lasting(outcome: Outcome) -> bool:
    """True when the situation is a lasting job (see ``LASTING``)."""
    return outcome in LASTING


def outcome_due_on(last_day: date, point: OutcomePoint) -> date:
    """The day from which a situation is to be recorded: the last day worked, or the same day some months later.

    Where that month is shorter, its last day. Assumption: the points at 3, 6 and 12 months are practice; the FSE+ asks
    for the exit and for six months. Raises RuleError (DATE_OUT_OF_RANGE) beyond the year 9999.
    """
    return add_months(last_day, point.months)
