import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.extractor import PIECE, Extractor
from pipeline.records import Hyperlink, Mention

SHARED = Extractor(model="default")


@pytest.fixture
def extractor():
    return SHARED


def spans(found):
    yield from (*found.mentions, *found.quantities, *found.citations, *found.claims, *found.dropped)
    yield from (span for citation in found.citations for span in citation.spans)


WORDS = st.sampled_from(
    [
        "Finasteride",
        "no libido",
        "😀",
        "é",
        "e\u0301",
        "\u202e",
        "Smith et al. (2020)",
        "10.1000/xyz",
        "5 mg",
        ".",
        "\n",
        "(",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=12).map(" ".join))
def test_every_record_quotes_its_text(text):
    text = text.encode("utf-8", "replace").decode()
    found = SHARED.extract(text)
    assert all(text[span.start : span.end] == span.text for span in spans(found))


def test_claims_carry_the_id_of_the_post(extractor):
    found = extractor.extract("Finasteride lowered my libido.", id="p1")
    assert found.id == "p1"
    assert [claim.id.startswith("p1#") for claim in found.claims] == [True]


def test_given_mentions_are_all_there_is(extractor):
    text = "Zorb and finasteride lowered my libido."
    mine = Mention(start=0, end=4, text="Zorb", type="drug")
    assert [m.text for m in extractor.extract(text, mentions=[mine]).mentions] == ["Zorb"]


def test_no_given_mentions_means_none(extractor):
    assert extractor.extract("Finasteride lowered my libido.", mentions=()).mentions == ()


def test_hyperlink_to_a_paper_is_a_citation(extractor):
    link = Hyperlink(url="https://doi.org/10.1016/j.ejphar.2008.12.047", start=4, end=9)
    [citation] = extractor.extract("See paper.", links=[link]).citations
    assert (citation.doi, citation.text) == ("10.1016/j.ejphar.2008.12.047", "paper")


def test_pipe_keeps_the_order(extractor):
    posts = [("1", "acne", ()), ("2", "libido", ())]
    assert [found.id for found in extractor.pipe(posts)] == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "(" * 20_000,
        "😀" * 20_000,
        "“" * 20_000,
        "et al. (" * 4_000,
        "\n" * 50_000,
        "1," * 20_000,
    ],
)
def test_hostile_text_does_not_hang(extractor, text):
    start = time.process_time()
    extractor.extract(text)
    assert time.process_time() - start < 20  # quadratic ones took minutes


@given(st.text(alphabet="ab \n(😀", max_size=2000))
def test_pieces_are_the_text(text):
    assert "".join(match[0] for match in PIECE.finditer(text)) == text
