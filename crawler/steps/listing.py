"""From the rows of a listing, whatever its format, to files and pages to follow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from crawler.addresses import absolute, canonical_key, extension, file_name, not_allowed
from crawler.dates import iso_date
from crawler.language import Marks, collected, language_of, page_language
from crawler.listed_metadata import (
    agenda_item_of,
    name_groups,
    revision_of,
    stem_of,
    symbol_of,
    without_item,
    without_revision,
)
from crawler.meeting_names import meeting_id, meeting_named
from crawler.records import Context, CrawlIssue, Follow, ListedFile, Page
from crawler.sources.expand import addresses_of, with_meeting
from crawler.sources.model import SourceDefinition
from crawler.sources.rules import Trust
from crawler.sources.step_models import Step

DOCUMENT_ENDINGS = frozenset({"pdf", "doc", "docx", "rtf", "odt", "htm", "html", "shtml"})
_OTHERS = """
zip rar 7z gz tar xls xlsx xlsm ods csv ppt pptx odp jpg jpeg png gif svg tif tiff webp mp3 mp4 avi mov wmv txt xml json
accdb mdb db kml kmz shp exe ics vcf css js doc docx pdf rtf odt html htm
"""
OTHER_ENDINGS = frozenset(_OTHERS.split())
"""Endings that say what a file is. Others (`.aspx`, `.php`, none) do not, and the answer will tell."""
_OF_THE_ROW = frozenset({"lang", "size", "name", "published", "superseded"})
"""Values of one row that are not those of the pages it leads to."""
_NAMED = frozenset(
    {"symbol", "title", "type", "status", "meeting", "agenda_item", "section", "published", "revision", *_OF_THE_ROW}
)
_ADDRESS = re.compile(r"_url$")
_FACTOR = {"B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMG]?B)?", re.IGNORECASE)
_TRUE = frozenset({"true", "1", "yes", "oui"})


class Named(Struct, frozen=True, kw_only=True):
    """A file as a row names it, before anything is concluded from it."""

    href: str
    name: str | None = None
    label: str | None = None
    label_lang: str | None = None
    term: str | None = None
    term_trust: Trust = "high"
    date: str | None = None
    declared_type: str | None = None
    size: str | None = None


class Listing:
    """Collects what one page lists: each address once, mistakes as issues. Used within one call of a step."""

    def __init__(self, page: Page, step: Step, source: SourceDefinition, context: Context) -> None:
        self.page, self.step, self.source, self.context = page, step, source, context
        self.files: dict[str, ListedFile] = {}
        self.follows: dict[tuple[str, str], Follow] = {}
        self.issues: list[CrawlIssue] = []
        self.left_out = 0

    def issue(self, code: str, detail: str, where: str = "") -> None:
        self.issues.append(CrawlIssue(code=code, where=where or self.page.url, detail=detail))

    def row(self, values: Mapping[str, str], named_files: Sequence[Named], item_pattern: str | None = None) -> int:
        """Takes up one row: its files, and the pages its fields lead to. The number of both, known ones included."""
        values = self._with_meeting(values)
        listed = [one for named_file in named_files if (one := self._file(values, named_file, item_pattern))]
        for one in _twins(listed):
            if one.key not in self.files:
                self.files[one.key] = one
        return len(named_files) + self._follow(values, item_pattern)

    def _with_meeting(self, values: Mapping[str, str]) -> dict[str, str]:
        """The meeting's id, from what names the meeting in the row, where nothing nearer names it."""
        known = dict(values)
        if stated := known.pop("meeting", None):
            if found := meeting_named(self.source, stated):
                known["meeting"] = found
            else:
                known.setdefault("meeting_title", stated)
        elif "meeting" not in self.context.fields:
            texts = (known.get("meeting_title"), self.context.fields.get("meeting_title"), known.get("meeting_url"))
            if found := next((one for text in texts if text and (one := meeting_named(self.source, text))), None):
                known["meeting"] = found
        return known

    def _follow(self, values: Mapping[str, str], item_pattern: str | None) -> int:
        count = 0
        for field, targets in self.step.follow.items():
            text = values.get(field)
            if not text:
                continue
            for target in (targets,) if isinstance(targets, str) else targets:
                context = self._handed_down(values, item_pattern)
                step = self.source.steps[target]
                if not step.enabled:
                    continue
                uses = any(f"{{{field}}}" in template for template in self.source.templates(step))
                if uses:
                    context = structs.replace(context, vars={**context.vars, field: text})
                    for follow in addresses_of(self.source, step, context):
                        count += self._add_follow(follow.url, target, follow.context)
                else:
                    url = absolute(self.page.final_url, text)
                    if url is None:
                        self.issue("bad-address", f"the field {field} holds {text[:200]!r}, which is no address")
                    else:
                        count += self._add_follow(url, target, context)
        return count

    def _handed_down(self, values: Mapping[str, str], item_pattern: str | None) -> Context:
        kept = {key: text for key, text in values.items() if key not in _OF_THE_ROW and not _ADDRESS.search(key)}
        item = agenda_item_of(values.get("agenda_item"), values.get("title"), item_pattern, None, {}, self.source)
        if item:
            kept["agenda_item"] = item
        fields = {**self.context.fields, **kept}
        return Context(vars=with_meeting(self.context.vars, fields.get("meeting")), fields=fields)

    def add_page(self, url: str, target: str, context: Context) -> int:
        """A page of the listing itself, or a language version of it."""
        return self._add_follow(url, target, context)

    def _add_follow(self, url: str, target: str, context: Context) -> int:
        refused = not_allowed(url, self.source)
        if refused is not None:
            if refused.code == "host":
                self.issue("off-site", refused.detail, url)
            return 0
        key = canonical_key(url, self.source.canonical_url)
        self.follows.setdefault((target, key), Follow(url=url, key=key, step=target, context=context))
        return 1

    def _file(self, values: Mapping[str, str], named_file: Named, item_pattern: str | None) -> ListedFile | None:
        url = absolute(self.page.final_url, named_file.href)
        if url is None:
            self.issue("bad-address", f"a file is linked as {named_file.href[:200]!r}, which is no address")
            return None
        refused = not_allowed(url, self.source)
        if refused is not None:
            if refused.code != "denied":
                self.issue("off-site" if refused.code == "host" else "bad-address", refused.detail, url)
            return None
        name = named_file.name or file_name(url, self.source)
        if extension(name) in OTHER_ENDINGS - set(self.source.files.formats):
            self.left_out += 1
            return None
        listed, wanted = listed_file(self, url, values, named_file, item_pattern)
        if not wanted:
            self.left_out += 1
            return None
        return listed


