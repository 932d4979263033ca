"""What the elements of HTML mean for reading."""

from __future__ import annotations

import re
from typing import Any

from extract.read.styled_text import Style

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# Never text of a document.
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "button",
        "select",
        "textarea",
        "input",
        "datalist",
        "meter",
        "progress",
        "map",
    ]
)
# What a site puts around each of its pages.
_AROUND = frozenset(["nav", "aside"])
_AROUND_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar", "dialog", "alert"]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-family\s*:[^;]*\bbold", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)|font-family\s*:[^;]*\bitalic", re.IGNORECASE)
_UNDERLINE = re.compile(r"text-decoration[^;]*:[^;]*underline", re.IGNORECASE)
_STRIKE = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_BY_TAG: dict[str, dict[str, bool]] = {
    "b": {"bold": True},
    "strong": {"bold": True},
    "th": {"bold": True},
    "i": {"italic": True},
    "em": {"italic": True},
    "cite": {"italic": True},
    "u": {"underline": True},
    "s": {"strike": True},
    "strike": {"strike": True},
    "sup": {"superscript": True},
    "ins": {"inserted": True},
    "del": {"deleted": True},
}


def is_around(element: Any) -> bool:
    """Whether an element belongs to the site and not to the document."""
    tag = element.tag
    if tag in _AROUND or element.get("role", "").lower() in _AROUND_ROLES:
        return True
    # A header or footer inside of the main part is the document's own.
    return tag in {"header", "footer"} and not any(
        parent.tag in {"main", "article"} for parent in element.iterancestors()
    )


def is_silent(element: Any) -> bool:
    """Whether nothing in an element is shown as text."""
    return (
        element.tag in SILENT
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def styled(style: Style, element: Any, css: str | None = None) -> Style:
    """The style of text in `element`, where `style` is that of the text around; `css` what its classes declare, where known."""
    changes: dict[str, Any] = dict(_BY_TAG.get(element.tag, {}))
    if element.tag == "a" and element.get("href"):
        changes["link"] = element.get("href").strip()
    css = element.get("style") if css is None else css
    if css:
        for pattern, name in (
            (_BOLD, "bold"),
            (_ITALIC, "italic"),
            (_UNDERLINE, "underline"),
            (_STRIKE, "strike"),
            (_SUPER, "superscript"),
        ):
            if pattern.search(css):
                changes[name] = True
    return style._replace(**changes) if changes else style
