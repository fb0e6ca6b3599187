"""Hourly rates through the services: what they are made from, how they change, what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused
from clause.domain.hourly_rates import rate_on
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.services import employments, hourly_rates, operations
from tests.builders.claims import a_payroll, agreement_terms, an_employment, an_operation, operation_terms
from tests.builders.pay import a_rate, employment_terms, rate_terms
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

YEAR = [f"2025-{month:02d}" for month in range(1, 13)]
RECORDED = {"employer_cost": None, "document_id": None}


@pytest.fixture
async def employment(territory: Territory, transaction: None) -> Employment:
    return await an_employment(territory.manager, territory.facilitator, first_day=date(2025, 1, 1))


@pytest.fixture
async def operation(territory: Territory, transaction: None) -> Operation:
    return await an_operation(territory.manager, territory)


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


async def findings_of(call: object) -> list[tuple[str, str]]:
    refusal = await refusal_of(call)
    assert (type(refusal), refusal.code) == (Refused, "RAT-003")
    return [(finding.code, finding.field) for finding in refusal.findings]


async def pay_of(territory: Territory, employment: Employment, months: list[str], cost: str = "4000.00") -> None:
    for month in months:
        await a_payroll(territory.manager, employment, month, cost)


async def test_twelve_months_of_recorded_pay_make_the_rate_of_a_year(
    territory: Territory, operation: Operation, employment: Employment
) -> None:
    await pay_of(territory, employment, YEAR)
    rate = await a_rate(territory.manager, operation, employment, **RECORDED)
    # 48 000.00 ÷ 1720 = 27.906…, cut
    assert (str(rate.hourly_rate), str(rate.hours_cap)) == ("27.90", "1720.00")
    assert (str(rate.employer_cost), rate.documented_months, rate.trace.formula_id) == ("48000.00", 12, "CR-20")
    assert [step.formula_id for step in rate.trace.steps] == ["CR-22"]


@pytest.mark.parametrize(("share", "rate", "cap"), [("0.5", "27.90", "860.00"), ("0.8", "17.44", "1376.00")])
async def test_part_time_divides_by_its_share_of_1720_hours(
    territory: Territory, operation: Operation, share: str, rate: str, cap: str
) -> None:
    terms = employment_terms(territory.facilitator, working_time_share=Decimal(share))
    employment = await employments.add_employment(territory.manager.context, terms)
    made = await a_rate(territory.manager, operation, employment, employer_cost=Decimal("24000.00"))
    # 24 000.00 ÷ (1720 × the share), cut
    assert (str(made.hourly_rate), str(made.hours_cap)) == (rate, cap)


async def test_a_month_of_pay_makes_the_rate_of_a_month(
    territory: Territory, operation: Operation, employment: Employment
) -> None:
    await pay_of(territory, employment, ["2025-12"])
    december = Month(2025, 12)
    changes = {"method": CostMethod.M3B, "first_month": december, "last_month": december}
    rate = await a_rate(territory.manager, operation, employment, **RECORDED, **changes)
    # 4 000.00 ÷ 151.67 = 26.373…, cut
    assert (str(rate.hourly_rate), str(rate.hours_cap), rate.trace.formula_id) == ("26.37", "151.67", "CR-24")


async def test_fewer_than_twelve_months_are_annualised(territory: Territory, operation: Operation) -> None:
    employment = await an_employment(territory.manager, territory.facilitator, first_day=date(2025, 7, 1))
    await pay_of(territory, employment, YEAR[6:])
    changes = {"first_month": Month(2025, 7), "other_pay_of_the_year": Decimal("1720.00")}
    rate = await a_rate(territory.manager, operation, employment, **RECORDED, **changes)
    # 24 000.00 ÷ 6 × 12 + 1 720.00 = 49 720.00; ÷ 1720 = 28.906…, cut
    assert (str(rate.employer_cost), str(rate.hourly_rate), rate.documented_months) == ("49720.00", "28.90", 6)
    assert [step.formula_id for step in rate.trace.steps] == ["CR-23"]


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"method": CostMethod.M2}, [("RAT-101", "method")]),
        ({"first_month": Month(2024, 12)}, [("RAT-102", "last_month")]),
        ({"first_month": Month(2026, 1)}, [("RAT-102", "last_month")]),
        ({"method": CostMethod.M3B}, [("RAT-102", "last_month")]),
        ({"first_month": Month(2025, 7), "last_month": Month(2026, 6)}, [("RAT-103", "last_month")]),
        ({"effective_on": date(2025, 12, 31)}, [("RAT-104", "effective_on")]),
        ({"document_id": None}, [("RAT-106", "document_id")]),
        ({"employer_cost": None}, [("RAT-107", "first_month")]),
    ],
)
async def test_a_rate_needs_its_months_its_day_and_its_document(
    territory: Territory,
    operation: Operation,
    employment: Employment,
    changes: dict[str, object],
    findings: list[tuple[str, str]],
) -> None:
    assert await findings_of(a_rate(territory.manager, operation, employment, **changes)) == findings
    assert await hourly_rates.list_rates(territory.manager.context, operation.id) == []


async def test_evidence_of_someone_else_documents_nothing(
    territory: Territory, operation: Operation, employment: Employment
) -> None:
    changes = {"document_id": operation.id}
    assert await findings_of(a_rate(territory.manager, operation, employment, **changes)) == [
        ("RAT-105", "document_id")
    ]


@pytest.mark.parametrize(("last_month", "code"), [("2025-11", "RAT-108"), ("2025-12", None)])
async def test_the_latest_pay_known_before_the_day_is_the_ground(
    territory: Territory, operation: Operation, employment: Employment, last_month: str, code: str | None
) -> None:
    # Pay of the month in which the rate begins, and after, is not known yet when it is fixed.
    await pay_of(territory, employment, [*YEAR, "2026-01"])
    first, last = (Month(2025, 1), Month.parse(last_month))
    call = a_rate(territory.manager, operation, employment, **RECORDED, first_month=first, last_month=last)
    if code is None:
        assert (await call).documented_months == 12
    else:
        assert await findings_of(call) == [(code, "last_month")]


@pytest.mark.parametrize(("first", "code"), [(1, None), (2, "RAT-109")])
async def test_months_are_annualised_only_where_no_year_is_known(
    territory: Territory, operation: Operation, employment: Employment, first: int, code: str | None
) -> None:
    await pay_of(territory, employment, YEAR)
    call = a_rate(territory.manager, operation, employment, **RECORDED, first_month=Month(2025, first))
    if code is None:
        assert (await call).documented_months == 12
    else:
        assert await findings_of(call) == [(code, "first_month")]


async def test_a_change_is_a_dated_version_with_a_reason(
    territory: Territory, operation: Operation, employment: Employment
) -> None:
    first = await a_rate(territory.manager, operation, employment)
    bare = a_rate(territory.manager, operation, employment, effective_on=date(2026, 4, 1))
    assert await findings_of(bare) == [("RAT-110", "reason")]
    change = {"effective_on": date(2026, 4, 1), "reason": "Avenant n° 2", "employer_cost": Decimal("50000.00")}
    second = await a_rate(territory.manager, operation, employment, **change)
    rates = [view.rate for view in await hourly_rates.list_rates(territory.manager.context, operation.id)]
    assert [(rate.version_no, str(rate.hourly_rate)) for rate in rates] == [(1, "27.90"), (2, "29.06")]
    days = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 4, 1))
    held = [rate_on(rates, employment.id, CostMethod.M3A, day) for day in days]
    assert held == [None, first, second]
    assert rate_on(rates, employment.id, CostMethod.M3B, date(2026, 4, 1)) is None


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 4, 2)])
async def test_a_change_begins_after_what_is_in_force_and_with_a_month(
    territory: Territory, operation: Operation, employment: Employment, day: date
) -> None:
    await a_rate(territory.manager, operation, employment)
    call = a_rate(territory.manager, operation, employment, effective_on=day, reason="Avenant")
    assert await findings_of(call) == [("RAT-111", "effective_on")]


async def test_a_cost_of_zero_makes_no_rate(territory: Territory, operation: Operation, employment: Employment) -> None:
    call = a_rate(territory.manager, operation, employment, employer_cost=Decimal("0.00"))
    assert (await refusal_of(call)).code == "RAT-004"


@pytest.mark.parametrize(
    ("hourly", "annual", "codes"),
    [("27.89", "47999.99", ["RAT-201", "RAT-202"]), ("27.90", "48000.00", []), ("27.91", "48000.01", [])],
)
async def test_a_ceiling_on_pay_of_the_agreement_is_told(
    territory: Territory, employment: Employment, hourly: str, annual: str, codes: list[str]
) -> None:
    options = AgreementOptions(salary_cap_hourly=Decimal(hourly), salary_cap_annual=Decimal(annual))
    capped = await operations.add_operation(
        territory.manager.context, operation_terms(territory, "202500999"), agreement_terms(options=options)
    )
    document = (await a_rate(territory.manager, capped, employment)).document_id
    (view,) = await hourly_rates.list_rates(territory.manager.context, capped.id)
    other = await an_employment(territory.manager, territory.manager, "F-077", first_day=date(2025, 1, 1))
    terms = rate_terms(other, document_id=document)
    fixed = await hourly_rates.fix_rate(territory.manager.context, capped.id, terms)
    assert [[finding.code for finding in found.findings] for found in (view, fixed)] == [codes, codes]


async def test_who_may_not_see_an_operation_fixes_no_rate(
    territory: Territory, operation: Operation, employment: Employment
) -> None:
    terms = rate_terms(employment)
    calls = [
        hourly_rates.fix_rate(territory.other_manager.context, operation.id, terms),
        hourly_rates.list_rates(territory.other_manager.context, operation.id),
        hourly_rates.fix_rate(territory.facilitator.context, operation.id, terms),
    ]
    assert [type(await refusal_of(call)) for call in calls] == [NotFound, NotFound, Forbidden]


async def test_a_rate_is_for_a_person_of_the_organisation(territory: Territory, operation: Operation) -> None:
    stranger = await an_employment(territory.other_manager, territory.other_facilitator)
    call = hourly_rates.fix_rate(territory.manager.context, operation.id, rate_terms(stranger))
    assert (await refusal_of(call)).code == "RAT-002"
