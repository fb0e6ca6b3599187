"""The worked cases G14, G15, G16, G20 and G21, from the claim to the last payment, through the services."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.claim_standing import timers_of
from clause.domain.claims import ClaimState
from clause.domain.errors import Refused
from clause.domain.operations import OperationState
from clause.domain.payments import PaymentKind
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import BeneficiaryKind
from clause.services import claim_messages, claims, operations, payments, verifications
from tests.builders.settlements import FINAL, INTERIM, Settling, an_operation_to_settle, euros
from tests.builders.territory import Territory
from tests.builders.verifications import (
    a_paid_claim,
    an_opened_claim,
    conclusions,
    deducted,
    final_conclusions,
    lines_of,
    payment,
)

pytestmark = pytest.mark.usefixtures("transaction")

# 17 182.13 + 40 % cut (6 872.85) = 24 054.98; 60 % of it cut: 14 432.98; less 3 % cut (432.98): 14 000.00.
# 19 425.02 + 40 % cut (7 770.00) = 27 195.02; together 51 250.00.
COSTS = {INTERIM: "17182.13", FINAL: "19425.02"}
RESOURCES = Decimal("15000.00")


async def _advance(settling: Settling, amount: str, reference: str = "AV-1") -> None:
    officer, operation = settling.territory.oi_officer.context, settling.operation
    terms = payment(amount, reference, PaymentKind.ADVANCE, date(2026, 2, 2))
    await payments.pay_advance(officer, operation.id, terms)


async def _interim_of_14000(settling: Settling) -> None:
    """The advance of 10 800, then an interim claim cut to 14 000 by missing publicity, paid."""
    territory = settling.territory
    await _advance(settling, "10800.00")
    claim = await settling.claim(INTERIM)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim, publicity_rate=Decimal("0.03"))
    assert (euros(found.figures.due_by_terms), euros(found.figures.publicity_reduction)) == ("14432.98", "432.98")
    assert euros(found.figures.to_settle) == "14000.00"
    await a_paid_claim(territory.oi_officer, claim.id, "VIR-1")


async def test_g14_and_g16_under_realisation_advance_and_balance(territory: Territory) -> None:
    settling = await an_operation_to_settle(territory, COSTS)
    await _interim_of_14000(settling)
    claim = await settling.claim(FINAL, other_resources=RESOURCES)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim, publicity_rate=Decimal("0.00"))
    figures = found.figures
    assert (euros(figures.cost_to_date), euros(figures.due_total)) == ("51250.00", "30750.00")
    assert (figures.binding, euros(figures.own_funds)) == (DueTerm.RATE, "5500.00")
    assert (euros(figures.already_settled), euros(figures.to_settle)) == ("24800.00", "5950.00")
    await a_paid_claim(territory.oi_officer, claim.id, "VIR-2")
    account = await payments.list_operation_payments(territory.manager.context, settling.operation.id)
    assert euros(account.paid_to_date) == "30750.00"
    settled = await operations.load_operation(territory.manager.context, settling.operation.id)
    assert settled.state is OperationState.SETTLED


async def test_g16_less_due_than_paid_is_recovered(territory: Territory) -> None:
    """Retained of May: 9 008.35 + 40 % = 12 611.69; since the start 36 666.67, of which 60 % cut: 22 000.00."""
    settling = await an_operation_to_settle(territory, COSTS)
    await _interim_of_14000(settling)
    claim = await settling.claim(FINAL)
    officer, manager = territory.oi_officer, territory.manager
    cut = deducted((await lines_of(manager, claim))[0], "10416.67")
    found = await final_conclusions(officer, manager, claim, cut, publicity_rate=Decimal("0.00"))
    assert (euros(found.figures.due_total), euros(found.figures.to_settle)) == ("22000.00", "-2800.00")
    assert (await claims.load_claim(manager.context, claim.id)).state is ClaimState.RECOVERY_DUE
    row = await a_paid_claim(officer, claim.id, "OR-1")
    assert (row.kind, euros(row.amount)) == (PaymentKind.RECOVERY, "-2800.00")
    assert (await claims.load_claim(manager.context, claim.id)).state is ClaimState.RECOVERED
    account = await payments.list_operation_payments(manager.context, settling.operation.id)
    assert euros(account.paid_to_date) == "22000.00"


async def test_g15_over_realisation_is_capped_by_the_grant(territory: Territory) -> None:
    """45 714.29 + 40 % cut (18 285.71) = 64 000.00; 60 % of it is 38 400.00."""
    settling = await an_operation_to_settle(territory, {FINAL: "45714.29"})
    claim = await settling.claim(FINAL, other_resources=RESOURCES)
    found = await final_conclusions(territory.oi_officer, territory.manager, claim)
    assert euros(found.figures.retained_cost) == "64000.00"
    assert (euros(found.figures.by_rate), found.figures.binding) == ("38400.00", DueTerm.GRANT)
    assert (euros(found.figures.due_total), euros(found.figures.to_settle)) == ("36000.00", "36000.00")


@pytest.mark.parametrize(
    ("kind", "grant", "cap", "most"),
    [
        (BeneficiaryKind.ASSOCIATION, "36000.00", None, "10800.00"),
        (BeneficiaryKind.LOCAL_AUTHORITY, "36000.00", None, "0.00"),
        (BeneficiaryKind.OPCO, "36000.00", None, "0.00"),
        (BeneficiaryKind.STATE_OPERATOR, "36000.00", None, "0.00"),
        (BeneficiaryKind.ASSOCIATION, "100000.00", "25000.00", "25000.00"),
    ],
)
async def test_g16_the_advance_and_its_limits(
    territory: Territory, kind: BeneficiaryKind, grant: str, cap: str | None, most: str
) -> None:
    """The cap of the reference, 50 000 on 200 000, halved: planned costs up to 200 000 € fit the plan of 40 %."""
    settling = await an_operation_to_settle(
        territory,
        {},
        options=AgreementOptions(advance_cap=Decimal(cap) if cap else None),
        agreement={"grant_amount": Decimal(grant), "planned_total_cost": Decimal(grant) / Decimal("0.6")}
        if grant == "36000.00"
        else {"grant_amount": Decimal(grant), "planned_total_cost": Decimal("180000.00")},
        beneficiary_kind=kind,
    )
    above = format(Decimal(most) + Decimal("0.01"), "f")
    with pytest.raises(Refused) as refusal:
        await _advance(settling, above)
    (finding,) = refusal.value.findings
    assert (finding.code, finding.values["most"]) == ("PMT-102", most)
    if most != "0.00":
        await _advance(settling, most)
        with pytest.raises(Refused):
            await _advance(settling, "0.01", "AV-2")


async def test_g20_a_publicity_breach_takes_three_per_cent_and_no_more(territory: Territory) -> None:
    """28 724.40 + 40 % (11 489.76) = 40 214.16; 60 % of it cut: 24 128.49."""
    settling = await an_operation_to_settle(territory, {INTERIM: "28724.40"})
    claim = await settling.claim(INTERIM)
    officer = territory.oi_officer
    await an_opened_claim(officer, claim)
    terms = conclusions("interim", publicity_rate=Decimal("0.0301"))
    with pytest.raises(Refused) as refusal:
        await verifications.record_conclusions(officer.context, claim.id, terms)
    assert [finding.code for finding in refusal.value.findings] == ["CSF-116"]
    terms = conclusions("interim", publicity_rate=Decimal("0.03"))
    found = await verifications.record_conclusions(officer.context, claim.id, terms)
    assert euros(found.figures.due_by_terms) == "24128.49"
    assert (euros(found.figures.publicity_reduction), euros(found.figures.due_total)) == ("723.85", "23404.64")
    assert found.contradictory_until == date(2026, 6, 30)


async def test_g21_the_clock_of_the_payment_and_the_retention(territory: Territory) -> None:
    """80 days from 15 June are 3 September; 17 days of a question without answer make it 20 September."""
    settling = await an_operation_to_settle(territory, {FINAL: "1000.00"})
    claim = await settling.claim(FINAL)
    officer, manager = territory.oi_officer, territory.manager
    opened = await an_opened_claim(officer, claim)
    assert timers_of(opened).pay_by == date(2026, 9, 3)
    await claim_messages.ask(officer.context, claim.id, "Quelle est la clé ?", None)
    await claim_messages.answer(manager.later(days=17), claim.id, "Le temps passé.")
    after = await verifications.load_standing(officer.context, claim.id)
    assert (timers_of(after).interruption_days, timers_of(after).pay_by) == (17, date(2026, 9, 20))
    await verifications.record_conclusions(officer.context, claim.id, conclusions("interim"))
    await verifications.record_conclusions(officer.context, claim.id, conclusions("final"))
    await a_paid_claim(officer, claim.id, "VIR-1")
    account = await payments.list_operation_payments(manager.context, settling.operation.id)
    assert account.keep_until == date(2031, 12, 31)
