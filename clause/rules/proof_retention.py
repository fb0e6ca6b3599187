"""For how long a copy of a proof is kept."""

from datetime import date

from clause.rules.calendar import days_after
from clause.rules.eligibility import EligibilityGround
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit


def keep_until(ground: EligibilityGround, since: date, *, is_decided: bool) -> date:
    """The last day on which a copy is kept: some days after the decision, or after its receipt while there is none.

    Fewer where the ground tells of health, disability or justice. ``since`` is the day of the decision, or of the
    receipt when the copy came later. Source: RGPD, art. 5, 1, e (no longer than needed); assumption: the figures.
    Raises RuleError beyond the year 9999.
    """
    if not is_decided:
        name = "proof_retention_days_undecided"
    elif ground.is_sensitive:
        name = "proof_retention_days_sensitive"
    else:
        name = "proof_retention_days"
    return days_after(since, value_in_force(name, since).whole(Unit.DAY))


def keep_until_unread(since: date) -> date:
    """The same for a copy that came from who may not know the ground: as for the most sensitive one.

    Whoever reads how long its own copy is kept learns nothing from it.
    """
    return days_after(since, value_in_force("proof_retention_days_sensitive", since).whole(Unit.DAY))
