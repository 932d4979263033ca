"""Bodies of the treaties (`config/bodies.yml`): what texts call a conference, a standing committee, a scientific council."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.treaties import Treaties
from core.yaml_rows import load_checked

FILE = "bodies.yml"


class BodyName(BaseModel):
    """One row: names that mean one body of each of some treaties."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    names: dict[Literal["en", "fr", "es"], tuple[str, ...]] = {}
    short: tuple[str, ...] = ()
    of: tuple[str, ...] = Field(min_length=1)
    alone: bool = False

    @model_validator(mode="after")
    def _whole(self) -> BodyName:
        if not self.short and not any(self.names.values()):
            raise ValueError("give names, short or both")
        return self

    def body(self, treaties: Iterable[str | None]) -> str | None:
        """The body that is meant where one of `treaties` (the likeliest first) is spoken of; None where nothing says so."""
        for treaty in treaties:
            found = next((one for one in self.of if treaty and one.startswith(f"{treaty}/")), None)
            if found is not None:
                return found
        return self.of[0] if self.alone else None

    def printed(self, lang: str) -> str | None:
        """Its first name in `lang`, else in any language; None where the row has only abbreviations."""
        names = self.names.get(lang) or next(iter(self.names.values()), ())  # type: ignore[call-overload]
        return names[0] if names else None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    bodies: tuple[BodyName, ...]


class Bodies:
    """Immutable once loaded."""

    def __init__(self, rows: tuple[BodyName, ...]) -> None:
        self.rows: Mapping[str, BodyName] = MappingProxyType({row.id: row for row in rows})
        first: dict[str, BodyName] = {}
        for row in rows:
            for body in row.of if row.names else ():
                first.setdefault(body, row)
        self._by_body = first

    @classmethod
    def load(cls, configuration: Configuration, treaties: Treaties) -> Bodies:
        """Raises ConfigurationError naming row, key and mend; also for a body that its treaty's row does not list."""
        rows = load_checked(configuration, FILE, _File).bodies
        if len({row.id for row in rows}) != len(rows):
            raise ConfigurationError(f"config/{FILE}: two rows have one id.", hint="Give each row an id of its own.")
        for row in rows:
            for body in row.of:
                treaty, _, code = body.partition("/")
                known = treaties.get(treaty)
                if known is None or code not in known.bodies:
                    raise ConfigurationError(
                        f"config/{FILE}: row {row.id}, key of: {body} is no body of config/treaties.yml.",
                        hint=f"List {code or 'it'} under `bodies` of {treaty} there, or mend the name.",
                    )
        return cls(rows)

    def printed(self, body: str, lang: str) -> str | None:
        """`Standing Committee` for `CMS/StC`; None for what is no body of a row with names."""
        row = self._by_body.get(body)
        return row.printed(lang) if row is not None else None
