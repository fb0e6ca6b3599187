"""People and structures of operations, through the services."""

from datetime import date
from uuid import UUID

from clause.domain.operation_entities import EntityTerms, OperationEntity
from clause.domain.operation_participants import ContactData, EntryData, OperationParticipant, RecordTerms
from clause.domain.operations import Operation
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, EntityKind, LabourStatus
from clause.services import operation_entities, operation_participants
from tests.builders.claims import an_operation
from tests.builders.people import a_participant
from tests.builders.territory import Caller, Territory

FULL_ENTRY = EntryData(
    labour_status=LabourStatus.UNEMPLOYED,
    unemployed_since=date(2024, 11, 4),
    attainment=Attainment.ISCED_0_2,
    disability=Answer.REFUSED,
    third_country=Answer.NO,
    foreign_background=Answer.NO,
    minority=Answer.REFUSED,
    homeless=Answer.NO,
    rural=Answer.YES,
)


def record_terms(**changes: object) -> RecordTerms:
    """A complete record of someone who entered on 2 February 2026 and is still there."""
    terms = RecordTerms(
        entry_on=date(2026, 2, 2),
        questionnaire_on=date(2026, 2, 2),
        contact=ContactData(phone="06 00 00 00 00"),
        entry=FULL_ENTRY,
    )
    return terms.model_copy(update=changes)


async def an_operation_with_participants(
    territory: Territory, number: str = "202500777", **changes: object
) -> Operation:
    """An operation that follows people one by one."""
    mode = {"participant_mode": ParticipantMode.PARTICIPANTS}
    return await an_operation(territory.manager, territory, number, **{**mode, **changes})


async def a_record(
    caller: Caller, operation: Operation, participant_id: UUID | None = None, **changes: object
) -> OperationParticipant:
    """Someone who takes part."""
    person = participant_id or (await a_participant(caller)).id
    return await operation_participants.add_participant(caller.context, operation.id, person, record_terms(**changes))


def entity_terms(organisation_id: UUID, **changes: object) -> EntityTerms:
    """A public service supported since March."""
    terms = EntityTerms(organisation_id=organisation_id, kind=EntityKind.PUBLIC_SERVICE, supported_on=date(2026, 3, 10))
    return terms.model_copy(update=changes)


async def an_entity(caller: Caller, operation: Operation, organisation_id: UUID, **changes: object) -> OperationEntity:
    """A structure supported."""
    return await operation_entities.add_entity(caller.context, operation.id, entity_terms(organisation_id, **changes))


async def reach_people_and_structures(territory: Territory, people: Operation) -> dict[str, UUID]:
    """One record in this operation and one structure in another, by the names that routes give their ids."""
    structures = await an_operation_with_participants(territory, "202500778", participant_mode=ParticipantMode.ENTITIES)
    record = await a_record(territory.facilitator, people)
    entity = await an_entity(territory.facilitator, structures, territory.buyer.id)
    return {"record_id": record.id, "entity_id": entity.id}
