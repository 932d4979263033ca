"""Addresses of segments: what `/documents/<id>#4/b` points to. They have to last, so each rule is fixed.

| segment | path |
|---|---|
| numbered paragraph, operative paragraph | its number: `6`, `8bis`, `3.1` |
| item | its parent's path and its letter or number: `4/b/ii`; bullets, and lists whose labels are all equal, count from 1 |
| paragraph that carries a decision which is a part | the part: `annex2/14.AA`, `quote1` |
| title, adoption, enacting | the word |
| article | `art4`; what stands in it below it: `art4/2/a` |
| all others | counted in their part: `pre1`, `h4`, `note2`, `to1`, `p3` (body), `op1` (operative without a number), `t7` (table row), `mast1`; `fn1` by its printed number |

Outside the main part the part stands first: `annex1/8bis`. A path that is taken already (a second list that begins at 1) is put
below the last heading, `h4/1`; where it is taken there as well it ends in `~2`, `~3`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extract.understand.nodes import Node
from extract.understand.numbering import Series

_COUNTED = {
    "preambular": "pre", "heading": "h", "note": "note", "addressee": "to", "body": "p", "paragraph": "p", "operative": "op",
    "table": "t", "masthead": "mast", "item": "i",
}  # fmt: skip
_ONCE = ("title", "adoption", "enacting")


def assign_paths(nodes: Iterable[Node]) -> None:
    """Sets `path` and `inferred` of every node; parents have to come before their children."""
    counts: Counter[tuple[str, str]] = Counter()
    headings: dict[str, str] = {}
    taken: set[str] = set()
    keys: dict[int, dict[int, tuple[str, bool]]] = {}
    for node in nodes:
        prefix = "" if node.part.id == "main" else f"{node.part.id}/"
        parent = f"{node.parent.path}/" if node.parent is not None else prefix
        node.inferred = True
        if node.is_part:
            path, node.inferred = node.part.id, node.label is None
        elif node.key is not None:
            path, node.inferred = f"{prefix}{node.key}", False
        elif node.series is not None:
            known = keys.setdefault(id(node.series), _series_keys(node.series))
            key, node.inferred = known[id(node)]
            path = f"{parent}{key}"
        elif node.kind == "footnote" and node.label is not None and node.label.key:
            path, node.inferred = f"{prefix}fn{node.label.key}", False
        elif node.kind in _ONCE:
            path = f"{prefix}{node.kind}"
        else:
            name = _COUNTED.get(node.kind, node.kind if node.kind != "footnote" else "fn")
            counts[node.part.id, name] += 1
            path = f"{prefix}{name}{counts[node.part.id, name]}"
        node.path = _free(path, prefix, headings.get(node.part.id), taken)
        taken.add(node.path)
        if node.kind == "heading":
            headings[node.part.id] = node.path


def _free(path: str, prefix: str, heading: str | None, taken: set[str]) -> str:
    if path not in taken:
        return path
    if heading is not None and not path.startswith(f"{heading}/"):
        below = f"{heading}/{path.removeprefix(prefix)}"
        if below not in taken:
            return below
        path = below
    number = 2
    while f"{path}~{number}" in taken:
        number += 1
    return f"{path}~{number}"


def _series_keys(series: Series) -> dict[int, tuple[str, bool]]:
    """Key and whether it was inferred, by node. Labels of which all (but `8bis` and the like) are equal are counted."""
    plain = [node for node in series.nodes if node.label is not None and not node.label.suffix]
    printed = {node.label.key for node in plain if node.label is not None}
    counted = series.form == "bullet" or (len(plain) > 1 and len(printed) == 1) or printed == {""}
    keys: dict[int, tuple[str, bool]] = {}
    number = 0
    for node in series.nodes:
        label = node.label
        if counted and (label is None or not label.suffix):
            number += 1
            keys[id(node)] = (str(number), True)
        else:
            keys[id(node)] = (label.key if label is not None else str(number), False)
    return keys
