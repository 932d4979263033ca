"""The corpus that benchmarks and size tests are made of."""

from __future__ import annotations

import itertools

from benchmarks.generated_corpus import generated


def test_the_same_seed_gives_the_same_corpus_and_another_seed_another() -> None:
    assert list(generated(500, seed=4)) == list(generated(500, seed=4))
    assert list(generated(500, seed=4)) != list(generated(500, seed=5))


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one() -> None:
    def paragraphs(count: int) -> list[str]:
        return [row.id for version in generated(count) for row in version.paragraphs]

    assert paragraphs(700) == paragraphs(2000)[:700]


def test_it_holds_as_many_paragraphs_as_asked_for_and_no_id_twice() -> None:
    versions = list(generated(3000))
    assert sum(len(version.paragraphs) for version in versions) == 3000
    for ids in (
        [version.document.id for version in versions],
        [row.id for version in versions for row in version.paragraphs],
        [row.id for version in versions for row in version.citations],
    ):
        assert len(set(ids)) == len(ids)


def test_citations_stand_where_they_say() -> None:
    versions = list(generated(3000))
    links = [(row.text, link) for version in versions for row in version.paragraphs for link in row.links]
    assert len(links) > 500
    assert all(text[link.start : link.end] == link.exact for text, link in links)
    rows = [row for version in versions for row in version.citations]
    assert len(rows) == len(links)
    assert all(row.context[row.start : row.end] == row.link.exact for row in rows)


def test_both_languages_revisions_and_several_treaties_come() -> None:
    documents = [version.document for version in generated(20_000)]
    assert {len(one.languages) for one in documents} == {1, 2}
    assert len({one.treaty for one in documents}) > 4
    assert len({one.year for one in documents}) > 10
    assert any(one.version for one in documents)


def test_a_corpus_of_any_size_begins_at_once() -> None:
    first = next(iter(generated(10**12)))
    assert first == next(iter(generated(1000)))
    assert len(list(itertools.islice(generated(10**12), 5))) == 5
