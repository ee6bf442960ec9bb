"""Boards followed over days: nothing lost, nothing stale, and no request too many."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stamina
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.crawl import merged
from pipeline.pseudonyms import pseudonym
from pipeline.records import Post, Thread
from tests.site.board import NAMES, Board
from tests.site.follower import ENGINES, Follower, numbered, shown
from tests.site.server import Site

ROOT = Path(__file__).parents[2]
Make = Callable[..., Follower]


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def board() -> Board:
    made = numbered(topics=12, posts=70, seed=3)
    for number in range(45):  # one thread has several pages
        made.reply(made.topics[3]).text = f"reply {number}"
    return made


@pytest.fixture(params=sorted(ENGINES))
def follower(request: pytest.FixtureRequest, board: Board, tmp_path: Path) -> Iterator[Follower]:
    made = ENGINES[request.param](board)
    made.per_list = 5
    with Site(made.answer) as site:
        yield Follower(request.param, site, tmp_path)


@pytest.fixture
def discourse(board: Board, tmp_path: Path) -> Iterator[Follower]:
    with Site(ENGINES["discourse"](board, per_list=5).answer) as site:
        yield Follower("discourse", site, tmp_path)


def asked(follower: Follower, since: int = 0) -> list[str]:
    return [one.target for one in follower.site.asked[since:] if one.target != "/robots.txt"]


def visits(follower: Follower, since: int) -> list[str]:
    return [target for target in asked(follower, since) if target.startswith(("/t/", "/viewtopic"))]


class TestFirstRun:
    def test_reads_every_post(self, follower: Follower, board: Board) -> None:
        follower.run()
        assert (follower.texts(), follower.failures) == (shown(board), [])

    def test_reads_threads_side_by_side(self, follower: Follower, board: Board) -> None:
        follower.limits = {"concurrency": 4}
        follower.site.faults.hang = {"/t/": 0.05, "/viewtopic": 0.05}
        follower.run()
        assert 1 < follower.site.most_under_way <= 4
        assert follower.texts() == shown(board)

    def test_stops_at_its_budget_and_the_next_runs_read_on(self, follower: Follower, board: Board) -> None:
        follower.limits = {"pages": 15}
        assert follower.run() <= 16
        assert [failure.error for failure in follower.failures][:1] == ["Spent"]
        for _ in range(8):
            follower.run()
        assert (follower.texts(), follower.failures) == (shown(board), [])

    def test_reads_on_in_a_thread_that_is_too_long(self, discourse: Follower) -> None:
        one = numbered(topics=1, posts=95)
        discourse.site.answer = ENGINES["discourse"](one, mega=50).answer
        discourse.settings = {"max_pages": 2}
        for _ in range(4):
            discourse.run()
        assert (discourse.texts(), discourse.failures) == (shown(one), [])

    def test_leaves_a_site_alone_that_breaks_down(self, follower: Follower) -> None:
        follower.site.faults.broken = {"/t/": 999, "/viewtopic": 999}
        follower.run()
        assert len(asked(follower)) < 9 * 3
        assert "5 pages in a row failed" in follower.failures[-1].reason

    def test_goes_on_after_threads_that_are_gone(self, follower: Follower, board: Board) -> None:
        for id in range(1, 9):
            board.topics[id].posts, hidden = board.topics[id].posts, board.topics[id]
            hidden.state = "forbidden"
        board.listed = lambda: list(board.topics.values())  # type: ignore[method-assign]
        follower.run()
        assert [failure.error for failure in follower.failures] == ["Refused"] * 8
        assert follower.texts() == shown(board)


class TestSecondRun:
    def test_looks_at_the_first_page_of_the_list_alone(self, follower: Follower, board: Board) -> None:
        follower.run()
        assert follower.run() == 2  # and at robots.txt
        assert follower.texts() == shown(board)

    def test_asks_for_what_is_new(self, follower: Follower, board: Board) -> None:
        follower.run()
        start = len(follower.site.asked)
        for id in (3, 7):
            board.reply(board.topics[id]).text = f"new in {id}"
        follower.run()
        assert follower.texts() == shown(board)
        assert (
            len([target for target in asked(follower, start) if "/t/" in target or "viewtopic" in target])
            <= 4
        )

    def test_sees_a_post_that_is_deleted(self, follower: Follower, board: Board) -> None:
        follower.run()
        board.reply(board.topics[5])
        board.topics[5].posts[3].deleted = True
        follower.run()
        assert follower.texts() == shown(board)
        gone = [follower.store.tombstones(id) for id in follower.store.thread_ids([follower.source])]
        assert [len(some) for some in gone if some] == [1]

    def test_sees_silent_edits_and_deletions_when_it_is_time(self, follower: Follower, board: Board) -> None:
        follower.run()
        board.topics[2].posts[0].text = "edited"
        board.topics[4].posts[1].deleted = True
        follower.run()
        assert follower.texts() != shown(board)
        follower.limits = {"recheck_days": 0.0}
        follower.run()
        assert follower.texts() == shown(board)

    def test_sees_a_title_that_is_changed(self, follower: Follower, board: Board) -> None:
        follower.run()
        board.topics[6].title = "Another title"
        board.reply(board.topics[6])
        follower.run()
        titles = {
            thread.title for thread in follower.store.threads(follower.store.thread_ids([follower.source]))
        }
        assert "Another title" in titles

    def test_walks_the_whole_list_after_a_run_that_failed(self, follower: Follower, board: Board) -> None:
        follower.run()
        for id in (1, 2, 3, 4, 5, 6):
            board.reply(board.topics[id]).text = f"new in {id}"
        follower.site.faults.broken = {"/t/4": 9, "/viewtopic.php?t=4": 9}
        follower.limits = {"concurrency": 1}
        follower.run()
        assert len(follower.failures) == 1
        follower.site.faults.broken = {}
        for id in (7, 8, 9, 10, 11):
            board.reply(board.topics[id]).text = f"new in {id}"
        follower.run()
        assert follower.texts() == shown(board)

    def test_is_the_same_where_the_reader_was_changed_and_asks_nothing(
        self, follower: Follower, board: Board, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        follower.run()
        start = len(follower.site.asked)
        monkeypatch.setattr("pipeline.crawl.reader_mark", lambda key: "another reader")
        follower.run()
        assert visits(follower, start) == []
        assert follower.texts() == shown(board)

    def test_is_the_same_offline(self, follower: Follower, board: Board) -> None:
        follower.run()
        before = follower.state()
        follower.settings = {"offline": True}
        assert (follower.run(), follower.failures) == (0, [])
        assert follower.state() == before


class TestNames:
    def test_of_other_pages_of_a_thread_are_hidden(self, follower: Follower, board: Board) -> None:
        topic = board.topics[3]
        topic.posts[0].author, topic.posts[1].text = "Zaphod", "as Trillian knows"
        follower.run()
        assert "as Trillian knows" in follower.texts()
        late = board.reply(topic)
        late.author, late.text = "Trillian", "Zaphod is right"
        follower.run()
        names = [pseudonym(name, b"key of the tests") for name in ("Zaphod", "Trillian")]
        assert {f"{names[0]} is right", f"as {names[1]} knows"} <= set(follower.texts())
        assert follower.store.revisions(f"{follower.site.url}/t/{topic.slug}/3#2") == []


class TestThreadsThatLeave:
    def test_for_another_thread_are_moved(self, follower: Follower, board: Board) -> None:
        follower.run()
        board.move(board.topics[1], into=board.topics[2])
        follower.limits = {"recheck_days": 0.0}
        follower.run()
        assert follower.texts() == shown(board)
        states = [state for state, _ in follower.store.states(follower.source).values()]
        assert states == ["moved"]

    @pytest.mark.parametrize(("state", "stands"), [("gone", False), ("forbidden", True)])
    def test_are_recorded_as_such(self, follower: Follower, board: Board, state: str, stands: bool) -> None:
        follower.run()
        mine = {post.text for post in board.topics[4].posts}
        board.topics[4].state = state
        follower.limits = {"recheck_days": 0.0}
        for _ in range(2):  # a thread of many posts is gone only when two runs have seen it
            follower.run()
        assert mine.issubset(follower.texts()) == stands
        assert [found for found, _ in follower.store.states(follower.source).values()] == [state]

    def test_that_are_forbidden_stand_also_while_they_are_not_asked_again(
        self, follower: Follower, board: Board
    ) -> None:
        follower.run()
        mine = {post.text for post in board.topics[4].posts}
        board.topics[4].state = "forbidden"
        for _ in range(3):
            for id in board.topics.keys() - {4}:  # so that the list is walked to its end
                board.reply(board.topics[id])
            follower.run()
        assert mine <= set(follower.texts())

    def test_come_back(self, follower: Follower, board: Board) -> None:
        follower.limits = {"recheck_days": 0.0}
        follower.run()
        for state in ("gone", "gone", None):
            board.topics[4].state = state
            follower.run()
        assert follower.texts() == shown(board)

    def test_are_not_believed_where_half_the_page_is_missing_once(
        self, follower: Follower, board: Board
    ) -> None:
        follower.limits = {"recheck_days": 0.0}
        follower.run()
        whole = shown(board)
        for post in board.topics[4].posts[5:]:
            post.deleted = True
        follower.run()
        assert follower.texts() == whole
        follower.run()
        assert follower.texts() == shown(board)


class TestForgetting:
    def test_reaches_raw_pages_and_what_comes_later(self, follower: Follower, board: Board) -> None:
        from pipeline.run import forget

        for topic in board.topics.values():
            for post in topic.posts:
                post.author = f"member-{post.author}"
        secret = board.topics[3].posts[2]
        secret.author, secret.text = "Zaphod", "an unmistakable sentence"
        follower.limits = {"recheck_days": 0.0}
        follower.run()
        author = pseudonym("Zaphod", b"key of the tests")
        removed = forget("author", author, follower.all_settings)
        assert removed["posts"] == 1
        assert removed["raw pages"] >= 1
        follower.run()
        assert secret.text not in follower.texts()
        pages = follower.all_settings.beside_store("threadgraph.pages")
        from pipeline.fetch import KeptPages

        assert not [kept for _, kept in KeptPages(pages)._all() if b"unmistakable" in kept.page.content]


def test_a_post_on_every_page_of_a_thread_stands_once() -> None:
    def page(*ids: str, next_page: str | None = None) -> Thread:
        posts = tuple(Post(id=id, text=id) for id in ids)
        return Thread(id="t", path="p", kind="thread", engine="x", posts=posts, next_page=next_page)

    found = merged((page("opener", "a", next_page="2"), page("opener", "b")))
    assert ([post.id for post in found.posts], found.next_page) == (["opener", "a", "b"], None)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["reply", "edit", "delete", "topic", "move", "gone"]), st.integers(0, 10**6)),
    max_size=6,
)


def change(board: Board, kind: str, number: int) -> None:
    """Something happens on a board."""
    topics = [topic for topic in board.topics.values() if topic.state is None and topic.shown()]
    topic = topics[number % len(topics)]
    posts = topic.shown()
    if kind == "reply":
        board.reply(topic).text = f"reply {number} {board.random.random()}"
    elif kind == "edit":
        names = " and ".join(board.random.sample(NAMES, 3))
        posts[number % len(posts)].text = f"edited {number} {board.random.random()} as {names} said"
    elif kind == "delete" and len(posts) > 1:
        posts[1 + number % (len(posts) - 1)].deleted = True
    elif kind == "topic":
        id = max(board.topics) + 1
        board.topics[id] = type(topic)(id, f"Topic {id}")
        board.reply(board.topics[id]).text = f"opener {number}"
    elif kind == "move" and len(topics) > 2:
        board.move(topic, into=topics[(number + 1) % len(topics)])
    elif kind == "gone" and len(topics) > 2 and len(posts) < 5:
        topic.state = "gone"


@pytest.mark.parametrize("engine", sorted(ENGINES))
@given(days=st.lists(CHANGES, min_size=1, max_size=2))
@hypothesis_settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_runs_day_by_day_give_what_one_run_gives(
    engine: str, days: list[list[tuple[str, int]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    board = numbered(topics=4, posts=24, seed=1)
    with Site(ENGINES[engine](board).answer) as site:
        grown = Follower(engine, site, tmp_path_factory.mktemp("grown"), {"recheck_days": 0.0})
        grown.run()
        for day in days:
            for kind, number in day:
                change(board, kind, number)
            grown.run()
        grown.run()  # what is doubted once is believed now
        rebuilt = Follower(engine, site, tmp_path_factory.mktemp("rebuilt"))
        rebuilt.run()
        assert grown.texts() == rebuilt.texts()
        ids = rebuilt.store.thread_ids([rebuilt.source])
        assert grown.store.thread_ids([grown.source]) == ids
        assert list(grown.store.threads(ids)) == list(rebuilt.store.threads(ids))


def start(follower: Follower) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.site.run",
        follower.engine,
        follower.site.url,
        str(follower.folder),
    ]
    return subprocess.Popen(command, cwd=ROOT)


def test_a_run_that_is_killed_is_gone_on_from(follower: Follower, board: Board, tmp_path: Path) -> None:
    process = start(follower)
    while len(follower.site.asked) < 20 and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    follower.run()
    undisturbed = Follower(follower.engine, follower.site, tmp_path / "undisturbed")
    undisturbed.folder.mkdir()
    undisturbed.run()
    assert follower.state() == undisturbed.state()


def test_two_runs_at_once_keep_one_pace_and_harm_nothing(follower: Follower, board: Board) -> None:
    follower.limits = {"interval": 0.02}
    other = Follower(follower.engine, follower.site, follower.folder, follower.limits)
    runs = [threading.Thread(target=one.run) for one in (follower, other)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert follower.texts() == shown(board)
    times = [one.at for one in follower.site.asked]
    assert busiest_second(times) <= 50


def busiest_second(times: list[float]) -> int:
    """The most requests in any second."""
    times = sorted(times)
    return max(sum(at <= other < at + 1.0 for other in times[place:]) for place, at in enumerate(times))
