"""What a source has to fulfil beyond the form of its keys: its parts have to fit together."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator, Sequence

from msgspec import Struct

from crawler.sources.model import LANGUAGE_VARIABLES, VARIABLE, SourceDefinition
from crawler.sources.step_models import (
    DocumentPage,
    HtmlLinks,
    HtmlTable,
    Inbox,
    JsonApi,
    Markup,
    OData,
    Sitemap,
    Step,
)
from crawler.sources.yaml_places import Place

FILENAME_GROUPS = frozenset(
    {"body", "session", "kind", "num", "rev", "slug", "lang", "lang_word", "annex", "dup", "ext", "stem"}
)
_MEETING = re.compile(r"^[A-Za-z][A-Za-z-]*?(\d+)$")


class Problem(Struct, frozen=True):
    place: Place
    cause: str


def problems_of(source: SourceDefinition) -> list[Problem]:
    """Everything that does not fit, with its place in the YAML."""
    return [
        *_languages(source),
        *_names(source),
        *_expectations(source),
        *_targets(source),
        *(problem for place, step in _placed(source) for problem in _step(source, place, step)),
    ]


def _placed(source: SourceDefinition) -> Iterator[tuple[Place, Step]]:
    for number, step in enumerate(source.discovery):
        yield ("discovery", number), step
    for key, page in source.pages.items():
        yield ("pages", key), page


def _languages(source: SourceDefinition) -> Iterator[Problem]:
    for number, lang in enumerate(source.collect):
        if lang not in source.languages:
            yield Problem(("collect", number), f"{lang} is not one of languages ({', '.join(source.languages)})")
    siblings = source.language_siblings
    if siblings is not None:
        needed = "file_prefix" if siblings.kind == "filename_prefix" else "file_suffix"
        for lang in source.collect:
            if lang in source.languages and not getattr(source.languages[lang], needed):
                yield Problem(
                    ("languages", lang), f"language_siblings needs {needed} of each language that is collected"
                )
    for suffix, langs in source.multilingual_suffixes.items():
        if len(langs) < 2:
            yield Problem(("multilingual_suffixes", suffix), "it has to name two languages or more")


def _names(source: SourceDefinition) -> Iterator[Problem]:
    if source.filename_regex:
        groups = set(re.compile(source.filename_regex).groupindex)
        for name in sorted(groups - FILENAME_GROUPS):
            yield Problem(
                ("filename_regex",), f"nothing reads its group {name}; known are {', '.join(sorted(FILENAME_GROUPS))}"
            )
    if source.metadata_from_symbol and "num" not in (source.filename_regex or "") and not source.symbol_regex:
        yield Problem(("metadata_from_symbol",), "it needs a symbol_regex, or a filename_regex with a group num")
    if source.revision_regex:
        missing = {"kind", "n"} - set(re.compile(source.revision_regex).groupindex)
        if missing:
            yield Problem(("revision_regex",), f"it has to have the group {sorted(missing)[0]}")
    if source.symbol_normalise.keep is not None:
        try:
            re.compile(f"[{source.symbol_normalise.keep}]")
        except re.error as error:
            yield Problem(("symbol_normalise", "keep"), f"it is no set of characters: {error}")
    ids: set[str] = set()
    for number, step in enumerate(source.discovery):
        if step.id in ids or step.id in source.pages:
            yield Problem(("discovery", number, "id"), f"another step or page is called {step.id} too")
        ids.add(step.id)
    for key, page in source.pages.items():
        if page.id != key:
            yield Problem(("pages", key, "id"), "a page is called by its key; leave id out")
    if "{contact}" not in source.user_agent:
        yield Problem(("user_agent",), "it has to name {contact}: a site has to be able to reach whoever crawls it")
    try:
        source.user_agent.format(version="", contact="")
    except (KeyError, IndexError, ValueError) as error:
        yield Problem(("user_agent",), f"only {{version}} and {{contact}} may stand in braces ({error})")
    for number, name in enumerate(source.deny):
        if not name.strip("*/ "):
            yield Problem(("deny", number), "this would forbid every address")
    for number, host in enumerate(source.hosts):
        if host != host.lower() or "/" in host or not host:
            yield Problem(("hosts", number), "a host is its bare name in small letters, without scheme and path")


def _expectations(source: SourceDefinition) -> Iterator[Problem]:
    expect = source.expect
    if expect.minimum is not None and expect.maximum is not None and expect.minimum > expect.maximum:
        yield Problem(("expect", "minimum"), "it is above maximum")
    for lang in expect.per_language:
        if lang not in source.collect:
            yield Problem(("expect", "per_language", lang), f"{lang} is not collected")


def _targets(source: SourceDefinition) -> Iterator[Problem]:
    for number, target in enumerate(source.targets):
        groups = set(re.compile(target.id_regex).groupindex)
        for name in sorted(target.write.keys() - groups):
            yield Problem(("targets", number, "write", name), f"id_regex has no group {name}")
        for place, template in enumerate(target.candidates):
            where: Place = ("targets", number, "candidates", place)
            for name in VARIABLE.findall(template):
                if name not in groups | LANGUAGE_VARIABLES:
                    yield Problem(where, f"{{{name}}} is neither a group of id_regex nor a variable of languages")
            yield from _address(source, where, template)
        for place, listing in enumerate(target.listings):
            where = ("targets", number, "listings", place)
            if listing.step not in source.steps:
                yield Problem((*where, "step"), f"there is no step or page {listing.step}")
            for name, value in listing.vars.items():
                for used in VARIABLE.findall(value):
                    if used not in groups:
                        yield Problem((*where, "vars", name), f"id_regex has no group {used}")
        if not target.candidates and not target.listings:
            yield Problem(("targets", number), "it has neither candidates nor listings")


def _step(source: SourceDefinition, place: Place, step: Step) -> Iterator[Problem]:
    if place[0] == "pages" and not isinstance(step, DocumentPage):
        yield Problem((*place, "kind"), "pages are of the kind document_page")
    leads = _values_that_lead_to(source, step)
    declared = set(step.vars) | LANGUAGE_VARIABLES | leads
    for key, templates in _addresses(step):
        for number, template in enumerate(templates):
            where = (*place, key, number) if key != "url" else (*place, key)
            for name in sorted(set(VARIABLE.findall(template)) - declared):
                yield Problem(
                    where, f"{{{name}}} is not declared: add it to vars, or let a step follow with a field {name}"
                )
            yield from _language_values(source, where, step, template)
            yield from _address(source, where, template)
    for meeting, addresses in step.meetings.items():
        if not _MEETING.match(meeting):
            yield Problem((*place, "meetings", meeting), "a meeting is its body and its number: COP14")
        for number, address in enumerate(addresses):
            yield from _address(source, (*place, "meetings", meeting, number), address)
    for number, lang in enumerate(step.for_languages or ()):
        if lang not in source.languages:
            yield Problem((*place, "for_languages", number), f"{lang} is not one of languages")
    if step.follow_languages and source.language_links is None:
        yield Problem((*place, "follow_languages"), "it needs language_links of the source")
    yield from _follow(source, place, step)
    yield from _purpose(place, step, leads)


def _addresses(step: Step) -> Iterator[tuple[str, Sequence[str]]]:
    yield "urls", step.urls
    yield "seeds", step.seeds
    if isinstance(step, JsonApi) and step.url:
        yield "url", (step.url,)


def _address(source: SourceDefinition, where: Place, template: str) -> Iterator[Problem]:
    try:
        parts = urllib.parse.urlsplit(template)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError as error:
        yield Problem(where, f"it is no address: {error}")
        return
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield Problem(where, "an address begins with http:// or https:// and a host")
    elif not VARIABLE.search(parts.netloc) and parts.netloc not in source.hosts:
        yield Problem(where, f"its host {parts.netloc} is not one of hosts ({', '.join(source.hosts)})")


def _language_values(source: SourceDefinition, where: Place, step: Step, template: str) -> Iterator[Problem]:
    for name in sorted(set(VARIABLE.findall(template)) & (LANGUAGE_VARIABLES - {"lang"}) - step.vars.keys()):
        for lang in step.for_languages or source.collect:
            if lang in source.languages and name not in source.variables(lang):
                yield Problem(where, f"{{{name}}} has no value for {lang}: languages.{lang} lacks what it is made of")


def _values_that_lead_to(source: SourceDefinition, step: Step) -> set[str]:
    """Fields of other steps, and groups of targets, that fill variables of this step's addresses."""
    found = {
        field
        for other in source.steps.values()
        for field, targets in other.follow.items()
        if step.id in targets_of(targets)
    }
    for target in source.targets:
        for listing in target.listings:
            if listing.step == step.id:
                found |= listing.vars.keys()
    return found


