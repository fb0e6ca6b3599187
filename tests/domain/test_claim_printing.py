"""What the claim PDF shows, read from frozen bytes: lines, costs, resources and waivers, and that its figures tie."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from clause.domain.claim_document import ClaimDocument, ClaimKind, DueBounds, OtherLine
from clause.domain.claim_narrative import ClaimNarrative, Waiver
from clause.domain.claim_printing import document_of
from clause.domain.claim_snapshot import ClaimRecords, snapshot_hash
from clause.domain.claims import ClaimKind as RecordedKind
from clause.domain.claims import ClaimLine, ClaimLineKind, FlatRateAmount
from clause.domain.findings import Finding
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import CostMethod, CostPlan, CostPost
from tests.builders.claim_inputs import an_agreement, an_item, an_operation, named
from tests.builders.frozen_claims import FACILITATION, a_snapshot, a_staff_line, tying_amounts
from tests.builders.plain_claims import AT, a_claim, a_line
from tests.builders.replayed_claims import a_resource

ROOM = an_item("Salle", "120.40")
LINES = (
    a_staff_line(1),
    a_staff_line(2, "1000.00", "P2", month=None, hours_on_operation=None, employer_cost=None),
    a_line(3, "120.40", ClaimLineKind.COST, CostPost.OPERATING, cost_item_id=ROOM.id),
    a_line(4, "-4.00", ClaimLineKind.ADJUSTMENT, staff_number="P1", month=Month(2026, 4)),
    a_line(5, "1559.00", ClaimLineKind.FLAT_RATE, None),
)


def printed(*lines: ClaimLine, **changes: Any) -> ClaimDocument:
    return document_of(a_snapshot(*(lines or LINES), **changes).canonical_bytes())


def test_the_document_names_the_claim_its_days_and_its_parties() -> None:
    document = printed(claim=a_claim(3, RecordedKind.FINAL))
    assert (document.number, document.version, document.kind) == (3, 1, ClaimKind.FINAL)
    assert (document.first_day, document.last_day) == (date(2026, 5, 1), date(2026, 6, 30))
    assert (document.operation.title, document.beneficiary.name) == ("T", "Brisemer")
    assert document.intermediate_body == "Département"
    assert (document.signature.name, document.signature.capacity) == ("Maëlle Direction", "Présidente")
    assert (document.signature.signed_on, document.declarations) == (date(2026, 7, 1), ("Exact.",))


def test_the_document_carries_the_hash_of_the_bytes_it_was_read_from() -> None:
    content = a_snapshot(*LINES).canonical_bytes()
    assert document_of(content).snapshot_hash == snapshot_hash(content)


def test_the_agreement_is_printed_as_it_was_computed_with() -> None:
    agreement = printed().agreement
    assert (str(agreement.planned_total_cost), str(agreement.grant)) == ("60000.00", "36000.00")
    assert (agreement.reference, agreement.rate, agreement.rate_decimals) == ("C", Decimal("0.6"), 2)
    assert agreement.cost_plan is CostPlan.P40


def test_a_rate_is_printed_with_as_many_decimals_as_it_was_agreed_with() -> None:
    agreement = an_agreement(rate=Decimal("0.438649"), rate_decimals=3)
    found = printed(operation=an_operation(agreement=agreement)).agreement
    assert (str(found.rate), found.rate_decimals) == ("0.43865", 3)


def test_what_is_told_beside_the_figures_is_printed_as_it_was_frozen() -> None:
    narrative = ClaimNarrative(difficulties="Aucune.", publicity="Affiches.")
    document = printed(narrative=narrative, facilitation=FACILITATION)
    assert (document.narrative, document.facilitation) == (narrative, FACILITATION)
    assert (printed().narrative, printed().facilitation) == (None, None)


def test_staff_lines_stand_by_person_and_other_lines_apart_without_the_flat_rates() -> None:
    document = printed(records=ClaimRecords(cost_items=(ROOM,)))
    first, second = document.lines
    assert (first.person_ref, first.function, first.month) == ("P1", "Facilitatrice", Month(2026, 5))
    assert (first.method, str(first.hours_on_operation), str(first.amount)) == (CostMethod.M2, "98.50", "2897.51")
    assert (second.person_ref, second.month, second.hours_on_operation) == ("P2", None, None)
    assert document.other_lines == (
        OtherLine(kind="COST", label="Salle", amount=Decimal("120.40")),
        OtherLine(kind="ADJUSTMENT", person_ref="P1", month=Month(2026, 4), amount=Decimal("-4.00")),
    )


def test_a_cost_whose_record_is_not_in_the_claim_has_no_label() -> None:
    assert [line.label for line in printed().other_lines] == [None, None]


def test_the_amounts_are_those_of_the_claim() -> None:
    flat = FlatRateAmount(code="P40", base=Decimal("3893.51"), rate=Decimal("0.4000"), amount=Decimal("1559.00"))
    amounts = tying_amounts(LINES, flat_rate="0.4000", requested_before="30.00", amount_requested="70.00")
    document = printed(figures=amounts.model_copy(update={"flat_rates": (flat,)}))
    assert (str(document.staff_cost), str(document.other_costs)) == ("3897.51", "116.40")
    assert (str(document.flat_rate), str(document.flat_rate_amount)) == ("0.4000", "1559.00")
    assert [(one.code, str(one.rate), str(one.amount)) for one in document.flat_rates] == [("P40", "0.4000", "1559.00")]
    assert (str(document.total_eligible_cost), str(document.cost_to_date)) == ("5572.91", "5572.91")
    assert (str(document.cost_claimed_before), str(document.other_resources)) == ("0.00", "0.00")
    assert (str(document.due.by_grant), str(document.due.by_rate)) == ("36000.00", "100.00")
    assert (document.due.binding, str(document.due.amount_due)) == (DueTerm.RATE, "100.00")
    assert (str(document.requested_before), str(document.amount_requested)) == ("30.00", "70.00")
    assert str(document.own_funds) == "5472.91"


def test_what_is_payable_to_date_is_what_is_asked_for_now_and_before() -> None:
    document = printed(figures=tying_amounts(LINES, requested_before="40.00", amount_requested="75.00"))
    assert str(document.payable_to_date) == "115.00"


@pytest.mark.parametrize(("typed", "is_typed"), [(None, False), (Decimal("0.00"), True), (Decimal("12.00"), True)])
def test_resources_that_were_typed_are_told_even_when_there_are_none(typed: Decimal | None, is_typed: bool) -> None:
    assert printed(other_resources=typed).resources_typed is is_typed


def test_a_resource_says_whether_its_act_is_there() -> None:
    with_act = a_resource("10.00").model_copy(update={"document_id": named("act")})
    records = ClaimRecords(resources=(with_act, a_resource("20.00")))
    found = printed(records=records).resources
    assert [(str(one.amount_received), one.has_document) for one in found] == [("10.00", True), ("20.00", False)]
    assert (found[0].funder, found[0].kind, found[0].received_on) == ("Préfecture", "STATE", date(2026, 5, 1))


def waiver(code: str, at: datetime = AT) -> Waiver:
    return Waiver(code=code, field="lines[0]", reason="Vu avec le département.", waived_by=None, waived_at=at)


def test_a_waiver_is_printed_with_what_its_finding_said() -> None:
    findings = (
        Finding(code="CLM-131", field="lines[0]", raw="x", values={"most": "1"}),
        Finding(code="CLM-130", field="lines[1]", raw="y"),
        Finding(code="CLM-130", field="lines[0]", raw="35", values={"most": "30"}),
    )
    (found,) = printed(findings=findings, waivers=(waiver("CLM-130"),)).waivers
    assert (found.code, found.field, found.reason) == ("CLM-130", "lines[0]", "Vu avec le département.")
    assert found.values == {"field": "lines[0]", "raw": "35", "most": "30"}


def test_a_finding_that_read_nothing_fills_its_sentence_with_an_empty_value() -> None:
    (found,) = printed(findings=(Finding(code="CLM-130", field="lines[0]"),), waivers=(waiver("CLM-130"),)).waivers
    assert found.values == {"field": "lines[0]", "raw": ""}


def test_a_waiver_whose_finding_is_gone_is_printed_without_its_values() -> None:
    (found,) = printed(waivers=(waiver("CLM-130"),)).waivers
    assert found.values is None


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_the_day_of_a_waiver_is_that_of_france(at: datetime, day: date) -> None:
    (found,) = printed(waivers=(waiver("CLM-130", at),)).waivers
    assert found.waived_on == day


@pytest.mark.parametrize(
    ("amounts", "wrong"),
    [
        ({"staff_cost": "3897.52"}, "staff_cost, total_eligible_cost"),
        ({"other_costs": "116.39"}, "staff_cost, total_eligible_cost"),
        ({"total_cost": "5572.92"}, "total_eligible_cost, cost_to_date"),
        ({"cost_claimed_before": "0.01"}, "cost_to_date"),
        ({"requested_before": "0.01"}, "amount_requested"),
        ({"amount_requested": "99.99"}, "amount_requested"),
        ({"other_resources": "0.01"}, "own_funds"),
        ({"own_funds": "5472.92"}, "own_funds"),
    ],
)
def test_a_final_claim_a_cent_off_is_never_printed(amounts: dict[str, str], wrong: str) -> None:
    figures = tying_amounts(LINES, **amounts)
    with pytest.raises(ValidationError, match=f"figures do not tie: {wrong} "):
        printed(claim=a_claim(1, RecordedKind.FINAL), figures=figures)


def test_a_claim_on_the_way_may_ask_for_more_or_less_than_what_is_due_for_its_advance() -> None:
    assert str(printed(figures=tying_amounts(LINES, amount_requested="99.99")).amount_requested) == "99.99"


def test_costs_claimed_before_and_money_of_others_count_since_the_start() -> None:
    since = {"cost_claimed_before": "27.09", "cost_to_date": "5600.00", "other_resources": "500.00"}
    document = printed(
        claim=a_claim(2, RecordedKind.FINAL),
        figures=tying_amounts(LINES, **since, own_funds="5000.00", requested_before="30.00", amount_requested="70.00"),
    )
    assert (str(document.cost_to_date), str(document.own_funds)) == ("5600.00", "5000.00")


def bounds(due: str, binding: DueTerm, by_resources: str | None = "300.00") -> DueBounds:
    return DueBounds(by_grant="100.00", by_rate="200.00", by_resources=by_resources, binding=binding, amount_due=due)


@pytest.mark.parametrize(
    ("due", "binding", "by_resources"),
    [
        ("100.00", DueTerm.GRANT, "300.00"),
        ("100.00", DueTerm.GRANT, None),
        ("99.99", DueTerm.RESOURCES, "99.99"),
        ("100.00", DueTerm.RESOURCES, "100.00"),
    ],
)
def test_the_smallest_bound_is_due(due: str, binding: DueTerm, by_resources: str | None) -> None:
    assert str(bounds(due, binding, by_resources).amount_due) == due


@pytest.mark.parametrize(
    ("due", "binding", "by_resources"),
    [
        ("200.00", DueTerm.RATE, "300.00"),
        ("100.00", DueTerm.RATE, "300.00"),
        ("99.99", DueTerm.GRANT, "300.00"),
        ("100.00", DueTerm.GRANT, "99.99"),
        ("100.00", DueTerm.RESOURCES, None),
    ],
)
def test_an_amount_due_that_is_not_the_smallest_of_its_bounds_is_refused(
    due: str, binding: DueTerm, by_resources: str | None
) -> None:
    with pytest.raises(ValidationError, match="not the smallest"):
        bounds(due, binding, by_resources)


def test_lines_are_shared_by_person_and_function_in_the_order_of_the_claim() -> None:
    lines = (
        a_staff_line(1, "10.00", "P2"),
        a_staff_line(2, "20.00", "P1"),
        a_staff_line(3, "0.05", "P2", hours_on_operation=Decimal("1.50")),
        a_staff_line(4, "7.00", "P2", job_title="Directrice", hours_on_operation=None),
    )
    shares = printed(*lines).shares()
    assert [(one.person_ref, one.function) for one in shares] == [
        ("P2", "Facilitatrice"), ("P1", "Facilitatrice"), ("P2", "Directrice"),
    ]  # fmt: skip
    assert [str(one.amount) for one in shares] == ["10.05", "20.00", "7.00"]
    assert [one.hours_on_operation for one in shares] == [Decimal("100.00"), Decimal("98.50"), None]
    assert [len(one.lines) for one in shares] == [2, 1, 1]


def test_a_claim_whose_last_day_comes_before_its_first_is_never_printed() -> None:
    document = printed()
    reversed_days = document.model_dump() | {"first_day": date(2026, 7, 1)}
    with pytest.raises(ValidationError, match="figures do not tie: period "):
        ClaimDocument(**reversed_days)
    one_day = ClaimDocument(**(document.model_dump() | {"first_day": date(2026, 6, 30)}))
    assert one_day.first_day == one_day.last_day
