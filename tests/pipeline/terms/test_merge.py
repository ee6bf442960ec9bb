from pipeline.terms.entry import Entry, Name, plain_names
from pipeline.terms.merge import merge


def entry(id, name, source, *same):
    return Entry(id, name, "condition", source, [Name(name)], set(same))


def ids(*entries):
    return [[e.id for e in group] for group in merge(entries)]


def test_a_cross_reference_merges():
    assert ids(entry("MONDO:1", "acne", "MONDO", "MESH:D1"), entry("MESH:D1", "Acne", "MeSH")) == [
        ["MONDO:1", "MESH:D1"]
    ]


def test_equal_names_alone_do_not_merge():
    assert ids(entry("MONDO:1", "acne", "MONDO"), entry("HP:1", "acne", "HPO")) == [["HP:1"], ["MONDO:1"]]


def test_a_loose_cross_reference_needs_a_common_name():
    one, other = entry("MONDO:1", "visual epilepsy", "MONDO", "HP:1"), entry("HP:1", "seizure", "HPO")
    assert ids(one, other) == [["HP:1"], ["MONDO:1"]]


def test_a_cross_reference_of_two_entries_of_one_source_goes_to_the_one_named_like_it():
    wide, exact = (
        entry("MONDO:1", "skin trouble", "MONDO", "MESH:D1"),
        entry("MONDO:2", "acne", "MONDO", "MESH:D1"),
    )
    assert ids(wide, exact, entry("MESH:D1", "Acne", "MeSH")) == [["MONDO:1"], ["MONDO:2", "MESH:D1"]]


def test_no_group_holds_two_entries_of_a_source():
    chain = (
        entry("MONDO:1", "a", "MONDO", "MESH:D1"),
        entry("MESH:D1", "a", "MeSH", "UMLS:C1"),
        entry("MONDO:2", "a", "MONDO", "UMLS:C1"),
    )
    assert all(len({e.source for e in group}) == len(group) for group in merge(chain))


def test_names_inverted_for_an_index_are_left_out():
    assert [n.text for n in plain_names(["Retinoic Acid", "Acid, Retinoic", "17,20-diol"])] == [
        "Retinoic Acid",
        "17,20-diol",
    ]
