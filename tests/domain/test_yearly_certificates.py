"""Which hours of a year a company's yearly certificate counts, and on which lots."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.certificates import Party
from clause.domain.contracts import HolderRole
from clause.domain.subcontractors import Subcontractor
from clause.domain.yearly_certificates import LotCompanies, LotOfYear, YearHours, yearly_figures
from tests.builders.holding import LEAD, SECOND, WORKER, holder, summary
from tests.builders.hours import an_id

BUYER = Party(name="Ville", identifier="99000002000018")
AGENCY, STRANGER = an_id("agency"), an_id("stranger")
HIRED_ON = date(2026, 2, 2)


def subcontract(of: Any = WORKER, holder_id: Any = SECOND) -> Subcontractor:
    return Subcontractor(
        id=an_id("subcontract"),
        facilitator_org_id=an_id("org"),
        buyer_id=an_id("buyer"),
        lot_id=an_id("lot"),
        company_id=of,
        holder_company_id=holder_id,
        company=summary(of),
        declared_on=date(2026, 1, 1),
        first_day=date(2026, 1, 1),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        version=1,
    )


GROUP = LotCompanies((holder(LEAD, HolderRole.LEAD_HOLDER), holder(SECOND)), (subcontract(),))


def lot(name: str = "lot", owed: str | None = "833.00") -> LotOfYear:
    return LotOfYear(
        lot_id=an_id(name),
        buyer=BUYER,
        contract_reference=f"M-{name}",
        contract_object="Médiathèque",
        lot_label=f"Lot {name}",
        hours_owed=Decimal(owed) if owed else None,
        hours_credited_to_date=Decimal("964.50"),
    )


def row(company: Any, credited: str = "10.00", number: int = 1, **more: Any) -> YearHours:
    fields: dict[str, Any] = {
        "hire_id": an_id(f"hire {number}"),
        "participant_id": an_id(f"person {number}"),
        "company_id": company,
        "mode": "DIRECT_HIRE",
        "ground": "RSA",
        "not_credited_reason": None,
        "hours_validated": Decimal(credited),
        "hours_credited": Decimal(credited),
        "entries": 1,
        "lot_id": an_id("lot"),
        "for_company_id": None,
        "hire_first_day": HIRED_ON,
    }
    return YearHours(**(fields | more))


def figures(company: Any, lots: list[LotOfYear], *rows: YearHours, **companies: LotCompanies) -> dict[str, Any]:
    known = {an_id(name): one for name, one in {"lot": GROUP, **companies}.items()}
    return yearly_figures(company, lots, known, rows, "Non précisé", 5)


@pytest.mark.parametrize(
    ("company", "part"),
    [(LEAD, "LEAD_HOLDER"), (SECOND, "CO_HOLDER"), (WORKER, "SUBCONTRACTOR"), (AGENCY, "EMPLOYER")],
)
def test_a_company_is_a_holder_by_its_role_a_subcontractor_or_an_employer(company: Any, part: str) -> None:
    assert GROUP.part_of(company) == part


def test_a_holder_that_is_also_a_subcontractor_is_a_holder() -> None:
    both = LotCompanies(GROUP.holders, (subcontract(SECOND, LEAD),))
    assert both.part_of(SECOND) == "CO_HOLDER"


@pytest.mark.parametrize(
    ("employer", "for_company", "counted"),
    [
        (LEAD, None, {LEAD}),
        (SECOND, None, {SECOND}),
        (WORKER, None, {SECOND, WORKER}),
        (AGENCY, None, {LEAD, AGENCY}),
        (AGENCY, SECOND, {SECOND, AGENCY}),
        (LEAD, SECOND, {SECOND}),
    ],
)
def test_hours_count_for_their_holder_and_for_the_employer_that_holds_nothing(
    employer: Any, for_company: Any, counted: set[Any]
) -> None:
    given = row(employer, for_company_id=for_company)
    assert {one for one in (LEAD, SECOND, WORKER, AGENCY, STRANGER) if GROUP.counts(given, one)} == counted


def test_hours_that_nothing_gives_to_a_holder_count_for_none() -> None:
    leaderless = LotCompanies((holder(LEAD, HolderRole.CO_HOLDER), holder(SECOND)))
    given = row(AGENCY)
    assert not leaderless.counts(given, LEAD)
    assert not leaderless.counts(given, SECOND)
    assert leaderless.counts(given, AGENCY)


def test_the_hours_of_a_year_are_told_lot_by_lot_in_the_order_given() -> None:
    sole = LotCompanies((holder(LEAD, HolderRole.HOLDER),))
    rows = (
        row(LEAD, "10.00", 1),
        row(AGENCY, "5.25", 2),
        row(SECOND, "99.00", 3),
        row(LEAD, "7.00", 4, lot_id=an_id("other")),
    )
    found = figures(LEAD, [lot("other"), lot(), lot("idle")], *rows, other=sole, idle=sole)
    assert [(line.contract_reference, line.role, line.hours_credited) for line in found["lines"]] == [
        ("M-other", "HOLDER", Decimal("7.00")),
        ("M-lot", "LEAD_HOLDER", Decimal("15.25")),
    ]
    assert found["hours_credited"] == sum(line.hours_credited for line in found["lines"])
    assert (found["hours_credited"], found["hours_validated"]) == (Decimal("22.25"), Decimal("22.25"))
    assert (found["number_of_people"], found["fewer_than"]) == (None, 5)


def test_a_line_names_the_lot_its_contract_and_its_buyer() -> None:
    [line] = figures(LEAD, [lot()], row(LEAD))["lines"]
    assert (line.buyer, line.contract_object, line.lot_label) == (BUYER, "Médiathèque", "Lot lot")


def test_only_a_holder_reads_what_the_lot_owes_and_what_was_done_so_far() -> None:
    [of_holder] = figures(LEAD, [lot()], row(LEAD))["lines"]
    assert (of_holder.hours_owed, of_holder.hours_credited_to_date) == (Decimal("833.00"), Decimal("964.50"))
    for other in (WORKER, AGENCY):
        [line] = figures(other, [lot()], row(other))["lines"]
        assert (line.hours_owed, line.hours_credited_to_date) == (None, None)


def test_what_was_done_so_far_is_told_only_beside_what_is_owed() -> None:
    [line] = figures(LEAD, [lot(owed=None)], row(LEAD))["lines"]
    assert (line.hours_owed, line.hours_credited_to_date) == (None, None)


def test_a_lot_whose_hours_were_all_reversed_has_no_line() -> None:
    found = figures(LEAD, [lot()], row(LEAD, "8.00"), row(LEAD, "-8.00", 2))
    assert (found["lines"], found["hours_credited"]) == ((), Decimal("0.00"))


def test_hours_on_a_lot_that_is_not_given_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        figures(LEAD, [], row(LEAD))
