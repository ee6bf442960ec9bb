import pytest

from pipeline.extract.detector import Detected
from pipeline.extract.mention_merge import merge, trimmed
from pipeline.records import Mention

TEXT = "no headache, terrible dry skin after accutane"


def mention(text, type, concept=None):
    start = TEXT.index(text)
    return Mention(start=start, end=start + len(text), text=text, type=type, concept_id=concept)


def detected(text, label="finding"):
    return Detected(TEXT.index(text), TEXT.index(text) + len(text), label)


SKIN, DRUG = mention("dry skin", "symptom", "HP:0000958"), mention("accutane", "drug", "CHEBI:6067")


def test_detector_sets_the_boundaries_and_the_name_grounds():
    merged = merge(TEXT, (SKIN, DRUG), (), [detected("terrible dry skin")], "post")
    assert [(m.text, m.concept_id) for m in merged.mentions] == [
        ("terrible dry skin", "HP:0000958"),
        ("accutane", "CHEBI:6067"),
    ]
    assert [(d.text, d.rule) for d in merged.dropped] == [("dry skin", "detector: other boundaries")]


def test_negation_is_cut_off():
    assert [m.text for m in merge(TEXT, (), (), [detected("no headache")], "post").mentions] == ["headache"]


def test_a_span_may_not_swallow_a_drug():
    merged = merge(TEXT, (DRUG,), (), [detected("dry skin after accutane")], "post")
    assert [m.text for m in merged.mentions] == ["accutane"]


def test_doubtful_names_need_the_detector():
    merged = merge(TEXT, (), (SKIN,), [], "post")
    assert merged.mentions == ()
    assert [d.rule for d in merged.dropped] == ["context: health"]
    assert merge(TEXT, (), (SKIN,), [detected("dry skin")], "post").mentions[0].concept_id == "HP:0000958"


def test_in_an_abstract_the_detector_decides():
    merged = merge(TEXT, (SKIN, DRUG), (), [detected("accutane", "chemical")], "abstract")
    assert [m.text for m in merged.mentions] == ["accutane"]
    assert [(d.text, d.rule) for d in merged.dropped] == [("dry skin", "detector: no mention")]


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("get any headaches", "headaches", "headaches"),
        ("headaches for months", "headaches", "headaches"),
        ("numbness never went away", "numbness", "numbness"),
        ("terrible headaches", "headaches", "terrible headaches"),
        ("no libido", "no libido", "no libido"),
        ("ringing when quiet", "ringing when quiet", "ringing when quiet"),
    ],
)
def test_words_around_a_symptom_are_cut_off(text, name, left):
    start = text.index(name)
    known = [Mention(start=start, end=start + len(name), text=name, type="symptom")]
    span = trimmed(text, Detected(0, len(text), "finding"), known)
    assert text[span.start : span.end] == left


def test_a_part_of_a_name_is_read_as_the_name():
    merged = merge(TEXT, (SKIN,), (), [detected("skin")], "post")
    assert [m.text for m in merged.mentions] == ["dry skin"]


def test_two_spans_in_one_name_are_one_mention():
    merged = merge(TEXT, (SKIN,), (), [detected("dry"), detected("skin")], "post")
    assert [m.text for m in merged.mentions] == ["dry skin"]
