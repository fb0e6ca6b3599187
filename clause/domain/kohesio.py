"""The list of operations that an authority has to publish (CPR 49(3)), one row an operation, in Kohesio's field names.

Interpretation: the names are those of the Commission's CSV check; dates are ISO, amounts have a point and two decimals,
the rate is a percentage. What Clause does not know (category of intervention, postcode) stays empty.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import Organisation
from clause.domain.operations import Operation, OperationState

PUBLISHED_STATES = frozenset(
    {
        OperationState.AGREEMENT_SIGNED,
        OperationState.IN_FORCE,
        OperationState.AMENDMENT_PENDING,
        OperationState.IMPLEMENTATION_ENDED,
        OperationState.FINAL_CLAIM_DUE,
        OperationState.SETTLED,
        OperationState.IN_RETENTION,
        OperationState.PURGEABLE,
    }
)
"""Operations that were selected and signed; an application is nobody's to publish."""

COUNTRY = "FR"
CURRENCY = "EUR"
PROGRAMMING_PERIODS = {"2014": ("2014-2020", "ESF"), "2021": ("2021-2027", "ESF+")}
"""First year in the programme's number (CCI) → programming period and fund."""


class KohesioRow(BaseModel):
    """One operation; None is an empty cell, which is not zero."""

    model_config = ConfigDict(frozen=True)

    country: str
    unique_identifier: str
    local_identifier: str
    name: str
    summary: str | None
    start: date
    expected_end: date
    end: date | None
    total_eligible: Decimal
    currency: str
    eu_budget: Decimal
    rate_percent: Decimal
    beneficiary: str
    beneficiary_identifier: str
    fund: str | None
    programme: str
    programming_period: str | None
    priority: str
    specific_objective: str
    nuts: str | None
    updated_on: date


def row_of(operation: Operation, beneficiary: Organisation, updated_at: datetime) -> KohesioRow:
    """An operation as it is published; its end is told once it is carried out, before that only the expected one."""
    agreement = operation.agreement
    period, fund = PROGRAMMING_PERIODS.get(operation.programme_cci[:4], (None, None))
    carried_out = operation.state in (
        OperationState.IMPLEMENTATION_ENDED,
        OperationState.FINAL_CLAIM_DUE,
        OperationState.SETTLED,
        OperationState.IN_RETENTION,
        OperationState.PURGEABLE,
    )
    return KohesioRow(
        country=COUNTRY,
        unique_identifier=f"{operation.programme_cci}-{operation.number}",
        local_identifier=operation.number,
        name=operation.title,
        summary=operation.description,
        start=operation.first_day,
        expected_end=operation.last_day,
        end=operation.last_day if carried_out else None,
        total_eligible=agreement.planned_total_cost,
        currency=CURRENCY,
        eu_budget=agreement.grant_amount,
        rate_percent=agreement.printed_rate * 100,
        beneficiary=beneficiary.name,
        beneficiary_identifier=beneficiary.identifier,
        fund=fund,
        programme=operation.programme_cci,
        programming_period=period,
        priority=operation.priority,
        specific_objective=operation.specific_objective,
        nuts=operation.nuts,
        updated_on=updated_at.astimezone(UTC).date(),
    )
