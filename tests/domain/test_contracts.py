"""Lots: their days, who may hold them, what a facilitator decides of them, and how far they are."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.contracts import (
    FollowUpState,
    HolderRole,
    LotHolder,
    NewLot,
    NewModification,
    decided,
    execution_window,
    progress,
    require_days_in_order,
    require_kind_fits,
    require_role_fits,
    roles_of_published_holders,
    window_of,
)
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import Refused, WrongState
from clause.rules.calendar import Period
from clause.rules.compliance import ComplianceStatus, Course
from tests.builders.holding import LEAD, SECOND, holder, lot_of
from tests.builders.hours import a_rulebook
from tests.builders.refusals import error_of

HOLDER, LEADER, MEMBER = HolderRole.HOLDER, HolderRole.LEAD_HOLDER, HolderRole.CO_HOLDER
PRESELECTED, TO_REVIEW, FOLLOWED, SET_ASIDE = FollowUpState
JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("notified_on", "months", "window"),
    [
        (date(2026, 1, 15), 12, Period(date(2026, 1, 15), date(2027, 1, 14))),
        (date(2026, 1, 1), 1, Period(date(2026, 1, 1), date(2026, 1, 31))),
        (date(2026, 1, 31), 1, Period(date(2026, 1, 31), date(2026, 2, 27))),
        (None, 12, None),
        (date(2026, 1, 15), None, None),
    ],
)
def test_a_duration_runs_from_the_notification_to_the_eve_of_the_same_day(
    notified_on: date | None, months: int | None, window: Period | None
) -> None:
    assert execution_window(notified_on, months) == window


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({}, (None, None)),
        ({"first_day": JANUARY}, (JANUARY, None)),
        ({"last_day": DECEMBER}, (None, DECEMBER)),
        ({"notified_on": JANUARY, "duration_months": 12}, (JANUARY, DECEMBER)),
        (
            {"notified_on": JANUARY, "duration_months": 12, "first_day": date(2026, 2, 1)},
            (date(2026, 2, 1), DECEMBER),
        ),
        (
            {"notified_on": JANUARY, "duration_months": 12, "last_day": date(2027, 3, 31)},
            (JANUARY, date(2027, 3, 31)),
        ),
        ({"first_day": JANUARY, "last_day": JANUARY}, (JANUARY, JANUARY)),
    ],
)
def test_the_days_of_a_lot_are_those_typed_or_else_those_that_its_duration_implies(
    typed: dict[str, Any], days: tuple[date | None, date | None]
) -> None:
    assert window_of(NewLot(label="Peinture", **typed)) == days


def test_the_days_of_a_lot_are_in_order() -> None:
    wrong = {"first_day": "2026-01-01", "last_day": "2025-12-31"}
    lot = NewLot(label="Peinture", first_day=JANUARY, last_day=date(2025, 12, 31))
    assert error_of(lambda: window_of(lot)) == (Refused, "CTR-011", wrong)
    for days in ((JANUARY, JANUARY), (JANUARY, None), (None, JANUARY), (None, None)):
        assert error_of(lambda days=days: require_days_in_order(*days)) is None  # type: ignore[misc]


@pytest.mark.parametrize(
    ("days", "execution"),
    [
        ((JANUARY, DECEMBER), Period(JANUARY, DECEMBER)),
        ((JANUARY, None), None),
        ((None, DECEMBER), None),
    ],
)
def test_the_execution_is_known_once_both_days_are(
    days: tuple[date | None, date | None], execution: Period | None
) -> None:
    assert lot_of(first_day=days[0], last_day=days[1]).execution == execution


def test_a_lot_is_the_buyers() -> None:
    assert lot_of().buyer_id == lot_of().buyer.id


@pytest.mark.parametrize(
    ("before", "asked", "reason", "after"),
    [
        (PRESELECTED, None, "x", (PRESELECTED, "Ancienne raison")),
        (PRESELECTED, FOLLOWED, None, (FOLLOWED, None)),
        (TO_REVIEW, SET_ASIDE, "Sans clause", (SET_ASIDE, "Sans clause")),
        (SET_ASIDE, FOLLOWED, "Repris", (FOLLOWED, "Repris")),
        (FOLLOWED, FOLLOWED, None, (FOLLOWED, "Ancienne raison")),
        (SET_ASIDE, SET_ASIDE, "", (SET_ASIDE, "Ancienne raison")),
        (SET_ASIDE, SET_ASIDE, "Autre raison", (SET_ASIDE, "Autre raison")),
        (PRESELECTED, PRESELECTED, None, (PRESELECTED, "Ancienne raison")),
    ],
)
def test_a_lot_is_followed_or_set_aside_and_keeps_its_reason_when_nothing_new_is_decided(
    before: FollowUpState, asked: FollowUpState | None, reason: str | None, after: tuple[FollowUpState, str | None]
) -> None:
    assert decided(lot_of(follow_up=before, follow_up_reason="Ancienne raison"), asked, reason) == after


@pytest.mark.parametrize(
    ("asked", "reason", "expected"),
    [
        (SET_ASIDE, None, (Refused, "CTR-007", {})),
        (SET_ASIDE, "", (Refused, "CTR-007", {})),
        (PRESELECTED, "x", (WrongState, "CTR-010", {"action": PRESELECTED, "state": "followed"})),
        (TO_REVIEW, "x", (WrongState, "CTR-010", {"action": TO_REVIEW, "state": "followed"})),
    ],
)
def test_nobody_sets_a_lot_aside_without_a_reason_and_only_an_import_proposes_it(
    asked: FollowUpState, reason: str | None, expected: Any
) -> None:
    assert error_of(lambda: decided(lot_of(), asked, reason)) == expected


@pytest.mark.parametrize(
    ("role", "others", "expected"),
    [
        (HOLDER, [], None),
        (LEADER, [], None),
        (LEADER, [MEMBER], None),
        (MEMBER, [LEADER, MEMBER], None),
        (HOLDER, [MEMBER], (Refused, "CTR-012", {"role": "HOLDER"})),
        (MEMBER, [HOLDER], (Refused, "CTR-012", {"role": "CO_HOLDER"})),
        (LEADER, [MEMBER, LEADER], (Refused, "CTR-013", {})),
    ],
)
def test_a_sole_holder_is_alone_and_a_consortium_has_one_lead(
    role: HolderRole, others: list[HolderRole], expected: Any
) -> None:
    assert error_of(lambda: require_role_fits(role, others)) == expected


@pytest.mark.parametrize(
    ("kind", "holders", "fits"),
    [
        (ConsortiumKind.CONJOINT, (holder(LEAD, HOLDER, JANUARY),), True),
        (ConsortiumKind.NONE, (holder(LEAD, LEADER, JANUARY), holder(SECOND, HOLDER)), True),
        (ConsortiumKind.SOLIDAIRE, (holder(LEAD, HOLDER),), False),
        (ConsortiumKind.UNKNOWN, (holder(LEAD, HOLDER),), True),
        (ConsortiumKind.NONE, (holder(LEAD, LEADER),), False),
    ],
)
def test_the_kind_of_group_fits_those_who_stay(
    kind: ConsortiumKind, holders: tuple[LotHolder, ...], fits: bool
) -> None:
    wrong = (Refused, "CTR-201", {"kind": kind.value})
    assert error_of(lambda: require_kind_fits(kind, holders)) == (None if fits else wrong)


def test_of_several_published_holders_nobody_knows_who_leads() -> None:
    assert [roles_of_published_holders(count) for count in (1, 2, 3)] == [HOLDER, MEMBER, MEMBER]


def modification(**changes: Any) -> NewModification:
    known: dict[str, Any] = {"lot_id": UUID(int=1), "number": "1", "amount_stated": Decimal("1000.00")}
    return NewModification(**{**known, **changes})


def test_two_modifications_are_one_when_all_but_their_lot_is_the_same() -> None:
    same = [modification(), modification(), modification(lot_id=UUID(int=2))]
    assert len({one.content_hash for one in same}) == 1
    others = (
        {"number": "2"},
        {"object": "Avenant"},
        {"notified_on": JANUARY},
        {"published_on": JANUARY},
        {"amount_stated": Decimal("1000.01")},
        {"duration_months": 12},
        {"company_ids": (LEAD,)},
        {"company_ids": (LEAD, SECOND)},
    )
    assert len({modification(**changes).content_hash for changes in ({}, *others)}) == 9


@pytest.mark.parametrize(
    ("owed", "credited", "ratio", "status"),
    [
        (None, "60.00", None, None),
        ("0.00", "60.00", None, ComplianceStatus.NOTHING_OWED),
        ("100.00", "100.00", "1.0000", ComplianceStatus.MET),
        ("100.00", "50.14", "0.5014", ComplianceStatus.ON_TRACK),
        ("100.00", "50.13", "0.5013", ComplianceStatus.BEHIND),
    ],
)
def test_a_lot_is_read_by_its_ratio_and_by_its_course(
    owed: str | None, credited: str, ratio: str | None, status: ComplianceStatus | None
) -> None:
    half_way = date(2026, 7, 2)
    hours = None if owed is None else Decimal(owed)
    course = Course(Period(JANUARY, DECEMBER))
    found, standing = progress(hours, Decimal(credited), course, half_way)
    assert ((str(found.value) if found else None), standing) == (ratio, status)


def test_a_lot_without_days_has_a_ratio_and_no_status() -> None:
    found, status = progress(Decimal("100.00"), Decimal("60.00"), None, JANUARY)
    assert found is not None
    assert (str(found.value), status) == ("0.6000", None)


def test_the_status_is_read_by_the_lots_own_rules() -> None:
    course, day = Course(Period(JANUARY, DECEMBER)), date(2026, 7, 2)
    strict = a_rulebook(compliance_at_risk_from_share="0.10", compliance_at_risk_below_share="1")
    patient = a_rulebook(compliance_starting_share="0.90")
    statuses = [progress(Decimal("100.00"), Decimal("50.00"), course, day, book)[1] for book in (strict, patient)]
    assert statuses == [ComplianceStatus.AT_RISK, ComplianceStatus.STARTING]
