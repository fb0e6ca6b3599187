"""Mission letters through the services: what is refused, where a letter stands, whose word holds."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.assignments import AssignmentOutcome, AssignmentState, is_accepted_on
from clause.domain.employments import Employment
from clause.domain.errors import ClauseError
from clause.domain.operations import Assignment, AssignmentTerms, Operation
from clause.rules.calendar import days_after
from clause.rules.cost_codes import CostMethod
from clause.services import assignments, claims, operations
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    agreement_terms,
    an_approved_month,
    an_employment,
    an_operation,
    operation_terms,
)
from tests.builders.operations import accept, letter_terms, variable_terms
from tests.builders.pay import an_evidence_file
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal_of(call: Any) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call
    return refusal.value


async def codes(territory: Territory, operation: Operation, terms: AssignmentTerms) -> list[str]:
    """What stands against a letter; nothing when it is issued."""
    try:
        await assignments.assign(territory.manager.context, operation.id, terms)
    except ClauseError as refusal:
        return [finding.code for finding in refusal.findings] if refusal.code == "OPE-005" else [refusal.code]
    return []


async def issue(territory: Territory, operation: Operation, terms: AssignmentTerms) -> Assignment:
    return await assignments.assign(territory.manager.context, operation.id, terms)


async def a_place(territory: Territory) -> tuple[Operation, Employment]:
    return await an_operation(territory.manager, territory), await an_employment(
        territory.manager, territory.facilitator
    )


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, ["ASG-101"]),
        (Decimal("0"), ["ASG-102"]),
        (Decimal("0.0001"), []),
        (Decimal("0.9999"), []),
        (Decimal("1"), []),
        (Decimal("1.0001"), ["ASG-102"]),
    ],
)
async def test_a_fixed_time_has_a_share_between_nothing_and_the_whole(
    territory: Territory, share: Decimal | None, expected: list[str]
) -> None:
    operation, employment = await a_place(territory)
    assert await codes(territory, operation, letter_terms(employment.id, time_share=share)) == expected


@pytest.mark.parametrize("method", [CostMethod.M2, CostMethod.M3A, CostMethod.M3B])
async def test_variable_time_has_no_share(territory: Territory, method: CostMethod) -> None:
    operation, employment = await a_place(territory)
    assert await codes(territory, operation, letter_terms(employment.id, method=method)) == ["ASG-103"]
    assert await codes(territory, operation, letter_terms(employment.id, method=method, time_share=None)) == []


@pytest.mark.parametrize(("share", "expected"), [("0.1999", ["ASG-104"]), ("0.2", []), ("0.2001", [])])
async def test_a_share_is_not_below_the_least_one_agreed(territory: Territory, share: str, expected: list[str]) -> None:
    options = AgreementOptions(min_time_share=Decimal("0.20"))
    operation = await operations.add_operation(
        territory.manager.context, operation_terms(territory), agreement_terms(options=options)
    )
    employment = await an_employment(territory.manager, territory.facilitator)
    assert await codes(territory, operation, letter_terms(employment.id, time_share=Decimal(share))) == expected


@pytest.mark.parametrize(("share", "expected"), [("0.3999", []), ("0.4", []), ("0.4001", ["ASG-106"])])
async def test_shares_of_a_person_add_up_to_the_whole_at_most(
    territory: Territory, share: str, expected: list[str]
) -> None:
    operation, employment = await a_place(territory)
    other = await an_operation(territory.manager, territory, "202500124")
    await issue(territory, other, letter_terms(employment.id))
    assert await codes(territory, operation, letter_terms(employment.id, time_share=Decimal(share))) == expected


async def test_shares_are_added_on_each_day_not_over_all_time(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    other = await an_operation(territory.manager, territory, "202500124")
    await issue(territory, other, letter_terms(employment.id, last_day=date(2026, 6, 30)))
    later = letter_terms(employment.id, time_share=Decimal("0.9"), first_day=date(2026, 7, 1))
    too_soon = later.model_copy(update={"first_day": date(2026, 6, 30)})
    assert await codes(territory, operation, too_soon) == ["ASG-106"]
    assert await codes(territory, operation, later) == []
    # What begins while the new letter runs is counted on the day on which it begins.
    again = letter_terms(employment.id, time_share=Decimal("0.11"), first_day=date(2026, 2, 1))
    assert await codes(territory, other, again) == ["ASG-106"]


async def test_a_letter_that_replaces_another_is_not_added_to_it(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    await issue(territory, operation, letter_terms(employment.id))
    wider = letter_terms(employment.id, time_share=Decimal("0.8"), first_day=date(2026, 3, 1))
    assert await codes(territory, operation, wider) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 2, 28), ["ASG-105"]), (date(2026, 3, 1), []), (date(2026, 3, 2), ["ASG-105"])],
)
async def test_a_share_changes_with_the_month(territory: Territory, day: date, expected: list[str]) -> None:
    operation, employment = await a_place(territory)
    await issue(territory, operation, letter_terms(employment.id))
    changed = letter_terms(employment.id, time_share=Decimal("0.5"), first_day=day)
    assert await codes(territory, operation, changed) == expected


async def test_inside_a_month_the_method_stays_and_the_same_share_may_go_on(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    await issue(territory, operation, letter_terms(employment.id))
    middle = date(2026, 3, 15)
    assert await codes(territory, operation, variable_terms(employment.id, first_day=middle)) == ["ASG-105"]
    assert await codes(territory, operation, letter_terms(employment.id, first_day=middle)) == []


@pytest.mark.parametrize(
    ("first_day", "expected"), [(date(2026, 3, 31), ["ASG-109"]), (date(2026, 4, 1), []), (date(2026, 4, 2), [])]
)
async def test_fixed_and_variable_time_do_not_share_a_month(
    territory: Territory, first_day: date, expected: list[str]
) -> None:
    operation, employment = await a_place(territory)
    other = await an_operation(territory.manager, territory, "202500124")
    await issue(territory, other, letter_terms(employment.id, last_day=date(2026, 3, 15)))
    assert await codes(territory, operation, variable_terms(employment.id, first_day=first_day)) == expected


async def test_variable_time_may_go_to_several_operations(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    other = await an_operation(territory.manager, territory, "202500124")
    await issue(territory, other, variable_terms(employment.id))
    assert await codes(territory, operation, variable_terms(employment.id)) == []


async def test_two_people_on_one_post_need_a_reason(territory: Territory) -> None:
    operation, absent = await a_place(territory)
    substitute = await an_employment(territory.manager, territory.manager, "F-002")
    terms = variable_terms(substitute.id, first_day=date(2026, 3, 1), stands_in_for_id=absent.id)
    assert await codes(territory, operation, terms) == ["ASG-108"]
    await issue(territory, operation, variable_terms(absent.id, last_day=date(2026, 3, 31)))
    assert await codes(territory, operation, terms) == ["ASG-107"]
    assert await codes(territory, operation, terms.model_copy(update={"first_day": date(2026, 4, 1)})) == []
    assert await codes(territory, operation, terms.model_copy(update={"overlap_reason": "Congé de maternité"})) == []


async def test_a_letter_changes_nothing_that_a_signed_claim_stands_on(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    [view] = await assignments.list_letters(manager.context, operation.id)
    claim = await a_claim(manager, operation, "2026-01", "2026-02")
    await claims.sign_claim(manager.context, claim.id)
    person = view.letter.employment_id
    before = variable_terms(person, first_day=date(2026, 2, 28))
    assert await codes(territory, operation, before) == ["ASG-110"]
    assert (await assignments.list_letters(manager.context, operation.id)) == [view]
    assert await codes(territory, operation, before.model_copy(update={"first_day": date(2026, 3, 1)})) == []


@pytest.mark.parametrize(("days", "expected"), [(-1, ["ASG-111"]), (0, []), (1, [])])
async def test_a_mission_does_not_end_before_hours_that_are_signed(
    territory: Territory, days: int, expected: list[str]
) -> None:
    operation, employment = await a_place(territory)
    await issue(territory, operation, variable_terms(employment.id))
    hours: dict[UUID | None, str] = {operation.id: "35.00"}
    month = await an_approved_month(territory.facilitator, territory.manager, "2026-01", hours)
    last_hours = max(entry.day for entry in month.entries)
    shorter = variable_terms(employment.id, last_day=days_after(last_hours, days))
    assert await codes(territory, operation, shorter) == expected


async def test_a_letter_of_fixed_time_becomes_active_by_acceptance(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    letter = await issue(territory, operation, letter_terms(employment.id))
    manager = territory.manager

    async def states() -> list[AssignmentState]:
        return [view.state for view in await assignments.list_letters(manager.context, operation.id)]

    assert await states() == [AssignmentState.ISSUED]
    assert (await accept(territory.oi_officer, letter)).state is AssignmentState.ACTIVE
    rejected = {"outcome": AssignmentOutcome.REJECTED, "comment": "Missions non décrites."}
    assert (await accept(territory.oi_officer, letter, **rejected)).state is AssignmentState.REJECTED
    await accept(manager, letter)
    later = letter_terms(employment.id, time_share=Decimal("0.5"), first_day=date(2026, 6, 1))
    new = await issue(territory, operation, later)
    assert await states() == [AssignmentState.SUPERSEDED, AssignmentState.ISSUED]
    assert (await accept(territory.oi_officer, new)).state is AssignmentState.ACTIVE
    ahead = letter_terms(employment.id, time_share=Decimal("0.4"), first_day=date(2026, 7, 1))
    coming = await issue(territory, operation, ahead)
    assert (await accept(territory.oi_officer, coming)).state is AssignmentState.ACCEPTED
    assert await states() == [AssignmentState.SUPERSEDED, AssignmentState.ACTIVE, AssignmentState.ACCEPTED]


async def test_an_ended_letter_says_so(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    await issue(territory, operation, variable_terms(employment.id, last_day=date(2026, 6, 14)))
    [view] = await assignments.list_letters(territory.manager.context, operation.id)
    assert view.state is AssignmentState.ENDED


async def test_an_acceptance_holds_from_its_day_until_another_word(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    letter = await issue(territory, operation, letter_terms(employment.id))
    await accept(territory.oi_officer, letter)
    words = {"outcome": AssignmentOutcome.REJECTED, "comment": "Double emploi.", "decided_on": date(2026, 3, 2)}
    decisions = (await accept(territory.oi_officer, letter, **words)).decisions
    days = [date(2026, 1, 11), date(2026, 1, 12), date(2026, 3, 1), date(2026, 3, 2)]
    assert [is_accepted_on(decisions, day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 12, 19), "ASG-003"),
        (date(2025, 12, 20), None),
        (date(2026, 6, 15), None),
        (date(2026, 6, 16), "ASG-003"),
    ],
)
async def test_a_word_is_dated_between_the_letter_and_today(territory: Territory, day: date, code: str | None) -> None:
    operation, employment = await a_place(territory)
    letter = await issue(territory, operation, letter_terms(employment.id))
    call = accept(territory.oi_officer, letter, decided_on=day)
    assert (await refusal_of(call)).code == code if code else await call


async def test_a_beneficiary_names_the_letter_it_writes_down_and_a_rejection_its_reason(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    letter = await issue(territory, operation, letter_terms(employment.id))
    assert (await refusal_of(accept(territory.manager, letter, reference=None))).code == "ASG-004"
    rejected = accept(territory.oi_officer, letter, reference=None, outcome=AssignmentOutcome.REJECTED)
    assert (await refusal_of(rejected)).code == "ASG-005"
    for foreign in (territory.other_oi_officer, territory.other_manager):
        assert (await refusal_of(accept(foreign, letter))).code == "ASG-002"
    [view] = await assignments.list_letters(territory.oi_officer.context, operation.id)
    assert view.decisions == ()
    assert (view.person.staff_number, view.person.job_title) == (employment.staff_number, employment.job_title)


async def test_a_letter_names_a_document_that_is_there(territory: Territory) -> None:
    operation, employment = await a_place(territory)
    foreign = await an_evidence_file(territory.other_manager)
    call = issue(territory, operation, letter_terms(employment.id, document_id=foreign.id))
    assert (await refusal_of(call)).code == "ASG-001"
    own = await an_evidence_file(territory.manager)
    assert (await issue(territory, operation, letter_terms(employment.id, document_id=own.id))).document_id == own.id
