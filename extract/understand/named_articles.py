"""Articles whose treaty only the rest of their text tells.

A decision of a convention that is about its protocol names it once: `Matters relating to Article 3, paragraph 14, of the Kyoto
Protocol`; after that, and in its annexes, it says `Article 3, paragraph 14`.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from core.symbols.article_context import NamedArticles
from core.symbols.finder import Reference
from core.treaties import Treaties


def named_articles(
    found: Iterable[tuple[tuple[str, str | None], Reference]], treaties: Treaties
) -> dict[tuple[str, str | None], NamedArticles]:
    """What the references of each text, in any order, say of articles. A text is an id and its treaty."""
    named: dict[tuple[str, str | None], NamedArticles] = {}
    for text, one in found:
        if one.kind == "article" and one.named and one.canonical is not None:
            if text not in named:
                named[text] = NamedArticles(text[1], treaties)
            named[text].add(one.canonical)
    return named


def as_named(one: Reference, articles: NamedArticles) -> Reference:
    """`one` with the treaty that its text names for that article elsewhere, where it names none beside it."""
    if one.kind != "article" or one.named or one.canonical is None:
        return one
    canonical = articles.meant_by(one.canonical)
    return one if canonical == one.canonical else replace(one, canonical=canonical, treaty=canonical.partition("/")[0])


__all__ = ["as_named", "named_articles"]
