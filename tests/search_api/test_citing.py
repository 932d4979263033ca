from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from core.configuration import Configuration
from core.records.search import IncomingGroup, IncomingLink
from search_api.citing import citing_groups
from search_api.document_page import citing_from, document_page
from search_api.wording import load_wordings

WORDINGS = load_wordings(Configuration())


def links(made: ModuleType) -> tuple[IncomingLink, IncomingLink, IncomingLink]:
    english = made.view().incoming[0].links[0]
    return (
        english,
        replace(english, lang="fr", context="selon la Résolution 3.4", start=9, end=23),
        replace(english, path="9"),
    )


def test_translations_of_a_citation_are_one(made: ModuleType) -> None:
    english, french, other = links(made)
    groups = (IncomingGroup(relation="cites", treaty="CSKW", links=(english, french, other)),)
    for lang, others in (("en", "fr"), ("fr", "en")):
        (group,) = citing_groups(groups, WORDINGS["en"], lang=lang, ui=None)
        first, second = group.links
        assert (first.lang, [one[0] for one in first.others]) == (lang, [others])
        assert first.others[0][2] == f"/documents/CSKW/Decision/4.11?lang={others}#4.11/a"
        assert second.others == ()
    assert (
        str(citing_groups(groups, WORDINGS["en"], lang="fr", ui=None)[0].links[0].html)
        == "selon la <mark>Résolution 3.4</mark>"
    )


def test_two_citations_in_one_paragraph_stay_two(made: ModuleType) -> None:
    english, french, _ = links(made)
    again = replace(english, context="Another sentence.", start=0, end=7)
    groups = (IncomingGroup(relation="cites", treaty="CSKW", links=(english, again, french)),)
    (group,) = citing_groups(groups, WORDINGS["en"], lang="en", ui=None)
    assert [len(one.others) for one in group.links] == [1, 0]
    assert "Another" in group.links[1].html


def test_what_changes_the_force_comes_first(made: ModuleType) -> None:
    english, _, _ = links(made)
    groups = [
        IncomingGroup(relation=relation, treaty="CSKW", links=(english,))
        for relation in (None, "recalls", "amends", "repeals")
    ]
    shown = [one.relation for one in citing_groups(groups, WORDINGS["fr"], lang="en", ui=None)]
    assert shown == ["Abrogé", "Amendé", "Rappelé", "Mentionné"]


def test_of_many_the_first_are_shown_and_all_are_counted(made: ModuleType) -> None:
    english, _, _ = links(made)
    many = tuple(replace(english, path=str(number)) for number in range(30))
    groups = (IncomingGroup(relation="cites", treaty="CSKW", links=many),)
    (group,) = citing_groups(groups, WORDINGS["en"], lang="en", ui=None, most=20)
    assert (len(group.links), group.total) == (20, 30)
    (group,) = citing_groups(groups, WORDINGS["en"], lang="en", ui=None)
    assert (len(group.links), group.total) == (30, 30)


@pytest.mark.parametrize(
    ("given", "shown", "more", "reason"),
    [
        ({"incoming_total": 2}, None, None, "all are read"),
        ({"incoming_total": 1200, "incoming_next": 500}, "1 to 500 of 1200", "cited_by=500", "the first page"),
        ({"incoming_total": 1200, "incoming_from": 500, "incoming_next": 1000}, "501 to 1000 of 1200", "cited_by=1000", "the next"),
        ({"incoming_total": 1200, "incoming_from": 1000}, "1001 to 1200 of 1200", None, "the last"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_at_once_is_paged(
    given: dict[str, int], shown: str | None, more: str | None, reason: str, made: ModuleType
) -> None:
    page = document_page(made.view(**given), WORDINGS["en"], ui=None, asked_lang=None, cited=None)
    assert page.incoming_total == given["incoming_total"], reason
    assert (page.citing_shown is None) == (shown is None), reason
    assert shown is None or shown in (page.citing_shown or ""), reason
    assert (page.more_citing is None) == (more is None), reason
    assert more is None or (page.more_citing or "").endswith(f"{more}#ui-cited-by"), reason


@pytest.mark.parametrize(
    ("value", "start"),
    [(None, None), ("", None), ("all", 0), ("500", 500), ("-1", None), ("x", None), ("٣", None), ("9" * 40, None)],
)
def test_where_a_page_of_citing_texts_begins(value: str | None, start: int | None) -> None:
    assert citing_from(value) == start
