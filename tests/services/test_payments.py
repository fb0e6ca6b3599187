"""Payments through the services: in parts, never above what is left, back again, undone when wrong."""

from collections.abc import Awaitable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from clause.domain.claims import Claim, ClaimState
from clause.domain.errors import ClauseError, Refused, WrongState
from clause.domain.operations import OperationState
from clause.domain.payments import PaymentKind, ReversalTerms
from clause.services import claims, operations, payments
from tests.builders.claims import an_operation
from tests.builders.settlements import FINAL, INTERIM, Settling, an_operation_to_settle, euros
from tests.builders.territory import Territory
from tests.builders.verifications import TODAY, a_paid_claim, final_conclusions, payment

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal(call: Awaitable[object]) -> ClauseError:
    with pytest.raises(ClauseError) as refused:
        await call
    return refused.value


@pytest.fixture
async def settling(territory: Territory, transaction: None) -> Settling:
    """840.00 € of FSE+ for April, 840.00 € for May."""
    return await an_operation_to_settle(territory, {INTERIM: "1000.00", FINAL: "1000.00"})


@pytest.fixture
async def payable(territory: Territory, settling: Settling) -> Claim:
    """The claim of April, concluded as declared."""
    claim = await settling.claim(INTERIM)
    await final_conclusions(territory.oi_officer, territory.manager, claim)
    return await claims.load_claim(territory.manager.context, claim.id)


async def state_of(territory: Territory, claim: Claim) -> ClaimState:
    return (await claims.load_claim(territory.manager.context, claim.id)).state


async def test_a_claim_is_paid_in_parts_until_nothing_is_left(territory: Territory, payable: Claim) -> None:
    officer = territory.oi_officer.context
    await payments.pay_claim(officer, payable.id, payment("500.00", "V1"))
    assert await state_of(territory, payable) is ClaimState.PAYABLE
    refused = await refusal(payments.pay_claim(officer, payable.id, payment("340.01", "V2")))
    (finding,) = refused.findings
    assert (finding.code, finding.field, finding.values["most"]) == ("PMT-102", "amount", "340.00")
    await payments.pay_claim(officer, payable.id, payment("339.99", "V2"))
    assert await state_of(territory, payable) is ClaimState.PAYABLE
    await payments.pay_claim(officer, payable.id, payment("0.01", "V3"))
    assert await state_of(territory, payable) is ClaimState.PAID
    assert (await refusal(payments.pay_claim(officer, payable.id, payment("0.01", "V4")))).code == "CLM-002"
    account = await payments.list_claim_payments(territory.manager.context, payable.id)
    assert [euros(row.amount) for row in account.payments] == ["500.00", "339.99", "0.01"]
    assert (euros(account.paid_to_date), euros(account.left_to_settle)) == ("840.00", "0.00")


@pytest.mark.parametrize(
    ("amount", "days", "code"),
    [("0.00", 0, "PMT-101"), ("1.00", 1, "PMT-103"), ("1.00", 0, None), ("1.00", -1, "PMT-104")],
)
async def test_a_payment_has_an_amount_and_a_possible_day(
    territory: Territory, payable: Claim, amount: str, days: int, code: str | None
) -> None:
    terms = payment(amount, "V1", paid_on=TODAY + timedelta(days=days))
    call = payments.pay_claim(territory.oi_officer.context, payable.id, terms)
    if code is None:
        assert euros((await call).amount) == "1.00"
        return
    refused = await refusal(call)
    assert (refused.code, [finding.code for finding in refused.findings]) == ("PMT-010", [code])
    assert (await payments.list_claim_payments(territory.manager.context, payable.id)).payments == ()


async def test_a_reference_is_used_once(territory: Territory, payable: Claim) -> None:
    officer = territory.oi_officer.context
    await payments.pay_claim(officer, payable.id, payment("1.00", "V1"))
    again = await refusal(payments.pay_claim(officer, payable.id, payment("1.00", "V1")))
    assert (type(again), again.code) == (WrongState, "DBC-427")


async def test_nothing_is_paid_back_for_a_claim_to_be_paid(territory: Territory, payable: Claim) -> None:
    back = payment("1.00", "V1", PaymentKind.RECOVERY)
    assert (await refusal(payments.pay_claim(territory.oi_officer.context, payable.id, back))).code == "CLM-002"


async def test_a_mistaken_payment_is_undone_by_a_contrary_row(territory: Territory, payable: Claim) -> None:
    officer = territory.oi_officer
    wrong = await a_paid_claim(officer, payable.id, "V1")
    undone = await payments.reverse_payment(officer.context, wrong.id, ReversalTerms(reference="A1", reason="Doublon"))
    assert (undone.kind, euros(undone.amount), undone.reverses_id) == (PaymentKind.REVERSAL, "-840.00", wrong.id)
    assert await state_of(territory, payable) is ClaimState.PAYABLE
    (*_, last) = await claims.list_events(territory.manager.context, payable.id)
    assert (last.action, last.reason) == ("reverse_to_payable", "Doublon")
    again = await refusal(
        payments.reverse_payment(officer.context, wrong.id, ReversalTerms(reference="A2", reason="Encore"))
    )
    assert again.code == "DBC-428"
    of_itself = ReversalTerms(reference="A3", reason="Non")
    assert (await refusal(payments.reverse_payment(officer.context, undone.id, of_itself))).code == "PMT-006"
    other = territory.other_oi_officer.context
    assert (await refusal(payments.reverse_payment(other, wrong.id, of_itself))).code == "PMT-005"
    account = await payments.list_operation_payments(officer.context, payable.operation_id)
    assert (euros(account.paid_to_date), account.keep_until) == ("0.00", None)


