"""Configuration written by people, in YAML: read, checked, and every mistake named with file, place and mend."""

from __future__ import annotations

from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from core.configuration import Configuration
from core.errors import ConfigurationError

Model = TypeVar("Model", bound=BaseModel)


def load_checked(configuration: Configuration, name: str, model: type[Model]) -> Model:
    """`name` below config/ as `model`. Raises ConfigurationError with the file, the line or the row and key, and the mend."""
    try:
        content = yaml.safe_load(configuration.text(name))
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
        raise ConfigurationError(
            f"config/{name}: {_place(content, first['loc'])}: {first['msg']}.",
            hint="Mend this key; the comments at the head of the file say what it takes.",
        ) from error


def _place(content: object, location: tuple[int | str, ...]) -> str:
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
