"""What became of people hired, through the services."""

from datetime import date
from uuid import UUID

import pytest

from clause.db import sql
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.outcomes import OutcomesDue
from clause.rules.outcomes import OutcomePoint
from clause.services import outcomes
from tests.builders.contracts import a_lot
from tests.builders.outcomes import an_ended_hire, an_outcome
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def an_ended(who: Caller, territory: Territory, last_day: date = date(2026, 2, 27)) -> NamedHire:
    return await an_ended_hire(who, await a_hire(who, territory, await a_lot(who, territory)), last_day)


async def due(who: Caller, on: date | None = None, lot_id: UUID | None = None) -> list[OutcomesDue]:
    return await outcomes.list_outcomes_due(who.context, on, lot_id=lot_id, after=None, limit=50)


async def test_a_situation_is_kept_and_its_correction_is_a_new_version(territory: Territory) -> None:
    who = territory.facilitator
    hire = await an_ended(who, territory)
    first = await an_outcome(who, hire, outcome="UNKNOWN", observed_on=date(2026, 3, 2))
    second = await an_outcome(who, hire, outcome="CDI", observed_on=date(2026, 3, 20))
    later = await an_outcome(who, hire, point="M3", outcome="JOB_SEEKING")
    assert [(one.version_no, one.lasting) for one in (first, second, later)] == [(1, False), (2, True), (1, False)]
    kept = await outcomes.list_outcomes(who.context, hire.id, after=None, limit=50)
    assert kept == [first, second, later]
    lines = await sql.fetch("SELECT data::text FROM journal WHERE action = 'hire.outcome_recorded'")
    assert len(lines) == 3
    assert not any("CDI" in line["data"] for line in lines)


async def test_a_situation_needs_the_end_of_the_hire(territory: Territory) -> None:
    who = territory.facilitator
    running = await a_hire(who, territory, await a_lot(who, territory), planned_last_day=date(2026, 5, 29))
    with pytest.raises(WrongState) as refusal:
        await an_outcome(who, running)
    assert refusal.value.code == "OUT-002"


@pytest.mark.parametrize(
    ("point", "observed_on", "codes"),
    [
        ("EXIT", date(2026, 2, 26), ["OUT-010"]),
        ("EXIT", date(2026, 2, 27), []),
        ("M3", date(2026, 5, 26), ["OUT-010"]),
        ("M3", date(2026, 5, 27), []),
        ("EXIT", date(2026, 6, 15), []),
        ("EXIT", date(2026, 6, 16), ["OUT-011"]),
        ("M6", date(2026, 6, 16), ["OUT-010", "OUT-011"]),
    ],
)
async def test_a_situation_is_observed_between_its_point_and_today(
    territory: Territory, point: str, observed_on: date, codes: list[str]
) -> None:
    who = territory.facilitator
    hire = await an_ended(who, territory)
    if not codes:
        assert (await an_outcome(who, hire, point=point, observed_on=observed_on)).version_no == 1
        return
    with pytest.raises(Refused) as refusal:
        await an_outcome(who, hire, point=point, observed_on=observed_on)
    assert (refusal.value.code, [finding.code for finding in refusal.value.findings]) == ("OUT-003", codes)


@pytest.mark.parametrize(
    ("on", "points"),
    [
        (date(2026, 2, 26), []),
        (date(2026, 2, 27), ["EXIT"]),
        (date(2026, 5, 26), ["EXIT"]),
        (date(2026, 5, 27), ["EXIT", "M3"]),
        (date(2026, 8, 27), ["EXIT", "M3", "M6"]),
        (date(2027, 2, 26), ["EXIT", "M3", "M6"]),
        (date(2027, 2, 27), ["EXIT", "M3", "M6", "M12"]),
    ],
)
async def test_situations_fall_due_at_the_end_and_some_months_after(
    territory: Territory, on: date, points: list[str]
) -> None:
    who = territory.facilitator
    await an_ended(who, territory)
    assert [[point.value for point, _ in one.points_due(on)] for one in await due(who, on)] == ([points] * bool(points))


async def test_what_is_recorded_is_no_longer_due(territory: Territory) -> None:
    who = territory.facilitator
    hire = await an_ended(who, territory)
    await an_outcome(who, hire, observed_on=date(2026, 3, 2))
    (left,) = await due(who)
    assert left.points_due(date(2026, 6, 15)) == ((OutcomePoint.M3, date(2026, 5, 27)),)
    await an_outcome(who, hire, point="M3")
    assert await due(who) == []


@pytest.mark.parametrize(("on", "missing"), [(date(2026, 5, 29), []), (date(2026, 5, 30), [True])])
async def test_a_planned_end_that_has_passed_is_asked_for(territory: Territory, on: date, missing: list[bool]) -> None:
    who = territory.facilitator
    await a_hire(who, territory, await a_lot(who, territory), planned_last_day=date(2026, 5, 29))
    found = await due(who, on)
    assert [one.is_end_missing(on) for one in found] == missing
    assert all(one.points_due(on) == () for one in found)


async def test_the_due_list_follows_a_lot_and_its_organisation(territory: Territory) -> None:
    who = territory.facilitator
    first, second = await an_ended(who, territory), await an_ended(who, territory)
    assert [one.hire_id for one in await due(who)] == [first.id, second.id]
    assert [one.hire_id for one in await due(who, lot_id=second.lot_id)] == [second.id]
    assert await due(territory.other_facilitator) == []


async def test_an_end_in_the_last_year_of_the_calendar_breaks_no_list(territory: Territory) -> None:
    who = territory.facilitator
    await an_ended(who, territory, date(9999, 12, 30))
    (found,) = await due(who, date(9999, 12, 31))
    assert [point for point, _ in found.points_due(date(9999, 12, 31))] == [OutcomePoint.EXIT]


async def test_only_the_facilitator_organisation_reads_or_records_a_situation(territory: Territory) -> None:
    hire = await an_ended(territory.facilitator, territory)
    for caller in (territory.company_agent, territory.buyer_agent):
        with pytest.raises(Forbidden) as refusal:
            await outcomes.list_outcomes(caller.context, hire.id, after=None, limit=50)
        assert refusal.value.code in ("OUT-004", "UOW-002")
    for stranger in (territory.other_facilitator,):
        with pytest.raises(NotFound):
            await outcomes.list_outcomes(stranger.context, hire.id, after=None, limit=50)
        with pytest.raises(NotFound):
            await an_outcome(stranger, hire)
