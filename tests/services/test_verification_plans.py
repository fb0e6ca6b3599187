"""What is parked comes back once; flat rates of every plan fall with their base; agreements limit payments."""

from collections.abc import Awaitable
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions, Deliverable
from clause.domain.claims import ClaimLineKind
from clause.domain.cost_items import CostItemTerms
from clause.domain.errors import ClauseError
from clause.domain.payments import PaymentKind
from clause.rules.cost_codes import AdvanceRecovery, CostPlan, CostPost
from clause.services import claims, cost_items, payments, verifications
from tests.builders.settlements import FINAL, INTERIM, Settling, an_operation_to_settle, euros
from tests.builders.territory import Territory
from tests.builders.verifications import (
    a_paid_claim,
    an_opened_claim,
    certified,
    conclusions,
    deducted,
    final_conclusions,
    lines_of,
    parked,
    payment,
)

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal(call: Awaitable[object]) -> ClauseError:
    with pytest.raises(ClauseError) as refused:
        await call
    return refused.value


async def _a_cost(settling: Settling, amount: str, post: CostPost = CostPost.OPERATING) -> None:
    terms = CostItemTerms(
        post=post,
        label="Location de salle",
        incurred_on=date(2026, 4, 20),
        supplier="Salles de la Côte",
        document_reference="F-2026-11",
        document_on=date(2026, 4, 21),
        amount_document=Decimal(amount),
        amount_vat=Decimal("0.00"),
        vat_recoverable=False,
        allocation_key="100 %",
        amount_declared=Decimal(amount),
        paid_on=date(2026, 4, 28),
        payment_reference="VIR-11",
    )
    await cost_items.add_item(settling.territory.manager.context, settling.operation.id, terms)


async def test_a_parked_line_comes_back_and_is_retained_then(territory: Territory) -> None:
    """April 1 000.00 parked, so nothing is due; in May 2 000.00 + 40 % are retained: 1 680.00 to pay."""
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00", FINAL: "1000.00"})
    officer, manager = territory.oi_officer, territory.manager
    april = await settling.claim(INTERIM)
    (line,) = await lines_of(manager, april)
    found = await final_conclusions(officer, manager, april, parked(line))
    assert (euros(found.figures.parked), euros(found.figures.to_settle)) == ("1000.00", "0.00")
    may = await settling.claim(FINAL)
    (returned,) = [one for one in await lines_of(manager, may) if one.kind is ClaimLineKind.RETURNED]
    assert (returned.origin_line_id, euros(returned.amount)) == (line.id, "1000.00")
    unparked = conclusions("correction", certified(line), reason="Pièce trouvée", body="OI")
    refused = await refusal(verifications.correct_claim(officer.context, april.id, unparked))
    assert [finding.code for finding in refused.findings] == ["CSF-107"]
    found = await final_conclusions(officer, manager, may)
    assert (euros(found.figures.retained_cost), euros(found.figures.to_settle)) == ("2800.00", "1680.00")


async def test_a_line_that_did_not_come_back_may_be_retained_by_a_correction(territory: Territory) -> None:
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00"})
    officer, manager = territory.oi_officer, territory.manager
    april = await settling.claim(INTERIM)
    (line,) = await lines_of(manager, april)
    await final_conclusions(officer, manager, april, parked(line))
    found = await verifications.correct_claim(
        officer.context, april.id, conclusions("correction", certified(line), reason="Pièce trouvée", body="OI")
    )
    assert euros(found.figures.to_settle) == "840.00"


async def test_an_invoice_set_aside_takes_its_flat_rate_with_it(territory: Territory) -> None:
    """Plan of 7 %: (1 000.00 + 500.00) × 7 % = 105.00; without 200.00 of the invoice 91.00."""
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00"}, agreement={"cost_plan": CostPlan.P07})
    officer, manager = territory.oi_officer, territory.manager
    await _a_cost(settling, "500.00")
    claim = await settling.claim(INTERIM)
    assert claim.figures is not None
    assert euros(claim.figures.total_cost) == "1605.00"
    (invoice,) = [one for one in await lines_of(manager, claim) if one.kind is ClaimLineKind.COST]
    found = await final_conclusions(officer, manager, claim, deducted(invoice, "200.00"))
    (flat,) = found.figures.flat_rates
    assert (euros(flat.amount_declared), euros(flat.amount_retained)) == ("105.00", "91.00")
    assert (euros(found.figures.retained_cost), euros(found.figures.to_settle)) == ("1391.00", "834.60")


