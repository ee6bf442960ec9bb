import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.pseudonyms import load_key, moved, pseudonym, pseudonymise
from pipeline.records import Hyperlink, Post, Quote, Thread
from pipeline.settings import Settings

KEY = b"key of the tests"


def thread(*posts, title=None):
    return Thread(id="t", path="t", kind="thread", engine="text", posts=posts, title=title)


def hidden(text, author="Anna", **fields):
    return pseudonymise(thread(Post(id="1", author=author, text=text, **fields)), KEY).posts[0]


def test_author_becomes_a_pseudonym():
    assert hidden("hello").author == pseudonym("Anna", KEY)


def test_other_key_gives_other_pseudonym():
    assert pseudonym("Anna", KEY) != pseudonym("Anna", b"other")


def test_name_in_text_is_replaced():
    assert "Anna" not in hidden("Anna said so, @anna too").text.replace("anna", "Anna")


def test_name_inside_a_word_stays():
    assert hidden("Annabel said so").text == "Annabel said so"


def test_mention_of_short_name_is_replaced_only_behind_at():
    assert hidden("Al and @Al", author="Al").text == f"Al and @{pseudonym('Al', KEY)}"


def test_quoted_author_is_replaced_in_quote_and_in_other_posts():
    quoting = Post(id="1", author="Anna", text="right", quotes=(Quote(author="Zoe22", text="Anna, no"),))
    naming = Post(id="2", author="Bert", text="Zoe22 is right")
    shown = pseudonymise(thread(quoting, naming, title="For Zoe22"), KEY).model_dump_json()
    assert not any(name in shown for name in ("Anna", "Zoe22", "Bert"))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail a.b@example.org now", "mail [e-mail] now"),
        ("call +44 20 7946 0958 now", "call [phone] now"),
        ("see https://forum.example/u/Zoe now", "see [profile] now"),
        ("5.93 mg, 10-20 mg, 2009-03-01", "5.93 mg, 10-20 mg, 2009-03-01"),
        ("doi 10.1016/j.ejphar.2008.12.047", "doi 10.1016/j.ejphar.2008.12.047"),
    ],
)
def test_addresses_are_masked_and_figures_are_not(text, masked):
    assert hidden(text).text == masked


@given(st.lists(st.sampled_from(["Anna ", "@Anna ", "x ", "😀", "a@b.org "]), max_size=8))
def test_hyperlinks_keep_their_anchor(parts):
    text = "".join(parts)
    start = len(text)
    post = hidden(
        text + "paper", links=(Hyperlink(url="https://doi.org/10.1/x", start=start, end=start + 5),)
    )
    link = post.links[0]
    assert post.text[link.start : link.end] == "paper"


def test_offset_inside_an_edit_moves_to_its_end():
    assert moved(3, [(2, 5, "abcdefg")]) == 9


def test_key_is_made_once_and_only_for_its_owner(tmp_path):
    settings = Settings(key_file=tmp_path / "deep" / "key")
    assert load_key(settings) == load_key(settings)
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600


def test_key_of_the_settings_outranks_the_file(tmp_path):
    assert load_key(Settings(key="mine", key_file=tmp_path / "key")) == b"mine"


def test_empty_key_file_is_refused(tmp_path):
    (tmp_path / "key").touch()
    with pytest.raises(SettingsError, match="is empty"):
        load_key(Settings(key_file=tmp_path / "key"))
