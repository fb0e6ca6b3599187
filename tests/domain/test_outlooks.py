"""How lists order, count and tell lots, contracts and alerts from what is kept of them."""

import re
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from clause.domain.alerts import Alert
from clause.domain.compliance import LotFacts, assess_lot
from clause.domain.outlooks import (
    AlertInView,
    ContractInView,
    LotInView,
    Outlook,
    alerts_in_view,
    contracts_in_view,
    edition,
    in_order,
    outlook_of,
)
from clause.rules.alerts import AlertKind
from clause.rules.compliance import ComplianceStatus
from tests.builders.hours import an_id
from tests.domain.test_compliance import ON, lot_hours


def lot(
    name: str,
    status: str | None = "ON_TRACK",
    owed: str | None = "100.00",
    credited: str = "50.00",
    alerts: tuple[AlertKind, ...] = (),
    **more: Any,
) -> LotInView:
    outlook = Outlook(
        lot_id=an_id(name),
        status=ComplianceStatus(status) if status else None,
        hours_owed=Decimal(owed) if owed else None,
        hours_credited=Decimal(credited),
        alerts=alerts,
    )
    fields: dict[str, Any] = {
        "contract_id": an_id("contract"),
        "buyer_id": an_id("buyer"),
        "buyer_name": "Ville",
        "label": name,
        "last_day": date(2026, 12, 31),
        "outlook": outlook,
    }
    return LotInView(**(fields | more))


def names(rows: list[LotInView]) -> list[str]:
    return [row.label for row in rows]


def alert(kind: AlertKind) -> Alert:
    known: dict[str, Any] = {"kind": kind}
    return Alert.model_construct(**known)


def test_an_outlook_keeps_the_status_the_hours_and_the_kinds_of_alerts_in_their_order() -> None:
    stands = assess_lot(LotFacts(hours=lot_hours("a", "1000.00", "1200.00")), ON)
    kinds = (AlertKind.SURPLUS, AlertKind.NO_HIRE)
    assert outlook_of(stands, map(alert, kinds)) == Outlook(
        lot_id=an_id("a"),
        status=ComplianceStatus.MET,
        hours_owed=Decimal("1000.00"),
        hours_credited=Decimal("1200.00"),
        alerts=kinds,
    )


def test_the_outlook_of_a_lot_without_figures_has_no_status() -> None:
    found = outlook_of(assess_lot(LotFacts(hours=lot_hours("a", None, "12.00")), ON), ())
    assert (found.status, found.hours_owed, found.hours_credited, found.alerts) == (None, None, Decimal("12.00"), ())


def test_a_lot_in_view_tells_what_its_outlook_says() -> None:
    seen = lot("a", "BEHIND", "80.00", "20.00")
    assert (seen.status, seen.hours_owed, seen.hours_credited) == (
        ComplianceStatus.BEHIND,
        Decimal("80.00"),
        Decimal("20.00"),
    )


def test_a_contract_has_the_worst_status_the_sums_and_the_last_day_of_its_own_lots() -> None:
    other = an_id("other")
    rows = [
        lot("a", "MET", "100.00", "120.00", last_day=date(2026, 5, 1)),
        lot("elsewhere", "MISSED", "999.00", contract_id=an_id("unseen")),
        lot("b", "BEHIND", "50.50", "1.25", last_day=date(2027, 1, 31)),
        lot("c", "ON_TRACK", "7.00", "7.00", contract_id=other, last_day=None),
    ]
    assert contracts_in_view([other, an_id("contract")], rows) == [
        ContractInView(other, ComplianceStatus.ON_TRACK, Decimal("7.00"), Decimal("7.00"), None),
        ContractInView(
            an_id("contract"), ComplianceStatus.BEHIND, Decimal("150.50"), Decimal("121.25"), date(2027, 1, 31)
        ),
    ]


def test_a_lot_without_a_status_counts_in_no_sum_of_its_contract_but_in_its_last_day() -> None:
    rows = [lot("a", None, "30.00", "3.00", last_day=date(2028, 1, 1)), lot("b", "MET", None, "2.00")]
    [found] = contracts_in_view([an_id("contract")], rows)
    assert found == ContractInView(
        an_id("contract"), ComplianceStatus.MET, Decimal("0.00"), Decimal("2.00"), date(2028, 1, 1)
    )


def test_a_contract_none_of_whose_lots_can_be_assessed_has_no_figures() -> None:
    rows = [lot("a", None, None, last_day=date(2026, 3, 31)), lot("b", None, None, last_day=None)]
    assert contracts_in_view([an_id("contract"), an_id("empty")], rows) == [
        ContractInView(an_id("contract"), None, None, None, date(2026, 3, 31)),
        ContractInView(an_id("empty"), None, None, None, None),
    ]


