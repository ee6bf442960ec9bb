"""What all records share: the base class, and the words that their fields may hold."""

from __future__ import annotations

from typing import Annotated, Literal

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
