"""What the local index keeps of a paper: its identifiers, keys and words, and one record of several."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from pipeline.literature.items import SCHEMES, standing
from pipeline.records import Bibliography, Paper
from pipeline.resolve_text import first_page, numbers, plain, squeezed


def identifiers(record: Bibliography) -> list[str]:
    """The identifiers of a record as CURIEs, the best first; its own ``id`` among them if it is a paper."""
    found = [f"{name}:{value}" for name in SCHEMES if (value := getattr(record, name))]
    own = getattr(record, "id", None)
    return found if own is None or own in found else [*found, own]


def merged(papers: Sequence[Paper]) -> Paper:
    """One paper of several records of it: the last counts, its blanks are filled from the others.

    A status is only taken back by the source that gave it; of two sources, the graver one is believed.
    """
    fields: dict[str, object] = {}
    for paper in papers:
        fields |= {
            name: value
            for name in paper.model_fields_set
            if (value := getattr(paper, name)) not in (None, (), "")
        }
    last = papers[-1]
    counted = [paper for paper in papers if paper is last or paper.source != last.source]
    fields |= standing((paper.status, paper.status_date) for paper in counted)
    best = next((f"{name}:{fields[name]}" for name in SCHEMES if name in fields), last.id)
    return Paper.model_validate(fields | {"id": best})


def keys(paper: Paper) -> set[int]:
    """All keys that a paper is found by."""
    return {*page_keys(paper.volume, paper.pages), *author_keys(paper)}


def page_keys(volume: str | None, pages: str | None) -> list[int]:
    """The key of volume and first page, if both are known."""
    page, number = first_page(pages), next(iter(numbers(volume)), None)
    return [hashed("page", number, page)] if page and number else []


def author_keys(record: Bibliography) -> list[int]:
    """The key of first author and year, if both are known."""
    return (
        [hashed("author", squeezed(record.authors[0].family), str(record.year))]
        if record.authors and record.year
        else []
    )


def hashed(*parts: str) -> int:
    """A key of 64 bits."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def title_words(paper: Paper) -> str:
    """What a reference to the paper is likely to say."""
    names = " ".join(author.family for author in paper.authors[:10])
    return plain(f"{paper.title or ''} {names} {paper.container or ''}")


def text_words(paper: Paper) -> str:
    """What the paper says that it is about."""
    return plain(" ".join((paper.title or "", paper.abstract or "", *paper.mesh)))
