"""Charts: an image with a text, drawn with classes alone."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from clause.web.charts import Series, bar_chart, line_chart, row_chart

LABELS = ["janvier", "février <b>", "mars"]
HOURS = [Decimal("10.00"), Decimal("25.50"), None]


def drawings() -> list[str]:
    pair = [Series("Créditées & co", HOURS), Series("Prévues", [Decimal(1), Decimal(2), Decimal(3)], is_dotted=True)]
    return [
        line_chart("Heures par mois", LABELS, pair),
        bar_chart("Heures par mois", LABELS, pair),
        row_chart("Heures par mois", LABELS, pair[1]),
    ]


@pytest.mark.parametrize("rank", range(3))
def test_a_chart_is_an_image_with_a_text_and_brings_no_style_script_or_id_of_its_own(rank: int) -> None:
    root = ElementTree.fromstring(drawings()[rank])  # noqa: S314 - our own drawing
    assert (root.get("role"), root.get("aria-label")) == ("img", "Heures par mois")
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "g", "rect", "path", "text", "circle", "line", "tspan"}
    assert not any({"style", "id", "onclick"} & set(element.attrib) for element in root.iter())


def test_a_forecast_is_dotted_and_what_is_credited_is_not() -> None:
    drawn = line_chart("x", LABELS, [Series("Faites", HOURS), Series("Prévues", HOURS, is_dotted=True)])
    classes = [element.get("class", "") for element in ElementTree.fromstring(drawn).iter()]  # noqa: S314 - ours
    assert any("serie-1" in name and "dotted" in name for name in classes)
    assert not any("serie-0" in name and "dotted" in name for name in classes)


def test_a_long_name_is_cut_in_the_drawing() -> None:
    drawn = row_chart("x", ["a" * 80, "b"], Series("Heures", [Decimal(1), Decimal(2)]))
    assert "a" * 33 + "…" in drawn
    assert "a" * 34 not in drawn
