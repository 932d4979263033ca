"""Who cites a document: the citations that lead to it, by relation and treaty, so many of them as a page can show.

A treaty is cited ten thousand times. All citations are counted, and at most `CITING_READ` are read: those that come first in the
order of the index (of the newest documents), and of each group that has none among them the first few.
"""

from __future__ import annotations

from collections import defaultdict

from core.records.codec import from_json
from core.records.document import Relation
from core.records.search import CitationRow, DocumentRow, IncomingGroup, IncomingLink
from index.engines.protocol import Reader, Request
from index.query.plan import All, Node, Values
from index.rows import permalink

CITING_READ = 500
"""Citations that one page reads."""
_OF_OTHERS = 5
"""Citations of each group that has none among those that were read."""

_Key = tuple[str | None, str | None]


def incoming_plan(row: DocumentRow) -> Node:
    """Citations that lead to this version, or to its work where they lead to no held version; its own left out."""
    return All((Values("leads_to", (row.id, row.work)),), (Values("citing", (row.id,)),))


def incoming_of(
    reader: Reader, row: DocumentRow, start: int = 0, most: int = CITING_READ
) -> tuple[tuple[IncomingGroup, ...], int]:
    """The groups, the largest first, and the number of all citations. `start`: so many citations are passed over; further
    pages hold only the groups of what they read. `most`: so many are read."""
    plan = incoming_plan(row)
    found = reader.search(
        Request(collection="citations", plan=plan, by="order", need=start + most, facets=("relation", "treaty"))
    )
    grouped: dict[_Key, list[IncomingLink]] = defaultdict(list)
    for key, link in _links(reader, [one.key for one in found.rows[start:]]):
        grouped[key].append(link)
    if start == 0 and found.total <= most:
        totals = {key: len(links) for key, links in grouped.items()}
    else:
        totals = _totals(reader, plan, found.total, found.facets)
    if start == 0:
        for key in totals.keys() - grouped.keys():
            rows = reader.search(
                Request(collection="citations", plan=_narrowed(plan, key, found.facets), by="order", need=_OF_OTHERS)
            ).rows
            grouped[key] = [link for _, link in _links(reader, [one.key for one in rows])]
    groups = (
        IncomingGroup(relation=links[0].relation, treaty=key[1], links=tuple(links), total=totals[key])
        for key, links in grouped.items()
        if links
    )
    return tuple(sorted(groups, key=lambda one: (-one.total, one.relation or "", one.treaty or ""))), found.total


def _totals(reader: Reader, plan: Node, total: int, facets: dict[str, dict[str, int]]) -> dict[_Key, int]:
    """How many citations each pair of relation and treaty has: one question for each relation."""
    totals: dict[_Key, int] = {}
    relations: list[str | None] = [*facets["relation"]]
    if sum(facets["relation"].values()) < total:
        relations.append(None)
    for relation in relations:
        found = reader.search(
            Request(collection="citations", plan=_with(plan, "relation", relation, facets), facets=("treaty",), need=0)
        )
        counts = found.facets["treaty"]
        totals |= {(relation, treaty): count for treaty, count in counts.items()}
        if without := found.total - sum(counts.values()):
            totals[relation, None] = without
    return totals


def _narrowed(plan: Node, key: _Key, facets: dict[str, dict[str, int]]) -> Node:
    relation, treaty = key
    return _with(_with(plan, "relation", relation, facets), "treaty", treaty, facets)


def _with(plan: Node, field: str, value: str | None, facets: dict[str, dict[str, int]]) -> Node:
    """Rows of `plan` whose field has the value; that have none where it is None."""
    if value is not None:
        return All((plan, Values(field, (value,))))
    known = tuple(sorted(facets[field]))
    return All((plan,), (Values(field, known),)) if known else plan


def _links(reader: Reader, keys: list[int]) -> list[tuple[_Key, IncomingLink]]:
    return [_link(from_json(CitationRow, source)) for source in reader.fetch("citations", keys)]


def _link(row: CitationRow) -> tuple[_Key, IncomingLink]:
    link = row.link
    relation: Relation | None = link.relation
    return (relation, row.citing_treaty), IncomingLink(
        citing=link.citing,
        citing_title=row.citing_title,
        citing_treaty=row.citing_treaty,
        lang=link.lang,
        path=link.path,
        date=link.date,
        relation=relation,
        force=link.force,
        exact=link.exact,
        context=row.context,
        start=row.start,
        end=row.end,
        target=link.target,
        url=permalink(link.citing, link.lang, link.path),
        id=link.id,
        rule=link.rule,
        pin=link.pin,
        places=link.places,
        younger=link.younger,
        override=link.override,
    )
