from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.errors import SettingsError
from pipeline.records import Cursor, Findings, Hyperlink, Post, Quote, Resolution, Thread
from pipeline.store import Store, text_hash


@pytest.fixture
def store(tmp_path):
    with Store(f"sqlite:///{tmp_path}/test.db") as opened:
        yield opened


def post(id, text="text", author="user_a", **fields):
    return Post(id=id, text=text, author=author, **fields)


def thread(*posts, id="t"):
    return Thread(id=id, path=id, kind="thread", engine="text", posts=posts)


def kept(store, *sources):
    return [p.id for t in store.threads(store.thread_ids(sources or ["s"])) for p in t.posts]


def test_thread_comes_back_as_it_went_in(store):
    saved = thread(post("1"), post("2", quotes=(Quote(author="user_b", text="q"),)))
    store.save_thread("s", saved)
    assert list(store.threads(["t"])) == [saved]


def test_posts_know_what_their_thread_is_called_also_when_that_changes(store):
    named = thread(post("1"), post("2")).model_copy(update={"title": "Accutane"})
    store.save_thread("s", named)
    before = store.texts_to_extract(["t"], "f")
    later = named.model_copy(update={"title": "Zoloft", "posts": (post("2"),)})
    store.save_thread("s", later, whole=False)
    assert {p.topic for t in store.threads(["t"]) for p in t.posts} == {"Zoloft"}
    assert store.texts_to_extract(["t"], "f") != before


def test_saving_again_replaces_the_posts(store):
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_thread("s", thread(post("2")))
    assert kept(store) == ["2"]


def test_further_page_is_appended(store):
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_thread("s", thread(post("3")), whole=False)
    assert kept(store) == ["1", "2", "3"]


def test_changed_post_is_a_new_revision_and_the_old_is_kept(store):
    store.save_thread("s", thread(post("1", text="old")))
    for _ in range(2):
        store.save_thread("s", thread(post("1", text="new")))
    assert [p.text for t in store.threads(["t"]) for p in t.posts] == ["new"]
    assert [p.text for p in store.revisions("1")] == ["old"]


def test_post_that_goes_back_and_forth_has_each_revision_once(store):
    for text in ("a", "b", "a", "b", "a", "b"):
        store.save_thread("s", thread(post("1", text=text)))
    assert sorted(p.text for p in store.revisions("1")) == ["a", "b"]


def test_renumbered_post_is_no_revision(store):
    for number in ("1", "2"):
        store.save_thread("s", thread(post("1", number=number)))
    assert (store.revisions("1"), next(store.threads(["t"])).posts[0].number) == ([], "2")


def test_post_that_is_gone_becomes_a_tombstone(store):
    store.save_thread("s", thread(post("1"), post("2", text="gone")))
    store.save_thread("s", thread(post("1")))
    assert (kept(store), [p.id for p in store.tombstones("t")]) == (["1"], ["2"])
    assert [p.id for p in store.posts_of(store.texts_to_extract(["t"], "f"))] == ["1"]


def test_post_that_comes_back_is_no_tombstone(store):
    for posts in (("1", "2"), ("1",), ("1", "2")):
        store.save_thread("s", thread(*map(post, posts)))
    assert (kept(store), store.tombstones("t")) == (["1", "2"], [])


def test_partial_reading_misses_only_what_it_should_have_met(store):
    store.save_thread("s", thread(*map(post, "123456")))
    store.save_thread("s", thread(post("4"), post("6"), post("7")), whole=False, since="4")
    assert (kept(store), [p.id for p in store.tombstones("t")]) == (["1", "2", "3", "4", "6", "7"], ["5"])


def test_mass_loss_is_believed_at_the_second_reading(store):
    whole, half = thread(*map(post, "123456789")), thread(*map(post, "12"))
    store.save_thread("s", whole)
    assert not store.save_thread("s", half, careful=True)
    assert len(kept(store)) == 9
    assert store.save_thread("s", half, careful=True)
    assert kept(store) == ["1", "2"]


def test_readings_that_doubt_must_follow_each_other(store):
    whole, half = thread(*map(post, "123456789")), thread(*map(post, "12"))
    for reading in (whole, half, whole, half):
        store.save_thread("s", reading, careful=True)
    assert len(kept(store)) == 9


