"""A large claim: three operations, several people, thirty-six months, each month shared between the operations."""

import os
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.actors import Role
from clause.domain.claims import ClaimKind, ClaimState
from clause.rules.calendar import Month
from clause.services import claims
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_submitted_claim,
    an_approved_month,
    an_assignment,
    an_employment,
    an_operation,
)
from tests.builders.territory import Territory, person

pytestmark = pytest.mark.usefixtures("transaction")
MONTHS = [str(month) for month in Month.range(Month(2023, 6), Month(2026, 5))]
# Each person is thirty-six timesheets, filled in, signed and approved: two tell what five would. CLAUSE_LONG_TESTS=yes
# takes five.
PEOPLE = 5 if os.environ.get("CLAUSE_LONG_TESTS") == "yes" else 2
DAYS = {"first_day": date(2023, 6, 1), "last_day": date(2026, 5, 31)}


async def test_three_operations_several_people_and_thirty_six_months(territory: Territory) -> None:
    """Each month 40 h, 30 h and 20 h of 100 h worked at 3000.00: 1200.00, 900.00 and 600.00 for each person.

    First operation: 36 × 1200.00 = 43 200.00 of staff cost a person; the grant of 36 000.00 binds, in each of them.
    """
    manager = territory.manager
    made = [await an_operation(manager, territory, number, **DAYS) for number in ("A", "B", "C")]
    hours: dict[UUID | None, str] = {None: "10.00"}
    hours |= {operation.id: text for operation, text in zip(made, ("40.00", "30.00", "20.00"), strict=True)}
    for number in range(1, PEOPLE + 1):
        worker = await person(
            territory.facilitator_org, Role.FACILITATOR, f"Personne {number}", f"p{number}@brisemer.example"
        )
        employment = await an_employment(manager, worker, f"F-{number:03}", first_day=date(2023, 1, 1))
        for operation in made:
            await an_assignment(manager, operation, employment)
        for month in MONTHS:
            await an_approved_month(worker, manager, month, hours)
            await a_payroll(manager, employment, month, "3000.00")
    for operation, cost in zip(made, ("43200.00", "32400.00", "21600.00"), strict=True):
        claim = await a_claim(manager, operation, MONTHS[0], MONTHS[-1], kind=ClaimKind.FINAL)
        assert claim.state is ClaimState.COMPUTED
        assert claim.figures is not None
        assert claim.figures.staff_cost == PEOPLE * Decimal(cost)
        assert claim.figures.amount_due == Decimal("36000.00")
        submitted = await a_submitted_claim(manager, claim)
        _, lines = await claims.load_lines(manager.context, submitted.id)
        assert len(lines) == PEOPLE * 36 + 1
