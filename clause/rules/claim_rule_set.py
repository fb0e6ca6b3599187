"""The rule set that a claim was computed with, named by what it says."""

import hashlib
from datetime import date

from clause.rules.errors import UnknownValue
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.trace import used

CLAIM_PARAMETERS = (
    "flat_rate_p40",
    "flat_rate_p15",
    "flat_rate_p07",
    "flat_rate_p20",
    "flat_rate_p25_max",
    "sco_threshold",
    "annual_hours_denominator",
    "monthly_hours_full_time",
    "rounding_staff_cost_line",
    "rounding_hourly_rate",
    "rounding_hourly_staff_cost",
    "rounding_annualised_cost",
    "rounding_hours_cap",
    "rounding_flat_rate_amount",
    "rounding_eu_share",
    "rounding_advance",
    "rounding_payment_cap",
    "rounding_publicity_penalty",
    "key_period",
    "resource_test_on_interim",
    "advance_rate",
    "advance_recovery",
    "publicity_penalty_max",
    "publicity_penalty_base",
)
"""The dated parameters that an amount of a claim can depend on."""


def claim_parameters(on: date) -> tuple[ParameterValue, ...]:
    """The values in force on a day of every parameter that an amount can depend on; those not begun are left out."""
    found = []
    for name in CLAIM_PARAMETERS:
        try:
            found.append(value_in_force(name, on))
        except UnknownValue:
            continue
    return tuple(found)


def claim_rule_set_id(on: date) -> str:
    """The id of the dated values in force on a day: the same values, the same id; another value, another id.

    ``fse-plus/2021-01-01/1f0c…``: the day of the latest value among them, and twelve digits of the SHA-256 of all of
    them. What one agreement fixes stands in the agreement. A claim stores it, so that five years later it is known
    whether today's values are those it was computed with.
    """
    values = claim_parameters(on)
    latest = max((value.version_date for value in values), default=date.min)
    lines = "\n".join(f"{use.name}={use.value}@{use.in_force_from.isoformat()}" for use in map(used, values))
    return f"fse-plus/{latest.isoformat()}/{hashlib.sha256(lines.encode()).hexdigest()[:12]}"
