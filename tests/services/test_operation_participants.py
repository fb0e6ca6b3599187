"""People and structures of operations, with the database."""

from datetime import date
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.errors import NotFound, Refused, StaleVersion, WrongState
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, EntityKind
from clause.services import indicators, operation_entities, operation_participants
from tests.builders.claims import an_operation
from tests.builders.operation_participants import (
    FULL_ENTRY,
    a_record,
    an_entity,
    an_operation_with_participants,
    record_terms,
)
from tests.builders.people import a_participant
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def journal_of(operation_id: object) -> list[tuple[str, str]]:
    rows = await sql.fetch("SELECT action, data::text FROM journal WHERE subject_id = $1 ORDER BY seq", operation_id)
    return [(row["action"], row["data"]) for row in rows]


async def test_a_record_is_kept_changed_and_read_back(territory: Territory) -> None:
    who = territory.facilitator
    operation = await an_operation_with_participants(territory)
    made = await a_record(who, operation)
    assert await operation_participants.load_participant(who.context, operation.id, made.id) == made
    terms = record_terms(exit_on=date(2026, 5, 4))
    changed = await operation_participants.change_participant(who.context, operation.id, made.id, terms, 1)
    assert (changed.exit_on, changed.version) == (date(2026, 5, 4), 2)
    # Coming back: the same record, open again.
    back = await operation_participants.change_participant(who.context, operation.id, made.id, record_terms(), 2)
    assert (back.exit_on, back.version) == (None, 3)
    listed = await operation_participants.list_participants(who.context, operation.id, after=None, limit=50)
    assert listed == [back]


async def test_an_unchanged_record_keeps_its_version(territory: Territory) -> None:
    operation = await an_operation_with_participants(territory)
    made = await a_record(territory.facilitator, operation)
    again = await operation_participants.change_participant(
        territory.facilitator.context, operation.id, made.id, record_terms(), 1
    )
    assert again.version == 1


async def test_a_person_has_one_record_in_an_operation_and_one_in_another(territory: Territory) -> None:
    who = territory.facilitator
    first, second = [await an_operation_with_participants(territory, number) for number in ("202500901", "202500902")]
    person = await a_participant(who)
    await a_record(who, first, person.id)
    await a_record(who, second, person.id)
    with pytest.raises(WrongState, match="DBC-560"):
        await a_record(who, first, person.id)


async def test_a_record_moved_on_in_the_meantime_is_not_overwritten(territory: Territory) -> None:
    operation = await an_operation_with_participants(territory)
    made = await a_record(territory.facilitator, operation)
    context = territory.facilitator.context
    await operation_participants.change_participant(
        context, operation.id, made.id, record_terms(questionnaire_on=None), 1
    )
    with pytest.raises(StaleVersion, match="IND-007"):
        await operation_participants.change_participant(context, operation.id, made.id, record_terms(), 1)


async def test_the_journal_names_what_changed_and_no_answer(territory: Territory) -> None:
    operation = await an_operation_with_participants(territory)
    made = await a_record(territory.facilitator, operation)
    entry = FULL_ENTRY.model_copy(update={"disability": Answer.YES})
    terms = record_terms(entry=entry, special_consent_on=date(2026, 2, 2))
    await operation_participants.change_participant(territory.facilitator.context, operation.id, made.id, terms, 1)
    lines = [line for line in await journal_of(operation.id) if line[0].startswith("operation_participant")]
    assert [action for action, _ in lines] == ["operation_participant.added", "operation_participant.changed"]
    assert "entry special_consent_on" in lines[1][1]
    assert not any(word in data for _, data in lines for word in ("YES", "REFUSED", "UNEMPLOYED"))


async def test_without_an_operation_a_person_or_a_fitting_agreement_nothing_is_recorded(territory: Territory) -> None:
    who, context = territory.facilitator, territory.facilitator.context
    operation = await an_operation_with_participants(territory)
    person = await a_participant(who)
    with pytest.raises(NotFound, match="IND-001"):
        await operation_participants.add_participant(context, uuid4(), person.id, record_terms())
    with pytest.raises(Refused, match="IND-005"):
        await operation_participants.add_participant(context, operation.id, uuid4(), record_terms())
    plain = await an_operation(territory.manager, territory, "202500903")
    with pytest.raises(WrongState, match="IND-002"):
        await a_record(who, plain, person.id)
    with pytest.raises(NotFound, match="IND-006"):
        await operation_participants.load_participant(context, operation.id, uuid4())
    with pytest.raises(NotFound, match="IND-006"):
        await operation_participants.change_participant(context, operation.id, uuid4(), record_terms(), 1)


