"""§2.7: a fixed share of time rests on its letter alone, so the letter tells the missions and is on file."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostMethod

NOT_ON_FILE = "CLM-131"
"""The code of its finding."""


def letter_is_on_file(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each letter of a fixed share without missions or without its document; it can be waived.

    Source: decree no. 2022-608, annex: a copy of the letter that states missions and period is the whole evidence, time
    records are not asked for.
    """
    seen = set()
    for expected in inputs.months:
        letter = expected.letter
        if expected.method is not CostMethod.M1 or letter.id in seen:
            continue
        seen.add(letter.id)
        if not letter.missions or letter.document_id is None:
            values = {"staff_number": expected.person.staff_number, "version": str(letter.version_no)}
            yield Finding(code=NOT_ON_FILE, field=expected.field, values=values)
