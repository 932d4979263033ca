"""The page of one meeting on a Drupal site: sections that unfold, each with a table of documents and their files."""

from __future__ import annotations

from msgspec import structs

from crawler.meeting_names import meeting_id, meeting_named
from crawler.records import Context, Found, Page
from crawler.sources.expand import with_meeting
from crawler.sources.model import SourceDefinition
from crawler.sources.step_models import DrupalMeeting
from crawler.steps.html import tree_of
from crawler.steps.markup import read_markup
from crawler.steps.rows import page_values


def drupal_meeting(page: Page, step: DrupalMeeting, source: SourceDefinition, context: Context) -> Found:
    """The meeting is the one that led here, else the one that the page's title names, else that of most symbols on it."""
    meeting = context.fields.get("meeting")
    root = tree_of(page)
    if meeting is None and root is not None:
        title = page_values(root, {key: rule for key, rule in step.page_fields.items() if key == "meeting_title"})
        meeting = meeting_named(source, title.get("meeting_title", "")) or meeting_named(source, page.final_url)
    known = {"meeting": meeting} if meeting else {}
    context = structs.replace(context, vars=with_meeting(context.vars, meeting), fields={**context.fields, **known})
    found = read_markup(page, step, source, context, {})
    if meeting is None and (own := _of_most(found, source)):
        files = tuple(structs.replace(one, meeting=one.meeting or own) for one in found.files)
        found = structs.replace(found, files=files)
    return found


def _of_most(found: Found, source: SourceDefinition) -> str | None:
    """The meeting that more than half of the files name themselves."""
    named = [one.meeting for one in found.files if one.meeting]
    best = max(set(named), key=named.count, default=None)
    return best if best and named.count(best) * 2 > len(found.files) and best != meeting_id(source, "0") else None