def targets_of(targets: tuple[str, ...] | str) -> tuple[str, ...]:
    """One target or several, as a tuple."""
    return (targets,) if isinstance(targets, str) else targets


def _follow(source: SourceDefinition, place: Place, step: Step) -> Iterator[Problem]:
    fields = set(_fields_of(step))
    for field, targets in step.follow.items():
        for target in targets_of(targets):
            if target not in source.steps:
                yield Problem((*place, "follow", field), f"there is no step or page {target}")
        if field not in fields:
            yield Problem((*place, "follow", field), f"the step has no field {field}")


def _fields_of(step: Step) -> Iterator[str]:
    if isinstance(step, HtmlLinks):
        yield "doc_url"
    if isinstance(step, Sitemap):
        yield "loc"
    if isinstance(step, JsonApi):
        yield from step.fields
    if isinstance(step, Markup):
        for markup in (step, *getattr(step, "otherwise", ())):
            yield from markup.fields
            yield from markup.columns_by_header
            yield from markup.page_fields


def _purpose(place: Place, step: Step, leads: set[str]) -> Iterator[Problem]:
    if isinstance(step, Inbox):
        return
    if isinstance(step, HtmlTable) and not any(markup.rows for markup in (step, *step.otherwise)):
        yield Problem((*place, "rows"), "a table needs the selector of its rows")
    if not any(templates for _, templates in _addresses(step)) and not step.meetings and not leads:
        yield Problem(place, "it has no address and no step leads to it")
    files = getattr(step, "files", None) or any(markup.files for markup in getattr(step, "otherwise", ()))
    if not files and not step.follow and not isinstance(step, HtmlLinks | Sitemap):
        yield Problem(place, "it finds nothing: it has neither files nor follow")
    kind = step.pagination.kind
    json_only = {"top_skip": OData, "start_rows": JsonApi}
    if kind in json_only and not isinstance(step, json_only[kind]):
        yield Problem(
            (*place, "pagination", "kind"),
            f"{kind} is for steps of the kind {'odata' if kind == 'top_skip' else 'json_api'}",
        )
    if kind == "load_more" and isinstance(step, JsonApi | Sitemap):
        yield Problem((*place, "pagination", "kind"), "load_more is for pages of HTML")
