"""People followed: the list, a new file, the file of one person and its correction; for the organisation that follows.

Nobody else reads these pages: companies know their employees by their hires, buyers know numbers.
"""

from datetime import date
from functools import partial
from typing import Annotated, Any, Protocol
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.eligibility import EligibilityState
from clause.domain.errors import ClauseError
from clause.domain.participants import Participant, ParticipantFacts, Sex, age_on
from clause.domain.people_lists import FollowedPerson, PersonFilters
from clause.domain.tables import CellKind, Column
from clause.domain.trash import RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.services import participants, people_lists
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import read_form, refused
from clause.web.list_sources import Stored
from clause.web.listing import Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import done
from clause.web.page import page
from clause.web.trash import way_to_remove

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
NO_GROUND, ENDING = "NONE", "ENDING"
STATE_TONES = {"ACCEPTED": "good", "SUBMITTED": "watch", "INCOMPLETE": "watch", "EXPIRED": "bad", "REFUSED": "bad"}

Text = Annotated[str, QueryParameter(name="q", description="Part of the first or last name")]
Asked = Annotated[str, QueryParameter(name="eligibility", description="A state, NONE, or ENDING")]


def _has_a_letter(value: str) -> str:
    if not any(character.isalpha() for character in value):
        raise ValueError("no letter")
    return value


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"),
    AfterValidator(_has_a_letter),
]


class PersonForm(BaseModel):
    """Who the person is."""

    last_name: Name = Field(title="Nom")
    first_name: Name = Field(title="Prénom")
    birth_date: date = Field(title="Date de naissance")
    sex: Sex = Field(default=Sex.U, title="Sexe")
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")] | None = Field(
        default=None, title="Code postal"
    )
    confirm_duplicate: bool = Field(default=False, title="Autre personne")

    def facts(self) -> ParticipantFacts:
        """As the domain knows them."""
        return ParticipantFacts.model_validate(self.model_dump(exclude={"confirm_duplicate"}))


class CorrectionForm(PersonForm):
    """The same, of the file as it was read."""

    version: int = Field(title="Version du dossier")


def state_choices() -> tuple[tuple[str, str], ...]:
    """What the list may be asked for."""
    states = tuple((state.value, label("eligibility_state", state.value)) for state in EligibilityState)
    return (*states, (NO_GROUND, "Sans éligibilité"), (ENDING, "Fin de période proche"))


def state_label(state: EligibilityState | None) -> str:
    """Where a person's eligibility stands, in words."""
    return label("eligibility_state", state.value) if state else "Sans éligibilité"


class _Named(Protocol):
    @property
    def first_name(self) -> str: ...

    @property
    def last_name(self) -> str: ...


def sorted_name(row: _Named) -> str:
    """A person in a list sorted by last name."""
    return f"{row.last_name} {row.first_name}"


@get("/participants", guards=[READ])
async def show_people(
    request: AnyRequest, context: NamedDependency[Context], text: Text = "", asked: Asked = ""
) -> Response[Any]:
    """The people that the organisation follows, with where each stands."""
    choices = state_choices()
    wanted = chosen(asked, choices)
    filters = PersonFilters(
        text=searched(text),
        state=EligibilityState(wanted) if wanted in EligibilityState.__members__ else None,
        is_without_ground=wanted == NO_GROUND,
        is_ending=wanted == ENDING,
    )
    return await listing(
        request,
        context,
        Listing(
            title="Participants",
            path="/participants",
            name="participants",
            columns=_columns(context.today),
            rows=Stored(
                browse=partial(people_lists.browse_people, context, filters),
                hand_over=partial(people_lists.hand_over_people, context, filters),
                keys=people_lists.ORDERS_OF_PEOPLE,
            ),
            filters=(
                Filter("q", "Rechercher", filters.text or "", hint="Nom ou prénom"),
                Filter("eligibility", "Éligibilité", wanted, choices, every="Toutes"),
            ),
            actions=(Action("/participants/new", "Ouvrir un dossier", is_main=True),),
            order="name",
            empty=Empty(
                "Aucune personne n’est encore suivie.",
                "Ouvrez le dossier d’une personne, présentez ce qui la rend éligible, puis enregistrez son embauche.",
                Action("/participants/new", "Ouvrir un dossier"),
            ),
        ),
    )


