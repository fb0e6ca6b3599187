"""§2.7: the pieces that stand behind a claim are recorded: payslips, mission letters, proof of other resources."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import BY_RATE, ClaimInputs
from clause.domain.findings import Finding, Severity
from clause.rules.cost_codes import CostMethod


def evidence_is_there(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """Notes on pay without its document (CLM-123), a letter of counted hours without missions or document (CLM-124), a
    cost without its document (CLM-125).

    The intermediate body asks for what is not in Clause; the claim tells which pieces these are. The letter of a fixed
    share is more than useful: ``letter_is_on_file``.
    """
    letters = {}
    for expected in inputs.months:
        if expected.method is not CostMethod.M1:
            letters[expected.letter.id] = expected
        if expected.pay is not None and expected.pay.document_sha256 is None and expected.method not in BY_RATE:
            values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
            yield _note("CLM-123", expected.field, values)
    for expected in letters.values():
        letter = expected.letter
        if letter.missions is None or letter.document_id is None:
            values = {"staff_number": expected.person.staff_number, "version": str(letter.version_no)}
            yield _note("CLM-124", expected.field, values)
    for item in inputs.cost_items:
        if item.document_sha256 is None:
            yield _note("CLM-125", f"cost_items.{item.id}", {"label": item.label})


def _note(code: str, field: str, values: dict[str, str]) -> Finding:
    return Finding(code=code, severity=Severity.INFO, field=field, values=values)
