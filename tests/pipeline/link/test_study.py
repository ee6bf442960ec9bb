from __future__ import annotations

from typing import Any, get_args

import pytest

from pipeline.link.study import ECO, study_of
from pipeline.records import Design, Findings, Paper, Quantity, Study


def study(abstract: str = "", **changes: Any) -> Study:
    return study_of(Paper(id="pmid:1", source="x", title="On finasteride", abstract=abstract, **changes))


@pytest.mark.parametrize(
    ("abstract", "types", "mesh", "design"),
    [
        ("", ("Journal Article", "Meta-Analysis", "Review"), (), "meta_analysis"),
        ("", ("Clinical Trial, Phase III",), (), "clinical_trial"),
        ("", ("Letter",), (), "opinion"),
        ("Forty men were randomly assigned to 5 mg or placebo.", (), (), "randomized_trial"),
        ("We describe a case of a man with low libido.", (), (), "case_report"),
        ("In a retrospective cohort of 500 men.", ("Journal Article",), ("Humans",), "observational_study"),
        ("", (), ("Humans", "Case-Control Studies"), "observational_study"),
        ("Rats were treated for ten days.", ("Journal Article",), ("Animals", "Rats"), "animal_study"),
        ("Rats were randomly assigned to a dose.", (), ("Animals", "Male"), "animal_study"),
        ("Sebocytes were cultured with the drug.", (), (), "cell_study"),
        ("We review studies in mice.", (), (), "review"),
        ("It is so.", (), (), None),
    ],
)
def test_design(abstract: str, types: tuple[str, ...], mesh: tuple[str, ...], design: str | None) -> None:
    found = study(abstract, publication_types=types, mesh=mesh)
    assert found.design == design
    assert found.eco == (ECO[found.design] if found.design else None)


def test_each_design_has_its_kind_of_evidence() -> None:
    assert set(ECO) == set(get_args(Design))


@pytest.mark.parametrize(
    ("abstract", "mesh", "species"),
    [
        ("In 40 men.", (), ("human",)),
        ("In mice, as in patients.", (), ("animal",)),
        ("In mice, as in patients.", ("Humans", "Animals"), ("human", "animal")),
        ("In LNCaP cells.", ("Humans", "Cell Line, Tumor"), ("human", "cells")),
        ("It is so.", (), ()),
    ],
)
def test_species(abstract: str, mesh: tuple[str, ...], species: tuple[str, ...]) -> None:
    assert study(abstract, mesh=mesh).species == species


def test_people_are_told_by_check_tags_or_by_words() -> None:
    assert study("In 24 pregnant women.").population == ("women", "pregnant women")
    assert study("In 24 people.", mesh=("Humans", "Female", "Adolescent")).population == (
        "women",
        "adolescents",
    )


def test_animals_are_no_participants() -> None:
    assert study("In 24 healthy young men; 3 men left.").participants == 24
    assert study("24 adults of the colony, all mice.", mesh=("Animals", "Female")).participants is None


def test_doses_and_routes_are_those_that_were_extracted() -> None:
    dose = Quantity(start=0, end=4, text="5 mg", kind="dose")
    route = Quantity(start=5, end=12, text="Cream", kind="route", unit="topical")
    paper = Paper(id="pmid:1", source="x", title="5 mg Cream")
    found = study_of(paper, Findings(id="pmid:1", quantities=(dose, dose, route)))
    assert (found.doses, found.routes) == (("5 mg",), ("topical",))
