"""The stages in order, on one screen.

Each step is a function of settings and store, is idempotent, and commits what it did before the next one
starts; so a run that is killed loses nothing, and a run over unchanged input extracts nothing again.
The Prefect flow runs the same steps as tasks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from pipeline import gate
from pipeline.crawl import read_source
from pipeline.export import export
from pipeline.extract.fingerprint import fingerprint
from pipeline.gathering import (
    Asked,
    all_findings,
    asked,
    candidates,
    describe,
    gather,
    paper_post,
    papers_of,
    resolutions,
    retrieval_mark,
)
from pipeline.link.retrieval import retrieve
from pipeline.literature import literature_fingerprint, open_retrieval, open_sources
from pipeline.parse import parse
from pipeline.pseudonyms import load_key
from pipeline.query import KnowledgeGraph
from pipeline.reading import kept_pages, touches
from pipeline.records import Failure, Findings, Post
from pipeline.resolve import resolve
from pipeline.settings import Settings
from pipeline.snapshot import Manifest, confirm, file_hashes, last_manifests, publishing, write_tables
from pipeline.state import state_of
from pipeline.store import Store
from pipeline.store_threads import now
from pipeline.web import Web

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from pipeline.extract.extractor import Extractor

T = TypeVar("T")
Profile = Literal["post", "abstract", "paper"]
PUBLISHED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("", "parquet", {}),
    ("evidence.gexf", "gexf", {"layer": "evidence"}),
)
"""Files of a snapshot that hold all of the graph: name, format and options."""
BATCH = 50
"""Posts whose findings are committed together."""
MOST = 200
"""Posts that a worker is given at once, at most: what is told of a batch costs as much as two posts do."""


class Step(NamedTuple):
    """What a step did: its name, how many items were new to it, which inputs failed, and how long it took."""

    name: str
    new: int
    failures: tuple[Failure, ...] = ()
    seconds: float = 0.0


def run(settings: Settings) -> Manifest:
    """Read the sources, extract, resolve, and publish the graph.

    Args:
        settings: which sources, which store, where to publish.

    Returns:
        What was published, as it stands in ``manifest.json``.
    """
    with Web(settings) as web:
        steps = [read(source, settings, web) for source in settings.sources]
    steps.append(extract(settings))
    wanted = questions_of(settings)
    steps += [step(settings, wanted) for step in (resolve_citations, retrieve_papers, extract_papers)]
    return assemble(settings, steps)


def read(source: str, settings: Settings, web: Web) -> Step:
    """Fetch and parse what is new of a source into the store; sources that share ``web`` share its pace."""
    with Store(settings.store) as store:
        count, failures = read_source(source, settings, web, store)
    return Step("read", count, tuple(failures))


def extract(settings: Settings) -> Step:
    """Extract every post of the sources that this extractor has not seen yet."""
    return merged("extract", [extract_batch(batch, settings) for batch in batches(settings)])


def batches(settings: Settings, workers: int = 1) -> list[tuple[str, ...]]:
    """The texts that are to be extracted, by their hashes, in shares that keep all workers busy to the end.

    Args:
        settings: which sources, which store, which extractor.
        workers: how many workers will take them.
    """
    mark = fingerprint(settings.model, settings.profile, settings.components)
    with Store(settings.store) as store:
        texts = store.texts_to_extract(store.thread_ids(settings.sources), mark)
    size = min(MOST, max(BATCH, len(texts) // (workers * 8)))
    return list(map(tuple, batched(texts, size)))


def extract_batch(texts: Sequence[str], settings: Settings) -> Step:
    """Extract one share of the texts, given by their hashes: what one worker does at a time."""
    with Store(settings.store) as store:
        return extract_posts("extract", store.posts_of(texts), settings.profile, settings, store)


def merged(name: str, steps: Sequence[Step]) -> Step:
    """Several steps as one."""
    return Step(name, sum(step.new for step in steps), tuple(f for step in steps for f in step.failures))


def questions_of(settings: Settings) -> Asked:
    """What the literature is asked about all that was found in the sources' posts."""
    with Store(settings.store) as store:
        return asked(all_findings(settings, store))


def extract_papers(settings: Settings, wanted: Asked) -> Step:
    """Extract the titles and abstracts of the papers that the posts cite, and of those retrieved for them."""
    mark = fingerprint(settings.model, "paper", settings.components)
    with Store(settings.store) as store:
        papers = papers_of(resolutions(wanted.citations, settings, store))
        beside = chain(*candidates(wanted.questions, settings, store).values())
        texts = [paper_post(paper) for paper in {p.id: p for p in (*beside, *papers)}.values()]
        known = {findings.id for findings in store.findings(texts, mark)}
        new = [text for text in texts if text.id not in known]
        return extract_posts("papers", new, "paper", settings, store)


def extract_posts(
    step: str, posts: Sequence[Post], profile: Profile, settings: Settings, store: Store
) -> Step:
    """Extract posts in batches, each committed before the next."""
    if not posts:
        return Step(step, 0)
    mark = fingerprint(settings.model, profile, settings.components)
    extractor = load_extractor(settings.model, profile, settings.components)
    failures: list[Failure] = []
    for share in batched(posts):
        done = [extract_post(post, extractor) for post in share]
        store.save_findings([pair for pair in done if not isinstance(pair, Failure)], mark)
        failures += [failure for failure in done if isinstance(failure, Failure)]
    return Step(step, len(posts) - len(failures), tuple(failures))


@cache
def load_extractor(model: str, profile: Profile, components: tuple[str, ...] = ()) -> Extractor:
    """The extractor, once a process; spaCy loads only when there is something to extract."""
    from pipeline.extract.extractor import Extractor

    return Extractor(model, profile, components)


