"""Addresses that a source begins with: templates with their variables filled, and what a crawl of one meeting leaves out."""

from __future__ import annotations

import itertools
import re
import urllib.parse
from collections.abc import Iterator, Mapping

from msgspec import structs

from crawler.addresses import canonical_key, with_params
from crawler.meeting_names import meeting_id, meeting_named
from crawler.records import Context, Follow, Found
from crawler.sources.model import LANGUAGE_VARIABLES, VARIABLE, SourceDefinition
from crawler.sources.step_models import Inbox, IndexMaxrows, StartRows, Step, TopSkip

_PATHS = frozenset({"prefix", "path_segment", "folder"})
_MEETING = re.compile(r"/[A-Za-z-]+?(\d+)$")


def fill(template: str, variables: Mapping[str, str]) -> str | None:
    """The address of a template; None: a variable has no value. An empty prefix takes its slash with it."""
    missing = [name for name in VARIABLE.findall(template) if name not in variables]
    if missing:
        return None
    for name in _PATHS & set(VARIABLE.findall(template)):
        if not variables[name].strip("/"):
            template = template.replace(f"/{{{name}}}", "")

    def written(found: re.Match[str]) -> str:
        name = found.group(1)
        value = variables[name].strip("/") if name in _PATHS else variables[name]
        return urllib.parse.quote(value, safe="/" if name in _PATHS else "")

    return VARIABLE.sub(written, template)


def first_address(url: str, step: Step) -> str:
    """The address of a listing's first page, with the parameters that its pagination begins with."""
    rule = step.pagination
    if isinstance(rule, StartRows):
        return with_params(url, {rule.start: "0", rule.rows: str(rule.size)})
    if isinstance(rule, TopSkip):
        return with_params(url, {"$top": str(rule.size), "$skip": "0"})
    if isinstance(rule, IndexMaxrows):
        return with_params(url, {rule.index: "1", rule.maxrows: str(rule.size)})
    return url


def start_requests(source: SourceDefinition, meeting: str | None = None) -> tuple[Follow, ...]:
    """First pages of all steps that run, each once. `meeting` (an id, `CMS/COP14`) leaves out what belongs to another one.

    Steps that only another step leads to have none; nor have inboxes, which are no pages.
    """
    found: dict[tuple[str, str], Follow] = {}
    for step in source.discovery:
        if not step.enabled or isinstance(step, Inbox) or (meeting and not step.per_meeting):
            continue
        for follow in (*addresses_of(source, step, Context()), *known_pages(source, step)):
            if meeting is None or _may_show(follow, meeting):
                found.setdefault((follow.step, follow.key), structs.replace(follow, reason="start"))
    return tuple(found.values())


def _may_show(follow: Follow, meeting: str) -> bool:
    stated = follow.context.fields.get("meeting")
    return stated is None or stated == meeting


def addresses_of(source: SourceDefinition, step: Step, context: Context) -> Iterator[Follow]:
    """Pages of the templates of a step, for all values of its variables. Templates that `context` does not fill give none."""
    for template in source.templates(step):
        used = set(VARIABLE.findall(template))
        own = [name for name in step.vars if name in used and name not in context.vars]
        langs: tuple[str | None, ...] = (
            (step.for_languages or source.collect) if used & LANGUAGE_VARIABLES - step.vars.keys() else (None,)
        )
        for lang, *values in itertools.product(langs, *(step.vars[name] for name in own)):
            variables = {
                **context.vars,
                **(source.variables(lang) if lang else {}),
                **dict(zip(own, (str(value) for value in values), strict=True)),
            }
            url = fill(template, variables)
            if url is not None:
                follow = _follow(source, step, first_address(url, step), variables, context.fields)
                yield _with_session(follow, source) if "session" in used else follow


def _follow(
    source: SourceDefinition, step: Step, url: str, variables: dict[str, str], fields: Mapping[str, str]
) -> Follow:
    context = Context(vars=variables, fields=dict(fields))
    return Follow(url=url, key=canonical_key(url, source.canonical_url), step=step.id, context=context)


def _with_session(follow: Follow, source: SourceDefinition) -> Follow:
    """A page whose address names the meeting by its number is that meeting's."""
    meeting = meeting_id(source, follow.context.vars["session"])
    if meeting is None or "meeting" in follow.context.fields:
        return follow
    return structs.replace(
        follow, context=structs.replace(follow.context, fields={**follow.context.fields, "meeting": meeting})
    )


def known_pages(source: SourceDefinition, step: Step) -> Iterator[Follow]:
    """Pages of meetings whose address the YAML knows."""
    for name, addresses in step.meetings.items():
        number = re.sub(r"\D", "", name)
        meeting = meeting_id(source, number, re.sub(r"[\d\s]", "", name))
        fields = {"meeting": meeting} if meeting else {}
        for url in addresses:
            yield _follow(source, step, url, with_meeting({}, meeting), fields)


def with_meeting(variables: Mapping[str, str], meeting: str | None) -> dict[str, str]:
    """Variables with the number of the meeting as `session`, for addresses that need it."""
    found = _MEETING.search(meeting or "")
    if found is None or "session" in variables:
        return dict(variables)
    return {**variables, "session": found[1]}


def restricted(found: Found, source: SourceDefinition, meeting: str) -> Found:
    """Without files and pages that are known to belong to another meeting. Unknown ones stay: the next page may tell."""
    return structs.replace(
        found,
        files=tuple(one for one in found.files if one.meeting in {None, meeting}),
        follows=tuple(one for one in found.follows if _meeting_of(one, source) in {None, meeting}),
        probes=tuple(one for one in found.probes if one.like.meeting in {None, meeting}),
    )


def _meeting_of(follow: Follow, source: SourceDefinition) -> str | None:
    if follow.reason == "next":
        return None
    return follow.context.fields.get("meeting") or meeting_named(source, urllib.parse.unquote(follow.url))
