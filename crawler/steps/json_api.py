"""Services that answer JSON: rows by a path, their files and what they lead to. OData is JSON with its own wrapping and dates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from crawler.records import Context, Found, Page
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import FieldRule, JsonApi, JsonFiles, StartRows
from crawler.steps.html import clean, narrowed
from crawler.steps.listing import Listing, Named
from crawler.steps.markup import finished, found_of
from crawler.steps.pagination import Seen

_IDS = ("_id", "id", "uuid", "identifier")


def json_api(page: Page, step: JsonApi, source: SourceDefinition, context: Context) -> Found:
    listing = Listing(page, step, source, context)
    try:
        answer = json.loads(page.body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        listing.issue("page-unreadable", f"the answer is no JSON: {str(error)[:200]}")
        return found_of(listing, 0)
    rows = _rows(answer, step.rows)
    if rows is None:
        listing.issue("page-unreadable", f"the answer has no list at {step.rows}")
        return found_of(listing, 0)
    for row in rows:
        if isinstance(row, dict) and all(
            re.search(pattern, _text(at(row, path)) or "") for path, pattern in step.where.items()
        ):
            listing.row(_values(row, step), _files(listing, row, step.files) if step.files else [])
    total = (
        at(answer, step.pagination.total) if isinstance(step.pagination, StartRows) and step.pagination.total else None
    )
    seen = Seen(marks=[_mark(row) for row in rows], total=total if isinstance(total, int) else None)
    return finished(listing, None, seen, len(rows))


def at(value: object, path: str) -> object:
    """What lies at a path; None: nothing. In a list, a number is a place and a language picks the entry in that language."""
    if path == "$":
        return value
    for step in path.split("."):
        value = _unwrapped(value)
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else _in_language(value, step)
        else:
            return None
    return value


def _unwrapped(value: object) -> object:
    """OData of the second version wraps lists once more: `{"results": […]}`."""
    return value["results"] if isinstance(value, dict) and list(value) == ["results"] else value


def _in_language(entries: list[object], lang: str) -> object:
    for entry in entries:
        if isinstance(entry, dict) and str(entry.get("language", "")).casefold() == lang:
            return entry.get("value")
    return None


def _rows(answer: object, paths: str | tuple[str, ...]) -> list[object] | None:
    for path in (paths,) if isinstance(paths, str) else paths:
        found = _unwrapped(at(answer, path))
        if isinstance(found, list):
            return found
    return None


def _values(row: Mapping[str, object], step: JsonApi) -> dict[str, str]:
    values = {}
    for name, rule in step.fields.items():
        text = _text(at(row, rule if isinstance(rule, str) else rule.path or "$"))
        text = narrowed(text, rule.regex) if isinstance(rule, FieldRule) else text
        if text:
            values[name] = text
    return values


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, list):
        return ", ".join(text for one in value if not isinstance(one, list | dict) and (text := _text(one))) or None
    return None


def _files(listing: Listing, row: Mapping[str, object], rule: JsonFiles) -> list[Named]:
    entries = _unwrapped(at(row, rule.path))
    named = []
    for entry in entries if isinstance(entries, list) else [] if entries is None else [entries]:
        if rule.json_string and isinstance(entry, str):
            try:
                entry = json.loads(entry)  # noqa: PLW2901 - the string stands for what it holds
            except (ValueError, RecursionError):
                listing.issue("file-unreadable", f"no JSON in {entry[:200]!r}")
                continue
        href = _text(at(entry, rule.url) if isinstance(entry, dict) else entry if isinstance(entry, str) else None)
        if not href:
            listing.issue("file-unreadable", f"an entry of {rule.path} has no address at {rule.url}")
            continue

        def part(path: str | None, entry: object = entry) -> str | None:
            return _text(at(entry, path)) if path and isinstance(entry, dict) else None

        named.append(
            Named(
                href=href,
                name=part(rule.name),
                label_lang=part(rule.language),
                declared_type=part(rule.declared_type),
                size=part(rule.size),
            )
        )
    return named


def _mark(row: object) -> str:
    if isinstance(row, dict):
        for name in _IDS:
            if isinstance(row.get(name), str | int):
                return f"{name}={row[name]}"
    return json.dumps(row, sort_keys=True, default=str)
