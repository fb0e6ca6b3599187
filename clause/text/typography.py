"""How French is set: the spaces at which a line never ends."""

import re

from clause.text.formats import NO_BREAK_SPACE

# Before the punctuation of two strokes and the signs of a figure, and inside quotation marks.
_BOUND_SPACE = re.compile(" (?=[»:;?!%€])|(?<=«) ")


def bound(text: str) -> str:
    """The text with no-break spaces where French asks for one: « oui », 60 %, « Pourquoi ? »."""
    return _BOUND_SPACE.sub(NO_BREAK_SPACE, text)
