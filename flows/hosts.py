"""One reader a host at a time, and a pace for those that begin: for all runs of a Prefect server together.

Within a run `pipeline.web` keeps the pace of single requests; these limits keep two schedules from reading
the same site at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from prefect import get_client
from prefect.concurrency.sync import concurrency, rate_limit

from pipeline.settings import Settings, SourceLimits


def host_of(source: str) -> str | None:
    """Host that a source is read from; None for files and folders.

    Example:
        >>> host_of("discourse:https://jo:secret@forum.example:8080/c/6"), host_of("threads/")
        ('forum.example', None)
    """
    at = source.find("http://") if "http://" in source else source.find("https://")
    return urlsplit(source[at:]).hostname if at >= 0 else None


def shown(source: str) -> str:
    """A source as it may be shown: without a name, password or query, which may hold a token.

    Example:
        >>> shown("https://jo:secret@forum.example/t/1?api_key=2")
        'https://forum.example/t/1'
    """
    if not (host := host_of(source)):
        return source
    head, _, rest = source.partition("://")
    return f"{head}://{host}{urlsplit(f'//{rest}').path}"


@contextmanager
def alone_at(source: str, settings: Settings) -> Iterator[None]:
    """Hold the host of a source: others wait. The limits are made if the server has none."""
    host = host_of(source)
    if host is None or settings.offline:
        yield
        return
    interval = settings.limits.get(source, SourceLimits()).interval
    reader, pace = f"threadgraph-reader-{host}", f"threadgraph-pace-{host}"
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(reader, 1)
        client.upsert_global_concurrency_limit_by_name(pace, 1, 1.0 / max(interval, 0.01))
    with concurrency(reader, strict=True):
        rate_limit(pace, strict=True)
        yield
