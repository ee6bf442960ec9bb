"""The error tree: every error that threadgraph raises on purpose.

::

    ThreadgraphError
    ├── UsageError            the call is wrong: the user mends the call (exit status 2)
    │   ├── UnknownName       a name that no table holds; lists the valid ones
    │   ├── SettingsError     a setting that is missing or of the wrong form
    │   └── NotBuilt          a command whose part is not there yet; names what it waits for
    └── InputError            an input is wrong: it becomes a Failure, the batch goes on (exit status 1)
        ├── FetchError        a file or URL that could not be read
        ├── ParseError        bytes that could not be read as the format they claim
        ├── LiteratureError   a literature source that could not answer
        ├── GraphError        a graph that breaks its schema
        └── ExportError       files that could not be written or read back
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class ThreadgraphError(Exception):
    """Base of all errors; its message names the mistake and the mend."""


class UsageError(ThreadgraphError):
    """The call is wrong, not the input."""


class UnknownName(UsageError):
    """A name that no table holds.

    Args:
        kind: what was looked up, for example ``"format"``.
        name: the name that was given.
        valid: the names that exist.

    Example:
        >>> raise UnknownName("format", "gefx", ["gexf", "json"])
        Traceback (most recent call last):
        ...
        pipeline.errors.UnknownName: no format 'gefx'; did you mean gexf? valid: gexf, json
    """

    def __init__(self, kind: str, name: str, valid: Iterable[str]) -> None:
        names = sorted(set(valid))
        near = near_names(name, names)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        shown = ", ".join(names[:40]) + (" …" if len(names) > 40 else "")
        super().__init__(f"no {kind} {name!r}; {hint}valid: {shown}")


def near_names(name: str, names: Sequence[str]) -> list[str]:
    """Up to three names that a name may be meant for: what it begins, then what is spelled almost so.

    Example:
        >>> near_names("fin", ["fever", "finasteride"]), near_names("finastride", ["fever", "finasteride"])
        (['finasteride'], ['finasteride'])
    """
    from rapidfuzz import fuzz, process

    begun = [known for known in names if name and known.casefold().startswith(name.casefold())]
    spelled = process.extract(
        name, names, scorer=fuzz.ratio, processor=str.casefold, limit=3, score_cutoff=60
    )
    return list(dict.fromkeys([*sorted(begun, key=len)[:3], *(known for known, *_ in spelled)]))[:3]


class SettingsError(UsageError):
    """A setting is missing or of the wrong form."""


class NotBuilt(UsageError):
    """A command exists, the part behind it does not yet."""


class InputError(ThreadgraphError):
    """An input is wrong; the batch goes on without it."""


class FetchError(InputError):
    """A file or URL could not be read."""


class ParseError(InputError):
    """Bytes could not be read as the format they claim."""


class LiteratureError(InputError):
    """A literature source could not answer."""


class GraphError(InputError):
    """A graph breaks its schema."""


class ExportError(InputError):
    """Files could not be written, or do not read back as written."""
