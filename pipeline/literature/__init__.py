"""Where papers come from: a local index, and live sources behind the same interface.

A source has a ``name``, ``lookup(citation)`` and ``search(text, limit)``, which return papers and raise
`LiteratureError` when the source cannot answer. It says by ``comprehensive`` whether a paper that it does
not know may be called not found, and by ``live`` whether its answer is of today. A new one is one module
and one line in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

from pipeline.errors import LiteratureError, UnknownName
from pipeline.literature.importer import Imported
from pipeline.literature.importer import import_papers as import_files
from pipeline.literature.live import MAX_AGE, Access, Cache, Getter, Live
from pipeline.literature.local import Local, open_index
from pipeline.records import Citation, Paper
from pipeline.settings import Settings

__all__ = ["SOURCES", "Source", "SourceStatus", "import_papers", "index_path", "literature_fingerprint"]
__all__ += ["open_retrieval", "open_sources", "retrieval_fingerprint", "search", "status"]


class Source(Protocol):
    """A source of papers."""

    @property
    def name(self) -> str:
        """Its name in `SOURCES`."""

    @property
    def comprehensive(self) -> bool:
        """Whether what it does not know may be called not found."""

    @property
    def live(self) -> bool:
        """Whether it says what is so today, retractions included."""

    def lookup(self, citation: Citation) -> tuple[Paper, ...]:
        """Papers that a citation may mean."""

    def search(self, text: str, limit: int) -> tuple[Paper, ...]:
        """Papers about something, best first."""


Opener = Callable[[Settings, Getter, Cache | None], Source]


def open_local(settings: Settings, web: Getter, cache: Cache | None) -> Source:
    """The local index."""
    return Local(open_index(index_path(settings)))


def open_live(name: str, settings: Settings, web: Getter, cache: Cache | None) -> Source:
    """The live source of this name."""
    key = settings.literature_keys.get(name)
    access = Access(settings.contact, key.get_secret_value() if key else None)
    return Live(import_module(f"pipeline.literature.{name}").api(access), web, cache)


SOURCES: Mapping[str, Opener] = {
    "local": open_local,
    "crossref": partial(open_live, "crossref"),
    "pubmed": partial(open_live, "pubmed"),
    "europepmc": partial(open_live, "europepmc"),
    "openalex": partial(open_live, "openalex"),
}


@dataclass(frozen=True)
class SourceStatus:
    """Whether a source is asked; of the local index, also how many papers it has, and from where."""

    name: str
    on: bool
    papers: int | None = None
    by_source: Mapping[str, int] | None = None
    path: str | None = None


def open_sources(settings: Settings, web: Getter, cache: Cache | None = None) -> tuple[Source, ...]:
    """The sources that are on, in the order of the settings; offline, the local index alone.

    Args:
        settings: ``literature`` names the sources.
        web: the transport of the live ones.
        cache: where their answers are kept.

    Raises:
        UnknownName: the settings name a source that there is none of.
        LiteratureError: the local index cannot be opened.
    """
    return tuple(SOURCES[name](settings, web, cache) for name in names_on(settings))


def names_on(settings: Settings) -> tuple[str, ...]:
    """The names of the sources that are on."""
    if unknown := set(settings.literature) - set(SOURCES):
        raise UnknownName("literature source", sorted(unknown)[0], SOURCES)
    return tuple(
        name for name in dict.fromkeys(settings.literature) if name == "local" or not settings.offline
    )


def index_path(settings: Settings) -> Path:
    """The file of the local index: as set, or beside an SQLite store, or in the working folder."""
    return settings.literature_index or settings.beside_store("literature.db")


def literature_fingerprint(settings: Settings) -> str:
    """What resolutions depend on beside the citation: the sources, the state of the index, the month."""
    names = names_on(settings)
    parts = [",".join(names)]
    if "local" in names:
        with open_index(index_path(settings)) as index:
            parts.append(f"index {index.fact('bundled')} {index.fact('imported')}")
    if names != ("local",):
        parts.append(f"period {datetime.now(UTC).toordinal() // MAX_AGE.days}")
    return "; ".join(parts)


def import_papers(
    paths: Iterable[Path | str],
    settings: Settings,
    progress: Callable[[Imported], object] | None = None,
) -> Iterator[Imported]:
    """Read files of papers into the local index; see `pipeline.literature.importer.import_papers`."""
    with open_index(index_path(settings)) as index:
        for done in import_files(paths, index, progress):
            if done.changed or done.deleted or done.notices:
                index.set_fact("imported", datetime.now(UTC).isoformat())
            yield done


def search(text: str, limit: int, settings: Settings) -> tuple[Paper, ...]:
    """Papers of the local index about something, best first."""
    with open_index(index_path(settings)) as index:
        return Local(index).search(text, limit)


def retrieval_fingerprint(settings: Settings) -> str:
    """What retrieved papers depend on beside the question: sources, state of the index, how many are kept."""
    wanted = settings.model_copy(update={"literature": settings.retrieve_from})
    return f"{literature_fingerprint(wanted)}; {settings.retrieve} papers"


@contextmanager
def open_retrieval(
    settings: Settings, web: Getter, cache: Cache | None = None
) -> Iterator[Callable[[Sequence[Sequence[str]], int], list[Paper]]]:
    """A function that finds papers which name something of each of some groups of names, best first.

    It asks the sources that ``retrieve_from`` names and that are on: the local index for all names, a live
    source for the first of each group.

    Args:
        settings: which sources.
        web: the transport of the live ones.
        cache: where their answers are kept.
    """
    wanted = settings.model_copy(update={"literature": settings.retrieve_from})
    live = [source for source in open_sources(wanted, web, cache) if source.live]
    with open_index(index_path(settings)) as index:

        def naming(groups: Sequence[Sequence[str]], limit: int) -> list[Paper]:
            here = index.naming(groups, limit) if "local" in settings.retrieve_from else []
            words = " ".join(names[0] for names in groups)
            return [*here, *(paper for source in live for paper in answered(source, words, limit))]

        yield naming


def answered(source: Source, words: str, limit: int) -> tuple[Paper, ...]:
    """What a source finds; nothing if it cannot answer."""
    try:
        return source.search(words, limit)
    except LiteratureError:
        return ()


def status(settings: Settings) -> tuple[SourceStatus, ...]:
    """All sources, and which are on."""
    on = names_on(settings)
    path = index_path(settings)
    with open_index(path) as index:
        local = SourceStatus("local", "local" in on, len(index), index.counts(), str(path))
    return (local, *(SourceStatus(name, name in on) for name in SOURCES if name != "local"))
