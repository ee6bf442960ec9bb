from pipeline.errors import UnknownName


def test_unknown_name_lists_near_and_valid_names():
    assert str(UnknownName("format", "gefx", ["json", "gexf"])) == (
        "no format 'gefx'; did you mean gexf? valid: gexf, json"
    )


def test_unknown_name_shows_at_most_forty_names():
    assert str(UnknownName("term", "x", [f"name{i}" for i in range(50)])).count("name") == 40
