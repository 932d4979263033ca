"""HTML to whole lines."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.limits import Limits
from core.records.pages import Line, Pages
from extract.read.html.reader import read_html


def read(html: str | bytes) -> Pages:
    return read_html(html if isinstance(html, bytes) else html.encode(), "a.html", Limits())


def lines(body: str) -> tuple[Line, ...]:
    return read(f"<!DOCTYPE html><html><body>{body}</body></html>").pages[0].lines


def marked(line: Line, name: str) -> list[str]:
    return [line.text[span.start : span.end] for span in line.spans if getattr(span, name)]


def test_blocks_are_whole_lines() -> None:
    found = lines(
        "<h2>Decision  3/1</h2>\n<p>Recalling\n its <b>earlier</b> decision,</p><div>loose <p>inner</p> tail</div>"
    )
    assert [(line.text, line.heading, line.whole) for line in found] == [
        ("Decision 3/1", 2, True),
        ("Recalling its earlier decision,", None, True),
        ("loose", None, True),
        ("inner", None, True),
        ("tail", None, True),
    ]
    assert marked(found[1], "bold") == ["earlier"]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Home</nav>",
        "<header>Site</header>",
        "<footer>Imprint</footer>",
        "<aside>See also</aside>",
        "<script>var a = 1</script>",
        "<style>p {}</style>",
        '<div role="navigation">Home</div>',
        "<form><button>Send</button><select><option>EN</select></form>",
        '<div style="display: none">secret</div>',
        "<p hidden>secret</p>",
        "<template><p>later</p></template>",
        "<!-- comment -->",
    ],
)
def test_what_surrounds_the_document_is_out_and_what_follows_it_stays(around: str) -> None:
    assert [line.text for line in lines(f"<div>{around}Text.</div>")] == ["Text."]


def test_a_header_inside_of_the_article_is_its_own() -> None:
    assert [line.text for line in lines("<article><header>Title</header><p>Text.</p></article>")] == ["Title", "Text."]


def test_a_page_that_has_all_of_its_text_in_the_surroundings_keeps_it() -> None:
    assert [line.text for line in lines("<aside>The only text.</aside>")] == ["The only text."]


def test_lists_have_labels_and_levels() -> None:
    found = lines(
        '<ol><li>one</li><li>two<ol type="a"><li>inner</li></ol></li></ol>'
        '<ol start="7" type="I"><li>seven</li><li value="9">nine</li></ol><ul><li><p>dot</p><p>more</p></li></ul>'
    )
    assert [(line.text, line.label, line.level) for line in found] == [
        ("one", "1.", 0),
        ("two", "2.", 0),
        ("inner", "a.", 1),
        ("seven", "VII.", 0),
        ("nine", "IX.", 0),
        ("dot", "•", 0),
        ("more", None, None),
    ]


def test_tables_of_data_are_rows_and_tables_of_layout_are_text() -> None:
    found = lines(
        "<table><caption>Shares</caption><tr><th>Party</th><th>Share</th></tr><tr><td colspan=2>All <p>of</p> it</td></tr></table>"
        "<table><tr><td><h1>Title</h1></td><td><ul><li>item</li></ul></td></tr></table>"
    )
    assert [(line.text, line.role, line.cells) for line in found] == [
        ("Shares", "body", ()),
        ("Party\tShare", "table", ("Party", "Share")),
        ("All of it\t", "table", ("All of it", "")),
        ("Title", "body", ()),
        ("item", "body", ()),
    ]


def test_links_and_styles_of_css() -> None:
    (line,) = lines(
        'See <a href=" /list ">the <i>list</i></a>, <span style="text-decoration: line-through">old</span>, x<sup>2</sup>'
    )
    assert line.text == "See the list, old, x2"
    assert [(line.text[s.start : s.end], s.link, s.italic) for s in line.spans if s.link] == [
        ("the ", "/list", False),
        ("list", "/list", True),
    ]
    assert (marked(line, "strike"), marked(line, "superscript")) == (["old"], ["2"])


def test_insertions_and_deletions() -> None:
    (line,) = lines("The Parties <del>may</del><ins>shall</ins> meet.")
    assert (marked(line, "deleted"), marked(line, "inserted")) == (["may"], ["shall"])


def test_footnotes_are_found_by_the_links_that_lead_to_them() -> None:
    claim, heading, note = lines(
        '<p>A claim<sup><a id="back" href="#n1">1</a></sup>.</p><h3>Notes</h3>'
        '<p id="n1"><sup><a href="#back">1</a></sup> Its source.</p>'
    )
    assert [(claim.text[span.start : span.end], span.note) for span in claim.spans] == [("1", "1")]
    assert (heading.role, note.role, note.note) == ("body", "footnote", "1")
    assert note.text == "1 Its source."


def test_breaks_and_preformatted_text_are_physical_lines() -> None:
    found = lines("<p>First<br>second</p><pre>a  b\nc</pre>")
    assert [(line.text, line.whole, line.gap) for line in found] == [
        ("First", False, True),
        ("second", False, False),
        ("a  b", False, True),
        ("c", False, False),
    ]


@pytest.mark.parametrize("depth", [300, 1_900, 2_500, 30_000])
def test_nothing_is_lost_however_deep_it_stands(depth: int) -> None:
    deep = f"<p>before</p>{'<div>' * depth}deepest{'</div>' * depth}<p>after</p>"
    pages = read(f"<!DOCTYPE html><html><head><title>t</title></head><body>{deep}</body></html>")
    assert [line.text for line in pages.pages[0].lines] == ["before", "deepest", "after"]
    assert [issue.code for issue in pages.issues] == (["depth-over-limit"] if depth > 2_000 else [])


def test_many_attributes_and_unclosed_elements_do_no_harm() -> None:
    many = " ".join(f"a{n}=x" for n in range(20_000))
    assert [line.text for line in lines(f"<p {many}>one{'<b>' * 1_000}two<p>three")] == ["onetwo", "three"]


@pytest.mark.parametrize(
    ("data", "text", "issues", "reason"),
    [
        ("<meta charset=utf-8><p>é</p>".encode(), "é", [], "as declared"),
        (
            "<meta charset='iso-8859-1'><p>l’été</p>".encode("cp1252"),
            "l’été",
            [],
            "Latin-1 means cp1252, as in browsers",
        ),
        ("<p>é</p>".encode("cp1252"), "é", [], "nothing declared"),
        ("<meta charset=utf-8><p>é</p>".encode("cp1252"), "é", ["bad-charset"], "the declaration is wrong"),
        (
            "<p>L’été de la ré".encode() + b"\xe9serve</p>",
            "L’été de la ré\ufffdserve",
            ["bad-charset"],
            "few bytes are wrong",
        ),
        (
            "<meta charset=utf-8><p>été".encode() + b"\xff</p>",
            "été\ufffd",
            ["bad-charset"],
            "few are wrong, and declared",
        ),
        ("<meta charset=ascii><p>é</p>".encode("utf-16"), "é", [], "a byte order mark is stronger"),
        (b"<meta charset=no-such><p>e</p>", "e", ["bad-charset"], "an unknown name"),
        (b'<?xml version="1.0" encoding="utf-16"?><html><p>e</p></html>', "e", [], "a declaration that is not true"),
        (b"<p>a\x00b &#0; &#x1F; &lt;c&gt; &eacute;</p>", "ab \ufffd <c> é", [], "controls and entities"),
    ],
)
def test_character_sets(data: bytes, text: str, issues: list[str], reason: str) -> None:
    pages = read(b"<!DOCTYPE html>" + data if not data.startswith((b"<?xml", b"\xff")) else data)
    assert pages.pages[0].lines[0].text.split() == text.split(), reason
    assert [issue.code for issue in pages.issues] == issues, reason


def test_entities_of_a_document_type_are_never_read_from_files() -> None:
    html = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a &x; b</p></body></html>'
    text = " ".join(line.text for line in read(html).pages[0].lines)
    assert "root:" not in text
    assert "a &x; b" in text


def test_properties() -> None:
    pages = read(
        '<html lang="fr"><head><title> Les  prés </title><meta name=author content=Secrétariat></head><p>x</p></html>'
    )
    assert pages.properties == {"title": "Les prés", "language": "fr", "author": "Secrétariat"}


@pytest.mark.parametrize(
    ("html", "limits", "code"),
    [
        ("<html><body><script>x</script></body></html>", Limits(), "no-text"),
        ("<p>abcdef</p>", Limits(text_chars=5), "too-much-text"),
    ],
)
def test_refusals(html: str, limits: Limits, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_html(html.encode(), "a.html", limits)
    assert caught.value.code == code
