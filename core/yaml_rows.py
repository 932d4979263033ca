"""Configuration written by people, in YAML: read, checked, and every mistake named with file, line, place and mend."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from core.configuration import Configuration
from core.errors import ConfigurationError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]
"""Keys and positions that lead from the top of a file to a place in it: `("rows", 3, "pattern")`."""


class Mistake(Exception):
    """A mistake that only the content shows; whoever knows the file makes a ConfigurationError of it (`told`)."""

    def __init__(self, location: Location, what: str, *, hint: str) -> None:
        super().__init__(what)
        self.location = location
        self.what = what
        self.hint = hint


def load_checked(configuration: Configuration, name: str, model: type[Model]) -> Model:
    """`name` below config/ as `model`. Raises ConfigurationError with the file, the line, the row and key, and the mend."""
    try:
        content = yaml.load(configuration.text(name), Loader=_StrictLoader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigurationError(
            f"config/{name}, line {line}: {error.problem or error}.",
            hint="Mend the YAML of this line or the one before.",
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"config/{name}: {error}.", hint="The file has to be YAML in UTF-8.") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        mistake = Mistake(
            first["loc"], first["msg"], hint="Mend this key; the comments at the head of the file say what it takes."
        )
        raise told(configuration, name, mistake) from error


def told(configuration: Configuration, name: str, mistake: Mistake) -> ConfigurationError:
    """`mistake` with file, line, row and key: `config/citations.yml, line 12: row cms-document → pattern: …`."""
    text = configuration.text(name)
    content = yaml.safe_load(text)
    line = _line(yaml.compose(text), mistake.location)
    where = f", line {line}" if line else ""
    return ConfigurationError(
        f"config/{name}{where}: {_place(content, mistake.location)}: {mistake.what}.", hint=mistake.hint
    )


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice in one row, of which YAML would silently keep the last, and days that there are not."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:  # 2024-02-30 is read as a date
            raise yaml.constructor.ConstructorError(None, None, f"{node.value}: {error}", node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value} stands twice in one row", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _place(content: object, location: Location) -> str:
    """`rows → cms-document → pattern`: a list position is named by the id of its row where it has one."""
    names: list[str] = []
    for step in location:
        try:
            content = content[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            content = None
        row = content.get("id") if isinstance(content, dict) else None
        names.append(f"row {row}" if isinstance(step, int) and row else str(step))
    return " → ".join(names) or "the file"


def _line(node: yaml.Node | None, location: Location) -> int | None:
    """The line (from 1) on which the place stands, or the nearest thing around it that is there."""
    if node is None:
        return None
    line = node.start_mark.line + 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line