def listed_file(
    listing: Listing, url: str, values: Mapping[str, str], named_file: Named, item_pattern: str | None
) -> tuple[ListedFile, bool]:
    """The file with all that is known of it, and whether it is collected (its language is, or is not known)."""
    source, context = listing.source, listing.context
    inherited = {key: text for key, text in context.fields.items() if key not in _OF_THE_ROW}
    known = {**inherited, **values}
    name = named_file.name or file_name(url, source)
    groups = name_groups(name, source)
    key = canonical_key(url, source.canonical_url)
    title = known.get("title") or next((text for key, text in known.items() if key.startswith("title.")), None)
    symbol = symbol_of(known.get("symbol"), (title, named_file.label), name, source)
    marks = Marks(
        label=named_file.label_lang,
        term=named_file.term or values.get("lang"),
        term_trust=named_file.term_trust,
        page=page_language(listing.page.final_url, source),
    )
    language = language_of(marks, url, name, groups, source)
    title = known.get(f"title.{language.lang}") or title
    session = groups.get("session")
    meeting = (
        known.get("meeting")
        or (meeting_named(source, without_revision(symbol)) if symbol else None)
        or (meeting_id(source, session, groups.get("body")) if session else None)
        # Listings of resolutions show one under each meeting that dealt with it, so that this says least.
        or meeting_named(source, known.get("section", ""))
    )
    published = _published(listing, url, (named_file.date, values.get("published"), values.get("date")))
    listed = ListedFile(
        url=url,
        key=key,
        step=listing.step.id,
        page=listing.page.url,
        page_lang=page_language(listing.page.final_url, source),
        name=name,
        symbol=symbol,
        title=without_item(title, item_pattern),
        titles=_titles(known, title, page_language(listing.page.final_url, source)),
        type=known.get("type"),
        status=known.get("status"),
        meeting=meeting,
        agenda_item=agenda_item_of(known.get("agenda_item"), title, item_pattern, symbol, groups, source),
        section=known.get("section"),
        published=published,
        lang=language.lang,
        languages=language.evidence,
        conflict=language.conflict,
        declared_type=_media_type(named_file.declared_type),
        size=size_of(named_file.size),
        revision=revision_of(symbol, name, source),
        superseded=values.get("superseded", "").casefold() in _TRUE,
        twin=stem_of(key, name),
        fields={key: text for key, text in known.items() if key not in _NAMED and not _ADDRESS.search(key)},
    )
    return listed, collected(language, source)


