"""Speed of quantities, context and claims, beside spaCy's tokenizer and sentencizer in the same run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import spacy

from pipeline.extract.claims import read_claims
from pipeline.extract.context import contextualise
from pipeline.extract.quantities import read_quantities
from pipeline.records import Mention

SENTENCES = (
    ("My libido crashed six weeks after stopping finasteride 1 mg daily, and it never came back.", "libido"),
    ("I never had any brain fog before that, but my brother did.", "brain fog"),
    ("Does anyone know if sertraline lowers testosterone in men?", "testosterone"),
    ("It was a nice day and we went for a walk along the river with the dog.", ""),
    ("Studies in rats have shown that isotretinoin may reduce neurogenesis by 20%.", "neurogenesis"),
)
DRUGS = ("finasteride", "sertraline", "isotretinoin")
POSTS = 400
Spans = list[tuple[int, int]]


def posts() -> list[tuple[str, Spans, list[Mention]]]:
    """Posts of about 100 words with their sentences and mentions."""
    rng = random.Random(1)
    return [post(rng.choices(SENTENCES, k=8)) for _ in range(POSTS)]


def post(chosen: list[tuple[str, str]]) -> tuple[str, Spans, list[Mention]]:
    """One post out of sentences, each with the symptom that it names."""
    text, spans, mentions = "", [], []
    for sentence, symptom in chosen:
        names = [(drug, "drug") for drug in DRUGS if drug in sentence]
        names += [(symptom, "symptom")] if symptom else []
        for name, type in names:
            start = len(text) + sentence.index(name)
            mentions.append(Mention(start=start, end=start + len(name), text=name, type=type))
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + " "
    return text, spans, mentions


def run() -> dict[str, float]:
    """Words a second of each step, and the ratio of all steps to the peer."""
    made = posts()
    words = sum(len(text.split()) for text, _, _ in made)
    flagged = [contextualise(*one) for one in made]
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    figures = {
        "quantities": fastest(lambda: [read_quantities(*one) for one in made]),
        "context": fastest(lambda: [contextualise(*one) for one in made]),
        "claims": fastest(
            lambda: [read_claims(one[0], one[1], f) for one, f in zip(made, flagged, strict=True)]
        ),
        "peer_tokenizer_and_sentencizer": fastest(lambda: [nlp(text) for text, _, _ in made]),
    }
    ours = sum(figures[name] for name in ("quantities", "context", "claims"))
    rates = {f"{name}_words_per_second": round(words / seconds) for name, seconds in figures.items()}
    return rates | {"time_ratio_to_peer": round(ours / figures["peer_tokenizer_and_sentencizer"], 2)}


def fastest(work: Callable[[], object], times: int = 3) -> float:
    """Least CPU seconds of some runs."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(times))


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:44} {value:12}")
