"""What the store knows of the sources' threads, joined into the graph and its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline import terms
from pipeline.errors import UsageError
from pipeline.extract.fingerprint import fingerprint
from pipeline.extract.model import choose_model
from pipeline.graph import build_graph
from pipeline.link import Linker, paper_text
from pipeline.link.copies import Copies
from pipeline.link.retrieval import VERSION, Question, question_of, questions
from pipeline.link.study import study_of
from pipeline.literature import literature_fingerprint, names_on, retrieval_fingerprint
from pipeline.records import (
    Citation,
    Claim,
    Failure,
    Findings,
    Link,
    Mention,
    Paper,
    Post,
    Resolution,
    Stream,
    Thread,
)
from pipeline.settings import Settings, load_settings
from pipeline.snapshot import Manifest, Material
from pipeline.store import Store, without_password

if TYPE_CHECKING:
    import networkx as nx


R = TypeVar("R", Claim, Mention)


class Asked(NamedTuple):
    """What the literature is asked: citations, and questions of claims, each by its key.

    ``citations`` are the keys of each post's citations, by post id and in their order.
    """

    citations: dict[str, list[str]]
    cited: dict[str, Citation]
    questions: dict[str, Question]


def gather(settings: Settings, store: Store, failures: Sequence[Failure]) -> Material:
    """All that is known of the sources' threads, and the graph of it."""
    ids = store.thread_ids(settings.sources)
    threads = Stream(lambda: store.threads(ids))
    found = Stream(lambda: findings_of(threads, settings, store))
    wanted = asked(found)
    resolved = resolutions(wanted.citations, settings, store)
    retrieved = candidates(wanted.questions, settings, store)
    papers = {paper.id: paper for paper in [*chain(*retrieved.values()), *papers_of(resolved)]}
    said = paper_findings(papers.values(), settings, store)
    papers = {id: p.model_copy(update={"study": study_of(p, said.get(id))}) for id, p in papers.items()}
    resolved = {id: tuple(studied(one, papers) for one in some) for id, some in resolved.items()}
    linker, copies = Linker(said), Copies()
    links: list[Link] = []
    for thread in threads:
        for post, findings in zip_posts(thread, settings, store):
            copies.add(post, findings)
            links += links_of(post, findings, resolved, retrieved, papers, linker)
    beside = {link.paper_id for link in links}.union(paper.id for paper in papers_of(resolved))
    shown = [papers[id] for id in sorted(beside)]
    graph = build_graph(threads, found, resolved, links, terms.load().concept, shown, copies.claims())
    return Material(threads, found, resolved, links, shown, failures, graph)


def asked(findings: Iterable[Findings]) -> Asked:
    """What the literature is asked about some findings, which are gone through once."""
    wanted = Asked({}, {}, {})
    for found in findings:
        if found.citations:
            keys = wanted.citations[found.id] = [citation.key() for citation in found.citations]
            wanted.cited.update(zip(keys, found.citations, strict=True))
        wanted.questions.update(questions(found))
    return wanted


def graph_of_store(url: str) -> nx.MultiDiGraph:
    """The graph of all that a store holds.

    Args:
        url: of the store; the other settings are those of the environment and of ``threadgraph.toml``.

    Raises:
        UsageError: nothing was read into it yet, or by another extractor only.
    """
    settings = load_settings(store=url)
    with Store(url) as store:
        every = settings.model_copy(update={"sources": tuple(store.sources())})
        material = gather(every, store, ())
    if not any(True for _ in material.findings):
        shown = without_password(url)
        raise UsageError(f"no graph in {shown}: this extractor read nothing into it; threadgraph run does")
    return material.graph


def all_findings(settings: Settings, store: Store) -> Iterator[Findings]:
    """Findings of all posts of the sources, thread by thread."""
    return findings_of(store.threads(store.thread_ids(settings.sources)), settings, store)


def findings_of(threads: Iterable[Thread], settings: Settings, store: Store) -> Iterator[Findings]:
    """Findings of the posts of some threads."""
    mark = fingerprint(settings.model, settings.profile, settings.components)
    for thread in threads:
        sells = thread.trust == "promotional"
        adverts = {post.id for post in thread.posts if sells or post.advert}
        for found in store.findings(thread.posts, mark):
            yield told_by_others(found) if found.id in adverts else found


