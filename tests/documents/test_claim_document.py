"""The content of a claim PDF: what it refuses, and how its lines are grouped."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from clause.domain.certificates import canonical_bytes
from clause.domain.claim_document import ClaimDocument, DueBounds
from clause.rules.cofinancing import DueTerm
from tests.documents.samples import claim, staff_line, year_of


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("staff_cost", "34770.13"),
        ("total_eligible_cost", "48678.15"),
        ("cost_to_date", "48678.17"),
        ("cost_claimed_before", "0.01"),
        ("amount_requested", "20206.88"),
        ("own_funds", "11471.28"),
    ],
)
def test_a_claim_whose_figures_do_not_tie_is_never_shown(field: str, value: str) -> None:
    change: dict[str, Any] = {field: value}
    with pytest.raises(ValidationError, match="do not tie"):
        claim(**change)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="do not tie: period"):
        claim(first_day=date(2027, 1, 1))


def _bounds(due: str, binding: DueTerm, by_resources: str | None = "40000.00") -> DueBounds:
    return DueBounds(
        by_grant="36000.00", by_rate="30750.00", by_resources=by_resources, binding=binding, amount_due=due
    )


def test_the_smallest_bound_is_the_amount_due() -> None:
    assert _bounds("30750.00", DueTerm.RATE).amount_due == Decimal("30750.00")
    assert _bounds("30750.00", DueTerm.RATE, None).by_resources is None
    assert _bounds("0.00", DueTerm.RESOURCES, "0.00").amount_due == 0


@pytest.mark.parametrize(
    ("due", "binding", "by_resources"),
    [
        ("36000.00", DueTerm.GRANT, "40000.00"),
        ("30750.00", DueTerm.GRANT, "40000.00"),
        ("30749.99", DueTerm.RATE, "40000.00"),
        ("30750.00", DueTerm.RESOURCES, None),
        ("30750.00", DueTerm.RATE, "30749.99"),
    ],
)
def test_an_amount_due_that_is_not_the_smallest_bound_is_refused(
    due: str, binding: DueTerm, by_resources: str | None
) -> None:
    with pytest.raises(ValidationError, match="smallest"):
        _bounds(due, binding, by_resources)


def test_lines_are_grouped_by_person_in_the_order_of_the_claim() -> None:
    shares = claim((staff_line(1, "E-20"), staff_line(1, "E-12"), staff_line(2, "E-20"))).shares()
    assert [share.person_ref for share in shares] == ["E-20", "E-12"]
    assert [str(line.month) for line in shares[0].lines] == ["2026-01", "2026-02"]
    assert shares[0].hours_on_operation == Decimal("197.00")
    assert shares[0].amount == Decimal("5795.02")


def test_the_shares_add_up_to_the_staff_cost() -> None:
    document = claim(year_of("E-12", "E-13", "E-14"))
    assert sum(share.amount for share in document.shares()) == document.staff_cost


def test_a_claim_names_no_one_but_its_signatory() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        claim((staff_line(1),), person_name="Camille Durand")
    assert set(type(staff_line(1)).model_fields) == {
        "person_ref",
        "function",
        "month",
        "method",
        "employer_cost",
        "hours_on_operation",
        "hours_worked",
        "amount",
    }


def test_a_claim_reads_back_from_its_canonical_bytes() -> None:
    document = claim()
    assert ClaimDocument.model_validate_json(canonical_bytes(document)) == document


def test_a_snapshot_hash_is_a_sha256() -> None:
    for wrong in ("", "a3" * 31, "A3" * 32, "a3" * 33):
        with pytest.raises(ValidationError, match="snapshot_hash"):
            claim(snapshot_hash=wrong)
