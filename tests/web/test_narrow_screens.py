"""What a narrow screen changes: places, never colours, save in tables that become cards.

That is why the browser looks at the colours of a page once in each scheme, and at those of such tables on a phone too
(``tests/browser/test_every_page``).
"""

import re
from collections.abc import Iterator
from pathlib import Path

SHEETS = Path(__file__).parents[2] / "frontend" / "src" / "style"

COLOURS = ("color", "background", "border-color", "outline", "opacity", "filter", "mix-blend-mode", "--", "font-weight")
STACKED = "table[data-stacked]"
QUERY = re.compile(r"@(?:media|container)([^{]*)\{")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def _blocks(sheet: str) -> Iterator[str]:
    """The insides of the queries about the width of what one looks at."""
    for query in QUERY.finditer(sheet):
        if "width" not in query[1]:
            continue
        end, depth = query.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        yield sheet[query.end() : end - 1]


def test_a_narrow_screen_changes_no_colour_but_those_of_stacked_tables() -> None:
    blocks = [block for path in SHEETS.glob("*.css") for block in _blocks(path.read_text(encoding="utf-8"))]
    assert len(blocks) >= 4
    wrong = [
        f"{selectors.strip()}: {declaration.strip()}"
        for block in blocks
        for selectors, declarations in RULE.findall(block)
        for declaration in declarations.split(";")
        if declaration.strip().startswith(COLOURS) and STACKED not in selectors
    ]
    assert wrong == []
