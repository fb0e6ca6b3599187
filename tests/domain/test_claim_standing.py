"""Where the verification of a claim stands: the clock, what is left to settle, and the last day for the payment."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clause.domain.claim_standing import ClaimStanding, standing_of, timers_of
from clause.domain.verifications import VerificationStage
from tests.builders.claim_inputs import named
from tests.builders.plain_claims import a_claim, a_verification, conclusion_figures

ASKED, DUE = date(2026, 7, 1), date(2026, 7, 16)


def test_a_question_stops_the_clock_until_its_answer_is_due() -> None:
    stopped = ClaimStanding(interruption_days=3).with_question(ASKED, DUE)
    assert (stopped.clock_stopped_on, stopped.clarification_due_on, stopped.interruption_days) == (ASKED, DUE, 3)


@pytest.mark.parametrize(("on", "total"), [(ASKED, 3), (date(2026, 7, 2), 4), (date(2026, 7, 11), 13)])
def test_the_days_since_the_clock_stopped_are_added_to_those_before(on: date, total: int) -> None:
    running = ClaimStanding(interruption_days=3).with_question(ASKED, DUE).with_clock_running(on)
    assert (running.interruption_days, running.clock_stopped_on, running.clarification_due_on) == (total, None, None)


def test_a_clock_that_runs_goes_on_without_a_day_added() -> None:
    assert ClaimStanding(interruption_days=3).with_clock_running(DUE) == ClaimStanding(interruption_days=3)


def test_conclusions_take_the_place_of_those_before_and_of_what_was_answered_to_them() -> None:
    made = a_verification(stage=VerificationStage.INTERIM, contradictory_until=DUE)
    before = ClaimStanding(interruption_days=5, observations_received=True, version_no=1)
    after = before.with_conclusions(made)
    assert after == ClaimStanding(
        interruption_days=5,
        contradictory_until=DUE,
        observations_received=False,
        verification_id=named("verification 1"),
        version_no=2,
        stage=VerificationStage.INTERIM,
        figures=made.figures,
    )


@pytest.mark.parametrize(
    ("paid", "left"), [("0.00", "100.00"), ("40.01", "59.99"), ("100.00", "0.00"), ("130.00", "-30.00")]
)
def test_what_is_left_to_settle_is_what_conclusions_settle_at_less_what_was_paid(paid: str, left: str) -> None:
    standing = ClaimStanding(figures=conclusion_figures(settles_at="100.00", to_settle="7.00"))
    assert str(standing.left_to_settle(Decimal(paid))) == left


def test_without_conclusions_nothing_is_left_to_settle() -> None:
    assert str(ClaimStanding().left_to_settle(Decimal("10.00"))) == "0.00"


@pytest.mark.parametrize("stored", [None, {}])
def test_a_claim_beside_which_nothing_is_stored_has_a_fresh_standing(stored: dict[str, object] | None) -> None:
    assert standing_of(stored) == ClaimStanding()


def test_a_standing_reads_back_as_it_was_stored() -> None:
    standing = ClaimStanding().with_question(ASKED, DUE).with_conclusions(a_verification())
    assert standing_of(standing.model_dump(mode="json")) == standing


@pytest.mark.parametrize(
    ("submitted_at", "interruption", "last"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), 0, date(2026, 9, 19)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), 0, date(2026, 9, 20)),
        (datetime(2026, 7, 1, 9, 0, tzinfo=UTC), 10, date(2026, 9, 29)),
    ],
)
def test_a_claim_is_paid_within_eighty_days_of_france_and_as_many_as_were_interrupted(
    submitted_at: datetime, interruption: int, last: date
) -> None:
    standing = ClaimStanding(interruption_days=interruption)
    timers = timers_of(a_claim(submitted_at=submitted_at, conclusions=standing.model_dump(mode="json")))
    assert (timers.pay_by, timers.interruption_days) == (last, interruption)


def test_no_day_runs_on_a_claim_that_was_not_handed_over() -> None:
    timers = timers_of(a_claim())
    assert set(timers.model_dump(exclude={"interruption_days"}).values()) == {None}
    assert timers.interruption_days == 0


def test_the_timers_tell_the_question_that_is_open_and_the_end_of_the_contradictory_period() -> None:
    made = a_verification(contradictory_until=date(2026, 8, 1))
    standing = ClaimStanding().with_conclusions(made).with_question(ASKED, DUE)
    timers = timers_of(a_claim(conclusions=standing.model_dump(mode="json")))
    assert (timers.clock_stopped_on, timers.clarification_due_on) == (ASKED, DUE)
    assert timers.contradictory_until == date(2026, 8, 1)
