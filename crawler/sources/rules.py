"""What holds for a whole source: manners, limits, signs of protection, languages, expectations. Part of the model of a YAML."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Lang = Annotated[str, Field(pattern=r"^[a-z]{2}$", description="ISO 639-1")]
Evidence = Literal["verified", "likely", "unknown"]
Trust = Literal["high", "low"]
Origin = Literal["row_label", "file_term", "filename", "url_prefix", "sibling"]


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"the regular expression does not compile: {error}") from None
    return pattern


def _lang_regex(pattern: str) -> str:
    if "lang" not in re.compile(_regex(pattern)).groupindex and re.compile(pattern).groups != 1:
        raise ValueError("the regular expression has to hold the language in a group (?P<lang>…), or in its only group")
    return pattern


Regex = Annotated[str, AfterValidator(_regex)]
LangRegex = Annotated[str, AfterValidator(_lang_regex)]


class Part(BaseModel):
    """Base of all parts of a source: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Retry(Part):
    times: int = Field(4, ge=0, le=10, description="times a request is asked again after the first")
    http_codes: tuple[int, ...] = Field(
        (408, 429, 500, 502, 503, 504, 522, 524), description="statuses that are worth asking again"
    )


class RetryAfter(Part):
    max_wait_s: float = Field(
        3600,
        gt=0,
        description="longest wait that a server's Retry-After can ask for; beyond it the host is left for this run",
    )


class Autothrottle(Part):
    target_concurrency: float = Field(
        1.0, gt=0, le=1, description="requests in flight that the delay aims at; never above one"
    )
    max_delay_s: float = Field(120, gt=0, description="longest delay that a slow server can bring about")


class Politeness(Part):
    """robots.txt, Crawl-delay and one request at a time per host are promises and cannot be turned off here."""

    min_delay_s: float = Field(
        5, ge=0, description="shortest pause between two requests to one host, also where robots allow less"
    )
    autothrottle: Autothrottle = Field(Autothrottle(), description="how the delay follows the server")
    retry: Retry = Field(Retry(), description="what is asked again")
    retry_after: RetryAfter = Field(RetryAfter(), description="how long a busy server is waited for")
    max_requests_per_run: int = Field(
        5000, gt=0, description="after as many requests a run stops and the next one goes on"
    )


class Blocked(Part):
    """Signs of a protection page. It is never worked around: the host is left, and files come by the inbox."""

    status: tuple[int, ...] = Field((403,), description="statuses at which a header signature counts")
    header_signatures: tuple[str, ...] = Field(
        (), description="response headers (`name` or `name: value`) of a protection page"
    )
    body_signatures: tuple[str, ...] = Field(
        (), description="texts in the body of a protection page, whatever its status"
    )
    max_text_chars: int = Field(
        2000,
        gt=0,
        description="a page with a body signature and more visible text is a page all the same: passive scripts hold them too",
    )
    consecutive_limit: int = Field(3, gt=0, description="as many refusals (statuses above) in a row also mean blocked")


class Soft404(Part):
    """Signs of a page that says `not found` with status 200."""

    css_any: tuple[str, ...] = Field((), description="elements that only stand on such a page")
    title_regex: Regex | None = Field(None, description="found in the title or the first h1 of such a page")
    final_url_contains: tuple[str, ...] = Field(
        (), description="parts of the address that a missing page is redirected to"
    )


class FileRules(Part):
    max_bytes: int = Field(262_144_000, gt=0, description="larger files are not fetched, and named in the report")
    warn_bytes: int = Field(52_428_800, gt=0, description="larger files are named in the report")
    min_bytes: int = Field(512, ge=0, description="smaller answers are no documents")
    page_max_bytes: int = Field(20_971_520, gt=0, description="larger listings are not read")
    max_seconds: float = Field(900, gt=0, description="seconds for one file, start to end")
    stall_seconds: float = Field(60, gt=0, description="seconds without a byte after which a transfer is given up")
    formats: tuple[str, ...] = Field(
        ("docx", "doc", "pdf", "html", "rtf"),
        min_length=1,
        description="formats that are fetched, the best for text first; every one is kept",
    )


