"""What stands before a sample of the API is run, where the story is already past it: ids by their variables."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from clause.domain.claims import Claim
from clause.domain.operations import Operation
from clause.edge.authentication import CSRF_HEADER
from clause.services import (
    assignments,
)
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_submitted_claim,
    another_manager,
)
from tests.builders.territory import Caller, Territory

Values = dict[str, str]
PAID, OPEN = "2026-04", "2026-05"


@dataclass(frozen=True)
class Ground:
    """What several samples stand on, made once: an operation with a month that can be claimed, and who leads it."""

    territory: Territory
    folder: Path
    leader: Caller
    worker: Caller
    operation: Operation
    employment_id: UUID

    async def computed(self) -> Claim:
        """A claim that can be signed."""
        return await a_claim(self.leader, self.operation, PAID, PAID)

    async def submitted(self) -> Claim:
        """A claim in the hands of the intermediate body."""
        return await a_submitted_claim(self.leader, await self.computed())

    @property
    def facilitator(self) -> Caller:
        """Who follows lots and hires."""
        return self.territory.facilitator


Situation = Callable[[Ground], Awaitable[Values]]


def session(person: Caller) -> Values:
    """What a person's browser shows."""
    return {"SESSION": person.headers["cookie"].partition("=")[2], "CSRF": person.headers[CSRF_HEADER]}


def values_of(**named: UUID | str | Path) -> Values:
    """As samples read them from the environment."""
    return {name.upper(): str(value) for name, value in named.items()}


def collected(into: dict[str, Situation]) -> Callable[..., Callable[[Situation], Situation]]:
    """A decorator that keeps a situation under the operations of the API that it stands before."""

    def before(*operations_of_api: str) -> Callable[[Situation], Situation]:
        def kept(situation: Situation) -> Situation:
            into.update(dict.fromkeys(operations_of_api, situation))
            return situation

        return kept

    return before


async def the_ground(territory: Territory, folder: Path) -> Ground:
    """Made beside the story: its person has an employment of her own."""
    leader, worker = await another_manager(territory), territory.manager
    operation = await a_ready_operation(leader, worker, territory, (PAID,))
    (letter,) = await assignments.list_letters(leader.context, operation.id)
    return Ground(territory, folder, leader, worker, operation, letter.letter.employment_id)