def _columns(today: date) -> tuple[Column[FollowedPerson], ...]:
    return (
        Column("name", "Personne", sorted_name, link=_file_path),
        Column("age", "Âge", lambda row: age_on(row.birth_date, today), CellKind.COUNT),
        Column(
            "state",
            "Éligibilité",
            lambda row: f"{state_label(row.state)}, suspendue" if row.is_suspended else state_label(row.state),
            tone=lambda row: "watch" if row.is_suspended else STATE_TONES.get(row.state or "", "watch"),
        ),
        Column("until", "Heures comptées jusqu’au", lambda row: row.window_last_day, CellKind.DAY),
        Column(
            "hire",
            "Contrat du moment",
            lambda row: row.company_name,
            link=lambda row: f"/hires/{row.hire_id}" if row.hire_id else None,
        ),
        Column("hours", "Heures prises en compte", lambda row: row.hours_credited, CellKind.HOURS),
        Column("lot", "Lot", lambda row: row.lot_label, only_in_file=True),
        Column("postal_code", "Code postal", lambda row: row.postal_code, only_in_file=True),
    )


def _file_path(row: FollowedPerson) -> str:
    return f"/participants/{row.id}"


@get("/participants/new", guards=[WRITE])
async def show_new(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The form of a new file."""
    return page(request, "participants/new.html", title="Ouvrir un dossier", namesakes=(), person=None)


@post("/participants", guards=[WRITE], status_code=303)
async def add_person(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Open the file, and go on to the eligibility."""
    try:
        form = await read_form(request, PersonForm)
        kept = await participants.add_participant(context, form.facts(), confirm_duplicate=form.confirm_duplicate)
    except ClauseError as error:
        return page(
            request,
            "participants/new.html",
            title="Ouvrir un dossier",
            namesakes=await _namesakes(context, error),
            person=None,
            **await refused(request, error),
        )
    undo = way_to_remove(RemovedKind.PARTICIPANT, kept.participant.id)
    return done(f"/participants/{kept.participant.id}/eligibility/new", "person_added", undo)


async def _namesakes(context: Context, error: ClauseError) -> list[Participant]:
    """The people whose files may be the one being opened again."""
    ids = [UUID(finding.values["id"]) for finding in error.findings if "id" in finding.values]
    return [await participants.load_participant(context, one) for one in ids[:3]]


@get("/participants/{participant_id:uuid}/edit", guards=[WRITE])
async def show_correction(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Template:
    """The form that corrects who the person is."""
    person = await participants.load_participant(context, participant_id)
    return _correction(request, person, ())


@post("/participants/{participant_id:uuid}", guards=[WRITE], status_code=303)
async def correct_person(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[Any]:
    """Correct the file."""
    try:
        form = await read_form(request, CorrectionForm)
        await participants.correct_participant(
            context,
            participant_id,
            dict(form.facts()),
            form.version,
            confirm_duplicate=form.confirm_duplicate,
        )
    except ClauseError as error:
        person = await participants.load_participant(context, participant_id)
        return _correction(request, person, await _namesakes(context, error), **await refused(request, error))
    return done(f"/participants/{participant_id}", "person_corrected")


def _correction(request: AnyRequest, person: Participant, namesakes: Any, **more: Any) -> Template:
    return page(
        request, "participants/new.html", title="Corriger le dossier", namesakes=namesakes, person=person, **more
    )


HANDLERS: list[ControllerRouterHandler] = [show_people, show_new, add_person, show_correction, correct_person]
