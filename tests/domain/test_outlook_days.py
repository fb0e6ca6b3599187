"""Until which day the outlook of a lot holds: on each day before it, the rules say the same."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.alerts import AlertFacts, alerts_of
from clause.domain.compliance import LotFacts, LotHours, assess_lot
from clause.domain.outlook_days import LONGEST_DAYS, holds_until
from clause.domain.outlooks import Outlook, outlook_of
from clause.rules.calendar import Period
from clause.rules.compliance import Invoiced, Pace
from clause.rules.rulebook import Rulebook, RuleSetVersion, rule_of_lot

ON = date(2026, 6, 15)
ID = UUID(int=1)
BUYER = OrgSummary(id=ID, kind=OrgKind.BUYER, name="Ville", identifier="11000001500013")


def a_day(first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda days: ON + timedelta(days=days))


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    names = ("alert_no_hire_share", "alert_behind_from_share", "compliance_starting_share", "alert_behind_below_share")
    versions = []
    for number in range(1, draw(st.integers(0, 2)) + 1):
        since = draw(a_day(-200, 40))
        values = {
            name: rule_of_lot(name, f"0.{draw(st.integers(0, 99)):02}", number, since)
            for name in draw(st.sets(st.sampled_from(names)))
        }
        versions.append(RuleSetVersion(version_no=number, effective_on=since, values=values))
    return Rulebook(tuple(versions))


@st.composite
def lots(draw: st.DrawFn) -> LotFacts:
    first_day = draw(a_day(-300, 60))
    owed = draw(st.none() | st.integers(0, 90_000).map(lambda cents: Decimal(cents) / 100))
    hours = LotHours(
        lot_id=ID, contract_id=ID, buyer=BUYER, number=None, label="Lot", first_day=first_day,
        last_day=draw(st.none() | st.integers(0, 400).map(lambda days: first_day + timedelta(days=days))),
        obligation_version=1 if owed is not None else None, hours_owed=owed, owed_trace=None,
        hours_credited=Decimal(draw(st.integers(0, 100_000))) / 100, hours_declared=Decimal("0.00"),
        hours_validated=Decimal("0.00"), hours_not_credited=None,
    )  # fmt: skip
    stopped = draw(st.lists(st.tuples(a_day(-200, 60), st.integers(0, 80)), max_size=2))
    pace = draw(st.sampled_from(Pace))
    return LotFacts(
        hours=hours,
        book=draw(books()),
        suspensions=tuple(Period(day, day + timedelta(days=length)) for day, length in stopped),
        pace=pace,
        invoiced=Invoiced(Decimal(draw(st.integers(0, 120))), Decimal(100)) if pace is Pace.INVOICES else None,
    )


def _drawn(facts: LotFacts, hires: int, on: date) -> Outlook:
    known = AlertFacts(lot_id=ID, hires=hires, people_ending=0, first_ending=None, hours_after_last_day=Decimal("0.00"))
    stands = assess_lot(facts, on)
    return outlook_of(stands, alerts_of(stands, known, facts.book))


@settings(max_examples=60)
@given(facts=lots(), hires=st.integers(0, 1))
def test_an_outlook_is_the_same_on_every_day_until_the_one_that_it_holds_until(facts: LotFacts, hires: int) -> None:
    until = holds_until(facts, (), None, ON)
    assert ON < until <= ON + timedelta(days=LONGEST_DAYS)
    drawn = _drawn(facts, hires, ON)
    for days in range((until - ON).days):
        assert _drawn(facts, hires, ON + timedelta(days=days)) == drawn, days


def _late_lot(**changes: object) -> LotFacts:
    hours = LotHours(
        lot_id=ID, contract_id=ID, buyer=BUYER, number=None, label="Lot", first_day=date(2026, 6, 1),
        last_day=date(2026, 7, 10), obligation_version=1, hours_owed=Decimal("400.00"), owed_trace=None,
        hours_credited=Decimal("200.00"), hours_declared=Decimal("0.00"), hours_validated=Decimal("0.00"),
        hours_not_credited=None,
    )  # fmt: skip
    return LotFacts(hours=hours.model_copy(update=changes))


def test_a_lot_on_track_is_looked_at_again_on_the_first_day_that_it_is_not() -> None:
    assert holds_until(_late_lot(), (), None, ON) == date(2026, 6, 21)


def test_what_is_stored_with_a_day_and_the_end_of_the_execution_end_an_outlook() -> None:
    met = _late_lot(hours_credited=Decimal("400.00"))
    assert holds_until(met, (), None, ON) == date(2026, 7, 11)
    assert holds_until(met, (), date(2026, 7, 1), ON) == date(2026, 7, 1)
    assert holds_until(met, (), None, date(2026, 7, 11)) == date(2026, 7, 11) + timedelta(days=LONGEST_DAYS)
