"""What an operation must agree with in the scheme and the call that it answers, and how each refusal is told."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.agreement_checks import call_findings, check_application, check_operation, check_scheme
from clause.domain.agreements import AgreementOptions, BudgetLine, Deliverable, UnitValue
from clause.domain.findings import Finding
from clause.domain.funding_calls import Call, Scheme, SchemeTerms
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostPlan, CostPost
from tests.builders.refusals import findings_of
from tests.domain.test_agreement_checks import AGREEMENT, TERMS

CCI = "2021FR05SFPR001"
CALL = Call(
    reference="AAP",
    title="Appel",
    opens_on=date(2025, 1, 1),
    closes_on=date(2025, 12, 31),
    cost_plans=(CostPlan.P40, CostPlan.P15),
    id=UUID(int=4),
    facilitator_org_id=UUID(int=5),
    intermediate_body_id=UUID(int=1),
    scheme_id=UUID(int=6),
    created_at=datetime(2025, 1, 1, tzinfo=UTC),
    version=1,
)
WINDOW = {"first_day": "2021-01-01", "last_day": "2029-12-31"}
LUMP = Deliverable(code="D1", label="Guide", amount=Decimal("250000.01"))
STAFF = BudgetLine(post=CostPost.STAFF, amount=Decimal("200000.00"))


def scheme(**changes: Any) -> Scheme:
    known = Scheme(
        intermediate_body_id=UUID(int=1),
        reference="D",
        title="Dispositif",
        programme_cci=CCI,
        priority="1",
        specific_objective="H",
        id=UUID(int=6),
        facilitator_org_id=UUID(int=5),
        created_at=datetime(2025, 1, 1, tzinfo=UTC),
        version=1,
    )
    return known.model_copy(update=changes)


def found(
    terms: dict[str, Any] | None = None, agreed: dict[str, Any] | None = None, call: Call | None = None, **options: Any
) -> list[Finding]:
    operation = TERMS.model_copy(update=terms or {})
    agreement = AGREEMENT.model_copy(update={**(agreed or {}), "options": AgreementOptions(**options)})
    return findings_of("OPE-002", lambda: check_operation(operation, agreement, call))


def told(code: str, field: str, raw: str | None = None, **values: str) -> list[Finding]:
    return [Finding(code=code, field=field, raw=raw, values=values)]


def test_an_application_answers_a_call_and_has_its_place_in_a_programme() -> None:
    assert findings_of("OPE-011", lambda: check_application(TERMS, CALL)) == []
    late = TERMS.model_copy(update={"last_day": date(2030, 1, 1)})
    assert findings_of("OPE-011", lambda: check_application(late, None)) == [
        *told("CAL-113", "last_day", "2030-01-01", **WINDOW),
        *told("OPE-142", "call_id"),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"programme_cci": "2021XX"}, told("CAL-110", "programme_cci", "2021XX")),
        ({"priority": "9"}, [("CAL-111", "priority", "9", {"programme"})]),
        ({"specific_objective": "C"}, [("CAL-112", "specific_objective", "C", {"known"})]),
    ],
)
def test_a_scheme_stands_under_a_known_programme_priority_and_objective(
    changes: dict[str, str], expected: list[Any]
) -> None:
    terms = SchemeTerms(**{name: getattr(scheme(**changes), name) for name in SchemeTerms.model_fields})
    refused = findings_of("CAL-003", lambda: check_scheme(terms))
    shapes = [(one.code, one.field, one.raw, set(one.values)) for one in refused]
    assert shapes == [
        (one.code, one.field, one.raw, set(one.values)) if isinstance(one, Finding) else one for one in expected
    ]


def test_an_unknown_objective_is_told_with_those_that_are_known() -> None:
    refused = found({"priority": "3", "specific_objective": "N"})
    assert [one.values for one in refused] == [{"known": "A, B, C, D, E, F, G, H, I, J, K, L, M"}]


def test_an_operation_has_the_body_and_the_place_of_the_scheme_that_its_call_names() -> None:
    assert call_findings(TERMS, scheme()) == []
    call_id = UUID(int=4)
    other = scheme(intermediate_body_id=UUID(int=9), programme_cci="2014", priority="2", specific_objective="L")
    assert call_findings(TERMS.model_copy(update={"call_id": call_id}), other) == [
        *told("OPE-143", "call_id", str(call_id)),
        *told("OPE-144", "programme_cci", CCI, named="2014"),
        *told("OPE-144", "priority", "1", named="2"),
        *told("OPE-144", "specific_objective", "H", named="L"),
    ]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("0.4386", []),
        (
            "0.6001",
            told(
                "OPE-102", "agreement.rate", "0.6001", ceiling="0.60", region_category=RegionCategory.TRANSITION.value
            ),
        ),
        ("0.43861", told("OPE-103", "agreement.rate", "0.43861", decimals="2")),
        ("-0.1", told("OPE-104", "agreement.rate", "-0.1", reason="NOT_A_SHARE")),
    ],
)
def test_a_rate_is_a_share_below_its_ceiling_with_no_more_decimals_than_are_printed(
    rate: str, expected: list[Finding]
) -> None:
    assert found(agreed={"rate": Decimal(rate)}) == expected


@pytest.mark.parametrize(
    ("rate", "highest", "expected"),
    [
        ("0.40", "0.40", []),
        ("0.4001", "0.40", ["AGR-102"]),
        ("0.4001", None, []),
        ("0.6001", "0.40", ["OPE-102", "AGR-102"]),
    ],
)
def test_a_call_may_have_a_lower_ceiling_of_its_own(rate: str, highest: str | None, expected: list[str]) -> None:
    call = CALL.model_copy(update={"max_rate": Decimal(highest) if highest else None})
    refused = found(agreed={"rate": Decimal(rate)}, call=call)
    assert [one.code for one in refused] == expected
    assert refused[-1:] == (
        told("AGR-102", "agreement.rate", rate, ceiling="0.40") if "AGR-102" in expected else refused[-1:]
    )


@pytest.mark.parametrize(
    ("grant", "fits"), [("0.00", False), ("0.01", True), ("250000.00", True), ("250000.01", False), ("-1.00", False)]
)
def test_a_grant_is_above_zero_and_not_above_the_planned_cost(grant: str, fits: bool) -> None:
    expected = told("OPE-105", "agreement.grant_amount", grant)
    assert found(agreed={"grant_amount": Decimal(grant)}) == ([] if fits else expected)


@pytest.mark.parametrize(
    ("last_day", "agreed", "named", "least"),
    [
        (date(2027, 12, 31), "50000.00", None, None),
        (date(2027, 12, 31), "50000.01", None, "50000.01"),
        (date(2027, 12, 31), None, "50000.00", None),
        (date(2027, 12, 31), None, "50000.01", "50000.01"),
        (date(2027, 12, 31), "50000.00", "99999.00", None),
        (date(2028, 1, 1), "48000.00", None, None),
        (date(2028, 1, 1), "48000.01", None, "48000.01"),
        (date(2027, 12, 31), None, None, None),
    ],
)
def test_a_grant_of_a_year_of_twelve_months_begun_reaches_the_least_agreed_or_else_that_of_the_call(
    last_day: date, agreed: str | None, named: str | None, least: str | None
) -> None:
    call = CALL.model_copy(update={"min_grant_per_year": Decimal(named) if named else None})
    refused = found({"last_day": last_day}, call=call, min_grant_per_year=Decimal(agreed) if agreed else None)
    expected = told("AGR-103", "agreement.grant_amount", "100000.00", least=str(least))
    assert refused == (expected if least else [])


def test_the_grant_of_a_year_is_not_looked_at_where_the_days_are_reversed() -> None:
    refused = found({"last_day": date(2025, 12, 31)}, min_grant_per_year=Decimal("99999999.00"))
    assert refused == told("OPE-101", "last_day", "2025-12-31")


def test_a_plan_is_one_that_the_call_names() -> None:
    units = (UnitValue(code="H", label="Heure", value=Decimal("41.00")),)
    refused = found(agreed={"cost_plan": CostPlan.UC}, call=CALL, unit_values=units)
    assert refused == told("AGR-105", "agreement.cost_plan", "UC", named="P40, P15")
    assert found(agreed={"cost_plan": CostPlan.P15}, call=CALL) == []


@pytest.mark.parametrize(("named", "refused"), [("0.20", False), (None, False), ("0.25", True)])
def test_a_calculated_rate_is_that_of_the_call(named: str | None, refused: bool) -> None:
    known = {"cost_plans": (CostPlan.P25,), "calculated_flat_rate": Decimal(named) if named else None}
    found_here = found(
        agreed={"cost_plan": CostPlan.P25},
        call=CALL.model_copy(update=known),
        calculated_flat_rate=Decimal("0.20"),
    )
    field = "agreement.options.calculated_flat_rate"
    assert found_here == (told("AGR-114", field, "0.20", named="0.25") if refused else [])


@pytest.mark.parametrize(
    ("plan", "options", "expected"),
    [
        (CostPlan.P20, {"contracts_above_eu_thresholds": True}, told("AGR-106", "agreement.cost_plan", "P20")),
        (
            CostPlan.P40,
            {"budget": (STAFF, STAFF.model_copy(update={"amount": Decimal("50000.00")}))},
            told("AGR-109", "agreement.options.budget[1].post", "STAFF"),
        ),
        (
            CostPlan.P40,
            {"budget": (STAFF, BudgetLine(post=CostPost.OPERATING, amount=Decimal("50000.00")))},
            told("AGR-108", "agreement.options.budget[1].post", "OPERATING", plan="P40"),
        ),
        (
            CostPlan.P40,
            {"budget": (STAFF,)},
            told("AGR-110", "agreement.options.budget", "200000.00", planned="250000.00"),
        ),
        (
            CostPlan.P40,
            {"calculated_flat_rate": Decimal("0.20")},
            told("AGR-111", "agreement.options.calculated_flat_rate", "0.20"),
        ),
        (CostPlan.P25, {}, told("AGR-112", "agreement.options.calculated_flat_rate")),
        (
            CostPlan.P25,
            {"calculated_flat_rate": Decimal("0.2501")},
            told("AGR-113", "agreement.options.calculated_flat_rate", "0.2501", most="0.25"),
        ),
        (CostPlan.UC, {}, told("AGR-115", "agreement.options.unit_values")),
        (CostPlan.LS, {}, told("AGR-116", "agreement.options.deliverables")),
        (
            CostPlan.LS,
            {"deliverables": (LUMP,)},
            told("AGR-117", "agreement.options.deliverables", "250000.01", planned="250000.00"),
        ),
        (
            CostPlan.LS,
            {"deliverables": (LUMP.model_copy(update={"amount": Decimal("1.00")}),) * 2},
            told("AGR-118", "agreement.options.deliverables[1].code", "D1"),
        ),
        (
            CostPlan.LS,
            {"deliverables": (LUMP.model_copy(update={"amount": Decimal("0.00")}),)},
            told("AGR-119", "agreement.options.deliverables[0]", "0.00"),
        ),
        (
            CostPlan.P40,
            {"interim_claims_due_on": (date(2026, 1, 1), date(2025, 12, 31))},
            told("AGR-122", "agreement.options.interim_claims_due_on[1]", "2025-12-31"),
        ),
        (
            CostPlan.P40,
            {"draft_budget_agreed_on": date(2025, 12, 1)},
            told("AGR-121", "agreement.options.draft_budget_agreed_on", "2025-12-01"),
        ),
    ],
)
def test_each_refusal_of_a_plan_or_an_option_names_its_place_and_what_was_read(
    plan: CostPlan, options: dict[str, Any], expected: list[Finding]
) -> None:
    assert found(agreed={"cost_plan": plan}, **options) == expected


def test_refusals_of_days_and_costs_name_what_was_read() -> None:
    assert found(agreed={"signed_on": date(2028, 1, 1)}) == told("AGR-120", "agreement.signed_on", "2028-01-01")
    small = {"planned_total_cost": Decimal("200000.00"), "cost_plan": CostPlan.REAL}
    assert found(agreed=small) == told("AGR-104", "agreement.cost_plan", "REAL")
    assert found({"first_day": date(2020, 12, 31)}) == told("CAL-113", "first_day", "2020-12-31", **WINDOW)


def test_an_older_programme_names_the_plan_and_the_category_that_it_does_not_know() -> None:
    place = {"programme_cci": "2014FR05SFOP001", "priority": "3", "specific_objective": "9.1"}
    days = {"first_day": date(2019, 1, 1), "last_day": date(2020, 12, 31)}
    national = {**place, **days, "region_category": RegionCategory.NATIONAL}
    assert found(national, {"signed_on": date(2018, 12, 1)}) == [
        *told("AGR-101", "region_category", RegionCategory.NATIONAL.value),
        *told("AGR-107", "agreement.cost_plan", "P40"),
    ]


def test_figures_are_told_without_exponents_however_they_were_typed() -> None:
    def raws(
        agreed: dict[str, str], call: Call | None = None, **options: Any
    ) -> list[tuple[str | None, dict[str, str]]]:
        decimals = {name: Decimal(text) for name, text in agreed.items()}
        return [(one.raw, one.values) for one in found(agreed=decimals, call=call, **options)]

    assert raws({"rate": "1E-7"}) == [("0.0000001", {"decimals": "2"})]
    assert raws({"grant_amount": "3E+5"}) == [("300000", {})]
    yearly = raws({"grant_amount": "1E+5"}, min_grant_per_year=Decimal("6E+4"))
    assert yearly == [("100000", {"least": "60000"})]
    capped = raws({"rate": "0.4"}, CALL.model_copy(update={"max_rate": Decimal("1E-7")}))
    assert capped == [("0.4", {"ceiling": "0.0000001"})]
    planned = raws({"planned_total_cost": "3E+5"}, budget=(STAFF,))
    assert planned == [("200000.00", {"planned": "300000"})]
    assert raws({}, calculated_flat_rate=Decimal("1E-7")) == [("0.0000001", {})]
