"""The first YAML of a new source, guessed from one page: it loads, and says in comments what a person has to look at."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections import Counter

from msgspec import Struct
from parsel import Selector

from crawler.addresses import absolute, extension, host_of
from crawler.records import Found, Page
from crawler.sources.model import folded
from crawler.steps.html import first, text_of, tree_of
from crawler.steps.listing import DOCUMENT_ENDINGS

_FILE_ENDINGS = DOCUMENT_ENDINGS - {"htm", "html", "shtml"}
_HEADINGS: dict[str, frozenset[str]] = {
    "symbol": frozenset(
        {"symbol", "number", "no.", "no", "document number", "document symbol", "numero", "cote", "simbolo", "code"}
    ),
    "title": frozenset({"title", "titre", "titulo", "name", "document", "agenda item", "meeting", "subject"}),
    "published": frozenset(
        {"date", "published", "publish date", "posted", "posted/updated on", "created / updated", "updated", "fecha"}
    ),
    "status": frozenset({"status", "statut", "estado"}),
    "type": frozenset({"type", "tipo", "document type"}),
    "lang": frozenset({"language", "langue", "idioma", "lang"}),
    "files": frozenset({"files", "fichiers", "file", "download", "attachment", "attachments", "documents", "archivos"}),
}
"""Headings of columns as sites write them, folded; the name is the field they fill."""
_PREFIXES = {"en": "en", "eng": "en", "fr": "fr", "fra": "fr", "fre": "fr", "es": "es", "esp": "es", "spa": "es"}
_NEXT = (
    "a[rel=next]::attr(href)",
    "li.next a::attr(href)",
    "li.pager-next a::attr(href)",
    "li.pager__item--next a::attr(href)",
)
_PAGE = re.compile(r"[?&](page|p|pg)=\d+")
_CLASS = re.compile(r"^[A-Za-z][\w-]*$")
_NOT_CONTENT = "[not(ancestor-or-self::nav or ancestor-or-self::header or ancestor-or-self::footer)]"


class FirstSource(Struct, frozen=True, kw_only=True):
    text: str
    """YAML, with comments."""
    step: str
    """The step that reads the page it was made from."""


class _Guess(Struct, frozen=True, kw_only=True):
    lines: list[str]
    document_page: bool = False


def first_source(page: Page, source: str, treaty: str | None = None) -> FirstSource:
    """A source named `source` whose first step reads `page`. Raises ValueError where the page's address names no host.

    `treaty` is an id of config/treaties.yml; without one the source is of many treaties, which a comment says.
    """
    host = host_of(page.final_url)
    if host is None:
        raise ValueError(f"{page.final_url} names no host")
    root = tree_of(page)
    languages = _languages(page, root)
    guess = _guess(page, root) if root is not None else None
    if guess is None:
        guess = _Guess(
            document_page=True,
            lines=[
                "    kind: html_links",
                '    links: "a[href]"       # the page showed no file and no table: say which links count',
            ],
        )
    lines = [
        f"# First draft, made from {_one_line(page.final_url)}. Look at every line; docs/SOURCES.md explains each key.",
        f"id: {source}",
        f"treaty: {_quoted(treaty or '*')}"
        + (
            ""
            if treaty
            else "              # an id of config/treaties.yml; `*` where documents are of several treaties"
        ),
        "enabled: true",
        "access: unknown          # open, cdn_front or protected, when it is known",
        "evidence: likely         # guessed from one page",
        "notes:",
        "  - Made from one page; robots.txt and other pages of the site have not been looked at.",
        f"hosts: [{_quoted(host)}]        # every host that may be asked, compared whole",
        "languages:               # how addresses and file names tell the language: prefixes, file_suffix, file_prefix, folder",
        *(f"  {lang}: {form}" for lang, form in languages.items()),
        f"collect: [{', '.join(languages)}]",
        "# deny: [/search/]       # addresses never asked for",
        "",
        "discovery:",
        "  - id: listing",
        "    evidence: likely",
        f"    urls: [{_quoted(_template(page.final_url))}]",
        *guess.lines,
        *_pagination(root),
        *(["    follow: {doc_url: document}"] if guess.document_page else []),
        *_document_page(guess),
        "",
        "# symbol_regex: '…'      # symbols in titles and labels",
        "# filename_regex: '…'    # groups body, session, kind, num, rev, lang",
        "# expect: {minimum: 10, per_language: {en: 5}, canaries: []}",
        "",
    ]
    return FirstSource(text="\n".join(lines), step="listing")


def golden_links(found: Found) -> str:
    """What the step found on the saved page, as JSON for people to check and for a test to compare with."""
    files = [{"url": one.url, "symbol": one.symbol, "title": one.title, "lang": one.lang} for one in found.files]
    pages = [{"url": one.url, "step": one.step} for one in found.follows]
    issues = [{"code": one.code, "where": one.where, "detail": one.detail} for one in found.issues]
    return json.dumps({"files": files, "pages": pages, "issues": issues}, ensure_ascii=False, indent=1) + "\n"


def _guess(page: Page, root: Selector) -> _Guess | None:
    return _tables(page, root) or _menus(root) or _file_links(page, root) or _page_links(page, root)


def _tables(page: Page, root: Selector) -> _Guess | None:
    """The table with most files, else with most links, if it has three rows or more."""
    best: tuple[int, int, Selector] | None = None
    for table in root.css("table"):
        hrefs = table.css("a::attr(href), option::attr(value)").getall()
        files = sum(_is_file(page, href) for href in hrefs)
        rows = len(table.css("tr"))
        if rows >= 3 and hrefs and (best is None or (files, len(hrefs)) > best[:2]):
            best = (files, len(hrefs), table)
    if best is None:
        return None
    files, _, table = best
    columns = _columns(table)
    lines = ["    kind: html_table", f"    rows: {_quoted(_selector(table) + ' tr')}"]
    if columns:
        named = ", ".join(
            f"{field}: [{_quoted(heading)}]" for field, heading in columns.items() if files or field != "files"
        )
        lead = "" if files else ", doc_url: " + f"[{_quoted(columns.get('title') or next(iter(columns.values())))}]"
        lines.append(f"    columns_by_header: {{{named}{lead}}}")
    else:
        lead = "" if files else ', doc_url: "a::attr(href)"'
        lines.append(f'    fields: {{title: "td:nth-child(1)"{lead}}}      # the table has no headings that are known')
    if files:
        # Endings of the whole page: another table of the same kind may hold files of other formats.
        lines.append(f"    files: {{css: {_quoted(_file_css(page, root))}}}")
    return _Guess(lines=lines, document_page=not files)


def _columns(table: Selector) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.xpath("(.//tr)[position() <= 3]"):
        for cell in row.xpath("./th | ./td"):
            heading = text_of(cell)
            field = next((name for name, words in _HEADINGS.items() if folded(heading).strip(" :*") in words), None)
            if field and field not in found:
                found[field] = heading
        if found:
            return found
    return found


def _menus(root: Selector) -> _Guess | None:
    """Addresses of files in options of a menu."""
    values = [
        value for value in root.css("select option::attr(value)").getall() if extension(_path(value)) in _FILE_ENDINGS
    ]
    if len(values) < 2:
        return None
    lines = ["    kind: html_table", '    rows: "tr, li, .views-row"       # what holds one document',
             '    files: {css: "select option[value]", url: "::attr(value)", label_regex: \'^(?P<lang>\\w+)\'}']  # fmt: skip
    return _Guess(lines=lines)


def _file_links(page: Page, root: Selector) -> _Guess | None:
    hrefs = [href for href in root.xpath(f"//a[@href]{_NOT_CONTENT}/@href").getall() if _is_file(page, href)]
    if not hrefs:
        return None
    return _Guess(lines=["    kind: html_links", f"    links: {_quoted(_file_css(page, root))}"])


def _page_links(page: Page, root: Selector) -> _Guess | None:
    """The commonest beginning of paths among links of the same host: mostly that of documents or meetings."""
    beginnings: Counter[str] = Counter()
    for href in dict.fromkeys(root.xpath(f"//a[@href]{_NOT_CONTENT}/@href").getall()):
        url = absolute(page.final_url, href)
        if url and host_of(url) == host_of(page.final_url):
            steps = [step for step in urllib.parse.urlsplit(url).path.split("/") if step and step not in _PREFIXES]
            if len(steps) >= 2 and re.fullmatch(r"[\w-]+", steps[0]):
                beginnings[steps[0]] += 1
    if not beginnings or beginnings.most_common(1)[0][1] < 2:
        return None
    css = f"a[href*='/{beginnings.most_common(1)[0][0]}/']"
    return _Guess(lines=["    kind: html_links", f"    links: {_quoted(css)}"], document_page=True)


def _file_css(page: Page, place: Selector) -> str:
    """Selector of the links to files: by the folder that most of them lie in, else by their endings."""
    paths = [
        _path(absolute(page.final_url, href) or "")
        for href in place.css("a::attr(href)").getall()
        if _is_file(page, href)
    ]
    folders = Counter("/".join(path.split("/")[:4]) + "/" for path in paths if path.count("/") >= 4)
    if (
        folders
        and folders.most_common(1)[0][1] * 5 >= len(paths) * 4
        and re.fullmatch(r"[\w./-]+", folders.most_common(1)[0][0])
    ):
        return f"a[href*='{folders.most_common(1)[0][0]}']"
    endings = sorted({ending for path in paths if (ending := extension(path))} or {"pdf"})
    return ", ".join(f"a[href*='.{ending}']" for ending in endings)


def _is_file(page: Page, href: str) -> bool:
    return extension(_path(absolute(page.final_url, href) or "")) in _FILE_ENDINGS


def _path(url: str) -> str:
    try:
        return urllib.parse.urlsplit(url).path
    except ValueError:
        return ""


def _selector(element: Selector) -> str:
    """The element by its id, else its first class that says something, else its tag."""
    tag, identity = str(element.root.tag), element.attrib.get("id", "")
    if _CLASS.match(identity):
        return f"{tag}#{identity}"
    classes = [
        one
        for one in element.attrib.get("class", "").split()
        if _CLASS.match(one) and not re.match(r"(?:table|cols|sticky)", one)
    ]
    return f"{tag}.{classes[0]}" if classes else tag


def _languages(page: Page, root: Selector | None) -> dict[str, str]:
    """English and French, with the prefixes that addresses on the page have for them."""
    found: dict[str, set[str]] = {}
    if root is not None:
        for href in root.css("a::attr(href)").getall():
            _prefix(absolute(page.final_url, href) or "", found)
    _prefix(page.final_url, found)
    return {
        lang: "{" + (f"prefixes: [{', '.join(sorted(found[lang]))}]" if found.get(lang) else "") + "}"
        for lang in ("en", "fr")
    }


def _prefix(url: str, found: dict[str, set[str]]) -> None:
    begin = _path(url).split("/")[1:2]
    if begin and begin[0] in _PREFIXES:
        found.setdefault(_PREFIXES[begin[0]], set()).add(f"/{begin[0]}")


def _template(url: str) -> str:
    """The address as it stands; braces of its own would be read as variables."""
    return url.replace("{", "%7B").replace("}", "%7D")


def _pagination(root: Selector | None) -> list[str]:
    if root is None:
        return ["    pagination: {kind: none}"]
    for css in _NEXT:
        href = first(root, css)
        if href and (found := _PAGE.search(href)):
            rule = f"kind: page_param, param: {found[1]}, first: 0, next: {_quoted(css)}"
            return [f"    pagination: {{{rule}, stop: [no_next, empty_page, repeated_page], max_pages: 20}}"]
        if href:
            return [f"    pagination: {{kind: load_more, next: {_quoted(css)}, max_pages: 20}}"]
    return ["    pagination: {kind: none}"]


def _document_page(guess: _Guess) -> list[str]:
    if not guess.document_page:
        return []
    return [
        "",
        "pages:",
        "  document:",
        "    evidence: unknown      # no such page was looked at",
        "    title: h1",
        "    files: {css: \"a[href*='.pdf'], a[href*='.doc']\"}",
    ]


def _quoted(text: str) -> str:
    """A YAML scalar in double quotes; JSON strings are such."""
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
