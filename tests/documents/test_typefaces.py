"""The alphabet that every document embeds, and what goes beyond it."""

import re
from datetime import date
from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clause.documents.archival import Metadata
from clause.documents.blocks import draw_line
from clause.documents.certificate import render_certificate
from clause.documents.style import BODY, open_canvas
from clause.domain.certificates import Party
from tests.documents.reading import reader, text_of
from tests.documents.samples import certificate


def _font_files(pdf: bytes) -> dict[str, bytes]:
    (page,) = reader(pdf).pages
    resources: Any = page["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    return {font["/BaseFont"]: font["/FontDescriptor"]["/FontFile2"].get_data() for font in fonts}


def test_two_documents_embed_the_same_fonts() -> None:
    one, other = (Party(name=name, identifier="99000003800010") for name in ("Bâti SARL", "Œuvre & Fils, 12 €"))
    assert _font_files(render_certificate(certificate(holder=one))) == _font_files(
        render_certificate(certificate(holder=other))
    )


def test_a_character_beyond_the_alphabet_is_drawn_from_a_cut_of_its_own() -> None:
    pdf = render_certificate(certificate(holder=Party(name="Žluťoučký (ŁÓDŹ)", identifier="99000003800010")))
    assert "Žluťoučký (ŁÓDŹ)" in text_of(pdf)
    assert len(_font_files(pdf)) > len(_font_files(render_certificate(certificate())))


@given(st.text(alphabet="aZé€’()\\ \u00a0\u202f", min_size=1, max_size=40))
def test_a_common_text_is_written_as_the_library_would(text: str) -> None:
    with open_canvas(Metadata("", "", "", date(2026, 11, 22)), BytesIO()) as canvas:
        draw_line(canvas, BODY, text, 10, 20)
        ours = vars(canvas)["_code"][-1]
        canvas.setFont(BODY.font, BODY.size)
        canvas.drawString(10, 20, text)
        theirs = vars(canvas)["_code"][-1]
    shown = re.compile(r"\(.*\) Tj", re.DOTALL)
    assert shown.search(ours)[0] == shown.search(theirs)[0]  # type: ignore[index]
    assert "1 0 0 1 10 20 Tm" in ours
    assert "1 0 0 1 10 20 Tm" in theirs
