from __future__ import annotations

from pipeline.parse.document import prepare
from pipeline.parse.layout import read_layout
from pipeline.parse.model import Layout, Reading
from pipeline.records import Page

POST = (
    '<div class="post" id="p{id}"><b>{author}</b><time datetime="2024-03-0{day}"></time><p>{words}</p></div>'
)
LAYOUT = Layout(post=".post", author=("b",), date=("time@datetime",), body=("p",))


def read(markup: str, layout: Layout = LAYOUT) -> Reading:
    return read_layout(
        prepare(Page(path="p.html", content=f"<html><body>{markup}</body></html>".encode())), layout
    )


def test_post_that_is_printed_twice_counts_once() -> None:
    post = POST.format(id=7, author="Ann", day=1, words="Yes.")
    assert len(read(post + post).drafts) == 1


def test_posts_that_share_an_id_are_all_kept() -> None:
    posts = [POST.format(id=7, author=author, day=1, words="Yes.") for author in ("Ann", "Bob")]
    assert [draft.author for draft in read("".join(posts)).drafts] == ["Ann", "Bob"]


def test_names_keep_their_particles() -> None:
    posts = [
        POST.format(id=at, author=name, day=1, words="Yes.")
        for at, name in enumerate(("Di Marco", "by Ann", "@bob"))
    ]
    assert [draft.author for draft in read("".join(posts)).drafts] == ["Di Marco", "Ann", "bob"]


def test_without_a_selector_posts_are_the_largest_frames_of_bodies() -> None:
    frames = "".join(
        f"<li><div><b>u{at}</b></div><section><p>Words {at}</p></section></li>" for at in range(3)
    )
    found = read(f"<ul>{frames}</ul>", Layout(holds="p", author=("b",), body=("p",)))
    assert [(draft.author, draft.body) for draft in found.drafts] == [
        (f"u{at}", f"Words {at}") for at in range(3)
    ]


def test_name_shown_once_is_carried_where_the_engine_does_so() -> None:
    posts = POST.format(id=1, author="Ann", day=1, words="a") + POST.format(id=2, author="", day=2, words="b")
    layout = Layout(post=".post", author=("b",), date=("time@datetime",), body=("p",), carries=True)
    assert [draft.author for draft in read(posts, layout).drafts] == ["Ann", "Ann"]
