"""HTML that converters made of printed pages: paragraphs come back whole, page furniture and notes stand apart."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from core.limits import Limits
from core.records.pages import Pages
from extract.read.html.reader import read_html

HEADER = "CSKW/COP3/Doc.7"
OPENINGS = ["Requests", "Invites", "Urges", "Instructs", "Encourages", "Decides", "Recommends", "Calls upon"] * 2
TAILS = [
    "and to tell the Secretariat by the end of each year which lamps on which quays were put out, for how many nights",
    "so that moorings near the meadows are lit from below only, as the Scientific Council advised its second meeting",
    "and not to moor by night where calves rest, save for the bell boats of the lighthouse service, which ring twice",
    "with the means at hand, and to bring a list of the meadows that no Party protects to the next meeting of the body",
    "until the Conference takes the matter up again in the light of what the observers will have counted by that time",
]  # fmt: skip
PARAGRAPHS = [
    f"{number}. {opening} the Parties to keep the corridor of the sky whales open along its whole length, {TAILS[number % 5]}."
    for number, opening in enumerate(OPENINGS, 1)
]
WIDTH = 70
LINES_OF_A_PAGE = 13


def sheets() -> list[list[list[str]]]:
    """Pages of paragraphs of lines, as a printer sets them: paragraphs run over the ends of pages."""
    pages: list[list[list[str]]] = [[]]
    room = LINES_OF_A_PAGE
    for paragraph in PARAGRAPHS:
        pages[-1].append([])
        for line in textwrap.wrap(paragraph, WIDTH, break_on_hyphens=False):
            if not room:
                pages.append([[]])
                room = LINES_OF_A_PAGE
            pages[-1][-1].append(line)
            room -= 1
    return pages


def plain_breaks() -> str:
    """As `pdftohtml` writes without places: a line a `<br>`, no-break spaces, rules and anchors between pages."""
    out = []
    for number, page in enumerate(sheets(), 1):
        lines = [line for paragraph in page for line in [*paragraph, ""]]
        text = "<br/>\n".join(line.replace(" ", "&#160;") or "&#160;" for line in [HEADER, "", *lines, str(number)])
        out.append(f"<a name={number}></a>{text}<br/>\n<hr/>\n")
    return f"<html><body>{''.join(out)}</body></html>"


def in_place(*, size: str, name: str, place: Callable[[int, int, int], str], page: str, css: str = "") -> str:
    """A page an element, a line an element at its place."""
    out = []
    for number, paragraphs in enumerate(sheets(), 1):
        rows = [(HEADER, 40), (str(number), 1100)]
        top = 90
        for paragraph in paragraphs:
            for line in paragraph:
                rows.append((line, top))
                top += 20
            top += 20
        lines = [f'<{name} {place(80, at, number)}><span class="{size}">{text}</span></{name}>\n' for text, at in rows]
        out.append(f"<div {page.format(number)}>{''.join(lines)}</div>")
    return f"<html><head><style><!-- .fs{{font-size:16px}} {css} --></style></head><body>{''.join(out)}</body></html>"


def absolute() -> str:
    """As `pdftohtml -c` and others: `top` and `left` in the style of each line."""
    return in_place(
        size="fs",
        name="p",
        place=lambda left, top, _: f'style="position:absolute;top:{top}px;left:{left}px;white-space:nowrap"',
        page='id="page{0}-div" style="position:relative;width:892px;height:1262px;"',
    )


def from_the_foot() -> str:
    """As pdf2htmlEX: places are classes, counted from the foot of the page."""
    tops = range(1263)
    css = ".t{position:absolute} .x1{left:80px} .h0{height:1262px}" + "".join(
        f".y{top}{{bottom:{1262 - top - 16}px}}" for top in tops
    )
    return in_place(
        size="fs",
        name="div",
        place=lambda _left, top, _: f'class="t m0 x1 y{top}"',
        page='id="pf{0}" class="pf w0 h0" data-page-no="{0}"',
        css=css,
    )


def line_a_paragraph() -> str:
    """Every line a `<p>`, page number and running header among them, and no sign of a page."""
    rows = []
    for number, page in enumerate(sheets(), 1):
        rows += [
            HEADER,
            *(line for paragraph in page for line in [*paragraph, "&nbsp;"][: None if paragraph else 0]),
            f"- {number} -",
        ]
    return "<html><body>" + "\n".join(f"<p>{row}</p>" for row in rows) + "</body></html>"


def cut_paragraphs() -> str:
    """Paragraphs whole but where a page ends, page numbers between them."""
    rows = []
    for number, page in enumerate(sheets(), 1):
        rows += [*(" ".join(paragraph) for paragraph in page), f"Page {number}", HEADER]
    return "<html><body>" + "\n".join(f"<div><span>{row}</span></div>" for row in rows) + "</body></html>"


def marked_pages() -> str:
    """Pages by `page-break-before`, paragraphs whole within each."""
    out = []
    for number, page in enumerate(sheets(), 1):
        paragraphs = "".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in page)
        out.append(f'<div style="page-break-before: always"><p>{HEADER}</p>{paragraphs}<p>{number}</p></div>')
    return f"<html><body>{''.join(out)}</body></html>"


def layout_table() -> str:
    """Number and text in cells of a table without data."""
    rows = [paragraph.split(" ", 1) for paragraph in PARAGRAPHS]
    cells = "".join(
        f"<tr><td width=40>&nbsp;</td><td valign=top>{label}</td><td>{text}</td></tr>" for label, text in rows
    )
    return f"<html><body><table width=100%>{cells}</table></body></html>"


def breaks_as_paragraphs() -> str:
    """Paragraphs that end with one or two `<br>`, indented by no-break spaces."""
    text = "<br>\n<br>".join(f"&nbsp;&nbsp;&nbsp; {paragraph}" for paragraph in PARAGRAPHS)
    return f'<html><body><font face="Arial">{text}</font></body></html>'


def preformatted() -> str:
    """A text file between `<pre>`, as old gopher and UN servers gave them."""
    out = []
    for number, page in enumerate(sheets(), 1):
        lines = [line for paragraph in page for line in [*paragraph, ""]]
        out += [HEADER, f"Page {number}", "", *lines] if number > 1 else lines
    return "<html><body><pre>" + "\n".join(out) + "</pre></body></html>"


def in_a_frame() -> str:
    """All of the text in one cell of a table, with a menu beside it."""
    text = "".join(f'<p align="justify"><font size=2>{paragraph}</font></p>' for paragraph in PARAGRAPHS)
    return f"<html><body><table width=640><tr><td><nav>Menu</nav></td><td>{text}</td></tr></table></body></html>"


STYLES = [
    preformatted, in_a_frame,
    plain_breaks, absolute, from_the_foot, line_a_paragraph, cut_paragraphs, marked_pages, layout_table, breaks_as_paragraphs,
]  # fmt: skip


def read(html: str) -> Pages:
    return read_html(html.encode(), "made.html", Limits())


@pytest.mark.parametrize("made", STYLES, ids=lambda made: made.__name__)
def test_paragraphs_come_back_whole(made: Callable[[], str], understood: Any) -> None:
    document = understood(read(made()))
    texts = [
        f"{segment.label} {segment.text}" for segment in document.segments if segment.kind not in ("masthead", "title")
    ]
    assert texts == PARAGRAPHS


@pytest.mark.parametrize("made", [plain_breaks, absolute, from_the_foot, marked_pages], ids=lambda made: made.__name__)
def test_pages_keep_their_numbers(made: Callable[[], str], understood: Any) -> None:
    pages = read(made()).pages
    assert [(page.number, page.label) for page in pages] == [
        (number, str(number)) for number in range(1, len(sheets()) + 1)
    ]
    assert understood(read(made())).segments[-1].pages[1] == len(sheets())


@pytest.mark.parametrize(
    "furniture",
    [
        ["{0}"],
        ["- {0} -"],
        ["Page {0}"],
        ["Page {0} of 54", HEADER],
        [HEADER, "{0}"],
        [f"{HEADER} Page {{0}}"],
        [f"{HEADER} {{0}}"],
        [f"{{0}} {HEADER}"],
        [HEADER, "Page {0}", "Third meeting of the Conference of the Parties"],
        ["{0} / 54"],
        ["GE.95-61655", "{0}", HEADER],
    ],
    ids=" | ".join,
)
def test_furniture_between_cut_paragraphs(furniture: list[str], understood: Any) -> None:
    rows = []
    for number, page in enumerate(sheets(), 1):
        rows += [*(" ".join(paragraph) for paragraph in page), *(line.format(number) for line in furniture)]
    document = understood(read("<html><body>" + "".join(f"<p>{row}</p>" for row in rows) + "</body></html>"))
    assert [f"{segment.label} {segment.text}" for segment in document.segments] == PARAGRAPHS


FILLER = "The herds came late that year, and the lamps of the harbour were lit before anybody had counted them. " * 6


@pytest.mark.parametrize(
    ("between", "reason"),
    [
        (["Article 1", "Article 2", "Article 3", "Article 4"], "headings of a treaty count up as page numbers do"),
        (["Decision 1/3", "Decision 2/3", "Decision 3/3", "Decision 4/3"], "so do those of decisions"),
        (["Annex 1", "Annex 2", "Annex 3", "Annex 4"], "and of annexes"),
        (["2019", "2021", "2023", "2029"], "years"),
        (["1.", "2.", "3.", "4."], "numbers of paragraphs, on lines of their own"),
        (["The lamps", "The lamps", "The lamps", "The lamps"], "a heading that comes again"),
    ],
)
def test_what_counts_up_is_not_always_a_page_number(between: list[str], reason: str) -> None:
    html = "".join(f"<p>{line}</p><p>{FILLER}</p>" for line in between)
    lines = read(f"<html><body>{html}</body></html>").pages[0].lines
    assert [line.text for line in lines if line.role == "body" and line.text in between] == between, reason


def test_a_list_of_short_lines_is_no_text_of_lines() -> None:
    items = "".join(
        f"<p>species of the {word} meadow, kept by the Party concerned</p>"
        for word in ("red", "green", "blue", "white", "grey")
    )
    assert all(line.whole for line in read(f"<html><body>{items * 2}</body></html>").pages[0].lines)


def test_words_that_a_line_end_cut_are_whole_again() -> None:
    text = "The capacity- building of pre- and post- war lamps, and their <i>develop- ment</i> and re- election. "
    known = "Capacity-building serves the development of lamps. "
    pages = "".join(f"<p>{part}{FILLER}</p><p>{number}</p>" for number, part in enumerate((text, known, "", ""), 1))
    line = read(f"<html><body>{pages}</body></html>").pages[0].lines[0]
    assert line.text.startswith(
        "The capacity-building of pre- and post- war lamps, and their development and re- election. The herds"
    )
    assert [line.text[span.start : span.end] for span in line.spans] == ["development"]


def spans(*rows: tuple[str, float, float, float, float]) -> str:
    """Spans with boxes, as converters write them that drop blanks: text, x0, y0, x1, size."""
    return "".join(
        f'<span x0="{x0}" y0="{y0}" x1="{x1}" style="font-size: {size}; font-family: Times;">{text}</span>'
        for text, x0, y0, x1, size in rows
    )


def test_notes_at_the_foot_of_pages_without_links(understood: Any) -> None:
    called = spans(
        ("3. Urges the Parties,", 72, 500, 170, 12),
        ("1", 170, 505, 173, 7),
        ("to keep the corridor open for the", 173, 500, 300, 12),
    )
    note = spans(("1", 72, 104, 75, 6), ("See the list of corridors.", 79, 100, 300, 9))
    rest = f"sky whales, as before, and to moor by day. {FILLER}"
    rows = [f"1. {FILLER}", "1", f"2. {FILLER}", "2", called, note, "3", rest, "4"]
    pages = "".join(f"<div>{row}</div>" for row in rows)
    document = understood(read(f"<html><body>{pages}</body></html>"))
    assert [(segment.kind == "footnote", segment.label) for segment in document.segments][2:] == [
        (False, "3."),
        (True, "1"),
    ]
    third = document.segments[2]
    assert third.text.startswith("Urges the Parties, to keep the corridor open for the sky whales, as before")
    assert [(mark.start, mark.target) for mark in third.marks if mark.kind == "note_call"] == [(18, "1")]


def test_spans_with_boxes_get_their_blanks_back() -> None:
    row = spans(
        ("8", 72, 500, 78, 12),
        ("th", 78, 504, 84, 7),
        ("meeting", 88, 500, 140, 12),
        ("CSKW/COP3/Doc.7", 400, 500, 480, 12),
    )
    (line,) = read(f'<html><body><div left="72" right="480" top="500">{row}</div></body></html>').pages[0].lines
    assert line.text == "8th meeting\tCSKW/COP3/Doc.7"


def test_a_masthead_drawn_last_stands_first() -> None:
    blocks = [(300, "Third meeting"), (250, "Report"), (200, "Part one"), (150, FILLER), (100, "Whales")]
    late = [(700, "CSKW/COP3/Doc.7"), (650, "Original: English")]
    first = "".join(f'<div left="72" right="300" top="{top}">{text}</div>' for top, text in [*blocks, *late])
    others = "".join(
        f'<div left="72" right="300" top="700">{FILLER}</div><div left="72" right="80" top="40">{number}</div>'
        for number in (3, 4)
    )
    html = f'<html><body>{first}<div left="72" right="80" top="40">2</div>{others}</body></html>'
    texts = [line.text for line in read(html).pages[0].lines if line.role == "body"]
    assert texts[:3] == ["CSKW/COP3/Doc.7", "Original: English", "Third meeting"]


MASTHEAD = [
    "<p>CSKW/COP3/Doc.7 26 October 2023 Original: English</p>",
    (
        "<table width=100%><tr><td>CSKW<br>&nbsp;</td><td>Distr.: General<br>CSKW/COP3/Doc.7<br>26 October 2023<br>"
        "Original: English</td></tr></table>"
    ),
    "<p>CSKW/COP3/Doc.7<br>26 October 2023<br>Original: English</p>",
    "<p>CSKW/COP3/Doc.7&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;26 October 2023</p><p>Original:&nbsp;English</p>",
]  # fmt: skip


@pytest.mark.parametrize("masthead", MASTHEAD)
def test_entries_of_a_masthead_on_one_line(masthead: str, understood: Any) -> None:
    body = f"<h1>Lamps on quays</h1><p>1. {FILLER}</p><p>2. {FILLER}</p>"
    document = understood(
        read(f"<html><body>{masthead}{body}</body></html>".replace("CSKW/COP3/Doc.7", "UNEP/CMS/COP14/Doc.29"))
    )
    assert (document.canonical, document.dates.document) == ("UNEP/CMS/COP14/Doc.29", "2023-10-26")


def test_nothing_of_a_page_of_places_is_lost() -> None:
    """Long lines, text without a place, several lines at one place, blanks at places of their own."""
    words = [f"word{number}" for number in range(400)]
    lines = "".join(
        f'<p style="position:absolute;top:{20 * at}px;left:80px">{" ".join(words[10 * at : 10 * at + 10])}</p>'
        for at in range(30)
    )
    below = f'<p style="position:absolute;top:640px;left:80px">{"<br/>".join(words[300:350])}</p>'
    more = f"{below} {' '.join(words[350:355])} <div>{' '.join(words[355:])}</div>"
    pages = read(f'<html><body><div id="page1-div">{lines}{more}</div></body></html>').pages
    found = re.findall(r"word\d+", " ".join(line.text for page in pages for line in page.lines))
    assert sorted(found) == sorted(words)


def test_a_site_that_places_its_columns_is_read_as_before() -> None:
    place = "position:absolute;top:0;left"
    first = f'<div style="{place}:0"><p>{FILLER}</p><p>Second.</p></div>'
    html = f'<html><body>{first}<div style="{place}:600px">{FILLER}</div></body></html>'
    lines = read(html).pages[0].lines
    assert [line.text[:9] for line in lines] == ["The herds", "Second.", "The herds"]
    assert all(line.whole for line in lines)
