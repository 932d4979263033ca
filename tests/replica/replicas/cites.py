"""cites.org: the older table of agenda papers and the newer one, resolutions, decisions; prefixes eng, fra, esp."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import quote

from replicas import robots
from replicas.answers import Resource, Site, html, pages
from replicas.plan import Plan, PlannedDocument, PlannedFile, PlannedMeeting, load_plan
from replicas.protection import PASSIVE_SCRIPT
from replicas.serving import serve_all

HOSTS = ("cites.org", "www.cites.org")
_ORIGIN = "https://cites.org"
_PREFIXES = {"eng": "en", "fra": "fr", "esp": "es"}
_NO_DOCUMENT = {"en": "No document", "fr": "Pas de document", "es": "No document"}
_OLD_HEAD = {
    "en": ("Agenda item", "Document", "Posted/updated on"),
    "fr": ("Point de l’ordre du jour", "Document", "Posted/updated on"),
    "es": ("Agenda item", "Document", "Posted/updated on"),
}
_DECISIONS_A_PAGE = 10
_DECISIONS = 24


def cites_plan() -> Plan:
    return load_plan("cites", "CITES", "cites", _ORIGIN)


def cites_site(plan: Plan) -> Site:
    resources: dict[str, Resource] = {**serve_all(plan, _missing)}
    for prefix, lang in _PREFIXES.items():
        for held in plan.meetings.values():
            number = held.ordinal
            if held.generation == "new":
                path, main = f"/{prefix}/cop/{number}/agenda-documents", _new_table(plan, held, lang)
            else:
                path, main = f"/{prefix}/cop/{number}/doc/index.php", _old_table(plan, held, lang)
            resources[path] = html(_page(lang, held.title, main, path))
        listing = f"/{prefix}/res/index.php"
        resources[listing] = html(_page(lang, "Resolutions", _resolutions(plan, lang), listing))
        decisions = f"/{prefix}/dec/index.php"
        resources[decisions] = pages(_decision_pages(lang, decisions))
        for number in range(_DECISIONS):
            resources[f"{decisions}/{42100 + number}"] = html(_decision(lang, number))
    return Site(
        name="cites",
        hosts=HOSTS,
        resources=resources,
        missing=_missing,
        robots=robots.plain(),
        canonical_host="cites.org",
    )


def _page(lang: str, title: str, main: str, path: str) -> str:
    links = "".join(
        f'<li><a href="/{prefix}{path[4:]}" class="language-link" lang="{other}">{other.upper()}</a></li>'
        for prefix, other in _PREFIXES.items()
    )
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8" /><title>{escape(title)} | CITES</title>{PASSIVE_SCRIPT}</head>
<body><div id="header"><ul class="language-switcher-locale-url">{links}</ul>
<a href="mailto:info@example.org">Contact</a> <a href="/{path[1:4]}/search/site">Search</a></div>
<div id="content"><h1>{escape(title)}</h1>
{main}
</div></body></html>
"""


_missing: Resource = html(
    _page("en", "Page not found", "<p>Nothing here.</p>", "/eng/missing"), status=404, validators="none"
)


def _files(document: PlannedDocument, lang: str) -> list[PlannedFile]:
    """The French page shows the French file where the site knows one, else the English one."""
    french = [file for file in document.files if file.only == "fra"]
    others = [file for file in document.files if file.only == ""]
    if lang != "fr" or not french:
        return others
    return french + [file for file in others if file.name.startswith("/sites/default/files/common/")]


def _links(plan: Plan, document: PlannedDocument, lang: str) -> str:
    return " ".join(
        f'<a href="{escape(quote(plan.path(file), safe="/()"))}{file.query}" target="_blank">{escape(document.symbol)}</a>'
        for file in _files(document, lang)
    )


