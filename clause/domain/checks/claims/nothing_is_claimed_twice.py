"""CR-DF 1: operations together claim no more than the whole of a person's month."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from clause.domain.claim_inputs import ClaimInputs, ExpectedMonth
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostMethod
from clause.rules.double_funding import claimed_shares


def nothing_is_claimed_twice(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each month of which all operations together would claim more than 100 %."""
    for expected in inputs.months:
        own = _own_share(expected)
        if own is None or not expected.shares_elsewhere:
            continue
        elsewhere = {number: Fraction(share) for number, share in expected.shares_elsewhere.items()}
        found = claimed_shares({"this operation": own, **elsewhere})
        if found.exceeds_one:
            values = {
                "staff_number": expected.person.staff_number,
                "month": str(expected.month),
                "share": format(found.value, "f"),
                "operations": ", ".join(sorted(elsewhere)),
            }
            yield Finding(code="CLM-114", field=expected.field, values=values)


def _own_share(expected: ExpectedMonth) -> Fraction | None:
    if expected.method is CostMethod.M1:
        share = expected.letter.time_share
        return None if share is None else Fraction(share)
    time = expected.time
    if time is None or not time.minutes_worked:
        return None
    return Fraction(time.minutes_on_operation, time.minutes_worked)
