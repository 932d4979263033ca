"""The pages of the sample site, from `site/site.yml` and the texts: a list of meetings and a page for each, in both languages.

Shaped as such sites are: one table for each kind of document, a row a document, all its files in the last cell, whatever the
language of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import yaml

from samples.source import Sample

_LANGUAGES = ("en", "fr")
_WORDS = {
    "en": {"meetings": "Meetings", "start": "Start date", "place": "Place", "en": "English", "fr": "French"},
    "fr": {"meetings": "Réunions", "start": "Date de début", "place": "Lieu", "en": "Anglais", "fr": "Français"},
}


def site_pages(site: Path, samples: Sequence[Sample]) -> dict[str, bytes]:
    """Path below the root of the site (`en/cop4.html`) to content. Raises ValueError where a row names no sample."""
    plan = yaml.safe_load(site.read_text(encoding="utf-8"))
    by_name: dict[str, dict[str, Sample]] = {}
    for sample in samples:
        by_name.setdefault(sample.name.rpartition(".")[0], {})[sample.lang] = sample
    pages = {"robots.txt": b"User-agent: *\nDisallow: /search/\n"}
    for lang in _LANGUAGES:
        pages[f"{lang}/meetings.html"] = _page(plan, lang, _WORDS[lang]["meetings"], _meetings(plan, lang), "meetings")
        for meeting in plan["meetings"]:
            content = _meeting(plan, meeting, lang, by_name)
            pages[f"{lang}/{meeting['id']}.html"] = _page(plan, lang, meeting[lang]["title"], content, meeting["id"])
    return pages


def _page(plan: Mapping[str, Any], lang: str, title: str, content: Iterator[str], name: str) -> bytes:
    convention = escape(plan["convention"][lang])
    switch = "".join(
        f'<li><a hreflang="{other}" href="/{other}/{name}.html">{_WORDS[other][other]}</a></li>' for other in _LANGUAGES
    )
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}">',
        f'<head><meta charset="utf-8"><title>{escape(title)} | {convention}</title></head>',
        "<body>",
        f'<header><p>{convention}</p><nav><ul class="language-switcher">{switch}</ul></nav></header>',
        "<main>",
        f"<h1>{escape(title)}</h1>",
        *content,
        "</main>",
        f"<footer><p>© {convention}</p></footer>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _meetings(plan: Mapping[str, Any], lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    yield '<table class="meetings">'
    yield f"<thead><tr><th>{words['meetings']}</th><th>{words['start']}</th><th>{words['place']}</th></tr></thead><tbody>"
    for meeting in plan["meetings"]:
        link = f'<a href="/{lang}/{meeting["id"]}.html">{escape(meeting[lang]["title"])}</a>'
        yield f"<tr><td>{link}</td><td>{_day(meeting['start'])}</td><td>{escape(meeting[lang]['place'])}</td></tr>"
    yield "</tbody></table>"


def _meeting(
    plan: Mapping[str, Any], meeting: Mapping[str, Any], lang: str, by_name: Mapping[str, Mapping[str, Sample]]
) -> Iterator[str]:
    yield f'<p class="place">{escape(meeting[lang]["place"])}, {escape(meeting[lang]["dates"])}</p>'
    columns = "".join(f"<th>{escape(word)}</th>" for word in plan["columns"][lang].values())
    for section in meeting["sections"]:
        yield f'<section class="documents"><h2>{escape(section[lang])}</h2><table>'
        yield f"<thead><tr>{columns}</tr></thead><tbody>"
        for row in section["rows"]:
            versions = by_name.get(row["name"])
            if versions is None:
                raise ValueError(f"site.yml lists {row['name']}, and no text has that name")
            shown = versions.get(lang) or next(iter(versions.values()))
            files = "".join(_file(versions[one], lang) for one in _LANGUAGES if one in versions)
            yield (
                f'<tr><td class="number">{escape(shown.symbol)}</td><td class="title">{escape(shown.title)}</td>'
                f'<td class="published">{_day(row["published"])}</td><td class="files">{files}</td></tr>'
            )
        yield "</tbody></table></section>"


def _file(sample: Sample, lang: str) -> str:
    name = f"{sample.name}.{sample.format}"
    return (
        f'<a hreflang="{sample.lang}" href="/files/{name}">{_WORDS[lang][sample.lang]} ({sample.format.upper()})</a> '
    )


def _day(value: date) -> str:
    return value.strftime("%d.%m.%Y")
