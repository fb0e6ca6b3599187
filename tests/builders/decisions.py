"""What was decided for a lot, made by hand for tests without the database."""

from datetime import date
from uuid import UUID

from clause.domain.obligation_methods import figure_of
from clause.domain.obligation_timeline import Components
from clause.domain.obligations import BaseDecision, ObligationInputs, ObligationTerms
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import ObligationMethod

RATIO = {"threshold": "0.00", "euros_per_step": "100.00", "hours_per_step": "2.00"}


def decided(
    number: int,
    on: date,
    hours: int = 0,
    method: ObligationMethod = ObligationMethod.FIXED,
    unit: ObligationUnit = ObligationUnit.HOURS,
) -> BaseDecision:
    """A decision as recorded, of so many hours, or 2 hours for each 100 euros invoiced, or a twentieth of the hours."""
    inputs = {
        ObligationMethod.FIXED: {"hours_owed": hours} if unit is ObligationUnit.HOURS else {"quantity_owed": hours},
        ObligationMethod.INVOICE_RATIO: RATIO,
        ObligationMethod.HOURS_SHARE: {"insertion_rate": "0.05"},
    }[method]
    terms = ObligationTerms(method=method, inputs=ObligationInputs.model_validate(inputs), effective_on=on, unit=unit)
    figure = figure_of(terms, feed=Components().feed_on(on))
    return BaseDecision(
        id=UUID(int=number),
        recorded_no=number,
        quantity=figure.value,
        trace=figure.trace,
        **{name: getattr(terms, name) for name in ("unit", "method", "inputs", "effective_on")},
    )
