"""Blocks: pieces of a page that know their height and how to draw themselves from their top edge downwards.

A block is never cut; what may be cut (a paragraph, a table) is a list of blocks. Lengths are points.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Literal

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas

from clause.documents.style import CONTENT_WIDTH, HAIRLINE, Type, text_width
from clause.documents.typefaces import common_string
from clause.text.typography import bound

Draw = Callable[[Canvas, float, float], None]
"""Draws at (left, top): the block takes the space below ``top``."""

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Block:
    """One piece: its height, its drawing, and how it behaves at the foot of a page."""

    height: float
    draw: Draw
    keep_with_next: bool = False
    is_gap: bool = False
    header: "Block | None" = None
    """Drawn again above this block when it comes first on a page (the headings of a table)."""


def gap(height: float) -> Block:
    """White space; it disappears at the top of a page."""
    return Block(height, lambda canvas, left, top: None, is_gap=True)


def keep(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, each held to the next one, so that they stay on one page if they fit on one."""
    held = list(blocks)
    return [replace(block, keep_with_next=True) for block in held[:-1]] + held[-1:]


def stack(blocks: Sequence[Block]) -> Block:
    """Several blocks made one, which is never cut."""

    def draw(canvas: Canvas, left: float, top: float) -> None:
        for block in blocks:
            block.draw(canvas, left, top)
            top -= block.height

    return Block(sum(block.height for block in blocks), draw)


def draw_line(canvas: Canvas, kind: Type, text: str, x: float, baseline: float, align: Align = "left") -> None:
    """One line of text with its start, or its end, at ``x``.

    A line in the common alphabet is written as it stands in the file: the library would look at every property of the
    text again, at five times the price.
    """
    if align == "right":
        x -= text_width(text, kind)
    common = common_string(vars(canvas)["_doc"], kind.font, text)
    if common is None:
        canvas.setFillColor(kind.colour)
        canvas.setFont(kind.font, kind.size)
        canvas.drawString(x, baseline, text)
        return
    name, escaped = common
    place = f"1 0 0 1 {fp_str(x, baseline)} Tm {name} {fp_str(kind.size)} Tf"
    vars(canvas)["_code"].append(f"{_ink(kind.colour)} BT {place} ({escaped}) Tj ET")


@cache
def _ink(colour: Color) -> str:
    return f"{fp_str(*colour.rgb())} rg"


_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def printable(text: str) -> str:
    """The text without control characters, accents composed, with the spaces that French never ends a line on bound."""
    return bound(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)))


def wrap(text: str, kind: Type, width: float) -> list[str]:
    """The lines of a text in this width; cut at spaces, and inside a word only when it is wider than a line."""
    return list(_wrapped(text, kind, width))


@lru_cache(maxsize=512)
def _wrapped(text: str, kind: Type, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    space = text_width(" ", kind)
    for part in printable(text).split("\n"):
        line: list[str] = []
        used = 0.0
        for word in part.split(" "):
            needed = text_width(word, kind)
            if line and used + space + needed > width:
                lines.append(" ".join(line))
                line, used = [], 0.0
            if needed > width:
                *full, word = _cut(word, kind, width)
                lines += full
                needed = text_width(word, kind)
            used += needed + (space if line else 0)
            line.append(word)
        lines.append(" ".join(line))
    return tuple(lines)


def _cut(word: str, kind: Type, width: float) -> list[str]:
    pieces, piece = [], ""
    for char in word:
        if piece and text_width(piece + char, kind) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def text_block(line: str, kind: Type, indent: float = 0) -> Block:
    """One line of text as a block."""
    return Block(
        kind.leading,
        lambda canvas, left, top: draw_line(canvas, kind, line, left + indent, top - _ascent(kind)),
    )


def paragraph(text: str, kind: Type, width: float = CONTENT_WIDTH, most_lines: int | None = None) -> list[Block]:
    """A text as one block per line; its first two and its last two lines stay together.

    Beyond ``most_lines`` it is cut and ends in an ellipsis: for names that must leave room for what follows.
    """
    lines = wrap(text, kind, width)
    if most_lines is not None and len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], lines[most_lines - 1] + "…"]
    blocks = [text_block(line, kind) for line in lines]
    last_held = {0, len(blocks) - 2}
    return [replace(b, keep_with_next=i in last_held and i < len(blocks) - 1) for i, b in enumerate(blocks)]


