"""An employment and months of its pay, as bare facts for tests without a database."""

from datetime import date
from decimal import Decimal

from clause.domain.employments import Employment
from clause.domain.payroll import PayrollMonth, PayrollParts
from clause.rules.calendar import Month
from tests.builders.hours import an_id
from tests.builders.territory import NOW

MAY = Month(2026, 5)


def an_employment(staff_number: str = "F-050", /, **changes: object) -> Employment:
    """A full-time employment from 2025 on; ``changes`` go to its terms."""
    employment = Employment(
        id=an_id(staff_number),
        facilitator_org_id=an_id("facilitator_org"),
        person_id=an_id("person"),
        person_name="Camille Lefèvre",
        staff_number=staff_number,
        job_title="Facilitatrice de la clause sociale",
        working_time_share=Decimal(1),
        weekly_hours=Decimal("35.00"),
        first_day=date(2025, 1, 1),
        last_day=None,
        created_at=NOW,
        version=1,
    )
    return employment.model_copy(update=changes)


def pay_parts(**changes: str) -> PayrollParts:
    """Parts of a cost, in euros; nothing for those that are not given."""
    return PayrollParts(**{name: Decimal(changes.get(name, "0.00")) for name in PayrollParts.model_fields})


def a_payroll_month(month: Month = MAY, **changes: object) -> PayrollMonth:
    """A version of a month that cost 3 000 €; ``changes`` go to its values."""
    payroll = PayrollMonth(
        id=an_id(f"payroll {month}"),
        employment_id=an_id("F-050"),
        month=month,
        version_no=1,
        employer_cost=Decimal("3000.00"),
        reason=None,
        recorded_by=None,
        recorded_at=NOW,
    )
    return payroll.model_copy(update=changes)
