"""One source out of the defaults, the source that it extends, and its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Content = Mapping[str, object]

GROUPS = frozenset(
    {"politeness", "blocked", "soft_404", "files", "canonical_url", "pages", "symbol_normalise", "language_names"}
)
"""Keys whose parts are merged one by one; everything else is replaced as a whole."""
OWN = frozenset({"id", "extends", "name", "evidence", "enabled", "notes", "expect", "targets", "access"})
"""Keys that speak of one site and are not handed on."""


def merged(below: Content, above: Content) -> dict[str, object]:
    """`above` over `below`, group by group."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = _deep(old, value) if key in GROUPS and isinstance(old, Mapping) else value
    return result


def _deep(below: object, above: object) -> object:
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    return {**below, **{key: _deep(below.get(key), value) for key, value in above.items()}}


def handed_on(parent: Content) -> dict[str, object]:
    """What a source that extends `parent` takes from it."""
    return {key: value for key, value in parent.items() if key not in OWN}


def with_inherited_steps(
    content: Content, step_of: Callable[[str, str], Content], problem: Callable[[tuple[int | str, ...], str], None]
) -> dict[str, object]:
    """Steps with `inherit: source.step` become that step with their own keys over it. `step_of` raises KeyError."""
    steps = content.get("discovery")
    if not isinstance(steps, list):
        return dict(content)
    done: list[object] = []
    for place, step in enumerate(steps):
        if not isinstance(step, Mapping) or "inherit" not in step:
            done.append(step)
            continue
        source, _, name = str(step["inherit"]).partition(".")
        try:
            parent = step_of(source, name)
        except KeyError:
            problem(("discovery", place, "inherit"), f"there is no step {step['inherit']} to inherit")
            done.append({key: value for key, value in step.items() if key != "inherit"})
            continue
        # Addresses are the site's own: they never come with the markup.
        bare = {key: value for key, value in parent.items() if key not in {"urls", "seeds", "meetings", "url", "note"}}
        done.append({**bare, **{key: value for key, value in step.items() if key != "inherit"}})
    return {**content, "discovery": done}
