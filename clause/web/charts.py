"""Charts as SVG inside the page: colours come from the sheet of styles, so that they follow light, dark and print.

A chart is never alone: the template puts the table of its figures behind it, and its text says what it shows.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pygal
import pygal.etree
from markupsafe import Markup
from pygal.etree import etree

from clause.text import formats

WIDTH, HEIGHT = 880, 360
NARROW = 560
LONGEST_ROW_NAME = 34
MOST_IN_LEGEND = 4
"""Names side by side under a chart."""

# The library leaves an importer of map plugins behind, in an outdated form that Python warns of at every later import.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]
# It draws with lxml where that happens to be installed; what is done here to its drawings is written for Python's own.
pygal.etree.etree.to_etree()

# It takes another library of XML where one happens to be installed; the tree below is read with the standard one.
etree.to_etree()


@dataclass(frozen=True)
class Series:
    """One line or set of bars: its name, one value a point of the axis (None: nothing there), dotted or not."""

    name: str
    values: Sequence[Decimal | None]
    is_dotted: bool = False


def line_chart(text: str, labels: Sequence[str], series: Sequence[Series], unit: str = "h") -> Markup:
    """Lines over time; ``text`` says in one sentence what they show."""
    chart = pygal.Line(
        **_settings(unit), show_dots=len(labels) <= 36, show_only_major_dots=False, x_label_rotation=_turned(labels)
    )
    return _drawn(chart, text, labels, series)


def bar_chart(text: str, labels: Sequence[str], series: Sequence[Series], unit: str = "h") -> Markup:
    """Bars side by side for each label; ``text`` says in one sentence what they show."""
    chart = pygal.Bar(**_settings(unit), x_label_rotation=_turned(labels))
    return _drawn(chart, text, labels, series)


def row_chart(text: str, labels: Sequence[str], series: Series, unit: str = "h") -> Markup:
    """One bar a row, the first label at the top: for names that are too long to stand below bars."""
    settings = {**_settings(unit), "show_legend": False, "height": 48 + 26 * len(labels), "width": NARROW}
    chart = pygal.HorizontalBar(**settings)
    # The whole name is in the table behind.
    names = [name if len(name) <= LONGEST_ROW_NAME else f"{name[: LONGEST_ROW_NAME - 1]}…" for name in labels]
    return _drawn(chart, text, names[::-1], [Series(series.name, [*series.values][::-1])])


def _turned(labels: Sequence[str]) -> int:
    return 35 if len(labels) > 8 else 0


def _settings(unit: str) -> dict[str, Any]:
    return {
        "style": _plain(),
        "width": WIDTH,
        "height": HEIGHT,
        "margin": 8,
        "legend_at_bottom": True,
        "show_y_guides": True,
        "no_data_text": "Rien à montrer",
        "value_formatter": lambda value: f"{formats.count(round(value))}{formats.NO_BREAK_SPACE}{unit}",
        "truncate_label": -1,
        "truncate_legend": -1,
        "zero": 0,
        "min_scale": 3,
        "max_scale": 6,
    }


@cache
def _plain() -> Any:
    return pygal.style.Style(label_font_size=12, legend_font_size=13, major_label_font_size=12, no_data_font_size=16)


def _drawn(chart: Any, text: str, labels: Sequence[str], series: Sequence[Series]) -> Markup:
    chart.x_labels = list(labels)
    chart.legend_at_bottom_columns = min(max(len(series), 1), MOST_IN_LEGEND)
    for one in series:
        chart.add(one.name, [None if value is None else float(value) for value in one.values])
    root = chart.render_tree()
    dotted = {f"serie-{number}" for number, one in enumerate(series) if one.is_dotted}
    _strip(root, dotted)
    size = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib |= {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "chart",
        "viewBox": size,
        "role": "img",
        "aria-label": text,
        "focusable": "false",
    }
    # Written by the library of XML, which escapes names and labels.
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704


def _strip(parent: ElementTree.Element, dotted: set[str]) -> None:
    """Take away what the library puts in for pages of its own: styles, scripts, tooltips and ids."""
    for child in list(parent):
        classes = set(child.get("class", "").split())
        is_ours = isinstance(child.tag, str) and child.tag not in ("defs", "title", "desc")
        if not is_ours or "tooltip-overlay" in classes:
            parent.remove(child)
            continue
        child.attrib.pop("id", None)
        child.attrib.pop("style", None)
        if classes & dotted:
            child.set("class", f"{child.get('class')} dotted")
        _strip(child, dotted)
