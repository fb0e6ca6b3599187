"""When a final balance may be drawn, and what it says of how the lot ended."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.compliance import LotCompliance, LotFacts, PenaltyEvents, assess_lot
from clause.domain.errors import Refused, WrongState
from clause.domain.final_balances import (
    BalanceMaterial,
    BalanceObligation,
    BalanceRelief,
    check_ready,
    draw_balance,
)
from clause.domain.reliefs import ReliefGround, ReliefKind
from clause.rules.balance import BalanceOutcome
from clause.rules.codes import HireMode
from clause.rules.counting import NotCredited
from tests.builders.hours import an_id
from tests.domain.test_compliance import lot_hours
from tests.domain.test_lot_compliance import PER_HOUR, STATED, book_with
from tests.domain.test_penalty_proposals import NAMES

LAST_DAY, AFTER = date(2026, 5, 31), date(2026, 6, 1)
OUTSIDE = {NotCredited.OUTSIDE_EXECUTION_WINDOW: Decimal("12.00")}
VERSION = BalanceObligation(version_no=1, effective_on=date(2026, 1, 1), hours_owed=Decimal("490"), trace=STATED)
RELIEF = BalanceRelief(
    kind=ReliefKind.REDUCTION,
    first_day=date(2026, 3, 1),
    hours_delta=Decimal("10"),
    ground=ReliefGround.SITE_STOPPED,
    decided_on=date(2026, 2, 20),
)


def stood(on: date = AFTER, **more: Any) -> LotCompliance:
    usual = {
        "owed": "490.00",
        "credited": "70.00",
        "last_day": LAST_DAY,
        "hours_validated": Decimal("82.00"),
        "hours_not_credited": OUTSIDE,
    }
    return assess_lot(LotFacts(hours=lot_hours(**{**usual, **more})), on)


def material(**more: Any) -> BalanceMaterial:
    usual: dict[str, Any] = {
        "names": NAMES,
        "obligations": (VERSION,),
        "by_mode": {HireMode.DIRECT_HIRE: Decimal("50.00"), HireMode.STAFF_SUPPLY: Decimal("20.00")},
        "reliefs": (RELIEF,),
        "waiting_statements": 0,
        "earlier_versions": 0,
    }
    return BalanceMaterial(**(usual | more))


def test_a_lot_that_has_ended_with_nothing_waiting_may_be_balanced() -> None:
    check_ready(stood(), material(), None)
    check_ready(stood(), material(earlier_versions=1), "Erreur de saisie")


@pytest.mark.parametrize(("missing", "code"), [({"owed": None}, "CPL-010"), ({"first_day": None}, "CPL-011")])
def test_a_balance_needs_hours_owed_and_days_of_execution(missing: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_ready(stood(**missing), material(), None)
    assert refused.value.code == "BAL-010"
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_balance_waits_for_the_day_after_the_execution() -> None:
    with pytest.raises(WrongState) as refused:
        check_ready(stood(LAST_DAY), material(waiting_statements=1), None)
    assert (refused.value.code, refused.value.values) == ("BAL-011", {"last_day": "2026-05-31"})


def test_a_balance_waits_for_every_statement() -> None:
    with pytest.raises(WrongState) as refused:
        check_ready(stood(), material(waiting_statements=1, earlier_versions=1), None)
    assert (refused.value.code, refused.value.values) == ("BAL-012", {"statements": "1"})


@pytest.mark.parametrize("reason", [None, "", " \n"])
def test_a_second_version_says_why(reason: str | None) -> None:
    with pytest.raises(Refused) as refused:
        check_ready(stood(), material(earlier_versions=1), reason)
    assert (refused.value.code, refused.value.values) == ("BAL-013", {"version": "1"})


def test_a_balance_says_how_the_lot_ended_and_everything_it_was_drawn_from() -> None:
    drawn = draw_balance(stood(), material(earlier_versions=2), "Remarque")
    assert (drawn.version_no, drawn.lot_id, drawn.figures_on) == (3, an_id("lot"), AFTER)
    assert (drawn.execution_first_day, drawn.execution_last_day) == (date(2026, 1, 1), LAST_DAY)
    assert (drawn.hours_owed, drawn.hours_validated, drawn.hours_credited) == (
        Decimal("490.00"), Decimal("82.00"), Decimal("70.00"),
    )  # fmt: skip
    assert drawn.figures.outcome is BalanceOutcome.SHORTFALL
    assert drawn.figures.balance.value == Decimal("-420.00")
    assert dict(drawn.by_mode) == {HireMode.DIRECT_HIRE: Decimal("50.00"), HireMode.STAFF_SUPPLY: Decimal("20.00")}
    assert (dict(drawn.not_credited), drawn.obligations, drawn.reliefs) == (OUTSIDE, (VERSION,), (RELIEF,))
    assert (drawn.penalties, drawn.remark) == (None, "Remarque")


def test_a_balance_names_the_lot_and_its_parties() -> None:
    drawn = draw_balance(stood(), material(), None)
    told = drawn.model_dump(include={"contract_reference", "contract_object", "lot_number", "lot_label"})
    assert told == {
        "contract_reference": "2026M1",
        "contract_object": "Médiathèque",
        "lot_number": "1",
        "lot_label": "Gros œuvre",
    }
    assert (drawn.buyer_name, drawn.facilitator_name, drawn.holders) == ("Ville", "PLIE", ("Bâtisseurs",))
    assert (drawn.version_no, drawn.remark) == (1, None)


def test_a_balance_carries_the_penalties_that_were_weighed() -> None:
    hours = lot_hours(owed="490.00", credited="70.00", last_day=LAST_DAY)
    facts = LotFacts(hours=hours, book=book_with(PER_HOUR), events=PenaltyEvents())
    drawn = draw_balance(assess_lot(facts, AFTER), material(), None)
    assert drawn.penalties is not None
    assert drawn.penalties.total.value == Decimal("4200.00")


def test_reasons_that_the_reader_is_not_shown_are_left_empty() -> None:
    assert draw_balance(stood(hours_not_credited=None), material(), None).not_credited == {}


def test_hours_by_mode_that_do_not_add_up_contradict_the_ledger() -> None:
    with pytest.raises(RuntimeError, match="do not sum"):
        draw_balance(stood(), material(by_mode={HireMode.DIRECT_HIRE: Decimal("69.99")}), None)


@pytest.mark.parametrize("missing", [{"owed": None}, {"last_day": None}])
def test_no_balance_is_drawn_without_figures(missing: dict[str, Any]) -> None:
    with pytest.raises(RuntimeError, match="once check_ready has passed"):
        draw_balance(stood(**missing), material(), None)
