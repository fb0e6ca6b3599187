"""Operations and mission letters through the services."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementTerms
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused
from clause.domain.intermediate_body import OperationsAsked
from clause.domain.operations import OperationTerms
from clause.rules.codes import RegionCategory
from clause.services import assignments, oi_operations, operations
from tests.builders.claims import agreement_terms, an_assignment, an_employment, an_operation, operation_terms
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


async def _add(territory: Territory, terms: OperationTerms, agreement: AgreementTerms) -> list[str]:
    """The codes that stand against an operation; none when it is added."""
    try:
        await operations.add_operation(territory.manager.context, terms, agreement)
    except Refused as refusal:
        return [finding.code for finding in refusal.findings] if refusal.code == "OPE-002" else [refusal.code]
    return []


async def test_an_operation_keeps_its_agreement(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    found = await operations.load_operation(territory.facilitator.context, operation.id)
    assert (found.agreement.version_no, found.agreement.reference) == (1, "CONV-2026-018")
    assert str(found.agreement.printed_rate) == "0.6000"


@pytest.mark.parametrize(("rate", "codes"), [("0.5999", []), ("0.6000", []), ("0.6001", ["OPE-102"])])
async def test_a_rate_stays_within_the_ceiling_of_its_region(territory: Territory, rate: str, codes: list[str]) -> None:
    assert await _add(territory, operation_terms(territory), agreement_terms(rate=Decimal(rate))) == codes


@pytest.mark.parametrize(
    ("rate", "decimals", "codes"),
    [("0.4386", 2, []), ("0.43863", 2, ["OPE-103"]), ("0.4386274773", 8, []), ("0.4386274773", 7, ["OPE-103"])],
)
async def test_a_rate_has_the_decimals_that_are_printed(
    territory: Territory, rate: str, decimals: int, codes: list[str]
) -> None:
    agreement = agreement_terms(rate=Decimal(rate), rate_decimals=decimals)
    assert await _add(territory, operation_terms(territory), agreement) == codes


@pytest.mark.parametrize(
    ("grant", "codes"), [("0.00", ["OPE-105"]), ("0.01", []), ("60000.00", []), ("60000.01", ["OPE-105"])]
)
async def test_a_grant_is_positive_and_within_the_planned_cost(
    territory: Territory, grant: str, codes: list[str]
) -> None:
    assert await _add(territory, operation_terms(territory), agreement_terms(grant_amount=Decimal(grant))) == codes


async def test_all_that_is_wrong_with_an_operation_is_told_at_once(territory: Territory) -> None:
    terms = operation_terms(territory, last_day=date(2025, 12, 31), region_category=RegionCategory.MORE_DEVELOPED)
    agreement = agreement_terms(grant_amount=Decimal("70000.00"))
    assert await _add(territory, terms, agreement) == ["OPE-101", "OPE-102", "OPE-105"]


async def test_an_operation_before_the_programme_is_refused(territory: Territory) -> None:
    assert await _add(territory, operation_terms(territory, first_day=date(2020, 12, 31)), agreement_terms()) == [
        "CAL-113"
    ]


async def test_the_intermediate_body_is_one(territory: Territory) -> None:
    terms = operation_terms(territory, intermediate_body_id=territory.buyer.id)
    call = operations.add_operation(territory.manager.context, terms, agreement_terms())
    assert (await refusal_of(call)).code == "OPE-001"


async def test_a_number_is_given_once(territory: Territory) -> None:
    await an_operation(territory.manager, territory)
    assert (await refusal_of(an_operation(territory.manager, territory))).code == "DBC-019"


async def test_a_facilitator_adds_no_operation(territory: Territory) -> None:
    assert isinstance(await refusal_of(an_operation(territory.facilitator, territory)), Forbidden)


async def test_only_the_beneficiary_and_its_intermediate_body_see_an_operation(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    refusal = await refusal_of(operations.load_operation(territory.other_manager.context, operation.id))
    assert (type(refusal), refusal.code) == (NotFound, "OPE-003")
    for caller, expected in ((territory.oi_officer, [operation]), (territory.other_oi_officer, [])):
        found = await oi_operations.list_operations(caller.context, OperationsAsked(), after=None, limit=9)
        assert [one.operation for one in found] == expected


async def test_letters_of_a_person_are_counted(territory: Territory) -> None:
    manager = territory.manager
    operation = await an_operation(manager, territory)
    employment = await an_employment(manager, territory.facilitator)
    await an_assignment(manager, operation, employment)
    await an_assignment(manager, operation, employment, last_day=date(2026, 12, 31))
    found = await assignments.list_letters(territory.facilitator.context, operation.id)
    assert [view.letter.version_no for view in found] == [1, 2]


@pytest.mark.parametrize(
    ("first_day", "last_day", "codes"),
    [
        (date(2025, 12, 31), None, ["OPE-107"]),
        (date(2026, 1, 1), date(2027, 6, 30), []),
        (date(2026, 1, 1), date(2027, 7, 1), ["OPE-107"]),
        (date(2026, 3, 2), date(2026, 3, 1), ["OPE-106"]),
    ],
)
async def test_a_mission_lies_in_the_operation(
    territory: Territory, first_day: date, last_day: date | None, codes: list[str]
) -> None:
    operation = await an_operation(territory.manager, territory)
    employment = await an_employment(territory.manager, territory.facilitator)
    call = an_assignment(territory.manager, operation, employment, first_day=first_day, last_day=last_day)
    if not codes:
        assert (await call).version_no == 1
        return
    refusal = await refusal_of(call)
    assert (refusal.code, [finding.code for finding in refusal.findings]) == ("OPE-005", codes)


async def test_a_mission_lies_in_the_employment(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    employment = await an_employment(territory.manager, territory.facilitator, first_day=date(2026, 2, 1))
    refusal = await refusal_of(an_assignment(territory.manager, operation, employment))
    assert [finding.code for finding in refusal.findings] == ["OPE-108"]


async def test_nobody_is_assigned_across_organisations(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    foreign = await an_employment(territory.other_manager, territory.other_facilitator)
    own = await an_employment(territory.manager, territory.facilitator)
    assert (await refusal_of(an_assignment(territory.manager, operation, foreign))).code == "OPE-006"
    assert (await refusal_of(an_assignment(territory.other_manager, operation, own))).code == "OPE-004"
    assert (await refusal_of(assignments.list_letters(territory.other_manager.context, operation.id))).code == (
        "OPE-007"
    )
