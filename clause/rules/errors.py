"""What a rule answers when it cannot answer: a reason code and the values that explain it, without sentences."""

from decimal import Decimal
from enum import StrEnum


class Reason(StrEnum):
    """Why a rule refused its inputs; the floors above turn each into a sentence."""

    NOT_FINITE = "NOT_FINITE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    TOO_PRECISE = "TOO_PRECISE"
    NEGATIVE = "NEGATIVE"
    NOT_POSITIVE = "NOT_POSITIVE"
    NOT_A_SHARE = "NOT_A_SHARE"
    MONTH_UNREADABLE = "MONTH_UNREADABLE"
    PERIOD_REVERSED = "PERIOD_REVERSED"
    DATE_OUT_OF_RANGE = "DATE_OUT_OF_RANGE"
    UNKNOWN_NAME = "UNKNOWN_NAME"
    NOT_IN_FORCE = "NOT_IN_FORCE"
    NOT_OF_THE_UNIT = "NOT_OF_THE_UNIT"
    NOT_WHOLE = "NOT_WHOLE"
    BRACKETS_OUT_OF_ORDER = "BRACKETS_OUT_OF_ORDER"
    NO_CLAUSE_POSSIBLE = "NO_CLAUSE_POSSIBLE"
    BELOW_CLAUSE_MINIMUM = "BELOW_CLAUSE_MINIMUM"
    PROOF_NOT_OF_GROUND = "PROOF_NOT_OF_GROUND"
    TIME_OVERCOMMITTED = "TIME_OVERCOMMITTED"
    MONTH_CLAIMED_TWICE = "MONTH_CLAIMED_TWICE"
    FLAT_ON_FLAT = "FLAT_ON_FLAT"
    COST_NOT_IN_PLAN = "COST_NOT_IN_PLAN"
    RATE_NOT_AGREED = "RATE_NOT_AGREED"
    ABOVE_MAXIMUM = "ABOVE_MAXIMUM"
    MONTHS_MISSING = "MONTHS_MISSING"
    UNDECIDED = "UNDECIDED"


class RuleError(ValueError):
    """A rule refuses its inputs; ``reason`` says why, ``values`` holds what a sentence about it needs."""

    def __init__(self, reason: Reason, **values: str) -> None:
        detail = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.values = values


class UnknownValue(RuleError, LookupError):
    """Nothing is known under this name, or nothing was in force yet on this day."""


class TimeOvercommitted(RuleError):
    """More hours are put on operations than were worked in the month."""

    def __init__(self, hours_committed: Decimal, hours_worked: Decimal) -> None:
        self.excess_hours = hours_committed - hours_worked
        super().__init__(
            Reason.TIME_OVERCOMMITTED,
            hours_committed=format(hours_committed, "f"),
            hours_worked=format(hours_worked, "f"),
            excess_hours=format(self.excess_hours, "f"),
        )
