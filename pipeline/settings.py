"""One frozen Settings: arguments, then the environment, then ``threadgraph.toml``, then defaults."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_serializer
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.errors import SettingsError

CONFIG_FILE = Path("threadgraph.toml")
PASSWORD = re.compile(r"(?<=:)[^:/@]+(?=@)")


class SourceLimits(BaseModel):
    """How much of a source is read, and how fast; see `pipeline.fetch.Limits`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: int = Field(default=1000, gt=0)
    interval: float = Field(default=1.0, ge=0)
    recheck_days: float = Field(default=7.0, ge=0)
    concurrency: int = Field(default=2, gt=0, le=16)


class Settings(BaseSettings):
    """What a run needs to know; every field is also ``THREADGRAPH_<NAME>`` in the environment.

    Example:
        >>> Settings(store="sqlite:///mine.db").store
        'sqlite:///mine.db'
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="THREADGRAPH_", toml_file=CONFIG_FILE
    )

    sources: tuple[str, ...] = Field((), description="threads to read: URLs, files or folders")
    limits: dict[str, SourceLimits] = Field({}, description="limits of a source, by the source")
    name: str = Field("threads", description="name of the graph", pattern=r"^[A-Za-z0-9][\w.-]*$")
    out: Path = Field(Path("graph_exports"), description="folder that graphs are published in")
    store: str = Field("sqlite:///threadgraph.db", description="SQLAlchemy URL of the store")
    offline: bool = Field(False, description="ask nothing over the network")
    quotes: bool = Field(True, description="put the words of posts into exports")
    model: str = Field("auto", description="'auto', 'default', or the name of an installed spaCy model")
    components: tuple[str, ...] = Field((), description="spaCy components of yours that run after ours")
    profile: Literal["post", "abstract"] = Field("post", description="kind of text to extract from")
    contact: str | None = Field(None, description="mail address shown to sites and literature sources")
    literature: tuple[str, ...] = Field(
        ("local", "crossref", "pubmed", "europepmc", "openalex"), description="sources to resolve with"
    )
    retrieve: int = Field(3, description="papers searched for each claim, at most; 0: none", ge=0)
    retrieve_from: tuple[str, ...] = Field(("local",), description="sources to search for papers of claims")
    literature_keys: dict[str, SecretStr] = Field({}, description="keys of literature sources, by name")
    credentials: dict[str, dict[str, SecretStr]] = Field(
        {}, description="headers, such as Cookie, that are sent to one host alone, by host"
    )
    pages: Path | None = Field(None, description="folder of raw pages; default: beside the store")
    literature_index: Path | None = Field(None, description="index of papers; default: beside the store")
    key_file: Path = Field(Path("threadgraph.key"), description="key of the pseudonyms; made if absent")
    key: SecretStr | None = Field(None, description="key of the pseudonyms, instead of a file")
    runner: Literal["threads", "processes", "dask", "ray"] = Field(
        "processes", description="what runs the extraction when there is much of it"
    )
    workers: int = Field(0, description="workers of the extraction; 0: one a core", ge=0)
    cluster: str | None = Field(None, description="address of a Dask or Ray cluster; default: one of our own")
    max_edges: int | None = Field(
        None,
        description="relations that the report and concepts.gexf show, those of most authors first",
        gt=0,
    )
    accept: bool = Field(False, description="publish also what looks broken beside the runs before")
    snapshots: int = Field(5, description="published snapshots that are kept of each graph", gt=0)
    max_page_bytes: int = Field(20_000_000, description="a larger page is refused", gt=0)
    max_pages: int = Field(200, description="pages of one thread that are followed", gt=0)
    timeout: float = Field(30.0, description="seconds to wait for a site", gt=0)
    pace_folder: Path = Field(
        Path.home() / ".cache" / "threadgraph" / "pace",
        description="folder by which all runs on this machine share the pace of each host",
    )
    allow_private: bool = Field(False, description="allow requests to private and loopback addresses")

    @field_serializer("store", when_used="json")
    def _shown_store(self, store: str) -> str:
        """The store's URL as it may be shown: Prefect keeps the parameters of a run as JSON."""
        return PASSWORD.sub("***", store)

    def beside_store(self, name: str) -> Path:
        """A path beside an SQLite store, or in the working folder for any other store.

        Example:
            >>> Settings(store="sqlite:///data/threads.db").beside_store("pages").as_posix()
            'data/pages'
        """
        scheme, _, file = self.store.partition(":///")
        return (Path(file).parent if scheme.startswith("sqlite") and file else Path()) / name

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments outrank the environment, which outranks the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(config: Path | None = None, **arguments: Any) -> Settings:
    """Settings from a TOML file and arguments; None among the arguments means "not given".

    Args:
        config: TOML file; by default ``threadgraph.toml`` in the working folder, if it is there.
        arguments: fields of `Settings`.

    Raises:
        SettingsError: the file is missing or not TOML, or a field is unknown or of the wrong form.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    if config is not None and not config.is_file():
        raise SettingsError(f"no settings file {config}; name one that exists with --config")
    chosen = type("Settings", (Settings,), {"model_config": {"toml_file": config or CONFIG_FILE}})
    try:
        return chosen(**given)  # type: ignore[no-any-return]
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{config or CONFIG_FILE} is not TOML: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"wrong settings: {wrong}; valid: {', '.join(Settings.model_fields)}") from error
