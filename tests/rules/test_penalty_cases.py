"""What the breakdown of a penalty says of itself; its figures are in ``cases/penalties.yaml``."""

from datetime import date
from decimal import Decimal

from clause.rules.penalties import Balance, Delay, hours_penalty, late_penalty
from clause.rules.penalty_terms import PenaltyTerms


def test_the_account_names_the_published_amount_and_the_rounding() -> None:
    terms = PenaltyTerms.model_validate(
        {"kind": "MISSING_HOURS", "multiplier": "4", "reference_amount": "SOCIAL_SECURITY_HOURLY_CEILING"}
    )
    balance = Balance(date(2026, 3, 1), Decimal("150.00"), Decimal("0.00"))
    found = hours_penalty(terms, Decimal("150.00"), [balance])
    assert found.total.value == Decimal("18000.00")
    missing, price = found.parts[0].amount.trace.steps
    assert (missing.formula_id, missing.result) == ("PEN-MISSING", "150.00")
    assert [(used.name, used.value, used.confidence.value) for used in price.parameters] == [
        ("social_security_hourly_ceiling", "30.00", "probable")
    ]
    assert [used.name for used in found.parts[0].amount.trace.parameters] == ["rounding_penalty_euros"]


def test_the_account_of_working_days_names_the_rule_of_holidays() -> None:
    terms = PenaltyTerms.model_validate({"kind": "LATE_DOCUMENTS", "rate_eur": "50.00", "days": "WORKING"})
    found = late_penalty(terms, [Delay("mars", date(2026, 4, 1), None)], date(2026, 4, 3))
    days = found.parts[0].amount.trace.steps[0]
    assert (days.formula_id, days.result, days.inputs["first_day"]) == ("PEN-DAYS-LATE", "2", "2026-04-02")
    assert [(used.name, used.value) for used in days.parameters] == [("holidays_alsace_moselle", "false")]
