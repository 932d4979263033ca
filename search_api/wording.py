"""The words of the pages: read from `config/ui/<lang>.yml`, chosen by `?ui=` or Accept-Language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import yaml

from core.bodies import Bodies
from core.configuration import Configuration
from core.errors import ConfigurationError
from core.treaties import Treaties

DEFAULT = "en"
"""For readers who name no language that the pages speak. It is a language of the page, never of a document."""
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_RANGE = re.compile(r"\s*(?P<lang>[A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=(?P<q>[01](?:\.\d{0,3})?)\s*)?")


class Wording:
    """Words of one language. `words("search.total_many", count=3)`."""

    def __init__(self, lang: str, words: Mapping[str, str], names: Mapping[str, str] = MappingProxyType({})) -> None:
        """`names`: what treaties and bodies are called, as `treaties.CBD` and `bodies.CMS/StC`."""
        self.lang = lang
        self.names = names
        self._words = words

    def __call__(self, key: str, **values: object) -> str:
        """Raises KeyError for a key that no file has: a defect of the caller, found by the tests of the pages."""
        word = self._words[key]
        return word.format(**values) if values else word

    def named(self, group: str, value: str | None) -> str:
        """The word for a value of a closed list (`types`, `resolution`) or the name of a treaty or body (`treaties`, `CBD`);
        the value itself where there is none."""
        key = f"{group}.{value or 'none'}"
        return self._words.get(key, self.names.get(key, value or ""))

    def has(self, key: str) -> bool:
        return key in self._words

    def date(self, iso: str | None) -> str:
        """`2023-10-20`, `2023-10` or `2023` as people write it; anything else comes back as it is."""
        match = _ISO.fullmatch(iso or "")
        if match is None or (match["month"] and f"months.{match['month']}" not in self._words):
            return iso or ""
        if match["month"] is None:
            return match["year"]
        month = self._words[f"months.{match['month']}"]
        if match["day"] is None:
            return self("dates.month", month=month, year=match["year"])
        day = int(match["day"])
        return self("dates.first_day" if day == 1 else "dates.day", day=day, month=month, year=match["year"])

    def keys(self) -> frozenset[str]:
        return frozenset(self._words)


def load_wordings(configuration: Configuration) -> Mapping[str, Wording]:
    """All languages of the pages by their code. Raises ConfigurationError, naming the file and the key."""
    found: dict[str, Wording] = {}
    treaties = Treaties.load(configuration)
    bodies = Bodies.load(configuration, treaties)
    for name in configuration.names("ui", ".yml"):
        try:
            words = dict(_flat(yaml.safe_load(configuration.text(name)), "", name))
        except yaml.YAMLError as error:
            raise ConfigurationError(f"{name} is not valid YAML: {error}", hint="Mend the file.") from error
        lang = name.removeprefix("ui/").removesuffix(".yml")
        found[lang] = Wording(lang, MappingProxyType(words), MappingProxyType(dict(_names(treaties, bodies, lang))))
    if DEFAULT not in found:
        raise ConfigurationError(f"The file ui/{DEFAULT}.yml is missing.", hint="Restore it from the distribution.")
    return MappingProxyType(found)


def choose_language(asked: str | None, accept: str, spoken: Mapping[str, object]) -> str:
    """`asked` where it is spoken, else the best of the header Accept-Language, else the default."""
    if asked in spoken and asked is not None:
        return asked
    best, weight = DEFAULT, 0.0
    for part in accept.split(",")[:20]:
        match = _RANGE.fullmatch(part)
        if match and match["lang"].lower() in spoken:
            q = float(match["q"]) if match["q"] else 1.0
            if q > weight:
                best, weight = match["lang"].lower(), q
    return best


def _names(treaties: Treaties, bodies: Bodies, lang: str) -> Iterator[tuple[str, str]]:
    """Bodies with a name of their own are called by it and by their treaty; others keep their codes."""
    for row in treaties.rows.values():
        short = row.abbreviation(lang)
        yield f"treaties.{row.id}", short
        if row.form == "body":
            yield f"bodies.{row.id}", short
        for code in row.bodies:
            printed = bodies.printed(f"{row.id}/{code}", lang)
            yield f"bodies.{row.id}/{code}", f"{printed} ({short})" if printed else f"{code} ({short})"


def _flat(node: Any, prefix: str, name: str) -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [
            pair
            for key, value in node.items()
            for pair in _flat(value, f"{prefix}.{key}" if prefix else str(key), name)
        ]
    if not isinstance(node, str):
        raise ConfigurationError(f"{name}: the value of {prefix or 'the file'} is not text.", hint="Put it in quotes.")
    return [(prefix, node)]
