"""What became of people hired, through the services."""

from datetime import date

from clause.domain.hires import NamedHire
from clause.domain.outcomes import HireOutcome, OutcomeTerms
from clause.rules.outcomes import Outcome, OutcomePoint
from clause.services import hires, outcomes
from tests.builders.territory import Caller


async def an_ended_hire(caller: Caller, hire: NamedHire, last_day: date = date(2026, 5, 29)) -> NamedHire:
    """The hire with its end recorded."""
    return await hires.end_hire(caller.context, hire.id, last_day, "Fin de contrat", hire.version)


async def an_outcome(
    caller: Caller, hire: NamedHire, *, point: str = "EXIT", outcome: str = "CDI", observed_on: date = date(2026, 6, 1)
) -> HireOutcome:
    """A situation of the person hired, whose hire has ended."""
    terms = OutcomeTerms(point=OutcomePoint(point), outcome=Outcome(outcome), observed_on=observed_on)
    return await outcomes.record_outcome(caller.context, hire.id, terms)
