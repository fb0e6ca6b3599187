"""What the hours of a facilitator on an operation cost: method M2, variable time at real cost."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from clause.rules.errors import TimeOvercommitted
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Euros, Hours, Unit, amount, rounded, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_TIME = LegalReference(
    text="Décret n° 2022-608 du 21 avril 2022",
    article="annexe",
    source="fiches de temps ou extraits de logiciel de temps",
)
_M2 = Formula(
    "CR-M2",
    "staff_cost = employer_cost × hours_on_operation ÷ hours_worked",
    Unit.EURO,
    reference=_TIME,
    confidence=Confidence.SURE,
)
_STAFF_TOTAL = Formula(
    "CR-STAFF",
    "staff_cost = Σ staff_cost of each person and month",
    Unit.EURO,
    reference=_TIME,
    confidence=Confidence.SURE,
)
_LEFT = Formula(
    "CR-HOURS-LEFT",
    "hours_left = hours_worked − Σ hours_on_operations",
    Unit.HOUR,
    reference=LegalReference(text="Règlement (UE) 2021/1060", article="63(9)", source="aucun double financement"),
    confidence=Confidence.SURE,
)


def staff_cost_variable_time(employer_cost: Euros, h_op: Hours, h_worked: Hours, on: date) -> Figure:
    """Euros of one person's month that fall on an operation: the employer's cost in proportion of the time worked.

    ``employer_cost`` is what the month really cost the employer; ``h_worked`` the hours worked in the month for it,
    leave excluded, so that paid leave follows the same key. Zero when nothing was worked. Rounded once, by
    ``rounding_staff_cost_line`` in force on the day (half up to the cent).
    Source: décret n° 2022-608, annex (time records as evidence of variable time).
    Raises TimeOvercommitted when more hours are put on the operation than were worked, RuleError on inputs that are
    negative or have more than two decimals.
    """
    cost = amount(employer_cost, "employer_cost")
    operation, worked = amount(h_op, "hours_on_operation"), amount(h_worked, "hours_worked")
    if operation > worked:
        raise TimeOvercommitted(h_op, h_worked)
    rounding = value_in_force("rounding_staff_cost_line", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    return _M2.figure(
        rounded(cost * operation / worked if worked else Fraction(0), policy),
        {"employer_cost": employer_cost, "hours_on_operation": h_op, "hours_worked": h_worked},
        parameters=(rounding,),
        rounding=policy,
    )


def staff_cost_total(costs_by_line: Mapping[str, Euros]) -> Figure:
    """Euros of direct staff costs of a claim: the sum of its lines, each already rounded; keys name the lines."""
    total = sum((amount(cost, name) for name, cost in costs_by_line.items()), Fraction(0))
    return _STAFF_TOTAL.figure(unrounded(total), costs_by_line)


def hours_left(hours_by_operation: Mapping[str, Hours], h_worked: Hours) -> Figure:
    """Hours of a person's month that no operation bears, all operations of the employer taken together.

    Raises TimeOvercommitted when the operations together have more hours than were worked: the same hour would be paid
    twice. Keys name the operations; they stand in the trace.
    Source: regulation (EU) 2021/1060, art. 63(9).
    """
    worked = amount(h_worked, "hours_worked")
    committed = sum((amount(hours, name) for name, hours in hours_by_operation.items()), Fraction(0))
    if committed > worked:
        raise TimeOvercommitted(unrounded(committed), h_worked)
    return _LEFT.figure(unrounded(worked - committed), {**hours_by_operation, "hours_worked": h_worked})
