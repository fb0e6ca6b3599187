"""What a lot's compliance takes in beside its hours: invoices, staffing, priority districts, penalties, checkpoints."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.compliance import (
    CheckpointHours,
    LotCompliance,
    LotFacts,
    PenaltyEvents,
    QpvHours,
    assess_contract,
    assess_lot,
    checkpoint_days,
    pace_of,
    worst_status,
)
from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.penalties import LateDocument, PenaltyStanding
from clause.rules.calendar import Period
from clause.rules.compliance import ComplianceStatus, Course, Invoiced, Pace
from clause.rules.errors import RuleError
from clause.rules.forecast import Staffing
from clause.rules.obligation import ObligationMethod
from clause.rules.penalty_terms import PenaltyTerms
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import Rulebook, RuleSetVersion, rule_of_lot
from clause.rules.trace import Formula
from tests.builders.hours import a_rulebook, an_id
from tests.domain.test_compliance import ON, lot_facts, lot_hours
from tests.domain.test_penalties import absence, notice

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
STATED = Formula("T", "x = y", Unit.HOUR, LegalReference(text="T", source="t"), Confidence.SURE).trace("0", {})
PER_HOUR = {"kind": "MISSING_HOURS", "rate_eur": "10.00"}


def book_with(*penalties: dict[str, Any], since: date = date(2001, 1, 1)) -> Rulebook:
    terms = tuple(PenaltyTerms.model_validate(one) for one in penalties)
    return Rulebook((RuleSetVersion(version_no=1, effective_on=since, penalties=terms),))


def qpv(credited: str = "500.00", of_residents: str = "125.00") -> QpvHours:
    return QpvHours(hours_credited=Decimal(credited), hours_qpv=Decimal(of_residents), people=10, people_qpv=5)


def test_the_window_of_a_lot_holds_both_of_its_days() -> None:
    assert lot_hours().execution == YEAR
    assert lot_hours(first_day=None).execution is None
    assert lot_hours(last_day=None).execution is None


def test_the_course_of_a_lot_has_its_suspensions_and_what_its_pace_follows() -> None:
    stopped, money = (Period(date(2026, 2, 1), date(2026, 2, 28)),), Invoiced(Decimal("1.00"), Decimal("4.00"))
    facts = LotFacts(hours=lot_hours(), suspensions=stopped, pace=Pace.INVOICES, invoiced=money)
    assert facts.course == Course(YEAR, stopped, Pace.INVOICES, money)
    assert facts.model_copy(update={"hours": lot_hours(last_day=None)}).course is None


def test_both_things_that_are_missing_are_told_with_their_field_and_the_day() -> None:
    stands = assess_lot(lot_facts(owed=None, first_day=None), ON)
    assert stands.findings == (
        Finding(code="CPL-010", severity=Severity.WARNING, field="hours_owed", values={"on": "2026-06-30"}),
        Finding(code="CPL-011", severity=Severity.WARNING, field="execution"),
    )
    assert (stands.on, stands.figures, stands.forecast, stands.penalties) == (ON, None, None, None)


def test_what_is_expected_follows_the_invoices_where_the_lot_does() -> None:
    facts = LotFacts(
        hours=lot_hours(), pace=Pace.INVOICES, invoiced=Invoiced(Decimal("200.00"), Decimal("800.00"))
    )  # fmt: skip
    figures = assess_lot(facts, ON).figures
    assert figures is not None
    assert figures.expected.value == Decimal("250.00")


def test_hours_waiting_and_to_come_lead_to_where_the_lot_would_end() -> None:
    staffing = (Staffing(Period(date(2026, 1, 1), date(2026, 7, 14)), Decimal("35.00"), 1),)
    stands = assess_lot(LotFacts(hours=lot_hours(hours_declared=Decimal("30.00")), staffing=staffing), ON)
    assert stands.forecast is not None
    assert stands.forecast.forecast.value == Decimal("70.00")
    assert stands.forecast.projected.value == Decimal("600.00")
    assert stands.forecast.projected_gap.value == Decimal("400.00")


def test_the_shares_of_the_status_are_those_of_the_lot() -> None:
    hours = lot_hours(credited="400.00")
    assert assess_lot(LotFacts(hours=hours), ON).figures.status is ComplianceStatus.BEHIND  # type: ignore[union-attr]
    patient = LotFacts(hours=hours, book=a_rulebook(compliance_starting_share="0.60"))
    assert assess_lot(patient, ON).figures.status is ComplianceStatus.STARTING  # type: ignore[union-attr]


def test_the_share_of_priority_districts_is_told_where_it_may_be() -> None:
    told = assess_lot(LotFacts(hours=lot_hours(), qpv=qpv()), ON)
    assert told.qpv_share is not None
    assert told.qpv_share.value == Decimal("0.2500")
    assert told.findings == ()


def test_a_share_that_would_tell_about_a_person_is_kept_back_and_said_to_be() -> None:
    hidden = assess_lot(LotFacts(hours=lot_hours(), qpv=qpv(), qpv_is_told=False), ON)
    assert hidden.qpv_share is None
    assert hidden.findings == (Finding(code="CPL-016", severity=Severity.INFO, field="qpv_share"),)


def test_a_lot_that_gives_no_priority_has_no_share_and_nothing_to_hide() -> None:
    stands = assess_lot(LotFacts(hours=lot_hours(), qpv_is_told=False), ON)
    assert (stands.qpv_share, stands.findings) == (None, ())


def test_penalties_are_weighed_only_where_they_are_asked() -> None:
    unasked = LotFacts(hours=lot_hours(last_day=date(2026, 5, 31)), book=book_with(PER_HOUR))
    assert assess_lot(unasked, ON).penalties is None
    asked = assess_lot(unasked.model_copy(update={"events": PenaltyEvents()}), ON).penalties
    assert asked is not None
    assert (asked.on, asked.total.value) == (ON, Decimal("5000.00"))


def test_a_checkpoint_asks_for_what_was_expected_on_its_day_by_then() -> None:
    terms = {**PER_HOUR, "applied_at": "CHECKPOINT"}
    point = CheckpointHours(on=date(2026, 3, 31), hours_owed=Decimal("730.00"), hours_credited=Decimal("80.00"))
    events = PenaltyEvents(checkpoints=(point,))
    stands = assess_lot(LotFacts(hours=lot_hours(), book=book_with(terms), events=events), ON)
    assert stands.penalties is not None
    [penalty] = stands.penalties.penalties
    # 90 of 365 days have gone by: 180 hours of 730 were expected, 80 were credited.
    assert (penalty.standing, penalty.amount) == (PenaltyStanding.DUE, Decimal("1000.00"))
    assert [part.on for part in penalty.at_stake.parts] == [date(2026, 3, 31)]


def test_penalties_are_weighed_by_the_notices_the_absences_and_the_late_documents_of_the_lot() -> None:
    foreseen = (
        {**PER_HOUR, "notice_required": True},
        {"kind": "ABSENCE", "rate_eur": "500.00"},
        {"kind": "LATE_DOCUMENTS", "rate_eur": "75.00"},
    )
    events = PenaltyEvents(
        notices=(notice(sent_on=date(2026, 6, 5)),),
        absences=(absence(date(2026, 2, 3)),),
        late_documents=(LateDocument(label="2026-05", due_on=date(2026, 6, 15), received_on=date(2026, 6, 17)),),
    )
    hours = lot_hours(last_day=date(2026, 5, 31), owed_trace=STATED)
    found = assess_lot(LotFacts(hours=hours, book=book_with(*foreseen), events=events), ON).penalties
    assert found is not None
    assert [penalty.amount for penalty in found.penalties] == [
        Decimal("5000.00"), Decimal("500.00"), Decimal("150.00"),
    ]  # fmt: skip
    [part] = found.penalties[0].at_stake.parts
    assert STATED in part.amount.trace.steps[0].steps, "the account goes back to what is owed"


def test_a_published_amount_that_is_not_known_on_the_day_leaves_penalties_out_and_says_which() -> None:
    multiple = {"kind": "MISSING_HOURS", "multiplier": "4", "reference_amount": "SMIC_HOURLY"}
    old = lot_hours(first_day=date(2016, 1, 1), last_day=date(2016, 12, 31))
    on = date(2017, 6, 30)
    stands = assess_lot(LotFacts(hours=old, book=book_with(multiple), events=PenaltyEvents()), on)
    assert stands.penalties is None
    assert stands.figures is not None
    values = {"on": "2017-06-30", "name": "smic_hourly"}
    assert stands.findings == (
        Finding(code="CPL-013", severity=Severity.WARNING, field="penalties", values=values),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("method", "pace"),
    [
        (ObligationMethod.INVOICE_RATIO, Pace.DUE),
        (ObligationMethod.HOURS_SHARE, Pace.DUE),
        (ObligationMethod.FIXED, Pace.TIME),
        (None, Pace.TIME),
    ],
)
def test_hours_owed_on_what_was_done_so_far_are_all_expected_at_once(
    method: ObligationMethod | None, pace: Pace
) -> None:
    assert pace_of(lot_hours(obligation_method=method), Rulebook(), ON) is pace


def test_a_lot_whose_documents_say_so_follows_its_invoices_unless_its_hours_are_due_at_once() -> None:
    book = a_rulebook(compliance_by_invoices=True)
    assert pace_of(lot_hours(obligation_method=ObligationMethod.FIXED), book, ON) is Pace.INVOICES
    assert pace_of(lot_hours(obligation_method=ObligationMethod.HOURS_SHARE), book, ON) is Pace.DUE


def test_no_pace_is_known_before_the_rule_is() -> None:
    assert pace_of(lot_hours(), Rulebook(), date(2001, 1, 1)) is Pace.TIME
    with pytest.raises(Refused) as refused:
        pace_of(lot_hours(), Rulebook(), date(2000, 12, 31))
    assert refused.value.code == "CPL-003"
    assert refused.value.values == {"on": "2000-12-31", "first": "2001-01-01"}


def facts_by_checkpoint(**hours: Any) -> LotFacts:
    return LotFacts(hours=lot_hours(**hours), book=book_with(PER_HOUR, {**PER_HOUR, "applied_at": "CHECKPOINT"}))


def test_checkpoints_are_looked_at_up_to_the_day_where_one_penalty_goes_by_them() -> None:
    days = (date(2026, 3, 31), date(2026, 6, 30))
    assert checkpoint_days(facts_by_checkpoint(), date(2026, 6, 29)) == days[:1]
    assert checkpoint_days(facts_by_checkpoint(), date(2026, 6, 30)) == days


def test_no_checkpoint_is_looked_at_where_no_penalty_goes_by_them_or_the_days_are_unknown() -> None:
    assert checkpoint_days(LotFacts(hours=lot_hours(), book=book_with(PER_HOUR)), ON) == ()
    assert checkpoint_days(LotFacts(hours=lot_hours()), ON) == ()
    assert checkpoint_days(facts_by_checkpoint(last_day=None), ON) == ()


def test_an_execution_that_began_before_any_cadence_has_no_checkpoints() -> None:
    with pytest.raises(Refused) as refused:
        checkpoint_days(facts_by_checkpoint(first_day=date(2000, 12, 31)), ON)
    assert refused.value.code == "CPL-014"
    assert refused.value.values == {"on": "2000-12-31"}


def assessed(name: str, **more: Any) -> LotCompliance:
    staffing = more.pop("staffing", ())
    return assess_lot(LotFacts(hours=lot_hours(name, **more), staffing=staffing), ON)


def test_hours_declared_validated_and_to_come_of_a_contract_are_sums_over_its_lots() -> None:
    weeks = (Staffing(Period(date(2026, 7, 1), date(2026, 7, 7)), Decimal("20.00"), 1),)
    one = assessed("a", hours_declared=Decimal("10.25"), hours_validated=Decimal("510.00"), staffing=weeks)
    two = assessed("b", owed="200.00", credited="300.00", hours_declared=Decimal("0.50"), staffing=weeks)
    found = assess_contract(an_id("contract"), [one, two], ON)
    total = found.total
    assert total is not None
    assert (found.on, found.contract_id, found.lots, found.findings) == (ON, an_id("contract"), (one, two), ())
    assert (total.hours_declared, total.hours_validated) == (Decimal("10.75"), Decimal("810.00"))
    assert total.forecast.value == Decimal("40.00")
    assert total.projected.value == Decimal("850.75")
    assert total.projected_gap.value == Decimal("349.25")
    assert (total.gap.value, total.surplus.value) == (Decimal("400.00"), Decimal("0.00"))
    assert total.forecast.trace.formula_id == "CMP-FORECAST-TOTAL"
    assert total.projected_gap.trace.formula_id == "CMP-PROJECTED-GAP-TOTAL"
    assert total.expected.trace.formula == "expected = Σ expected of each lot"
    assert total.expected.trace.inputs == {"lots": "2"}


def test_a_surplus_of_the_whole_contract_is_told_and_its_ratio_is_none_when_nothing_is_owed() -> None:
    whole = assess_contract(an_id("contract"), [assessed("a", owed="0.00", credited="12.50")], ON).total
    assert whole is not None
    assert (whole.gap.value, whole.surplus.value, whole.ratio) == (Decimal("-12.50"), Decimal("12.50"), None)
    assert whole.status is ComplianceStatus.NOTHING_OWED


def test_the_label_of_a_lot_left_out_is_cut_to_two_hundred_characters() -> None:
    left_out = assess_lot(LotFacts(hours=lot_hours("x" * 201, owed=None)), ON)
    found = assess_contract(an_id("contract"), [left_out], ON)
    assert found.total is None
    assert found.findings == (
        Finding(code="CPL-012", severity=Severity.WARNING, field="lots[0]", values={"lot": "x" * 200}),
    )


def test_the_worst_status_goes_from_missed_to_nothing_owed() -> None:
    from_worst = ["MISSED", "AT_RISK", "BEHIND", "STARTING", "ON_TRACK", "NOT_STARTED", "MET", "NOTHING_OWED"]
    left = [ComplianceStatus(name) for name in from_worst]
    while left:
        assert worst_status(reversed(left)) is left.pop(0)
    with pytest.raises(ValueError, match="empty"):
        worst_status([])


def test_a_reversed_window_is_no_window() -> None:
    with pytest.raises(RuleError):
        assess_lot(lot_facts(first_day=date(2026, 12, 31), last_day=date(2026, 1, 1)), ON)


def test_a_lot_follows_its_invoices_from_the_day_its_documents_say_so() -> None:
    since = date(2026, 7, 1)
    own = {"compliance_by_invoices": rule_of_lot("compliance_by_invoices", True, 1, since)}
    book = Rulebook((RuleSetVersion(version_no=1, effective_on=since, values=own),))
    assert pace_of(lot_hours(), book, date(2026, 6, 30)) is Pace.TIME
    assert pace_of(lot_hours(), book, since) is Pace.INVOICES
