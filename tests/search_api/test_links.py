"""Text, marks and links to HTML: whatever the text holds, only our own elements come out, and the text stays whole."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.links import Anchor, Styled, safe_address, to_html

OURS = {"div", "a", "span", "sup", "mark", "ins", "del", "em"}


@pytest.mark.parametrize(
    ("text", "anchors", "styles", "expected"),
    [
        ("plain", [], [], "plain"),
        ("a < b & c", [], [], "a &lt; b &amp; c"),
        ("see 2.5 now", [Anchor(start=4, end=7, href="/d")], [], 'see <a class="cite" href="/d">2.5</a> now'),
        # a highlight over the border of a link is cut in two, and both stay elements of their own
        (
            "see 2.5 now",
            [Anchor(start=4, end=7, href="/d")],
            [Styled(start=0, end=5, style="mark")],
            '<mark>see </mark><a class="cite" href="/d"><mark>2</mark>.5</a> now',
        ),
        ("ab", [], [Styled(start=0, end=2, style="mark"), Styled(start=0, end=1, style="ins")],
         "<mark><ins>a</ins></mark><mark>b</mark>"),
        # links that overlap: the first, and of two that begin together the longer one
        (
            "abcd",
            [Anchor(start=0, end=2, href="/1"), Anchor(start=0, end=3, href="/2"), Anchor(start=2, end=4, href="/3")],
            [],
            '<a class="cite" href="/2">abc</a>d',
        ),
        # the call of a footnote has a place and no letter; inside of a link it stands behind it
        ("open, 2.5", [Anchor(start=4, end=4, href="#fn1", css="note-call", words="<1")], [],
         'open<a class="note-call" href="#fn1">&lt;1</a>, 2.5'),
        ("see 2.5.", [Anchor(start=4, end=7, href="/d"), Anchor(start=6, end=6, href="#fn1", css="note-call", words="1")], [],
         'see <a class="cite" href="/d">2.5</a><a class="note-call" href="#fn1">1</a>.'),
        # stretches that lie outside the text, or are empty, mark nothing
        ("ab", [Anchor(start=1, end=9, href="/1"), Anchor(start=1, end=1, href="/1")], [Styled(start=-3, end=99, style="em")],
         "<em>ab</em>"),
        (
            "x",
            [Anchor(start=0, end=1, css="cite missing", title='a "b"', sign="○", spoken="not held")],
            [],
            (
                '<span class="cite missing" title="a &#34;b&#34;">x<sup class="sign" aria-hidden="true">○</sup>'
                '<span class="spoken"> (not held)</span></span>'
            ),
        ),
    ],
)  # fmt: skip
def test_html(text: str, anchors: list[Anchor], styles: list[Styled], expected: str) -> None:
    assert str(to_html(text, anchors, styles)) == expected


stretch = st.tuples(st.integers(-2, 40), st.integers(-2, 40))


@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    anchors=st.lists(stretch, max_size=5),
    styles=st.lists(st.tuples(stretch, st.sampled_from(["mark", "ins", "del", "em"])), max_size=6),
)
def test_text_stays_whole_and_elements_are_ours(text, anchors, styles) -> None:
    html = to_html(
        text,
        [Anchor(start=start, end=end, href="/x", title=text) for start, end in anchors],
        [Styled(start=start, end=end, style=style) for (start, end), style in styles],
    )
    root = lxml.html.fragment_fromstring(f"<div>{html}</div>")
    assert root.text_content() == text
    assert {element.tag for element in root.iter()} <= OURS


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://cskw.example/a", "https://cskw.example/a"),
        ("HTTP://cskw.example", "HTTP://cskw.example"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\x01https://cskw.example", "https://cskw.example"),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//cskw.example", None),
        ("", None),
    ],
)
def test_only_web_addresses_leave(address: str, expected: str | None) -> None:
    assert safe_address(address) == expected
