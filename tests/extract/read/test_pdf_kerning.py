"""Letters that a typesetter moved apart: the word stays one, and blanks that no file holds stay blanks."""

from __future__ import annotations

import pytest

from core.limits import Limits
from extract.read.pdf.reader import read_pdf

REST = b"(the Parties keep a list of the meadows that lie below the corridor of the sky whales)"


def text_of(content: bytes) -> str:
    """The first line of a page with this content, in Helvetica of 12 points; a second line has blanks of its own."""
    stream = b"BT /F1 12 Tf 40 700 Td %s 0 -20 Td %s Tj ET" % (content, REST)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    file = out + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer
    return read_pdf(file, "made.pdf", Limits()).pages[0].lines[0].text


@pytest.mark.parametrize(
    ("content", "text", "reason"),
    [
        (
            b"[(Select M)-170(ailing Lists of the p)-150(age)] TJ",
            "Select Mailing Lists of the page",
            "wide, and no blank",
        ),
        (b"[(Select)-300(the page now)] TJ", "Select the page now", "as wide as a blank"),
        (b"(Select) Tj [-170] TJ (the page now) Tj", "Select the page now", "narrow, between two strokes of the file"),
        (b"[(Select )80(the )60(page)] TJ", "Select the page", "blanks made narrow"),
        (b"[(Fund)-170(.......... 12 and more)] TJ", "Fund .......... 12 and more", "leaders"),
    ],
)
def test_words_and_blanks(content: bytes, text: str, reason: str) -> None:
    assert text_of(content) == text, reason


def test_on_a_page_without_blanks_of_its_own_all_that_is_wide_is_one() -> None:
    words = b"-160".join(b"(%s)" % word for word in REST[1:-1].split())
    stream = b"[%s] TJ ET BT /F1 12 Tf 40 600 Td [%s]" % (words, words)
    assert text_of(stream + b" TJ 0 -300 Td").split()[:4] == ["the", "Parties", "keep", "a"]
