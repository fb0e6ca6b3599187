"""A fixed share of time counts once its mission letter is accepted by the intermediate body, one letter a month."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostMethod


def letter_is_accepted(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each letter of a fixed share that is not accepted (CLM-110) or states no share (CLM-111).

    Source: decree no. 2022-608, annex; CPR 55(5).
    """
    seen = set()
    for expected in inputs.months:
        letter, person = expected.letter, expected.person
        if expected.method is not CostMethod.M1 or letter.id in seen:
            continue
        seen.add(letter.id)
        values = {"staff_number": person.staff_number, "version": str(letter.version_no)}
        if letter.id not in person.accepted:
            yield Finding(code="CLM-110", field=expected.field, values=values)
        if letter.time_share is None:
            yield Finding(code="CLM-111", field=expected.field, values=values)
