"""What a claim tells beside its figures: action by action, principles, publicity; and what facilitation achieved."""

from dataclasses import replace

from clause.documents import style
from clause.documents.blocks import Block, Column, gap, heading, keep, paragraph, row, rows, side_by_side
from clause.documents.parts import amounts
from clause.documents.style import CONTENT_WIDTH
from clause.domain.claim_narrative import ActionTold, ClaimNarrative, Facilitation
from clause.text import claims

_BETWEEN = 12.0
_GUTTER = 24.0
_HALF = (CONTENT_WIDTH - _GUTTER) / 2
_NAME_WIDTH = 116.0
_COLUMNS = (Column(0, _NAME_WIDTH), Column(_NAME_WIDTH + 8, CONTENT_WIDTH - _NAME_WIDTH - 8))
_COUNTED = (
    "Compté par Clause sur les mois du bilan, pour tout l’organisme : des éléments non financiers qui attestent la "
    "réalité des heures déclarées."
)


def narrative(told: ClaimNarrative | None, counted: Facilitation | None) -> list[Block]:
    """What was done, then what facilitation achieved; nothing at all where neither stands in the claim."""
    return [*_narrative(told or ClaimNarrative()), *_facilitation(counted)]


def _narrative(told: ClaimNarrative) -> list[Block]:
    actions = [block for number, action in enumerate(told.actions, start=1) for block in _action(number, action)]
    parts = [block for name, text in claims.narrative_parts(told) for block in _told(name, text)]
    if not actions and not parts:
        return []
    lead = [gap(8)] if actions and parts else []
    return [*heading("Réalisation de l’opération", style.HEADING), *actions, *lead, *parts, gap(_BETWEEN)]


def _action(number: int, action: ActionTold) -> list[Block]:
    parts = claims.action_parts(action)
    title = keep([gap(6), *paragraph(f"{number}. {action.title}", style.STRONG), gap(1)])
    return [*_held(title), *(block for name, text in parts for block in _told(name, text))]


def _held(title: list[Block]) -> list[Block]:
    """A title held to what follows, unless it is a text of its own."""
    if len(title) > 8:
        return title
    return [replace(block, keep_with_next=True) for block in title]


def _told(name: str, text: str) -> list[Block]:
    """A text beside its name, which comes again on each new page."""
    again = row((_COLUMNS[0],), ((f"{name} (suite)", style.LABEL),), padding=0, line=None)
    # It stands beside the text, of which at least two lines follow.
    again = replace(again, height=max(0.0, again.height - 2 * style.LABEL.leading))
    blocks = rows(_COLUMNS, ((name, style.LABEL), (text, style.CELL)))
    return blocks if len(blocks) == 1 else [replace(block, header=again) for block in blocks]


def _facilitation(counted: Facilitation | None) -> list[Block]:
    if counted is None:
        return []
    figures = [(name, shown, style.CELL) for name, shown in claims.facilitation(counted)]
    half = len(figures) // 2
    left, right = amounts(figures[:half], _HALF), amounts(figures[half:], _HALF)
    title = heading("Activité de facilitation sur la période", style.HEADING)
    shown = [*title, side_by_side(left, right, _HALF + _GUTTER), gap(2), *paragraph(_COUNTED, style.NOTE)]
    return [*keep(shown), gap(_BETWEEN)]
