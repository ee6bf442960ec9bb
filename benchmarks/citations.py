"""Speed of the citation part: strings parsed, identifiers read and posts searched a second, on one core.

Peers, in the same run: for the parser the tagging alone by the same model (what any Python wrapper around
this CRF must pay), for the identifiers one plain DOI pattern, for the finder a split into words.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

from pipeline.extract.citations import find_citations
from pipeline.extract.identifiers import identify_url
from pipeline.extract.reference_features import features
from pipeline.extract.references import parse_reference, tagger

PUBLISHED = 540.0
"""Strings a second of AnyStyle, the upper of its published figures."""

REFERENCES = [
    f"{family} {initials}, Okafor T, van Dijk L. {title} in {animal}. {journal}. {year};{volume}(3):1104-16."
    for year, family, initials in ((2001, "Harlow", "MJ"), (2009, "Brandt", "K"), (2015, "Osei", "PA"))
    for volume, title in (
        (12, "Low dose retinoids and hippocampal growth"),
        (94, "Androgen receptors and mood"),
    )
    for animal in ("mice", "adult male rats", "a double-blind trial of 412 patients with acne")
    for journal in ("J Neurochem", "Endocrinology", "J Invest Dermatol")
]
URLS = [
    "https://www.ncbi.nlm.nih.gov/pubmed/39162085?dopt=Abstract",
    "https://link.springer.com/content/pdf/10.1007%2Fs00213-031-1234-5.pdf",
    "https://www.example.com/forum/thread-123/page-4",
    "https://doi.org/10.1016/j.ejphar.2031.12.034",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC9567033/",
]
TALK = "I took it for 12 weeks in 2011. A study in rats showed less. See Okoro et al. (2018). "


def run() -> dict[str, float]:
    """All figures: units a second, and each as a ratio to its peer."""
    post = TALK * 5 + "\n\n" + "\n".join(REFERENCES[:2]) + "\n\n" + TALK * 5
    parsed = rate(parse_reference, REFERENCES)
    tagged = rate(lambda line: tagger().tag(features(line)), REFERENCES)
    read, plain = rate(identify_url, URLS), rate(re.compile(r"10\.\d{4,9}/\S+").search, URLS)
    found, split = rate(find_citations, [post]), rate(re.compile(r"\w+|[^\w\s]").findall, [post])
    return {
        "references_per_second": parsed,
        "references_to_tagging_alone": parsed / tagged,
        "references_to_anystyle_published": parsed / PUBLISHED,
        "urls_per_second": read,
        "urls_to_one_plain_pattern": read / plain,
        "posts_per_second": found,
        "posts_to_splitting_words": found / split,
    }


def rate(function: Callable[[str], object], inputs: Sequence[str], seconds: float = 1.0) -> float:
    """Calls a second, the best of three rounds (the others are disturbed)."""
    best = 0.0
    for _ in range(3):
        calls, started = 0, time.process_time()
        while (spent := time.process_time() - started) < seconds / 3 or not calls:
            for text in inputs:
                function(text)
            calls += len(inputs)
        best = max(best, calls / spent if spent else 0.0)
    return best


if __name__ == "__main__":
    for name, figure in run().items():
        print(f"{name:36} {figure:12.2f}")
