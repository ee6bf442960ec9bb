"""The schema of the graph: its nodes, edges and attributes, in tables.

One name has one type wherever it stands, so that every table, column and file of the graph agrees. An
attribute that is not known is absent; there is no None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass

CONCEPT_TYPES = ("drug", "hormone", "symptom", "condition", "gene")
EVIDENCE, CONCEPTS = "evidence", "concepts"
"""The two layers."""
UNSAFE = re.compile(
    r"[\s\x00-\x20\x7f-\xa0\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff|]"
)
"""Characters that some reader of some export takes amiss in an id."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What an attribute means; ``words`` marks those that repeat the words of posts."""

    type: type
    meaning: str
    words: bool = False


ATTRIBUTES: dict[str, Attribute] = {
    "label": Attribute(str, "name that a person reads"),
    "type": Attribute(str, "thread, post, author, claim, paper, drug, hormone, symptom, condition or gene"),
    "layer": Attribute(str, "evidence (who said what, where) or concepts (what it adds up to)"),
    "predicate": Attribute(str, "what the edge says of its ends; in the concept layer a Biolink slot"),
    "title": Attribute(str, "title of the thread or paper"),
    "url": Attribute(str, "address of the thread, post or paper"),
    "engine": Attribute(str, "reader that read the page"),
    "trust": Attribute(str, "board, blog, news or promotional"),
    "trust_reasons": Attribute(tuple, "why the page has that trust, or why a post is an advertisement"),
    "number": Attribute(str, "number of the post as the page shows it"),
    "date": Attribute(str, "ISO 8601 date of the post or claim"),
    "thread_id": Attribute(str, "node of the thread"),
    "author_id": Attribute(str, "node of the author"),
    "post_id": Attribute(str, "node of the post that start and end count in"),
    "paper_id": Attribute(str, "node of the paper whose abstract start and end count in"),
    "start": Attribute(int, "first code point of the quote"),
    "end": Attribute(int, "code point after the quote"),
    "quote": Attribute(str, "the words the edge or claim rests on", words=True),
    "cues": Attribute(tuple, "start-end:rule of the words that set the flags"),
    "subject": Attribute(str, "concept that the claim is about"),
    "object": Attribute(str, "concept that the claim relates it to"),
    "subject_text": Attribute(str, "subject in the author's words", words=True),
    "object_text": Attribute(str, "object in the author's words", words=True),
    "direction": Attribute(str, "increase, decrease, none or biphasic"),
    "kind": Attribute(str, "kind of the claim or of the citation"),
    "negated": Attribute(bool, "it is said not to be so"),
    "certainty": Attribute(str, "affirmed, hedged, hypothetical or asked"),
    "experiencer": Attribute(str, "author, other, animal, cells or none"),
    "time": Attribute(str, "current, past or future"),
    "phase": Attribute(str, "before, on_drug, after_stopping or persisting"),
    "dose": Attribute(str, "dose in the author's words"),
    "onset": Attribute(str, "onset in the author's words"),
    "duration": Attribute(str, "duration in the author's words"),
    "rule": Attribute(str, "rule that read the claim"),
    "score": Attribute(float, "how sure the reading is, 0 to 1"),
    "counted": Attribute(bool, "the claim counts as evidence"),
    "uncounted_because": Attribute(
        str, "why the claim does not count: promotional, copied, question, advice, hypothetical or asked"
    ),
    "copied_from": Attribute(str, "node of the earlier post that says the same word for word"),
    "authors": Attribute(tuple, "authors of the paper"),
    "year": Attribute(int, "year of the paper"),
    "container": Attribute(str, "journal or book"),
    "volume": Attribute(str, "volume"),
    "issue": Attribute(str, "issue"),
    "pages": Attribute(str, "pages"),
    "doi": Attribute(str, "DOI"),
    "pmid": Attribute(str, "PubMed id"),
    "pmcid": Attribute(str, "PubMed Central id"),
    "arxiv": Attribute(str, "arXiv id"),
    "publication_types": Attribute(tuple, "types of publication, as the source names them"),
    "design": Attribute(str, "design of the study, from meta_analysis to opinion"),
    "eco": Attribute(str, "kind of evidence, as CURIE of the Evidence and Conclusion Ontology"),
    "species": Attribute(tuple, "human, animal and cells, as far as the study was made in them"),
    "population": Attribute(tuple, "people of the study: women, children …"),
    "participant_count": Attribute(int, "people who took part in the study"),
    "routes": Attribute(tuple, "routes of administration in the study"),
    "publication_status": Attribute(str, "published, corrected, concern or retracted"),
    "publication_status_date": Attribute(str, "since when, as far as is known: year, month or day, ISO 8601"),
    "retrieved_at": Attribute(str, "ISO 8601 date of the literature source's answer"),
    "verdict": Attribute(str, "verified, mismatch, not_found, ambiguous, retracted or unchecked"),
    "disagrees": Attribute(tuple, "fields of the citation that differ from the paper"),
    "conflicts": Attribute(tuple, "what the literature sources contradict one another on"),
    "participants": Attribute(str, "participants, as the post's table says", words=True),
    "findings": Attribute(str, "findings, as the post's table says", words=True),
    "candidates": Attribute(tuple, "papers that an ambiguous citation may mean"),
    "sources": Attribute(tuple, "literature sources that answered"),
    "unavailable": Attribute(tuple, "literature sources that did not answer"),
    "stance": Attribute(str, "supports, contradicts, mixed, about or silent"),
    "basis": Attribute(str, "cited, quoted or retrieved (candidate evidence)"),
    "mismatches": Attribute(
        tuple,
        "in what the paper differs: species, in_vitro, dose, route, other_drug, different_outcome, "
        "retracted, older_than_retraction or expression_of_concern",
    ),
    "objections": Attribute(tuple, "the mismatches in plain words"),
    "parts": Attribute(tuple, "factors of the score, each a name and a number"),
    "miscited_because": Attribute(
        str, "what is wrong with a citation: says_the_contrary or about_something_else"
    ),
    "category": Attribute(str, "Biolink category"),
    "synonyms": Attribute(tuple, "other names of the concept"),
    "xrefs": Attribute(tuple, "the concept elsewhere, as CURIEs"),
    "source": Attribute(str, "where the concept or paper record is from"),
    "mention_count": Attribute(int, "mentions of the concept"),
    "author_count": Attribute(int, "independent authors who mention the concept"),
    "post_count": Attribute(int, "posts of the thread or author, or with the concept or relation"),
    "claim_count": Attribute(int, "claims that count as evidence for or against"),
    "uncounted_claims": Attribute(int, "questions, advice and promotional claims, which never count"),
    "authors_for": Attribute(int, "independent authors who say so"),
    "authors_against": Attribute(int, "independent authors who say it is not so"),
    "authors_with_experience": Attribute(int, "independent authors among them who tell of themselves"),
    "papers_for": Attribute(int, "papers that support it, retracted ones apart"),
    "papers_against": Attribute(int, "papers that contradict it, retracted ones apart"),
    "papers_retracted": Attribute(int, "retracted papers about it, which never count"),
    "papers": Attribute(tuple, "nodes of all papers linked to it"),
    "papers_cited": Attribute(int, "papers among them that some claim cites or quotes"),
    "doses": Attribute(tuple, "doses in the words of the claims or of the study"),
    "signal_authors": Attribute(int, "authors who tell both of the drug and of the symptom"),
    "prr": Attribute(float, "proportional reporting ratio, a signal of this forum and not of a population"),
    "prr_low": Attribute(float, "lower end of its 95 % interval"),
    "prr_high": Attribute(float, "upper end of its 95 % interval"),
    "ror": Attribute(float, "reporting odds ratio, a signal of this forum and not of a population"),
    "ror_low": Attribute(float, "lower end of its 95 % interval"),
    "ror_high": Attribute(float, "upper end of its 95 % interval"),
    "ic": Attribute(float, "information component, a signal of this forum and not of a population"),
    "ic_low": Attribute(float, "lower end of its 95 % interval"),
    "ic_high": Attribute(float, "upper end of its 95 % interval"),
    "anecdotal_belief": Attribute(float, "belief from independent authors, 0 to 1; never merged with papers"),
    "literature_belief": Attribute(float, "belief from papers, 0 to 1; never merged with anecdotes"),
    "status": Attribute(str, "anecdotal_only, literature_only, both_agree or conflicting"),
    "contested": Attribute(bool, "authors or papers stand on both sides, or the opposite is said too"),
    "first_seen": Attribute(str, "ISO 8601 date of the first claim or mention"),
    "last_seen": Attribute(str, "ISO 8601 date of the last claim or mention"),
    "description": Attribute(str, "the concept, relation or claim in words"),
    "weight": Attribute(float, "larger of the two beliefs, for drawing only"),
}  # fmt: skip

