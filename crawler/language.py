"""In which language a listed file is: all evidence, in the order of the source, conflicts kept. Nothing is assumed."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping

from msgspec import Struct

from crawler.addresses import extension
from crawler.records import LanguageEvidence
from crawler.sources.model import SourceDefinition, folded
from crawler.sources.rules import Origin, Trust

_NAME_CHARS = 512
_LABEL_CHARS = 60
_DUPLICATE = re.compile(r"_\d$")


class Marks(Struct, frozen=True, kw_only=True):
    """What a listing says of a file's language, as it says it; None: nothing."""

    label: str | None = None
    """A word of the label: `French`."""
    term: str | None = None
    """A term beside the file, or the language of a JSON record."""
    term_trust: Trust = "high"
    page: str | None = None
    """Language of the page that lists the file, by its address; counts where language_order has url_prefix."""


class Language(Struct, frozen=True, kw_only=True):
    lang: str | None
    evidence: tuple[LanguageEvidence, ...]
    conflict: bool


def language_of(
    marks: Marks, url: str, name: str | None, groups: Mapping[str, str], source: SourceDefinition
) -> Language:
    """`groups` are those of the source's filename_regex in `name`."""
    said: dict[Origin, tuple[tuple[str, ...], Trust]] = {}
    for origin, word, trust in (("row_label", marks.label, "high"), ("file_term", marks.term, marks.term_trust)):
        lang = named(word, source) if word else None
        if lang:
            said[origin] = ((lang,), trust)  # type: ignore[index, assignment]
    if langs := in_name(name, groups, source):
        said["filename"] = (langs, "high")
    if lang := _in_folder(url, source):
        said["url_prefix"] = ((lang,), "high")
    elif marks.page:
        # A page in French may list files in English, so it only counts where nothing better is known.
        said["url_prefix"] = ((marks.page,), "low")
    return weighed(said, source.language_order)


def weighed(said: Mapping[Origin, tuple[tuple[str, ...], Trust]], order: tuple[Origin, ...]) -> Language:
    """Evidence of high trust first, in the order of the source. One origin that names several languages decides for none."""
    evidence = [
        LanguageEvidence(lang=lang, origin=origin, trust=said[origin][1])
        for trust in ("high", "low")
        for origin in order
        if origin in said and said[origin][1] == trust
        for lang in said[origin][0]
    ]
    lang = None
    if evidence:
        langs = said[evidence[0].origin][0]  # type: ignore[index]
        lang = langs[0] if len(langs) == 1 else None
    trusted = [set(said[origin][0]) for origin in order if origin in said and said[origin][1] == "high"]
    conflict = any(not langs & trusted[0] for langs in trusted)
    return Language(lang=lang, evidence=tuple(evidence), conflict=conflict)


def named(word: str, source: SourceDefinition) -> str | None:
    """The language that a word, a code or a short label names: `French`, `fr`, `FR`, `Langue : français`, `English version`."""
    plain = folded(" ".join(word.split()))[:_LABEL_CHARS]
    names = source.names_of_languages
    for text in (plain, plain.rpartition(":")[2].strip()):
        if text in names:
            return names[text]
    # Within a label only whole names count: `en` is a word of French.
    found = {names[part] for part in re.findall(r"[^\W\d_]{4,}", plain) if part in names}
    return found.pop() if len(found) == 1 else None


def in_name(name: str | None, groups: Mapping[str, str], source: SourceDefinition) -> tuple[str, ...]:
    """Languages that a file's name states: by the groups of the source's pattern, else by its last or first part."""
    if word := groups.get("lang_word"):
        lang = named(word, source)
        return (lang,) if lang else ()
    if mark := groups.get("lang"):
        lang = _of_mark(mark, source)
        return (lang,) if lang else ()
    stem = (name or "")[:_NAME_CHARS]
    if ending := extension(stem):
        stem = stem[: -len(ending) - 1]
    stem = _DUPLICATE.sub("", stem)
    last = re.split(r"[_\-. ]", stem)[-1]
    if last == stem or not last:
        return ()
    if last.casefold() in source.multilingual_suffixes:
        return source.multilingual_suffixes[last.casefold()]
    for lang, form in source.languages.items():
        if form.file_suffix and _fits(form.file_suffix, last):
            return (lang,)
    begin = re.split(r"[_\-. ]", stem)[0]
    for lang, form in source.languages.items():
        if form.file_prefix and _fits(form.file_prefix, begin):
            return (lang,)
    return ()


def _of_mark(mark: str, source: SourceDefinition) -> str | None:
    for lang, form in source.languages.items():
        for pattern in (form.file_suffix, form.file_prefix):
            if pattern and _fits(pattern, mark):
                return lang
    return named(mark, source)


def _fits(pattern: str, part: str) -> bool:
    """Single capital letters of UN names (`…E.pdf`) are compared with their case, everything else without."""
    flags = re.NOFLAG if len(pattern) == 1 and pattern.isupper() else re.IGNORECASE
    return re.fullmatch(pattern, part, flags) is not None


def _in_folder(url: str, source: SourceDefinition) -> str | None:
    folders = urllib.parse.urlsplit(url).path.casefold().split("/")[:-1]
    found = {
        lang for lang, form in source.languages.items() if form.folder and form.folder.strip("/").casefold() in folders
    }
    return found.pop() if len(found) == 1 else None


def page_language(url: str, source: SourceDefinition) -> str | None:
    """The language of a page by the beginning of its path; None: the source's addresses do not say it."""
    path = urllib.parse.urlsplit(url).path
    without = None
    for lang, form in source.languages.items():
        for prefix in form.prefixes:
            bare = prefix.strip("/")
            if not bare:
                without = lang
            elif path == f"/{bare}" or path.startswith(f"/{bare}/"):
                return lang
    return without


def collected(language: Language, source: SourceDefinition) -> bool:
    """Whether a file is fetched: what can be trusted says a collected language, or there is nothing that can be trusted."""
    trusted = [one.lang for one in language.evidence if one.trust == "high"]
    return not trusted or any(lang in source.collect for lang in trusted)
