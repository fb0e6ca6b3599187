"""What is owed on every day: bases, tranches, reliefs, invoices and hours, in whatever order they were recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from clause.domain.obligation_timeline import (
    Billed,
    Change,
    ChangeKind,
    Components,
    Recording,
    Worked,
    forecast_on,
    owed_on,
    timeline,
    versions_to_record,
)
from clause.domain.obligations import (
    LotTerms,
    ObligationCause,
    ObligationVersion,
)
from clause.rules.calendar import Period
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import ObligationMethod
from clause.rules.obligation_invoices import OrderedAmount
from tests.builders.decisions import decided

NOBODY = UUID(int=0)
LOT = LotTerms(id=NOBODY, facilitator_org_id=NOBODY, buyer_id=NOBODY, amount_excl_vat=None)
START = date(2026, 1, 1)
DAYS = [START + timedelta(days=offset) for offset in range(40)]

Event = tuple[str, date, int]


def on_day(components: Components, day: date, unit: ObligationUnit = ObligationUnit.HOURS) -> str | None:
    found = owed_on(components, day, unit)
    return str(found.figure.value) if found else None


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def test_nothing_is_owed_before_the_first_decision_takes_effect() -> None:
    components = Components(decisions=(decided(1, day(5), 800),))
    assert [on_day(components, day(offset)) for offset in (4, 5, 6)] == [None, "800.00", "800.00"]


def test_a_tranche_counts_from_the_day_on_which_it_is_affirmed() -> None:
    tranche = Change(2, ChangeKind.TRANCHE, day(10), Decimal("200.00"), "Aile nord")
    components = Components(decisions=(decided(1, START, 800),), changes=(tranche,))
    assert [on_day(components, day(offset)) for offset in (9, 10, 11)] == ["800.00", "1000.00", "1000.00"]


def test_a_later_decision_holds_within_it_all_that_came_before() -> None:
    tranche = Change(2, ChangeKind.TRANCHE, day(10), Decimal("200.00"))
    components = Components(decisions=(decided(1, START, 800), decided(3, day(20), 950)), changes=(tranche,))
    assert [on_day(components, day(offset)) for offset in (19, 20)] == ["1000.00", "950.00"]


def test_on_the_same_day_what_is_recorded_after_the_decision_comes_on_top() -> None:
    for number, expected in ((1, "800.00"), (3, "1000.00")):
        tranche = Change(number, ChangeKind.TRANCHE, day(10), Decimal("200.00"))
        components = Components(decisions=(decided(2, day(10), 800),), changes=(tranche,))
        assert on_day(components, day(10)) == expected


def test_a_correction_of_the_decision_keeps_the_tranches_affirmed_after_its_day() -> None:
    tranche = Change(2, ChangeKind.TRANCHE, day(10), Decimal("200.00"))
    components = Components(decisions=(decided(1, START, 800), decided(3, START, 750)), changes=(tranche,))
    assert [on_day(components, day(offset)) for offset in (9, 10)] == ["750.00", "950.00"]


def test_a_reduction_never_takes_more_than_is_owed_and_a_waiver_leaves_what_is_kept() -> None:
    base = (decided(1, START, 100),)
    cut = Change(2, ChangeKind.REDUCTION, day(5), Decimal("150.00"))
    later = Change(3, ChangeKind.TRANCHE, day(8), Decimal("80.00"))
    assert on_day(Components(base, (cut,)), day(5)) == "0.00"
    assert on_day(Components(base, (cut, later)), day(8)) == "80.00"
    waiver = Change(4, ChangeKind.WAIVER, day(9), Decimal("30.00"))
    assert on_day(Components(base, (cut, later, waiver)), day(9)) == "30.00"


def test_the_account_of_a_day_tells_each_step() -> None:
    changes = (
        Change(2, ChangeKind.TRANCHE, day(5), Decimal("200.00"), "Aile nord"),
        Change(3, ChangeKind.REDUCTION, day(6), Decimal("50.00")),
    )
    found = owed_on(Components((decided(1, START, 800),), changes), day(6))
    assert found is not None
    trace = found.figure.trace
    assert (trace.formula_id, trace.inputs["hours_owed_before"], trace.result) == ("OBL-REDUCTION", "1000.00", "950.00")
    assert (trace.steps[0].formula_id, trace.steps[0].inputs["tranche"]) == ("OBL-TRANCHE", "Aile nord")
    assert trace.steps[0].steps[0].formula_id == "OBL-FIXED"


def test_invoices_of_before_the_decision_count_once_it_holds_and_credit_notes_take_off() -> None:
    base = (decided(1, day(5), method=ObligationMethod.INVOICE_RATIO),)
    billed = (
        Billed(day(1), Decimal("250.00")),
        Billed(day(7), Decimal("50.00")),
        Billed(day(9), Decimal("150.00"), is_credit_note=True),
    )
    components = Components(base, billed=billed)
    assert [on_day(components, day(offset)) for offset in (4, 5, 7, 9)] == [None, "4.00", "6.00", "2.00"]


def test_credit_notes_beyond_what_was_invoiced_leave_nothing_owed() -> None:
    billed = (Billed(day(1), Decimal("250.00"), is_credit_note=True),)
    components = Components((decided(1, START, method=ObligationMethod.INVOICE_RATIO),), billed=billed)
    assert on_day(components, day(1)) == "0.00"


def test_a_share_of_hours_worked_is_owed_from_the_last_day_of_their_month() -> None:
    components = Components(
        (decided(1, START, method=ObligationMethod.HOURS_SHARE),), worked=(Worked(day(30), Decimal("1000.00")),)
    )
    assert [on_day(components, day(offset)) for offset in (29, 30)] == ["0.00", "50.00"]


def test_units_live_side_by_side_and_tranches_bear_on_hours_alone() -> None:
    people = decided(2, START, 3, unit=ObligationUnit.PERSONS)
    tranche = Change(3, ChangeKind.TRANCHE, day(10), Decimal("200.00"))
    components = Components((decided(1, START, 800), people), (tranche,))
    assert on_day(components, day(10)) == "1000.00"
    assert on_day(components, day(10), ObligationUnit.PERSONS) == "3.00"


def test_the_forecast_spreads_orders_over_their_days_and_follows_the_same_formula() -> None:
    components = Components(
        (decided(1, START, method=ObligationMethod.INVOICE_RATIO),), billed=(Billed(day(1), Decimal("300.00")),)
    )
    orders = [OrderedAmount("BC-1", Decimal("1000.00"), Period(START, day(9)))]
    halfway, end, after = (forecast_on(components, orders, day(offset)) for offset in (4, 9, 30))
    assert halfway.due is not None
    assert halfway.due.value == Decimal("6.00")
    assert [one.forecast.value for one in (halfway, end, after) if one.forecast] == [
        Decimal("10.00"),
        Decimal("20.00"),
        Decimal("20.00"),
    ]
    assert end.forecast is not None
    assert end.forecast.trace.steps[0].formula_id == "OBL-ORDERED"


def test_there_is_no_forecast_where_the_hours_do_not_follow_invoices() -> None:
    orders = [OrderedAmount("BC-1", Decimal("1000.00"), Period(START, day(9)))]
    found = forecast_on(Components((decided(1, START, 800),)), orders, day(5))
    assert (found.due and found.due.value, found.forecast) == (Decimal("800.00"), None)
    assert forecast_on(Components(), orders, day(5)).due is None


def _added(components: Components, event: Event, number: int) -> Components:
    kind, on, size = event
    hours = Decimal(size)
    if kind in ("INVOICE", "CREDIT_NOTE"):
        return replace(components, billed=(*components.billed, Billed(on, hours * 10, kind == "CREDIT_NOTE")))
    if kind == "MONTH":
        others = tuple(one for one in components.worked if one.last_day != on)
        return replace(components, worked=(*others, Worked(on, hours)))
    if kind in set(ChangeKind):
        return replace(components, changes=(*components.changes, Change(number, ChangeKind(kind), on, hours)))
    if kind == "PERSONS":
        decision = decided(number, on, size, unit=ObligationUnit.PERSONS)
    else:
        decision = decided(number, on, size, ObligationMethod(kind))
    return replace(components, decisions=(*components.decisions, decision))


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["FIXED", "INVOICE_RATIO", "HOURS_SHARE", "PERSONS", "TRANCHE", "REDUCTION", "WAIVER", "INVOICE",
             "CREDIT_NOTE", "MONTH"]
        ),
        st.sampled_from(DAYS[:30]),
        st.integers(min_value=0, max_value=60),
    ),
    max_size=10,
)  # fmt: skip


def _read(versions: list[ObligationVersion], on: date, unit: ObligationUnit) -> ObligationVersion | None:
    """The reading rule of the database: the highest number that has taken effect."""
    begun = [version for version in versions if version.unit is unit and version.effective_on <= on]
    return max(begun, key=lambda version: version.version_no, default=None)


def _recorder() -> Callable[[], UUID]:
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


@settings(max_examples=150)
@given(EVENTS)
def test_whatever_the_order_of_recording_the_version_in_effect_is_what_the_account_says(events: list[Event]) -> None:
    components, versions, new_id = Components(), list[ObligationVersion](), _recorder()
    for number, event in enumerate(events, 1):
        after = _added(components, event, number)
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
        recording = Recording(event[1], ObligationCause.DECISION, UUID(int=number), None, None, at)
        versions += versions_to_record(LOT, components, after, recording, len(versions), new_id)
        components = after
        for unit in (ObligationUnit.HOURS, ObligationUnit.PERSONS):
            for on in DAYS:
                read, said = _read(versions, on, unit), owed_on(components, on, unit)
                assert (read and read.owed) == (said and said.figure.value), (event, on, unit)
                assert (read and read.trace) == (said and said.figure.trace)
    assert [version.version_no for version in versions] == list(range(1, len(versions) + 1))


@settings(max_examples=100)
@given(EVENTS, st.integers(min_value=0, max_value=10))
def test_what_was_known_once_never_changes_whatever_is_recorded_later(events: list[Event], known: int) -> None:
    components, versions, new_id, then = Components(), list[ObligationVersion](), _recorder(), dict[date, object]()
    for number, event in enumerate(events, 1):
        after = _added(components, event, number)
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
        recording = Recording(event[1], ObligationCause.DECISION, UUID(int=number), None, None, at)
        versions += versions_to_record(LOT, components, after, recording, len(versions), new_id)
        components = after
        if number == known:
            then = {on: _read(versions, on, ObligationUnit.HOURS) for on in DAYS}
    instant = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=known)
    recorded_by_then = [version for version in versions if version.recorded_at <= instant]
    for on, version in then.items():
        assert _read(recorded_by_then, on, ObligationUnit.HOURS) == version


@settings(max_examples=50)
@given(EVENTS)
def test_the_timeline_has_one_segment_a_day_and_never_repeats_itself(events: list[Event]) -> None:
    components = Components()
    for number, event in enumerate(events, 1):
        components = _added(components, event, number)
    segments = timeline(components)
    assert [segment.day for segment in segments] == sorted({segment.day for segment in segments})
    assert all(replace(earlier, day=later.day) != later for earlier, later in pairwise(segments))
