"""How far an operation is, in euros: what was granted, asked for, retained and paid, and what is left."""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from clause.domain.claim_standing import standing_of
from clause.domain.claims import Claim
from clause.domain.operations import Operation
from clause.rules.quantities import Euros

NOTHING = Decimal("0.00")


class OperationFigures(BaseModel):
    """Euros of an operation to date; ``retained_cost`` is what conclusions hold for, of the costs declared."""

    model_config = ConfigDict(frozen=True)

    planned_cost: Euros
    granted: Euros
    declared_cost: Euros
    retained_cost: Euros
    requested: Euros
    paid: Euros
    left: Euros
    """Of the grant, what was not paid yet."""


def figures_of(operation: Operation, claims: Iterable[Claim], paid: Euros) -> OperationFigures:
    """The figures of an operation from its claims that stand, and from what was paid for it."""
    standing = [claim for claim in claims if claim.state.stands and claim.figures is not None]
    amounts = [claim.figures for claim in standing if claim.figures is not None]
    concluded = [standing_of(claim.conclusions).figures for claim in standing]
    return OperationFigures(
        planned_cost=operation.agreement.planned_total_cost,
        granted=operation.agreement.grant_amount,
        declared_cost=sum((one.total_cost for one in amounts), NOTHING),
        retained_cost=sum((one.retained_cost for one in concluded if one is not None), NOTHING),
        requested=sum((one.amount_requested for one in amounts), NOTHING),
        paid=paid,
        left=operation.agreement.grant_amount - paid,
    )
