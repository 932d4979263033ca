"""Styles of a DOCX, with what they inherit."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from extract.read.docx.names import W, number, toggle, value

_HEADING = re.compile(r"(?:heading|titre|título|titulo) ?([1-9])$", re.IGNORECASE)
_DEEPEST = 20


class ParagraphStyle(NamedTuple):
    """What a paragraph has unless it says otherwise."""

    name: str | None = None
    heading: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    """None where the style leaves it to the list, which then names the style."""
    list_style: str | None = None
    """Id of the style that names the list: this one, or one that it is based on."""
    centered: bool = False
    indent: int | None = None
    """Left indent in twentieths of a point."""
    run: dict[str, bool] = {}  # noqa: RUF012
    """Switches of its text: bold, italic, underline, strike, superscript, hidden."""


class Styles:
    def __init__(self, root: Any | None) -> None:
        self._elements: dict[str, Any] = {}
        self._default: str | None = None
        self._known: dict[str | None, ParagraphStyle] = {}
        for element in root.iterfind(W + "style") if root is not None else ():
            key = element.get(W + "styleId", "")
            self._elements[key] = element
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in {"1", "true"}:
                self._default = key

    def paragraph(self, style_id: str | None) -> ParagraphStyle:
        key = style_id or self._default
        if key not in self._known:
            self._known[key] = self._resolve(key)
        return self._known[key]

    def run(self, style_id: str | None) -> dict[str, bool]:
        """Switches of a character style."""
        return self.paragraph(style_id).run if style_id else {}

    def _resolve(self, key: str | None) -> ParagraphStyle:
        style = ParagraphStyle()
        for element in reversed(self._chain(key)):
            properties = element.find(W + "pPr")
            name = value(element, "w:name")
            heading = heading_of(name, number(value(properties, "w:outlineLvl")))
            list_id = value(properties, "w:numPr/w:numId")
            level = number(value(properties, "w:numPr/w:ilvl"))
            alignment = value(properties, "w:jc")
            left = left_indent(properties)
            style = ParagraphStyle(
                name=name or style.name,
                heading=style.heading if heading is None else heading,
                list_id=style.list_id if list_id is None else list_id,
                list_level=style.list_level if level is None else level,
                list_style=style.list_style if list_id is None else element.get(W + "styleId"),
                centered=style.centered if alignment is None else alignment == "center",
                indent=style.indent if left is None else left,
                run={**style.run, **switches(element.find(W + "rPr"))},
            )
        return style

    def _chain(self, key: str | None) -> list[Any]:
        chain: list[Any] = []
        while key in self._elements and self._elements[key] not in chain and len(chain) < _DEEPEST:
            chain.append(self._elements[key])
            key = value(chain[-1], "w:basedOn")
        return chain


def left_indent(properties: Any) -> int | None:
    """Of a paragraph or a style, in twentieths of a point; None where nothing is said."""
    return number(value(properties, "w:ind", "left") or value(properties, "w:ind", "start"))


def heading_of(name: str | None, outline: int | None) -> int | None:
    """Level of a heading: 1 to 9, 0 for the title of the document, None for body text."""
    if outline is not None and 0 <= outline <= 8:
        return outline + 1
    if name is None:
        return None
    if name.lower() in {"title", "titre"}:
        return 0
    match = _HEADING.match(name)
    return int(match[1]) if match else None


def switches(properties: Any) -> dict[str, bool]:
    """What run properties switch on or off; what they are silent about is not in the answer."""
    found: dict[str, bool] = {}
    if properties is None:
        return found
    for name, key in (("b", "bold"), ("i", "italic"), ("u", "underline"), ("vanish", "hidden")):
        state = toggle(properties, name)
        if state is not None:
            found[key] = state
    struck = [state for state in (toggle(properties, "strike"), toggle(properties, "dstrike")) if state is not None]
    if struck:
        found["strike"] = any(struck)
    alignment = value(properties, "w:vertAlign")
    if alignment is not None:
        found["superscript"] = alignment == "superscript"
    return found
