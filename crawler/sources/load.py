"""Sources of a configuration, checked. Every mistake is a message with file, line, key and mend."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath

import yaml
from pydantic import ValidationError

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.treaties import Treaties
from crawler.sources.checks import problems_of
from crawler.sources.merge import handed_on, merged, with_inherited_steps
from crawler.sources.model import SourceDefinition
from crawler.sources.yaml_places import Place, PlacedYaml

FOLDER = "sources"
DEFAULTS = f"{FOLDER}/_defaults.yml"
_SHOWN = 8
_NOT_WRITTEN = frozenset({"words", "bodies"})


def source_ids(configuration: Configuration) -> tuple[str, ...]:
    """Ids of all sources that have a file, sorted; nothing is read."""
    names = (PurePosixPath(name).stem for name in configuration.names(FOLDER, ".yml"))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def load_sources(configuration: Configuration) -> dict[str, SourceDefinition]:
    """All sources by id. Raises ConfigurationError for the first file with a mistake, naming all mistakes of that file."""
    loader = SourceLoader(configuration)
    return {name: loader.source(name) for name in source_ids(configuration)}


def load_sources_apart(
    configuration: Configuration,
) -> tuple[dict[str, SourceDefinition], dict[str, ConfigurationError]]:
    """All sources by id: those without a mistake, and what is wrong with the others. Raises ConfigurationError where no source is
    without one, as when what all share has a mistake."""
    loader = SourceLoader(configuration)
    sources: dict[str, SourceDefinition] = {}
    mistakes: dict[str, ConfigurationError] = {}
    for name in source_ids(configuration):
        try:
            sources[name] = loader.source(name)
        except ConfigurationError as error:
            mistakes[name] = error
    if mistakes and not sources:
        raise next(iter(mistakes.values()))
    return sources, mistakes


def load_source(configuration: Configuration, source: str) -> SourceDefinition:
    """One source. Raises ConfigurationError where there is none of this name, or its file has a mistake."""
    return SourceLoader(configuration).source(source)


def json_schema() -> dict[str, object]:
    """JSON Schema of a file of config/sources, for editors. What the defaults give may be absent; a step may inherit."""
    schema = SourceDefinition.model_json_schema()
    schema["title"] = "A source of documents"
    schema["required"] = ["id", "treaty"]
    schema["anyOf"] = [{"required": ["extends"]}, {"required": ["hosts", "languages", "collect", "discovery"]}]
    # A page is called by its key.
    schema["$defs"]["DocumentPage"]["required"] = []
    properties = dict(schema["properties"])
    for name in _NOT_WRITTEN:
        properties.pop(name, None)
    schema["properties"] = properties
    for name in ("HtmlTable", "DrupalMeeting", "HtmlLinks", "JsonApi", "OData", "Sitemap", "Inbox"):
        step = schema["$defs"][name]
        step["properties"]["inherit"] = {
            "type": "string",
            "pattern": r"^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_]*$",
            "description": "source.step whose keys hold here too",
        }
    discovery = properties["discovery"]["items"]
    inherited = {
        "type": "object",
        "required": ["id", "inherit"],
        "properties": {"id": {"type": "string"}, "inherit": {"type": "string"}},
    }
    properties["discovery"] = {**properties["discovery"], "items": {"anyOf": [discovery, inherited]}}
    return schema


class SourceLoader:
    """Reads sources one after the other; what they share (words of languages, treaties) is read once."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._instead: dict[str, str] = {}
        self._contents: dict[str, dict[str, object]] = {}
        self._problems: list[tuple[Place, str]] = []

    @cached_property
    def _treaties(self) -> Treaties:
        return Treaties.load(self._configuration)

    @cached_property
    def _words(self) -> dict[str, dict[str, object]]:
        return _words(self._configuration)

    def check(self, source: str, text: str) -> SourceDefinition:
        """The source that `text` would be as the file of `source`; nothing is written. Raises ConfigurationError."""
        self._instead = {source: text}
        self._contents.pop(source, None)
        try:
            return self.source(source)
        finally:
            self._instead = {}
            self._contents.pop(source, None)

    def source(self, source: str) -> SourceDefinition:
        self._problems = []
        file = self._file(source)
        content = self._content(source, ())
        try:
            definition = SourceDefinition.model_validate(
                {**content, "words": self._words, "bodies": self._bodies(content.get("treaty"))}
            )
        except ValidationError as error:
            found = _by_place(content, error)
            raise _mistakes(file, content, [*self._problems, *found]) from error
        problems = [*self._problems, *((one.place, one.cause) for one in problems_of(definition))]
        if problems:
            raise _mistakes(file, content, problems)
        return definition

    def _bodies(self, treaty: object) -> tuple[str, ...]:
        """Bodies of a treaty; an unknown treaty is a mistake of the source."""
        row = self._treaties.get(treaty) if isinstance(treaty, str) else None
        if row is None and isinstance(treaty, str) and treaty != "*":
            near = difflib.get_close_matches(treaty, list(self._treaties.rows), 1)
            mend = f"; did you mean {near[0]}?" if near else "; add it there first"
            self._problems.append((("treaty",), f"config/treaties.yml has no treaty {treaty}{mend}"))
        return row.bodies if row else ()

    def _file(self, source: str) -> PlacedYaml:
        name = f"{FOLDER}/{source}.yml"
        if source not in self._instead and name not in self._configuration.names(FOLDER, ".yml"):
            known = source_ids(self._configuration)
            near = difflib.get_close_matches(source, known, 1)
            raise ConfigurationError(
                f"There is no source {source}.",
                hint=f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(known)}.",
            )
        try:
            text = self._instead[source] if source in self._instead else self._configuration.text(name)
        except UnicodeDecodeError as error:
            raise ConfigurationError(f"config/{name}: {error}.", hint="The file has to be YAML in UTF-8.") from error
        return PlacedYaml(f"config/{name}", text)

    def _content(self, source: str, on_the_way: tuple[str, ...]) -> dict[str, object]:
        """The merged content of a source, before it is checked."""
        if source in self._contents:
            return self._contents[source]
        file = self._file(source)
        own = file.content
        if (name := own.get("id")) != source:
            raise _mistakes(file, own, [(("id",), f"it is {name!r}, and the file is named {source}")])
        for key in sorted(_NOT_WRITTEN & own.keys()):
            raise _mistakes(file, own, [((key,), "this key cannot be written")])
        base = PlacedYaml(f"config/{DEFAULTS}", self._configuration.text(DEFAULTS)).content
        parent = own.get("extends")
        if parent is not None:
            if (
                not isinstance(parent, str)
                or parent in (*on_the_way, source)
                or parent not in source_ids(self._configuration)
            ):
                raise _mistakes(
                    file, own, [(("extends",), f"there is no source {parent!r} that this one could extend")]
                )
            base = merged(base, handed_on(self._content(parent, (*on_the_way, source))))
        content = merged(base, own)

        def step_of(other: str, name: str) -> Mapping[str, object]:
            if other in (*on_the_way, source) or other not in source_ids(self._configuration):
                raise KeyError(other)
            steps = self._content(other, (*on_the_way, source)).get("discovery")
            for step in steps if isinstance(steps, list) else ():
                if isinstance(step, dict) and step.get("id") == name:
                    return step
            raise KeyError(name)

        content = with_inherited_steps(content, step_of, lambda place, cause: self._problems.append((place, cause)))
        self._contents[source] = content
        return content


