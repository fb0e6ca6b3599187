"""What an intermediate body learns of the months that it pays for: all claims of the employer, its own by name."""

from uuid import UUID

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.claims import Claim
from clause.domain.double_funding import DoubleFunding
from clause.domain.errors import Forbidden, NotFound
from clause.rules.cost_codes import KeyPeriod
from clause.services import claims, oi_operations, operations
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_submitted_claim,
    agreement_terms,
    an_approved_month,
    an_assignment,
    an_employment,
    an_operation,
    operation_terms,
)
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def _two_operations(territory: Territory) -> tuple[Claim, Claim]:
    """The same month of one person on two operations, of two intermediate bodies: 60 h and 40 h of 140 h."""
    manager, worker = territory.manager, territory.facilitator
    mine = await an_operation(manager, territory)
    other = await an_operation(
        manager, territory, "202500777", intermediate_body_id=territory.other_intermediate_body.id
    )
    employment = await an_employment(manager, worker)
    for operation in (mine, other):
        await an_assignment(manager, operation, employment)
    await an_approved_month(worker, manager, "2026-01", {mine.id: "60.00", other.id: "40.00", None: "40.00"})
    await a_payroll(manager, employment, "2026-01")
    submitted = [
        await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
        for operation in (mine, other)
    ]
    return submitted[0], submitted[1]


async def _seen(caller: Caller, operation_id: UUID) -> DoubleFunding:
    return await oi_operations.load_double_funding(caller.context, operation_id)


async def test_the_shares_of_all_operations_add_up_and_strangers_are_not_named(territory: Territory) -> None:
    mine, other = await _two_operations(territory)
    (month,) = (await _seen(territory.oi_client, mine.operation_id)).months
    assert [(line.operation, str(line.share)) for line in month.lines] == [
        ("202500123", "0.4286"),
        ("other-2", "0.2857"),
    ]
    assert month.shares is not None
    assert (str(month.shares.value), month.is_flagged) == ("0.7143", False)
    (unnamed,) = [line for line in month.lines if line.operation_id is None]
    assert (unnamed.claim_id, unnamed.claim_number, unnamed.claim_state) == (None, None, None)
    (theirs,) = (await _seen(territory.other_oi_client, other.operation_id)).months
    assert [line.operation for line in theirs.lines] == ["other-1", "202500777"]


async def test_a_claim_that_was_taken_back_claims_nothing(territory: Territory) -> None:
    mine, other = await _two_operations(territory)
    await claims.withdraw_claim(territory.manager.context, other.id, "Erreur d'opération")
    (month,) = (await _seen(territory.oi_client, mine.operation_id)).months
    assert [line.operation for line in month.lines] == ["202500123"]


async def test_only_the_operation_s_own_intermediate_body_asks(territory: Territory) -> None:
    mine, other = await _two_operations(territory)
    for caller, operation_id in (
        (territory.other_oi_client, mine.operation_id),
        (territory.oi_client, other.operation_id),
    ):
        with pytest.raises(NotFound) as refusal:
            await _seen(caller, operation_id)
        assert refusal.value.code == "OIB-008"
    with pytest.raises(Forbidden):
        await _seen(territory.manager, mine.operation_id)


async def test_a_line_of_several_months_is_told_month_by_month(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    agreement = agreement_terms(options=AgreementOptions(key_period=KeyPeriod.CLAIM))
    operation = await operations.add_operation(manager.context, operation_terms(territory), agreement)
    employment = await an_employment(manager, worker)
    await an_assignment(manager, operation, employment)
    for month, hours in (("2026-01", "98.50"), ("2026-02", "70.00")):
        await an_approved_month(worker, manager, month, {operation.id: hours, None: "30.00"})
        await a_payroll(manager, employment, month)
    await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-02"))
    found = await _seen(territory.oi_client, operation.id)
    told = [(str(month.month), [(str(one.share), one.amount) for one in month.lines]) for month in found.months]
    assert told == [("2026-01", [("0.7665", None)]), ("2026-02", [("0.7000", None)])]
