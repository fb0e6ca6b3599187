"""Employments through the services."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused
from clause.rules.calendar import Month
from clause.rules.holiday_zones import HolidayZone
from clause.services import employments
from tests.builders.claims import a_payroll, an_employment
from tests.builders.pay import employment_terms
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


@pytest.mark.parametrize("last_day", [date(2026, 5, 31), date(2025, 9, 1), None])
async def test_an_employment_ends_or_goes_on(
    territory: Territory, employment: Employment, last_day: date | None
) -> None:
    manager = territory.manager.context
    changed = await employments.change_end(manager, employment.id, last_day, "Fin de contrat", 1)
    assert (changed.last_day, changed.version) == (last_day, 2)
    assert await employments.load_employment(manager, employment.id) == changed


async def test_a_change_of_working_time_is_another_employment(territory: Territory, employment: Employment) -> None:
    manager, worker = territory.manager, territory.facilitator
    await employments.change_end(manager.context, employment.id, date(2026, 5, 31), "Passage à 80 %", 1)
    terms = employment_terms(worker, first_day=date(2026, 6, 1), working_time_share=Decimal("0.8"))
    later = await employments.add_employment(manager.context, terms)
    shares = {one.first_day: str(one.working_time_share.normalize()) for one in (employment, later)}
    assert shares == {date(2025, 9, 1): "1", date(2026, 6, 1): "0.8"}


async def test_weekdays_and_zone_are_kept(territory: Territory) -> None:
    terms = employment_terms(territory.facilitator, working_weekdays="1245", holiday_zone=HolidayZone.ALSACE_MOSELLE)
    added = await employments.add_employment(territory.manager.context, terms)
    found = await employments.load_employment(territory.manager.context, added.id)
    assert (found.working_weekdays, found.holiday_zone) == ("1245", HolidayZone.ALSACE_MOSELLE)


@pytest.mark.parametrize(
    ("last_day", "version", "code"),
    [(date(2025, 8, 31), 1, "EMP-013"), (date(2026, 5, 31), 2, "EMP-012"), (date(2026, 4, 30), 1, "EMP-015")],
)
async def test_an_end_leaves_what_is_recorded_inside(
    territory: Territory, employment: Employment, last_day: date, version: int, code: str
) -> None:
    await a_payroll(territory.manager, employment, "2026-05")
    call = employments.change_end(territory.manager.context, employment.id, last_day, None, version)
    assert (await refusal_of(call)).code == code
    assert await employments.load_employment(territory.manager.context, employment.id) == employment


async def test_an_end_does_not_run_into_the_next_employment(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    first = await an_employment(manager, worker, "A", last_day=date(2026, 5, 10))
    await an_employment(manager, worker, "B", first_day=date(2026, 5, 11))
    refused = await refusal_of(employments.change_end(manager.context, first.id, date(2026, 5, 11), None, 1))
    assert refused.code == "EMP-014"