def told_by_others(findings: Findings) -> Findings:
    """Findings of an advertisement: whoever speaks there of himself is a persona, and not the author."""

    def retold(some: Sequence[R]) -> tuple[R, ...]:
        own = {"experiencer": "other"}
        return tuple(one.model_copy(update=own) if one.experiencer == "author" else one for one in some)

    changed = {"mentions": retold(findings.mentions), "claims": retold(findings.claims)}
    return findings.model_copy(update=changed)


def resolutions(
    cited: Mapping[str, Sequence[str]], settings: Settings, store: Store
) -> dict[str, tuple[Resolution, ...]]:
    """Resolutions of each post's citations, by post id and in their order; unasked ones are "unchecked"."""
    keys = {key for some in cited.values() for key in some}
    known = store.resolutions(keys, literature_fingerprint(settings))
    unchecked = Resolution(verdict="unchecked")
    return {id: tuple(known.get(key, unchecked) for key in some) for id, some in cited.items()}


def papers_of(resolved: Mapping[str, Sequence[Resolution]]) -> list[Paper]:
    """The papers of resolutions, each once, by id."""
    papers = {r.paper.id: r.paper for some in resolved.values() for r in some if r.paper}
    return [papers[id] for id in sorted(papers)]


def candidates(wanted: Iterable[str], settings: Settings, store: Store) -> dict[str, tuple[Paper, ...]]:
    """The papers that were retrieved for questions, by the questions' keys."""
    return store.candidates(wanted, retrieval_mark(settings)) if settings.retrieve else {}


def retrieval_mark(settings: Settings) -> str:
    """What retrieved papers depend on, beside the question."""
    return f"{retrieval_fingerprint(settings)}; retrieval {VERSION}; terms {terms.load().fingerprint}"


def studied(resolution: Resolution, papers: Mapping[str, Paper]) -> Resolution:
    """A resolution with what is known of how the study of its paper was made."""
    paper = resolution.paper
    return resolution.model_copy(update={"paper": papers[paper.id]}) if paper else resolution


def paper_findings(papers: Iterable[Paper], settings: Settings, store: Store) -> dict[str, Findings]:
    """What the extractor found in the titles and abstracts of papers, by the paper's id."""
    mark = fingerprint(settings.model, "paper", settings.components)
    return {found.id: found for found in store.findings([paper_post(paper) for paper in papers], mark)}


def paper_post(paper: Paper) -> Post:
    """A paper's title and abstract, as a text to extract from."""
    return Post(id=paper.id, text=paper_text(paper))


def zip_posts(thread: Thread, settings: Settings, store: Store) -> Iterator[tuple[Post, Findings]]:
    """The posts of a thread, each with its findings."""
    posts = {post.id: post for post in thread.posts}
    return ((posts[findings.id], findings) for findings in findings_of([thread], settings, store))


def links_of(
    post: Post,
    findings: Findings,
    resolved: Mapping[str, Sequence[Resolution]],
    retrieved: Mapping[str, Sequence[Paper]],
    papers: Mapping[str, Paper],
    linker: Linker,
) -> Iterator[Link]:
    """Links of a post's claims: to the papers that they cite, and to those that were retrieved for them.

    Args:
        post: a post.
        findings: what was found in it.
        resolved: one resolution a citation, by post id.
        retrieved: papers by the key of a question.
        papers: all papers, with their studies, by id.
        linker: of the papers.
    """
    cited = {i: r.paper for i, r in enumerate(resolved.get(post.id, ())) if r.paper}
    for claim in findings.claims:
        question = question_of(claim, findings)
        beside = [papers[p.id] for p in retrieved.get(question.key, ())] if question else []
        yield from linker.links(claim, findings, cited, beside, post.created_at)


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
        extractor=fingerprint(settings.model, settings.profile, settings.components),
        literature=names_on(settings),
        new={},
        counts=counts | graph,
        verdicts=dict(sorted(verdicts.items())),
        files={},
    )
