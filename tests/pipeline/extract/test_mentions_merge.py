from pipeline.extract.detector import Detected
from pipeline.extract.mention_merge import merge
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
