from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.claim_citations import References
from pipeline.records import Citation, Span

PLACES = st.tuples(st.integers(0, 30), st.integers(0, 10)).map(lambda one: (one[0], sum(one)))


def reference(place, *others):
    spans = tuple(Span(start=start, end=end, text="") for start, end in others)
    return Citation(start=place[0], end=place[1], text="", kind="reference", spans=spans)


@given(st.lists(PLACES, max_size=8), st.lists(PLACES, max_size=2), PLACES)
def test_a_stretch_is_held_by_a_place_of_a_reference_that_covers_it(places, others, stretch):
    references = References([reference(place, *others) for place in places])
    every = [*places, *(others if places else ())]
    assert references.hold(*stretch) == any(a <= stretch[0] and stretch[1] <= b for a, b in every)


def test_words_of_an_author_year_are_no_title():
    assert not References([Citation(start=0, end=9, text="", kind="author_year")]).hold(2, 4)
