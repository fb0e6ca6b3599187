"""What the steps of the demonstration share: who acts, and what was made so far."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from clause.devdata.timeline import DemoCalendar, Timeline
from clause.domain.accounts import Organisation
from clause.domain.actors import Actor
from clause.domain.certificate_register import Certificate
from clause.domain.contracts import Lot
from clause.domain.hires import NamedHire
from clause.domain.jobs import StepOutcome
from clause.services.context import Context


@dataclass(frozen=True)
class Person:
    """Someone with an account, or a program with an access."""

    actor: Actor
    email: str = ""

    @property
    def id(self) -> UUID:
        """The account's id."""
        if self.actor.id is None:
            raise RuntimeError("an account without id")
        return self.actor.id

    def at(self, now: datetime) -> Context:
        """This person acting at an instant."""
        return Context(self.actor, now)


@dataclass(frozen=True)
class Access:
    """A program's credentials, as they were shown when it was added."""

    organisation: str
    client_id: UUID
    client_secret: str


@dataclass
class World:
    """The demonstration in the making; each thing is found under the short name that the tables use."""

    calendar: DemoCalendar
    timeline: Timeline
    public_url: str
    password: str = ""
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accesses: dict[str, Access] = field(default_factory=dict)
    lots: dict[str, Lot] = field(default_factory=dict)
    participants: dict[str, UUID] = field(default_factory=dict)
    eligibilities: dict[str, UUID] = field(default_factory=dict)
    suspensions: dict[str, UUID] = field(default_factory=dict)
    proofs: dict[str, UUID] = field(default_factory=dict)
    hires: dict[int, NamedHire] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    import_id: UUID | None = None
    agreement_id: UUID | None = None
    claim_id: UUID | None = None

    def by(self, name: str, now: datetime) -> Context:
        """Someone of ``people`` acting at an instant."""
        return self.people[name].at(now)


async def run_job(
    step: Callable[[datetime, UUID], Awaitable[StepOutcome | None]], job_id: UUID | None, now: datetime
) -> None:
    """Do a job to its end here, as the worker would."""
    if job_id is None:
        raise RuntimeError("there is no job to run")
    outcome = await step(now, job_id)
    while outcome is not None and not outcome.done:
        outcome = await step(now, job_id)