_CONCEPT = """category synonyms xrefs source mention_count author_count post_count first_seen last_seen
description"""
NODES: dict[str, str] = {
    "thread": "title url engine trust trust_reasons post_count",
    "post": "number url date thread_id author_id trust trust_reasons",
    "author": "post_count",
    "claim": "post_id thread_id author_id start end quote subject object subject_text object_text predicate "
    "direction kind negated certainty experiencer phase dose onset duration rule score parts date counted "
    "uncounted_because copied_from papers_for papers_against description",
    "paper": "title authors year container volume issue pages doi pmid pmcid arxiv url publication_types "
    "publication_status publication_status_date verdict source retrieved_at design eco species population "
    "participant_count doses routes",
    **dict.fromkeys(CONCEPT_TYPES, _CONCEPT),
}
"""Attributes of each type of node, beside ``label``, ``type`` and ``layer``."""

_LINK = "stance basis score parts post_id paper_id start end quote mismatches objections"
_RELATION = """label direction phase authors_for authors_against authors_with_experience post_count
claim_count uncounted_claims papers papers_cited papers_for papers_against papers_retracted
anecdotal_belief literature_belief doses signal_authors prr prr_low prr_high ror ror_low ror_high ic
ic_low ic_high status contested first_seen last_seen description weight"""
EDGES: dict[str, str] = {
    "wrote": "date",
    "in_thread": "",
    "replies_to": "",
    "quotes": "",
    "mentions": "post_id start end quote negated certainty experiencer time phase score cues",
    "states": "post_id start end quote",
    "subject_of": "post_id start end quote",
    "object_of": "post_id start end quote",
    "cites": "post_id start end quote kind verdict disagrees conflicts score sources unavailable candidates "
    "participants findings miscited_because",
    "supported_by": _LINK,
    "contradicted_by": _LINK,
    "discussed_in": _LINK,
    "subclass_of": "",
    "has_adverse_event": _RELATION,
    "applied_to_treat": _RELATION,
    "ameliorates_condition": _RELATION,
    "exacerbates_condition": _RELATION,
    "affects": _RELATION,
    "associated_with": _RELATION,
    "causes": _RELATION,
    "close_match": _RELATION,
    "has_metabolite": _RELATION,
    "has_phenotype": _RELATION,
    "physically_interacts_with": _RELATION,
    "same_as": _RELATION,
    "similar_to": _RELATION,
}
"""Attributes of each kind of edge, by predicate, beside ``predicate`` and ``layer``."""

