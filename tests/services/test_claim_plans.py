"""Claims under each cost plan through the whole pipeline, to the bundle that an intermediate body computes again."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clause.domain.agreements import AgreementOptions, Deliverable, UnitValue
from clause.domain.claims import Claim, ClaimKind, ClaimLineKind, ClaimState
from clause.domain.operations import Operation
from clause.rules.cost_codes import CostPlan, CostPost
from clause.services import bundles, claims, operations
from tests.builders.bundles import a_bundle
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_submitted_claim,
    agreement_terms,
    an_approved_month,
    an_assignment,
    an_employment,
    operation_terms,
    told,
)
from tests.builders.pay import a_cost_item
from tests.builders.territory import Caller, Territory
from tests.builders.verifications import a_paid_claim, final_conclusions, lines_of, parked
from tests.replay.test_replay import replay

pytestmark = pytest.mark.usefixtures("transaction")

RECORDED = {"other_resources": None, "already_paid": None}
INVOICES = {CostPost.OPERATING: "500.09", CostPost.SERVICES: "249.90"}
MORE_INVOICES = {**INVOICES, CostPost.PARTICIPANTS: "120.00"}
ALL_INVOICES = {**MORE_INVOICES, CostPost.INDIRECT: "300.33", CostPost.REMAINING: "80.00"}
UNITS = AgreementOptions(
    unit_values=(
        UnitValue(code="A", label="Accompagnement d'une entreprise", value=Decimal("33.33")),
        UnitValue(code="H", label="Heure de facilitation", value=Decimal("45.10")),
    )
)
LUMPS = AgreementOptions(
    deliverables=(
        Deliverable(code="L1", label="Guide", amount=Decimal("5000.00")),
        Deliverable(code="L2", label="Journée des acheteurs", amount=Decimal("1234.57")),
        Deliverable(code="L3", label="Bilan public", amount=Decimal("800.00")),
    )
)


@dataclass(frozen=True)
class Case:
    """A plan, the costs of May, and what a claim of May must say: lines, base and amount of each flat rate, sums."""

    plan: CostPlan
    lines: list[tuple[str, str, str]]
    flats: list[tuple[str, str, str]]
    staff: str
    other: str
    total: str
    due: str
    options: AgreementOptions = field(default_factory=AgreementOptions)
    invoices: dict[CostPost, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    deliverables: tuple[str, ...] = ()
    agreement: dict[str, Any] = field(default_factory=dict)


STAFF = ("STAFF", "STAFF", "2897.51")
OPERATING, SERVICES = ("COST", "OPERATING", "500.09"), ("COST", "SERVICES", "249.90")
PARTICIPANTS = ("COST", "PARTICIPANTS", "120.00")
A_UNITS, H_UNITS = ("COST", "UNITS", "116.65"), ("COST", "UNITS", "1860.37")
CASES = (
    # 2897.51 + 500.09 + 249.90 = 3647.50; × 7 % = 255.325, cut; 3902.82 × 60 % = 2341.692, cut.
    Case(
        CostPlan.P07,
        [STAFF, OPERATING, SERVICES, ("FLAT_RATE", "INDIRECT", "255.32")],
        [("P07", "3647.50", "255.32")],
        staff="2897.51",
        other="749.99",
        total="3902.82",
        due="2341.69",
        invoices=INVOICES,
    ),
    # 3647.50 × 12.37 % = 451.19575, cut; 4098.69 × 60 % = 2459.214, cut.
    Case(
        CostPlan.P25,
        [STAFF, OPERATING, SERVICES, ("FLAT_RATE", "INDIRECT", "451.19")],
        [("P25", "3647.50", "451.19")],
        staff="2897.51",
        other="749.99",
        total="4098.69",
        due="2459.21",
        invoices=INVOICES,
        options=AgreementOptions(calculated_flat_rate=Decimal("0.1237")),
    ),
    # 500.09 + 249.90 + 120.00 = 869.99; × 20 % = 173.998, cut; 1043.98 × 60 % = 626.388, cut. Pay counts for nothing.
    Case(
        CostPlan.P20,
        [OPERATING, SERVICES, PARTICIPANTS, ("FLAT_RATE", "STAFF", "173.99")],
        [("P20", "869.99", "173.99")],
        staff="0.00",
        other="869.99",
        total="1043.98",
        due="626.38",
        invoices=MORE_INVOICES,
    ),
    # The same, and 173.99 × 15 % = 26.0985, cut; 869.99 + 173.99 + 26.09 = 1070.07; × 60 % = 642.042, cut.
    Case(
        CostPlan.P20_P15,
        [OPERATING, SERVICES, PARTICIPANTS, ("FLAT_RATE", "STAFF", "173.99"), ("FLAT_RATE", "INDIRECT", "26.09")],
        [("P20", "869.99", "173.99"), ("P15", "173.99", "26.09")],
        staff="0.00",
        other="869.99",
        total="1070.07",
        due="642.04",
        invoices=MORE_INVOICES,
    ),
    # 3.50 × 33.33 = 116.655, cut; 41.25 × 45.10 = 1860.375, cut; 1977.02 × 60 % = 1186.212, cut.
    Case(
        CostPlan.UC,
        [A_UNITS, H_UNITS],
        [],
        staff="0.00",
        other="1977.02",
        total="1977.02",
        due="1186.21",
        units={"A": "3.50", "H": "41.25"},
        options=UNITS,
    ),
    # 1977.02 × 40 % = 790.808, cut; 2767.82 × 60 % = 1660.692, cut.
    Case(
        CostPlan.UC_P40,
        [A_UNITS, H_UNITS, ("FLAT_RATE", "REMAINING", "790.80")],
        [("P40", "1977.02", "790.80")],
        staff="0.00",
        other="1977.02",
        total="2767.82",
        due="1660.69",
        units={"A": "3.50", "H": "41.25"},
        options=UNITS,
    ),
    # L1 and L2 are delivered, L3 is not: 5000.00 + 1234.57 = 6234.57; × 60 % = 3740.742, cut.
    Case(
        CostPlan.LS,
        [("COST", "DELIVERABLES", "5000.00"), ("COST", "DELIVERABLES", "1234.57")],
        [],
        staff="0.00",
        other="6234.57",
        total="6234.57",
        due="3740.74",
        deliverables=("L1", "L2"),
        options=LUMPS,
    ),
    # 2897.51 + 500.09 + 249.90 + 120.00 + 300.33 + 80.00 = 4147.83; × 60 % = 2488.698, cut.
    Case(
        CostPlan.REAL,
        [
            STAFF,
            OPERATING,
            SERVICES,
            PARTICIPANTS,
            ("COST", "INDIRECT", "300.33"),
            ("COST", "REMAINING", "80.00"),
        ],
        [],
        staff="2897.51",
        other="1250.32",
        total="4147.83",
        due="2488.69",
        invoices=ALL_INVOICES,
        agreement={"planned_total_cost": Decimal("200000.01"), "grant_amount": Decimal("120000.00")},
    ),
)
BY_PLAN = {case.plan: case for case in CASES}


async def _operation(territory: Territory, case: Case) -> Operation:
    """An operation under the plan with someone who worked in May: 3912.37 × 98.50 ÷ 133.00 = 2897.507…, half up."""
    manager, worker = territory.manager, territory.facilitator
    agreement = agreement_terms(cost_plan=case.plan, options=case.options, **case.agreement)
    operation = await operations.add_operation(manager.context, operation_terms(territory), agreement)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-05", {operation.id: "98.50", None: "34.50"})
    await a_payroll(manager, employment, "2026-05")
    await _costs(manager, operation, case)
    return operation


async def _costs(manager: Caller, operation: Operation, case: Case) -> None:
    for post, amount in case.invoices.items():
        euros = Decimal(amount)
        document = {"document_reference": f"F-{post}", "amount_document": euros, "amount_declared": euros}
        await a_cost_item(manager, operation, post=post, label=f"Facture {post}", **document)
    for code, units in case.units.items():
        await _agreed(manager, operation, CostPost.UNITS, unit_code=code, units=Decimal(units))
    for code in case.deliverables:
        await _agreed(manager, operation, CostPost.DELIVERABLES, deliverable_code=code)


async def _agreed(manager: Caller, operation: Operation, post: CostPost, **of: Any) -> None:
    """Units or a deliverable, worth what the agreement says."""
    names = ("amount_declared", "supplier", "document_reference", "document_on", "amount_document", "allocation_key")
    nothing = dict.fromkeys((*names, "paid_on"))
    await a_cost_item(manager, operation, **{**nothing, "post": post, "label": "Réalisé", **of})


async def _handed_over(territory: Territory, claim: Claim, folder: Path) -> tuple[int, str]:
    """The claim signed, submitted and printed; what the replayer says of the bundle that the other side pulls."""
    handed = await a_submitted_claim(territory.manager, claim)
    assert (handed.state, handed.document_id is None) == (ClaimState.SUBMITTED, False)
    await a_bundle(handed.id)
    pulled = await bundles.load_bundle(territory.oi_client.context, handed.id)
    bundle = folder / f"claim-{handed.number}.zip"
    bundle.write_bytes(pulled.content)
    return replay(bundle)


async def _lines(manager: Caller, claim: Claim) -> list[tuple[str, str, str]]:
    _, lines = await claims.load_lines(manager.context, claim.id)
    return [(line.kind.value, str(line.post), str(line.amount)) for line in lines]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.plan.value)
async def test_a_claim_of_each_plan_from_its_records_to_its_bundle(
    territory: Territory, case: Case, tmp_path: Path
) -> None:
    operation = await _operation(territory, case)
    claim = await a_claim(territory.manager, operation, "2026-05", "2026-05", **RECORDED)
    assert (claim.state, told(claim)) == (ClaimState.COMPUTED, ())
    assert await _lines(territory.manager, claim) == case.lines
    found = claim.figures
    assert found is not None
    assert [(flat.code, str(flat.base), str(flat.amount)) for flat in found.flat_rates] == case.flats
    assert (str(found.staff_cost), str(found.other_costs)) == (case.staff, case.other)
    assert (str(found.total_cost), str(found.amount_due)) == (case.total, case.due)
    assert (found.flat_rate is None, found.amount_requested) == (not case.flats, found.amount_due)
    assert await _handed_over(territory, claim, tmp_path) == (0, "same\n")


@pytest.mark.parametrize(
    ("plan", "returned", "flats", "total", "to_date", "due"),
    [
        # 500.09 parked leaves 369.90 + 73.98 + 11.09 = 454.97 (20 % cut nothing, 15 % of 73.98 = 11.097, cut).
        # It returns: 500.09 × 20 % = 100.018, cut; 100.01 × 15 % = 15.0015, cut; 615.10.
        # 454.97 + 615.10 = 1070.07; × 60 % = 642.042, cut.
        (
            CostPlan.P20_P15,
            "500.09",
            [("P20", "500.09", "100.01"), ("P15", "100.01", "15.00")],
            "615.10",
            "1070.07",
            "642.04",
        ),
        # 116.65 parked leaves 1860.37 + 744.14 = 2604.51 (744.148, cut). It returns: 116.65 × 40 % = 46.66; 163.31.
        # 2604.51 + 163.31 = 2767.82; × 60 % = 1660.692, cut.
        (CostPlan.UC_P40, "116.65", [("P40", "116.65", "46.66")], "163.31", "2767.82", "1660.69"),
        # 5000.00 parked leaves 1234.57; it returns whole.
        (CostPlan.LS, "5000.00", [], "5000.00", "6234.57", "3740.74"),
    ],
)
async def test_what_was_parked_returns_with_the_flat_rates_of_its_plan(
    territory: Territory,
    plan: CostPlan,
    returned: str,
    flats: list[tuple[str, str, str]],
    total: str,
    to_date: str,
    due: str,
    tmp_path: Path,
) -> None:
    manager, officer = territory.manager, territory.oi_officer
    operation = await _operation(territory, BY_PLAN[plan])
    first = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-04", "2026-05", **RECORDED))
    await final_conclusions(officer, manager, first, parked((await lines_of(manager, first))[0]))
    await a_paid_claim(officer, first.id, "VIR-1")
    second = await a_claim(manager, operation, "2026-06", "2026-06", kind=ClaimKind.FINAL, **RECORDED)
    assert [line[2] for line in await _lines(manager, second) if line[0] == ClaimLineKind.RETURNED] == [returned]
    found = second.figures
    assert found is not None
    assert [(flat.code, str(flat.base), str(flat.amount)) for flat in found.flat_rates] == flats
    assert (str(found.total_cost), str(found.cost_to_date), str(found.amount_due)) == (total, to_date, due)
    assert await _handed_over(territory, second, tmp_path) == (0, "same\n")
