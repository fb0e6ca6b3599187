"""Mission letters, resources and moves at once, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.errors import ClauseError
from clause.services import amendments, assignments, resources
from clause.settings import Settings
from tests.builders.claims import an_employment, an_operation
from tests.builders.committed import committed_territory
from tests.builders.operations import a_resource, amendment_terms, letter_terms, resource_terms
from tests.builders.territory import Territory


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of the test's own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


def refused(outcomes: Iterable[object]) -> list[list[str]]:
    """The codes of those that were refused; anything else than a refusal fails the test."""
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    told = [one for one in failed if isinstance(one, ClauseError)]
    assert len(told) == len(failed), failed
    return [[one.code, *(finding.code for finding in one.findings)] for one in told]


async def test_two_letters_at_once_do_not_share_more_than_a_person(own: Territory) -> None:
    manager = own.manager
    employment = await an_employment(manager, own.facilitator)
    places = [await an_operation(manager, own, number) for number in ("1", "2")]
    calls = [
        assignments.assign(manager.context, place.id, letter_terms(employment.id, time_share=Decimal("0.6")))
        for place in places
    ]
    assert refused(await asyncio.gather(*calls, return_exceptions=True)) == [["OPE-005", "ASG-106"]]


async def test_of_two_corrections_of_a_resource_at_once_one_wins(own: Territory) -> None:
    operation = await an_operation(own.manager, own)
    resource = await a_resource(own.manager, operation.id)
    calls = [
        resources.correct_resource(own.manager.context, resource.id, resource_terms(), reason) for reason in ("a", "b")
    ]
    assert refused(await asyncio.gather(*calls, return_exceptions=True)) == [["RES-005"]]


async def test_of_an_amendment_signed_and_withdrawn_at_once_one_wins(own: Territory) -> None:
    manager = own.manager.context
    operation = await an_operation(own.manager, own)
    proposed = await amendments.propose(manager, operation.id, amendment_terms(operation))
    outcomes = await asyncio.gather(
        amendments.sign(manager, proposed.id, date(2026, 6, 12), "AV1"),
        amendments.withdraw(manager, proposed.id, "Maintenu"),
        return_exceptions=True,
    )
    assert refused(outcomes) == [["AGR-004"]]


async def test_of_two_amendments_proposed_at_once_one_wins(own: Territory) -> None:
    operation = await an_operation(own.manager, own)
    terms = amendment_terms(operation)
    calls = [amendments.propose(own.manager.context, operation.id, terms) for _ in range(2)]
    assert refused(await asyncio.gather(*calls, return_exceptions=True)) == [["OPE-008"]]
