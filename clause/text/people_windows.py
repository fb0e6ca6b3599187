"""Why a person's window ends when it does, in sentences: what the trace of a window says, for who reads no formula."""

from datetime import date

from clause.rules.quantities import Unit
from clause.rules.trace import Trace
from clause.text import formats

_USUAL, _LENGTHENED, _DECIDED = "ELG-WINDOW", "ELG-WINDOW-SUSPENDED", "ELG-WINDOW-DECIDED"


def window_sentences(trace: Trace) -> list[str]:
    """The account of a window, from the usual time to what lengthened or replaced it."""
    told = [sentence for step in trace.steps for sentence in window_sentences(step)]
    if trace.formula_id == _USUAL:
        return [*told, _usual(trace)]
    if trace.formula_id == _LENGTHENED:
        days = int(trace.inputs["suspended_days"])
        return [*told, f"Plus {days} jour{'s' if days > 1 else ''} de suspension terminée, qui prolongent la période."]
    if trace.formula_id == _DECIDED:
        last_day = date.fromisoformat(trace.inputs["last_day_decided"])
        return [*told, f"Remplacé par une décision motivée : jusqu’au {formats.day(last_day)}."]
    return told


def _usual(trace: Trace) -> str:
    start = date.fromisoformat(trace.inputs["first_clause_start"])
    months = next((use.value for use in trace.parameters if use.unit is Unit.MONTH), "")
    source = f" ({trace.parameters[0].reference.text})" if trace.parameters else ""
    return f"À compter du premier jour sous clause, le {formats.day(start)}, pendant {months} mois{source}."
