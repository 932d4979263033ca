"""Pieces of text to the text and spans of a line."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from extract.read.styled_text import PLAIN, Piece, Style, lines_at_breaks, row_line, squeeze, styled_line

BOLD = PLAIN._replace(bold=True)
CALL = PLAIN._replace(superscript=True, note="3")

STYLES = st.builds(
    Style, bold=st.booleans(), italic=st.booleans(), strike=st.booleans(), link=st.sampled_from([None, "x"])
)
PIECES = st.lists(
    st.tuples(st.text(st.sampled_from("ab \t\n\u0301e\u00ad\ufb01\u200b\u1100\u1161\u2028 é"), max_size=6), STYLES)
)


def test_the_most_frequent_style_is_that_of_the_line() -> None:
    line = styled_line([("A bold line ", BOLD), ("and", PLAIN), (" more of it", BOLD)])
    assert line is not None
    assert line.bold
    assert [(line.text[span.start : span.end], span.bold) for span in line.spans] == [("and", False)]


def test_offsets_count_composed_letters_of_the_stripped_text() -> None:
    line = styled_line([("  e\u0301tat ", PLAIN), ("re\u0301ve\u0301le\u0301", BOLD), (" et plus encore", PLAIN)])
    assert line is not None
    assert line.text == "état révélé et plus encore"
    assert [line.text[span.start : span.end] for span in line.spans] == ["révélé"]


def test_an_accent_in_a_piece_of_its_own_joins_its_letter() -> None:
    line = styled_line([("e", PLAIN), ("\u0301", BOLD), ("tat", PLAIN)])
    assert line is not None
    assert line.text == "état"


def test_calls_that_print_nothing_are_empty_spans_and_stay_apart() -> None:
    line = styled_line([("A claim", PLAIN), ("", CALL), ("", CALL._replace(note="4")), (".", PLAIN)])
    assert line is not None
    assert [(span.start, span.end, span.note) for span in line.spans] == [(7, 7, "3"), (7, 7, "4")]


def test_rows_join_cells_with_tabs_and_count_spans_in_the_row() -> None:
    line = row_line([[("a\tb", PLAIN)], [], [("c ", PLAIN), ("d", BOLD), ("eee", PLAIN)]], whole=True)
    assert line is not None
    assert (line.text, line.cells) == ("a b\t\tc deee", ("a b", "", "c deee"))
    assert [line.text[span.start : span.end] for span in line.spans] == ["d"]


@given(PIECES)
def test_text_is_clean_and_spans_lie_in_it_in_order(pieces: list[Piece]) -> None:
    line = styled_line(pieces)
    if line is None:
        return
    assert unicodedata.is_normalized("NFC", line.text)
    assert line.text == line.text.strip(" \t\r\n\f\xa0")
    position = 0
    for span in line.spans:
        assert position <= span.start <= span.end <= len(line.text)
        position = span.end


@given(PIECES)
def test_squeezing_and_breaking_lose_no_letter(pieces: list[Piece]) -> None:
    def letters(text: str) -> str:
        return "".join(
            c
            for c in unicodedata.normalize(
                "NFC", text.replace("\u200b", "").replace("\u00ad", "").replace("\ufb01", "fi")
            )
            if c.isalpha()
        )

    given_text = "".join(text for text, _ in pieces)
    kept = "\n".join(line.text for line in lines_at_breaks(squeeze(pieces)))
    assert sorted(letters(unicodedata.normalize("NFD", given_text)).replace("\u0301", "")) == sorted(
        letters(unicodedata.normalize("NFD", kept))
    )
