"""The report of a verification: which lines it sets aside, and which messages it holds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from clause.domain.claim_messages import ClaimMessage, MessageKind
from clause.domain.claims import ClaimLineKind
from clause.domain.verification_report import SetAside, VerificationReport, report_of
from clause.domain.verifications import DecidedLine, DeductionReason, LineOutcome
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostPost
from tests.builders.claim_inputs import named
from tests.builders.frozen_claims import a_snapshot, a_staff_line
from tests.builders.plain_claims import AT, a_claim, a_line, a_verification

STAFF = a_staff_line(1, "1000.00")
COST = a_line(2, "200.00", ClaimLineKind.COST, CostPost.OPERATING)
OTHER = a_staff_line(3, "50.00", "P2")
LINES = (STAFF, COST, OTHER)
CONTENT = a_snapshot(*LINES, claim=a_claim(4)).canonical_bytes()
WORDS = {"reason_code": DeductionReason.HOURS_CAP, "comment": "Plafond."}
CERTIFIED = DecidedLine(
    claim_line_id=STAFF.id,
    outcome=LineOutcome.CERTIFIED,
    amount_certified=Decimal("1000.00"),
    amount_deducted=Decimal("0.00"),
    reason_code=None,
    comment=None,
    in_sample=True,
)
PARKED = CERTIFIED.model_copy(
    update={
        "claim_line_id": COST.id,
        "outcome": LineOutcome.PARKED,
        "amount_certified": Decimal("0.00"),
        "in_sample": False,
    }
)
CUT = CERTIFIED.model_copy(
    update={
        "claim_line_id": OTHER.id,
        "outcome": LineOutcome.DEDUCTED,
        "amount_certified": Decimal("49.00"),
        "amount_deducted": Decimal("1.00"),
        **WORDS,
    }
)


def report(*decisions: DecidedLine, messages: tuple[ClaimMessage, ...] = (), at: datetime = AT) -> VerificationReport:
    return report_of(CONTENT, LINES, a_verification(*decisions, recorded_at=at), messages)


def a_message(seq: int, sent_at: datetime) -> ClaimMessage:
    return ClaimMessage(
        id=named(f"message {seq}"),
        claim_id=named("claim 4"),
        seq=seq,
        kind=MessageKind.QUESTION,
        text="Merci de joindre la fiche de paie.",
        due_on=None,
        sent_by=None,
        sent_at=sent_at,
    )


def test_the_report_sets_aside_what_is_not_retained_whole_in_the_order_of_the_decisions() -> None:
    assert report(CERTIFIED, CUT, PARKED).set_aside == (
        SetAside(
            position=3,
            about="P2",
            month=Month(2026, 5),
            declared=Decimal("50.00"),
            retained=Decimal("49.00"),
            outcome="deducted",
            reason="HOURS_CAP",
            comment="Plafond.",
        ),
        SetAside(
            position=2,
            about="COST",
            month=None,
            declared=Decimal("200.00"),
            retained=Decimal("0.00"),
            outcome="parked",
            reason=None,
            comment=None,
        ),
    )


def test_the_report_counts_the_lines_decided_and_those_looked_at() -> None:
    found = report(CERTIFIED, CUT, PARKED)
    assert (found.decided, found.sampled) == (3, 2)


def test_the_report_names_the_claim_as_it_was_frozen() -> None:
    found = report(CERTIFIED)
    assert (found.claim_number, found.operation_number, found.operation_title) == (4, "1", "T")
    assert (found.beneficiary, found.intermediate_body) == ("Brisemer", "Département")
    assert (found.first_day, found.last_day) == (date(2026, 5, 1), date(2026, 6, 30))
    assert found.eu_mention == "Cofinancé par l’Union européenne"
    assert (found.verification, found.set_aside) == (a_verification(CERTIFIED), ())


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 7, 31, 21, 59, tzinfo=UTC), date(2026, 7, 31)),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
    ],
)
def test_conclusions_are_of_the_day_in_france(at: datetime, day: date) -> None:
    assert report(CERTIFIED, at=at).concluded_on == day


def test_messages_sent_after_the_conclusions_are_left_out_so_that_a_report_stays_the_same() -> None:
    moment = timedelta(microseconds=1)
    before, at, after = (a_message(seq, AT + moment * seq) for seq in (-1, 0, 1))
    assert report(CERTIFIED, messages=(before, at, after)).exchange == (before,)