ALERTED = (
    lot("école", alerts=(AlertKind.SURPLUS, AlertKind.NO_HIRE), buyer_name="ville de C"),
    lot("Atelier", alerts=(), buyer_name="Agglo"),
    lot("Bains", alerts=(AlertKind.FAR_BEHIND,), buyer_name="Ville de B"),
    lot("atelier", alerts=(AlertKind.NO_HIRE,), buyer_name="agglo"),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["école SURPLUS", "école NO_HIRE", "Bains FAR_BEHIND", "atelier NO_HIRE"]),
        ("unknown", ["école SURPLUS", "école NO_HIRE", "Bains FAR_BEHIND", "atelier NO_HIRE"]),
        ("lot", ["atelier NO_HIRE", "Bains FAR_BEHIND", "école SURPLUS", "école NO_HIRE"]),
        ("-lot", ["école SURPLUS", "école NO_HIRE", "Bains FAR_BEHIND", "atelier NO_HIRE"]),
        ("kind", ["école NO_HIRE", "atelier NO_HIRE", "Bains FAR_BEHIND", "école SURPLUS"]),
        ("-kind", ["école SURPLUS", "Bains FAR_BEHIND", "école NO_HIRE", "atelier NO_HIRE"]),
        ("buyer", ["atelier NO_HIRE", "Bains FAR_BEHIND", "école SURPLUS", "école NO_HIRE"]),
        ("-buyer", ["école SURPLUS", "école NO_HIRE", "Bains FAR_BEHIND", "atelier NO_HIRE"]),
    ],
)
def test_alerts_come_lot_by_lot_or_by_the_column_asked(order: str, expected: list[str]) -> None:
    assert [f"{one.lot.label} {one.kind}" for one in alerts_in_view(ALERTED, order)] == expected


def test_each_alert_goes_with_its_lot() -> None:
    assert alerts_in_view(ALERTED[:1]) == [
        AlertInView(ALERTED[0], AlertKind.SURPLUS),
        AlertInView(ALERTED[0], AlertKind.NO_HIRE),
    ]


ROWS = [
    lot("none", None, None, "9.00"),
    lot("track", "ON_TRACK", "100.00", "50.00"),
    lot("missed", "MISSED", "200.00", "60.00"),
    lot("zero", "NOTHING_OWED", "0.00", "0.00"),
    lot("behind", "BEHIND", "50.00", "40.00"),
]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("status", ["missed", "behind", "track", "zero", "none"]),
        ("-status", ["zero", "track", "behind", "missed", "none"]),
        ("owed", ["zero", "behind", "track", "missed", "none"]),
        ("-owed", ["missed", "track", "behind", "zero", "none"]),
        ("credited", ["zero", "none", "behind", "track", "missed"]),
        ("-credited", ["missed", "track", "behind", "none", "zero"]),
        ("ratio", ["missed", "track", "behind", "none", "zero"]),
        ("-ratio", ["behind", "track", "missed", "none", "zero"]),
        ("", ["none", "track", "missed", "zero", "behind"]),
        ("label", ["none", "track", "missed", "zero", "behind"]),
    ],
)
def test_rows_come_by_the_column_asked_those_without_a_value_last(order: str, expected: list[str]) -> None:
    assert names(in_order(ROWS, order)) == expected


def test_a_contract_without_hours_credited_has_no_share_to_be_ordered_by() -> None:
    bare = ContractInView(an_id("a"), None, Decimal("10.00"), None, None)
    full = ContractInView(an_id("b"), ComplianceStatus.MET, Decimal("10.00"), Decimal("10.00"), None)
    assert in_order([bare, full], "ratio") == [full, bare]
    assert in_order([bare, full], "credited") == [full, bare]


def test_rows_of_the_same_value_stay_in_their_order_in_both_directions() -> None:
    rows = [lot("first"), lot("second"), lot("third", owed="1.00")]
    assert names(in_order(rows, "owed")) == ["third", "first", "second"]
    assert names(in_order(rows, "-owed")) == ["first", "second", "third"]


def test_an_edition_is_thirty_two_hexadecimal_figures_drawn_from_something_and_stays_the_same() -> None:
    assert re.fullmatch("[0-9a-f]{32}", edition())
    assert edition() != sha256().hexdigest()[:32]
    assert edition.__wrapped__() == edition()