class CanonicalUrl(Part):
    """How two addresses are compared. What is asked for is always the address as published."""

    force_https: bool = Field(True, description="http and https are one address")
    strip_www: bool = Field(False, description="`www.` in front of the host makes no difference")
    drop_params: tuple[str, ...] = Field((), description="query parameters that make no difference")
    keep_params: tuple[str, ...] = Field(
        (), description="query parameters that always count, also when dropped elsewhere"
    )
    lower_extension: bool = Field(True, description="`.PDF` and `.pdf` are one address")
    unescape_path: bool = Field(True, description="`%28b%29` and `(b)` are one address")


class LanguageForm(Part):
    """How the site marks one language in addresses and file names."""

    prefixes: tuple[str, ...] = Field(
        (), description='beginnings of paths of pages (`/fr`); `""` for none. The first fills `{prefix}`'
    )
    file_suffix: Regex | None = Field(
        None, description="last part of file names, `f` in `doc.1_title_f.pdf`; a regular expression, any case"
    )
    file_prefix: Regex | None = Field(None, description="first part of file names, `F` in `F-CoP19-001.pdf`")
    file_word: str | None = Field(None, description="language as a word in file names, `French` in `X.French.doc`")
    folder: str | None = Field(None, description="folder of the path of files in this language, `fra`")
    path_segment: str | None = Field(
        None, description="part of the path of pages, fills `{path_segment}`: `language/fr-CH`"
    )


class LanguageLinks(Part):
    css: str = Field(description="links of the language switcher")
    lang_attr: tuple[str, ...] = Field(
        ("hreflang", "lang"), min_length=1, description="attributes of the link that hold its language, tried in order"
    )


class LanguageSiblings(Part):
    """Candidates for the same file in another language, made from its name; asked for, never assumed."""

    kind: Literal["filename_prefix", "filename_suffix"] = Field(
        description="what of the name changes with the language"
    )
    folders: dict[Lang, str] = Field(
        {}, description="folder of the path that changes with the language: {en: /eng/, fr: /fra/}"
    )


class SymbolNormalise(Part):
    upper: bool = Field(False, description="symbols are compared in capitals")
    keep: str | None = Field(
        None, description="characters of symbols, as inside [] of a regular expression; others fall out"
    )
    strip_trailing_slash: bool = Field(False, description="a slash at the end makes no difference")


class Expect(Part):
    """What a whole crawl has to find; less fails the source, and the report says since when."""

    minimum: int | None = Field(None, ge=0, description="files, at least")
    maximum: int | None = Field(None, ge=0, description="files, at most: more means that something else is collected")
    per_language: dict[Lang, int] = Field({}, description="files of a language, at least")
    canaries: tuple[str, ...] = Field((), description="symbols that are known to be there")


class Pad(Part):
    """How a number of an id is written in an address: `69.3` becomes `069-03` by split `.`, pad [3, 2], join `-`."""

    split: str = Field(".", min_length=1, description="what parts the number in the id")
    pad: tuple[int, ...] = Field((), description="digits of each part, the last for all that follow")
    join: str | None = Field(None, description="what parts it in the address; none: as in the id")
    lower: bool = Field(False, description="in small letters")


class TargetStep(Part):
    step: str = Field(description="step whose listing would show the document")
    vars: dict[str, str] = Field({}, description="variables of the step, with {groups} of the id")


class Target(Part):
    """How a document asked for by its canonical id is looked for: candidate addresses, or the listing that would show it."""

    id_regex: Regex = Field(description="canonical ids that this row is for; its groups are variables below")
    evidence: Evidence = Field("likely", description="how sure the addresses are")
    note: str | None = Field(None, description="what is known, for people")
    write: dict[str, Pad] = Field({}, description="how a group is written in addresses")
    candidates: tuple[str, ...] = Field(
        (), description="addresses with {groups}, {file_suffix}, {file_prefix}, {lang}, {folder}"
    )
    listings: tuple[TargetStep, ...] = Field((), description="listings to read, in this order")
