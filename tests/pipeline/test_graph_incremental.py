"""A graph that grew post by post is the graph that is built from nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.graph import build_graph
from pipeline.store import Store
from tests.pipeline.graph_sample import CONCEPTS, post, sample, thread

WORLD = sample()
TEXTS = {p.id: p.text for t in WORLD.threads for p in t.posts}
FOUND = {TEXTS[found.id]: found for found in WORLD.findings}
POSTS = [f"{name}-{number}" for name in "ab" for number in range(4)]
STEPS = st.lists(
    st.dictionaries(st.sampled_from(POSTS), st.none() | st.sampled_from(sorted(FOUND)), min_size=1),
    min_size=1,
    max_size=4,
)
"""What the posts of two threads say from one reading to the next; None: the post is gone."""


def read(store: Store, said: dict[str, str]) -> None:
    """Store what the threads hold now, and extract what is new."""
    held = {name: [id for id in POSTS if id[0] == name and id in said] for name in "ab"}
    for name, ids in held.items():
        posts = (post(id, f"user_{id[-1]}", "2020-01-01", said[id]) for id in ids)
        store.save_thread("board", thread(name, *posts), whole=False)
    store.sweep("board", held)
    new = store.posts_of(store.texts_to_extract(store.thread_ids(["board"]), "extractor"))
    store.save_findings([(p, FOUND[p.text].with_id(p.id)) for p in new], "extractor")


def graph_of(store: Store):
    threads = list(store.threads(store.thread_ids(["board"])))
    found = [f for t in threads for f in store.findings(t.posts, "extractor")]
    return build_graph(threads, found, {}, [], CONCEPTS.get)


@settings(max_examples=12)
@given(STEPS)
def test_adding_editing_and_deleting_posts_gives_the_graph_of_a_clean_rebuild(steps):
    said: dict[str, str] = {}
    with Store("sqlite://") as grown, Store("sqlite://") as fresh:
        for step in steps:
            said = {id: text for id, text in {**said, **step}.items() if text is not None}
            read(grown, said)
        read(fresh, said)
        one, other = graph_of(grown), graph_of(fresh)

    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
