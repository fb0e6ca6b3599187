"""The whole picture of a month through the services: absences, holidays, late lines, caps, what a signature asks."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries import identity
from clause.domain.timesheets import AbsenceCategory, Activity, TimesheetState, TypedAbsence, TypedEntry
from clause.rules.calendar import Month
from clause.services import timesheets
from clause.services.timesheets import MonthOf
from tests.builders.claims import an_assignment, an_employment, an_operation, days_off, entries
from tests.builders.territory import Caller, Territory
from tests.services.test_timesheets import MAY, may_of, noon, refusal_of

pytestmark = pytest.mark.usefixtures("transaction")

HOLIDAYS = [date(2026, 5, number) for number in (1, 8, 14, 25)]


@pytest.fixture
async def worker(territory: Territory, transaction: None) -> Caller:
    """A facilitator with an employment since September 2025."""
    await an_employment(territory.manager, territory.facilitator)
    return territory.facilitator


def line(day: date, hours: str = "7.00", operation: UUID | None = None) -> TypedEntry:
    return TypedEntry(day=day, operation_id=operation, activity=Activity.INTERNAL, hours=Decimal(hours))


async def test_public_holidays_write_themselves(worker: Caller) -> None:
    shown = await timesheets.load_timesheet(worker.context, may_of(worker))
    view = await timesheets.record_entries(worker.context, may_of(worker), (line(date(2026, 5, 4)),), None)
    for seen in (shown, view):
        assert [one.day for one in seen.absences] == HOLIDAYS
        assert {one.category for one in seen.absences} == {AbsenceCategory.PUBLIC_HOLIDAY}
        assert str(seen.totals.hours_not_worked) == "28.00"


async def test_what_was_shown_can_be_put_again_as_it_is(worker: Caller) -> None:
    view = await timesheets.record_entries(worker.context, may_of(worker), (), None)
    typed = tuple(TypedAbsence(day=one.day, category=one.category, hours=one.hours) for one in view.absences)
    again = await timesheets.record_entries(worker.context, may_of(worker), (), 1, absences=typed)
    assert again.absences == view.absences


async def test_a_holiday_that_was_worked_is_not_written_over(worker: Caller) -> None:
    view = await timesheets.record_entries(worker.context, may_of(worker), (line(HOLIDAYS[1]),), None)
    assert [one.day for one in view.absences] == [HOLIDAYS[0], *HOLIDAYS[2:]]
    assert "TIM-114" in [finding.code for finding in view.findings]


async def test_the_zone_of_the_employment_decides(territory: Territory, worker: Caller) -> None:
    await identity.set_identity(territory.manager.context.actor)
    await sql.execute("UPDATE employment SET holiday_zone = 'ALSACE_MOSELLE', working_weekdays = '2345'")
    wanted = MonthOf(worker.user_id, Month.parse("2026-04"))
    view = await timesheets.load_timesheet(worker.context, wanted)
    # Good Friday; Easter Monday falls on a day that this person does not work.
    assert [(one.day, one.minutes) for one in view.absences] == [(date(2026, 4, 3), 525)]


async def test_the_whole_picture_is_added_up(territory: Territory, worker: Caller) -> None:
    operation = await an_operation(territory.manager, territory)
    (employment,) = [(await timesheets.load_timesheet(worker.context, may_of(worker))).employment]
    await an_assignment(territory.manager, operation, employment)
    typed = entries("2026-05", {operation.id: "50.00", None: "25.00"})
    funded = tuple(one if one.operation_id else one.model_copy(update={"other_funding": "Région"}) for one in typed)
    absences = (*days_off("2026-05", typed)[:-1], TypedAbsence(day=date(2026, 5, 29), category=AbsenceCategory.SICK))
    view = await timesheets.record_entries(worker.context, may_of(worker), funded, None, absences=absences)
    totals = view.totals
    assert (str(totals.hours_worked), str(view.theoretical_hours)) == ("75.00", "147.00")
    assert {key: str(hours) for key, hours in totals.by_other_funding.items()} == {"Région": "25.00"}
    assert {key.value: str(hours) for key, hours in totals.by_absence.items()} == {
        "leave": "49.00",
        "sick": "7.00",
        "public_holiday": "28.00",
    }
    assert str(totals.share_of(operation.id)) == "2/3"
    assert view.missing_days == ()


async def test_missing_pieces_never_stop_the_recording_but_the_signature(territory: Territory, worker: Caller) -> None:
    operation = await an_operation(territory.manager, territory)
    (employment,) = [(await timesheets.load_timesheet(worker.context, may_of(worker))).employment]
    await an_assignment(territory.manager, operation, employment)
    view = await timesheets.record_entries(
        worker.context, may_of(worker), (line(date(2026, 5, 4), "7.00", operation.id),), None
    )
    assert len(view.missing_days) == 16
    sign = timesheets.sign_timesheet(worker.context, may_of(worker), nothing_worked=False, late_reason=None)
    refusal = await refusal_of(sign)
    assert (refusal.code, [one.code for one in refusal.findings]) == ("TIM-019", ["TIM-113"])
    assert (await timesheets.load_timesheet(worker.context, may_of(worker))).state is TimesheetState.OPEN
    explained = await timesheets.record_entries(
        worker.context,
        may_of(worker),
        (line(date(2026, 5, 4), "7.00", operation.id),),
        1,
        difference_reason="Mise à disposition d'une autre structure",
    )
    assert explained.sheet is not None
    signed = await timesheets.sign_timesheet(worker.context, may_of(worker), nothing_worked=False, late_reason=None)
    assert signed.state is TimesheetState.SIGNED


async def test_a_line_keeps_the_day_on_which_it_was_first_written(worker: Caller) -> None:
    first = line(date(2026, 5, 4))
    await timesheets.record_entries(worker.at(noon(date(2026, 5, 5))), may_of(worker), (first,), None)
    later = worker.at(noon(date(2026, 5, 26)))
    changed = (first, line(date(2026, 5, 5)))
    view = await timesheets.record_entries(later, may_of(worker), changed, 1)
    assert [one.entered_on for one in view.entries] == [date(2026, 5, 5), date(2026, 5, 26)]
    assert [(one.code, one.raw) for one in view.findings if one.code == "TIM-122"] == [("TIM-122", "1")]
    longer = (line(date(2026, 5, 4), "7.05"), line(date(2026, 5, 5)))
    rewritten = await timesheets.record_entries(later, may_of(worker), longer, 2)
    assert [one.entered_on for one in rewritten.entries] == [date(2026, 5, 26)] * 2


async def test_a_week_is_looked_at_across_the_months(worker: Caller) -> None:
    april = MonthOf(worker.user_id, Month.parse("2026-04"))
    days = tuple(line(date(2026, 4, number), "10.00") for number in (27, 28, 29, 30))
    await timesheets.record_entries(worker.context, april, days, None)
    for hours, noticed in (("8.00", []), ("8.05", ["48.05"])):
        version = (await timesheets.load_timesheet(worker.context, may_of(worker))).version
        view = await timesheets.record_entries(
            worker.context, may_of(worker), (line(date(2026, 5, 2), hours),), version
        )
        assert [one.raw for one in view.findings if one.code == "TIM-117"] == noticed


async def test_the_payroll_is_compared_once_it_tells_hours(territory: Territory, worker: Caller) -> None:
    view = await timesheets.record_entries(worker.context, may_of(worker), (line(date(2026, 5, 4)),), None)
    assert "TIM-118" not in [one.code for one in view.findings]
    await identity.set_identity(territory.manager.context.actor)
    await sql.execute(
        "INSERT INTO payroll_month (id, facilitator_org_id, employment_id, month, version_no, employer_cost,"
        " hours_paid, regularises, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3, 1, 3900, 151.67, false, now())",
        territory.facilitator_org.id,
        view.employment.id,
        MAY.first_day,
    )
    told = await timesheets.load_timesheet(worker.context, may_of(worker))
    assert [(one.raw, one.values["paid"]) for one in told.findings if one.code == "TIM-118"] == [("35.00", "151.67")]


async def a_capped_year(territory: Territory, worker: Caller, cap: str) -> UUID:
    """An operation whose hourly rate has this cap of hours a year, with April recorded: 60 hours."""
    operation = await an_operation(territory.manager, territory)
    employment = (await timesheets.load_timesheet(worker.context, may_of(worker))).employment
    await an_assignment(territory.manager, operation, employment)
    april = MonthOf(worker.user_id, Month.parse("2026-04"))
    await timesheets.record_entries(worker.context, april, entries("2026-04", {operation.id: "60.00"}), None)
    await identity.set_identity(territory.manager.context.actor)
    await sql.execute(
        "INSERT INTO hourly_rate (id, facilitator_org_id, intermediate_body_id, operation_id, employment_id,"
        " version_no, method, hourly_rate, hours_cap, employer_cost, first_month, last_month, documented_months,"
        " effective_on, trace, recorded_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, 1, 'M3a', 25, $5, 43000,"
        " '2025-01-01', '2025-12-01', 12, '2026-01-01', '{}', now())",
        territory.facilitator_org.id,
        operation.intermediate_body_id,
        operation.id,
        employment.id,
        Decimal(cap),
    )
    return operation.id


@pytest.mark.parametrize(("hours", "refused"), [("39.95", False), ("40.00", False), ("40.05", True)])
async def test_hours_over_the_cap_of_the_year_are_refused_and_nothing_changes(
    territory: Territory, worker: Caller, hours: str, refused: bool
) -> None:
    operation_id = await a_capped_year(territory, worker, "100.00")
    call = timesheets.record_entries(
        worker.context, may_of(worker), entries("2026-05", {operation_id: hours, None: "9.00"}), None
    )
    if not refused:
        assert str((await call).totals.by_operation[operation_id]) == hours
        return
    refusal = await refusal_of(call)
    assert (refusal.code, [(one.code, one.raw) for one in refusal.findings]) == ("TIM-005", [("TIM-125", "100.05")])
    assert (await timesheets.load_timesheet(worker.context, may_of(worker))).sheet is None


async def test_the_reasons_given_with_a_month_are_kept(worker: Caller) -> None:
    await timesheets.record_entries(worker.context, may_of(worker), (), None, difference_reason="Congé parental")
    at = worker.at(noon(date(2026, 7, 31)))
    view = await timesheets.sign_timesheet(at, may_of(worker), nothing_worked=True, late_reason="Retour tardif")
    assert view.sheet is not None
    said = (view.sheet.nothing_worked, view.sheet.late_reason, view.sheet.difference_reason)
    assert said == (True, "Retour tardif", "Congé parental")


async def test_absences_of_a_signed_month_do_not_move(territory: Territory, worker: Caller) -> None:
    await timesheets.record_entries(worker.context, may_of(worker), (), None)
    view = await timesheets.sign_timesheet(worker.context, may_of(worker), nothing_worked=True, late_reason=None)
    assert view.sheet is not None
    await identity.set_identity(territory.manager.context.actor)
    changed = await sql.fetch_value("SELECT count(*) FROM time_absence WHERE timesheet_id = $1", view.sheet.id)
    assert changed == len(HOLIDAYS)
    with pytest.raises(Exception, match="signed"):
        await sql.execute("DELETE FROM time_absence WHERE timesheet_id = $1", view.sheet.id)
