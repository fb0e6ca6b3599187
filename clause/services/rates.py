"""How often one caller may ask: asked before anything else is done for the request, outside any unit of work."""

from clause.domain.rates import Rate, Verdict
from clause.gateways.rates import rates


async def take(caller: str, rate: Rate) -> Verdict:
    """What is said of one more request of this caller."""
    return await rates.take(caller, rate)
