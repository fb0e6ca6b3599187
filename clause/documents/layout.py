"""Putting blocks on pages: where a page ends, what is drawn on every page, and the finished file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from clause.documents.archival import Metadata
from clause.documents.blocks import Block
from clause.documents.style import (
    BOTTOM_MARGIN,
    LEFT,
    PAGE_HEIGHT,
    TOP_MARGIN,
    open_canvas,
)

PageFrame = Callable[[Canvas, int, int], None]
"""Draws what every page carries, given its number (from 1) and how many there are."""

PAGE_ROOM = PAGE_HEIGHT - TOP_MARGIN - BOTTOM_MARGIN


def paginate(blocks: Sequence[Block], room: float) -> list[list[Block]]:
    """The blocks of each page, in order; a block higher than a page stands alone on its own."""
    pages: list[list[Block]] = [[]]
    left = room
    for position, block in enumerate(blocks):
        if pages[-1] and _held_height(blocks, position, room) > left:
            pages.append([])
            left = room
        if not pages[-1]:
            if block.is_gap:
                continue
            if block.header is not None and len(pages) > 1:
                pages[-1].append(block.header)
                left -= block.header.height
        pages[-1].append(block)
        left -= block.height
    return pages


def _held_height(blocks: Sequence[Block], position: int, room: float) -> float:
    """The height of this block and of those it must stay with; only its own when they would not fit on a page."""
    own = held = blocks[position].height
    while blocks[position].keep_with_next and position + 1 < len(blocks):
        position += 1
        held += blocks[position].height
    return held if held <= room else own


def typeset(blocks: Sequence[Block], frame: PageFrame, metadata: Metadata, *, closing: Block | None = None) -> bytes:
    """The PDF: the blocks from the top of the first page on, and the closing block, if any, at the foot of the last."""
    pages = paginate(blocks if closing is None else _with_closing(blocks, closing), PAGE_ROOM)
    into = BytesIO()
    with open_canvas(metadata, into) as canvas:
        for number, page in enumerate(pages, start=1):
            top = PAGE_HEIGHT - TOP_MARGIN
            for block in page:
                at_foot = block is closing
                block.draw(canvas, LEFT, BOTTOM_MARGIN + block.height if at_foot else top)
                top -= block.height
            frame(canvas, number, len(pages))
            canvas.showPage()
    return into.getvalue()


def _with_closing(blocks: Sequence[Block], closing: Block) -> list[Block]:
    """The closing last, and the last piece before it held to it: it never stands alone on a page."""
    held = list(blocks)
    for position in reversed(range(len(held))):
        held[position] = replace(held[position], keep_with_next=True)
        if not held[position].is_gap:
            break
    return [*held, closing]
