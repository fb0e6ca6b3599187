"""Employments and payroll through the services."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, StaleVersion, Unreadable
from clause.rules.calendar import Month
from clause.services import employments
from tests.builders.claims import an_employment
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

MAY = Month.parse("2026-05")


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


@pytest.fixture
async def employment(territory: Territory, transaction: None) -> Employment:
    return await an_employment(territory.manager, territory.facilitator)


async def test_an_employment_names_its_person(territory: Territory, employment: Employment) -> None:
    found = await employments.load_employment(territory.facilitator.context, employment.id)
    assert found.person_name == "Camille Le Goff"
    assert found == employment


async def test_only_members_are_employed(territory: Territory) -> None:
    for stranger in (territory.other_facilitator, territory.buyer_agent):
        refusal = await refusal_of(an_employment(territory.manager, stranger))
        assert (type(refusal), refusal.code) == (Refused, "EMP-001")


@pytest.mark.parametrize(
    ("first_day", "code"), [(date(2026, 5, 9), "EMP-003"), (date(2026, 5, 10), "EMP-003"), (date(2026, 5, 11), None)]
)
async def test_a_person_has_one_employment_at_a_time(territory: Territory, first_day: date, code: str | None) -> None:
    manager, worker = territory.manager, territory.facilitator
    await an_employment(manager, worker, "A", last_day=date(2026, 5, 10))
    call = an_employment(manager, worker, "B", first_day=first_day)
    if code is None:
        assert (await call).staff_number == "B"
    else:
        assert (await refusal_of(call)).code == code


async def test_an_employment_does_not_end_before_it_begins(territory: Territory) -> None:
    call = an_employment(territory.manager, territory.facilitator, last_day=date(2025, 8, 31))
    assert (await refusal_of(call)).code == "EMP-002"


async def test_a_staff_number_is_given_once(territory: Territory, employment: Employment) -> None:
    call = an_employment(territory.manager, territory.manager, employment.staff_number)
    assert (await refusal_of(call)).code == "DBC-016"


async def test_a_facilitator_adds_no_employment_and_no_pay(territory: Territory, employment: Employment) -> None:
    facilitator = territory.facilitator
    calls = [
        an_employment(facilitator, facilitator, "Z"),
        employments.record_payroll(facilitator.context, employment.id, MAY, Decimal("1.00"), None, None),
        employments.load_payroll(facilitator.context, employment.id, MAY),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [Forbidden] * 3


async def test_another_organisation_sees_no_employment(territory: Territory, employment: Employment) -> None:
    other = territory.other_manager.context
    found = await employments.list_employments(other, person_id=None, after=None, limit=9)
    refusals = [
        await refusal_of(employments.load_employment(other, employment.id)),
        await refusal_of(employments.record_payroll(other, employment.id, MAY, Decimal("1.00"), None, None)),
        await refusal_of(employments.load_payroll(other, employment.id, MAY)),
    ]
    assert (found, [type(one) for one in refusals]) == ([], [NotFound] * 3)


async def test_a_correction_of_pay_is_a_new_version(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    await employments.record_payroll(manager, employment.id, MAY, Decimal("3912.37"), None, None)
    await employments.record_payroll(manager, employment.id, MAY, Decimal("3950.00"), "Prime de mai", 1)
    found = await employments.load_payroll(manager, employment.id, MAY)
    assert [(one.version_no, str(one.employer_cost)) for one in found.versions] == [(2, "3950.00"), (1, "3912.37")]
    assert found.latest.reason == "Prime de mai"


async def test_the_same_pay_again_changes_nothing(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    first = await employments.record_payroll(manager, employment.id, MAY, Decimal("3912.37"), None, None)
    again = await employments.record_payroll(manager, employment.id, MAY, Decimal("3912.37"), None, 1)
    assert again == first


async def test_the_version_of_pay_that_was_read_must_be_named(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    early = await refusal_of(employments.record_payroll(manager, employment.id, MAY, Decimal("1.00"), None, 1))
    await employments.record_payroll(manager, employment.id, MAY, Decimal("1.00"), None, None)
    unnamed = await refusal_of(employments.record_payroll(manager, employment.id, MAY, Decimal("2.00"), None, None))
    assert [(type(one), one.code) for one in (early, unnamed)] == [(StaleVersion, "EMP-008"), (Unreadable, "EMP-007")]


@pytest.mark.parametrize(("month", "code"), [("2025-08", "EMP-006"), ("2025-09", None), ("2025-10", None)])
async def test_pay_lies_in_the_employment(
    territory: Territory, employment: Employment, month: str, code: str | None
) -> None:
    call = employments.record_payroll(
        territory.manager.context, employment.id, Month.parse(month), Decimal("1.00"), None, None
    )
    if code is None:
        assert (await call).latest.version_no == 1
    else:
        assert (await refusal_of(call)).code == code
