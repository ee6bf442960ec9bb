"""The local index as a source: what is bundled, and what was imported."""

from __future__ import annotations

from pathlib import Path

from pipeline.literature.importer import import_file
from pipeline.literature.index import Index
from pipeline.literature.items import SCHEMES, identifier
from pipeline.records import Citation, Paper
from pipeline.resolve_text import plain

NAME = "local"
BUNDLED = Path(__file__).parent / "data" / "papers.jsonl"
EXPLAINED = 0.8
"""Share of a paper's title words that a reference must have to be taken as found without a wider search."""


class Local:
    """The index as a source of papers.

    Args:
        index: the index, open.
    """

    name = NAME
    live = False

    def __init__(self, index: Index) -> None:
        self._index = index

    @property
    def comprehensive(self) -> bool:
        """Whether it can say that a paper is not there: the bundled papers alone cannot."""
        return self._index.fact("imported") is not None

    def lookup(self, citation: Citation) -> tuple[Paper, ...]:
        """Papers that a citation may mean: by identifier, by volume and page, by its words, by author.

        Each way is only gone if no paper found so far settles the matter.
        """
        said = set(plain(f"{citation.title or ''} {citation.text}").split())
        found: dict[str, Paper] = {}
        for way in (self._by_ids, self._index.by_pages, self._by_words, self._by_author):
            papers = way(citation)
            found |= {paper.id: paper for paper in papers}
            if any(settles(paper, said) for paper in papers):
                break
        return tuple(found.values())

    def search(self, text: str, limit: int) -> tuple[Paper, ...]:
        """Papers about something, best first."""
        return tuple(self._index.search(text, limit))

    def _by_ids(self, citation: Citation) -> list[Paper]:
        ids = {name: identifier(name, getattr(citation, name)) for name in SCHEMES}
        return self._index.by_ids([f"{name}:{value}" for name, value in ids.items() if value])

    def _by_words(self, citation: Citation) -> list[Paper]:
        if citation.kind not in ("reference", "identifier") and not citation.title:
            return []
        return self._index.by_words(f"{citation.title or ''} {citation.text}")

    def _by_author(self, citation: Citation) -> list[Paper]:
        return [] if citation.title else self._index.by_author(citation)


def settles(paper: Paper, said: set[str]) -> bool:
    """Whether most words of a paper's title are among those of a reference, and it is no mere preprint."""
    title = set(plain(paper.title).split())
    published = paper.volume or paper.pages
    return bool(title and published) and len(title & said) >= EXPLAINED * len(title)


def open_index(path: Path | str) -> Index:
    """The index in a file, with the bundled papers in it.

    Raises:
        LiteratureError: the file cannot be opened.
    """
    index = Index(path)
    version = str(BUNDLED.stat().st_size)
    if index.fact("bundled") != version:
        import_file(BUNDLED, index)
        index.set_fact("bundled", version)
    return index