RELATIONS = tuple(predicate for predicate, names in EDGES.items() if names is _RELATION)
"""Predicates of the concept layer that claims add up to."""

NODE_NAMES = {type_: {"label", "type", "layer", *names.split()} for type_, names in NODES.items()}
EDGE_NAMES = {predicate: {"predicate", "layer", *names.split()} for predicate, names in EDGES.items()}


def node_id(id: str, kind: str = "") -> str:
    """Node of a record; what readers of exports trip over is percent-encoded.

    Args:
        id: id of the record.
        kind: "thread", "post", "author", "claim" or "paper"; nothing if the id is a CURIE already.

    Example:
        >>> node_id("board/7 b", "post"), node_id("post:7", "post"), node_id("CHEBI:5062")
        ('post:board/7%20b', 'post:7', 'CHEBI:5062')
    """
    name = id if not kind or id.startswith(f"{kind}:") else f"{kind}:{id}"
    return UNSAFE.sub(_encoded, name) if UNSAFE.search(name) else name


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def present(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that are known: neither None nor empty tuples."""
    return {name: value for name, value in attributes.items() if value is not None and value != ()}


def describe() -> Iterator[dict[str, str]]:
    """The schema as rows: what ("node" or "edge"), kind, attribute, type and meaning.

    Example:
        >>> next(row for row in describe() if row["kind"] == "wrote" and row["attribute"] == "date")["type"]
        'str'
    """
    for what, table in (("node", NODE_NAMES), ("edge", EDGE_NAMES)):
        for kind, names in table.items():
            for name in (name for name in ATTRIBUTES if name in names):
                attribute = ATTRIBUTES[name]
                yield {
                    "what": what,
                    "kind": kind,
                    "attribute": name,
                    "type": attribute.type.__name__,
                    "meaning": attribute.meaning,
                }
