import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.pseudonyms import Veil, load_key, pseudonym, pseudonymise
from pipeline.pseudonyms_names import Edit, moved
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


@pytest.mark.parametrize(
    "name",
    [
        "Jean-Luc P.",
        "Żółć 77",
        "a+b(c)[d]*",
        "mr. nobody",
        "😀 sunny",
        "x|y",
        "Ann-Marie",
        "Ѣлена",
        "user.name_1",
    ],
)
@pytest.mark.parametrize("text", ["{} wrote: no", "as @{} says", "I agree with {}.", "({})", "{}"])
def test_name_of_any_characters_is_replaced(name, text):
    shown = hidden(text.format(name), author=name).text
    assert shown == text.format(pseudonym(name, KEY))


@pytest.mark.parametrize("text", ["anna said so", "ask ANNA", "Anna's idea"])
def test_name_is_replaced_in_any_case(text):
    assert "anna" not in hidden(text).text.casefold()


@pytest.mark.parametrize("name", ["the", "Pain", "hope", "Accutane", "anxiety", "Not", "Nature", "is", "10"])
def test_name_that_is_a_word_does_not_destroy_the_text(name):
    text = f"{name} is what the {name} of my {name} was, and I {name} so. Accutane 10 mg is not the pain."
    assert hidden(text, author=name).text == text


@pytest.mark.parametrize(
    "text", ["Hi {}, how are you?", "thanks {}!", "{} wrote: see below", "ask @{} please"]
)
def test_name_that_is_a_word_is_replaced_where_it_is_a_name(text):
    assert hidden(text.format("Hope"), author="Hope").text == text.format(pseudonym("Hope", KEY))


def test_rare_word_behind_an_article_is_no_name():
    assert hidden("the lantern, says Lantern", author="Lantern").text.startswith("the lantern, says user_")


def test_whoever_is_named_behind_an_at_is_hidden_too():
    assert hidden("ask @Ford_Prefect.").text == f"ask @{pseudonym('Ford_Prefect', KEY)}."


@pytest.mark.parametrize(
    "text",
    [
        "5 mg @ 10 pm",
        "https://www.anna.example/10.1016/anna",
        "doi:10.1000/anna.5",
        "x@y",
        "see https://doi.org/10.1000/anna",
    ],
)
def test_figures_hosts_and_papers_stay(text):
    assert hidden(text).text == text


def test_name_in_the_address_of_a_page_is_replaced():
    assert hidden("https://forum.example/search?by=anna&x=1").text.count("user_") == 1


def test_names_of_other_pages_are_known_by_their_pseudonyms():
    known = {pseudonym("Zoe Quill", KEY)}
    post = pseudonymise(thread(Post(id="1", author="Anna", text="Zoe Quill and Anna")), KEY, known).posts[0]
    assert post.text == f"{pseudonym('Zoe Quill', KEY)} and {pseudonym('Anna', KEY)}"


@given(
    st.lists(
        st.sampled_from(["Anna", "zoe quill", " ", "\n", "@", "hope", "a@b.org", ",", "😀"]), max_size=12
    )
)
def test_known_pseudonyms_find_what_names_find(parts):
    text = "".join(parts)
    names = ("Anna", "Zoe Quill", "Hope")
    by_names = Veil(names, KEY).text(text)
    assert Veil((), KEY, {pseudonym(name, KEY) for name in names}).text(text) == by_names
    assert Veil(names, KEY).text(by_names) == by_names


def test_name_behind_a_masked_address_is_hidden_at_once():
    once = Veil((), KEY).text("a@b.org@AnnaAnna")
    assert once == Veil((), KEY).text(once) == f"[e-mail]@{pseudonym('AnnaAnna', KEY)}"


def test_pseudonymising_twice_changes_nothing():
    once = pseudonymise(thread(Post(id="1", author="Anna", text="Anna @Anna @Zoe a@b.org")), KEY)
    assert pseudonymise(once, KEY) == once


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
        ("mail a.b (at) example (dot) org now", "mail [e-mail] now"),
        ("call (555) 123-4567 or 555-123-4567", "call [phone] or [phone]"),
        ("tel: 020 7946 0958", "tel: [phone]"),
        ("see https://forum.example/u/Zoe now", "see [profile] now"),
        ("see https://b.example/forum/memberlist.php?mode=viewprofile&u=7 now", "see [profile] now"),
        ("see https://b.example/index.php?action=profile;u=7 now", "see [profile] now"),
        ("see https://b.example/members/zoe.77/ now", "see [profile] now"),
        (
            "ISBN 978-3-16-148410-0, PMID 19172437, 020 7946 0958",
            "ISBN 978-3-16-148410-0, PMID 19172437, 020 7946 0958",
        ),
        (
            "https://rg.example/profile/Z/publication/12_title",
            "https://rg.example/profile/Z/publication/12_title",
        ),
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
    assert moved(3, [Edit(2, 5, "abcdefg")]) == 9


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
