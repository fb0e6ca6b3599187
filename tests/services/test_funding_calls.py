"""Programmes, schemes, calls and visits through the services."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.errors import ClauseError
from clause.rules.cost_codes import CostPlan
from clause.services import funding_calls, operations, site_visits
from tests.builders.claims import agreement_terms, an_operation, operation_terms
from tests.builders.operations import A_VISIT, a_call, a_scheme, call_terms
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def codes_of(call: Any) -> list[str]:
    with pytest.raises(ClauseError) as refusal:
        await call
    return [refusal.value.code, *(finding.code for finding in refusal.value.findings)]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"programme_cci": "2021FR05SFPR999"}, ["CAL-003", "CAL-110"]),
        ({"priority": "9"}, ["CAL-003", "CAL-111"]),
        ({"specific_objective": "A"}, ["CAL-003", "CAL-112"]),
        ({"specific_objective": "L"}, []),
    ],
)
async def test_a_scheme_has_its_place_in_a_programme(
    territory: Territory, changes: dict[str, Any], codes: list[str]
) -> None:
    call = a_scheme(territory, **changes)
    if codes:
        assert await codes_of(call) == codes
    else:
        assert (await call).version == 1


async def test_a_scheme_is_that_of_an_intermediate_body_and_recorded_once(territory: Territory) -> None:
    assert await codes_of(a_scheme(territory, intermediate_body_id=territory.buyer.id)) == ["CAL-002"]
    await a_scheme(territory)
    assert await codes_of(a_scheme(territory)) == ["DBC-442"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"closes_on": date(2025, 8, 31)}, ["CAL-101"]),
        ({"closes_on": date(2025, 9, 1)}, []),
        ({"cost_plans": ()}, ["CAL-102"]),
        ({"cost_plans": (CostPlan.P40, CostPlan.P40)}, ["CAL-103"]),
        ({"cost_plans": (CostPlan.P25,)}, ["CAL-104"]),
        ({"calculated_flat_rate": Decimal("0.2")}, ["CAL-104"]),
        ({"cost_plans": (CostPlan.P25,), "calculated_flat_rate": Decimal("0.2")}, []),
    ],
)
async def test_a_call_is_coherent(territory: Territory, changes: dict[str, Any], codes: list[str]) -> None:
    call = a_call(territory.manager, await a_scheme(territory), **changes)
    if codes:
        assert await codes_of(call) == ["CAL-001", *codes]
    else:
        assert (await call).intermediate_body_id == territory.intermediate_body.id


@pytest.mark.parametrize(
    ("named", "agreed", "codes"),
    [
        ({"cost_plans": (CostPlan.P15,)}, {}, ["AGR-105"]),
        ({"max_rate": Decimal("0.5999")}, {}, ["AGR-102"]),
        ({"max_rate": Decimal("0.6")}, {}, []),
        ({"min_grant_per_year": Decimal("24000.00")}, {}, []),
        ({"min_grant_per_year": Decimal("24000.01")}, {}, ["AGR-103"]),
        ({"min_grant_per_year": Decimal("23999.99")}, {}, []),
    ],
)
async def test_an_agreement_keeps_to_what_the_call_names(
    territory: Territory, named: dict[str, Any], agreed: dict[str, Any], codes: list[str]
) -> None:
    call = await a_call(territory.manager, await a_scheme(territory), **named)
    terms = operation_terms(territory, call_id=call.id)
    adding = operations.add_operation(territory.manager.context, terms, agreement_terms(**agreed))
    if codes:
        assert await codes_of(adding) == ["OPE-002", *codes]
    else:
        assert (await adding).call_id == call.id


async def test_a_call_that_is_answered_keeps_what_it_names(territory: Territory) -> None:
    manager = territory.manager
    call = await a_call(manager, await a_scheme(territory))
    wider = call_terms(cost_plans=(CostPlan.P40, CostPlan.P15))
    call = await funding_calls.change_call(manager.context, call.id, wider, 1)
    await operations.add_operation(manager.context, operation_terms(territory, call_id=call.id), agreement_terms())
    narrower = funding_calls.change_call(manager.context, call.id, call_terms(), 2)
    assert await codes_of(narrower) == ["CAL-010"]
    later = wider.model_copy(update={"closes_on": date(2025, 12, 31)})
    assert (await funding_calls.change_call(manager.context, call.id, later, 2)).version == 3
    assert await codes_of(funding_calls.change_call(manager.context, call.id, later, 2)) == ["CAL-009"]


async def test_schemes_and_calls_are_read_by_the_body_that_they_name(territory: Territory) -> None:
    scheme = await a_scheme(territory)
    call = await a_call(territory.manager, scheme)
    officer, foreign = territory.oi_officer.context, territory.other_oi_officer.context
    assert await funding_calls.list_schemes(officer, after=None, limit=9) == [scheme]
    assert await funding_calls.list_calls(officer, scheme_id=None, after=None, limit=9) == [call]
    assert await funding_calls.list_calls(foreign, scheme_id=None, after=None, limit=9) == []
    assert await codes_of(funding_calls.load_call(foreign, call.id)) == ["CAL-011"]
    assert await codes_of(funding_calls.load_scheme(foreign, scheme.id)) == ["CAL-006"]
    assert await codes_of(a_call(territory.other_manager, scheme)) == ["CAL-007"]


async def test_programmes_of_a_day(territory: Territory) -> None:
    known = {
        day: [one.code for one in await funding_calls.list_programmes(territory.oi_officer.context, day)]
        for day in (date(2013, 12, 31), date(2014, 1, 1), date(2021, 1, 1), date(2024, 1, 1), date(2030, 1, 1))
    }
    assert list(known.values()) == [
        [],
        ["PON_FSE_2014_2020"],
        ["PON_FSE_2014_2020", "REACT_EU", "PN_FSE_PLUS_2021_2027"],
        ["PN_FSE_PLUS_2021_2027"],
        [],
    ]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2025, 12, 31), ["VIS-002"]),
        (date(2026, 1, 1), []),
        (date(2026, 6, 15), []),
        (date(2026, 6, 16), ["VIS-002"]),
    ],
)
async def test_a_visit_lies_between_the_start_and_today(territory: Territory, day: date, codes: list[str]) -> None:
    operation = await an_operation(territory.manager, territory)
    terms = A_VISIT.model_copy(update={"visited_on": day})
    call = site_visits.record_visit(territory.oi_officer.context, operation.id, terms)
    if codes:
        assert await codes_of(call) == codes
        return
    visit = await call
    assert await site_visits.list_visits(territory.manager.context, operation.id) == [visit]
    assert await codes_of(site_visits.list_visits(territory.other_manager.context, operation.id)) == ["VIS-003"]