def _titles(known: Mapping[str, str], title: str | None, lang: str | None) -> dict[str, str]:
    """Those that name their language, else the one title under the language of its page."""
    named = {key.removeprefix("title."): text for key, text in known.items() if key.startswith("title.") and text}
    return named or ({lang or "und": title} if title else {})


def _published(listing: Listing, url: str, texts: tuple[str | None, ...]) -> str | None:
    """The first date that can be read; texts that hold none are told."""
    step, source = listing.step, listing.source
    formats = source.date_formats if step.date_formats is None else step.date_formats
    stated = [text for text in texts if text]
    for text in stated:
        if day := iso_date(text, formats, source.words):
            return day
    if stated:
        listing.issue("date-unread", stated[0][:200], url)
    return None


def _media_type(text: str | None) -> str | None:
    """`application/pdf` of `application/pdf; length=67879`; words that are no media type are none."""
    plain = (text or "").partition(";")[0].strip().casefold()
    return plain if "/" in plain else None


def size_of(text: str | None) -> int | None:
    """Bytes of `81.23 KB` (thousands, as sites count) or of a bare number."""
    found = _SIZE.search(text or "")
    if found is None:
        return None
    return int(float(found[1].replace(",", ".")) * _FACTOR[(found[2] or "B").upper()])


def _twins(listed: Sequence[ListedFile]) -> list[ListedFile]:
    """Files of one row and one language in several formats, one each, are one document."""
    by_lang: dict[str | None, list[ListedFile]] = {}
    for one in listed:
        by_lang.setdefault(one.lang, []).append(one)
    twin_of: dict[str, str] = {}
    for files in by_lang.values():
        distinct = {one.key: one for one in files}
        endings = [extension(one.name) for one in distinct.values()]
        if len(endings) > 1 and len(set(endings)) == len(endings) and None not in endings:
            stem = min(one.twin or one.key for one in distinct.values())
            twin_of.update((key, stem) for key in distinct)
    return [structs.replace(one, twin=twin_of[one.key]) if one.key in twin_of else one for one in listed]


def is_document(url: str, source: SourceDefinition, pattern: str | None) -> bool:
    """Whether an address is that of a file, by its ending or the pattern of the step."""
    if pattern and re.search(pattern, url):
        return True
    return extension(file_name(url, source)) in DOCUMENT_ENDINGS - {"htm", "html", "shtml"}


def label_parts(label: str | None, pattern: str | None) -> dict[str, str]:
    """Groups of the pattern for labels: `French PDF 0.16 MB` gives lang, fmt, size."""
    found = re.search(pattern, label) if label and pattern else None
    return {key: text for key, text in found.groupdict().items() if text} if found else {}
