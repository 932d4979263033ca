"""unfccc.int: files stand in <option value>, all languages on one page; its other face is an interstitial with status 200."""

from __future__ import annotations

from html import escape

from replicas import drupal10, protection, robots
from replicas.answers import Resource, Site, html, pages, resource
from replicas.files import pdf
from replicas.papers import Meeting, Paper
from replicas.subjects import title

HOSTS = ("unfccc.int",)
_ORIGIN = "https://unfccc.int"
_FOLDER = "/sites/default/files/resource/"
_A_PAGE = 3
_NAMES = {"E": "English", "F": "French", "S": "Spanish", "A": "Arabic"}
_STEMS = (("cp2024_01a02", "FCCC/CP/2024/1/Add.2"), ("cp2025_L19", "FCCC/CP/2025/L.19"), ("cp2024_11", "FCCC/CP/2024/11"),
          ("cma2024_17", "FCCC/PA/CMA/2024/17"), ("sbi2025_04", "FCCC/SBI/2025/4"), ("sb2025_02", "FCCC/SB/2025/2"))  # fmt: skip
_MEETING = Meeting(
    ordinal=19, place_en="Baku", place_fr="Bakou", days_en="11 - 22 November 2024", days_fr="11 - 22 novembre 2024"
)
ADVANCE = "cp2025_inf02_adv.pdf"
"""The language is not in the name: only the text of the option says it."""


def unfccc_files() -> dict[str, str]:
    """Path and language of the files in English and French."""
    named = {f"{_FOLDER}{stem}{'_' if 'L' in stem else ''}{letter}.pdf": lang
             for stem, _ in _STEMS for letter, lang in (("E", "en"), ("F", "fr"))}  # fmt: skip
    return {**named, _FOLDER + ADVANCE: "fr"}


def unfccc_site(*, blocked: bool = False) -> Site:
    resources: dict[str, Resource] = {"/documents": protection.incapsula() if blocked else pages(_listing)}
    for number, (stem, symbol) in enumerate(_STEMS):
        for letter in _NAMES:
            lang = {"E": "en", "F": "fr"}.get(letter, "es")
            path = f"{_FOLDER}{stem}{'_' if 'L' in stem else ''}{letter}.pdf"
            resources[path] = resource(pdf(_paper(symbol, lang, number)), "application/pdf")
    resources[_FOLDER + ADVANCE] = resource(pdf(_paper("FCCC/CP/2025/INF.2", "fr", 9)), "application/pdf")
    missing = html("<html><title>Page not found</title><h1>Page not found</h1></html>", status=404, validators="none")
    return Site(name="unfccc", hosts=HOSTS, resources=resources, missing=missing, robots=robots.plain())


def _paper(symbol: str, lang: str, subject: int) -> Paper:
    return Paper(family="unfccc", symbol=symbol, text=lang, subject=50 + subject, meeting=_MEETING, date=(2025, 1, 29))


def _listing(number: int) -> str:
    shown = _STEMS[number * _A_PAGE : (number + 1) * _A_PAGE]
    rows = [_row(stem, symbol, 50 + index) for index, (stem, symbol) in enumerate(shown, start=number * _A_PAGE)]
    if number == 0:
        option = f'<option value="{_ORIGIN}{_FOLDER}{ADVANCE}">French PDF 0.16 MB</option>'
        rows.append(_cells("FCCC/CP/2025/INF.2. Advance version", "Information document", option, 59))
        rows.append(rows[0])  # rows are repeated on the live site
    head = "<tr><th>Name</th><th>Type</th><th>Date</th><th>Download</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    last = (len(_STEMS) - 1) // _A_PAGE
    shown_of = f'<span class="totalresults">{len(_STEMS)}</span>'
    pager = drupal10.pager("/documents", number, last)
    main = f'<div class="block-views-blockdocuments-block-1">{shown_of}{table}{pager}</div>'
    return drupal10.page(
        site_name="UNFCCC", lang="en", title="Documents", main=main, paths={"en": "/documents"}, theme="unfccc"
    )


def _row(stem: str, symbol: str, subject: int) -> str:
    options = "".join(
        f'<option value="{_ORIGIN}{_FOLDER}{stem}{"_" if "L" in stem else ""}{letter}.pdf">{name} PDF 0.16 MB</option>'
        for letter, name in _NAMES.items()
    )
    return _cells(f"{symbol}. {title(subject, 'en')}", "Official document", options, subject)


def _cells(name: str, kind: str, options: str, number: int) -> str:
    select = f'<select class="small-download"><option value="">Download</option>{options}</select>'
    return (
        f'<tr><td>{escape(name)} <a href="/documents/{600000 + number}">Access document</a></td><td>{kind}</td>'
        f'<td>29 Jan 2025</td><td><div class="select-wrapper">{select}</div></td></tr>'
    )
