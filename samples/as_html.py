"""A sample as a page of a web site: what the reader wants stands between navigation and footer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from samples.source import Block, Paragraph, Run, Sample

_NAVIGATION = {"en": ("Home", "Meetings", "Documents"), "fr": ("Accueil", "Réunions", "Documents")}
_LISTS = ("a", "i")


def to_html(sample: Sample) -> bytes:
    """A whole page in UTF-8. Footnotes and tables are not needed here and raise ValueError."""
    links = "".join(f'<li><a href="/{sample.lang}/">{escape(name)}</a></li>' for name in _NAVIGATION[sample.lang])
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{sample.lang}">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(sample.symbol)} | {escape(sample.convention)}</title>",
        f'<meta name="dcterms.created" content="{sample.created.isoformat()}">',
        "</head>",
        "<body>",
        f"<header><p>{escape(sample.convention)}</p><nav><ul>{links}</ul></nav></header>",
        "<main>",
        *(f'<p class="symbol">{escape(line)}</p>' for line in sample.masthead),
        *(line for block in sample.blocks for line in _block(block)),
        "</main>",
        f"<footer><p>© {escape(sample.convention)}</p></footer>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _block(block: Block) -> Iterator[str]:
    if block.table is not None:
        raise ValueError("HTML samples have no tables yet")
    for paragraph in block.paragraphs:
        text = "".join(_run(run) for run in paragraph.runs())
        if block.kind == "title":
            yield f"<h1>{text}</h1>"
        elif block.kind in {"heading", "annex"}:
            yield f"<h2>{text}</h2>"
        elif block.kind == "decision":
            yield f"<p><strong>{escape(block.label or '')}</strong> {text}</p>"
            yield from _items(paragraph.items, 0)
        else:
            yield f'<p class="{block.kind}">{text}</p>'


def _items(items: tuple[Paragraph, ...], level: int) -> Iterator[str]:
    if not items:
        return
    yield f'<ol type="{_LISTS[level]}">'
    for item in items:
        yield "<li>" + "".join(_run(run) for run in item.runs())
        yield from _items(item.items, level + 1)
        yield "</li>"
    yield "</ol>"


def _run(run: Run) -> str:
    if run.note is not None:
        raise ValueError("HTML samples have no footnotes yet")
    text = escape(run.text, quote=False)
    if run.address is not None:
        return f'<a href="{escape(run.address)}">{text}</a>'
    return f"<em>{text}</em>" if run.emphasis else text
