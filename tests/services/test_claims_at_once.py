"""Several people at once on committed claims, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.claim_snapshot import read_snapshot
from clause.domain.claims import Claim, ClaimLineKind, ClaimState
from clause.domain.errors import ClauseError
from clause.domain.operations import Operation
from clause.domain.payroll import PayrollTerms
from clause.domain.resources import ResourceKind, ResourceTerms
from clause.rules.calendar import Month
from clause.services import claims, employments, intermediate_body, payroll, resources, timesheets
from clause.services.timesheets import MonthOf
from clause.settings import Settings
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim, claim_terms, run_computation
from tests.builders.committed import committed_territory
from tests.builders.territory import NOW, Territory

JANUARY = Month.parse("2026-01")


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of the test's own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


@pytest.fixture
async def operation(own: Territory) -> Operation:
    return await a_ready_operation(own.manager, own.facilitator, own, ("2026-01", "2026-02"))


@pytest.fixture
async def computed(own: Territory, operation: Operation) -> Claim:
    return await a_claim(own.manager, operation, "2026-01", "2026-01")


def lost(outcomes: Iterable[object]) -> list[str]:
    """The codes of those that were refused; anything else than a refusal fails the test."""
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    refused = [outcome.code for outcome in failed if isinstance(outcome, ClauseError)]
    assert len(refused) == len(failed), failed
    return refused


async def test_of_two_submissions_at_once_one_wins(own: Territory, computed: Claim) -> None:
    manager = own.manager.context
    await claims.sign_claim(manager, computed.id)
    calls = [claims.submit_claim(manager, computed.id) for _ in range(2)]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["CLM-002"]


async def test_of_two_claims_started_at_once_one_wins(own: Territory, operation: Operation) -> None:
    calls = [
        claims.start_claim(own.manager.context, operation.id, claim_terms(month, month))
        for month in ("2026-01", "2026-02")
    ]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["CLM-005"]


async def test_a_claim_is_withdrawn_or_acknowledged_and_never_both(own: Territory, computed: Claim) -> None:
    manager, oi = own.manager.context, own.oi_client.context
    claim = await a_submitted_claim(own.manager, computed)
    outcomes = await asyncio.gather(
        claims.withdraw_claim(manager, claim.id, "Paie provisoire"),
        intermediate_body.record_receipt(oi, claim.id, "AR-1", None),
        return_exceptions=True,
    )
    assert lost(outcomes) in (["CLM-014"], ["CLM-002"])
    state = (await claims.load_claim(manager, claim.id)).state
    (listed,) = await intermediate_body.list_claims(oi, updated_since=None, after=0, limit=9)
    assert (state is ClaimState.WITHDRAWN) == (listed.receipt_reference is None)


async def test_a_month_is_not_reopened_under_a_signature(own: Territory, computed: Claim) -> None:
    wanted = MonthOf(own.facilitator.user_id, JANUARY)
    outcomes = await asyncio.gather(
        claims.sign_claim(own.manager.context, computed.id),
        timesheets.reopen_timesheet(own.manager.context, wanted, "Un oubli"),
        return_exceptions=True,
    )
    assert lost(outcomes) in (["CLM-012"], ["TIM-016"])


async def test_pay_is_not_corrected_under_a_signature(own: Territory, computed: Claim) -> None:
    manager = own.manager.context
    (employment,) = await employments.list_employments(manager, person_id=None, after=None, limit=9)
    outcomes = await asyncio.gather(
        claims.sign_claim(manager, computed.id),
        payroll.record_payroll(
            manager, employment.id, JANUARY, PayrollTerms(employer_cost=Decimal("1.00"), reason="Erreur"), 1
        ),
        return_exceptions=True,
    )
    assert lost(outcomes) in (["CLM-012"], ["EMP-009"])


async def test_two_workers_compute_a_claim_once(own: Territory, operation: Operation) -> None:
    manager = own.manager.context
    started = await claims.start_claim(manager, operation.id, claim_terms("2026-01", "2026-01"))
    await asyncio.gather(run_computation(started), run_computation(started))
    claim, lines = await claims.load_lines(manager, started.id)
    assert (claim.state, len(lines)) == (ClaimState.COMPUTED, 2)


async def test_two_workers_print_a_claim_once(own: Territory, computed: Claim) -> None:
    manager = own.manager.context
    await claims.sign_claim(manager, computed.id)
    submitted = await claims.submit_claim(manager, computed.id)
    assert submitted.job_id is not None
    outcomes = await asyncio.gather(*(claims.render_claim(NOW, submitted.job_id) for _ in range(2)))
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    printed = await claims.load_claim(manager, computed.id)
    assert printed.document_id is not None
    assert printed.version == submitted.version + 1


async def _regularised(own: Territory) -> object:
    (employment,) = await employments.list_employments(own.manager.context, person_id=None, after=None, limit=9)
    terms = PayrollTerms(employer_cost=Decimal("3812.37"), reason="Régularisation des cotisations")
    return await payroll.regularise_payroll(own.manager.context, employment.id, JANUARY, terms, 1)


async def test_a_claim_is_handed_over_as_signed_or_not_at_all_while_its_pay_is_regularised(
    own: Territory, operation: Operation, computed: Claim
) -> None:
    """Handed over: 3912.37 × 98.50 ÷ 133.00, and the next claim brings 2823.45 − 2897.51. Else it is done again."""
    manager = own.manager
    await claims.sign_claim(manager.context, computed.id)
    outcomes = await asyncio.gather(
        claims.submit_claim(manager.context, computed.id), _regularised(own), return_exceptions=True
    )
    refused = lost(outcomes)
    assert refused in ([], ["CLM-023"])
    if refused:
        await claims.withdraw_claim(manager.context, computed.id, "Paie régularisée")
        again = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
        assert again.figures is not None
        assert str(again.figures.staff_cost) == "2823.45"
        return
    handed = await intermediate_body.load_claim(own.oi_client.context, computed.id)
    snapshot = read_snapshot(handed.content)
    assert [(pay.version_no, str(pay.employer_cost)) for pay in snapshot.payroll] == [(1, "3912.37")]
    assert [str(line.amount) for line in snapshot.lines] == ["2897.51", "1159.00"]
    following = await a_claim(manager, operation, "2026-02", "2026-02")
    _, lines = await claims.load_lines(manager.context, following.id)
    assert [str(line.amount) for line in lines if line.kind is ClaimLineKind.ADJUSTMENT] == ["-74.06"]


async def test_a_claim_that_is_handed_over_names_every_resource_that_it_counts(
    own: Territory, operation: Operation
) -> None:
    """A resource recorded at the same moment comes after the claim, or keeps it from being handed over."""
    recorded = {"other_resources": None, "already_paid": None}
    claim = await a_claim(own.manager, operation, "2026-01", "2026-01", **recorded)
    await claims.sign_claim(own.manager.context, claim.id)
    money = Decimal("300.00")
    terms = ResourceTerms(
        funder="Région",
        kind=ResourceKind.REGION,
        amount_committed=money,
        amount_received=money,
        amount_allocated=money,
        received_on=date(2026, 1, 20),
    )
    outcomes = await asyncio.gather(
        claims.submit_claim(own.manager.context, claim.id),
        resources.add_resource(own.manager.context, operation.id, terms),
        return_exceptions=True,
    )
    refused = lost(outcomes)
    assert refused in ([], ["CLM-023"])
    if not refused:
        handed = await intermediate_body.load_claim(own.oi_client.context, claim.id)
        snapshot = read_snapshot(handed.content)
        assert (snapshot.resources, str(snapshot.amounts.other_resources)) == ((), "0.00")
