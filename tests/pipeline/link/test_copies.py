from __future__ import annotations

from pipeline.link.copies import Copies
from pipeline.records import Claim, Findings, Post

LONG = (
    "I took finasteride for two years and my libido was gone after the third month. My doctor told me that "
    "it would come back when I stop, and it did not. Now it is four years and nothing helps, so think twice."
)
SENTENCE = "I took finasteride for two years and my libido was gone after the third month."


def copied(*posts: tuple[str, str | None, str, str]) -> dict[str, str]:
    copies = Copies()
    for id, author, date, text in posts:
        said = text.partition(".")[0] + "."
        claim = Claim(
            id=f"{id}#1", start=0, end=len(said), text=said, subject=0, predicate="affects", object=1,
            kind="experience", score=1, rule="r",
        )  # fmt: skip
        post = Post(id=id, author=author, created_at=date, text=text)
        copies.add(post, Findings(id=id, claims=(claim,)))
    return copies.claims()


def test_a_pasted_post_is_no_second_witness_whatever_the_order() -> None:
    first, second = ("a", "jo", "2020", LONG), ("b", "mo", "2021", f"{LONG} Same here!")
    assert copied(first, second) == copied(second, first) == {"b#1": "a"}


def test_an_author_may_repeat_himself() -> None:
    assert copied(("a", "jo", "2020", LONG), ("b", "jo", "2021", LONG)) == {}


def test_unknown_authors_are_not_the_same_one() -> None:
    assert copied(("a", None, "2020", LONG), ("b", None, "2021", LONG)) == {"b#1": "a"}


def test_a_sentence_that_stands_in_an_earlier_post_is_its_authors() -> None:
    answer = f"{SENTENCE} That is what you wrote, and I doubt that it was the drug, to be honest with you."
    assert copied(("a", "jo", "2020", LONG), ("b", "mo", "2021", answer)) == {"b#1": "a"}


def test_short_posts_and_short_sentences_may_be_alike() -> None:
    assert (
        copied(("a", "jo", "2020", "Fin took my libido."), ("b", "mo", "2021", "Fin took my libido.")) == {}
    )


def test_posts_of_other_words_are_other_witnesses() -> None:
    other = LONG.replace("finasteride", "dutasteride").replace("libido", "sleep").replace("years", "weeks")
    other = other.replace("doctor", "pharmacist").replace("come back", "pass").replace("nothing", "little")
    assert copied(("a", "jo", "2020", LONG), ("b", "mo", "2021", other)) == {}
