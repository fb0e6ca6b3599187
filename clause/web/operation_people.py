"""Who takes part in an operation: the list, entering someone, and the questionnaire on entry, exit and after."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.operation_participants import (
    ContactData,
    EntryData,
    ExitData,
    FollowUpData,
    OperationParticipant,
    RecordTerms,
)
from clause.domain.participants import Participant
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, LabourStatus, NotGiven
from clause.services import operation_participants, operations, participants
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.findings import refused_in_words
from clause.web.forms import read_form
from clause.web.listing import MOST_ROWS, Action, Empty, Listing, listing
from clause.web.notes import done
from clause.web.page import page

READ, FOLLOW = [needs(Scope.CLAIMS_READ), needs(Scope.CONTRACTS_WRITE)], needs(Scope.CONTRACTS_WRITE)
OF_OPERATION = "/operations/{operation_id:uuid}/participants"
NAMES = {"exit.observed_on": "exit_observed_on", "follow_up.observed_on": "follow_up_observed_on"}
Contact = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
ENTRY_ANSWERS = {
    "disability": "Situation de handicap",
    "third_country": "Ressortissant d’un pays tiers",
    "foreign_background": "Origine étrangère",
    "minority": "Minorité ou communauté marginalisée",
    "homeless": "Sans abri ou exclu du logement",
    "rural": "Habite en zone rurale",
}
EXIT_ANSWERS = {
    "job_search": "En recherche d’emploi",
    "training": "En études ou en formation",
    "qualification": "A obtenu une qualification",
    "employment": "En emploi",
}


class RecordForm(BaseModel):
    """A person's part as typed: the days, the contact, and the answers."""

    entry_on: date = Field(title="Entrée dans l’opération")
    exit_on: date | None = Field(default=None, title="Sortie")
    questionnaire_on: date | None = Field(default=None, title="Questionnaire signé le")
    special_consent_on: date | None = Field(default=None, title="Accord sur les réponses sensibles")
    phone: Contact | None = Field(default=None, title="Téléphone")
    email: Contact | None = Field(default=None, title="Adresse électronique")
    referent_phone: Contact | None = Field(default=None, title="Téléphone d’un proche ou référent")
    referent_email: Contact | None = Field(default=None, title="Adresse d’un proche ou référent")
    labour_status: LabourStatus | None = Field(default=None, title="Situation à l’entrée")
    unemployed_since: date | None = Field(default=None, title="Au chômage depuis")
    unemployed_since_not_given: NotGiven | None = Field(default=None, title="Jour non donné")
    attainment: Attainment | None = Field(default=None, title="Niveau d’études")
    disability: Answer | None = Field(default=None, title=ENTRY_ANSWERS["disability"])
    third_country: Answer | None = Field(default=None, title=ENTRY_ANSWERS["third_country"])
    foreign_background: Answer | None = Field(default=None, title=ENTRY_ANSWERS["foreign_background"])
    minority: Answer | None = Field(default=None, title=ENTRY_ANSWERS["minority"])
    homeless: Answer | None = Field(default=None, title=ENTRY_ANSWERS["homeless"])
    rural: Answer | None = Field(default=None, title=ENTRY_ANSWERS["rural"])
    exit_observed_on: date | None = Field(default=None, title="Situation à la sortie relevée le")
    exit_job_search: Answer | None = Field(default=None, title=EXIT_ANSWERS["job_search"])
    exit_training: Answer | None = Field(default=None, title=EXIT_ANSWERS["training"])
    exit_qualification: Answer | None = Field(default=None, title=EXIT_ANSWERS["qualification"])
    exit_employment: Answer | None = Field(default=None, title=EXIT_ANSWERS["employment"])
    follow_up_observed_on: date | None = Field(default=None, title="Situation six mois après relevée le")
    follow_up_employment: Answer | None = Field(default=None, title="En emploi")
    follow_up_improvement: Answer | None = Field(default=None, title="Situation améliorée")

    def terms(self) -> RecordTerms:
        """The record as the services take it; a situation without its day is left out."""
        given = dict(self)
        since = {"unemployed_since": self.unemployed_since or self.unemployed_since_not_given}
        entry = EntryData(**{name: given[name] for name in EntryData.model_fields} | since)
        leaving = {name: given[f"exit_{name}"] for name in ExitData.model_fields}
        after = {name: given[f"follow_up_{name}"] for name in FollowUpData.model_fields}
        return RecordTerms(
            entry_on=self.entry_on,
            exit_on=self.exit_on,
            questionnaire_on=self.questionnaire_on,
            special_consent_on=self.special_consent_on,
            contact=ContactData(**{name: given[name] for name in ContactData.model_fields}),
            entry=entry,
            exit=ExitData(**leaving) if self.exit_observed_on else None,
            follow_up=FollowUpData(**after) if self.follow_up_observed_on else None,
        )


class NewRecordForm(BaseModel):
    """Who enters the operation."""

    participant_id: UUID = Field(title="Personne")


class VersionForm(BaseModel):
    """The version of the record that was read."""

    version: int = Field(title="Version lue")


@dataclass(frozen=True)
class Row:
    """A record with the person's name."""

    record: OperationParticipant
    name: str


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "name",
        "Personne",
        lambda row: row.name,
        link=lambda row: f"/operations/{row.record.operation_id}/participants/{row.record.id}",
    ),
    Column("entry_on", "Entrée", lambda row: row.record.entry_on, CellKind.DAY),
    Column("exit_on", "Sortie", lambda row: row.record.exit_on, CellKind.DAY),
    Column(
        "questionnaire",
        "Questionnaire",
        lambda row: "Signé" if row.record.questionnaire_on else "À faire signer",
        tone=lambda row: "good" if row.record.questionnaire_on else "watch",
    ),
    Column(
        "exit",
        "Situation à la sortie",
        lambda row: _exit_state(row.record),
        tone=lambda row: "good" if row.record.exit and row.record.exit.is_complete else "watch",
    ),
)


