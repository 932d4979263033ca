"""Text with marks, highlights and links to safe HTML. Pure: whatever stands in the text comes out as text.

Stretches are code points of the text, half open. They may overlap; elements never do: the text is cut at every border,
anchors are the outer elements and styles the inner ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace

Style = Literal["mark", "ins", "del", "em"]

_ELEMENTS: Mapping[Style, Markup] = MappingProxyType(
    {
        "em": Markup("<em>{}</em>"),
        "ins": Markup("<ins>{}</ins>"),
        "del": Markup("<del>{}</del>"),
        "mark": Markup("<mark>{}</mark>"),
    }
)


class Anchor(Struct, frozen=True, kw_only=True):
    """A stretch that leads somewhere (`href`), or is marked as leading nowhere (`href` None)."""

    start: int
    end: int
    href: str | None = None
    css: str = "cite"
    title: str | None = None
    """What a pointer shows; people who read by ear get it from `spoken`."""
    sign: str | None = None
    """A sign behind the stretch, so that colour is never the only mark."""
    spoken: str | None = None
    """Words for screen readers behind the stretch."""
    external: bool = False
    words: str | None = None
    """What stands at the place of an empty stretch: the label of a footnote, which is no letter of the text."""


class Styled(Struct, frozen=True, kw_only=True):
    start: int
    end: int
    style: Style


def to_html(text: str, anchors: Iterable[Anchor] = (), styles: Sequence[Styled] = ()) -> Markup:
    """Of anchors that overlap the first to begin (then the longest) is taken; the others are left out, and words of empty
    ones stand behind it."""
    kept = _apart(anchors, len(text))
    borders = {0, len(text)}
    for anchor in kept:
        borders |= {anchor.start, anchor.end}
    for style in styles:
        borders |= {min(max(style.start, 0), len(text)), min(max(style.end, 0), len(text))}
    cuts = sorted(borders)
    result, at = Markup(), 0
    for anchor in kept:
        result += _stretch(text, at, anchor.start, cuts, styles)
        inner = _stretch(text, anchor.start, anchor.end, cuts, styles)
        result += _anchor(anchor, inner if anchor.start < anchor.end else escape(anchor.words or ""))
        at = anchor.end
    return result + _stretch(text, at, len(text), cuts, styles)


def safe_address(address: str) -> str | None:
    """`address` where it is http or https, else None: a document must not bring along `javascript:` or `file:`."""
    cleaned = "".join(char for char in address if char.isprintable()).strip()
    return cleaned if cleaned.lower().startswith(("http://", "https://")) else None


def _apart(anchors: Iterable[Anchor], length: int) -> list[Anchor]:
    kept: list[Anchor] = []
    for anchor in sorted(anchors, key=lambda one: (one.start, -one.end)):
        after = kept[-1].end if kept else 0
        if after <= anchor.start < anchor.end <= length:
            kept.append(anchor)
        elif anchor.words and anchor.start == anchor.end <= length:
            place = max(anchor.start, after)
            kept.append(replace(anchor, start=place, end=place))
    return kept


def _stretch(text: str, start: int, end: int, cuts: Sequence[int], styles: Sequence[Styled]) -> Markup:
    inside = [cut for cut in cuts if start < cut < end]
    result = Markup()
    for left, right in zip([start, *inside], [*inside, end], strict=True):
        if left < right:
            result += _styled(text[left:right], {one.style for one in styles if one.start <= left and right <= one.end})
    return result


def _styled(text: str, styles: set[Style]) -> Markup:
    result = escape(text)
    for style, element in _ELEMENTS.items():
        if style in styles:
            result = element.format(result)
    return result


def _anchor(anchor: Anchor, inner: Markup) -> Markup:
    title = Markup(' title="{}"').format(anchor.title) if anchor.title else Markup()
    behind = Markup('<sup class="sign" aria-hidden="true">{}</sup>').format(anchor.sign) if anchor.sign else Markup()
    behind += Markup('<span class="spoken"> ({})</span>').format(anchor.spoken) if anchor.spoken else Markup()
    if anchor.href is None:
        return Markup('<span class="{}"{}>{}{}</span>').format(anchor.css, title, inner, behind)
    rel = Markup(' rel="external noopener noreferrer"') if anchor.external else Markup()
    return Markup('<a class="{}" href="{}"{}{}>{}{}</a>').format(anchor.css, anchor.href, rel, title, inner, behind)
