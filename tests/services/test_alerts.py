"""Alerts on lots from what is stored, at their edges, for each reader."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.domain.alerts import Alert
from clause.domain.contracts import Lot
from clause.domain.errors import Forbidden, NotFound, Refused
from clause.rules.alerts import AlertKind
from clause.services import alerts
from tests.builders.compliance import a_lot_with_hours, owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line, a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory

HUNDRED_DAYS = {"first_day": date(2026, 1, 1), "last_day": date(2026, 4, 10)}


async def of_lot(caller: Caller, lot: Lot, on: date | None = None) -> list[Alert]:
    return await alerts.list_alerts_of_lot(caller.context, lot.id, on)


async def kinds(territory: Territory, lot: Lot, on: date | None = None) -> list[str]:
    return [alert.kind.value for alert in await of_lot(territory.facilitator, lot, on)]


@pytest.mark.parametrize(
    ("on", "raised"),
    [(date(2026, 1, 24), []), (date(2026, 1, 25), ["NO_HIRE"]), (date(2026, 1, 26), ["NO_HIRE"])],
)
async def test_nobody_hired_at_a_quarter_of_the_execution_is_told(
    territory: Territory, transaction: None, on: date, raised: list[str]
) -> None:
    lot = await a_lot(territory.facilitator, territory, **HUNDRED_DAYS)  # type: ignore[arg-type]
    await owing(territory, lot, "100.00")
    assert await kinds(territory, lot, on) == raised


async def test_a_lot_may_set_its_own_threshold(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, **HUNDRED_DAYS)  # type: ignore[arg-type]
    await owing(territory, lot, "100.00")
    await with_rules(territory, lot, alert_no_hire_share="0.10")
    [alert] = await of_lot(territory.facilitator, lot, date(2026, 1, 10))
    assert alert.kind is AlertKind.NO_HIRE
    assert [(used.name, used.value, used.reference.source) for used in alert.trace.parameters] == [
        ("alert_no_hire_share", "0.10", "règles du lot, version 1")
    ]


@pytest.mark.parametrize(
    ("on", "credited", "raised"),
    [
        (date(2026, 2, 18), "1.00", False),
        (date(2026, 2, 19), "249.99", True),
        (date(2026, 2, 19), "250.00", False),
        (date(2026, 2, 20), "249.99", True),
    ],
)
async def test_under_half_of_what_is_expected_is_told_from_mid_term(
    territory: Territory, transaction: None, on: date, credited: str, raised: bool
) -> None:
    lot = await a_lot(territory.facilitator, territory, **HUNDRED_DAYS)  # type: ignore[arg-type]
    await owing(territory, lot, "1000.00")
    for name in ("first", "second"):
        hire = await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 1, 5))
        part = "125.00" if name == "second" and credited != "1.00" else str(Decimal(credited) - 125)
        hours = credited if credited == "1.00" else part
        if credited != "1.00" or name == "first":
            line = a_line(hire, hours, first_day=date(2026, 1, 5), last_day=date(2026, 1, 31))
            await a_validated_statement(territory.facilitator, hire, line, month="2026-01")
    assert ("FAR_BEHIND" in await kinds(territory, lot, on)) is raised


async def test_a_statement_that_has_not_come_is_told_the_day_after_it_was_due(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    hire = await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 4, 1))
    found = {}
    for on in (date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 16)):
        found[on] = await kinds(territory, lot, on)
    assert found == {
        date(2026, 5, 14): [],
        date(2026, 5, 15): [],
        date(2026, 5, 16): ["STATEMENT_OVERDUE"],
    }
    [alert] = await of_lot(territory.facilitator, lot, date(2026, 5, 16))
    assert (alert.values["periods_overdue"], alert.values["first_due_on"]) == ("1", "2026-05-15")
    await a_submitted_statement(territory.company_agent, hire, month="2026-04", hours_declared="10.00")
    # It came on 15 June: late, but there; on 16 May it had not come.
    assert await kinds(territory, lot) == []
    assert await kinds(territory, lot, date(2026, 5, 16)) == ["STATEMENT_OVERDUE"]


async def test_an_eligibility_that_ends_within_sixty_days_is_told(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, first_day=date(2026, 1, 1), last_day=date(2029, 12, 31))
    await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 1, 5))
    last = date(2028, 1, 4)
    found = [
        "ELIGIBILITY_ENDING" in await kinds(territory, lot, day)
        for day in (date(2027, 11, 4), date(2027, 11, 5), last, date(2028, 1, 5))
    ]
    assert found == [False, True, True, False]


async def test_hours_dated_after_the_end_are_told_whether_declared_or_booked(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 3, 20))
    hire = await a_hire(territory.facilitator, territory, lot)
    inside = a_line(hire, "80.00", first_day=date(2026, 3, 1), last_day=date(2026, 3, 20))
    outside = a_line(hire, "35.00", first_day=date(2026, 3, 21), last_day=date(2026, 3, 31))
    await a_validated_statement(territory.facilitator, hire, inside, outside)
    await a_submitted_statement(territory.company_agent, hire, month="2026-04", hours_declared="12.50")
    [alert] = [one for one in await of_lot(territory.facilitator, lot) if one.kind is AlertKind.HOURS_AFTER_END]
    assert alert.values == {"hours_after_last_day": "47.50", "last_day": "2026-03-20"}


@pytest.mark.parametrize(("owed", "raised"), [("69.99", True), ("70.00", False), ("70.01", False)])
async def test_more_hours_than_owed_are_told(territory: Territory, transaction: None, owed: str, raised: bool) -> None:
    lot = await a_lot_with_hours(territory, owed, "70.00")
    assert ("SURPLUS" in await kinds(territory, lot)) is raised


async def test_each_reader_has_the_alerts_of_the_lots_it_sees(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory, "60.00", "70.00")
    expected = [alert.kind for alert in await of_lot(territory.facilitator, lot)]
    assert AlertKind.SURPLUS in expected
    for caller in (territory.buyer_agent, territory.company_agent):
        assert [alert.kind for alert in await of_lot(caller, lot)] == expected
        assert {alert.lot_id for alert in await alerts.list_alerts(caller.context)} == {lot.id}
    for caller in (territory.other_facilitator, territory.other_buyer_agent, territory.other_company_agent):
        with pytest.raises(NotFound):
            await of_lot(caller, lot)
        assert await alerts.list_alerts(caller.context) == []
    with pytest.raises(Forbidden):
        await of_lot(territory.oi_officer, lot)
    with pytest.raises(NotFound):
        await alerts.list_alerts_of_lot(territory.facilitator.context, uuid4())


async def test_the_list_is_filtered_and_goes_on_after_the_last_alert_shown(
    territory: Territory, transaction: None
) -> None:
    first = await a_lot_with_hours(territory, "60.00", "70.00")
    second = await a_lot_with_hours(territory, "490.00", None)
    await a_lot_with_hours(territory, "490.00", None, set_aside=True)
    context = territory.facilitator.context
    whole = [(alert.lot_id, alert.kind) for alert in await alerts.list_alerts(context)]
    assert whole == sorted(whole, key=lambda one: (one[0], list(AlertKind).index(one[1])))
    assert {lot_id for lot_id, _ in whole} == {first.id, second.id}
    assert (second.id, AlertKind.NO_HIRE) in whole
    page: list[Alert] = []
    while found := await alerts.list_alerts(
        context, after=(page[-1].lot_id, alerts.rank(page[-1])) if page else None, limit=1
    ):
        page += found
    assert [(alert.lot_id, alert.kind) for alert in page] == whole
    only = await alerts.list_alerts(context, kind=AlertKind.SURPLUS)
    assert [alert.lot_id for alert in only] == [first.id]
    assert await alerts.list_alerts(context, buyer_id=territory.other_buyer.id) == []


async def test_a_day_before_any_known_rule_is_refused(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory)
    with pytest.raises(Refused) as refused:
        await of_lot(territory.facilitator, lot, date(1999, 12, 31))
    assert refused.value.code == "CPL-003"
