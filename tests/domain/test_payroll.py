"""What a month of an employment cost: as a sum, by parts or by elements; what is refused, and at which field."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clause.domain.errors import Refused
from clause.domain.evidence import EvidenceFile, EvidenceKind
from clause.domain.findings import Severity
from clause.domain.pay_overview import EmploymentPay
from clause.domain.payroll import PayrollMonth, PayrollTerms, payroll_figures, same_payslip_findings
from clause.rules.calendar import Month
from clause.rules.errors import RuleError
from clause.rules.pay_elements import PayElement, PayEligibility
from tests.builders.hours import an_id
from tests.builders.pay_facts import MAY, a_payroll_month, an_employment, pay_parts
from tests.builders.territory import NOW

TODAY = date(2026, 6, 15)
COST = PayrollTerms(employer_cost=Decimal("3000.00"))
PAYSLIP = EvidenceFile(
    id=an_id("payslip"), kind=EvidenceKind.PAYSLIP, file_name="mai.pdf", media_type="application/pdf", size_bytes=9,
    sha256="a" * 64, redacts_id=None, received_by=None, received_at=NOW,
)  # fmt: skip


def element(
    code: str, amount: str = "100.00", decision: PayEligibility | None = None, why: str | None = None
) -> PayElement:
    return PayElement(code=code, amount=Decimal(amount), decision=decision, decision_reason=why)


def refusal(terms: PayrollTerms, month: Month = MAY, document: EvidenceFile | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        payroll_figures(month, terms, document, TODAY)
    return refused.value


def told(terms: PayrollTerms, month: Month = MAY) -> list[tuple[str, str, str | None]]:
    refused = refusal(terms, month)
    assert refused.code == "EMP-016"
    return [(finding.code, finding.field, finding.raw) for finding in refused.findings]


def test_a_cost_that_is_typed_stands_as_it_is() -> None:
    assert payroll_figures(MAY, COST, None, TODAY) == {"employer_cost": Decimal("3000.00")}


def test_a_cost_of_nothing_is_a_cost() -> None:
    nothing = PayrollTerms(employer_cost=Decimal("0.00"))
    assert payroll_figures(MAY, nothing, None, TODAY) == {"employer_cost": Decimal("0.00")}


def test_a_cost_by_parts_is_their_sum_less_what_came_back() -> None:
    parts = pay_parts(
        gross="2500.10", employer_contributions="900.20", pay_taxes="100.30", benefits="50.40", reimbursements="60.05"
    )
    figures = payroll_figures(MAY, PayrollTerms(parts=parts), None, TODAY)
    assert figures["employer_cost"] == Decimal("3490.95")
    assert {name: figures[name] for name in dict(parts)} == dict(parts)
    assert (figures["elements"], figures["trace"].formula_id, figures["trace"].steps) == ((), "CR-11", ())


def test_elements_are_sorted_into_parts_and_those_that_do_not_count_are_left_out() -> None:
    elements = (
        element("BASE_PAY", "2500.00"),
        element("THIRTEENTH_MONTH", "200.00"),
        element("SEVERANCE", "999.00"),
        element("EMPLOYER_CONTRIBUTIONS", "900.00"),
        element("PAYROLL_TAX", "100.00"),
        element("MEAL_VOUCHERS", "50.00"),
        element("PROFIT_SHARING", "300.00", PayEligibility.EXCLUDED, "Versé en 2025"),
        element("BENEFIT_IN_KIND", "10.00", PayEligibility.ELIGIBLE, "Prévu au contrat"),
        element("SICK_PAY_REFUND", "60.00"),
    )
    figures = payroll_figures(MAY, PayrollTerms(elements=elements), None, TODAY)
    expected = pay_parts(
        gross="2700.00", employer_contributions="900.00", pay_taxes="100.00", benefits="60.00", reimbursements="60.00"
    )
    assert {name: figures[name] for name in dict(expected)} == dict(expected)
    assert figures["employer_cost"] == Decimal("3700.00")
    assert figures["elements"] == elements
    assert [(step.formula_id, step.result) for step in figures["trace"].steps] == [
        ("CR-12", "2700.00"), ("CR-12", "900.00"), ("CR-12", "100.00"), ("CR-12", "60.00"), ("CR-12", "60.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(("back", "cost"), [("99.99", "0.01"), ("100.00", "0.00"), ("100.01", None)])
def test_no_more_comes_back_than_was_paid(back: str, cost: str | None) -> None:
    terms = PayrollTerms(parts=pay_parts(gross="100.00", reimbursements=back))
    if cost is None:
        refused = refusal(terms)
        assert (refused.code, refused.values, refused.findings) == ("EMP-024", {"reason": "NEGATIVE"}, ())
        assert isinstance(refused.__cause__, RuleError)
    else:
        assert payroll_figures(MAY, terms, None, TODAY)["employer_cost"] == Decimal(cost)


@pytest.mark.parametrize(
    "changes",
    [
        {"employer_cost": None},
        {"parts": pay_parts()},
        {"elements": (element("BASE_PAY"),)},
        {"employer_cost": None, "parts": pay_parts(), "elements": (element("BASE_PAY"),)},
        {"parts": pay_parts(), "elements": (element("BASE_PAY"),)},
    ],
)
def test_a_month_is_given_in_one_way_neither_none_nor_two(changes: dict[str, object]) -> None:
    assert told(COST.model_copy(update=changes)) == [("EMP-017", "employer_cost", None)]


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (element("UNHEARD_OF"), ("EMP-018", "elements[1].code", "UNHEARD_OF")),
        (element("BASE_PAY", decision=PayEligibility.ELIGIBLE), ("EMP-019", "elements[1].decision", "BASE_PAY")),
        (element("SEVERANCE", decision=PayEligibility.ELIGIBLE), ("EMP-019", "elements[1].decision", "SEVERANCE")),
        (element("PROFIT_SHARING", why="Prévu"), ("EMP-020", "elements[1].decision", "PROFIT_SHARING")),
        (
            element("PROFIT_SHARING", decision=PayEligibility.REVIEW, why="Prévu"),
            ("EMP-020", "elements[1].decision", "PROFIT_SHARING"),
        ),
        (
            element("PROFIT_SHARING", decision=PayEligibility.ELIGIBLE),
            ("EMP-021", "elements[1].decision_reason", "PROFIT_SHARING"),
        ),
        (
            element("PROFIT_SHARING", decision=PayEligibility.EXCLUDED, why=""),
            ("EMP-021", "elements[1].decision_reason", "PROFIT_SHARING"),
        ),
    ],
)
def test_an_element_is_on_the_list_and_decided_on_where_the_list_asks_for_it(
    wrong: PayElement, finding: tuple[str, str, str]
) -> None:
    assert told(PayrollTerms(elements=(element("BASE_PAY"), wrong, element("NBI")))) == [finding]


@pytest.mark.parametrize(("month", "is_known"), [(Month(2013, 12), False), (Month(2014, 1), True)])
def test_an_element_is_known_from_the_month_in_which_the_list_begins(month: Month, is_known: bool) -> None:
    terms = PayrollTerms(elements=(element("BASE_PAY"),))
    if is_known:
        assert payroll_figures(month, terms, None, TODAY)["gross"] == Decimal("100.00")
    else:
        assert told(terms, month) == [("EMP-018", "elements[0].code", "BASE_PAY")]


@pytest.mark.parametrize("paid_on", [MAY.first_day, TODAY])
def test_pay_is_paid_from_the_first_day_of_its_month_to_today(paid_on: date) -> None:
    terms = COST.model_copy(update={"paid_on": paid_on})
    assert payroll_figures(MAY, terms, None, TODAY) == {"employer_cost": Decimal("3000.00")}


@pytest.mark.parametrize("paid_on", [MAY.first_day - timedelta(days=1), TODAY + timedelta(days=1)])
def test_pay_is_not_paid_before_its_month_nor_in_the_future(paid_on: date) -> None:
    refused = refusal(COST.model_copy(update={"paid_on": paid_on}))
    [finding] = refused.findings
    assert (finding.code, finding.field, finding.raw) == ("EMP-022", "paid_on", paid_on.isoformat())
    assert finding.values == {"first": "2026-05-01"}


def test_a_payslip_that_is_named_is_one_that_is_known() -> None:
    terms = COST.model_copy(update={"document_id": PAYSLIP.id})
    assert told(terms) == [("EMP-023", "document_id", str(PAYSLIP.id))]
    assert payroll_figures(MAY, terms, PAYSLIP, TODAY) == {"employer_cost": Decimal("3000.00")}


def test_all_that_is_wrong_with_a_month_is_told_at_once() -> None:
    terms = PayrollTerms(paid_on=date(2026, 4, 30), document_id=PAYSLIP.id, parts=pay_parts(), elements=(element("?"),))
    assert [code for code, _, _ in told(terms)] == ["EMP-017", "EMP-018", "EMP-022", "EMP-023"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": an_id("other"), "version_no": 2, "reason": "Erreur", "regularises": True}, True),
        ({"recorded_by": an_id("agent"), "recorded_at": NOW + timedelta(days=1)}, True),
        ({"employer_cost": Decimal("3000.01")}, False),
        ({"hours_paid": Decimal("151.67")}, False),
        ({"paid_on": date(2026, 5, 29)}, False),
        ({"document_id": PAYSLIP.id}, False),
        ({"document_sha256": "b" * 64}, False),
        ({"month": Month(2026, 4)}, False),
        ({"gross": Decimal("3000.00")}, False),
    ],
)
def test_two_versions_say_the_same_whoever_recorded_them_when_and_why(changes: dict[str, object], says: bool) -> None:
    assert a_payroll_month().says(a_payroll_month().model_copy(update=changes)) is says


def test_a_payslip_given_again_is_told_once_for_each_month_in_order() -> None:
    others = [a_payroll_month(Month(2026, 4)), a_payroll_month(Month(2025, 12)), a_payroll_month(Month(2026, 4))]
    found = same_payslip_findings(others)
    assert [finding.values for finding in found] == [{"month": "2025-12"}, {"month": "2026-04"}]
    assert {(one.code, one.severity, one.field) for one in found} == {("EMP-027", Severity.WARNING, "document_id")}
    assert same_payslip_findings([]) == ()


def overview(*recorded: PayrollMonth, **changes: object) -> EmploymentPay:
    months = {one.month: one for one in recorded}
    return EmploymentPay(an_employment(**changes), Month(2026, 2), Month(2026, 5), months, frozenset())


def test_the_months_of_a_span_come_the_latest_first_and_those_without_pay_the_earliest_first() -> None:
    found = overview(a_payroll_month(Month(2026, 3)))
    assert found.months == (Month(2026, 5), Month(2026, 4), Month(2026, 3), Month(2026, 2))
    assert found.missing == (Month(2026, 2), Month(2026, 4), Month(2026, 5))


@pytest.mark.parametrize(
    ("first_day", "last_day", "months"),
    [
        (date(2026, 3, 31), date(2026, 4, 1), (4, 3)),
        (date(2026, 4, 1), date(2026, 4, 30), (4,)),
        (date(2026, 5, 31), None, (5,)),
        (date(2025, 1, 1), date(2026, 1, 31), ()),
        (date(2026, 6, 1), None, ()),
    ],
)
def test_only_months_with_a_day_of_the_employment_are_looked_at(
    first_day: date, last_day: date | None, months: tuple[int, ...]
) -> None:
    found = overview(first_day=first_day, last_day=last_day)
    assert tuple(month.number for month in found.months) == months
    assert found.missing == found.months[::-1]
