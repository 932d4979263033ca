"""www.basel.int: pages of DNN whose language is a segment of the path, files whose whole identity is a parameter."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from replicas import robots
from replicas.answers import Answer, Asked, Resource, Site, attachment, html
from replicas.files import pdf, word
from replicas.papers import Meeting, Paper
from replicas.serving import TYPES
from replicas.subjects import title

HOSTS = ("www.basel.int", "basel.int")
DOWNLOAD = "/Portals/4/download.aspx"
_TAB = "/TheConvention/ConferenceoftheParties/Meetings/COP15/tabid/8392"
_WORDS = {"English": "en", "French": "fr", "Spanish": "es"}
_PAPERS = ("UNEP/CHW.15/1", "UNEP/CHW.15/2", "UNEP/CHW.15/INF/7", "UNEP/CHW.15/3/Add.1", "UNEP/CHW.15/4/Rev.1")
_MEETING = Meeting(ordinal=15, place_en="Geneva", place_fr="Genève", days_en="6–17 June 2022", days_fr="6–17 juin 2022")


def basel_files() -> dict[str, str]:
    """Value of `d` and language of the files in English and French."""
    return {name: lang for name, (lang, _) in _made().items() if lang in {"en", "fr"}}


def basel_site() -> Site:
    made = _made()
    missing = html("<html><title>Page not found</title></html>", status=404, validators="none")

    def download(asked: Asked) -> Answer:
        found = made.get(asked.query.get("d", ""))
        if found is None:
            return missing(asked)
        name = asked.query["d"]
        return _file(name, *found)(asked)

    resources: dict[str, Resource] = {DOWNLOAD: download}
    for segment in ("en-US", "fr-CH", "es-CO"):
        resources[f"{_TAB}/language/{segment}/Default.aspx"] = html(_listing(made))
    return Site(name="basel", hosts=HOSTS, resources=resources, missing=missing, robots=robots.absent())


def _made() -> dict[str, tuple[str, Paper]]:
    """Names with the language as an English word; the case of the extension varies."""
    names = {}
    for number, symbol in enumerate(_PAPERS):
        for word_, lang in _WORDS.items():
            ending = ("pdf", "PDF", "docx")[number % 3]
            paper = Paper(
                family="brs", symbol=symbol, text=lang, subject=12 + number, meeting=_MEETING, date=(2022, 3, 1)
            )
            names[f"{symbol.replace('/', '-')}.{word_}.{ending}"] = (lang, paper)
    return names


def _file(name: str, lang: str, paper: Paper) -> Resource:
    kind = "docx" if name.endswith("docx") else "pdf"
    body = word(paper) if kind == "docx" else pdf(paper)
    # RFC 5987: the name in UTF-8 beside the plain one.
    disposition = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
    return attachment(body, TYPES[kind] if lang != "fr" else "application/octet-stream", disposition)


def _link(name: str) -> str:
    _, word_, ending = name.rsplit(".", 2)
    shown = f"Download in {word_} - {ending.upper()}"
    return f'<a href="{DOWNLOAD}?d={escape(quote(name))}" title="{shown}">{word_}</a> '


def _listing(made: dict[str, tuple[str, Paper]]) -> str:
    """Symbol, title, what is joint, a date of American form, a link a language; then a row with the abstract. No headings."""
    rows = []
    for number, symbol in enumerate(_PAPERS):
        links = "".join(_link(name) for name, (_, paper) in made.items() if paper.symbol == symbol)
        rows.append(
            f"<tr><td>{symbol}</td><td>{escape(title(12 + number, 'en'))}</td><td></td>"
            f"<td>5/13/2021 3:05 PM</td><td>{links}</td></tr>"
            f'<tr><td colspan="5">Abstract of the paper.</td></tr>'
        )
    return f"<!DOCTYPE html><html><head><title>COP15</title></head><body><table>{''.join(rows)}</table></body></html>"
