"""A small world of hand-made records that has one of everything that a graph can hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.graph import build_graph
from pipeline.records import (
    Citation,
    Claim,
    Concept,
    Cue,
    Findings,
    Link,
    Mention,
    Name,
    Paper,
    Post,
    Quote,
    Resolution,
    Span,
    Study,
    Thread,
)

CONCEPTS = {
    concept.id: concept
    for concept in (
        Concept(
            id="CHEBI:5062",
            name="finasteride",
            type="drug",
            synonyms=("Propecia", "fin"),
            xrefs=("UMLS:C0060389",),
            parents=("LOCAL:5ari",),
            source="ChEBI",
        ),
        Concept(id="CHEBI:521033", name="dutasteride", type="drug", parents=("LOCAL:5ari",), source="ChEBI"),
        Concept(id="LOCAL:5ari", name="5-alpha-reductase inhibitor", type="drug", synonyms=("5-ARI",)),
        Concept(id="HP:0030018", name="low libido", type="symptom", synonyms=("no sex drive",), source="HPO"),
        Concept(id="HP:0000739", name="anxiety", type="symptom", source="HPO"),
        Concept(id="MONDO:0004907", name="hair loss", type="condition", source="MONDO"),
        Concept(id="CHEBI:16330", name="dihydrotestosterone", type="hormone", synonyms=("DHT",)),
    )
}
NAMES = {name.lower(): c.id for c in CONCEPTS.values() for name in (c.name, *c.synonyms)}


def mention(text: str, words: str, **more: Any) -> Mention:
    start = text.index(words)
    concept = CONCEPTS[NAMES[words.lower()]]
    found = {"concept_id": concept.id, "name": concept.name, "type": concept.type, **more}
    return Mention(start=start, end=start + len(words), text=words, **found)


def claim(post: str, number: int, text: str, subject: int, predicate: str, object: int, **more: Any) -> Claim:
    known = {"kind": "experience", "score": 0.9, "rule": "verb.cause", **more}
    return Claim(
        id=f"{post}#{number}",
        start=0,
        end=len(text),
        text=text,
        subject=subject,
        predicate=predicate,
        object=object,
        **known,
    )


def reference(text: str, words: str, **more: Any) -> Citation:
    start = text.index(words)
    return Citation(start=start, end=start + len(words), text=words, **{"kind": "reference", **more})


IRWIG = Paper(
    id="doi:10.1000/irwig",
    authors=(Name(family="Irwig", given="M. S."),),
    title="Persistent complaints after finasteride",
    container="Journal of Examples",
    year=2011,
    doi="10.1000/irwig",
    publication_types=("Observational Study",),
    study=Study(design="observational_study"),
    abstract="Men reported low libido after finasteride.",
    source="local",
)
TRIAL = Paper(
    id="pmid:1234",
    authors=(Name(family="Kaufman"),),
    title="A trial of finasteride",
    year=1998,
    pmid="1234",
    publication_types=("Randomized Controlled Trial",),
    study=Study(design="randomized_trial"),
    abstract="Libido did not differ from placebo.",
    source="pubmed",
)
RETRACTED = Paper(
    id="doi:10.1000/gone", title="Anxiety explained", year=2015, status="retracted", source="crossref"
)


@dataclass(frozen=True)
class World:
    threads: tuple[Thread, ...] = ()
    findings: tuple[Findings, ...] = ()
    resolutions: dict[str, list[Resolution]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    papers: tuple[Paper, ...] = ()
    copies: dict[str, str] = field(default_factory=dict)

    def graph(self) -> Any:
        world = (self.threads, self.findings, self.resolutions, self.links)
        return build_graph(*world, CONCEPTS.get, self.papers, self.copies)

    def without_post(self, id: str) -> World:
        kept = tuple(
            t.model_copy(update={"posts": tuple(p for p in t.posts if p.id != id)}) for t in self.threads
        )
        return replace(self, threads=kept)


def post(id: str, author: str | None, date: str | None, text: str, **more: Any) -> Post:
    return Post(id=id, number=id.rpartition("-")[2], author=author, created_at=date, text=text, **more)


def thread(id: str, *posts: Post, **more: Any) -> Thread:
    known = {"path": f"{id}.json", "kind": "thread", "engine": "discourse", "title": f"Thread {id}", **more}
    return Thread(id=id, posts=posts, **known)


def sample() -> World:
    """Two authors who say that finasteride took their libido, one who says not, papers on both sides."""
    first = "Finasteride killed my low libido, see Irwig 2011 and Nobody 2050 🙃"
    second = "Same: Propecia gave me no sex drive after I quit."
    third = "Finasteride never gave me low libido."
    fourth = "Could finasteride lower DHT?"
    fifth = "Dutasteride stopped my hair loss, anxiety though (Gone 2015)."
    advert = "Finasteride stops hair loss for good!"
    crowd = "Propecia gave me no sex drive, it started on it."
    threads = (
        thread(
            "a",
            post("a-1", "user_1", "2020-01-05T10:00:00Z", first),
            post("a-2", "user_2", "2020-02-01", second, reply_to="1", quotes=(Quote(text="…", post="1"),)),
            post("a-3", "user_3", "2021-03-01", third),
            post("a-4", None, None, fourth),
        ),
        thread(
            "b",
            post("b-1", "user_2", "2022-01-01", fifth),
            post("b-2", "user_2", "2022-01-02", crowd),
            trust="blog",
        ),
        thread("c", post("c-1", "Shop", "2022-05-05", advert), trust="promotional", trust_reasons=("cart",)),
    )
    irwig = reference(first, "Irwig 2011", kind="author_year", authors=(Name(family="Irwig"),), year=2011)
    nobody = reference(first, "Nobody 2050", kind="author_year", authors=(Name(family="Nobody"),), year=2050)
    gone = reference(fifth, "Gone 2015", kind="author_year", authors=(Name(family="Gone"),), year=2015)
    adverse, treats = "has_adverse_event", "ameliorates_condition"
    findings = (
        Findings(
            id="a-1",
            mentions=(mention(first, "Finasteride"), mention(first, "low libido", phase="on_drug")),
            citations=(irwig, nobody),
            claims=(claim("a-1", 0, first, 0, adverse, 1, citations=(0, 1), phase="on_drug"),),
        ),
        Findings(
            id="a-2",
            mentions=(mention(second, "Propecia"), mention(second, "no sex drive", phase="after_stopping")),
            claims=(claim("a-2", 0, second, 0, adverse, 1, phase="after_stopping"),),
        ),
        Findings(
            id="a-3",
            mentions=(
                mention(third, "Finasteride"),
                mention(third, "low libido", negated=True, cues=(Cue(start=12, end=17, rule="never"),)),
            ),
            claims=(claim("a-3", 0, third, 0, adverse, 1, negated=True, phase="on_drug"),),
        ),
        Findings(
            id="a-4",
            mentions=(mention(fourth, "finasteride"), mention(fourth, "DHT")),
            claims=(
                claim(
                    "a-4",
                    0,
                    fourth,
                    0,
                    "affects",
                    1,
                    kind="question",
                    certainty="asked",
                    direction="decrease",
                ),
            ),
        ),
        Findings(
            id="b-1",
            mentions=(mention(fifth, "Dutasteride"), mention(fifth, "hair loss"), mention(fifth, "anxiety")),
            citations=(gone,),
            claims=(
                claim("b-1", 0, fifth, 0, treats, 1),
                claim("b-1", 1, fifth, 0, adverse, 2, certainty="hedged", citations=(0,)),
            ),
        ),
        Findings(
            id="b-2",
            mentions=(mention(crowd, "Propecia"), mention(crowd, "no sex drive", phase="on_drug")),
            claims=(claim("b-2", 0, crowd, 0, adverse, 1, phase="on_drug"),),
        ),
        Findings(
            id="c-1",
            mentions=(mention(advert, "Finasteride"), mention(advert, "hair loss")),
            claims=(claim("c-1", 0, advert, 0, treats, 1),),
        ),
    )
    resolutions = {
        "a-1": [
            Resolution(verdict="verified", paper=IRWIG, score=0.97, sources=("local",)),
            Resolution(verdict="not_found", sources=("local", "crossref")),
        ],
        "b-1": [Resolution(verdict="retracted", paper=RETRACTED, score=0.9, disagrees=("year",))],
    }
    rationale = Span(start=0, end=12, text="Men reported")
    links = (
        Link(
            claim_id="a-1#0",
            paper_id=IRWIG.id,
            basis="cited",
            stance="supports",
            score=0.8,
            rationale=rationale,
        ),
        Link(claim_id="a-1#0", paper_id=TRIAL.id, basis="retrieved", stance="contradicts", score=0.7),
        Link(claim_id="b-1#0", paper_id=TRIAL.id, basis="retrieved", stance="supports", score=0.6),
        Link(claim_id="b-1#1", paper_id=RETRACTED.id, basis="cited", stance="supports", score=0.9),
        Link(claim_id="a-2#0", paper_id=IRWIG.id, basis="retrieved", stance="silent", score=0.2),
    )
    return World(threads, findings, resolutions, links, (TRIAL,))
