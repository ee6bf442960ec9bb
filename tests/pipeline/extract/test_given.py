import pytest

from pipeline.errors import ParseError
from pipeline.extract.given import given_mentions


def test_no_mentions_field_means_detect():
    assert given_mentions({"text": "zinc"}) is None


def test_empty_mentions_are_taken_as_given():
    assert given_mentions({"text": "zinc", "mentions": []}) == ()


def test_mentions_quote_the_text_in_its_order():
    later, first = {"start": 5, "end": 9, "type": "drug"}, {"start": 0, "end": 4, "type": "symptom"}
    assert [m.text for m in given_mentions({"text": "acne zinc", "mentions": [later, first]})] == [
        "acne",
        "zinc",
    ]


@pytest.mark.parametrize(
    ("mention", "message"),
    [
        ({"start": 0, "end": 99, "type": "drug"}, "outside the text of 4 characters"),
        ({"start": 2, "end": 2, "type": "drug"}, "outside the text"),
        ({"start": 0, "end": 4, "type": "herb"}, "type: Input should be 'drug'"),
    ],
)
def test_wrong_mention_is_named(mention, message):
    with pytest.raises(ParseError, match=message):
        given_mentions({"text": "zinc", "mentions": [mention]})
