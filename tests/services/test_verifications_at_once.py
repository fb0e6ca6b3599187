"""Several officers at once on a committed claim, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from decimal import Decimal

import pytest

from clause.domain.claims import Claim, ClaimState
from clause.domain.errors import ClauseError
from clause.services import claim_messages, claims, intermediate_body, payments, verifications
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.settlements import INTERIM, an_operation_to_settle
from tests.builders.territory import Territory
from tests.builders.verifications import an_opened_claim, conclusions, final_conclusions, payment


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of the test's own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


@pytest.fixture
async def claim(own: Territory) -> Claim:
    """A submitted claim of 840.00 € of FSE+."""
    settling = await an_operation_to_settle(own, {INTERIM: "1000.00"})
    return await settling.claim(INTERIM)


def lost(outcomes: Iterable[object]) -> list[str]:
    """The codes of those that were refused; anything else than a refusal fails the test."""
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    refused = [outcome.code for outcome in failed if isinstance(outcome, ClauseError)]
    assert len(refused) == len(failed), failed
    return refused


async def test_of_two_officers_one_opens_the_verification(own: Territory, claim: Claim) -> None:
    callers = (own.oi_officer.context, own.oi_client.context)
    calls = [verifications.open_verification(caller, claim.id) for caller in callers]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["CLM-002"]


async def test_of_two_final_conclusions_one_wins(own: Territory, claim: Claim) -> None:
    await an_opened_claim(own.oi_officer, claim)
    await verifications.record_conclusions(own.oi_officer.context, claim.id, conclusions("interim"))
    callers = (own.oi_officer.context, own.oi_client.context)
    calls = [verifications.record_conclusions(caller, claim.id, conclusions("final")) for caller in callers]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["CLM-002"]
    versions = await verifications.list_verifications(own.manager.context, claim.id)
    assert [one.version_no for one in versions] == [1, 2]


async def test_a_claim_is_opened_or_withdrawn_and_never_both(own: Territory, claim: Claim) -> None:
    outcomes = await asyncio.gather(
        claims.withdraw_claim(own.manager.context, claim.id, "Paie provisoire"),
        verifications.open_verification(own.oi_officer.context, claim.id),
        return_exceptions=True,
    )
    assert lost(outcomes) == ["CLM-002"]


async def test_of_two_receipts_one_wins_and_the_foreign_body_finds_nothing(own: Territory, claim: Claim) -> None:
    calls = [
        intermediate_body.record_receipt(caller, claim.id, reference, None)
        for caller, reference in (
            (own.oi_officer.context, "AR-1"),
            (own.oi_client.context, "AR-2"),
            (own.other_oi_client.context, "AR-3"),
        )
    ]
    assert sorted(lost(await asyncio.gather(*calls, return_exceptions=True))) in (
        ["DBC-026", "OIB-001"],
        ["OIB-001", "OIB-003"],
    )


async def test_the_answer_and_the_end_of_the_question_come_one_after_the_other(own: Territory, claim: Claim) -> None:
    await an_opened_claim(own.oi_officer, claim)
    await claim_messages.ask(own.oi_officer.context, claim.id, "La clé ?", None)
    outcomes = await asyncio.gather(
        claim_messages.answer(own.manager.later(days=16), claim.id, "Le temps."),
        verifications.open_verification(own.oi_officer.later(days=16), claim.id),
        return_exceptions=True,
    )
    assert lost(outcomes) in (["CLM-002"], ["CSF-030"])


async def test_two_payments_at_once_never_exceed_what_is_left(own: Territory, claim: Claim) -> None:
    await final_conclusions(own.oi_officer, own.manager, claim)
    calls = [
        payments.pay_claim(own.oi_officer.context, claim.id, payment("500.00", f"{claim.id} {number}"))
        for number in range(3)
    ]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["PMT-010", "PMT-010"]
    account = await payments.list_claim_payments(own.manager.context, claim.id)
    assert account.paid_to_date == Decimal("500.00")
    assert (await claims.load_claim(own.manager.context, claim.id)).state is ClaimState.PAYABLE
