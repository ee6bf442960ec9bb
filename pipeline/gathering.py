"""What the store knows of the sources' threads, joined into the graph and its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from pipeline import terms
from pipeline.extract.fingerprint import fingerprint
from pipeline.extract.model import choose_model
from pipeline.graph import build_graph
from pipeline.link import link, paper_text
from pipeline.link.study import study_of
from pipeline.literature import literature_fingerprint, names_on
from pipeline.records import Failure, Findings, Link, Paper, Post, Resolution, Stream, Thread
from pipeline.settings import Settings
from pipeline.snapshot import Manifest, Material
from pipeline.store import Store


def gather(settings: Settings, store: Store, failures: Sequence[Failure]) -> Material:
    """All that is known of the sources' threads, and the graph of it."""
    ids = store.thread_ids(settings.sources)
    threads = Stream(lambda: store.threads(ids))
    found = Stream(lambda: findings_of(threads, settings, store))
    resolved = studied(resolutions(found, settings, store), settings, store)
    papers = papers_of(resolved)
    links = list(links_of(threads, resolved, papers, settings, store))
    graph = build_graph(threads, found, resolved, links, terms.load().concept)
    return Material(threads, found, resolved, links, papers, failures, graph)


def all_findings(settings: Settings, store: Store) -> Iterator[Findings]:
    """Findings of all posts of the sources, thread by thread."""
    return findings_of(store.threads(store.thread_ids(settings.sources)), settings, store)


def findings_of(threads: Iterable[Thread], settings: Settings, store: Store) -> Iterator[Findings]:
    """Findings of the posts of some threads."""
    mark = fingerprint(settings.model, settings.profile)
    for thread in threads:
        yield from store.findings(thread.posts, mark)


def resolutions(
    findings: Iterable[Findings], settings: Settings, store: Store
) -> dict[str, tuple[Resolution, ...]]:
    """Resolutions of each post's citations, by post id and in their order; unasked ones are "unchecked"."""
    cited = {f.id: [c.key() for c in f.citations] for f in findings if f.citations}
    keys = {key for some in cited.values() for key in some}
    known = store.resolutions(keys, literature_fingerprint(settings))
    unchecked = Resolution(verdict="unchecked")
    return {id: tuple(known.get(key, unchecked) for key in some) for id, some in cited.items()}


def papers_of(resolved: Mapping[str, Sequence[Resolution]]) -> list[Paper]:
    """The papers of resolutions, each once, by id."""
    papers = {r.paper.id: r.paper for some in resolved.values() for r in some if r.paper}
    return [papers[id] for id in sorted(papers)]


def studied(
    resolved: Mapping[str, Sequence[Resolution]], settings: Settings, store: Store
) -> dict[str, tuple[Resolution, ...]]:
    """The same resolutions, with what is known of how the studies of their papers were made."""
    papers = papers_of(resolved)
    said = paper_findings(papers, settings, store)
    known = {p.id: p.model_copy(update={"study": study_of(p, said.get(p.id))}) for p in papers}
    return {
        id: tuple(r.model_copy(update={"paper": known[r.paper.id]}) if r.paper else r for r in some)
        for id, some in resolved.items()
    }


def paper_findings(papers: Sequence[Paper], settings: Settings, store: Store) -> dict[str, Findings]:
    """What the extractor found in the titles and abstracts of papers, by the paper's id."""
    mark = fingerprint(settings.model, "abstract")
    return {found.id: found for found in store.findings([paper_post(paper) for paper in papers], mark)}


def paper_post(paper: Paper) -> Post:
    """A paper's title and abstract, as a text to extract from."""
    return Post(id=paper.id, text=paper_text(paper))


def links_of(
    threads: Iterable[Thread],
    resolved: Mapping[str, Sequence[Resolution]],
    papers: Sequence[Paper],
    settings: Settings,
    store: Store,
) -> Iterator[Link]:
    """Links of all claims that lean on a citation with a paper."""
    said = paper_findings(papers, settings, store)
    for thread in threads:
        texts = {post.id: post.text for post in thread.posts}
        for findings in findings_of([thread], settings, store):
            cited = {i: r.paper for i, r in enumerate(resolved.get(findings.id, ())) if r.paper}
            for claim in findings.claims if cited else ():
                yield from link(claim, findings, texts[findings.id], cited, said)


def describe(settings: Settings, material: Material, counts: dict[str, int]) -> Manifest:
    """What is published, and from what; the files are not written yet."""
    choice = choose_model(settings.model)
    graph = {"nodes": material.graph.number_of_nodes(), "edges": material.graph.number_of_edges()}
    verdicts = Counter(r.verdict for some in material.resolutions.values() for r in some)
    return Manifest(
        name=settings.name,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        threadgraph=version("threadgraph"),
        sources=settings.sources,
        offline=settings.offline,
        quotes=settings.quotes,
        model=f"{choice.name or 'default'} {choice.version}",
        model_reason=choice.reason,
        terminology=terms.load().fingerprint,
        extractor=fingerprint(settings.model, settings.profile),
        literature=names_on(settings),
        new={},
        counts=counts | graph,
        verdicts=dict(sorted(verdicts.items())),
        files={},
    )
