"""YAML with places: which line a key stands on, and no key twice."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from core.errors import ConfigurationError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader of PyYAML, in C where it is there."""
Place = tuple[int | str, ...]


class PlacedYaml:
    """The content of one file. Raises ConfigurationError with file, line and mend for text that is no YAML mapping."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        try:
            self._node = yaml.compose(text, Loader=LOADER)
            content = yaml.load(text, Loader=LOADER)  # noqa: S506 - both are safe loaders
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ConfigurationError(
                f"{file}, line {line}: {error.problem or error}.", hint="Mend the YAML of this line or the one before."
            ) from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise ConfigurationError(f"{file}: {error}.", hint="The file has to be YAML in UTF-8.") from error
        if not isinstance(content, dict):
            raise ConfigurationError(
                f"{file}: it holds no keys.", hint="A source is a YAML mapping; see docs/SOURCES.md."
            )
        self.content: dict[str, object] = content
        for line, key in _twice(self._node):
            raise ConfigurationError(
                f"{file}, line {line}: the key {key} stands twice.",
                hint="Keep one of the two; YAML would silently take the last.",
            )

    def line(self, place: Place) -> int | None:
        """Line, from 1, of the deepest part of `place` that the file has; None: nothing of it (it was inherited)."""
        node, line = self._node, None
        for step in place:
            found = None
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == str(step):
                        found, line = value, key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = node.value[step]
                line = found.start_mark.line + 1
            if found is None:
                return line
            node = found
        return line


def _twice(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(str(key.value))
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)
