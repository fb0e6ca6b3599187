"""Penalties weighed on a day: what may be claimed, what not yet, and why."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.penalties import (
    AssessedPenalty,
    LateDocument,
    PenaltyFacts,
    PenaltyStanding,
    assess_penalties,
    weighs_late_documents,
)
from clause.domain.penalty_events import FormalNotice, MeetingAbsence
from clause.rules.calendar import Period
from clause.rules.penalties import Balance
from clause.rules.penalty_terms import PenaltyTerms
from tests.builders.hours import a_rulebook, an_id

AT = datetime(2026, 6, 20, tzinfo=UTC)
EXECUTION = Period(date(2026, 1, 1), date(2026, 5, 31))
AFTER = date(2026, 6, 1)
PER_HOUR = {"kind": "MISSING_HOURS", "rate_eur": "35.00"}
PER_DAY = {"kind": "LATE_DOCUMENTS", "rate_eur": "75.00"}
PER_ABSENCE = {"kind": "ABSENCE", "rate_eur": "500.00"}


def terms(given: dict[str, Any], **more: Any) -> PenaltyTerms:
    return PenaltyTerms.model_validate(given | more)


def facts(*foreseen: PenaltyTerms, **more: Any) -> PenaltyFacts:
    usual = {"execution": EXECUTION, "hours_owed": Decimal("490.00"), "hours_credited": Decimal("70.00")}
    return PenaltyFacts(**{"terms": foreseen, **usual, **more})


def notice(about: str = "HOURS", sent_on: date = date(2026, 6, 5), **more: Any) -> FormalNotice:
    usual = {
        "id": an_id("notice"),
        "facilitator_org_id": an_id("org"),
        "buyer_id": an_id("buyer"),
        "lot_id": an_id("lot"),
        "about": about,
        "reference": "LR 1A 001",
        "sent_on": sent_on,
        "recorded_by": None,
        "created_at": AT,
        "version": 1,
    }
    return FormalNotice.model_validate({**usual, **more})


def absence(happened_on: date, meeting: str = "Lancement", **more: Any) -> MeetingAbsence:
    usual = {
        "id": an_id(meeting),
        "facilitator_org_id": an_id("org"),
        "buyer_id": an_id("buyer"),
        "lot_id": an_id("lot"),
        "meeting": meeting,
        "happened_on": happened_on,
        "recorded_by": None,
        "created_at": AT,
        "version": 1,
    }
    return MeetingAbsence.model_validate({**usual, **more})


def weighed(known: PenaltyFacts, on: date = AFTER) -> AssessedPenalty:
    [penalty] = assess_penalties(known, on).penalties
    return penalty


def standing(known: PenaltyFacts, on: date = AFTER) -> PenaltyStanding:
    return weighed(known, on).standing


def test_missing_hours_are_due_from_the_day_after_the_execution() -> None:
    on_last_day = weighed(facts(terms(PER_HOUR)), date(2026, 5, 31))
    assert (on_last_day.standing, on_last_day.amount) == (PenaltyStanding.BEFORE_END, Decimal("0.00"))
    assert on_last_day.at_stake.total.value == Decimal("14700.00")
    after = weighed(facts(terms(PER_HOUR)), AFTER)
    assert (after.standing, after.amount) == (PenaltyStanding.DUE, Decimal("14700.00"))
    assert [part.on for part in after.at_stake.parts] == [date(2026, 5, 31)]


def test_before_the_end_what_is_at_stake_is_that_of_the_day() -> None:
    known = facts(terms(PER_HOUR))
    assert [part.on for part in weighed(known, date(2026, 3, 1)).at_stake.parts] == [date(2026, 3, 1)]


def test_the_part_of_the_price_not_carried_out_waits_for_the_end_too() -> None:
    known = facts(terms({"kind": "PRO_RATA", "clause_amount_eur": "980.00"}))
    assert standing(known, date(2026, 5, 31)) is PenaltyStanding.BEFORE_END
    assert weighed(known).amount == Decimal("840.00")


def test_nothing_is_due_when_no_hour_is_missing_whatever_the_day() -> None:
    done = facts(terms(PER_HOUR), hours_credited=Decimal("490.00"))
    for on in (date(2026, 3, 1), AFTER):
        assert standing(done, on) is PenaltyStanding.NOTHING_DUE


@pytest.mark.parametrize(("forgiven", "expected"), [("420.00", "EXEMPT"), ("419.99", "DUE")])
def test_missing_hours_that_the_contract_forgives_are_exempt(forgiven: str, expected: str) -> None:
    found = weighed(facts(terms(PER_HOUR, exempt_hours=forgiven)))
    assert (found.standing, found.amount > 0) == (PenaltyStanding(expected), expected == "DUE")


def test_checkpoints_reached_are_looked_at_before_the_end_and_those_to_come_are_not() -> None:
    points = tuple(
        Balance(on, Decimal(asked), Decimal("0.00"))
        for on, asked in ((date(2026, 3, 31), "10.00"), (date(2026, 6, 30), "30.00"))
    )
    known = facts(terms(PER_HOUR, applied_at="CHECKPOINT"), checkpoints=points)
    assert standing(known, date(2026, 3, 30)) is PenaltyStanding.NOTHING_DUE
    found = weighed(known, date(2026, 3, 31))
    assert (found.standing, found.amount) == (PenaltyStanding.DUE, Decimal("350.00"))
    assert weighed(known, date(2026, 6, 30)).amount == Decimal("1050.00")


NOTICED = terms(PER_HOUR, notice_required=True)
ENDS_15: dict[str, Any] = {"due_on": date(2026, 6, 15)}


@pytest.mark.parametrize(
    ("notices", "on", "expected"),
    [
        ((), date(2026, 6, 5), "NOTICE_MISSING"),
        ((notice(),), date(2026, 6, 4), "NOTICE_MISSING"),
        ((notice(),), date(2026, 6, 5), "DUE"),
        ((notice("DOCUMENTS"),), date(2026, 6, 30), "NOTICE_MISSING"),
        ((notice(**ENDS_15),), date(2026, 6, 15), "NOTICE_RUNNING"),
        ((notice(**ENDS_15),), date(2026, 6, 16), "DUE"),
        ((notice(**ENDS_15), notice(sent_on=date(2026, 6, 6))), date(2026, 6, 10), "DUE"),
        ((notice(**ENDS_15, settled_on=date(2026, 6, 15)),), date(2026, 6, 30), "NOTICE_MISSING"),
        ((notice(**ENDS_15, settled_on=date(2026, 6, 16)),), date(2026, 6, 30), "DUE"),
        ((notice(settled_on=date(2026, 6, 6)),), date(2026, 6, 30), "DUE"),
    ],
)
def test_a_penalty_that_asks_for_a_notice_waits_until_its_delay_is_over(
    notices: tuple[FormalNotice, ...], on: date, expected: str
) -> None:
    found = weighed(facts(NOTICED, notices=notices), on)
    assert found.standing is PenaltyStanding(expected)
    assert found.amount == (Decimal("14700.00") if expected == "DUE" else Decimal("0.00"))


def test_the_end_is_waited_for_before_any_notice() -> None:
    known = facts(NOTICED, notices=(notice(sent_on=date(2026, 2, 1)),))
    assert standing(known, date(2026, 5, 31)) is PenaltyStanding.BEFORE_END


@pytest.mark.parametrize(("given", "about"), [(PER_DAY, "DOCUMENTS"), (PER_ABSENCE, "ABSENCE")])
def test_papers_and_absences_have_notices_of_their_own_and_wait_for_no_end(given: dict[str, Any], about: str) -> None:
    told = {
        "late_documents": (LateDocument(label="2026-01", due_on=date(2026, 2, 15), received_on=None),),
        "absences": (absence(date(2026, 2, 3)),),
    }
    asked = terms(given, notice_required=True)
    on = date(2026, 3, 1)
    sent = date(2026, 2, 20)
    assert standing(facts(terms(given), **told), on) is PenaltyStanding.DUE
    assert standing(facts(asked, **told, notices=(notice("HOURS", sent),)), on) is PenaltyStanding.NOTICE_MISSING
    assert standing(facts(asked, **told, notices=(notice(about, sent),)), on) is PenaltyStanding.DUE


def test_a_late_document_costs_each_day_after_the_one_it_was_due_on() -> None:
    late = (
        LateDocument(label="2026-01", due_on=date(2026, 2, 15), received_on=date(2026, 2, 18)),
        LateDocument(label="2026-02", due_on=date(2026, 3, 15), received_on=None),
    )
    found = weighed(facts(terms(PER_DAY), late_documents=late), date(2026, 3, 17))
    assert [(part.label, part.on, part.amount.value) for part in found.at_stake.parts] == [
        ("2026-01", date(2026, 2, 18), Decimal("225.00")),
        ("2026-02", date(2026, 3, 17), Decimal("150.00")),
    ]
    assert found.amount == Decimal("375.00")


def test_a_delay_counted_from_a_notice_starts_after_its_delay_or_after_it_was_sent() -> None:
    since_notice = terms(PER_DAY, counted_from="FORMAL_NOTICE")
    notices = (
        notice("DOCUMENTS", date(2026, 6, 1), reference="A", due_on=date(2026, 6, 8)),
        notice("DOCUMENTS", date(2026, 6, 2), reference="B", settled_on=date(2026, 6, 3)),
        notice("HOURS", date(2026, 6, 1), reference="C"),
        notice("DOCUMENTS", date(2026, 6, 11), reference="D"),
    )
    due_long_ago = (LateDocument(label="2026-01", due_on=date(2026, 2, 15), received_on=None),)
    found = weighed(facts(since_notice, notices=notices, late_documents=due_long_ago), date(2026, 6, 10))
    assert [(part.label, part.amount.value) for part in found.at_stake.parts] == [
        ("B", Decimal("75.00")),
        ("A", Decimal("150.00")),
    ]


def test_working_days_are_those_of_the_rules_of_the_lot() -> None:
    """26 December is a holiday in Alsace and in Moselle alone; in 2025 it is a Friday."""
    late = (LateDocument(label="2025-11", due_on=date(2025, 12, 25), received_on=None),)
    known = facts(terms(PER_DAY, days="WORKING"), late_documents=late)
    on = date(2025, 12, 26)
    assert assess_penalties(known, on).total.value == Decimal("75.00")
    assert assess_penalties(known, on, a_rulebook(holidays_alsace_moselle=True)).total.value == Decimal("0.00")


def test_absences_cost_their_price_each_but_those_to_come_and_those_withdrawn() -> None:
    absences = (
        absence(date(2026, 2, 3), "Lancement"),
        absence(date(2026, 3, 3), "Suivi"),
        absence(date(2026, 2, 4), "Retirée", withdrawn_at=AT, withdrawal_reason="Erreur"),
        absence(date(2026, 3, 4), "À venir"),
    )
    found = weighed(facts(terms(PER_ABSENCE), absences=absences), date(2026, 3, 3))
    assert [part.label for part in found.at_stake.parts] == ["Lancement", "Suivi"]
    assert found.amount == Decimal("1000.00")


def test_a_proposal_sums_what_may_be_claimed_in_the_order_of_the_documents() -> None:
    foreseen = (terms(PER_ABSENCE), terms(PER_HOUR), terms(PER_HOUR, notice_required=True, rate_eur="1.00"))
    found = assess_penalties(facts(*foreseen, absences=(absence(date(2026, 2, 3)),)), AFTER)
    assert found.on == AFTER
    assert tuple(penalty.terms for penalty in found.penalties) == foreseen
    assert [penalty.amount for penalty in found.penalties] == [
        Decimal("500.00"), Decimal("14700.00"), Decimal("0.00"),
    ]  # fmt: skip
    assert (found.total.value, found.total.trace.formula_id) == (Decimal("15200.00"), "PEN-PROPOSAL")
    assert found.total.trace.inputs == {"penalties": "3"}
    assert [step.result for step in found.total.trace.steps] == ["500.00", "14700.00"]


def test_a_contract_that_foresees_no_penalty_proposes_nothing() -> None:
    found = assess_penalties(facts(), AFTER)
    assert (found.penalties, found.total.value, found.total.trace.steps) == ((), Decimal("0.00"), ())


def test_late_documents_are_weighed_where_a_penalty_counts_from_the_day_they_were_due() -> None:
    assert weighs_late_documents([terms(PER_HOUR), terms(PER_DAY)])
    assert not weighs_late_documents([terms(PER_DAY, counted_from="FORMAL_NOTICE")])
    assert not weighs_late_documents([terms(PER_HOUR), terms(PER_ABSENCE)])
    assert not weighs_late_documents([])
