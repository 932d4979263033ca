"""A source as people write it: `config/sources/<id>.yml`. docs/SOURCES.md explains every key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from crawler.sources.rules import (
    Blocked,
    CanonicalUrl,
    Evidence,
    Expect,
    FileRules,
    Lang,
    LanguageForm,
    LanguageLinks,
    LanguageSiblings,
    Origin,
    Part,
    Politeness,
    Regex,
    Soft404,
    SymbolNormalise,
    Target,
)
from crawler.sources.step_models import DocumentPage, Step

VARIABLE = re.compile(r"\{([a-z_]+)\}")
LANGUAGE_VARIABLES = frozenset({"lang", "prefix", "path_segment", "folder", "file_suffix", "file_prefix", "file_word"})


def folded(text: str) -> str:
    """Small letters without accents, for comparing words of listings."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


class LanguageWords(Part):
    """Words of a language in listings, from config/languages; none where there is no such file."""

    months: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    ordinal_endings: tuple[str, ...] = ()


class SourceDefinition(Part):
    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$", description="name of the source, and of its file")
    treaty: str = Field(
        pattern=r"^(?:\*|[A-Z][A-Z0-9]*)$",
        description="treaty of its documents, an id of config/treaties.yml; `*`: of many",
    )
    name: dict[Lang, str] = Field({}, description="name for people, by language")
    extends: str | None = Field(None, description="source whose keys hold here too, unless written here")
    enabled: bool = Field(
        True, description="false: not crawled unless named with --even-if-off; kept for what is known"
    )
    access: Literal["open", "cdn_front", "protected", "unknown"] = Field(
        "unknown", description="what is known of protection against programs"
    )
    evidence: Evidence = Field("unknown", description="how sure what is written here is, on the whole")
    notes: tuple[str, ...] = Field((), description="what is known and what is not, for people")
    hosts: tuple[str, ...] = Field(
        min_length=1, description="hosts that may be asked, compared whole; `host:port` for another port"
    )
    languages: dict[Lang, LanguageForm] = Field(
        min_length=1, description="languages of the site, and how it marks them"
    )
    collect: tuple[Lang, ...] = Field(min_length=1, description="languages whose files are fetched")
    governing_body: str = Field(
        "COP", description="body whose meetings `--meeting COP14` means, as ids of meetings write it"
    )
    user_agent: str = Field(description="how requests name themselves, with {version} and {contact}")
    politeness: Politeness = Field(Politeness(), description="how the site is asked")
    blocked: Blocked = Field(Blocked(), description="signs of a protection page")
    soft_404: Soft404 = Field(Soft404(), description="signs of a missing page with status 200")
    files: FileRules = Field(FileRules(), description="limits and formats of files")
    canonical_url: CanonicalUrl = Field(CanonicalUrl(), description="how two addresses are compared")
    deny: tuple[str, ...] = Field((), description="addresses never asked for: part of path and query, `*` for anything")
    discovery: tuple[Step, ...] = Field(min_length=1, description="steps, each a listing of the site")
    pages: dict[str, DocumentPage] = Field({}, description="pages that steps lead to")
    language_links: LanguageLinks | None = Field(None, description="the site's language switcher")
    language_siblings: LanguageSiblings | None = Field(
        None, description="how a file's name in another language is made"
    )
    language_order: tuple[Origin, ...] = Field(
        ("row_label", "file_term", "filename", "url_prefix", "sibling"),
        description="evidence for a file's language, the strongest first",
    )
    language_names: dict[Lang, tuple[str, ...]] = Field({}, description="languages as sites name them")
    multilingual_suffixes: dict[str, tuple[Lang, ...]] = Field(
        {}, description="last parts of names of files in several languages: {efs: [en, fr, es]}"
    )
    symbol_regex: Regex | None = Field(None, description="symbols of documents in titles and labels")
    symbol_equivalents: dict[str, str] = Field({}, description="spellings of one thing in symbols: {PNUE: UNEP}")
    symbol_normalise: SymbolNormalise = Field(SymbolNormalise(), description="how symbols are compared")
    metadata_from_symbol: dict[Literal["agenda_item"], Literal["num"]] = Field(
        {}, description="agenda_item: num - the number of a document is its agenda item"
    )
    filename_regex: Regex | None = Field(
        None,
        description="names of files; its groups body, session, kind, num, rev, lang, lang_word, annex give metadata",
    )
    filename_param: str | None = Field(
        None, description="query parameter that holds the name of the file; none: the end of the path"
    )
    revision_regex: Regex | None = Field(None, description="revision marks, with groups kind, scope and n")
    date_formats: tuple[str, ...] = Field((), description="forms of dates of the site, tried first")
    recheck_days: int = Field(
        30, gt=0, description="days after which a file is asked for without conditions: sites replace files in silence"
    )
    expect: Expect = Field(Expect(), description="what a whole crawl has to find")
    targets: tuple[Target, ...] = Field((), description="how documents are looked for that are asked for by their id")
    words: dict[Lang, LanguageWords] = Field(
        {}, exclude=True, description="filled from config/languages, not written here"
    )

    bodies: tuple[str, ...] = Field((), exclude=True, description="filled from config/treaties.yml, not written here")

    @cached_property
    def ordinals(self) -> Mapping[str, int]:
        """Ordinals in words, folded and with blanks for hyphens, of all languages."""
        return MappingProxyType(
            {
                folded(one).replace("-", " "): number
                for words in self.words.values()
                for number, name in enumerate(words.ordinals, start=1)
                for one in name.split("|")
            }
        )

    @cached_property
    def names_of_languages(self) -> Mapping[str, str]:
        """Languages by their codes, names and words in file names, folded."""
        words = {folded(form.file_word): lang for lang, form in self.languages.items() if form.file_word}
        names = {folded(name): lang for lang, known in self.language_names.items() for name in (lang, *known)}
        return MappingProxyType({**words, **names})

    @cached_property
    def ordinal_endings(self) -> frozenset[str]:
        """What stands behind the digits of an ordinal, folded."""
        return frozenset(folded(ending) for words in self.words.values() for ending in words.ordinal_endings)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Steps and pages by id, in the order of the file."""
        return MappingProxyType({step.id: step for step in (*self.discovery, *self.pages.values())})

    def templates(self, step: Step) -> tuple[str, ...]:
        """Addresses of a step, with their variables."""
        own = getattr(step, "url", None)
        return (*((own,) if own else ()), *step.urls, *step.seeds)

    def variables(self, lang: str) -> dict[str, str]:
        """Values of the language variables in addresses; what the language does not declare is absent."""
        form = self.languages[lang]
        known = {
            "lang": lang,
            "prefix": form.prefixes[0].strip("/") if form.prefixes else None,
            "path_segment": form.path_segment,
            "folder": form.folder,
            "file_word": form.file_word,
            "file_suffix": form.file_suffix.split("|")[0] if form.file_suffix else None,
            "file_prefix": form.file_prefix,
        }
        return {key: value for key, value in known.items() if value is not None}

    @model_validator(mode="before")
    @classmethod
    def _page_ids(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(pages := value.get("pages"), dict):
            value = {
                **value,
                "pages": {key: {"id": key, **page} if isinstance(page, dict) else page for key, page in pages.items()},
            }
        return value
