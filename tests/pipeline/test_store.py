import pytest

from pipeline.errors import SettingsError
from pipeline.records import Findings, Hyperlink, Post, Quote, Resolution, Thread
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


def test_saving_again_replaces_the_posts(store):
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_thread("s", thread(post("2")))
    assert kept(store) == ["2"]


def test_further_page_is_appended(store):
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_thread("s", thread(post("3")), append=True)
    assert kept(store) == ["1", "2", "3"]


def test_source_holds_only_what_was_seen_last(store):
    store.save_thread("s", thread(post("1"), id="a"))
    store.save_thread("s", thread(post("2"), id="b"))
    store.save_thread("other", thread(post("1"), id="a"))
    store.keep_threads("s", ["b"])
    assert (store.thread_ids(["s"]), store.thread_ids(["other"])) == (["b"], ["a"])


def test_same_text_is_extracted_once(store):
    store.save_thread("s", thread(post("1"), post("2")))
    assert len(store.posts_to_extract(["t"], "f")) == 1


def test_extracted_text_is_not_extracted_again(store):
    store.save_thread("s", thread(post("1")))
    store.save_findings([(post("1"), Findings(id="1"))], "f")
    assert store.posts_to_extract(["t"], "f") == []
    assert [p.id for p in store.posts_to_extract(["t"], "other extractor")] == ["1"]


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
    assert store.forget("author", "user_a") == {"posts": 1, "findings": 1, "threads": 0}
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


def test_findings_that_another_post_shares_survive_forgetting(store):
    store.save_thread("s", thread(post("1"), post("2")))
    store.save_findings([(post("1"), Findings(id="1"))], "f")
    assert store.forget("post", "1")["findings"] == 0


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////nowhere/at/all.db", "oracle://u:secret@h/d"])
def test_store_that_cannot_be_opened_is_named_without_its_password(url):
    with pytest.raises(SettingsError, match="cannot be opened") as caught:
        Store(url)
    assert "secret" not in str(caught.value)
