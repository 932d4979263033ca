"""Who cites a document, as its page shows it: by relation and treaty, each citation once in the reader's language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from core.records.document import Relation
from core.records.search import IncomingGroup, IncomingLink
from search_api.links import Styled, to_html
from search_api.permalinks import document_address
from search_api.places import place
from search_api.wording import Wording

_BY_WEIGHT: tuple[Relation, ...] = (
    "repeals", "replaces", "amends", "extends", "establishes", "adopts", "approves", "endorses", "implements",
    "reaffirms", "welcomes", "notes", "recalls", "cites",
)  # fmt: skip


class CitingBox(Struct, frozen=True, kw_only=True):
    citing: str
    title: str | None
    address: str
    place: str
    date: str | None
    date_words: str
    lang: str
    force: str | None
    """In words, where it is proposed or quoted."""
    remarks: tuple[str, ...]
    """That a person decided on this link; that the citing text is the older one."""
    html: Markup
    others: tuple[tuple[str, str, str], ...]
    """The same citation in other languages: code, name, address."""


class CitingGroup(Struct, frozen=True, kw_only=True):
    relation: str
    treaty: str
    links: tuple[CitingBox, ...]
    total: int
    """Of which `links` are some; translations count once where all are known, and each by itself where they are too many."""


def citing_groups(
    groups: Sequence[IncomingGroup], words: Wording, *, lang: str, ui: str | None, most: int | None = None
) -> tuple[CitingGroup, ...]:
    """What changes the force of the document comes first, a mere mention last; otherwise as the index gives them.

    `lang`: the language that the document is read in; a citation is shown in it, else in that of the page. `most`: so many of
    each group are shown, all of them where None.
    """
    result = []
    for group in sorted(groups, key=_weight):
        folded = _folded(group.links, (lang, words.lang))
        treaty = words.named("treaties", group.treaty)
        result.append(
            CitingGroup(
                relation=words.named("relations", group.relation),
                treaty=words("document.in_treaty", treaty=treaty) if group.treaty else words("document.in_no_treaty"),
                links=tuple(_box(same, words, ui) for same in folded[:most]),
                total=len(folded) if group.total <= len(group.links) else group.total,
            )
        )
    return tuple(result)


def _weight(group: IncomingGroup) -> int:
    return _BY_WEIGHT.index(group.relation) if group.relation is not None else len(_BY_WEIGHT)


def _folded(links: Sequence[IncomingLink], wanted: tuple[str, ...]) -> list[list[IncomingLink]]:
    """Translations of one citation together, the one to be shown first. They stand at the same path, in the same turn."""
    turns: Counter[tuple[str, str, str]] = Counter()
    together: dict[tuple[str, str, int], list[IncomingLink]] = defaultdict(list)
    for link in links:
        turns[link.citing, link.path, link.lang] += 1
        together[link.citing, link.path, turns[link.citing, link.path, link.lang]].append(link)
    rank = {lang: number for number, lang in reversed(list(enumerate(wanted)))}
    return [sorted(same, key=lambda one: rank.get(one.lang, len(wanted))) for same in together.values()]


def _box(same: Sequence[IncomingLink], words: Wording, ui: str | None) -> CitingBox:
    link = same[0]
    return CitingBox(
        citing=link.citing,
        title=link.citing_title,
        address=_address(link, ui),
        place=place(link.path, None, words, of=link.citing),
        date=link.date,
        date_words=words.date(link.date),
        lang=link.lang,
        force=words.named("forces", link.force) if link.force in ("proposed", "quoted") else None,
        remarks=tuple(
            remark
            for remark, applies in (
                (words("evidence.decided"), link.override is not None),
                (words("evidence.older"), link.younger),
            )
            if applies
        ),
        html=to_html(link.context, styles=[Styled(start=link.start, end=link.end, style="mark")]),
        others=tuple((one.lang, words.named("languages", one.lang), _address(one, ui)) for one in same[1:]),
    )


def _address(link: IncomingLink, ui: str | None) -> str:
    return document_address(link.citing, lang=link.lang, path=link.path, ui=ui)
