"""Settings: `config/settings.yml` < environment `MEA__SECTION__KEY` < flags of a command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import platformdirs
import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from core.configuration import shipped
from core.errors import ConfigurationError
from core.limits import Limits


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Blobs(_Section):
    url: str | None = Field(
        None, description="where blobs are kept, an fsspec address; null: `blobs` in the data folder"
    )


class LedgerSettings(_Section):
    url: str | None = Field(
        None, description="SQLAlchemy address of the ledger; null: `ledger.sqlite` in the data folder"
    )


class Read(_Section):
    office: Literal["auto", "off"] = Field(
        "auto", description="auto: .doc, .rtf and .odt are read through LibreOffice where it is installed; off: refused"
    )
    ocr: Literal["auto", "off"] = Field(
        "auto", description="auto: scans are read by tesseract where it is installed; off: they wait"
    )


class Run(_Section):
    processes: int = Field(2, ge=1, description="units that are worked on at the same time")


class Crawl(_Section):
    contact: str | None = Field(
        None,
        min_length=3,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="mail or web address of who runs this copy, told to each site with each request (`User-Agent`); "
        "null: the sites are told that nobody is named, and the crawl warns of it",
    )


class Serve(_Section):
    host: str = Field("127.0.0.1", description="address that `mea serve` listens on")
    port: int = Field(8765, ge=0, le=65_535, description="port that `mea serve` listens on; 0 takes a free one")


class Elasticsearch(_Section):
    url: str | None = Field(
        None, description="address of the Elasticsearch server; of several nodes of one cluster, with commas between"
    )
    cloud_id: str | None = Field(None, description="cloud id, in place of an address")
    username: str | None = Field(None, description="user name for basic authentication")
    password: SecretStr | None = Field(None, description="its password; better in the environment than in a file")
    api_key: SecretStr | None = Field(None, description="API key (base64), in place of user name and password")
    ca_certs: Path | None = Field(
        None, description="file with the certificates that sign the server's; null: those of the system"
    )
    prefix: str = Field(
        "mea",
        pattern=r"^[a-z][a-z0-9_-]{0,99}$",
        description="beginning of the names of indices and aliases: one for each collection of documents on a cluster",
    )
    shards: int = Field(1, ge=1, le=1024, description="shards of a new index: one for each 30 million paragraphs or so")
    replicas: int | None = Field(
        None, ge=0, le=100, description="copies of each shard; null: one where there are two nodes or more, else none"
    )
    request_seconds: float = Field(
        30.0, gt=0, description="seconds to wait for an answer before the question is asked again (three times)"
    )
    search_seconds: float = Field(
        5.0,
        gt=0,
        description="seconds to wait for the answer to a search before another node is asked (where several are named)",
    )
    retry_seconds: float = Field(
        120.0, ge=0, description="seconds without any row taken after which a build gives up on a busy or absent server"
    )
    home: Path | None = Field(
        None, description="unpacked distribution that `make elasticsearch` starts; null: a small one is fetched"
    )
    cache: Path | None = Field(
        None, description="where `make elasticsearch` keeps what it fetched; null: a cache folder"
    )


class Log(_Section):
    format: Literal["auto", "json", "text"] = Field("auto", description="auto: colour on a terminal, JSON elsewhere")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="least severe line that is written")


class Settings(BaseSettings):
    """All settings of one run. Made by `load_settings`; passed to what needs it, kept nowhere else."""

    model_config = SettingsConfigDict(
        env_prefix="MEA__",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    data_dir: Path | None = Field(None, description="where everything of a run lives; null: the user's data folder")
    config_dir: Path | None = Field(
        None, description="folder with citations.yml, treaties.yml, …; null: the one that came with the program"
    )
    engine: Literal["embedded", "elasticsearch"] = Field("embedded", description="engine that `mea search` asks")
    blobs: Blobs = Blobs()
    ledger: LedgerSettings = LedgerSettings()
    read: Read = Read()
    run: Run = Run()
    crawl: Crawl = Crawl()
    serve: Serve = Serve()
    elasticsearch: Elasticsearch = Elasticsearch()
    log: Log = Log()
    limits: Limits = Limits()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, InitSettingsSource(settings_cls, init_kwargs=_defaults()))

    @property
    def home(self) -> Path:
        """The data folder, absolute; it need not exist yet."""
        return (self.data_dir or Path(platformdirs.user_data_path("mea", appauthor=False))).expanduser().absolute()

    @property
    def blobs_url(self) -> str:
        return self.blobs.url or (self.home / "blobs").as_uri()

    @property
    def ledger_url(self) -> str:
        return self.ledger.url or f"sqlite:///{self.home / 'ledger.sqlite'}"


def load_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """Settings of this process. `flags` are nested like the file; values of None do not count.

    Raises ConfigurationError, which names the setting, its value and where it came from.
    """
    _refuse_unknown_names(os.environ)
    try:
        return Settings(**{key: value for key, value in (flags or {}).items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "__".join(["MEA", *(str(part).upper() for part in first["loc"])])
        raise ConfigurationError(
            f"The setting {name} does not fit: {first['msg']} (given: {first.get('input')!r}).",
            hint=f"Mend the environment variable {name}, or its entry in the settings file.",
        ) from error


def _refuse_unknown_names(environment: Mapping[str, str]) -> None:
    """A misspelt variable would be lost without a word: the settings model is never asked for it."""
    known = set(variables())
    for name in sorted(environment):
        if name.startswith("MEA__") and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1, cutoff=0.0)
            raise ConfigurationError(
                f"The environment variable {name} is no setting.",
                hint=f"The nearest one is {near[0]}; docs/SETTINGS.md.",
            )


def variables(model: type[BaseModel] = Settings, prefix: str = "MEA") -> Iterator[str]:
    """Names of the environment variables of all settings."""
    for name, field in model.model_fields.items():
        variable = f"{prefix}__{name.upper()}"
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from variables(kind, variable)
        else:
            yield variable


def _defaults() -> dict[str, Any]:
    loaded = yaml.safe_load(shipped("settings.yml").read_text(encoding="utf-8"))
    return {key: value for key, value in loaded.items() if value is not None}
