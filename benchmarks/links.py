"""Links: questions to the index, claims joined with papers and posts compared, a second of CPU.

Run as ``python -m benchmarks.links [PAPERS]`` (20,000 by default). Peers in the same run: the index's own
ranked search for the same names, and datasketch's MinHash of the same words with nothing around it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from itertools import product

from datasketch import MinHash

from pipeline import terms
from pipeline.link import Linker
from pipeline.link.copies import PERMUTATIONS, Copies
from pipeline.link.retrieval import Question, retrieve
from pipeline.literature.index import Index
from pipeline.records import Claim, Findings, Mention, Paper, Post

DRUGS = "finasteride isotretinoin sertraline minoxidil dutasteride metformin lithium fluoxetine tamoxifen"
ILLS = "depression anxiety insomnia headache nausea fatigue acne dizziness tremor vomiting constipation"
FILLER = "patients treated with placebo showed results in this study of adults over weeks dose group control"
CLAIMS, POSTS = 20_000, 2_000
Pair = tuple[str, str]


def main(papers: int) -> None:
    """Print the figures."""
    known, chance = terms.load(), random.Random(1)
    names = [[known.find(name)[0] for name in some.split()] for some in (DRUGS, ILLS)]
    pairs = [(drug, ill) for drug, ill in product(*names)]
    with Index(":memory:") as index, index.transaction():
        made = {f"pmid:{n}": chance.choice(pairs) for n in range(papers)}
        index.put(paper(id, *(end.name for end in pair), chance) for id, pair in made.items())
        asked = [Question(drug.id, "has_adverse_event", ill.id) for drug, ill in pairs]
        said = rate("questions", lambda: {q: retrieve(q, index.naming, 3) for q in asked}, len(asked))
        searches = [f"{drug.name} {ill.name}" for drug, ill in pairs]
        rate("peer: ranked searches", lambda: [index.search(words, 12) for words in searches], len(asked))
    ends = {id: ((drug.id, drug.name), (ill.id, ill.name)) for id, (drug, ill) in made.items()}
    linker = Linker({p.id: findings(p.id, *ends[p.id]) for found in said.values() for p in found})
    posts = [findings(f"post{n}", *ends[f"pmid:{n % papers}"]) for n in range(CLAIMS)]
    rate(
        "claims linked",
        lambda: [linker.links(f.claims[0], f, {}, said[question(f)]) for f in posts],
        CLAIMS,
    )
    words = [" ".join(chance.choices([f"w{n}" for n in range(3000)], k=80)) for _ in range(POSTS)]
    copies = Copies()
    rate("posts compared", lambda: compare(copies, words, posts), POSTS)
    rate("peer: sketches alone", lambda: [bare(text) for text in words], POSTS)


def rate(what: str, work: Callable[[], Iterable[object]], count: int):  # type: ignore[no-untyped-def]
    """Do some work, print how much of it is done in a second of CPU, and return what it gave."""
    start = time.process_time()
    done = work()
    print(f"{what:24} {count / (time.process_time() - start):10,.0f} /s")
    return done


def paper(id: str, drug: str, ill: str, chance: random.Random) -> Paper:
    """A made-up paper on a pair."""
    words = " ".join(chance.choices(FILLER.split(), k=150))
    return Paper(id=id, title=f"{drug} and {ill} in adults", abstract=f"{words}.", source="made")


def findings(id: str, drug: Pair, ill: Pair) -> Findings:
    """What was found in "DRUG increased ILL."."""
    text = f"{drug[1]} increased {ill[1]}."
    at = len(text) - 1 - len(ill[1])
    mentions = (
        Mention(start=0, end=len(drug[1]), text=drug[1], type="drug", concept_id=drug[0], name=drug[1]),
        Mention(start=at, end=len(text) - 1, text=ill[1], type="condition", concept_id=ill[0], name=ill[1]),
    )
    claim = Claim(
        id=f"{id}#1", start=0, end=len(text), text=text, subject=0, predicate="has_adverse_event", object=1,
        direction="increase", kind="experience", score=0.8, rule="up.active",
    )  # fmt: skip
    return Findings(id=id, mentions=mentions, claims=(claim,))


def question(found: Findings) -> Question:
    """The question of a post's claim."""
    drug, ill = found.mentions
    return Question(str(drug.concept_id), "has_adverse_event", str(ill.concept_id))


def compare(copies: Copies, words: list[str], posts: list[Findings]) -> dict[str, str]:
    """Compare posts with the earlier ones."""
    for number, (text, found) in enumerate(zip(words, posts, strict=False)):
        copies.add(Post(id=str(number), author=str(number), text=text), found)
    return copies.claims()


def bare(text: str) -> MinHash:
    """A sketch of the words of a text."""
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([word.encode() for word in text.split()])
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
