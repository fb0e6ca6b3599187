"""What people read is set as French is: typographic apostrophes, and no line that starts with « : » or « ? »."""

import ast
import re
from collections.abc import Iterator

from clause.text.done import DONE
from clause.text.labels import LABELS
from clause.text.messages import MESSAGES
from clause.text.typography import bound
from clause.web.page import HERE, template_config
from tests.architecture.code import modules

# An elided word, a straight apostrophe, and what follows it: « l'heure », « qu'{name} ».
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quelqu|presqu|aujourd)'(?=[^\W\d_]|[{«<])", re.IGNORECASE)
# Examples of the API and invented data say what people type; official lists are quoted as they are published.
NOT_OURS = {"api", "devdata", "gateways"}


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every quoted text that is not a docstring, with its line."""
    nodes = list(ast.walk(tree))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_no_straight_apostrophe_stands_in_a_french_sentence() -> None:
    found = [
        f"{module.path.name}:{line} {text[:60]}"
        for module in modules()
        if module.floor not in NOT_OURS
        for line, text in _texts(module.tree)
        if ELISION.search(text)
    ]
    assert found == [], "write ’ (U+2019) instead of '"


def test_no_straight_apostrophe_stands_in_a_page() -> None:
    written = {path: path.read_text(encoding="utf-8") for path in (HERE / "templates").rglob("*.html")}
    found = [f"{path.name} {match.group()}" for path, text in written.items() for match in ELISION.finditer(text)]
    assert found == [], "write ’ (U+2019) instead of '"


def test_sentences_and_labels_have_their_no_break_spaces() -> None:
    tables = [MESSAGES, DONE, *LABELS.values()]
    assert [text for table in tables for text in table.values() if text != bound(text)] == []
    assert "\u00a0:" in MESSAGES["TIM-104"]


def test_the_words_of_a_template_are_bound_and_what_is_typed_is_not() -> None:
    pages = template_config().engine_instance.engine
    template = pages.from_string('<p>Objet : {{ typed }} « oui » ? {{ "60 %" }}</p>')
    assert template.render(typed="Lot 1 : toit ?") == (
        "<p>Objet\u00a0: Lot 1 : toit ? «\u00a0oui\u00a0»\u00a0? 60\u00a0%</p>"
    )
