"""How the study of a paper was made: design, species, population and doses.

Read from what indexers say first (publication types, MeSH check tags), then from the words of title and
abstract. The kind of evidence is named by a term of the Evidence and Conclusion Ontology (Nadendla et al.
2022, doi:10.1093/nar/gkab1025).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.records import Design, Findings, Paper, Species, Study

ECO: Mapping[Design, str] = {
    "meta_analysis": "ECO:0000212",  # combinatorial evidence
    "systematic_review": "ECO:0000212",
    "randomized_trial": "ECO:0000180",  # clinical study evidence
    "clinical_trial": "ECO:0000180",
    "observational_study": "ECO:0006016",  # author statement from published clinical study
    "case_report": "ECO:0006016",
    "animal_study": "ECO:0000179",  # animal model system study evidence
    "cell_study": "ECO:0000181",  # in vitro assay evidence
    "review": "ECO:0000033",  # author statement supported by traceable reference
    "opinion": "ECO:0000034",  # author statement without traceable support
}
"""Term of each design."""

TYPES: Mapping[str, Design] = {
    "meta-analysis": "meta_analysis",
    "network meta-analysis": "meta_analysis",
    "systematic review": "systematic_review",
    "randomized controlled trial": "randomized_trial",
    "equivalence trial": "randomized_trial",
    "pragmatic clinical trial": "randomized_trial",
    "controlled clinical trial": "clinical_trial",
    "clinical trial": "clinical_trial",
    "clinical study": "clinical_trial",
    "observational study": "observational_study",
    "twin study": "observational_study",
    "case reports": "case_report",
    "review": "review",
    "editorial": "opinion",
    "comment": "opinion",
    "letter": "opinion",
    "news": "opinion",
}
"""Design by PubMed's publication type; the first of this order that a paper has counts."""

MESH: Mapping[str, Design] = {
    "randomized controlled trials as topic": "review",
    "cohort studies": "observational_study",
    "case-control studies": "observational_study",
    "cross-sectional studies": "observational_study",
    "retrospective studies": "observational_study",
    "prospective studies": "observational_study",
    "follow-up studies": "observational_study",
    "double-blind method": "clinical_trial",
    "surveys and questionnaires": "observational_study",
}
"""Design by MeSH heading, where the publication types say nothing."""

WORDS: tuple[tuple[Design, str], ...] = (
    ("meta_analysis", r"meta-?analy[sz]"),
    ("systematic_review", r"systematic(?:ally)? review|scoping review|PRISMA"),
    (
        "randomized_trial",
        r"randomi[sz]ed(?:,? [\w-]+){0,4} (?:trial|study)|randomly (?:assigned|allocated)"
        r"|were randomi[sz]ed|double-blind(?:ed)?,? placebo",
    ),
    (
        "clinical_trial",
        r"(?:open-label|clinical|pilot|phase (?:[1-4]|I{1,3}V?)|crossover|controlled) (?:trial|study)",
    ),
    (
        "case_report",
        r"case (?:report|series)|we (?:report|describe|present) (?:a|the|two|three) (?:\w+ )?cases?\b",
    ),
    (
        "observational_study",
        r"cohort|case-control|cross-sectional|retrospective(?:ly)?|prospective(?:ly)?|questionnaire"
        r"|registry|pharmacovigilance|adverse event reporting system|population-based|survey(?:ed)?\b",
    ),
    (
        "review",
        r"(?:this|the present|our) review|we review|is reviewed|are reviewed|narrative review|^review\b",
    ),
)
"""Design by the words of title and abstract."""

HUMAN = re.compile(
    r"(?i)\b(?:patients?|(?:wo)?men|participants?|volunteers?|subjects|adults?|adolescents?|children|infants?"
    r"|humans?|people|individuals|users|cases?)\b"
)
ANIMAL = re.compile(
    r"(?i)\b(?:rats?|mice|mouse|rabbits?|dogs?|monkeys?|macaques?|hamsters?|guinea pigs?|pigs?|sheep"
    r"|zebrafish|drosophila|animals?|rodents?|murine)\b"
)
CELLS = re.compile(
    r"(?i)\b(?:in vitro|ex vivo|cell lines?|cultured|cell cultures?|slice cultures?|explants?|organoids?"
    r"|(?:sebocyte|keratinocyte|fibroblast|hepatocyte|neuron|astrocyte|osteoblast|myocyte|adipocyte|granulosa"
    r"|leydig|hela|hek ?293|mcf-?7|lncap|sh-sy5y)(?:s| cells?))\b"
)
CELL_TERMS = re.compile(r"(?i)^(?:cells, cultured|cell line|cell culture|in vitro techniques|organ culture)")
ANIMAL_TERMS = re.compile(
    r"(?i)^(?:animals|mice|rats|rabbits|dogs|macaca|swine|zebrafish|disease models, animal)"
)
HUMAN_TERMS = frozenset({"humans", "human"})
HUMAN_DESIGNS = frozenset({"randomized_trial", "clinical_trial", "observational_study", "case_report"})

POPULATION: Mapping[str, str] = {
    "female": "women",
    "male": "men",
    "infant": "infants",
    "infant, newborn": "infants",
    "child": "children",
    "child, preschool": "children",
    "adolescent": "adolescents",
    "young adult": "adults",
    "adult": "adults",
    "middle aged": "adults",
    "aged": "older people",
    "aged, 80 and over": "older people",
    "pregnancy": "pregnant women",
    "pregnant women": "pregnant women",
    "healthy volunteers": "healthy volunteers",
}
"""People by MeSH check tag."""

