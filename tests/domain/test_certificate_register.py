"""What a certificate counts, for whom it may be, from when on, and what it is worth afterwards."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.certificate_figures import UNNAMED_GROUND, BookedHours, HireHours, booked_hours, hours_of
from clause.domain.certificate_register import (
    MOVES,
    CertificateOrder,
    CertificateState,
    Holder,
    Standing,
    Subject,
    execution_of,
    figures_day,
    holder_of,
    progress,
    standing_of,
)
from clause.domain.certificates import CertificateKind, Party
from clause.domain.errors import Refused, WrongState
from clause.rules.calendar import Period

LAST_DAY = date(2026, 12, 31)
FEW = 5
EXECUTION = Period(date(2026, 1, 1), LAST_DAY)
ORG = Party(name="Maison de l’emploi", identifier="99000001200017")


def an_id(number: int) -> UUID:
    return UUID(int=number)


def holder(number: int, name: str = "Bâtisseurs") -> Holder:
    return Holder(company_id=an_id(number), party=Party(name=name, identifier="99000003800010"))


def subject(*holders: Holder, **changes: Any) -> Subject:
    fields: dict[str, Any] = {
        "lot_id": an_id(1),
        "facilitator_org_id": an_id(2),
        "buyer_id": an_id(3),
        "contract_reference": "2026M1",
        "contract_object": "Médiathèque",
        "lot_number": "1",
        "lot_label": "Gros œuvre",
        "first_day": EXECUTION.first_day,
        "last_day": LAST_DAY,
        "facilitator_org": ORG,
        "buyer": ORG,
        "holders": holders,
    }
    return Subject(**(fields | changes))


def row(hire: int = 1, credited: str = "0.00", validated: str | None = None, **changes: Any) -> HireHours:
    fields: dict[str, Any] = {
        "hire_id": an_id(hire),
        "participant_id": an_id(100 + hire),
        "company_id": an_id(10),
        "mode": "DIRECT_HIRE",
        "ground": "RSA",
        "not_credited_reason": None,
        "hours_validated": validated or credited,
        "hours_credited": credited,
        "entries": 1,
    }
    return HireHours(**(fields | changes))


def add_up(rows: list[HireHours]) -> BookedHours:
    return booked_hours(rows, "Non précisé", FEW)


def test_hours_are_added_up_by_mode_the_most_first() -> None:
    booked = add_up([row(1, "10.00"), row(2, "25.50", mode="STAFF_SUPPLY"), row(3, "20.00", ground="DELD")])
    assert booked.hours_credited == Decimal("55.50")
    assert [(line.mode, line.hours_credited) for line in booked.by_mode] == [
        ("DIRECT_HIRE", Decimal("30.00")),
        ("STAFF_SUPPLY", Decimal("25.50")),
    ]


def test_hours_are_added_up_by_ground_the_most_first() -> None:
    deld = [row(hire, "5.00", ground="DELD") for hire in (1, 2)]
    rsa = [row(hire, "9.00") for hire in (3, 4)]
    booked = add_up([*deld, *rsa])
    assert [(line.ground, line.hours_credited) for line in booked.by_ground] == [
        ("RSA", Decimal("18.00")),
        ("DELD", Decimal("10.00")),
    ]


@pytest.mark.parametrize(("people", "named"), [(1, False), (2, True), (3, True)])
def test_a_ground_that_a_single_person_has_is_not_named(people: int, named: bool) -> None:
    booked = add_up([row(hire, "10.00", ground="BOETH") for hire in range(1, people + 1)])
    assert [(line.ground, line.label == "Non précisé") for line in booked.by_ground] == [
        ("BOETH", False) if named else (UNNAMED_GROUND, True)
    ]


def test_several_hires_of_one_person_do_not_make_a_ground_shared() -> None:
    rows = [row(hire, "10.00", participant_id=an_id(500)) for hire in (1, 2)]
    assert [line.ground for line in add_up(rows).by_ground] == [UNNAMED_GROUND]


def test_grounds_that_are_not_named_are_told_together() -> None:
    booked = add_up([row(1, "10.00"), row(2, "5.00", ground="DELD")])
    assert [(line.ground, line.hours_credited) for line in booked.by_ground] == [(UNNAMED_GROUND, Decimal("15.00"))]


def test_one_person_with_two_hires_is_counted_once() -> None:
    again = [row(hire, "10.00", participant_id=an_id(100 + hire - FEW)) for hire in range(FEW + 1, 2 * FEW + 1)]
    booked = add_up([*(row(hire, "10.00") for hire in range(1, FEW + 1)), *again])
    assert (booked.number_of_people, booked.number_of_hires) == (FEW, 2 * FEW)


@pytest.mark.parametrize(
    ("people", "told"), [(0, (0, 0, None)), (1, (None, None, 5)), (4, (None, None, 5)), (5, (5, 5, None))]
)
def test_few_people_are_not_counted_out(people: int, told: tuple[int | None, ...]) -> None:
    booked = add_up([row(hire, "10.00") for hire in range(1, people + 1)])
    assert (booked.number_of_people, booked.number_of_hires, booked.fewer_than) == told


def test_hires_are_counted_out_beside_few_people() -> None:
    booked = add_up([row(hire, "10.00", participant_id=an_id(500)) for hire in range(1, FEW + 1)])
    assert (booked.number_of_people, booked.number_of_hires, booked.lasting_hires) == (None, 5, 0)


def test_who_has_no_credited_hours_is_not_counted() -> None:
    outside = row(1, "0.00", "12.00", not_credited_reason="OUTSIDE_EXECUTION_WINDOW")
    booked = add_up([outside, row(2, "0.00")])
    assert (booked.number_of_people, booked.number_of_hires) == (0, 0)
    assert booked.hours_not_credited == Decimal("12.00")
    assert [(line.reason, line.entries) for line in booked.not_credited] == [("OUTSIDE_EXECUTION_WINDOW", 1)]


def test_what_was_reversed_to_nothing_is_not_shown() -> None:
    undone = row(1, "0.00", "0.00", not_credited_reason="OUTSIDE_EXECUTION_WINDOW", entries=0)
    booked = add_up([undone, row(2, "0.00", entries=0)])
    assert (booked.not_credited, booked.by_mode, booked.by_ground) == ((), (), ())


_HOURS = st.decimals(min_value=0, max_value=9999, places=2)


@given(st.lists(st.tuples(_HOURS, st.booleans(), st.sampled_from(["RSA", "DELD", "QPV"])), max_size=20))
def test_every_breakdown_adds_up_to_its_total(entries: list[tuple[Decimal, bool, str]]) -> None:
    rows = [
        row(
            number,
            str(hours) if counts else "0.00",
            str(hours),
            ground=ground,
            not_credited_reason=None if counts else "OUTSIDE_ELIGIBILITY_WINDOW",
        )
        for number, (hours, counts, ground) in enumerate(entries)
    ]
    booked = add_up(rows)
    assert sum(line.hours_credited for line in booked.by_ground) == booked.hours_credited
    assert sum(line.hours_credited for line in booked.by_mode) == booked.hours_credited
    assert booked.hours_credited + booked.hours_not_credited == booked.hours_validated


def test_hours_of_one_company_leave_out_those_of_the_others() -> None:
    rows = [row(1, "10.00"), row(2, "7.25", company_id=an_id(11))]
    assert hours_of(rows, an_id(11)) == Decimal("7.25")


def test_a_single_holder_is_implied() -> None:
    assert holder_of(subject(holder(10)), None).company_id == an_id(10)


def test_a_holder_among_several_is_named() -> None:
    assert holder_of(subject(holder(10), holder(11)), an_id(11)).company_id == an_id(11)


@pytest.mark.parametrize(
    ("holders", "company", "code"),
    [((), None, "CRT-011"), ((holder(10), holder(11)), None, "CRT-012"), ((holder(10),), an_id(99), "CRT-013")],
)
def test_a_certificate_needs_one_of_the_holders(holders: tuple[Holder, ...], company: UUID | None, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        holder_of(subject(*holders), company)
    assert refusal.value.code == code


@pytest.mark.parametrize("missing", ["first_day", "last_day"])
def test_a_certificate_needs_both_days_of_the_execution(missing: str) -> None:
    with pytest.raises(Refused) as refusal:
        execution_of(subject(**{missing: None}))
    assert refusal.value.code == "CRT-014"


@pytest.mark.parametrize(("offset", "allowed"), [(-1, False), (0, True), (1, True)])
def test_a_final_certificate_waits_for_the_last_day_of_execution(offset: int, allowed: bool) -> None:
    order = CertificateOrder(kind=CertificateKind.FINAL)
    today = LAST_DAY + timedelta(days=offset)
    if allowed:
        assert figures_day(order, EXECUTION, today) == today
        return
    with pytest.raises(Refused) as refusal:
        figures_day(order, EXECUTION, today)
    assert refusal.value.code == "CRT-016"


@pytest.mark.parametrize(("offset", "allowed"), [(-1, True), (0, True), (1, False)])
def test_no_certificate_counts_a_day_to_come(offset: int, allowed: bool) -> None:
    today = date(2026, 6, 15)
    order = CertificateOrder(kind=CertificateKind.PROGRESS, as_of=today + timedelta(days=offset))
    if allowed:
        assert figures_day(order, EXECUTION, today) == order.as_of
        return
    with pytest.raises(Refused) as refusal:
        figures_day(order, EXECUTION, today)
    assert refusal.value.code == "CRT-015"


def test_a_day_before_any_rule_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        progress(Decimal("1.00"), Decimal("0.00"), EXECUTION, date(1, 1, 1))
    assert refusal.value.code == "CRT-017"


@pytest.mark.parametrize(
    ("number", "label", "name"),
    [("1", "Gros œuvre", "Lot 1 – Gros œuvre"), ("1", "Lot 1 : gros œuvre", "Lot 1 : gros œuvre"),
     (None, "Gros œuvre", "Gros œuvre"), (None, "Médiathèque", None)],
)  # fmt: skip
def test_a_lot_is_named_once(number: str | None, label: str, name: str | None) -> None:
    assert subject(lot_number=number, lot_label=label).lot_name == name


@pytest.mark.parametrize(
    ("state", "successor", "standing"),
    [
        (CertificateState.ISSUED, None, Standing.VALID),
        (CertificateState.ISSUED, "2026-000002", Standing.SUPERSEDED),
        (CertificateState.REVOKED, None, Standing.REVOKED),
        (CertificateState.REVOKED, "2026-000002", Standing.REVOKED),
    ],
)
def test_a_revoked_certificate_stays_revoked(
    state: CertificateState, successor: str | None, standing: Standing
) -> None:
    assert standing_of(state, successor) is standing


@pytest.mark.parametrize("action", MOVES.moves)
@pytest.mark.parametrize("state", CertificateState)
def test_only_the_moves_of_the_table_are_legal(action: str, state: CertificateState) -> None:
    legal = {("issue", CertificateState.REQUESTED), ("revoke", CertificateState.ISSUED)}
    if (action, state) in legal:
        assert MOVES.after(state, action) is not state
        return
    with pytest.raises(WrongState):
        MOVES.after(state, action)


@pytest.mark.parametrize(
    ("nature", "training"),
    [("WORK", "0.00"), ("TRAINING_IN_CONTRACT", "5.00"), ("TRAINING_OUTSIDE_CONTRACT", "5.00"), ("TUTORING", "0.00")],
)
def test_the_hours_of_a_tutor_are_no_training(nature: str, training: str) -> None:
    booked = add_up([row(1, "10.00"), row(2, "5.00", nature=nature)])
    assert (booked.hours_credited, booked.hours_training) == (Decimal("15.00"), Decimal(training))