def test_doubted_reading_does_not_move_the_cursor(store):
    cursor = Cursor(url="u", mark="new", read_at="2024-01-01")
    store.save_thread("s", thread(*map(post, "123456789")), cursor)
    store.save_thread("s", thread(post("1")), cursor, careful=True)
    assert store.cursor("s", "u").mark is None


@pytest.mark.parametrize(("state", "stands"), [("gone", False), ("moved", False), ("forbidden", True)])
def test_thread_that_is_closed_is_recorded_as_such(store, state, stands):
    store.save_thread("s", thread(post("1")))
    store.close_thread("s", "t", state, moved_to="elsewhere")
    assert store.states("s") == {"t": (state, "elsewhere")}
    assert bool(store.thread_ids(["s"])) == bool(store.texts_to_extract(["t"], "f")) == stands


def test_thread_of_many_posts_is_gone_at_the_second_answer(store):
    store.save_thread("s", thread(*map(post, "123456789")))
    assert [store.close_thread("s", "t", "gone") for _ in range(2)] == [False, True]
    assert store.thread_ids(["s"]) == []


def test_thread_that_is_read_again_is_open(store):
    for _ in range(2):
        store.save_thread("s", thread(post("1")))
        assert (kept(store), store.states("s")) == (["1"], {})
        store.close_thread("s", "t", "gone")


def test_sweep_takes_out_what_a_source_holds_no_more_and_orders_the_rest(store):
    store.save_thread("s", thread(*map(post, "123")))
    store.save_thread("s", thread(post("9"), id="other"))
    store.sweep("s", {"t": ["3", "1"]})
    assert (kept(store), store.thread_ids(["s"])) == (["3", "1"], ["t"])


def test_cursors_come_back_and_the_old_ones_are_found(store):
    for url, read_at in (("a", "2024-01-03"), ("b", "2024-01-01"), ("c", "2024-01-02")):
        store.move("s", Cursor(url=url, read_at=read_at))
    assert store.cursor("s", "a") == Cursor(url="a", read_at="2024-01-03")
    assert store.cursor("other", "a") is None
    assert [cursor.url for cursor in store.cursors_before("s", "2024-01-03")] == ["b", "c"]


def test_source_holds_only_what_was_seen_last(store):
    store.save_thread("s", thread(post("1"), id="a"))
    store.save_thread("s", thread(post("2"), id="b"))
    store.save_thread("other", thread(post("1"), id="a"))
    store.keep_threads("s", ["b"])
    assert (store.thread_ids(["s"]), store.thread_ids(["other"])) == (["b"], ["a"])


def test_same_text_is_extracted_once(store):
    store.save_thread("s", thread(post("1"), post("2")))
    assert len(store.texts_to_extract(["t"], "f")) == 1


def test_extracted_text_is_not_extracted_again(store):
    store.save_thread("s", thread(post("1")))
    store.save_findings([(post("1"), Findings(id="1"))], "f")
    assert store.texts_to_extract(["t"], "f") == []
    assert store.texts_to_extract(["t"], "other extractor") == [text_hash(post("1"))]


def test_posts_come_by_their_text(store):
    store.save_thread("s", thread(post("1", text="a"), post("2", text="b"), post("3", text="a")))
    hashes = store.texts_to_extract(["t"], "f")
    assert sorted(p.text for p in store.posts_of(hashes)) == ["a", "b"]
    assert store.posts_of([]) == []


def test_findings_follow_the_post(store):
    store.save_findings([(post("1"), Findings(id="1"))], "f")
    assert [f.id for f in store.findings([post("9"), post("8", text="new")], "f")] == ["9"]


def test_hyperlinks_are_part_of_what_is_extracted():
    assert text_hash(post("1")) != text_hash(post("1", links=(Hyperlink(url="u", start=0, end=1),)))


def test_resolutions_are_kept_by_citation_and_sources(store):
    store.save_resolutions({"c": Resolution(verdict="not_found")}, "local")
    assert store.resolutions(["c"], "local")["c"].verdict == "not_found"
    assert store.resolutions(["c"], "local, crossref") == {}


def test_answers_are_kept_with_their_date(store):
    store.put("crossref", "q", "{}", "2026-01-01")
    store.put("crossref", "q", "[]", "2026-01-02")
    assert store.get("crossref", "q") == ("[]", "2026-01-02")
    assert store.get("crossref", "other") is None