@pytest.mark.parametrize(
    ("plan", "declared", "retained"),
    [(CostPlan.P15, ["150.00"], ["135.00"]), (CostPlan.P40, ["400.00"], ["360.00"])],
)
async def test_the_flat_rate_of_staff_falls_with_staff(
    territory: Territory, plan: CostPlan, declared: list[str], retained: list[str]
) -> None:
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00"}, agreement={"cost_plan": plan})
    claim = await settling.claim(INTERIM)
    (line,) = await lines_of(territory.manager, claim)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim, deducted(line, "100.00"))
    assert [euros(flat.amount_declared) for flat in found.figures.flat_rates] == declared
    assert [euros(flat.amount_retained) for flat in found.figures.flat_rates] == retained


async def test_an_advance_taken_back_in_proportion(territory: Territory) -> None:
    """10 000.00 of advance, 840.00 due of 36 000.00: 233.33 of the advance go with the interim claim."""
    options = AgreementOptions(advance_recovery=AdvanceRecovery.PRO_RATA)
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00"}, options=options)
    advance = payment("10000.00", "AV-1", PaymentKind.ADVANCE)
    await payments.pay_advance(territory.oi_officer.context, settling.operation.id, advance)
    claim = await settling.claim(INTERIM)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim)
    assert (euros(found.figures.due_total), euros(found.figures.to_settle)) == ("840.00", "606.67")


async def test_payments_before_the_balance_are_limited(territory: Territory) -> None:
    """At most 2 % of 36 000.00 before the balance: 720.00 of 840.00; the rest comes with the balance."""
    options = AgreementOptions(max_before_balance_rate=Decimal("0.02"))
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00", FINAL: "1000.00"}, options=options)
    officer, manager = territory.oi_officer, territory.manager
    april = await settling.claim(INTERIM)
    found = await final_conclusions(officer, manager, april)
    assert (euros(found.figures.due_total), euros(found.figures.to_settle)) == ("840.00", "720.00")
    await a_paid_claim(officer, april.id, "V1")
    may = await settling.claim(FINAL)
    found = await final_conclusions(officer, manager, may)
    assert euros(found.figures.to_settle) == "960.00"


async def test_a_contradictory_period_of_the_agreement(territory: Territory) -> None:
    options = AgreementOptions(contradictory_days=30, clarification_days=5)
    settling = await an_operation_to_settle(territory, {INTERIM: "1000.00"}, options=options)
    claim = await settling.claim(INTERIM)
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    (line,) = await lines_of(territory.manager, claim)
    found = await verifications.record_conclusions(
        officer.context, claim.id, conclusions("interim", deducted(line, "1.00"))
    )
    assert found.contradictory_until == date(2026, 7, 15)
    events = await claims.list_events(territory.manager.context, claim.id)
    assert events[-1].action == "open_contradictory"


def _deliverables() -> AgreementOptions:
    return AgreementOptions(deliverables=(Deliverable(code="L1", label="Guide", amount=Decimal("5000.00")),))


async def test_a_deliverable_is_paid_whole_or_not_at_all(territory: Territory) -> None:
    settling = await an_operation_to_settle(
        territory, {}, options=_deliverables(), agreement={"cost_plan": CostPlan.LS}
    )
    terms = CostItemTerms(
        post=CostPost.DELIVERABLES, label="Guide remis", incurred_on=date(2026, 4, 20), deliverable_code="L1"
    )
    await cost_items.add_item(territory.manager.context, settling.operation.id, terms)
    claim = await settling.claim(INTERIM)
    (line,) = await lines_of(territory.manager, claim)
    await an_opened_claim(territory.oi_officer, claim)
    part = conclusions("interim", deducted(line, "4999.99"))
    refused = await refusal(verifications.record_conclusions(territory.oi_officer.context, claim.id, part))
    assert [finding.code for finding in refused.findings] == ["CSF-114"]
    whole = conclusions("interim", deducted(line, "5000.00"))
    found = await verifications.record_conclusions(territory.oi_officer.context, claim.id, whole)
    assert (euros(found.figures.due_total), found.figures.flat_rates) == ("0.00", ())
