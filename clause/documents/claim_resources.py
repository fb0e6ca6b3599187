"""The resources of the operation other than the FSE+, as they stand in a claim: who, by which act, how much of it."""

from collections.abc import Sequence
from dataclasses import replace

from clause.documents import style
from clause.documents.blocks import Block, Column, gap, heading, paragraph, row, rows
from clause.documents.style import CONTENT_WIDTH
from clause.domain.claim_document import ResourceLine
from clause.text import formats
from clause.text.labels import LABELS

_BETWEEN = 12.0
_MONEY = 80.0
_COLUMNS = (
    Column(0, CONTENT_WIDTH - 3 * _MONEY - 24),
    Column(CONTENT_WIDTH - 3 * _MONEY - 16, _MONEY, "right"),
    Column(CONTENT_WIDTH - 2 * _MONEY - 8, _MONEY, "right"),
    Column(CONTENT_WIDTH - _MONEY, _MONEY, "right"),
)
_WHOLE = (Column(0, CONTENT_WIDTH),)
_HEADINGS = ("Financeur", "Engagé", "Reçu", "Affecté")
_NOTE = (
    "Affecté : part du montant reçu qui revient à l’opération. L’autofinancement n’est pas une ressource d’un tiers."
)
_TYPED = "Le total « Autres ressources » de cette demande a été saisi par le bénéficiaire."


def resources(lines: Sequence[ResourceLine], *, typed: bool) -> list[Block]:
    """The table of resources; nothing where the claim has none. ``typed``: their total was typed."""
    if not lines:
        return []
    headings = row(_COLUMNS, [(name, style.COLUMN) for name in _HEADINGS])
    body = [replace(block, header=headings) for line in lines for block in _line(line)]
    title = heading("Ressources autres que le FSE+", style.HEADING)
    note = f"{_NOTE} {_TYPED}" if typed else _NOTE
    return [*title, replace(headings, keep_with_next=True), *body, gap(3), *paragraph(note, style.NOTE), gap(_BETWEEN)]


def _line(line: ResourceLine) -> list[Block]:
    """The funder and the amounts, and below them by which act and key."""
    kind = LABELS["resource_kind"].get(line.kind, line.kind)
    figures = (line.amount_committed, line.amount_received, line.amount_allocated)
    cells = [(text, style.CELL) for text in (f"{line.funder} ({kind})", *map(formats.euros, figures))]
    about = ". ".join(_about(line))
    if not about:
        return [row(_COLUMNS, cells)]
    first = row(_COLUMNS, cells, line=None)
    return [replace(first, keep_with_next=True), *rows(_WHOLE, ((about, style.NOTE),))]


def _about(line: ResourceLine) -> list[str]:
    dated = f"du {formats.short_day(line.act_on)}" if line.act_on else None
    act = " ".join(part for part in (line.act_reference, dated) if part)
    parts = [
        f"Acte : {act}" if act else None,
        f"Reçu le {formats.short_day(line.received_on)}" if line.received_on else None,
        f"Clé : {line.allocation_key}" if line.allocation_key else None,
        "Finance un poste que le FSE+ paie aussi" if line.same_post else None,
        "Attestation enregistrée" if line.has_document else None,
    ]
    return [part for part in parts if part]