async def test_another_organisation_sees_neither_records_nor_indicators(territory: Territory) -> None:
    operation = await an_operation_with_participants(territory)
    made = await a_record(territory.facilitator, operation)
    stranger = territory.callers()["other_manager"].context
    with pytest.raises(NotFound, match="IND-006"):
        await operation_participants.load_participant(stranger, operation.id, made.id)
    with pytest.raises(NotFound, match="IND-030"):
        await indicators.load_indicators(stranger, operation.id, None)


async def test_indicators_are_those_of_the_records_on_a_day(territory: Territory) -> None:
    operation = await an_operation_with_participants(territory)
    who = territory.facilitator
    await a_record(who, operation)
    await a_record(who, operation, entry_on=date(2026, 3, 2), questionnaire_on=date(2026, 3, 2))
    context = who.context
    seen = [
        (await indicators.load_indicators(context, operation.id, day)).participants
        for day in (date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 2), None)
    ]
    assert seen == [0, 1, 2, 2]


async def test_an_operation_that_reaches_nobody_has_no_indicators(territory: Territory) -> None:
    plain = await an_operation(territory.manager, territory, "202500904")
    with pytest.raises(WrongState, match="IND-031"):
        await indicators.load_indicators(territory.manager.context, plain.id, None)


async def test_a_structure_counts_once_until_it_is_withdrawn(territory: Territory) -> None:
    who = territory.facilitator
    operation = await an_operation_with_participants(territory, participant_mode=ParticipantMode.ENTITIES)
    await an_entity(who, operation, territory.buyer.id)
    await an_entity(who, operation, territory.company.id, kind=EntityKind.SMALL_ENTERPRISE)
    with pytest.raises(WrongState, match="DBC-561"):
        await an_entity(who, operation, territory.buyer.id)
    assert await totals(territory, operation.id) == {"EECO18": 1, "EECO19": 1}


async def totals(territory: Territory, operation_id: object) -> dict[str, int]:
    found = await indicators.load_indicators(territory.manager.context, operation_id, None)  # type: ignore[arg-type]
    return {one.code.value: one.total for one in found.indicators}


async def test_a_withdrawn_structure_no_longer_counts_and_may_come_back(territory: Territory) -> None:
    who = territory.facilitator
    operation = await an_operation_with_participants(territory, participant_mode=ParticipantMode.ENTITIES)
    entity = await an_entity(who, operation, territory.buyer.id)
    gone = await operation_entities.withdraw_entity(who.context, operation.id, entity.id, "Doublon")
    assert gone.withdrawal_reason == "Doublon"
    assert await totals(territory, operation.id) == {"EECO18": 0, "EECO19": 0}
    with pytest.raises(WrongState, match="IND-025"):
        await operation_entities.withdraw_entity(who.context, operation.id, entity.id, "Encore")
    await an_entity(who, operation, territory.buyer.id)
    assert await totals(territory, operation.id) == {"EECO18": 1, "EECO19": 0}
    listed = await operation_entities.list_entities(who.context, operation.id, after=None, limit=50)
    assert [one.withdrawn_at is None for one in listed] == [False, True]


async def test_an_intermediate_body_is_no_supported_structure(territory: Territory) -> None:
    operation = await an_operation_with_participants(territory, participant_mode=ParticipantMode.ENTITIES)
    with pytest.raises(Refused, match="IND-023"):
        await an_entity(territory.facilitator, operation, territory.intermediate_body.id)
    with pytest.raises(NotFound, match="IND-024"):
        await operation_entities.withdraw_entity(territory.facilitator.context, operation.id, uuid4(), "Doublon")
    with pytest.raises(NotFound, match="IND-022"):
        await operation_entities.list_entities(territory.facilitator.context, uuid4(), after=None, limit=50)
