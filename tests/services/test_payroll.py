"""Payroll through the services: parts, elements, versions, regularisations of what claims hold."""

from decimal import Decimal

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Forbidden, NotFound, StaleVersion, Unreadable
from clause.domain.payroll import PayrollTerms
from clause.rules.calendar import Month
from clause.services import payroll
from tests.builders.claims import an_employment
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

MAY = Month.parse("2026-05")


def cost(text: str, reason: str | None = None) -> PayrollTerms:
    return PayrollTerms(employer_cost=Decimal(text), reason=reason)


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


@pytest.fixture
async def employment(territory: Territory, transaction: None) -> Employment:
    return await an_employment(territory.manager, territory.facilitator)


async def test_a_facilitator_records_and_reads_no_pay(territory: Territory, employment: Employment) -> None:
    facilitator = territory.facilitator.context
    calls = [
        payroll.record_payroll(facilitator, employment.id, MAY, cost("1.00"), None),
        payroll.regularise_payroll(facilitator, employment.id, MAY, cost("1.00", "x"), 1),
        payroll.load_payroll(facilitator, employment.id, MAY),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [Forbidden] * 3


async def test_another_organisation_reads_and_records_no_pay(territory: Territory, employment: Employment) -> None:
    other = territory.other_manager.context
    calls = [
        payroll.record_payroll(other, employment.id, MAY, cost("1.00"), None),
        payroll.regularise_payroll(other, employment.id, MAY, cost("1.00", "x"), 1),
        payroll.load_payroll(other, employment.id, MAY),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [NotFound] * 3


async def test_a_correction_of_pay_is_a_new_version(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), None)
    await payroll.record_payroll(manager, employment.id, MAY, cost("3950.00", "Prime de mai"), 1)
    found = await payroll.load_payroll(manager, employment.id, MAY)
    assert [(one.version_no, str(one.employer_cost)) for one in found.versions] == [(2, "3950.00"), (1, "3912.37")]
    assert found.latest.reason == "Prime de mai"


async def test_the_same_pay_again_changes_nothing(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    first = await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), None)
    again = await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), 1)
    assert again == first


async def test_the_version_of_pay_that_was_read_must_be_named(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    early = await refusal_of(payroll.record_payroll(manager, employment.id, MAY, cost("1.00"), 1))
    await payroll.record_payroll(manager, employment.id, MAY, cost("1.00"), None)
    unnamed = await refusal_of(payroll.record_payroll(manager, employment.id, MAY, cost("2.00"), None))
    assert [(type(one), one.code) for one in (early, unnamed)] == [(StaleVersion, "EMP-008"), (Unreadable, "EMP-007")]


@pytest.mark.parametrize(("month", "code"), [("2025-08", "EMP-006"), ("2025-09", None), ("2025-10", None)])
async def test_pay_lies_in_the_employment(
    territory: Territory, employment: Employment, month: str, code: str | None
) -> None:
    call = payroll.record_payroll(territory.manager.context, employment.id, Month.parse(month), cost("1.00"), None)
    if code is None:
        assert (await call).latest.version_no == 1
    else:
        assert (await refusal_of(call)).code == code