def extract_post(post: Post, extractor: Extractor) -> tuple[Post, Findings] | Failure:
    """A post with its findings; a post that breaks the extractor is a Failure and stops no batch."""
    try:
        return post, extractor.extract(post.text, id=post.id, links=post.links, topic=post.topic)
    except Exception as error:
        reason = f"{error} (the post is left out; please report it)"
        return Failure(source=post.id, stage="extract", error=type(error).__name__, reason=reason)


def resolve_citations(settings: Settings, wanted: Asked) -> Step:
    """Ask the literature about every citation that it was not asked about yet."""
    with Store(settings.store) as store, Web(settings) as web:
        mark = literature_fingerprint(settings)
        known = store.resolutions(wanted.cited, mark)
        new = sorted(key for key in wanted.cited if key not in known or known[key].unavailable)
        sources = open_sources(settings, web, store)
        for some in batched(new):
            store.save_resolutions({key: resolve(wanted.cited[key], sources) for key in some}, mark)
    return Step("resolve", len(new))


def retrieve_papers(settings: Settings, wanted: Asked) -> Step:
    """Search papers for what the posts claim, where that was not searched for yet."""
    if not settings.retrieve:
        return Step("retrieve", 0)
    with Store(settings.store) as store, Web(settings) as web:
        mark = retrieval_mark(settings)
        new = sorted(wanted.questions.keys() - store.candidates(wanted.questions, mark).keys())
        with open_retrieval(settings, web, store) as search:
            for some in batched(new):
                found = {key: retrieve(wanted.questions[key], search, settings.retrieve) for key in some}
                store.save_candidates(found, mark)
    return Step("retrieve", len(new))


def batched(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The items in shares of a size, each committed before the next."""
    return (items[start : start + size] for start in range(0, len(items), size))


def assemble(settings: Settings, steps: Sequence[Step]) -> Manifest:
    """Link, build the graph of all that the sources hold, and publish it.

    Args:
        settings: which sources, which store, where to publish.
        steps: what the steps before did; their failures are published too.
    """
    failures = [failure for step in steps for failure in step.failures]
    with Store(settings.store) as store:
        state = state_of(settings, store, failures)
        if same := unchanged(state, steps, settings):
            return same
        material = gather(settings, store, failures)
        with publishing(settings.out, settings.name, settings.snapshots) as folder:
            counts = write_tables(folder, material, quotes=settings.quotes)
            manifest = describe(settings, material, counts).model_copy(update=done(steps) | {"state": state})
            if not settings.accept:
                gate.check(manifest, last_manifests(settings.out, settings.name))
            write_graph(folder, material.graph, manifest, settings)
            manifest = manifest.model_copy(update={"files": file_hashes(folder)})
            confirm(folder, manifest)
    return manifest


def unchanged(state: str, steps: Sequence[Step], settings: Settings) -> Manifest | None:
    """The manifest of the last snapshot, confirmed, if this run would publish the very same."""
    last = settings.out / settings.name
    if not (last / "manifest.json").is_file():
        return None
    manifest = last_manifests(settings.out, settings.name)[-1]
    if manifest.state != state or any(not (last / file).is_file() for file in manifest.files):
        return None
    manifest = manifest.model_copy(update=done(steps) | {"checked_at": now()})
    confirm(last, manifest)
    return manifest


def done(steps: Sequence[Step]) -> dict[str, dict[str, Any]]:
    """What the steps did that was new, and how long they took, by their names."""
    names = dict.fromkeys(step.name for step in steps)
    return {
        "new": {name: sum(step.new for step in steps if step.name == name) for name in names},
        "seconds": {
            name: round(sum(step.seconds for step in steps if step.name == name), 3) for name in names
        },
    }


def write_graph(folder: Path, graph: MultiDiGraph, manifest: Manifest, settings: Settings) -> None:
    """Write the files of a snapshot that show its graph."""
    for file, format, options in PUBLISHED:
        export(graph, folder / file, format, quotes=settings.quotes, **options)
    about = {"name": settings.name, "manifest": manifest.model_dump(mode="json", exclude={"files"})}
    graph.graph |= about | {"changes": changes_since_last(folder, settings)}
    drawn = {"quotes": settings.quotes, "top": settings.max_edges}
    export(graph, folder / "concepts.gexf", "gexf", layer="concepts", **drawn)
    export(graph, folder / "report.html", "html", **drawn)


def changes_since_last(folder: Path, settings: Settings) -> list[dict[str, Any]] | None:
    """What became of the relations of the snapshot before; None where there was none."""
    last = settings.out / settings.name
    if not (last / "nodes.parquet").is_file():
        return None
    return [asdict(change) for change in KnowledgeGraph.open(folder).compare(KnowledgeGraph.open(last))]


def forget(kind: str, value: str, settings: Settings) -> dict[str, int]:
    """Take an author, a post or a thread out of the store, the raw pages and every later graph.

    Args:
        kind: "author", "post" or "thread".
        value: pseudonym, or id.
        settings: which store.

    Returns:
        How many posts, posts of others that quoted or named, findings, threads and raw pages.
    """
    with Store(settings.store) as store:
        removed = store.forget(kind, value)
        forgotten = store.forgotten()
    key = load_key(settings)
    pages = kept_pages(settings).forget(lambda page: not touches(page, forgotten, key, parse))
    return removed | {"raw pages": pages}


def prune(settings: Settings, days: float) -> int:
    """Take out the raw pages that no site was asked about in so many days; returns how many.

    Threads and posts stay. Pages that are taken out cannot be read again offline.
    """
    return kept_pages(settings).prune(days)
