"""The French text of reminders of statements: plain paragraphs, ready to be sent by whatever means there are."""

from datetime import date
from uuid import UUID

from clause.domain.statements_due import Letter, LotOfDue, StatementDue
from clause.rules.calendar import MonthSpan
from clause.rules.codes import ReminderLevel
from clause.text import formats

_SUBJECTS = {
    ReminderLevel.FIRST: "Clause sociale d’insertion : relevé d’heures attendu ({months})",
    ReminderLevel.SECOND: "Clause sociale d’insertion : deuxième rappel du relevé d’heures ({months})",
    ReminderLevel.ESCALATION: "Clause sociale d’insertion : relevé d’heures non transmis par {company} ({months})",
}

_OPENINGS = {
    ReminderLevel.FIRST: (
        "Nous attendons votre relevé des heures d’insertion pour {months}. Il était à transmettre au plus tard le"
        " {due_on}."
    ),
    ReminderLevel.SECOND: (
        "Malgré un premier rappel, nous n’avons pas reçu votre relevé des heures d’insertion pour {months}, à"
        " transmettre au plus tard le {due_on}. Sans réponse, l’acheteur en sera informé."
    ),
    ReminderLevel.ESCALATION: (
        "L’entreprise {company} n’a pas transmis son relevé des heures d’insertion pour {months}, attendu au plus tard"
        " le {due_on}, malgré nos rappels. Nous vous en informons en tant qu’acheteur."
    ),
}

_CLOSINGS = {
    ReminderLevel.ESCALATION: (
        "Nous vous proposons de la relancer de votre côté, et restons à votre disposition pour faire le point."
    ),
}
_USUAL_CLOSING = (
    "Si personne n’a travaillé pendant cette période, merci de le déclarer aussi : un relevé sans heures suffit. En cas"
    " de difficulté, répondez à ce message : nous chercherons une solution avec vous."
)


def months_in_words(months: MonthSpan) -> str:
    """The months as people say them: ``mars 2026``, ``janvier 2026 à mars 2026``."""
    first, last = formats.month(months.first.first_day), formats.month(months.last.first_day)
    return first if first == last else f"{first} à {last}"


def write_letter(
    due: StatementDue, level: ReminderLevel, buyer_id: UUID | None, facilitator_name: str, on: date
) -> Letter:
    """The letter of a step, dated of a day; for a buyer, about its own lots only. It names nobody hired."""
    values = {
        "months": months_in_words(due.months),
        "company": due.company.name,
        "due_on": formats.day(due.due_on),
    }
    lots = [lot for lot in due.lots if buyer_id is None or lot.buyer_id == buyer_id]
    paragraphs = [
        "Madame, Monsieur,",
        _OPENINGS[level].format(**values),
        "\n".join([_heading(lots), *(f"- {_line(lot)}" for lot in lots)]),
        _CLOSINGS.get(level, _USUAL_CLOSING),
        f"{facilitator_name}, le {formats.day(on)}",
    ]
    return Letter(subject=_SUBJECTS[level].format(**values), body="\n\n".join(paragraphs))


def _heading(lots: list[LotOfDue]) -> str:
    return "Lot concerné :" if len(lots) == 1 else "Lots concernés :"


def _line(lot: LotOfDue) -> str:
    return f"marché {lot.contract_reference}, {lot.label} ({lot.buyer_name})"
