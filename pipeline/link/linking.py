"""All papers to all claims, each pair judged once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.errors import UsageError
from pipeline.link.concepts import name
from pipeline.link.judging import judge, quoted_claims
from pipeline.link.reading import Reading
from pipeline.records import Claim, Findings, Link, Paper


class Linker:
    """Joins claims with papers; what was judged once is remembered.

    Args:
        paper_findings: what the extractor found in `paper_text` of each paper, by the paper's id.
    """

    def __init__(self, paper_findings: Mapping[str, Findings]) -> None:
        self._findings = paper_findings
        self._readings: dict[str, Reading] = {}
        self._judged: dict[tuple[object, ...], Link] = {}

    def links(
        self,
        claim: Claim,
        findings: Findings,
        papers: Mapping[int, Paper],
        retrieved: Sequence[Paper] = (),
        date: str | None = None,
    ) -> tuple[Link, ...]:
        """Links of a claim: of its citations in their order, then of retrieved papers that say something.

        Args:
            claim: a claim of ``findings``.
            findings: what was found in the post.
            papers: resolved papers, by index of the citation.
            retrieved: papers about the same concepts.
            date: ISO date of the post.
        """
        found = []
        cited = {papers[index].id: index for index in reversed(claim.citations) if index in papers}
        for id, index in reversed(cited.items()):
            quoted = tuple(quoted_claims(claim, findings, index))
            found.append(judge(claim, findings, self.read(papers[index]), quoted, date).link(claim.id, id))
        for paper in retrieved:
            if paper.id not in cited:
                judged = self._candidate(claim, findings, paper, date)
                if judged.stance != "silent":
                    found.append(judged.model_copy(update={"claim_id": claim.id}))
        return tuple(found)

    def read(self, paper: Paper) -> Reading:
        """A paper with what was found in it."""
        if paper.id not in self._readings:
            found = self._findings.get(paper.id, Findings(id=paper.id))
            self._readings[paper.id] = Reading(paper, found)
        return self._readings[paper.id]

    def _candidate(self, claim: Claim, findings: Findings, paper: Paper, date: str | None) -> Link:
        # all that a judgement depends on: claims that share it share the parts of their links, too
        facts = (
            *(name(findings, one) for one in (claim.subject, claim.object)),
            *(claim.predicate, claim.direction, claim.negated, claim.experiencer, claim.dose),
            *(
                q.unit
                for q in findings.quantities
                if q.kind == "route" and claim.start <= q.start < claim.end
            ),
            *(paper.id, date if paper.status == "retracted" else None),
        )
        if facts not in self._judged:
            judged = judge(claim, findings, self.read(paper), (), date, "retrieved")
            self._judged[facts] = judged.link(claim.id, paper.id)
        return self._judged[facts]


def link(
    claim: Claim,
    findings: Findings,
    text: str,
    papers: Mapping[int, Paper],
    paper_findings: Mapping[str, Findings],
    retrieved: Sequence[Paper] = (),
    date: str | None = None,
) -> tuple[Link, ...]:
    """Join a claim with the papers of its citations, and with retrieved papers that say something to it.

    Args:
        claim: a claim of ``findings``.
        findings: what was found in the post.
        text: the post's text.
        papers: resolved papers, by index of the citation.
        paper_findings: what the extractor found in `paper_text` of each paper, by the paper's id.
        retrieved: papers about the same concepts: candidate evidence.
        date: ISO date of the post.

    Returns:
        One link a paper: of the claim's citations in their order, then of the retrieved ones.

    Raises:
        UsageError: the claim was not read in this text.
    """
    if text[claim.start : claim.end] != claim.text:
        raise UsageError(f"claim {claim.id} does not stand in this text; give the text it was extracted from")
    return Linker(paper_findings).links(claim, findings, papers, retrieved, date)
