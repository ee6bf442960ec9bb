"""The questions that ``threadgraph query`` can ask, and the filters that each of them takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.query import KnowledgeGraph

FILTERS: Mapping[str, tuple[Any, str]] = {
    "subject": (str, "Concept that it is about: name, synonym or CURIE; a class holds its children."),
    "object": (str, "Concept that it relates it to."),
    "predicate": (str, "Biolink slot, such as has_adverse_event."),
    "direction": (str, "increase, decrease, none or biphasic."),
    "kind": (str, "experience, assertion, hypothesis, literature_report, advice or question."),
    "phase": (str, "before, on_drug, after_stopping or persisting."),
    "certainty": (str, "affirmed, hedged, hypothetical or asked."),
    "experiencer": (str, "author, other, animal, cells or none."),
    "negated": (bool, "Whether it is said not to be so."),
    "counted": (bool, "Whether it counts as evidence."),
    "stance": (str, "What some paper says: supports, contradicts, mixed, about or silent."),
    "verdict": (str, "Verdict of some citation."),
    "status": (str, "anecdotal_only, literature_only, both_agree or conflicting."),
    "since": (str, "First ISO date."),
    "until": (str, "Last ISO date."),
    "source": (str, "Part of the title or address of the thread."),
    "min_score": (float, "Least score of a claim's reading."),
    "min_authors": (int, "Least number of independent authors."),
    "min_anecdotal": (float, "Least belief from authors."),
    "min_literature": (float, "Least belief from papers."),
    "publication_status": (str, "published, corrected, concern or retracted."),
    "max_length": (int, "Most relations on a path, 1 to 3."),
    "by": (str, "Period of the timeline: year, month or day."),
}
"""Type and meaning of every filter."""

_CLAIM = """subject object predicate direction kind phase certainty experiencer negated counted stance verdict
status since until source min_score min_anecdotal min_literature"""
_RELATION = "predicate direction phase status since until min_authors min_anecdotal min_literature"


class Question(NamedTuple):
    """How a question is asked, and which filters it takes; those that it needs are required."""

    ask: Callable[..., Iterable[Any]]
    filters: str
    required: str = ""


def _concept(subject: str | None = None, **filters: Any) -> dict[str, Any]:
    return {"concept": subject, **filters}


QUESTIONS: Mapping[str, Question] = {
    "claims": Question(lambda graph, **f: graph.claims(**f), _CLAIM),
    "evidence": Question(lambda graph, **f: map(graph.evidence, graph.claims(**f)), _CLAIM),
    "relations": Question(lambda graph, **f: graph.relations(**f), f"subject object {_RELATION}"),
    "neighbors": Question(
        lambda graph, **f: graph.neighbors(**_concept(**f)), f"subject {_RELATION}", "subject"
    ),
    "paths": Question(
        lambda graph, subject, object, **f: graph.paths(subject, object, **f),
        "subject object max_length",
        "subject object",
    ),
    "papers": Question(
        lambda graph, **f: graph.papers(**_concept(**f)), "subject verdict stance publication_status"
    ),
    "contradictions": Question(lambda graph, **f: graph.contradictions(**_concept(**f)), "subject"),
    "unsupported": Question(lambda graph, **f: graph.unsupported(**_concept(**f)), "subject"),
    "uncited_science": Question(lambda graph, **f: graph.uncited_science(**_concept(**f)), "subject"),
    "signals": Question(lambda graph, **f: graph.signals(**_concept(**f)), "subject"),
    "miscited": Question(lambda graph: graph.miscited(), ""),
    "timeline": Question(lambda graph, **f: graph.timeline(**_concept(**f)), "subject by"),
}


def with_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for every filter."""
    for name, (type_, what) in reversed(list(FILTERS.items())):
        option = name.replace("_", "-")
        switch = f"--{option}/--not-{option}" if type_ is bool else f"--{option}"
        command = click.option(switch, name, type=type_, default=None, help=what)(command)
    return command


def answers(graph: KnowledgeGraph, what: str, given: Mapping[str, Any]) -> Iterable[Any]:
    """Ask a question.

    Args:
        graph: the graph.
        what: a key of `QUESTIONS`.
        given: filters by name; None stands for one that was not given.

    Raises:
        UsageError: the question does not take one of the filters, or needs another.
    """
    question, filters = QUESTIONS[what], {n: value for n, value in given.items() if value is not None}
    for name in filters:
        if name not in question.filters.split():
            taken = ", ".join(_option(n) for n in question.filters.split()) or "none"
            raise UsageError(f"{_option(name)} does not filter {what}; its filters: {taken}")
    for name in question.required.split():
        if name not in filters:
            raise UsageError(f"--show {what} needs {_option(name)}")
    return question.ask(graph, **filters)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