def _words(configuration: Configuration) -> dict[str, dict[str, object]]:
    """Months and ordinals of the languages that the configuration knows."""
    words: dict[str, dict[str, object]] = {}
    for name in configuration.names("languages", ".yml"):
        content = yaml.safe_load(configuration.text(name))
        words[str(content.get("code"))] = {
            key: content.get(key) or () for key in ("months", "ordinals", "ordinal_endings")
        }
    return words


def _by_place(content: object, error: ValidationError) -> list[tuple[Place, str]]:
    """The mistakes, each at its place in the YAML. Of the branches of a union the one that got deepest speaks."""
    found: dict[Place, tuple[int, str]] = {}
    for one in error.errors():
        place, here = [], content
        for step in one["loc"]:
            if isinstance(here, dict) and (step in here or (one["type"] == "missing" and step == one["loc"][-1])):
                place.append(step)
                here = here.get(step)
            elif isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
                place.append(step)
                here = here[step]
        message = one["msg"].removeprefix("Value error, ")
        if one["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(place[-1]) if place else "", _key_names(), 1, 0.7)
            message = "there is no such key" + (f"; did you mean `{near[0]}`?" if near else "")
        elif one["type"] == "missing":
            message = "this key is missing"
        elif one["type"] == "string_type" and isinstance(here, bool):
            message = "YAML reads on, off, yes and no as true and false: put the word in quotes"
        depth = len(place)
        # A branch of a union that another branch got deeper into says nothing.
        top = tuple(place)
        if any(other[: len(top)] == top and len(other) > len(top) for other in found):
            continue
        for other in [other for other in found if top[: len(other)] == other and len(other) < len(top)]:
            del found[other]
        if top not in found:
            found[top] = (depth, message)
    return [(place, message) for place, (_, message) in found.items()]


def _key_names() -> list[str]:
    names: set[str] = set()
    schema = SourceDefinition.model_json_schema()
    for definition in (schema, *schema["$defs"].values()):
        names |= set(definition.get("properties", {}))
    return sorted(names | {"inherit"})


def _mistakes(file: PlacedYaml, content: object, problems: list[tuple[Place, str]]) -> ConfigurationError:
    lines = []
    for place, cause in problems[:_SHOWN]:
        line = file.line(place)
        where = f", line {line}" if line else " (or what it extends)"
        lines.append(f"{file.file}{where}, key {dotted(content, place)}: {cause}.")
    if len(problems) > _SHOWN:
        lines.append(f"… and {len(problems) - _SHOWN} more.")
    return ConfigurationError("\n".join(lines), hint="Mend these keys; docs/SOURCES.md says what each takes.")


def dotted(content: object, place: Place) -> str:
    """`discovery.cop_list.rows`: a list position is named by the id of its row where it has one."""
    names = []
    for step in place:
        content = (
            content.get(step)
            if isinstance(content, Mapping)
            else content[step]
            if isinstance(content, list | tuple) and isinstance(step, int) and step < len(content)
            else None
        )
        row = content.get("id") if isinstance(content, Mapping) else None
        names.append(str(row) if isinstance(step, int) and row else str(step))
    return ".".join(names) or "(the file)"
