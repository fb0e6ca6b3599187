"""Checks of an hours statement: one file, one function and one fact each.

A check is a function named after what must be true. It takes the statement under check and yields findings, each with
the field it concerns (``lines[2].hours_declared``): BLOCKING ones refuse the statement, all of them at once, WARNING
ones go along with it to whoever validates. A check leaves alone what an earlier one already refuses.

To add one: write the file, list the function below where people would expect to read it, give its code a sentence in
``clause.text.messages.hours``, and test it in ``tests/domain/checks``.
"""

from collections.abc import Callable, Iterable

from clause.domain.checks.hours.days_are_in_order import days_are_in_order
from clause.domain.checks.hours.days_are_in_the_month import days_are_in_the_month
from clause.domain.checks.hours.days_are_past import days_are_past
from clause.domain.checks.hours.days_are_under_contract import days_are_under_contract
from clause.domain.checks.hours.execution_is_known import execution_is_known
from clause.domain.checks.hours.hire_is_known import hire_is_known
from clause.domain.checks.hours.hire_is_of_the_company import hire_is_of_the_company
from clause.domain.checks.hours.hires_share_a_facilitator import hires_share_a_facilitator
from clause.domain.checks.hours.hours_are_declared_once import hours_are_declared_once
from clause.domain.checks.hours.hours_are_positive import hours_are_positive
from clause.domain.checks.hours.hours_are_possible import hours_are_possible
from clause.domain.checks.hours.hours_fit_the_days import hours_fit_the_days
from clause.domain.checks.hours.hours_of_a_person_fit_the_days import hours_of_a_person_fit_the_days
from clause.domain.checks.hours.hours_will_count import hours_will_count
from clause.domain.checks.hours.line_has_a_month import line_has_a_month
from clause.domain.checks.hours.line_is_on_one_side import line_is_on_one_side
from clause.domain.checks.hours.lines_do_not_overlap import lines_do_not_overlap
from clause.domain.checks.hours.month_has_begun import month_has_begun
from clause.domain.checks.hours.months_are_half_a_year_at_most import months_are_half_a_year_at_most
from clause.domain.checks.hours.months_follow_the_cadence import months_follow_the_cadence
from clause.domain.checks.hours.nothing_worked_is_plausible import nothing_worked_is_plausible
from clause.domain.checks.hours.statement_has_lines import statement_has_lines
from clause.domain.checks.hours.training_is_declared import training_is_declared
from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck

CHECKS: tuple[Callable[[StatementUnderCheck], Iterable[Finding]], ...] = (
    statement_has_lines,
    nothing_worked_is_plausible,
    months_are_half_a_year_at_most,
    month_has_begun,
    hire_is_known,
    hire_is_of_the_company,
    hires_share_a_facilitator,
    hours_are_positive,
    line_has_a_month,
    days_are_in_order,
    days_are_in_the_month,
    days_are_under_contract,
    days_are_past,
    hours_fit_the_days,
    hours_are_possible,
    hours_of_a_person_fit_the_days,
    lines_do_not_overlap,
    hours_are_declared_once,
    execution_is_known,
    line_is_on_one_side,
    hours_will_count,
    training_is_declared,
    months_follow_the_cadence,
)


def check_statement(statement: StatementUnderCheck) -> tuple[Finding, ...]:
    """All that is wrong with a statement or worth a look, in the order of the checks."""
    return tuple(finding for check in CHECKS for finding in check(statement))