def test_forgotten_author_does_not_come_back(store):
    saved = thread(post("1", text="mine"), post("2", text="theirs", author="user_b"))
    store.save_thread("s", saved)
    store.save_findings([(post("1", text="mine"), Findings(id="1"))], "f")
    assert store.forget("author", "user_a") == {"posts": 1, "quotes": 0, "findings": 1, "threads": 0}
    store.save_thread("s", saved)
    assert kept(store) == ["2"]


def test_forgotten_author_leaves_the_quotes_of_others(store):
    store.save_thread(
        "s", thread(post("2", author="user_b", quotes=(Quote(author="user_a", text="secret"),)))
    )
    store.forget("author", "user_a")
    assert next(store.threads(["t"])).posts[0].quotes == ()


def test_quotes_of_a_forgotten_author_do_not_come_back(store):
    quoting = thread(post("2", author="user_b", quotes=(Quote(author="user_a", text="secret"),)))
    store.forget("author", "user_a")
    store.save_thread("s", quoting)
    assert next(store.threads(["t"])).posts[0].quotes == ()


def test_forgotten_post_and_thread_do_not_come_back(store):
    store.forget("post", "1")
    store.forget("thread", "gone")
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_thread("s", thread(post("3"), id="gone"))
    assert kept(store) == ["2"]


def test_forgetting_takes_old_revisions_and_their_findings(store):
    store.save_thread("s", thread(post("1", text="old")))
    store.save_findings([(post("1", text="old"), Findings(id="1"))], "f")
    store.save_thread("s", thread(post("1", text="new")))
    assert store.forget("author", "user_a")["findings"] == 1
    assert store.revisions("1") == []


@pytest.mark.parametrize("again", [False, True])
def test_quotes_of_a_forgotten_post_leave_and_do_not_come_back(store, again):
    mine = post("1", text="my own  Words", number="1")
    by_number = post("2", text="a", author="user_b", quotes=(Quote(text="else", post="1"),))
    by_words = post("3", text="b", author="user_b", quotes=(Quote(text="own words"), Quote(text="other")))
    store.save_thread("s", thread(mine, by_number, by_words))
    assert store.forget("post", "1")["quotes"] == 2
    if again:
        store.save_thread("s", thread(by_number, by_words), whole=False)
    posts = next(store.threads(["t"])).posts
    assert [quote.text for p in posts for quote in p.quotes] == ["other"]


@pytest.mark.parametrize("again", [False, True])
def test_forgotten_author_has_no_name_in_texts_of_others(store, again):
    naming = thread(post("2", text="thanks user_a, it helped", author="user_b")).model_copy(
        update={"title": "user_a asks"}
    )
    store.save_thread("s", naming)
    store.forget("author", "user_a")
    if again:
        store.save_thread("s", naming)
    found = next(store.threads(["t"]))
    assert (found.title, found.posts[0].text) == ("user_x asks", "thanks user_x, it helped")


def test_forgotten_words_stand_in_no_file(store, tmp_path):
    store.save_thread("s", thread(post("1", text="unmistakable")))
    store.save_thread("s", thread(post("1", text="changed since")))
    store.forget("author", "user_a")
    for file in tmp_path.glob("test.db*"):
        assert b"unmistakable" not in file.read_bytes()
        assert b"changed since" not in file.read_bytes()


def test_two_runs_may_write_at_once(tmp_path):
    url = f"sqlite:///{tmp_path}/test.db"

    def write(run):
        with Store(url) as mine:
            for number in range(20):
                mine.save_thread(f"s{run}", thread(post(f"{run}.{number}"), id=f"t{run}"), whole=False)

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, range(4)))
    with Store(url) as store:
        assert [len(kept(store, f"s{run}")) for run in range(4)] == [20] * 4


def test_findings_that_another_post_shares_survive_forgetting(store):
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_findings([(post("1"), Findings(id="1"))], "f")
    assert store.forget("post", "1")["findings"] == 0


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////nowhere/at/all.db", "oracle://u:secret@h/d"])
def test_store_that_cannot_be_opened_is_named_without_its_password(url):
    with pytest.raises(SettingsError, match="cannot be opened") as caught:
        Store(url)
    assert "secret" not in str(caught.value)
