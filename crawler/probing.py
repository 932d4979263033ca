"""Addresses that may exist: the same file in another language, and documents that are asked for by their canonical id.

Nothing here is asserted: candidates are asked for within the budget of politeness, and count only with the content of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from crawler.addresses import canonical_key, file_name, not_allowed
from crawler.language import in_name
from crawler.listed_metadata import name_groups, stem_of
from crawler.meeting_names import meeting_id
from crawler.records import Context, Follow, LanguageEvidence, ListedFile, Probe
from crawler.sources.expand import addresses_of, fill, known_pages
from crawler.sources.model import VARIABLE, SourceDefinition
from crawler.sources.rules import Pad, Target


class Wanted(Struct, frozen=True, kw_only=True):
    """How one document that is asked for is looked for, the surest first."""

    canonical: str
    meeting: str | None = None
    """Meeting of the document, where its id tells it: pages of others need not be read."""
    probes: tuple[Probe, ...] = ()
    follows: tuple[Follow, ...] = ()


def siblings(files: Sequence[ListedFile], source: SourceDefinition) -> tuple[Probe, ...]:
    """Candidates for the languages that a listing does not show of a file, by the source's rule for names; each once."""
    rule = source.language_siblings
    if rule is None:
        return ()
    listed = {one.key for one in files}
    found: dict[str, Probe] = {}
    for one in files:
        own = next((mark.lang for mark in one.languages if mark.origin == "filename"), None)
        if own not in source.languages:
            continue
        for lang in source.collect:
            url = _sibling(one, str(own), lang, source) if lang != own else None
            if url is None or not_allowed(url, source) is not None:
                continue
            key = canonical_key(url, source.canonical_url)
            if key not in listed:
                found.setdefault(key, Probe(url=url, key=key, like=_like(one, url, key, lang, source)))
    return tuple(found.values())


def _sibling(listed: ListedFile, own: str, lang: str, source: SourceDefinition) -> str | None:
    """The address with the mark of `lang` in place of that of `own`, in the name and in the folders."""
    rule, here, there = source.language_siblings, source.languages[own], source.languages[lang]
    folders, _, name = listed.url.rpartition("/")
    if rule is None or not name:
        return None
    if rule.kind == "filename_prefix":
        if not here.file_prefix or not there.file_prefix or not re.match(here.file_prefix, name, re.IGNORECASE):
            return None
        changed = re.sub(
            f"^(?:{here.file_prefix})", lambda _: _alternative(there.file_prefix), name, count=1, flags=re.IGNORECASE
        )
    else:
        if not here.file_suffix or not there.file_suffix:
            return None
        ending = re.compile(rf"(?<=[_.-])(?:{here.file_suffix})(?=(?:_\d)?\.[A-Za-z]+$)", re.IGNORECASE)
        changed, count = ending.subn(lambda _: _alternative(there.file_suffix), name, count=1)
        if not count:
            return None
    path = f"{folders}/"
    if own in rule.folders and lang in rule.folders:
        path = path.replace(rule.folders[own], rule.folders[lang], 1)
    return f"{path}{changed}"


def _alternative(pattern: str | None) -> str:
    """The first of `en|e`."""
    return (pattern or "").split("|")[0]


def _like(listed: ListedFile, url: str, key: str, lang: str, source: SourceDefinition) -> ListedFile:
    name = file_name(url, source)
    return structs.replace(
        listed,
        url=url,
        key=key,
        name=name,
        lang=lang,
        languages=(LanguageEvidence(lang=lang, origin="sibling", trust="low"),),
        conflict=False,
        size=None,
        declared_type=None,
        published=None,
        twin=stem_of(key, name),
    )


def wanted(source: SourceDefinition, canonical_ids: Iterable[str]) -> tuple[Wanted, ...]:
    """For each id: candidate addresses in the collected languages, and listings that would show it. Both may be empty."""
    return tuple(_wanted(source, canonical) for canonical in dict.fromkeys(canonical_ids))


def _wanted(source: SourceDefinition, canonical: str) -> Wanted:
    probes: dict[str, Probe] = {}
    follows: dict[tuple[str, str], Follow] = {}
    meeting = None
    for target in source.targets:
        found = re.fullmatch(target.id_regex, canonical)
        if found is None:
            continue
        groups = {name: text for name, text in found.groupdict().items() if text is not None}
        if session := groups.get("session"):
            meeting = meeting or meeting_id(source, session, groups.get("body"))
        for probe in _candidates(source, target, canonical, groups):
            probes.setdefault(probe.key, probe)
        for follow in _listings(source, target, groups):
            follows.setdefault((follow.step, follow.key), follow)
    return Wanted(canonical=canonical, meeting=meeting, probes=tuple(probes.values()), follows=tuple(follows.values()))


def _candidates(source: SourceDefinition, target: Target, canonical: str, groups: Mapping[str, str]) -> Iterable[Probe]:
    values = {
        name: written(text, target.write[name]) if name in target.write else text for name, text in groups.items()
    }
    for lang in source.collect:
        for template in target.candidates:
            url = fill(template, {**source.variables(lang), **values})
            if url is None or not_allowed(url, source) is not None:
                continue
            key = canonical_key(url, source.canonical_url)
            name = file_name(url, source)
            stated = in_name(name, name_groups(name, source), source)
            origin = "filename" if lang in stated else "url_prefix" if f"/{lang}/" in url else "sibling"
            like = ListedFile(
                url=url,
                key=key,
                step="targets",
                page=canonical,
                name=name,
                lang=lang,
                languages=(LanguageEvidence(lang=lang, origin=origin, trust="low"),),
                twin=stem_of(key, name),
                fields={"asked_for": canonical},
            )
            yield Probe(url=url, key=key, like=like)


def _listings(source: SourceDefinition, target: Target, groups: Mapping[str, str]) -> Iterable[Follow]:
    for listing in target.listings:
        step = source.steps[listing.step]
        # Not quoted here: the template of the step quotes what it takes.
        values = {
            name: VARIABLE.sub(lambda found: groups.get(found[1], ""), text) for name, text in listing.vars.items()
        }
        session = values.get("session") or groups.get("session")
        meeting = meeting_id(source, session) if session else None
        for follow in known_pages(source, step):
            if meeting and follow.context.fields.get("meeting") == meeting:
                yield structs.replace(follow, reason="start")
        context = Context(vars={**values, **({"session": session} if session else {})})
        for follow in addresses_of(source, step, context):
            yield structs.replace(follow, reason="start")


def written(text: str, rule: Pad) -> str:
    """A number of an id as addresses write it: `69.3` by split `.`, pad [3, 2], join `-` is `069-03`."""
    parts = text.split(rule.split)
    if rule.pad:
        parts = [part.zfill(rule.pad[min(place, len(rule.pad) - 1)]) for place, part in enumerate(parts)]
    joined = (rule.split if rule.join is None else rule.join).join(parts)
    return joined.lower() if rule.lower else joined


def answers(listed: ListedFile, canonical: str, symbol_id: str | None) -> bool:
    """Whether a listed file is the document that was asked for: by its symbol's id, or because it was asked for by this id."""
    return symbol_id == canonical or listed.fields.get("asked_for") == canonical
