"""Payroll through the services: parts, elements, versions, regularisations of what claims hold."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, StaleVersion, Unreadable
from clause.domain.payroll import PayrollParts, PayrollTerms
from clause.rules.calendar import Month
from clause.rules.pay_elements import PayElement, PayEligibility
from clause.services import claims, employments, payroll
from tests.builders.claims import a_claim, a_ready_operation, an_employment
from tests.builders.pay import an_evidence_file
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

MAY = Month.parse("2026-05")


def cost(text: str, reason: str | None = None) -> PayrollTerms:
    return PayrollTerms(employer_cost=Decimal(text), reason=reason)


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


@pytest.fixture
async def employment(territory: Territory, transaction: None) -> Employment:
    return await an_employment(territory.manager, territory.facilitator)


async def test_a_facilitator_records_and_reads_no_pay(territory: Territory, employment: Employment) -> None:
    facilitator = territory.facilitator.context
    calls = [
        payroll.record_payroll(facilitator, employment.id, MAY, cost("1.00"), None),
        payroll.regularise_payroll(facilitator, employment.id, MAY, cost("1.00", "x"), 1),
        payroll.load_payroll(facilitator, employment.id, MAY),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [Forbidden] * 3


async def test_another_organisation_reads_and_records_no_pay(territory: Territory, employment: Employment) -> None:
    other = territory.other_manager.context
    calls = [
        payroll.record_payroll(other, employment.id, MAY, cost("1.00"), None),
        payroll.regularise_payroll(other, employment.id, MAY, cost("1.00", "x"), 1),
        payroll.load_payroll(other, employment.id, MAY),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [NotFound] * 3


async def test_a_correction_of_pay_is_a_new_version(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), None)
    await payroll.record_payroll(manager, employment.id, MAY, cost("3950.00", "Prime de mai"), 1)
    found = await payroll.load_payroll(manager, employment.id, MAY)
    assert [(one.version_no, str(one.employer_cost)) for one in found.versions] == [(2, "3950.00"), (1, "3912.37")]
    assert found.latest.reason == "Prime de mai"


async def test_the_same_pay_again_changes_nothing(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    first = await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), None)
    again = await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), 1)
    assert again == first


async def test_the_version_of_pay_that_was_read_must_be_named(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    early = await refusal_of(payroll.record_payroll(manager, employment.id, MAY, cost("1.00"), 1))
    await payroll.record_payroll(manager, employment.id, MAY, cost("1.00"), None)
    unnamed = await refusal_of(payroll.record_payroll(manager, employment.id, MAY, cost("2.00"), None))
    assert [(type(one), one.code) for one in (early, unnamed)] == [(StaleVersion, "EMP-008"), (Unreadable, "EMP-007")]


@pytest.mark.parametrize(("month", "code"), [("2025-08", "EMP-006"), ("2025-09", None), ("2025-10", None)])
async def test_pay_lies_in_the_employment(
    territory: Territory, employment: Employment, month: str, code: str | None
) -> None:
    call = payroll.record_payroll(territory.manager.context, employment.id, Month.parse(month), cost("1.00"), None)
    if code is None:
        assert (await call).latest.version_no == 1
    else:
        assert (await refusal_of(call)).code == code


PARTS = PayrollParts(
    gross=Decimal("2800.00"),
    employer_contributions=Decimal("1092.37"),
    pay_taxes=Decimal("120.00"),
    benefits=Decimal("60.00"),
    reimbursements=Decimal("160.00"),
)


def element(code: str, amount: str, decision: str | None = None, reason: str | None = None) -> PayElement:
    return PayElement(
        code=code,
        amount=Decimal(amount),
        decision=PayEligibility(decision) if decision else None,
        decision_reason=reason,
    )


async def findings_of(call: object) -> list[tuple[str, str]]:
    refusal = await refusal_of(call)
    assert (type(refusal), refusal.code) == (Refused, "EMP-016")
    return [(finding.code, finding.field) for finding in refusal.findings]


async def test_the_cost_is_computed_from_its_parts(territory: Territory, employment: Employment) -> None:
    terms = PayrollTerms(parts=PARTS)
    latest = (await payroll.record_payroll(territory.manager.context, employment.id, MAY, terms, None)).latest
    assert (str(latest.employer_cost), str(latest.reimbursements)) == ("3912.37", "160.00")
    assert latest.trace is not None
    assert (latest.trace.formula_id, latest.trace.result) == ("CR-11", "3912.37")
    assert (await payroll.load_payroll(territory.manager.context, employment.id, MAY)).latest == latest


@pytest.mark.parametrize(("back", "cost"), [("99.99", "0.01"), ("100.00", "0.00"), ("100.01", None)])
async def test_no_more_comes_back_than_was_paid(
    territory: Territory, employment: Employment, back: str, cost: str | None
) -> None:
    zero = Decimal("0.00")
    parts = PayrollParts(
        gross=Decimal("100.00"),
        employer_contributions=zero,
        pay_taxes=zero,
        benefits=zero,
        reimbursements=Decimal(back),
    )
    call = payroll.record_payroll(territory.manager.context, employment.id, MAY, PayrollTerms(parts=parts), None)
    if cost is None:
        assert (await refusal_of(call)).code == "EMP-024"
    else:
        assert str((await call).latest.employer_cost) == cost


async def test_elements_of_the_payslip_are_sorted_by_the_list(territory: Territory, employment: Employment) -> None:
    elements = (
        element("BASE_PAY", "2500.00"),
        element("THIRTEENTH_MONTH", "200.00"),
        element("DISCRETIONARY_BONUS", "999.00"),
        element("EMPLOYER_CONTRIBUTIONS", "900.00"),
        element("PAYROLL_TAX", "100.00"),
        element("MEAL_VOUCHERS", "50.00"),
        element("PROFIT_SHARING", "300.00", "excluded", "Versé en 2025"),
        element("BENEFIT_IN_KIND", "10.00", "eligible", "Prévu au contrat"),
        element("SICK_PAY_REFUND", "60.00"),
    )
    terms = PayrollTerms(elements=elements)
    latest = (await payroll.record_payroll(territory.manager.context, employment.id, MAY, terms, None)).latest
    parts = (latest.gross, latest.employer_contributions, latest.pay_taxes, latest.benefits, latest.reimbursements)
    assert [str(part) for part in parts] == ["2700.00", "900.00", "100.00", "60.00", "60.00"]
    assert (str(latest.employer_cost), latest.elements) == ("3700.00", elements)
    assert latest.trace is not None
    assert [step.formula_id for step in latest.trace.steps] == ["CR-12"] * 5


@pytest.mark.parametrize(
    ("terms", "findings"),
    [
        (PayrollTerms(), [("EMP-017", "employer_cost")]),
        (PayrollTerms(employer_cost=Decimal("1.00"), parts=PARTS), [("EMP-017", "employer_cost")]),
        (PayrollTerms(elements=(element("BONUS", "1.00"),)), [("EMP-018", "elements[0].code")]),
        (
            PayrollTerms(elements=(element("BASE_PAY", "1.00"), element("BASE_PAY", "1.00", "excluded", "x"))),
            [("EMP-019", "elements[1].decision")],
        ),
        (PayrollTerms(elements=(element("PROFIT_SHARING", "1.00"),)), [("EMP-020", "elements[0].decision")]),
        (
            PayrollTerms(elements=(element("PROFIT_SHARING", "1.00", "eligible"),)),
            [("EMP-021", "elements[0].decision_reason")],
        ),
        (PayrollTerms(employer_cost=Decimal("1.00"), paid_on=date(2026, 4, 30)), [("EMP-022", "paid_on")]),
        (PayrollTerms(employer_cost=Decimal("1.00"), paid_on=date(2026, 6, 16)), [("EMP-022", "paid_on")]),
        (PayrollTerms(employer_cost=Decimal("1.00"), document_id=UUID(int=7)), [("EMP-023", "document_id")]),
    ],
)
async def test_what_a_month_of_pay_must_say(
    territory: Territory, employment: Employment, terms: PayrollTerms, findings: list[tuple[str, str]]
) -> None:
    manager = territory.manager.context
    assert await findings_of(payroll.record_payroll(manager, employment.id, MAY, terms, None)) == findings
    assert (await refusal_of(payroll.load_payroll(manager, employment.id, MAY))).code == "EMP-010"


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 6, 15)])
async def test_pay_is_paid_from_the_first_of_its_month_to_today(
    territory: Territory, employment: Employment, day: date
) -> None:
    terms = PayrollTerms(employer_cost=Decimal("1.00"), paid_on=day, hours_paid=Decimal("151.67"))
    latest = (await payroll.record_payroll(territory.manager.context, employment.id, MAY, terms, None)).latest
    assert (latest.paid_on, str(latest.hours_paid)) == (day, "151.67")


async def test_a_payslip_given_for_two_months_is_told(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    payslip = await an_evidence_file(territory.manager)
    terms = PayrollTerms(employer_cost=Decimal("1.00"), document_id=payslip.id)
    may = await payroll.record_payroll(manager, employment.id, MAY, terms, None)
    april = await payroll.record_payroll(manager, employment.id, Month.parse("2026-04"), terms, None)
    assert (may.findings, may.latest.document_sha256) == ((), payslip.sha256)
    assert [(finding.code, finding.values) for finding in april.findings] == [("EMP-027", {"month": "2026-05"})]


async def test_only_what_a_claim_holds_is_regularised(territory: Territory, employment: Employment) -> None:
    manager = territory.manager.context
    await payroll.record_payroll(manager, employment.id, MAY, cost("3912.37"), None)
    calls = [
        payroll.regularise_payroll(manager, employment.id, MAY, cost("3900.00", "Prime"), 1),
        payroll.regularise_payroll(manager, employment.id, MAY, cost("3900.00"), 1),
        payroll.regularise_payroll(manager, employment.id, MAY, cost("3900.00", "Prime"), 2),
    ]
    assert [(await refusal_of(call)).code for call in calls] == ["EMP-025", "EMP-026", "EMP-008"]


async def test_a_regularisation_is_a_version_that_leaves_the_claim_as_it_is(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    operation = await a_ready_operation(manager, worker, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    signed = await claims.sign_claim(manager.context, claim.id)
    (employment,) = await employments.list_employments(manager.context, person_id=worker.user_id, after=None, limit=2)
    january = Month.parse("2026-01")
    plain = payroll.record_payroll(manager.context, employment.id, january, cost("3500.00", "Trop versé"), 1)
    assert (await refusal_of(plain)).code == "EMP-009"
    terms = cost("3500.00", "Trop versé")
    latest = (await payroll.regularise_payroll(manager.context, employment.id, january, terms, 1)).latest
    assert (latest.version_no, latest.regularises, str(latest.employer_cost)) == (2, True, "3500.00")
    again = await payroll.regularise_payroll(manager.context, employment.id, january, terms, 2)
    assert again.latest == latest
    assert (await claims.load_claim(manager.context, claim.id)).figures == signed.figures
