import pytest

from pipeline.gate import Held, check, objections
from pipeline.snapshot import Manifest


def manifest(sources=("s",), **counts):
    usual = {"threads": 10, "posts": 100, "failures": 1, "silent_posts": 30}
    given = dict.fromkeys(Manifest.model_fields, "")
    given |= {"name": "g", "sources": sources, "offline": True, "quotes": True, "literature": (), "new": {}}
    return Manifest(**given | {"seconds": {}, "verdicts": {}, "files": {}, "counts": usual | counts})


BEFORE = [manifest(), manifest(posts=110), manifest(posts=90)]


@pytest.mark.parametrize(
    "counts", [{}, {"threads": 20, "posts": 160, "silent_posts": 60}, {"failures": 2}, {"silent_posts": 45}]
)
def test_ordinary_run_passes(counts):
    check(manifest(**counts), BEFORE)


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({"posts": 20, "silent_posts": 5}, "posts per thread 2.00, usually 10.00"),
        ({"failures": 10}, "share of inputs that failed 0.50, usually 0.09"),
        ({"silent_posts": 90}, "share of posts without mentions 0.90, usually 0.30"),
        ({"threads": 0, "posts": 0, "silent_posts": 0}, "posts per thread"),
    ],
)
def test_run_that_looks_broken_is_held_and_says_how(counts, named):
    with pytest.raises(Held, match="--accept") as held:
        check(manifest(**counts), BEFORE)
    assert named in str(held.value)


def test_first_run_passes():
    assert objections(manifest(posts=0), []) == []


@pytest.mark.parametrize("before", [manifest(sources=("other",)), manifest(posts=40)])
def test_other_sources_and_small_graphs_say_nothing(before):
    assert objections(manifest(posts=0), [before]) == []
