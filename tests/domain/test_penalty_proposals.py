"""Proposals for the buyer, what it may decide on them, and the notices and absences they are counted from."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.compliance import LotCompliance, LotFacts, PenaltyEvents, assess_lot
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.lot_names import LotNames
from clause.domain.penalty_events import (
    AbsenceTerms,
    NoticeAbout,
    NoticeTerms,
    check_absence,
    check_notice,
    check_settlement,
)
from clause.domain.penalty_proposals import (
    DecisionTerms,
    PenaltyProposal,
    ProposalContent,
    decided_amount,
    draw_proposal,
)
from tests.builders.hours import an_id
from tests.domain.test_compliance import lot_hours
from tests.domain.test_lot_compliance import PER_HOUR, book_with
from tests.domain.test_penalties import notice

FIGURES_ON, TODAY = date(2026, 6, 10), date(2026, 6, 20)
DAY = timedelta(days=1)
NAMES = LotNames(
    contract_reference="2026M1",
    contract_object="Médiathèque",
    lot_number="1",
    lot_label="Gros œuvre",
    buyer_name="Ville",
    facilitator_name="PLIE",
    holders=("Bâtisseurs",),
    first_day=date(2026, 1, 1),
    last_day=date(2026, 5, 31),
)


def lot(**more: Any) -> tuple[LotFacts, LotCompliance]:
    hours = lot_hours(last_day=date(2026, 5, 31), obligation_version=2)
    usual: dict[str, Any] = {"book": book_with(PER_HOUR), "events": PenaltyEvents()}
    facts = LotFacts(hours=hours, **(usual | more))
    return facts, assess_lot(facts, FIGURES_ON)


def content() -> ProposalContent:
    return draw_proposal(*lot(), NAMES, 3)


def proposal(amount: str = "5000.00") -> PenaltyProposal:
    return PenaltyProposal(
        id=an_id("proposal"),
        facilitator_org_id=an_id("org"),
        buyer_id=an_id("buyer"),
        lot_id=an_id("lot"),
        version_no=3,
        figures_on=FIGURES_ON,
        amount_eur=Decimal(amount),
        content=content(),
        content_hash="0",
        recorded_by=None,
        recorded_at=datetime(2026, 6, 10, tzinfo=UTC),
    )


def decision(outcome: str, amount: str | None = None, decided_on: date = TODAY) -> DecisionTerms:
    given = {"outcome": outcome, "amount_eur": amount, "decided_on": decided_on}
    return DecisionTerms.model_validate({**given, "decided_by_name": "Achats", "reason": "Bilan"})


def test_a_proposal_says_how_the_lot_stood_and_by_which_versions() -> None:
    drawn = content()
    assert (drawn.version_no, drawn.lot_id) == (3, an_id("lot"))
    assert (drawn.contract_reference, drawn.lot_label) == ("2026M1", "Gros œuvre")
    assert (drawn.obligation_version, drawn.rule_set_version) == (2, 1)
    assert (drawn.hours_owed, drawn.hours_credited) == (Decimal("1000.00"), Decimal("500.00"))
    assert (drawn.assessment.on, drawn.assessment.total.value) == (FIGURES_ON, Decimal("5000.00"))


def test_a_proposal_names_no_version_of_rules_before_the_first_takes_effect() -> None:
    later = book_with(PER_HOUR, since=FIGURES_ON + DAY)
    assert draw_proposal(*lot(book=later), NAMES, 1).rule_set_version is None
    same_day = book_with(PER_HOUR, since=FIGURES_ON)
    assert draw_proposal(*lot(book=same_day), NAMES, 1).rule_set_version == 1


def test_no_proposal_is_drawn_from_penalties_that_were_not_weighed() -> None:
    with pytest.raises(RuntimeError, match="once penalties are weighed"):
        draw_proposal(*lot(events=None), NAMES, 1)
    facts, stands = lot()
    with pytest.raises(RuntimeError, match="once penalties are weighed"):
        draw_proposal(facts, stands.model_copy(update={"figures": None}), NAMES, 1)


@pytest.mark.parametrize(
    ("outcome", "given", "decided"),
    [
        ("APPLIED", None, "5000.00"),
        ("APPLIED", "5000.00", "5000.00"),
        ("REDUCED", "4999.99", "4999.99"),
        ("REDUCED", "0.01", "0.01"),
        ("WAIVED", None, "0.00"),
        ("WAIVED", "0.00", "0.00"),
    ],
)
def test_what_the_buyer_decided_in_euros(outcome: str, given: str | None, decided: str) -> None:
    assert decided_amount(decision(outcome, given), proposal(), TODAY) == Decimal(decided)


PROPOSED = {"proposed": "5000.00"}


@pytest.mark.parametrize(
    ("outcome", "given", "code", "values"),
    [
        ("WAIVED", "0.01", "PEN-021", {}),
        ("REDUCED", None, "PEN-022", PROPOSED),
        ("REDUCED", "0.00", "PEN-022", PROPOSED),
        ("REDUCED", "5000.00", "PEN-022", PROPOSED),
        ("APPLIED", "5000.01", "PEN-023", PROPOSED),
        ("APPLIED", "4999.99", "PEN-023", PROPOSED),
        ("APPLIED", "0.00", "PEN-023", PROPOSED),
    ],
)
def test_an_amount_that_is_not_what_the_decision_says_is_refused(
    outcome: str, given: str | None, code: str, values: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        decided_amount(decision(outcome, given), proposal(), TODAY)
    assert refused.value.code == "PEN-020"
    assert refused.value.findings == (Finding(code=code, field="amount_eur", raw=given, values=values),)


def test_a_decision_is_taken_between_the_day_of_the_proposal_and_today() -> None:
    for day in (FIGURES_ON, TODAY):
        assert decided_amount(decision("APPLIED", None, day), proposal(), TODAY) == Decimal("5000.00")
    with pytest.raises(Refused) as refused:
        decided_amount(decision("APPLIED", None, FIGURES_ON - DAY), proposal(), TODAY)
    assert refused.value.findings == (
        Finding(code="PEN-025", field="decided_on", raw="2026-06-09", values={"since": "2026-06-10"}),
    )
    with pytest.raises(Refused) as refused:
        decided_amount(decision("APPLIED", None, TODAY + DAY), proposal(), TODAY)
    assert refused.value.findings == (
        Finding(code="PEN-024", field="decided_on", raw="2026-06-21", values={"today": "2026-06-20"}),
    )


def test_a_wrong_amount_and_a_wrong_day_are_told_together_the_amount_first() -> None:
    with pytest.raises(Refused) as refused:
        decided_amount(decision("REDUCED", "6000.00", TODAY + DAY), proposal(), TODAY)
    assert [finding.code for finding in refused.value.findings] == ["PEN-022", "PEN-024"]


def notice_terms(sent_on: date, due_on: date | None = None) -> NoticeTerms:
    return NoticeTerms(about=NoticeAbout.HOURS, reference="LR 1A 001", sent_on=sent_on, due_on=due_on)


def test_a_notice_is_sent_today_at_the_latest_and_due_no_sooner() -> None:
    check_notice(notice_terms(TODAY), TODAY)
    check_notice(notice_terms(TODAY, TODAY), TODAY)
    check_notice(notice_terms(TODAY - DAY, TODAY + DAY), TODAY)


def test_both_days_of_a_notice_that_cannot_be_are_told_with_their_bounds() -> None:
    with pytest.raises(Refused) as refused:
        check_notice(notice_terms(TODAY + DAY, TODAY), TODAY)
    assert refused.value.code == "PEN-010"
    assert refused.value.findings == (
        Finding(code="PEN-011", field="sent_on", raw="2026-06-21", values={"bound": "2026-06-20"}),
        Finding(code="PEN-012", field="due_on", raw="2026-06-20", values={"bound": "2026-06-21"}),
    )


@pytest.mark.parametrize("settled_on", [date(2026, 6, 5), date(2026, 6, 6), TODAY])
def test_what_a_notice_asked_comes_between_its_day_and_today(settled_on: date) -> None:
    check_settlement(notice(sent_on=date(2026, 6, 5)), settled_on, TODAY)


@pytest.mark.parametrize(
    ("settled_on", "code", "bound"),
    [(date(2026, 6, 4), "PEN-014", "2026-06-05"), (TODAY + DAY, "PEN-015", "2026-06-20")],
)
def test_a_notice_is_settled_neither_before_it_was_sent_nor_on_a_day_to_come(
    settled_on: date, code: str, bound: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_settlement(notice(sent_on=date(2026, 6, 5)), settled_on, TODAY)
    assert refused.value.code == "PEN-013"
    expected = Finding(code=code, field="settled_on", raw=settled_on.isoformat(), values={"bound": bound})
    assert refused.value.findings == (expected,)


def test_a_missed_meeting_has_taken_place() -> None:
    check_absence(AbsenceTerms(meeting="Lancement", happened_on=TODAY), TODAY)
    with pytest.raises(Refused) as refused:
        check_absence(AbsenceTerms(meeting="Lancement", happened_on=TODAY + DAY), TODAY)
    assert refused.value.code == "PEN-016"
    assert refused.value.findings == (
        Finding(code="PEN-017", field="happened_on", raw="2026-06-21", values={"bound": "2026-06-20"}),
    )