def _new_table(plan: Plan, held: PlannedMeeting, lang: str) -> str:
    """Title | Files | Created / Updated | Secretariat comments included; rows of sections, rows without document."""
    sections: dict[str, list[PlannedDocument]] = {}
    for document in plan.documents:
        section = document.on_page(held.key)
        if section is not None:
            sections.setdefault(section, []).append(document)
    rows = []
    for section, listed in sections.items():
        rows.append(f'<tr><td colspan="4"><strong>{escape(section)}</strong></td></tr>')
        rows.append(f"<tr><td>1. Opening remarks ({_NO_DOCUMENT[lang].lower()})</td><td></td><td></td><td></td></tr>")
        for document in listed:
            title = document.title_fr if lang == "fr" else document.title
            annex = f"{document.fields['annex']}: " if "annex" in document.fields else ""
            item = f"{document.item}. " if document.item and not annex else ""
            rows.append(
                f"<tr><td>{item}{annex}{escape(title)}</td><td>{_links(plan, document, lang)}</td>"
                f"<td>{document.date:%d/%m/%Y}</td><td></td></tr>"
            )
    head = (
        ("Titre", "Fichiers", "Created / Updated", "Secretariat comments included")
        if lang == "fr"
        else ("Title", "Files", "Created / Updated", "Secretariat comments included")
    )
    return f"<table><thead><tr>{''.join(f'<th>{one}</th>' for one in head)}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _old_table(plan: Plan, held: PlannedMeeting, lang: str) -> str:
    """Agenda item | Document | Posted/updated on, dates with points; one long table, all of it also as zip."""
    rows = ["<tr><td>Opening ceremony</td><td>No document</td><td></td></tr>"]
    for document in plan.documents:
        if document.on_page(held.key) in {None, "none"}:
            continue
        title = document.title_fr if lang == "fr" else document.title
        item = f"{document.item}. " if document.item and "annex" not in document.fields else ""
        rows.append(
            f"<tr><td>{item}{escape(title)}</td><td>{_links(plan, document, lang)}</td><td>{document.date:%d.%m.%Y}</td></tr>"
        )
    head = "".join(f"<th>{one}</th>" for one in _OLD_HEAD[lang])
    archive = f"/sites/default/files/common/cop/{held.ordinal}/all.zip"
    zipped = f'<p>(all documents available as a <a href="{archive}">zip file here</a>)</p>'
    return f"{zipped}<table><tr>{head}</tr>{''.join(rows)}</table>"


def _resolutions(plan: Plan, lang: str) -> str:
    rows = "".join(
        f"<tr><td>{escape(document.symbol)}</td><td>{escape(document.title_fr if lang == 'fr' else document.title)}</td>"
        f"<td>{_links(plan, document, lang)}</td></tr>"
        for document in plan.documents
        if document.on_page("res") is not None
    )
    return f"<table><thead><tr><th>No.</th><th>Title</th><th>PDF</th></tr></thead><tbody>{rows}</tbody></table>"


def _decision_pages(lang: str, path: str) -> Callable[[int], str]:
    def make(number: int) -> str:
        shown = range(number * _DECISIONS_A_PAGE, min((number + 1) * _DECISIONS_A_PAGE, _DECISIONS))
        rows = "".join(
            f'<tr><td>18.{one + 1}</td><td><a href="{path}/{42100 + one}">Decision {one + 1}</a></td></tr>'
            for one in shown
        )
        following = (
            f'<ul class="pager"><li class="pager-next"><a rel="next" href="{path}?page={number + 1}">next ›</a></li></ul>'
            if (number + 1) * _DECISIONS_A_PAGE < _DECISIONS
            else ""
        )
        table = (
            f"<table><thead><tr><th>No.</th><th>Title</th></tr></thead><tbody>{rows}</tbody></table>" if rows else ""
        )
        return _page(lang, "Decisions", table + following, path)

    return make


def _decision(lang: str, number: int) -> str:
    """On the French page the label stays English."""
    text = "Le Secrétariat fait rapport au Comité permanent." if lang == "fr" else "The Secretariat shall report."
    return _page(
        lang, f"18.{number + 1}", f"<p>Decision directed to: Secretariat</p><p>{text}</p>", f"/eng/dec/{number}"
    )
