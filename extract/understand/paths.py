"""Addresses of segments: what `/documents/<id>#4/b` points to. They have to last, so each rule is fixed.

- A numbered paragraph has its number: `6`, `8bis`, `3.1`.
- A preambular paragraph that is numbered `PP2` has `pre2`, an operative one that is numbered `OP2` has `2`.
- An item has its parent's path and its letter or number: `4/b/ii`. Bullets, and lists whose labels are all equal, are counted.
- A paragraph that carries a decision which is a part has the part's id: `annex2/14.AA`, `quote1`.
- Title, adoption line and enacting formula have the word.
- An article has `art4`, what stands in it a path below it: `art4/2/a`.
- All others are counted in their part: `pre1`, `h4`, `note2`, `to1`, `p3` (body), `op1` (operative without a number), `t7` (row
  of a table), `mast1`. A footnote has its printed number: `fn1`.

Outside the main part the part stands first: `annex1/8bis`. A list that begins anew where its first path is taken already is put
below the last heading, `h4/1`. What is still taken ends in `~2`, `~3`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from extract.understand.nodes import Node, Series

_COUNTED = {
    "preambular": "pre", "heading": "h", "note": "note", "addressee": "to", "body": "p", "paragraph": "p", "operative": "op",
    "table": "t", "masthead": "mast", "item": "i",
}  # fmt: skip
_ONCE = ("title", "adoption", "enacting")


def assign_paths(nodes: Iterable[Node]) -> None:
    """Sets `path` and `inferred` of every node; parents have to come before their children."""
    nodes = tuple(nodes)
    _part_restarted(nodes)
    counts: Counter[tuple[str, str]] = Counter()
    headings: dict[str, str] = {}
    taken: set[str] = set()
    again: Counter[str] = Counter()
    keys: dict[int, dict[int, tuple[str, bool]]] = {}
    moved: dict[int, str] = {}  # lists that begin anew, with the heading that they are put below
    for node in nodes:
        prefix = "" if node.part.id == "main" else f"{node.part.id}/"
        parent = f"{node.parent.path}/" if node.parent is not None else prefix
        node.inferred = True
        if node.is_part:
            path, node.inferred = node.part.id, node.label is None
        elif node.key is not None:
            path, node.inferred = f"{prefix}{node.key}", False
        elif node.series is not None:
            if id(node.series) not in keys:
                keys[id(node.series)] = _series_keys(node.series)
            key, node.inferred = keys[id(node.series)][id(node)]
            path = f"{parent}{key}"
            if node is node.series.nodes[0] and path in taken and node.parent is None and headings.get(node.part.id):
                moved[id(node.series)] = headings[node.part.id]
            if id(node.series) in moved:
                path = f"{moved[id(node.series)]}/{key}"
        elif node.kind == "footnote" and node.label is not None and node.label.key:
            path, node.inferred = f"{prefix}fn{node.label.key}", False
        elif node.kind in _ONCE:
            path = f"{prefix}{node.kind}"
        else:
            name = _COUNTED.get(node.kind, node.kind if node.kind != "footnote" else "fn")
            counts[node.part.id, name] += 1
            path = f"{prefix}{name}{counts[node.part.id, name]}"
        node.path = _free(path, taken, again)
        taken.add(node.path)
        if node.kind == "heading":
            headings[node.part.id] = node.path


def _part_restarted(nodes: Iterable[Node]) -> None:
    """Parts lists of which it showed only later that they were several: `1.` `1.` `2.` was taken for a list whose numbers are
    lost, until the `2.` came."""
    for node in nodes:
        series = node.series
        if series is None or series.form in ("bullet", "draft") or node is not series.nodes[-1]:
            continue
        plain = [one for one in series.nodes if one.label is not None and not one.label.suffix]
        keys = [one.label.key for one in plain if one.label is not None]
        if len(set(keys)) < 2 or len(set(keys)) == len(keys):
            continue
        seen: set[str] = set()
        own = series
        for one in list(series.nodes):
            key = one.label.key if one.label is not None else ""
            if key in seen and not (one.label is not None and one.label.suffix):
                own, seen = replace(series, nodes=[]), set()
            if own is not series:
                series.nodes.remove(one)
                own.nodes.append(one)
                one.series = own
            seen.add(key)


def _free(path: str, taken: set[str], again: Counter[str]) -> str:
    """`again` counts how often each path was wanted once more."""
    if path not in taken:
        return path
    again[path] += 1
    while f"{path}~{again[path] + 1}" in taken:
        again[path] += 1
    return f"{path}~{again[path] + 1}"


def _series_keys(series: Series) -> dict[int, tuple[str, bool]]:
    """Key and whether it was inferred, by node. Labels of which all (but `8bis` and the like) are equal are counted."""
    plain = [node for node in series.nodes if node.label is not None and not node.label.suffix]
    printed = {node.label.key for node in plain if node.label is not None}
    counted = series.form == "bullet" or (len(plain) > 1 and len(printed) == 1) or printed == {""}
    keys: dict[int, tuple[str, bool]] = {}
    number = 0
    lead = "pre" if series.wrap == "PP" else ""
    for node in series.nodes:
        label = node.label
        if counted and (label is None or not label.suffix):
            number += 1
            keys[id(node)] = (f"{lead}{number}", True)
        else:
            keys[id(node)] = (f"{lead}{label.key if label is not None else number}", False)
    return keys
