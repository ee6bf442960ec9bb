"""The file formats that papers are imported from; one file a format, one table a kind.

A new format is one module with `recognises` and `read` (or `items`, for JSON) and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from pipeline.literature.formats import (
    crossref,
    csl_json,
    europepmc,
    europepmc_xml,
    json_files,
    nbib,
    openalex,
    own,
    pubmed_xml,
    pubtator,
    ris,
)
from pipeline.literature.items import Item


class Format(NamedTuple):
    """A file format: whether a file's first bytes are of it, and how its items are read."""

    recognises: Callable[[bytes], bool]
    read: Callable[[BinaryIO], Iterator[Item]]


class RecordFormat(NamedTuple):
    """A kind of JSON record: whether one is of it, and what it holds."""

    recognises: Callable[[Mapping[str, Any]], bool]
    items: Callable[[Mapping[str, Any]], Iterator[Item]]


RECORDS: Mapping[str, RecordFormat] = {
    module.NAME: RecordFormat(module.recognises, module.items)
    for module in (
        own,
        openalex,
        crossref,
        europepmc,
        csl_json,
    )  # the first that recognises a record reads it
}


def read_json(stream: BinaryIO) -> Iterator[Item]:
    """The items of a file of JSON records, whatever kinds they are of."""
    return json_files.read(stream, tuple(RECORDS.values()))


FORMATS: Mapping[str, Format] = {
    pubmed_xml.NAME: Format(pubmed_xml.recognises, pubmed_xml.read),
    europepmc_xml.NAME: Format(europepmc_xml.recognises, europepmc_xml.read),
    pubtator.NAME: Format(pubtator.recognises, pubtator.read),
    ris.NAME: Format(ris.recognises, ris.read),
    nbib.NAME: Format(nbib.recognises, nbib.read),
    json_files.NAME: Format(json_files.recognises, read_json),
}
