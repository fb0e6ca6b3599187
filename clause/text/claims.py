"""What a printed claim says line by line, in French: the same in its PDF and on the page that says all of it."""

from decimal import Decimal

from clause.domain.claim_document import ClaimDocument
from clause.domain.claim_narrative import ActionTold, ClaimNarrative, Facilitation
from clause.rules.cofinancing import DueTerm
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.text.readable import readable_sentence

Named = tuple[str, str]
"""A name and what stands beside it."""


def requested(document: ClaimDocument) -> Named:
    """What is asked for, or what is to be given back."""
    if document.amount_requested < 0:
        return label("figure", "amount_to_pay_back"), formats.euros(-document.amount_requested)
    return label("figure", "amount_requested"), formats.euros(document.amount_requested)


def flat_rates(document: ClaimDocument) -> list[Named]:
    """Each flat rate by what it is made on or made for, with its percentage."""
    if document.flat_rate is not None and not document.flat_rates:
        name = f"{label('figure', 'flat_rate_amount')} ({_percentage(document.flat_rate)})"
        return [(name, formats.euros(document.flat_rate_amount))]
    names = LABELS["flat_rate"]
    return [
        (f"{names.get(flat.code, f'Forfait {flat.code}')} ({_percentage(flat.rate)})", formats.euros(flat.amount))
        for flat in document.flat_rates
    ]


def _percentage(rate: Decimal) -> str:
    """Without decimals where it has none: a calculated rate has two."""
    return formats.rate(rate, 0 if rate * 100 == int(rate * 100) else 2)


def bounds(document: ClaimDocument) -> list[tuple[str, str, bool]]:
    """The bounds of the amount due, and whether each of them is the one that binds."""
    due = document.due
    amounts = {DueTerm.GRANT: due.by_grant, DueTerm.RATE: due.by_rate, DueTerm.RESOURCES: due.by_resources}
    return [
        (
            label("due_term", term) + (" – borne retenue" if term is due.binding else ""),
            "non examiné" if amount is None else formats.euros(amount),
            term is due.binding,
        )
        for term, amount in amounts.items()
    ]


def waivers(document: ClaimDocument) -> list[Named]:
    """What the legal representative let pass, and why: in the words that were shown then."""
    pairs = []
    for waiver in document.waivers:
        what = f"{waiver.code} – {waiver.field}"
        if waiver.values is not None:
            what = readable_sentence(waiver.code, waiver.values)
        pairs.append((f"{waiver.code}, le {formats.short_day(waiver.waived_on)}", f"{what}\nMotif : {waiver.reason}"))
    return pairs


def action_parts(action: ActionTold) -> list[Named]:
    """What is told of an action, part by part."""
    return [
        (name, text) for field, name in LABELS["action_part"].items() if (text := getattr(action, field)) is not None
    ]


def narrative_parts(told: ClaimNarrative) -> list[Named]:
    """What is told beside the actions."""
    values = ((name, getattr(told, field)) for field, name in LABELS["narrative_part"].items())
    texts = ((name, value if isinstance(value, str) else "\n".join(value or ())) for name, value in values)
    return [(name, text) for name, text in texts if text]


def facilitation(counted: Facilitation) -> list[Named]:
    """What facilitation achieved, figure by figure."""
    return [(name, _figure(getattr(counted, field))) for field, name in LABELS["facilitation"].items()]


def _figure(value: int | Decimal) -> str:
    return formats.count(value) if isinstance(value, int) else formats.hours(value)
