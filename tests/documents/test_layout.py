"""Lines, blocks and pages: where text is cut, and where a page ends."""

import pytest
import segno
from hypothesis import example, given
from hypothesis import strategies as st

from clause.documents import style
from clause.documents.blocks import Block, gap, keep, paragraph, rows, wrap
from clause.documents.blocks import Column as ColumnOf
from clause.documents.layout import paginate
from clause.documents.qr import qr_runs
from clause.documents.style import BODY, text_width


def _block(height: float, **how: object) -> Block:
    return Block(height, lambda canvas, left, top: None, **how)  # type: ignore[arg-type]


def _heights(pages: list[list[Block]]) -> list[list[float]]:
    return [[block.height for block in page] for page in pages]


@given(st.text(max_size=300), st.floats(min_value=20, max_value=500))
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    for line in wrap(text, BODY, width):
        assert text_width(line, BODY) <= width + 0.01


@given(st.lists(st.text(alphabet="abcdefé’-", min_size=1, max_size=12), min_size=1, max_size=40))
def test_no_word_is_lost_or_cut_when_it_fits(words: list[str]) -> None:
    assert " ".join(wrap(" ".join(words), BODY, 120)).split(" ") == words


def test_a_figure_its_unit_and_french_punctuation_stay_on_one_line() -> None:
    text = "Soit : 1 234,50 h ; « oui » ! 60 % ?".replace("1 234,50 h", "1\u202f234,50\u00a0h")
    assert wrap(text, BODY, 1) != [text], "the column is narrow enough to cut anywhere"
    words = wrap(text, BODY, text_width("1\u202f234,50\u00a0h\u00a0;", BODY) + 1)
    assert "1\u202f234,50\u00a0h\u00a0;" in words
    assert "«\u00a0oui\u00a0»\u00a0!" in words


def test_line_breaks_of_the_writer_are_kept() -> None:
    assert wrap("un\n\ndeux", BODY, 200) == ["un", "", "deux"]


def test_a_name_that_is_too_long_ends_in_an_ellipsis() -> None:
    assert len(paragraph("mot " * 200, BODY, 100)) > 5
    assert len(paragraph("mot " * 200, BODY, 100, most_lines=5)) == 5


@pytest.mark.parametrize(("last", "pages"), [(39, 1), (40, 1), (41, 2)])
def test_a_page_is_filled_to_its_last_point(last: float, pages: int) -> None:
    assert len(paginate([_block(60), _block(last)], 100)) == pages


def test_white_space_disappears_at_the_top_of_a_page() -> None:
    assert _heights(paginate([_block(90), gap(20), _block(30)], 100)) == [[90], [30]]


def test_a_heading_goes_with_what_follows_it() -> None:
    assert _heights(paginate([_block(80), _block(10, keep_with_next=True), _block(20)], 100)) == [[80], [10, 20]]


def test_pieces_held_together_are_parted_only_when_no_page_could_hold_them() -> None:
    assert _heights(paginate([_block(50), *keep([_block(40), _block(60)])], 100)) == [[50], [40, 60]]
    assert _heights(paginate([_block(50), *keep([_block(40), _block(61)])], 100)) == [[50, 40], [61]]


def test_the_headings_of_a_table_come_again_on_its_next_page() -> None:
    header = _block(10)
    lines = [_block(30, header=header) for _ in range(4)]
    assert _heights(paginate([header, *lines], 100)) == [[10, 30, 30, 30], [10, 30]]


def test_a_block_higher_than_a_page_stands_alone() -> None:
    assert _heights(paginate([_block(10), _block(150), _block(10)], 100)) == [[10], [150], [10]]


@given(st.lists(st.tuples(st.integers(1, 120), st.booleans(), st.booleans()), max_size=40))
def test_no_block_is_lost_and_no_page_overflows(drawn: list[tuple[int, bool, bool]]) -> None:
    blocks = [_block(height, keep_with_next=held, is_gap=blank) for height, held, blank in drawn]
    pages = paginate(blocks, 100)
    kept = [id(block) for page in pages for block in page if not block.is_gap]
    assert kept == [id(block) for block in blocks if not block.is_gap]
    for page in pages:
        assert len(page) <= 1 or sum(block.height for block in page) <= 100


def test_a_tall_row_may_be_cut_and_a_short_one_may_not() -> None:
    columns = (ColumnOf(0, 80), ColumnOf(90, 200))
    short, tall = ("Objet", style.LABEL), ("mot " * 900, style.CELL)
    assert len(rows(columns, (short, short))) == 1
    assert len(rows(columns, (short, tall))) > 20
    assert max(block.height for block in rows(columns, (short, tall))) < 15


@example("https://clause.example/verify/7K3M-9QXR-2D4F-8HTW")
@example("https://" + "a" * 192)
@given(st.text(st.characters(codec="ascii"), min_size=1, max_size=200))
def test_the_runs_of_the_square_are_its_dark_modules(text: str) -> None:
    modules, runs = qr_runs(text)
    dark = {(row, column + step) for row, column, length in runs for step in range(length)}
    assert sum(length for _, _, length in runs) == len(dark), "no module is drawn twice"
    code = segno.make(text, error="m", mask=3, mode="byte", micro=False, boost_error=False)
    assert len(code.matrix) == modules
    assert dark == {(row, column) for row, line in enumerate(code.matrix) for column, bit in enumerate(line) if bit}
    for row, column in ((0, 0), (0, modules - 7), (modules - 7, 0)):
        assert (row, column, 7) in runs, "the three corners by which a reader finds the square"
