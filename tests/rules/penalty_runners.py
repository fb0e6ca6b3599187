"""What runs the cases of ``cases/penalties.yaml``."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clause.rules.penalties import Absence, Balance, Delay, PenaltyAmount, absence_penalty, hours_penalty, late_penalty
from clause.rules.penalty_terms import PenaltyTerms
from clause.rules.rulebook import DEFAULTS, Rulebook, RuleSetVersion, rule_of_lot

Inputs = Mapping[str, Any]
EARLY = date(2001, 1, 1)
MOSELLE = Rulebook(
    (RuleSetVersion(1, EARLY, {"holidays_alsace_moselle": rule_of_lot("holidays_alsace_moselle", True, 1, EARLY)}),)
)


def parts(found: PenaltyAmount) -> str:
    return " ".join(str(part.amount.value) for part in found.parts)


def run_hours(inputs: Inputs, on: date) -> dict[str, str]:
    balances = [Balance(day, Decimal(asked), Decimal(done)) for day, (asked, done) in inputs["balances"].items()]
    found = hours_penalty(PenaltyTerms(**inputs["terms"]), Decimal(inputs["owed"]), balances)
    return {"total": str(found.total.value), "parts": parts(found), "exempt": "yes" if found.is_exempt else "no"}


def run_late(inputs: Inputs, on: date) -> dict[str, str]:
    delays = [Delay(name, days[0], days[1] if len(days) > 1 else None) for name, days in inputs["delays"].items()]
    book = MOSELLE if inputs.get("alsace_moselle") else DEFAULTS
    found = late_penalty(PenaltyTerms(**inputs["terms"]), delays, on, book)
    days = " ".join(part.amount.trace.inputs["days_late"] for part in found.parts)
    return {"total": str(found.total.value), "parts": parts(found), "days": days}


def run_absence(inputs: Inputs, on: date) -> dict[str, str]:
    absences = [Absence(name, day) for name, day in inputs["absences"].items()]
    found = absence_penalty(PenaltyTerms(**inputs["terms"]), absences)
    return {"total": str(found.total.value), "parts": parts(found)}


PENALTY_RULES: dict[str, Callable[[Inputs, date], dict[str, str]]] = {
    "hours_penalty": run_hours,
    "late_penalty": run_late,
    "absence_penalty": run_absence,
}
