"""What a person's time on an operation costs, from real pay: a fixed share (M1), or a share of the time worked (M2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clause.rules.errors import TimeOvercommitted
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Euros, Exact, Hours, Unit, amount, rounded, share, signed_amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_TIME = LegalReference(
    text="Décret n° 2022-608 du 21 avril 2022",
    article="annexe",
    source="fiches de temps ou extraits de logiciel de temps",
)
_LETTER = LegalReference(
    text="Décret n° 2022-608 du 21 avril 2022",
    article="annexe",
    source="temps fixe par mois : lettre de mission acceptée, sans fiche de temps ; règlement (UE) 2021/1060, 55(5)",
)
_M1 = Formula(
    "CR-M1", "staff_cost = time_share × employer_cost", Unit.EURO, reference=_LETTER, confidence=Confidence.SURE
)
_M2 = Formula(
    "CR-M2",
    "staff_cost = employer_cost × hours_on_operation ÷ hours_worked",
    Unit.EURO,
    reference=_TIME,
    confidence=Confidence.SURE,
)
_M2_CLAIM = Formula(
    "CR-M2-CLAIM",
    "staff_cost = Σ employer_cost × Σ hours_on_operation ÷ Σ hours_worked",
    Unit.EURO,
    reference=_TIME,
    confidence=Confidence.ASSUMPTION,
)
_STAFF_TOTAL = Formula(
    "CR-STAFF",
    "staff_cost = Σ staff_cost of each person and month",
    Unit.EURO,
    reference=_TIME,
    confidence=Confidence.SURE,
)
_ADJUSTMENT = Formula(
    "CR-ADJUSTMENT",
    "adjustment = staff_cost_now − staff_cost_declared_before",
    Unit.EURO,
    reference=_TIME,
    confidence=Confidence.ASSUMPTION,
)
_LEFT = Formula(
    "CR-HOURS-LEFT",
    "hours_left = hours_worked − Σ hours_on_operations",
    Unit.HOUR,
    reference=LegalReference(text="Règlement (UE) 2021/1060", article="63(9)", source="aucun double financement"),
    confidence=Confidence.SURE,
)


@dataclass(frozen=True, slots=True)
class WorkedMonth:
    """A person's month as the key of a whole claim takes it; ``name`` (the month) stands in the trace."""

    name: str
    employer_cost: Euros
    h_op: Hours
    h_worked: Hours


def staff_cost_fixed_share(employer_cost: Euros, time_share: Exact, on: date) -> Figure:
    """Euros of one person's month that fall on an operation under method M1: the fixed share of the employer's cost.

    ``time_share`` is the share of the contract that the accepted mission letter states, not the working-time share of
    the contract: a part-time cost is already in ``employer_cost``. Paid leave follows the share. Rounded once, by
    ``rounding_staff_cost_line`` (half up to the cent).
    Source: décret n° 2022-608, annex (fixed time per month); regulation (EU) 2021/1060, art. 55(5), probable.
    Raises RuleError: NOT_A_SHARE for a share outside 0 to 1, NEGATIVE or TOO_PRECISE for the cost.
    """
    value = share(time_share, "time_share") * amount(employer_cost, "employer_cost")
    rounding = value_in_force("rounding_staff_cost_line", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    inputs = {"employer_cost": employer_cost, "time_share": time_share}
    return _M1.figure(rounded(value, policy), inputs, parameters=(rounding,), rounding=policy)


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


def staff_cost_over_claim(months: Iterable[WorkedMonth], on: date) -> Figure:
    """Euros of one person's whole claim that fall on an operation, with one key for all its months (key_period=claim).

    Other cents than the sum of its months by design, so the key is chosen once per operation, in the agreement. Zero
    when nothing was worked. Rounded once, by ``rounding_staff_cost_line``.
    Source: décret n° 2022-608, annex; Assumption: one key for the months of a claim is as good as one each.
    Raises TimeOvercommitted for a month with more hours on the operation than were worked, and RuleError as the key of
    a month.
    """
    cost = operation = worked = Fraction(0)
    inputs: dict[str, Euros] = {}
    for month in months:
        if amount(month.h_op, "hours_on_operation") > amount(month.h_worked, "hours_worked"):
            raise TimeOvercommitted(month.h_op, month.h_worked)
        cost += amount(month.employer_cost, "employer_cost")
        operation += Fraction(month.h_op)
        worked += Fraction(month.h_worked)
        inputs[f"employer_cost {month.name}"] = month.employer_cost
        inputs[f"hours_on_operation {month.name}"] = month.h_op
        inputs[f"hours_worked {month.name}"] = month.h_worked
    rounding = value_in_force("rounding_staff_cost_line", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    value = rounded(cost * operation / worked if worked else Fraction(0), policy)
    return _M2_CLAIM.figure(value, inputs, parameters=(rounding,), rounding=policy)


def adjustment(staff_cost_now: Euros, declared_before: Euros) -> Figure:
    """Euros by which the cost of a month that an earlier claim held has changed: now less all that was declared for it.

    ``declared_before`` adds what the claims so far declared for the month, adjustments included. May be negative.
    Source: claims are never rewritten; a correction goes into the next one (assumption).
    """
    change = amount(staff_cost_now, "staff_cost_now") - signed_amount(declared_before, "staff_cost_declared_before")
    inputs = {"staff_cost_now": staff_cost_now, "staff_cost_declared_before": declared_before}
    return _ADJUSTMENT.figure(unrounded(change), inputs)


def staff_cost_total(costs_by_line: Mapping[str, Euros]) -> Figure:
    """Euros of direct staff costs of a claim: the sum of its lines, each already rounded; keys name the lines.

    Lines of adjustment may be negative, and so may the sum then be.
    """
    total = sum((signed_amount(cost, name) for name, cost in costs_by_line.items()), Fraction(0))
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