def heading(text: str, kind: Type, width: float = CONTENT_WIDTH) -> list[Block]:
    """A heading, underlined by a hairline and held to what follows."""
    lines = [text_block(line, kind) for line in wrap(text, kind, width)]
    return [replace(block, keep_with_next=True) for block in [*lines, rule(width, kind.colour, 0.8, 3)]]


def rule(width: float = CONTENT_WIDTH, colour: Color = HAIRLINE, thickness: float = 0.5, below: float = 0) -> Block:
    """A horizontal line with white space below it."""

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thickness)
        canvas.line(left, top, left + width, top)

    return Block(thickness + below, draw)


@dataclass(frozen=True)
class Column:
    """Where a cell stands in a row: its left edge from the row's, its width, its alignment."""

    offset: float
    width: float
    align: Align = "left"


Cell = tuple[str, Type]

_TALLEST_ROW = 150.0


def row(
    columns: Sequence[Column], cells: Sequence[Cell], *, padding: float = 2.4, line: Color | None = HAIRLINE
) -> Block:
    """A row of wrapped cells, each in its column, with a hairline below unless ``line`` is None."""
    wrapped = [wrap(text, kind, column.width) for column, (text, kind) in zip(columns, cells, strict=True)]
    height = max(len(lines) * kind.leading for lines, (_, kind) in zip(wrapped, cells, strict=True)) + 2 * padding
    total = max(column.offset + column.width for column in columns)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        for column, lines, (_, kind) in zip(columns, wrapped, cells, strict=True):
            x = left + column.offset + (column.width if column.align == "right" else 0)
            baseline = top - padding - _ascent(kind)
            for text in lines:
                draw_line(canvas, kind, text, x, baseline, column.align)
                baseline -= kind.leading
        if line is not None:
            canvas.setStrokeColor(line)
            canvas.setLineWidth(0.5)
            canvas.line(left, top - height, left + total, top - height)

    return Block(height, draw)


def rows(columns: Sequence[Column], cells: Sequence[Cell]) -> list[Block]:
    """A row that may be cut between two pages when it is tall: one block per line of text, the hairline last.

    Its first two lines stay together, and its last two with the hairline.
    """
    whole = row(columns, cells)
    if whole.height <= _TALLEST_ROW:
        return [whole]
    wrapped = [wrap(text, kind, column.width) for column, (text, kind) in zip(columns, cells, strict=True)]
    kinds = [kind for _, kind in cells]
    lines = [
        row(columns, list(zip(texts, kinds, strict=True)), padding=0, line=None)
        for texts in zip_longest(*wrapped, fillvalue="")
    ]
    end = [gap(2), rule(max(column.offset + column.width for column in columns))]
    return [*keep([gap(2), *lines[:2]]), *lines[2:-2], *keep([*lines[-2:], *end])]


def side_by_side(left_blocks: Sequence[Block], right_blocks: Sequence[Block], right_offset: float) -> Block:
    """Two stacks next to each other, as one block."""
    one, other = stack(left_blocks), stack(right_blocks)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        one.draw(canvas, left, top)
        other.draw(canvas, left + right_offset, top)

    return Block(max(one.height, other.height), draw)


_TALLEST_PAIR = 420.0


def sheets(left_blocks: Sequence[Block], right_blocks: Sequence[Block], right_offset: float) -> list[Block]:
    """Two sheets next to each other, or one below the other, to be cut between pages, when they are tall."""
    pair = side_by_side(left_blocks, right_blocks, right_offset)
    return [pair] if pair.height <= _TALLEST_PAIR else [*left_blocks, gap(12), *right_blocks]


def _ascent(kind: Type) -> float:
    """From the top of a line to its baseline: half the free leading, then the height of capitals and accents."""
    return (kind.leading - kind.size) / 2 + 0.85 * kind.size
