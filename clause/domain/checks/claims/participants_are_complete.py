"""C4: the situation on exit of everyone who left is known, and the participants' data are complete enough."""

from collections.abc import Iterator
from datetime import date

from clause.domain.findings import Finding, Severity
from clause.domain.indicators import ExitMissing, OperationIndicators


def participants_are_complete(indicators: OperationIndicators | None, today: date) -> Iterator[Finding]:
    """What a claim meets of its operation's indicators on its last day; nothing for an operation without any.

    Blocking for each exit without its situation whose last day to enter it has passed (probable: the platform refuses
    the claim), a warning before; warnings for the gate of 35 %, questionnaires not signed, totals that disagree.
    """
    if indicators is None:
        return
    for missing in indicators.exits_missing:
        yield _exit_finding(missing, today)
    if indicators.exposed:
        values = {"incomplete": str(indicators.incomplete), "participants": str(indicators.participants)}
        yield Finding(code="IND-132", severity=Severity.WARNING, field="indicators.incomplete", values=values)
    if indicators.without_questionnaire:
        raw = str(indicators.without_questionnaire)
        yield Finding(code="IND-133", severity=Severity.WARNING, field="indicators.without_questionnaire", raw=raw)
    for rule in indicators.inconsistencies:
        yield Finding(code="IND-134", severity=Severity.WARNING, field="indicators.indicators", raw=rule)


def _exit_finding(missing: ExitMissing, today: date) -> Finding:
    values = {"due_on": missing.due_on.isoformat()}
    late = today > missing.due_on
    return Finding(
        code="IND-130" if late else "IND-131",
        severity=Severity.BLOCKING if late else Severity.WARNING,
        field=f"indicators.exits_missing.{missing.ref}",
        raw=str(missing.ref),
        values=values,
    )
