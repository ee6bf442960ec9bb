"""OpenAlex works, as the API and its snapshots give them.

Source:
    OpenAlex, Work object (https://docs.openalex.org/api-entities/works/work-object).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.literature.items import Item, make_paper, names_of
from pipeline.records import Paper

NAME = "openalex"


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a JSON record is an OpenAlex work."""
    return str(record.get("id", "")).startswith("https://openalex.org/W")


def items(record: Mapping[str, Any]) -> Iterator[Item]:
    """The paper of a work."""
    yield paper(record)


def paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a work."""
    ids, biblio = record.get("ids") or {}, record.get("biblio") or {}
    place = (record.get("primary_location") or {}).get("source") or {}
    first, last = biblio.get("first_page"), biblio.get("last_page")
    authors = ((a.get("author") or {}).get("display_name") for a in record.get("authorships") or ())
    return make_paper(
        NAME,
        title=record.get("title") or record.get("display_name"),
        authors=names_of(author for author in authors if author),
        container=place.get("display_name"),
        year=record.get("publication_year"),
        volume=biblio.get("volume"),
        issue=biblio.get("issue"),
        pages=f"{first}-{last}" if last and last != first else first,
        doi=record.get("doi") or ids.get("doi"),
        pmid=ids.get("pmid"),
        pmcid=ids.get("pmcid"),
        abstract=abstract(record.get("abstract_inverted_index") or {}),
        publication_types=tuple(kind for kind in (record.get("type"),) if kind),
        mesh=tuple(term["descriptor_name"] for term in record.get("mesh") or ()),
        status="retracted" if record.get("is_retracted") else "published",
    )


def abstract(positions: Mapping[str, list[int]]) -> str:
    """An abstract from OpenAlex's index of the positions of its words.

    Example:
        >>> abstract({"falls": [1, 3], "It": [0], "and": [2]})
        'It falls and falls'
    """
    placed = sorted((place, word) for word, places in positions.items() for place in places)
    return " ".join(word for _, word in placed)
