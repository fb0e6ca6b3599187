"""Employments through the services."""

from datetime import date

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused
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


async def test_a_facilitator_adds_no_employment(territory: Territory, employment: Employment) -> None:
    facilitator = territory.facilitator
    calls = [
        an_employment(facilitator, facilitator, "Z"),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [Forbidden]


async def test_another_organisation_sees_no_employment(territory: Territory, employment: Employment) -> None:
    other = territory.other_manager.context
    found = await employments.list_employments(other, person_id=None, after=None, limit=9)
    refusals = [
        await refusal_of(employments.load_employment(other, employment.id)),
        await refusal_of(employments.change_end(other, employment.id, date(2026, 12, 31), None, 1)),
    ]
    assert (found, [type(one) for one in refusals]) == ([], [NotFound] * 2)
