"""Amendments of agreements through the services."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.amendments import AmendmentState, agreement_on
from clause.domain.errors import ClauseError
from clause.domain.operations import Operation, OperationState
from clause.services import amendments, intermediate_body, operation_moves, operations
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim, an_operation
from tests.builders.operations import amendment_terms
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def codes_of(call: Any) -> list[str]:
    with pytest.raises(ClauseError) as refusal:
        await call
    return [refusal.value.code, *(finding.code for finding in refusal.value.findings)]


def at(manager: Caller, *day: int) -> Caller:
    return Caller(manager.at(datetime(*day, 9, tzinfo=UTC)), manager.headers)  # type: ignore[arg-type,misc]


async def state_of(territory: Territory, operation: Operation) -> OperationState:
    return (await operation_moves.load_course(territory.manager.context, operation.id)).record.state


async def test_a_signed_amendment_is_a_new_version_and_the_first_one_stays(territory: Territory) -> None:
    context = territory.manager.context
    operation = await an_operation(territory.manager, territory)
    proposed = await amendments.propose(context, operation.id, amendment_terms(operation))
    assert await state_of(territory, operation) is OperationState.AMENDMENT_PENDING
    assert (await operations.load_operation(context, operation.id)).agreement == operation.agreement
    signed = await amendments.sign(context, proposed.id, date(2026, 6, 12), "CONV-2026-018-AV1")
    assert (signed.state, signed.agreement_version_no) == (AmendmentState.SIGNED, 2)
    assert await state_of(territory, operation) is OperationState.IN_FORCE
    versions = await amendments.list_agreements(territory.oi_officer.context, operation.id)
    assert versions[0] == operation.agreement
    told = [(one.version_no, one.reference, str(one.grant_amount), one.effective_on) for one in versions]
    assert told == [
        (1, "CONV-2026-018", "36000.00", None),
        (2, "CONV-2026-018-AV1", "30000.00", date(2026, 7, 1)),
    ]
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]
    assert [agreement_on(versions, day).version_no for day in days] == [1, 2, 2]


async def test_one_amendment_waits_at_a_time(territory: Territory) -> None:
    context = territory.manager.context
    operation = await an_operation(territory.manager, territory)
    first = await amendments.propose(context, operation.id, amendment_terms(operation))
    assert await codes_of(amendments.propose(context, operation.id, amendment_terms(operation))) == ["OPE-008"]
    gone = await amendments.withdraw(context, first.id, "Plan maintenu")
    assert (gone.state, await state_of(territory, operation)) == (AmendmentState.WITHDRAWN, OperationState.IN_FORCE)
    again = await amendments.propose(context, operation.id, amendment_terms(operation))
    assert again.number == 2
    for dead in (
        amendments.withdraw(context, first.id, "x"),
        amendments.sign(context, first.id, date(2026, 6, 1), "x"),
    ):
        assert await codes_of(dead) == ["AGR-004"]


@pytest.mark.parametrize(
    ("effective_on", "codes"),
    [
        (date(2025, 12, 31), ["AGR-001", "AGR-131"]),
        (date(2026, 1, 1), []),
        (date(2027, 6, 30), []),
        (date(2027, 7, 1), ["AGR-001", "AGR-131"]),
    ],
)
async def test_an_amendment_takes_effect_inside_the_operation(
    territory: Territory, effective_on: date, codes: list[str]
) -> None:
    operation = await an_operation(territory.manager, territory)
    terms = amendment_terms(operation, effective_on=effective_on)
    call = amendments.propose(territory.manager.context, operation.id, terms)
    if codes:
        assert await codes_of(call) == codes
        assert await state_of(territory, operation) is OperationState.IN_FORCE
    else:
        assert (await call).state is AmendmentState.PENDING


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ((2027, 6, 29), []),
        ((2027, 6, 30), []),
        ((2027, 7, 1), ["AGR-001", "AGR-130"]),
    ],
)
async def test_an_amendment_is_proposed_before_the_end(
    territory: Territory, day: tuple[int, int, int], codes: list[str]
) -> None:
    operation = await an_operation(territory.manager, territory)
    later = at(territory.manager, *day)
    call = amendments.propose(later.context, operation.id, amendment_terms(operation))
    if codes:
        assert await codes_of(call) == codes
    else:
        assert (await call).number == 1


@pytest.mark.parametrize(
    ("signed_on", "codes"),
    [
        (date(2025, 12, 14), ["AGR-005", "AGR-134"]),
        (date(2025, 12, 15), []),
        (date(2027, 6, 30), []),
        (date(2027, 7, 1), ["AGR-005", "AGR-133"]),
    ],
)
async def test_an_amendment_is_signed_while_the_agreement_is_valid(
    territory: Territory, signed_on: date, codes: list[str]
) -> None:
    operation = await an_operation(territory.manager, territory)
    proposed = await amendments.propose(territory.manager.context, operation.id, amendment_terms(operation))
    later = at(territory.manager, 2027, 7, 2)
    call = amendments.sign(later.context, proposed.id, signed_on, "AV1")
    if codes:
        assert await codes_of(call) == codes
        versions = await amendments.list_agreements(territory.manager.context, operation.id)
        assert [one.version_no for one in versions] == [1]
    else:
        assert (await call).signed_on == signed_on


async def test_an_amendment_obeys_the_rules_of_agreements(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    terms = amendment_terms(operation)
    above = terms.model_copy(update={"terms": terms.terms.model_copy(update={"rate": Decimal("0.6001")})})
    call = amendments.propose(territory.manager.context, operation.id, above)
    assert await codes_of(call) == ["OPE-002", "OPE-102"]


async def test_an_amendment_may_move_the_end(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    terms = amendment_terms(operation, last_day=date(2027, 12, 31))
    proposed = await amendments.propose(territory.manager.context, operation.id, terms)
    await amendments.sign(territory.manager.context, proposed.id, date(2026, 6, 15), "AV1")
    course = await operation_moves.load_course(territory.manager.context, operation.id)
    assert (course.record.last_day, course.deadlines.final_claim_due_on) == (date(2027, 12, 31), date(2028, 6, 30))


async def test_amendments_are_the_beneficiary_s(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    proposed = await amendments.propose(territory.manager.context, operation.id, amendment_terms(operation))
    foreign = territory.other_manager.context
    assert await codes_of(amendments.propose(foreign, operation.id, amendment_terms(operation))) == ["AGR-002"]
    assert await codes_of(amendments.withdraw(foreign, proposed.id, "x")) == ["AGR-003"]
    assert await codes_of(amendments.list_amendments(foreign, operation.id)) == ["AGR-006"]
    assert await codes_of(amendments.list_agreements(foreign, operation.id)) == ["AGR-007"]


async def test_a_claim_takes_the_agreement_that_held_at_its_end(territory: Territory) -> None:
    """Signed in June, in effect from July: the claim of May is computed with the first version."""
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-05",))
    proposed = await amendments.propose(manager.context, operation.id, amendment_terms(operation))
    await amendments.sign(manager.context, proposed.id, date(2026, 6, 12), "CONV-2026-018-AV1")
    claim = await a_claim(manager, operation, "2026-05", "2026-05")
    assert claim.figures is not None
    assert str(claim.figures.by_grant) == "36000.00"
    await a_submitted_claim(manager, claim)
    handed = await intermediate_body.load_claim(territory.oi_officer.context, claim.id)
    agreement = json.loads(handed.content)["agreement"]
    assert (agreement["version_no"], agreement["grant_amount"]) == (1, "36000.00")
