"""`<file>.meta.yml`: what a person states about a file, checked key by key."""

from __future__ import annotations

import errno
import re
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator

from core.codes import describe
from core.errors import DocumentError
from core.records.files import Sidecar

SIDECAR_ENDING = ".meta.yml"
SOURCE_ID = r"[a-z0-9][a-z0-9_-]{0,63}"
MOST_BYTES = 100_000  # a sidecar has a dozen keys; more is something else under its name

LANGUAGES = frozenset(
    (  # noqa: SIM905 - two hundred lines otherwise
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es "
        "et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj "
        "kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv "
        "ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti "
        "tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
    ).split()
)
"""ISO 639-1."""
_SEGMENT = re.compile(r"[\w.()'-]+")
_MEETING = re.compile(r"([A-Z][A-Z0-9]*)/[A-Za-z0-9][A-Za-z0-9.-]*")
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


def _is_canonical(value: str) -> str:
    """Ids are paths: of addresses over HTTP, and of what `mea search` prints."""
    for segment in value.split("/"):
        if segment in {".", ".."} or not _SEGMENT.fullmatch(segment):
            raise ValueError(
                "write letters, digits and . ( ) ' _ - in parts joined by /, for instance CMS/Resolution/11.10"
            )
    return value


def _is_language(value: str) -> str:
    if value != "und" and value not in LANGUAGES:
        raise ValueError(
            "write the code of the language by ISO 639-1, two small letters, for instance fr; und for unknown"
        )
    return value


def _is_treaty(value: str, info: ValidationInfo) -> str:
    known: Collection[str] | None = info.context
    if known is not None and value not in known:
        near = get_close_matches(value.upper(), known, n=3, cutoff=0.5)
        alike = f"; alike are {', '.join(near)}" if near else ""
        raise ValueError(f"no treaty of treaties.yml has this id{alike}")
    return value


def _is_meeting(value: str, info: ValidationInfo) -> str:
    found = _MEETING.fullmatch(value)
    if found is None:
        raise ValueError("write the treaty's id and the meeting, for instance CMS/COP14")
    _is_treaty(found[1], info)
    return value


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

    canonical: Annotated[_Text, AfterValidator(_is_canonical)] | None = None
    treaty: Annotated[_Text, AfterValidator(_is_treaty)] | None = None
    type: (
        Annotated[str, _matching(r"[a-z][a-z0-9_-]{0,63}", "write one word in small letters, for instance resolution")]
        | None
    ) = None
    symbol: _Text | None = None
    title: _Text | None = None
    lang: Annotated[str, AfterValidator(_is_language)] | None = None
    meeting: Annotated[_Text, AfterValidator(_is_meeting)] | None = None
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


def read_sidecar(file: Path, treaties: Collection[str] | None = None) -> Sidecar | None:
    """What the sidecar beside `file` states; None where there is none. `treaties` are the ids that are known (None: any is).

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
    return parse_sidecar(data, path, treaties)


def parse_sidecar(data: bytes, path: Path, treaties: Collection[str] | None = None) -> Sidecar:
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
        keys = _Keys.model_validate(loaded, context=treaties)
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
