"""What all records share: the base class, and the words that their fields may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

EntityType = Literal["drug", "hormone", "symptom", "condition", "gene"]
Certainty = Literal["affirmed", "hedged", "hypothetical", "asked"]
Experiencer = Literal["author", "other", "animal", "cells", "none"]
Time = Literal["current", "past", "future"]
Phase = Literal["before", "on_drug", "after_stopping", "persisting"]
QuantityKind = Literal[
    "dose", "frequency", "route", "duration", "onset", "concentration", "lab_value", "percent"
]
CitationKind = Literal["reference", "identifier", "url", "author_year", "vague"]
Direction = Literal["increase", "decrease", "none", "biphasic"]
ClaimKind = Literal["experience", "assertion", "hypothesis", "literature_report", "advice", "question"]
Verdict = Literal["verified", "mismatch", "not_found", "ambiguous", "retracted", "unchecked"]
Basis = Literal["cited", "quoted", "retrieved"]
Stance = Literal["supports", "contradicts", "mixed", "about", "silent"]
Design = Literal[
    "meta_analysis",
    "systematic_review",
    "randomized_trial",
    "clinical_trial",
    "observational_study",
    "case_report",
    "animal_study",
    "cell_study",
    "review",
    "opinion",
]
Species = Literal["human", "animal", "cells"]
Mismatch = Literal[
    "species",
    "in_vitro",
    "dose",
    "route",
    "other_drug",
    "different_outcome",
    "unrelated",
    "retracted",
    "older_than_retraction",
    "expression_of_concern",
]
PageKind = Literal["thread", "listing", "not_a_thread"]
Trust = Literal["board", "blog", "news", "promotional"]
Score = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """Base of all records: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


T = TypeVar("T")


@dataclass(frozen=True)
class Stream(Generic[T]):
    """Records in an order that their content decides, read anew each time they are gone through.

    Example:
        >>> numbers = Stream(lambda: iter((1, 2)))
        >>> sum(numbers), sum(numbers)
        (3, 3)
    """

    read: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self.read()


def in_order(records: Iterable[T], *fields: str) -> Iterable[Any]:
    """Records sorted by some fields; a stream has its order already, and is too long to be held."""
    return records if isinstance(records, Stream) else sorted(records, key=attrgetter(*fields))