def _exit_state(record: OperationParticipant) -> str | None:
    if record.exit_on is None:
        return None
    return "Complète" if record.exit and record.exit.is_complete else "À compléter"


def _full_name(person: Participant) -> str:
    return f"{person.last_name} {person.first_name}"


@get(OF_OPERATION, guards=READ)
async def show_people(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Who takes part, with what is still to be asked."""
    operation = await operations.load_operation(context, operation_id)
    records = await operation_participants.list_participants(context, operation_id, after=None, limit=MOST_ROWS)
    known = await participants.list_participants(context, name=None, after=None, limit=MOST_ROWS)
    names = {person.id: _full_name(person) for person in known}
    follows = operation.participant_mode is ParticipantMode.PARTICIPANTS
    add = Action(f"/operations/{operation_id}/participants/new", "Ajouter une personne", is_main=True)
    back = Action(f"/operations/{operation_id}", "L’opération")
    list_of = Listing(
        title=f"Participants – opération {operation.number}",
        path=f"/operations/{operation_id}/participants",
        name="participants-operation",
        columns=COLUMNS,
        rows=[Row(record, names.get(record.participant_id, "Personne")) for record in records],
        empty=Empty(
            "Personne ne participe encore." if follows else "Cette opération ne suit pas de participants.",
            "Chaque personne entre une fois, même si elle revient ; elle signe le questionnaire européen."
            if follows
            else "",
            add if follows else None,
        ),
        actions=(add, back) if follows else (back,),
        order="name",
    )
    return await listing(request, context, list_of)


@get(f"{OF_OPERATION}/new", guards=[FOLLOW])
async def show_form(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Template:
    """The form to enter a person."""
    return await _form(request, context, operation_id)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    operation = await operations.load_operation(context, operation_id)
    records = await operation_participants.list_participants(context, operation_id, after=None, limit=MOST_ROWS)
    inside = {record.participant_id for record in records}
    known = await participants.list_participants(context, name=None, after=None, limit=MOST_ROWS)
    choices = sorted((_full_name(person), person.id) for person in known if person.id not in inside)
    return page(
        request,
        "operations/participant.html",
        title="Ajouter une personne",
        operation=operation,
        record=None,
        people=[(person_id, name) for name, person_id in choices],
        **_shown(None),
        **more,
    )


def _shown(record: OperationParticipant | None) -> dict[str, Any]:
    """What the fields hold, and the choices of their answers."""
    flat: dict[str, Any] = dict.fromkeys(RecordForm.model_fields)
    if record is not None:
        parts: list[tuple[str, BaseModel | None]] = [
            ("", record.contact),
            ("", record.entry),
            ("exit_", record.exit),
            ("follow_up_", record.follow_up),
        ]
        for prefix, part in parts:
            flat |= {f"{prefix}{name}": value for name, value in (part or ())}
        flat |= {name: value for name, value in record if name in flat}
        since = record.entry.unemployed_since
        flat["unemployed_since"] = since if isinstance(since, date) else None
        flat["unemployed_since_not_given"] = since if isinstance(since, NotGiven) else None
    return {
        "known": flat,
        "answers": tuple(LABELS["answer"].items()),
        "statuses": tuple(LABELS["labour_status"].items()),
        "levels": tuple(LABELS["attainment"].items()),
        "not_given": [(code.value, LABELS["answer"][code.value]) for code in NotGiven],
        "entry_answers": ENTRY_ANSWERS.items(),
        "exit_answers": EXIT_ANSWERS.items(),
    }


@post(OF_OPERATION, guards=[FOLLOW], status_code=303)
async def add(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Enter the person."""
    try:
        person_id = (await read_form(request, NewRecordForm)).participant_id
        form = await read_form(request, RecordForm)
        await operation_participants.add_participant(context, operation_id, person_id, form.terms())
    except ClauseError as error:
        return await _form(request, context, operation_id, **await refused_in_words(request, error, NAMES))
    return done(f"/operations/{operation_id}/participants", "part_added")


@get(f"{OF_OPERATION}/{{record_id:uuid}}", guards=[FOLLOW])
async def show_record(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], record_id: FromPath[UUID]
) -> Template:
    """The answers of one person, to be completed."""
    return await _record_page(request, context, operation_id, record_id)


async def _record_page(
    request: AnyRequest, context: Context, operation_id: UUID, record_id: UUID, **more: Any
) -> Template:
    record = await operation_participants.load_participant(context, operation_id, record_id)
    person = await participants.load_participant(context, record.participant_id)
    return page(
        request,
        "operations/participant.html",
        title=f"{person.first_name} {person.last_name}",
        operation=await operations.load_operation(context, operation_id),
        record=record,
        people=[],
        **_shown(record),
        **more,
    )


@post(f"{OF_OPERATION}/{{record_id:uuid}}", guards=[FOLLOW], status_code=303)
async def change(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], record_id: FromPath[UUID]
) -> Response[Any]:
    """Save what is known of the person's part."""
    try:
        version = (await read_form(request, VersionForm)).version
        form = await read_form(request, RecordForm)
        await operation_participants.change_participant(context, operation_id, record_id, form.terms(), version)
    except ClauseError as error:
        shown = await refused_in_words(request, error, NAMES)
        return await _record_page(request, context, operation_id, record_id, **shown)
    return done(f"/operations/{operation_id}/participants/{record_id}", "part_changed")


HANDLERS: list[ControllerRouterHandler] = [show_people, show_form, add, show_record, change]