async def test_an_undone_recovery_is_due_again(territory: Territory, settling: Settling, payable: Claim) -> None:
    officer, manager = territory.oi_officer, territory.manager
    advance = payment("2000.00", "AV", PaymentKind.ADVANCE)
    await payments.pay_advance(officer.context, settling.operation.id, advance)
    await a_paid_claim(officer, payable.id, "V1")
    final = await settling.claim(FINAL)
    found = await final_conclusions(officer, manager, final)
    assert euros(found.figures.to_settle) == "-1160.00"
    back = await a_paid_claim(officer, final.id, "OR")
    operation = await operations.load_operation(manager.context, settling.operation.id)
    assert operation.state is OperationState.SETTLED
    await payments.reverse_payment(officer.context, back.id, ReversalTerms(reference="A1", reason="Rejet bancaire"))
    assert await state_of(territory, final) is ClaimState.RECOVERY_DUE
    operation = await operations.load_operation(manager.context, settling.operation.id)
    assert operation.state is OperationState.FINAL_CLAIM_DUE
    await payments.pay_claim(officer.context, final.id, payment("160.00", "OR-2", PaymentKind.RECOVERY))
    assert await state_of(territory, final) is ClaimState.RECOVERY_DUE
    await a_paid_claim(officer, final.id, "OR-3")
    assert await state_of(territory, final) is ClaimState.RECOVERED


async def test_an_advance_stays_with_the_beneficiary_until_the_balance(
    territory: Territory, settling: Settling
) -> None:
    """1 000.00 of advance, 840.00 for April; in May 1 680.00 are due in all: 160.00 less than was paid, back."""
    officer, manager = territory.oi_officer, territory.manager
    advance = payment("1000.00", "AV", PaymentKind.ADVANCE)
    await payments.pay_advance(officer.context, settling.operation.id, advance)
    april = await settling.claim(INTERIM)
    assert euros((await final_conclusions(officer, manager, april)).figures.to_settle) == "840.00"
    await a_paid_claim(officer, april.id, "V1")
    may = await settling.claim(FINAL)
    assert euros((await final_conclusions(officer, manager, may)).figures.to_settle) == "-160.00"


async def test_an_advance_that_was_weighed_is_not_undone(territory: Territory, settling: Settling) -> None:
    officer, manager = territory.oi_officer, territory.manager
    wrong = await payments.pay_advance(
        officer.context, settling.operation.id, payment("10.00", "AV-0", PaymentKind.ADVANCE)
    )
    await payments.reverse_payment(officer.context, wrong.id, ReversalTerms(reference="A0", reason="Erreur"))
    row = await payments.pay_advance(
        officer.context, settling.operation.id, payment("10800.00", "AV-1", PaymentKind.ADVANCE)
    )
    claim = await settling.claim(INTERIM)
    await final_conclusions(officer, manager, claim)
    undo = payments.reverse_payment(officer.context, row.id, ReversalTerms(reference="A1", reason="Erreur"))
    assert (await refusal(undo)).code == "PMT-007"


async def test_no_advance_after_the_final_claim_nor_out_of_force(territory: Territory, settling: Settling) -> None:
    officer = territory.oi_officer.context
    too_early = payment("1.00", "AV", PaymentKind.ADVANCE, date(2025, 2, 2))
    refused = await refusal(payments.pay_advance(officer, settling.operation.id, too_early))
    assert isinstance(refused, Refused)
    assert [finding.code for finding in refused.findings] == ["PMT-104"]
    claim = await settling.claim(FINAL)
    advance = payment("1.00", "AV", PaymentKind.ADVANCE)
    assert (await refusal(payments.pay_advance(officer, settling.operation.id, advance))).code == "PMT-004"
    await final_conclusions(territory.oi_officer, territory.manager, claim)
    await a_paid_claim(territory.oi_officer, claim.id, "V1")
    assert (await refusal(payments.pay_advance(officer, settling.operation.id, advance))).code == "PMT-003"


async def test_no_advance_without_a_certificate_of_start(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory, "SANS-ATTESTATION")
    call = payments.pay_advance(territory.oi_officer.context, operation.id, payment("1.00", "AV", PaymentKind.ADVANCE))
    assert (await refusal(call)).code == "PMT-012"


async def test_only_the_intermediate_body_records_payments(territory: Territory, payable: Claim) -> None:
    manager = territory.manager.context
    assert (await refusal(payments.pay_claim(manager, payable.id, payment("1.00", "V")))).code == "UOW-002"
    assert Decimal("840.00") == (await payments.list_claim_payments(manager, payable.id)).left_to_settle
