"""How well mentions are found and grounded, on labelled data that nothing was trained on.

BC5CDR devel with the abstract profile; PsyTAR dev with the post profile; and how often something is found on
pages that are not about health. Spans are exact, micro-averaged, unless the name says overlap. The models
that are shipped have seen the development parts: scored are models trained here, on the train parts alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline import terms
from pipeline.errors import ParseError
from pipeline.extract import Extractor, detector, detector_features, train_mentions
from pipeline.extract.detector import Tagger
from pipeline.fetch import fetch
from pipeline.parse import parse
from pipeline.records import Failure, Mention
from pipeline.settings import Settings

HEALTH = (
    "aknenormin",
    "alsforums",
    "angelman",
    "bpdfamily",
    "copd",
    "health_custom",
    "maladiesrares",
    "med1",
    "mssociety",
    "msworld",
    "myparkinsons",
    "old_science",
    "studentdoctor",
)
"""Parts of the paths of the pages that are about health."""

KEPT = Path(__file__).parent.parent / "build/evals"
CHEMICAL, FINDING = ("drug", "hormone"), ("symptom", "condition")
CLASS = {"Chemical": "chemical", "Disease": "finding"}


class Gold(NamedTuple):
    """A text with its spans, each with its class and its concept's identifier in the corpus."""

    text: str
    spans: tuple[tuple[int, int, str, str], ...]


def score(shared: Path) -> dict[str, float]:
    """The figures, in percent."""
    models = trained(shared / "gold")
    for profile in ("abstract", "post"):
        extractor(profile).nlp.get_pipe("threadgraph_mentions").tagger = Tagger(models / f"{profile}.npz")  # type: ignore[attr-defined]
    abstracts = list(bc5cdr(shared / "gold/bc5cdr/devel.pubtator"))
    posts = list(psytar(shared / "gold/psytar/dev.jsonl"))
    figures = {f"bc5cdr_devel_{name}": value for name, value in spans_f1(abstracts, "abstract", True).items()}
    figures |= {f"psytar_dev_{name}": value for name, value in spans_f1(posts, "post", False).items()}
    figures["psytar_dev_concept"] = grounded(posts, given=False)
    figures["ordinary_words_per_mention"] = ordinary_words_per_mention(shared / "forum_pages")
    figures["psytar_dev_concept_given_spans"] = grounded(posts, given=True)
    return figures


def trained(gold: Path) -> Path:
    """The folder of models trained on the train parts; kept for as long as nothing they rest on changes."""
    sources = (
        detector.__file__,
        detector_features.__file__,
        train_mentions.__file__,
        gold / "bc5cdr/train.pubtator",
        gold / "psytar/train.jsonl",
    )
    rests_on = hashlib.sha256(terms.load().fingerprint.encode("ascii"))
    for source in sources:
        rests_on.update(Path(source).read_bytes())
    folder = KEPT / rests_on.hexdigest()[:16]
    if not (folder / "mentions.json").exists():
        train_mentions.train_all(gold, folder, ("train",))
    return folder


@cache
def extractor(profile: str) -> Extractor:
    """The extractor of a profile."""
    return Extractor(model="default", profile=profile)  # type: ignore[arg-type]


@cache
def found(text: str, profile: str, given: tuple[Mention, ...] = ()) -> tuple[Mention, ...]:
    """The mentions of a text, or the given ones with their concepts."""
    nlp = extractor(profile).nlp
    keep = ("threadgraph_sentences", "abbreviation_detector", "threadgraph_mentions", "threadgraph_linker")
    with nlp.select_pipes(enable=[name for name in keep if name in nlp.pipe_names]):
        doc = nlp.make_doc(text)
        doc._.mentions = given
        return tuple(nlp(doc)._.mentions)


def bc5cdr(path: Path) -> Iterator[Gold]:
    """The abstracts of a file in PubTator's format."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        title, abstract, *rows = block.splitlines()
        cells = [row.split("\t") for row in rows]
        spans = {(int(c[1]), int(c[2]), CLASS[c[4]], c[5]) for c in cells if len(c) > 5}
        yield Gold(f"{title.split('|', 2)[2]} {abstract.split('|', 2)[2]}", tuple(sorted(spans)))


def psytar(path: Path) -> Iterator[Gold]:
    """The sentences of a file of PsyTAR."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = {(m["start"], m["end"], "finding", m["umls"] or "") for m in row["mentions"]}
        yield Gold(row["text"], tuple(sorted(spans)))


def classes(mentions: Iterable[Mention], chemicals: bool) -> set[tuple[int, int, str]]:
    """Mentions as the corpus has them: chemicals and findings, no genes."""
    kinds = {
        **dict.fromkeys(FINDING, "finding"),
        **(dict.fromkeys(CHEMICAL, "chemical") if chemicals else {}),
    }
    return {(m.start, m.end, kinds[m.type]) for m in mentions if m.type in kinds}


def spans_f1(examples: Iterable[Gold], profile: str, chemicals: bool) -> dict[str, float]:
    """Exact and overlap F1 of the spans."""
    counts: Counter[str] = Counter()
    for example in examples:
        gold = {span[:3] for span in example.spans}
        mine = classes(found(example.text, profile), chemicals)
        counts["gold"] += len(gold)
        counts["mine"] += len(mine)
        counts["both"] += len(gold & mine)
        counts["gold_overlap"] += sum(any(overlaps(g, m) for m in mine) for g in gold)
        counts["mine_overlap"] += sum(any(overlaps(g, m) for g in gold) for m in mine)
    exact = 200 * counts["both"] / (counts["gold"] + counts["mine"])
    recall, precision = counts["gold_overlap"] / counts["gold"], counts["mine_overlap"] / counts["mine"]
    return {"exact_f1": exact, "overlap_f1": 200 * recall * precision / (recall + precision)}


def overlaps(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two spans of one class share a character."""
    return one[0] < other[1] and other[0] < one[1] and one[2] == other[2]


def grounded(examples: Iterable[Gold], given: bool) -> float:
    """Share of the labelled spans whose concept has the corpus's UMLS concept as a cross-reference.

    Args:
        examples: posts with labelled spans.
        given: ground the labelled spans; otherwise those that are found, where they overlap.
    """
    total = right = 0
    for example in examples:
        mentions = found(example.text, "post", spans_of(example) if given else ())
        for start, end, _, cui in (span for span in example.spans if span[3]):
            total += 1
            here = [m for m in mentions if m.start < end and start < m.end and m.concept_id]
            here = [m for m in here if (m.start, m.end) == (start, end)] if given else here
            concepts = [terms.load().concept(m.concept_id or "") for m in here]
            right += any(f"UMLS:{cui}" in c.xrefs for c in concepts if c)
    return 100 * right / total


def spans_of(example: Gold) -> tuple[Mention, ...]:
    """The labelled spans as mentions without a concept."""
    return tuple(
        Mention(start=a, end=b, text=example.text[a:b], type="symptom")
        for a, b, _, cui in example.spans
        if cui
    )


def ordinary_words_per_mention(pages: Path) -> float:
    """How many words of pages that are not about health it takes to find one mention."""
    words = mentions = 0
    for page in fetch(str(pages), Settings(offline=True)):
        if isinstance(page, Failure) or any(name in page.path for name in HEALTH):
            continue
        with suppress(ParseError):
            for post in parse(page).posts:
                words += len(post.text.split())
                mentions += len(found(post.text, "post"))
    return words / max(1, mentions)
