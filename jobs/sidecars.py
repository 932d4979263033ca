"""`<file>.meta.yml`: what a person states about a file, checked key by key."""

from __future__ import annotations

import errno
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.codes import describe
from core.errors import DocumentError
from core.records.files import Sidecar

SIDECAR_ENDING = ".meta.yml"
SOURCE_ID = r"[a-z0-9][a-z0-9_-]{0,63}"
MOST_BYTES = 100_000  # a sidecar has a dozen keys; more is something else under its name

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _is_iso_date(value: str) -> str:
    found = _DAY.fullmatch(value)
    if found is None:
        raise ValueError("write the date as 2014-11-09, 2014-11 or 2014")
    year, month, day = (int(part or 1) for part in found.groups())
    date(year, month, day)
    return value


def _matching(pattern: str, mend: str) -> AfterValidator:
    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise ValueError(mend)
        return value

    return AfterValidator(check)


_Text = Annotated[str, Field(min_length=1, max_length=2_000)]
_Date = Annotated[str, AfterValidator(_is_iso_date)]


class _Dates(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: _Date | None = None
    adopted: _Date | None = None
    published: _Date | None = None
    reissued: _Date | None = None
    meeting_start: _Date | None = None
    meeting_end: _Date | None = None


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid")

    canonical: _Text | None = None
    treaty: _Text | None = None
    type: _Text | None = None
    symbol: _Text | None = None
    title: _Text | None = None
    lang: Annotated[str, _matching(r"[a-z]{2,3}", "write the code of the language, for instance fr")] | None = None
    meeting: _Text | None = None
    agenda_item: _Text | None = None
    dates: _Dates = _Dates()
    source: Annotated[str, _matching(SOURCE_ID, "use small letters, digits, - and _")] | None = None
    url: Annotated[str, _matching(r"https?://\S{1,2000}", "write an address that begins with https://")] | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:
        return {key: value for key, value in values.items() if value not in ("", "~", "null")}


class _Loader(yaml.BaseLoader):
    """YAML as people mean it: every value is text (`18.10` stays 18.10, `no` stays no), no key twice, no references."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "references (*name) are not read", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                mark = node.value[position][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"the key {key} stands twice", mark)
        return super().construct_mapping(node, deep)


def read_sidecar(file: Path) -> Sidecar | None:
    """What the sidecar beside `file` states; None where there is none.

    Raises DocumentError (`sidecar-invalid`), whose cause names the sidecar and every key with its mend.
    """
    path = file.with_name(file.name + SIDECAR_ENDING)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None  # no sidecar can have that name
        raise _invalid(path, [f"it cannot be opened: {error.strerror or error}"]) from error
    return parse_sidecar(data, path)


def parse_sidecar(data: bytes, path: Path) -> Sidecar:
    """`path` serves the messages only."""
    if len(data) > MOST_BYTES:
        raise _invalid(path, [f"it has {len(data)} bytes; a sidecar has at most {MOST_BYTES}"])
    try:
        loaded = yaml.load(data.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506 - the loader that makes text only
    except UnicodeDecodeError as error:
        raise _invalid(path, [f"it is not UTF-8 (byte {error.start})"]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(path, [_yaml_words(error)]) from error
    if loaded in (None, ""):
        return Sidecar()
    if not isinstance(loaded, dict) or not all(isinstance(key, str) for key in loaded):
        raise _invalid(path, ["it is no list of `key: value`"])
    try:
        keys = _Keys.model_validate(loaded)
    except ValidationError as error:
        raise _invalid(path, [_key_words(mistake) for mistake in error.errors()]) from error
    values = keys.model_dump(exclude_none=True, exclude={"dates"})
    return Sidecar(dates=keys.dates.model_dump(exclude_none=True), **values)


def _invalid(path: Path, mistakes: list[str]) -> DocumentError:
    return DocumentError(
        f"The sidecar {path.name}: {'; '.join(mistakes)}.",
        hint=describe("sidecar-invalid").hint,
        code="sidecar-invalid",
    )


def _yaml_words(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"line {mark.line + 1}: {problem}" if mark is not None else problem


def _key_words(mistake: Any) -> str:
    key = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        known = _Dates.model_fields if key.startswith("dates.") else _Keys.model_fields
        return f"the key `{key}` is not known (known: {', '.join(known)})"
    if mistake["type"] == "string_type":
        return f"`{key}`: write one text"
    if mistake["type"] in {"model_type", "model_attributes_type"}:
        return f"`{key}`: write keys below it ({', '.join(_Dates.model_fields)})"
    given = mistake["input"]
    shown = f" (given: {given[:80]!r})" if isinstance(given, str) else ""
    return f"`{key}`: {mistake['msg'].removeprefix('Value error, ')}{shown}"
