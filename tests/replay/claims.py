"""Claims of every kind for the replayer: each plan, each method, corrections, returns, payments and options."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from clause.domain.agreements import AgreementOptions, Deliverable, UnitValue
from clause.domain.claim_inputs import ClaimInputs, DeclaredTime
from clause.domain.claim_snapshot_parts import (
    SnapshotDeclared,
    SnapshotHoursUsed,
    SnapshotPayment,
    SnapshotResource,
    SnapshotReturned,
)
from clause.domain.claims import ClaimKind
from clause.rules.calendar import Month
from clause.rules.cost_codes import AdvanceRecovery, CostMethod, CostPlan, CostPost, KeyPeriod, RateBasis
from tests.builders.claim_inputs import (
    a_letter,
    a_month,
    a_person,
    a_rate,
    an_agreement,
    an_earlier_claim,
    an_item,
    an_operation,
    claim_inputs,
    named,
)
from tests.builders.replayed_claims import Content, a_resource, frozen_claim

M1, M3A, M3B = CostMethod.M1, CostMethod.M3A, CostMethod.M3B


def variable_time() -> Content:
    two = a_person("P2", share="0.8")
    months = (a_month("2026-05"), a_month("2026-06", hours="0.05"), a_month("2026-06", two, elsewhere="34.50"))
    return frozen_claim(claim_inputs(*months, resources="1000.00"), (a_resource("1000.00"),))


def fixed_share() -> Content:
    person = a_person("P1", a_letter("P1", M1, time_share="0.3333"))
    return frozen_claim(claim_inputs(*(a_month(f"2026-0{month}", person, hours=None) for month in (5, 6))))


def one_key_for_the_claim() -> Content:
    options = AgreementOptions(key_period=KeyPeriod.CLAIM)
    operation = an_operation(agreement=an_agreement(options=options))
    months = (a_month("2026-05"), a_month("2026-06", cost="5000.01", hours="10.00", worked="100.00"))
    return frozen_claim(claim_inputs(*months, operation=operation))


def hours_at_a_rate() -> Content:
    """A year's cap that another operation has nearly used, and a month's cap of somebody part-time."""
    full, part = a_person("P1", a_letter("P1", M3A)), a_person("P2", a_letter("P2", M3B), share="0.8")
    yearly = a_rate("P1", M3A, "27.90")
    monthly = a_rate("P2", M3B, "32.96").model_copy(update={"employer_cost": Decimal("4000.00")})
    used = SnapshotHoursUsed(
        line_id=named("line elsewhere"),
        operation_id=named("other operation"),
        employment_id=full.employment_id,
        staff_number="P1",
        month=Month(2026, 1),
        hours=Decimal("1600.00"),
    )
    months = [a_month(f"2026-0{month}", full, rate=yearly) for month in (5, 6)]
    months += [a_month(f"2026-0{month}", part, hours="125.00", rate=monthly) for month in (5, 6)]
    return frozen_claim(claim_inputs(*months, hours_used=(used,)))


def corrections_and_returns() -> Content:
    """A month that an earlier claim held for less, a year at a rate adjusted down, a line that comes back."""
    hourly, rate = a_person("P2", a_letter("P2", M3A)), a_rate("P2", M3A, "27.90")
    declared = SnapshotDeclared(
        line_id=named("line 1"),
        claim_number=1,
        employment_id=named("P1"),
        staff_number="P1",
        method=CostMethod.M2,
        months=(Month(2026, 1),),
        amount=Decimal("2000.00"),
        computed_on=date(2026, 1, 31),
    )
    at_a_rate = declared.model_copy(
        update={
            "line_id": named("line 2"),
            "employment_id": named("P2"),
            "staff_number": "P2",
            "method": M3A,
            "months": (Month(2026, 1), Month(2026, 2)),
            "amount": Decimal("9000.00"),
            "spans_months": True,
        }
    )
    used = SnapshotHoursUsed(
        line_id=named("line 2"),
        operation_id=an_operation().id,
        employment_id=hourly.employment_id,
        staff_number="P2",
        month=Month(2026, 1),
        hours=Decimal("1700.00"),
    )
    returned = SnapshotReturned(
        line_id=named("line 3"), claim_number=1, position=3, post=CostPost.STAFF, amount=Decimal("123.45")
    )
    return frozen_claim(
        claim_inputs(
            a_month("2026-05"),
            a_month("2026-06", hourly, rate=rate),
            declared=(
                DeclaredTime(declared=declared, months=(a_month("2026-01"),)),
                DeclaredTime(
                    declared=at_a_rate, months=tuple(a_month(f"2026-0{no}", hourly, rate=rate) for no in (1, 2))
                ),
            ),
            hours_used=(used,),
            returned=(returned,),
            earlier=(an_earlier_claim(1, cost_retained="11000.00", amount_requested="4000.00"),),
        )
    )


def other_costs(plan: CostPlan) -> Callable[[], Content]:
    """Staff where the plan takes it, and costs of other posts."""

    def made() -> Content:
        options = AgreementOptions(calculated_flat_rate=Decimal("0.2222"))
        operation = an_operation(agreement=an_agreement(cost_plan=plan, options=options))
        items = (
            an_item("rent", "1000.01"),
            an_item("training", "333.33", CostPost.SERVICES),
            an_item("meals", "12.34", CostPost.PARTICIPANTS),
        )
        kept = items[2:] if plan is CostPlan.P40 else items
        months = () if plan in (CostPlan.P20, CostPlan.P20_P15) else (a_month("2026-05"),)
        return frozen_claim(claim_inputs(*months, operation=operation, cost_items=kept))

    return made


def units_and_deliverables(plan: CostPlan) -> Callable[[], Content]:
    """Units at their value under plans UC and UC+P40, a lump sum under LS."""

    def made() -> Content:
        options = AgreementOptions(
            unit_values=(UnitValue(code="H", label="Heure", value=Decimal("45.01")),),
            deliverables=(Deliverable(code="D", label="Guide", amount=Decimal("5000.00")),),
        )
        operation = an_operation(agreement=an_agreement(cost_plan=plan, options=options))
        units = an_item("hours", "0.00", CostPost.UNITS, unit_code="H", units=Decimal("100.333"))
        lump = an_item("guide", "0.00", CostPost.DELIVERABLES, deliverable_code="D")
        item = lump if plan is CostPlan.LS else units
        return frozen_claim(claim_inputs(operation=operation, cost_items=(item,)))

    return made


def payments() -> tuple[SnapshotPayment, ...]:
    """An advance that stands, one that was reversed, and a payment."""

    def paid(name: str, kind: str, amount: str, reverses: str | None = None) -> SnapshotPayment:
        return SnapshotPayment(
            id=named(name),
            claim_id=None,
            kind=kind,
            amount=Decimal(amount),
            paid_on=date(2025, 6, 1),
            reference=name,
            reverses_id=named(reverses) if reverses else None,
        )

    return (
        paid("advance", "ADVANCE", "1000.00"),
        paid("mistake", "ADVANCE", "500.00"),
        paid("undone", "REVERSAL", "-500.00", "mistake"),
        paid("interim", "PAYMENT", "5.00"),
    )


def interim_with(options: AgreementOptions, **more: object) -> Callable[[], Content]:
    """An interim claim of an operation with an advance, an earlier claim, and these options."""

    def made() -> Content:
        operation = an_operation(agreement=an_agreement(options=options, rate=Decimal("0.4386"), **more))
        earlier = (an_earlier_claim(1, still_requested="5.00"),)
        inputs = claim_inputs(
            a_month("2026-05"),
            kind=ClaimKind.INTERIM,
            operation=operation,
            payments=payments(),
            earlier=earlier,
            resources="3000.00",
        )
        return frozen_claim(inputs, resources())

    return made


def resources() -> tuple[SnapshotResource, ...]:
    """3 000 € received in time, some too late, and own funds."""
    return (
        a_resource("3000.00"),
        a_resource("70.00", received_on=date(2026, 7, 1)),
        a_resource("80.00", kind="OWN_FUNDS"),
    )


def typed_amounts() -> Content:
    """What was paid and received typed by hand, against the records."""
    inputs = claim_inputs(a_month("2026-05"), paid="700.00", resources="4.00", earlier=(an_earlier_claim(1),))
    terms = inputs.terms.model_copy(update={"other_resources": Decimal("4.00")})
    return frozen_claim(inputs.model_copy(update={"terms": terms}), resources())


def settled(inputs: ClaimInputs) -> Content:
    """The content of a final claim with payments."""
    return frozen_claim(inputs.model_copy(update={"payments": payments()}))


CLAIMS: dict[str, Callable[[], Content]] = {
    "variable time": variable_time,
    "fixed share": fixed_share,
    "one key for the claim": one_key_for_the_claim,
    "hours at a rate": hours_at_a_rate,
    "corrections and returns": corrections_and_returns,
    **{f"plan {plan}": other_costs(plan) for plan in list(CostPlan)[:6]},
    "plan REAL": other_costs(CostPlan.REAL),
    **{f"plan {plan}": units_and_deliverables(plan) for plan in (CostPlan.UC, CostPlan.UC_P40, CostPlan.LS)},
    "advance kept until the balance": interim_with(AgreementOptions()),
    "advance taken back in part": interim_with(AgreementOptions(advance_recovery=AdvanceRecovery.PRO_RATA)),
    "ceiling before the balance": interim_with(AgreementOptions(max_before_balance_rate=Decimal("0.05"))),
    "resources limit an interim claim": interim_with(AgreementOptions(resource_test_on_interim=True)),
    "exact rate": interim_with(AgreementOptions(rate_basis=RateBasis.EXACT), grant_amount=Decimal("28125.00")),
    "balance after an advance": lambda: settled(claim_inputs(a_month("2026-05"))),
    "typed amounts": typed_amounts,
}
