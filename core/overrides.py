"""Decisions of people about identities and links (`config/overrides.yml`). They win over everything that is read from texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.records.document import Document, Evidence
from core.records.files import Provenance
from core.yaml_rows import load_checked

FILE = "overrides.yml"
SOURCE = "override"
"""`Evidence.from` of an identity that a person decided on."""
_ID = r"^[^\s/]+(/[^\s/]+)+$"


class DocumentOverride(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    content: str | None = Field(
        None, pattern=r"^[0-9a-f]{16,64}$", description="first digits of the sha256 of the file"
    )
    name: str | None = Field(None, min_length=1, description="name or address of the file, whole or its last part")
    canonical: str = Field(pattern=_ID)
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_file(self) -> DocumentOverride:
        if (self.content is None) == (self.name is None):
            raise ValueError("give either content (sha256) or name, to say which file is meant")
        return self

    def means(self, content: str, names: Sequence[Provenance]) -> bool:
        if self.content is not None:
            return content.startswith(self.content)
        return any(one.name == self.name or one.name.endswith(f"/{self.name}") for one in names)


class LinkOverride(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    citing: str = Field(pattern=_ID)
    path: str | None = Field(None, min_length=1, coerce_numbers_to_str=True)
    exact: str | None = Field(None, min_length=1)
    cited: str | None = Field(None, pattern=_ID)
    action: Literal["accept", "reject", "replace"]
    target: str | None = Field(None, pattern=_ID)
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> LinkOverride:
        if self.exact is None and self.cited is None:
            raise ValueError("give exact, cited or both, to say which citation is meant")
        if self.action == "replace" and self.target is None:
            raise ValueError("replace needs a target: the id that the citation means")
        if self.action == "reject" and self.target is not None:
            raise ValueError("reject takes no target; use replace where the citation means another text")
        return self

    @property
    def place(self) -> tuple[str, str | None, str | None, str | None]:
        return (self.citing, self.path, self.exact, self.cited)

    def means(self, path: str, exact: str, read: Sequence[str]) -> bool:
        """`read`: the id that the rules read, or all readings. `citing` is not looked at."""
        return (
            self.path in (None, path)
            and (self.exact is None or " ".join(self.exact.split()) == " ".join(exact.split()))
            and (self.cited is None or self.cited in read)
        )


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    documents: tuple[DocumentOverride, ...] = ()
    links: tuple[LinkOverride, ...] = ()


class Overrides:
    """Immutable once loaded."""

    def __init__(self, documents: Sequence[DocumentOverride] = (), links: Sequence[LinkOverride] = ()) -> None:
        self.documents = tuple(documents)
        self.links = tuple(links)
        self._by_citing: dict[str, list[LinkOverride]] = {}
        # The row that says most precisely which citation it means is asked first.
        for row in sorted(links, key=lambda one: (one.path is None, one.exact is None, one.cited is None)):
            self._by_citing.setdefault(row.citing, []).append(row)

    @classmethod
    def load(cls, configuration: Configuration) -> Overrides:
        """Raises ConfigurationError naming file, row, key and mend."""
        file = load_checked(configuration, FILE, _File)
        decided: dict[str, list[object]] = {
            "documents": [(row.content, row.name) for row in file.documents],
            "links": [row.place for row in file.links],
        }
        for kind, keys in decided.items():
            twice = next((number for number, key in enumerate(keys) if key in keys[:number]), None)
            if twice is not None:
                first = keys.index(keys[twice])
                raise ConfigurationError(
                    f"config/{FILE}: {kind} → {twice}: decides about the same as {kind} → {first}.",
                    hint="Keep one of the two rows.",
                )
        return cls(file.documents, file.links)

    def for_document(self, content: str, names: Sequence[Provenance]) -> DocumentOverride | None:
        return next((row for row in self.documents if row.means(content, names)), None)

    def for_link(self, citing: str, path: str, exact: str, read: Sequence[str]) -> LinkOverride | None:
        rows = self._by_citing.get(citing, ())
        return next((row for row in rows if row.means(path, exact, read)), None)

    def named(self, content: str, names: tuple[Provenance, ...]) -> tuple[Provenance, ...]:
        """`names` as they are to be understood: an identity that was decided on stands as if it were stated beside the file.

        It is part of what understanding depends on, so that only the documents that a changed row is about are worked on.
        """
        row = self.for_document(content, names)
        if row is None:
            return names
        return tuple(replace(one, sidecar=replace(one.sidecar, canonical=row.canonical, symbol=None)) for one in names)

    def shown(self, document: Document, content: str, names: Sequence[Provenance]) -> Document:
        """`document`, with the decision named as the origin of its identity."""
        row = self.for_document(content, names)
        if row is None:
            return document
        decided = Evidence(value=row.canonical, source=SOURCE, where=f"{FILE}: {row.reason}")
        return replace(document, evidence=dict(_with(document, decided)))


def _with(document: Document, decided: Evidence) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    found = document.evidence.get("canonical", ())
    others = tuple(one for one in found if not (one.source == "sidecar" and one.value == decided.value))
    for field in sorted({*document.evidence, "canonical"}):
        yield field, ((decided, *others) if field == "canonical" else document.evidence[field])
