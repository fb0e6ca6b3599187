"""One person's month is valued in one way, on this operation and on the others."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs, ExpectedMonth, letters_in
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostMethod
from clause.rules.double_funding import methods_conflict


def methods_are_not_mixed(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding where letters change the method or the share inside a month (CLM-112), or mix M1 with hours.

    Assumption (§2.4): a fixed share here and counted hours on another operation in one month are refused (CLM-113).
    """
    for expected in inputs.months:
        values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
        letters = expected.person.letters_in(expected.month)
        if len({(letter.method, letter.time_share) for letter in letters}) > 1:
            yield Finding(code="CLM-112", field=expected.field, values=values)
        if methods_conflict({expected.method, *_elsewhere(expected)}):
            yield Finding(code="CLM-113", field=expected.field, values=values)


def _elsewhere(expected: ExpectedMonth) -> Iterator[CostMethod]:
    """The methods of the person's letters for other operations, on any day of the month."""
    letters = expected.person.elsewhere
    for operation_id in {letter.operation_id for letter in letters}:
        own = [letter for letter in letters if letter.operation_id == operation_id]
        for letter in letters_in(own, expected.month):
            yield letter.method