PEOPLE: tuple[tuple[str, str], ...] = (
    ("women", r"women|females?|girls"),
    ("men", r"men|males?|boys"),
    ("infants", r"infants?|newborns?|neonates?"),
    ("children", r"children|pediatric|paediatric"),
    ("adolescents", r"adolescents?|teenagers?"),
    ("older people", r"elderly|older (?:adults|people|men|women)"),
    ("pregnant women", r"pregnant"),
    ("healthy volunteers", r"healthy (?:volunteers|subjects|men|women|participants)"),
)
"""People by word, where no check tag names any."""

NUMBER = r"\d{1,3}(?:[, ]\d{3})+|\d+"
PARTICIPANTS = re.compile(
    rf"(?i)\b(?P<n>{NUMBER})\s(?:[\w-]+\s){{0,3}}?(?:patients|participants|subjects|volunteers|men|women|adults"
    rf"|adolescents|children|individuals|people|users|cases)\b|\bn\s?=\s?(?P<m>{NUMBER})\b"
)


def study_of(paper: Paper, found: Findings | None = None) -> Study:
    """How the study of a paper was made.

    Args:
        paper: with what its source says of it.
        found: what the extractor found in its title and abstract; doses and routes are from there.

    Example:
        >>> study = study_of(Paper(id="pmid:1", source="x", title="Finasteride in rats", mesh=("Animals",)))
        >>> study.design, study.eco, study.species
        ('animal_study', 'ECO:0000179', ('animal',))
    """
    text = "\n".join(part for part in (paper.title, paper.abstract) if part)
    species = species_of(paper.mesh, text)
    design = design_of(paper.publication_types, paper.mesh, text, species)
    if design in HUMAN_DESIGNS and not paper.mesh:
        species = ("human",)
    quantities = found.quantities if found else ()
    return Study(
        design=design,
        eco=ECO.get(design) if design else None,
        species=species,
        population=population_of(paper.mesh, text) if "human" in species else (),
        participants=participants_of(text) if "human" in species else None,
        doses=tuple(dict.fromkeys(q.text for q in quantities if q.kind in ("dose", "concentration"))),
        routes=tuple(dict.fromkeys(q.unit or q.text for q in quantities if q.kind == "route")),
    )


def species_of(mesh: Iterable[str], text: str) -> tuple[Species, ...]:
    """People, animals or cells that were studied: by MeSH if it names any, else by the words.

    Example:
        >>> species_of((), "Cultured sebocytes of mice"), species_of(("Humans", "Cells, Cultured"), "")
        (('animal', 'cells'), ('human', 'cells'))
    """
    terms = tuple(term.casefold() for term in mesh)
    tagged: dict[Species, bool] = {
        "human": any(term in HUMAN_TERMS for term in terms),
        "animal": any(ANIMAL_TERMS.match(term) for term in terms),
        "cells": any(CELL_TERMS.match(term) for term in terms),
    }
    if not (tagged["human"] or tagged["animal"]):
        animal, cells = ANIMAL.search(text) is not None, CELLS.search(text) is not None
        human = HUMAN.search(text) is not None and not (animal or cells)
        tagged = {"human": human, "animal": animal, "cells": tagged["cells"] or cells}
    elif not tagged["cells"]:
        tagged["cells"] = CELLS.search(text) is not None and not PARTICIPANTS.search(text)
    return tuple(one for one, there in tagged.items() if there)


def design_of(
    types: Iterable[str], mesh: Iterable[str], text: str, species: tuple[Species, ...]
) -> Design | None:
    """Design by publication types, MeSH, words and species, the first that tells.

    Example:
        >>> design_of(["Journal Article", "Case Reports"], (), "", ("human",))
        'case_report'
        >>> design_of(["Journal Article"], (), "Men were randomly assigned to finasteride.", ("human",))
        'randomized_trial'
    """
    stated = {name.casefold().partition(", phase")[0] for name in types}
    if by_type := next((design for name, design in TYPES.items() if name in stated), None):
        return by_type
    lab: Design | None = (
        "animal_study" if "animal" in species else "cell_study" if "cells" in species else None
    )
    by_words = next((design for design, words in WORDS if re.search(words, text, re.I | re.M)), None)
    if "human" not in species and lab:
        return by_words if by_words in ("meta_analysis", "systematic_review", "review") else lab
    by_mesh = next((MESH[term] for term in map(str.casefold, mesh) if term in MESH), None)
    return by_words or by_mesh or (lab if "human" not in species or "cells" in species else None)


def population_of(mesh: Iterable[str], text: str) -> tuple[str, ...]:
    """The people of a study, by MeSH check tags or else by words.

    Example:
        >>> population_of(("Male", "Adult"), ""), population_of((), "in 24 pregnant women")
        (('men', 'adults'), ('women', 'pregnant women'))
    """
    tagged = dict.fromkeys(POPULATION[term] for term in map(str.casefold, mesh) if term in POPULATION)
    return tuple(tagged) or tuple(
        name for name, words in PEOPLE if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
    )


def participants_of(text: str) -> int | None:
    """The largest number of people that a text names.

    Example:
        >>> participants_of("Of 1,200 patients, 60 men had low libido.")
        1200
    """
    found = (match["n"] or match["m"] for match in PARTICIPANTS.finditer(text))
    return max((int(re.sub(r"\D", "", number)) for number in found), default=None)
