"""What a snapshot depends on, in one hash: where it is the same, there is nothing to publish anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline.extract.fingerprint import fingerprint
from pipeline.literature import literature_fingerprint, retrieval_fingerprint
from pipeline.records import Failure
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store_tables import POSTS, RESOLUTIONS, THREADS, chunks

CODE = ("*.py", "export/report/*", "link/data/*")
"""Files of the package that decide what is published."""


def state_of(settings: Settings, store: Store, failures: Sequence[Failure]) -> str:
    """Hash of all that a snapshot is made from: posts, resolutions, failures, settings and code.

    Findings are left out: they follow from the posts and the extractor.

    Args:
        settings: which sources, which extractor, what exports may hold.
        store: with the posts of the sources.
        failures: inputs that could not be used in this run.
    """
    digest = hashlib.sha256()
    for part in (*_settings(settings), *(failure.model_dump_json() for failure in failures)):
        digest.update(f"{part}\n".encode())
    for file in _code():
        digest.update(file.read_bytes())
    for row in _rows(settings, store):
        digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _settings(settings: Settings) -> Iterator[str]:
    yield repr((settings.sources, settings.quotes, settings.offline, literature_fingerprint(settings)))
    yield f"{settings.retrieve} {settings.max_edges} {retrieval_fingerprint(settings)}"
    yield from (
        fingerprint(settings.model, profile, settings.components) for profile in ("paper", settings.profile)
    )


def _code() -> Iterable[Path]:
    package = Path(__file__).parent
    return sorted(file for pattern in CODE for file in package.rglob(pattern))


def _rows(settings: Settings, store: Store) -> Iterator[sa.Row[Any]]:
    ids = store.thread_ids(settings.sources)
    shown = [POSTS.c.thread_id, POSTS.c.position, POSTS.c.id, POSTS.c.record]
    with store.engine.connect() as connection:
        for some in chunks(ids):
            yield from connection.execute(
                sa.select(THREADS.c.id, THREADS.c.record).where(THREADS.c.id.in_(some)).order_by(THREADS.c.id)
            )
            mine = POSTS.c.thread_id.in_(some) & POSTS.c.gone_at.is_(None)
            yield from connection.execute(sa.select(*shown).where(mine).order_by(*shown[:3]))
        known = sa.select(RESOLUTIONS.c.citation, RESOLUTIONS.c.record).order_by(RESOLUTIONS.c.citation)
        answered = RESOLUTIONS.c.sources == literature_fingerprint(settings)
        yield from connection.execute(known.where(answered))
