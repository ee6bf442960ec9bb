"""JSON files of records: one a line, one list, or a list inside an API's answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Protocol

from pipeline.errors import ParseError
from pipeline.literature.items import Item, Skipped

NAME = "json"
_LISTS = ("items", "results", "result", "resultList", "message", "references")
"""Keys under which APIs and dumps keep their list, at whatever depth."""

_NOT_JSON = (ValueError, RecursionError)


class Reader(Protocol):
    """A kind of record."""

    @property
    def recognises(self) -> Callable[[Mapping[str, Any]], bool]: ...  # noqa: D102

    @property
    def items(self) -> Callable[[Mapping[str, Any]], Iterator[Item]]: ...  # noqa: D102


def recognises(head: bytes) -> bool:
    """Whether a file that begins so is JSON."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def read(stream: BinaryIO, readers: Sequence[Reader]) -> Iterator[Item]:
    """The items of all records; a record that no reader knows, or that is broken, is skipped by name.

    A file with a record a line is read line by line; any other is held in memory.

    Raises:
        ParseError: the file is not JSON.
    """
    for record in records(stream):
        if isinstance(record, Skipped):
            yield record
            continue
        yield from _items(record, readers)


def _items(record: Any, readers: Sequence[Reader]) -> Iterator[Item]:
    kind = next((r for r in readers if isinstance(record, dict) and r.recognises(record)), None)
    if kind is None:
        yield Skipped(f"a record of no known kind: {json.dumps(record)[:100]}")
        return
    try:
        yield from kind.items(record)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        name = record.get("DOI") or record.get("doi") or record.get("id") or record.get("title")
        yield Skipped(f"record {str(name)[:100]}: {type(error).__name__}: {str(error)[:200]}")


def records(stream: BinaryIO) -> Iterator[Any]:
    """The records of a JSON or JSON Lines file, and a `Skipped` for each broken line."""
    first = stream.readline()
    try:
        head = json.loads(first)
    except _NOT_JSON:  # the file is one value over several lines
        yield from unwrapped(_whole(first + stream.read()))
        return
    yield from unwrapped(head)
    for number, line in enumerate(stream, 2):
        if line.strip():
            try:
                yield from unwrapped(json.loads(line))
            except _NOT_JSON as error:
                yield Skipped(f"line {number}: not JSON: {error}")


def unwrapped(value: Any) -> Iterator[Any]:
    """The records in a JSON value: itself, or those of the list that an API wraps."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict) and (
        key := next((k for k in _LISTS if isinstance(value.get(k), dict | list)), None)
    ):
        yield from unwrapped(value[key])
    else:
        yield value


def _whole(content: bytes) -> Any:
    try:
        return json.loads(content)
    except _NOT_JSON as error:
        raise ParseError(f"not JSON: {error}; the file may be cut short") from error
