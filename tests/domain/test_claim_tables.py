"""A claim as flat rows: what stands in each block, what is shown as the key, and what is unknown."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.claim_snapshot import ClaimRecords
from clause.domain.claim_tables import IndicatorRow, OtherRow, StaffRow, blocks_of, tables_of_snapshot
from clause.domain.claims import ClaimKind, ClaimLine, ClaimLineKind
from clause.rules.cost_codes import CostPost
from tests.builders.claim_inputs import an_item
from tests.builders.frozen_claims import a_snapshot, a_staff_line
from tests.builders.plain_claims import TRACE, a_claim, a_line
from tests.builders.replayed_claims import a_resource

ROOM = an_item(
    "Salle",
    "120.40",
    supplier="Loueur",
    document_reference="F-12",
    incurred_on=date(2026, 5, 2),
    paid_on=date(2026, 5, 20),
)


def staff(line: ClaimLine) -> StaffRow:
    (row,) = blocks_of([line], ClaimRecords(), None)["staff"]
    assert isinstance(row, StaffRow)
    return row


def indicators(value: dict[str, Any] | None) -> list[tuple[str, str | None]]:
    return [(row.code, row.value) for row in blocks_of([], ClaimRecords(), value)["indicators"]]


def told(name: str, value: str) -> dict[str, Any]:
    return {"trace": TRACE.model_copy(update={"inputs": {name: value}})}


def test_a_persons_month_is_one_row_with_hours_on_the_operation_over_hours_worked() -> None:
    assert staff(a_staff_line(1)) == StaffRow(
        position=1,
        kind="STAFF",
        person="P1",
        function="Facilitatrice",
        month="2026-05",
        method="M2",
        cost=Decimal("3912.37"),
        hours_on_operation=Decimal("98.50"),
        hours_worked=Decimal("133.00"),
        key=Decimal("0.7406"),
        amount=Decimal("2897.51"),
    )


def test_a_frozen_line_says_the_same_as_the_line_it_was() -> None:
    line = a_staff_line(1)
    (row,) = tables_of_snapshot(a_snapshot(line), "f" * 64).staff
    assert row == staff(line)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"method": "M1", **told("time_share", "0.60")}, "0.60"),
        ({"method": "M1", **told("hourly_rate", "27.90")}, None),
        ({"method": "M3a", **told("hourly_rate", "27.90")}, "27.90"),
        ({"method": "M3b", **told("hourly_rate", "31.00")}, "31.00"),
        ({"method": "M3b", **told("time_share", "0.60")}, None),
        ({"hours_on_operation": Decimal("1.00"), "hours_worked": Decimal("3.00")}, "0.3333"),
        ({"hours_on_operation": Decimal("2.00"), "hours_worked": Decimal("3.00")}, "0.6667"),
        ({"hours_on_operation": Decimal("0.00")}, "0.0000"),
        ({"hours_worked": Decimal("0.00")}, None),
        ({"hours_worked": None}, None),
        ({"hours_on_operation": None}, None),
        ({"method": None}, None),
        ({"kind": ClaimLineKind.ADJUSTMENT}, None),
    ],
)
def test_the_key_is_what_the_method_multiplies_by_and_unknown_otherwise(
    changes: dict[str, Any], key: str | None
) -> None:
    found = staff(a_staff_line(1).model_copy(update=changes)).key
    assert (str(found) if found is not None else None) == key


def test_a_line_of_several_months_has_no_month_and_one_without_a_person_an_empty_name() -> None:
    row = staff(a_staff_line(1, person="", month=None, method=None, staff_number=None, job_title=None))
    assert (row.person, row.function, row.month, row.method) == ("", None, None, None)


def test_adjustments_are_rows_of_people_and_everything_else_stands_apart_in_the_claims_order() -> None:
    lines = [
        a_line(1, "1.00", ClaimLineKind.RETURNED),
        a_staff_line(2, "2.00"),
        a_line(3, "3.00", ClaimLineKind.COST),
        a_line(4, "-4.00", ClaimLineKind.ADJUSTMENT),
        a_line(5, "5.00", ClaimLineKind.FLAT_RATE, None),
    ]
    blocks = blocks_of(iter(lines), ClaimRecords(), None)
    assert [(row.position, row.kind) for row in blocks["staff"]] == [(2, "STAFF"), (4, "ADJUSTMENT")]
    assert [(row.position, row.kind) for row in blocks["others"]] == [(1, "RETURNED"), (3, "COST"), (5, "FLAT_RATE")]


def test_a_cost_stands_with_what_its_document_says() -> None:
    line = a_line(3, "120.40", ClaimLineKind.COST, CostPost.OPERATING, cost_item_id=ROOM.id)
    (row,) = blocks_of([line], ClaimRecords(cost_items=(an_item("Autre", "1.00"), ROOM)), None)["others"]
    assert row == OtherRow(
        position=3,
        kind="COST",
        post="OPERATING",
        label="Salle",
        supplier="Loueur",
        document_reference="F-12",
        incurred_on=date(2026, 5, 2),
        paid_on=date(2026, 5, 20),
        formula=TRACE.formula_id,
        amount=Decimal("120.40"),
    )


def test_a_flat_rate_has_no_document_and_no_post() -> None:
    line = a_line(5, "5.00", ClaimLineKind.FLAT_RATE, None)
    (row,) = blocks_of([line], ClaimRecords(cost_items=(ROOM,)), None)["others"]
    assert (row.post, row.label, row.supplier, row.document_reference) == (None, None, None, None)
    assert (row.incurred_on, row.paid_on, row.formula) == (None, None, TRACE.formula_id)


def test_indicators_are_told_leaf_by_leaf_under_the_names_that_lead_to_them() -> None:
    nested = {"EECO01": {"women": 3, "men": None}, "list": [{"code": "A"}, "B"], "total": 5}
    assert indicators(nested) == [
        ("EECO01.women", "3"),
        ("EECO01.men", None),
        ("list[1].code", "A"),
        ("list[2]", "B"),
        ("total", "5"),
    ]


@pytest.mark.parametrize("nothing", [None, {}])
def test_a_claim_without_indicators_has_no_row_of_them(nothing: dict[str, Any] | None) -> None:
    assert indicators(nothing) == []


def test_the_tables_of_a_frozen_claim_name_it_and_count_the_rows_of_all_blocks() -> None:
    records = ClaimRecords(cost_items=(ROOM,), resources=(a_resource("10.00"), a_resource("20.00")))
    lines = (
        a_staff_line(1),
        a_line(2, "120.40", ClaimLineKind.COST, CostPost.OPERATING, cost_item_id=ROOM.id),
        a_line(3, "1159.00", ClaimLineKind.FLAT_RATE, None),
        a_line(4, "5.00", ClaimLineKind.RETURNED),
    )
    snapshot = a_snapshot(*lines, records=records, claim=a_claim(6, ClaimKind.FINAL))
    held = snapshot.model_copy(update={"indicators": {"a": 1, "b": 2, "c": 3, "d": 4}})
    tables = tables_of_snapshot(held, "f" * 64)
    assert (tables.number, tables.operation_number, tables.sha256) == (6, "1", "f" * 64)
    assert (tables.first_month, tables.last_month) == ("2026-05", "2026-06")
    assert (len(tables.staff), len(tables.others)) == (1, 3)
    assert tables.resources == records.resources
    assert tables.indicators[0] == IndicatorRow(code="a", value="1")
    assert tables.row_count == 1 + 3 + 2 + 4
