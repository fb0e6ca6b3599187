"""Lists of people and hires through the services, decisions and ends taken back, and a hire seen before it is kept."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.eligibility import EligibilityState
from clause.domain.errors import Forbidden, Refused, WrongState
from clause.domain.hires import HireTerms
from clause.domain.people_lists import HireFilters, HireStanding, PersonFilters
from clause.rules.codes import ContractType, HireMode, StructureKind
from clause.services import eligibility, hires, people_lists
from tests.builders.contracts import a_lot
from tests.builders.eligibility import a_decided_end, a_suspension
from tests.builders.hours import a_validated_statement
from tests.builders.outcomes import an_ended_hire, an_outcome
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def test_a_person_of_the_list_has_its_ground_window_contract_and_hours(territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    hire = await a_hire(who, territory, lot)
    await an_eligibility(who, hire.participant_id, accepted=False, is_principal=False)
    await a_validated_statement(who, hire)
    await a_suspension(who, hire.participant_id, date(2026, 6, 10))
    nobody = await a_participant(who, last_name="Zola")
    found = await people_lists.list_people(who.context, PersonFilters(), limit=10)
    assert [one.id for one in found] == [hire.participant_id, nobody.id]
    first, second = found
    assert (first.state, first.window_last_day, first.is_suspended) == (
        EligibilityState.ACCEPTED,
        date(2028, 1, 4),
        True,
    )
    assert (first.hire_id, first.company_name) == (hire.id, territory.company.name)
    assert first.hours_credited == Decimal("100.00")
    assert (second.state, second.window_last_day, second.hire_id, second.hours_credited) == (
        None,
        None,
        None,
        Decimal(0),
    )


async def test_one_person_is_read_with_the_hours_of_every_hire(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    await a_validated_statement(who, hire)
    await a_participant(who, last_name="Zola")
    (found,) = await people_lists.list_people(who.context, PersonFilters(participant_id=hire.participant_id), limit=2)
    assert (found.id, found.hours_credited) == (hire.participant_id, Decimal("100.00"))


async def test_people_are_filtered_by_name_state_and_near_end(territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    waiting = await a_participant(who, first_name="Anne-Lise", last_name="Le Goff")
    await an_eligibility(who, waiting.id, accepted=False)
    alone = await a_participant(who)

    async def ids(**asked: object) -> list[object]:
        filters = PersonFilters.model_validate(asked)
        return [one.id for one in await people_lists.list_people(who.context, filters, limit=10)]

    assert await ids(text="lise le g") == [waiting.id]
    assert await ids(state=EligibilityState.SUBMITTED) == [waiting.id]
    assert await ids(is_without_ground=True) == [alone.id]
    assert await ids(is_ending=True) == []
    await a_decided_end(who, hire.participant_id, date(2026, 7, 1))
    assert await ids(is_ending=True) == [hire.participant_id]


async def test_lists_of_people_are_the_facilitators_own(territory: Territory) -> None:
    who = territory.facilitator
    await a_hire(who, territory, await a_lot(who, territory))
    for other in (territory.company_agent, territory.buyer_agent):
        with pytest.raises(Forbidden, match="PAR-005"):
            await people_lists.list_people(other.context, PersonFilters(), limit=10)
    assert await people_lists.list_people(territory.other_facilitator.context, PersonFilters(), limit=10) == []
    with pytest.raises(Forbidden, match="HIR-009"):
        await people_lists.list_hire_rows(territory.buyer_agent.context, HireFilters(), limit=10)
    assert len(await people_lists.list_hire_rows(territory.company_agent.context, HireFilters(), limit=10)) == 1
    assert await people_lists.list_hire_rows(territory.other_company_agent.context, HireFilters(), limit=10) == []


async def test_hires_say_where_they_stand_on_the_day(territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    running = await a_hire(who, territory, lot)
    late = await a_hire(who, territory, lot, planned_last_day=date(2026, 6, 1))
    ended = await an_ended_hire(who, await a_hire(who, territory, lot))
    coming = await a_hire(who, territory, lot, first_day=date(2026, 7, 1))
    expected = {
        HireStanding.RUNNING: running,
        HireStanding.END_MISSING: late,
        HireStanding.ENDED: ended,
        HireStanding.TO_COME: coming,
    }
    for standing, hire in expected.items():
        found = await people_lists.list_hire_rows(who.context, HireFilters(standing=standing), limit=10)
        assert [(one.id, one.standing) for one in found] == [(hire.id, standing)]
    assert len(await people_lists.list_hire_rows(who.context, HireFilters(text=territory.company.name), limit=10)) == 4
    assert await people_lists.list_hire_rows(who.context, HireFilters(text="personne d’autre"), limit=10) == []


async def test_employers_of_a_lot_are_its_holders_first_then_structures(territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    found = await people_lists.list_employers(who.context, lot.id)
    assert [(one.id, one.is_holder) for one in found] == [(territory.company.id, True)]
    assert [one.id for one in await people_lists.list_lots_to_hire_for(who.context, limit=10)] == [lot.id]
    assert await people_lists.list_structures(who.context, [StructureKind.GEIQ]) == []


async def test_a_decision_is_taken_back_while_no_hire_rests_upon_it(territory: Territory) -> None:
    who = territory.facilitator
    person = await a_participant(who)
    accepted = await an_eligibility(who, person.id)
    reopened = await eligibility.reopen_eligibility(who.context, accepted.id)
    assert (reopened.state, reopened.decided_by, reopened.decided_at, reopened.decision_reason) == (
        EligibilityState.SUBMITTED, None, None, None,
    )  # fmt: skip
    with pytest.raises(WrongState, match="ELG-002"):
        await eligibility.reopen_eligibility(who.context, accepted.id)
    refused = await eligibility.refuse_eligibility(who.context, accepted.id, "Illisible")
    assert (await eligibility.reopen_eligibility(who.context, refused.id)).state is EligibilityState.SUBMITTED
    hire = await a_hire(who, territory, await a_lot(who, territory))
    with pytest.raises(WrongState, match="ELG-005"):
        await eligibility.reopen_eligibility(who.context, hire.eligibility_id)


async def test_an_end_is_taken_back_until_a_situation_is_recorded(territory: Territory) -> None:
    who = territory.facilitator
    ended = await an_ended_hire(who, await a_hire(who, territory, await a_lot(who, territory)))
    resumed = await hires.resume_hire(who.context, ended.id, ended.version)
    assert (resumed.last_day, resumed.version) == (None, ended.version + 1)
    with pytest.raises(WrongState, match="HIR-024"):
        await hires.resume_hire(who.context, ended.id, resumed.version)
    again = await an_ended_hire(who, resumed)
    await an_outcome(who, again)
    with pytest.raises(WrongState, match="HIR-025"):
        await hires.resume_hire(who.context, ended.id, again.version)


async def test_a_hire_is_seen_before_it_is_kept(territory: Territory) -> None:
    who, lot = territory.facilitator, await a_lot(territory.facilitator, territory)
    person = await a_participant(who)
    ground = await an_eligibility(who, person.id)
    terms = HireTerms(
        participant_id=person.id,
        eligibility_id=ground.id,
        lot_id=lot.id,
        company_id=territory.company.id,
        mode=HireMode.DIRECT_HIRE,
        contract_type=ContractType.FIXED_TERM,
        first_day=date(2026, 2, 2),
        weekly_hours=Decimal("35.00"),
    )
    planned = await hires.preview_hire(who.context, terms)
    assert [one.code for one in planned.findings] == ["HIR-055"]
    assert planned.hire.eligible_last_day == date(2028, 2, 1)
    assert await people_lists.list_hire_rows(who.context, HireFilters(), limit=10) == []
    with pytest.raises(Refused, match="HIR-004"):
        await hires.preview_hire(who.context, terms.model_copy(update={"weekly_hours": Decimal(60)}))
