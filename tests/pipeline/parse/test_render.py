from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.plain import plain
from pipeline.parse.render import Body, render
from pipeline.parse.style import Style


def body(markup: str, quotes: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> Body:
    return render([markup], Style.of(quotes, drop), lambda href: href)[0]


def test_blocks_begin_lines_and_paragraphs_stand_apart() -> None:
    assert (
        body("<p>one\n two</p><p>three<br>four</p><ul><li>five<li>six</ul>").text
        == "one two\n\nthree\nfour\n\nfive\nsix"
    )


def test_inline_markup_joins_words() -> None:
    assert body("10<sup>-7</sup> M and <b>RAR</b>&alpha;&nbsp;too").text == "10-7 M and RARα too"


def test_code_keeps_its_lines() -> None:
    assert body("see<pre>a  b\n c</pre>").text == "see\n\na  b\n c"


def test_anchors_are_found_in_the_text() -> None:
    found = body(
        'x <a href="u1"> the <i>first</i> one </a>, <a href="u2"><img></a> 😀 <a href="u3">é\u0301</a>'
    )
    assert [(link.url, found.text[link.start : link.end]) for link in found.links] == [
        ("u1", "the first one"), ("u2", ""), ("u3", "é\u0301"),
    ]  # fmt: skip


def test_table_is_a_line_a_row() -> None:
    found = body(
        "<table><tr><th>Study<th>N<tr><td><a href=u>Doe et al.</a> (2020)<td><p>500<br>people</table>after"
    )
    assert found.text == "| Study | N |\n| Doe et al. (2020) | 500 people |\n\nafter"
    assert found.tables == ((("Study", "N"), ("Doe et al. (2020)", "500 people")),)
    assert found.text[found.links[0].start : found.links[0].end] == "Doe et al."


def test_table_for_layout_is_no_table() -> None:
    found = body("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>")
    assert (found.text, found.tables) == ("one\ntwo", ())


def test_nested_quotes_are_quotes_of_their_own() -> None:
    found = body(
        "<blockquote><cite>Ann wrote:</cite>outer<blockquote>"
        "<cite>Bob wrote:</cite>inner</blockquote></blockquote>mine"
    )
    assert [(quote.author, quote.text) for quote in found.quotes] == [("Ann", "outer"), ("Bob", "inner")]
    assert found.text == "mine"


def test_line_before_a_quote_names_its_author() -> None:
    found = body(
        '<p>Hi.</p><p>@Bob said in <a href="/post/5">Dry</a>:</p><blockquote><p>cited</p>'
        "</blockquote><p>Yes.</p>"
    )
    assert (found.quotes[0].author, found.quotes[0].post, found.text) == ("Bob", "5", "Hi.\n\nYes.")
    assert found.links == ()


def test_date_in_the_header_of_a_quote_is_no_part_of_the_name() -> None:
    cite = (
        '<cite><a href="#">Ann</a> wrote: <a href="./viewtopic.php?p=9#p9">↑</a>'
        "<span>03 Mar 2023, 10:40</span></cite>"
    )
    quote = body(f"<blockquote><div>{cite}cited</div></blockquote>").quotes[0]
    assert (quote.author, quote.post, quote.text) == ("Ann", "9", "cited")


def test_quote_of_a_paper_stays_without_author() -> None:
    found = body("<p>The abstract says</p><blockquote>Retinoids reduce neurogenesis.</blockquote>")
    assert (found.quotes[0].author, found.quotes[0].text) == (None, "Retinoids reduce neurogenesis.")
    assert found.text == "The abstract says"


def test_signature_and_edit_mark_are_cut_with_their_links() -> None:
    found = body('words<br>_______________<br><a href="u">my site</a><br>Last edited by Ann on Sunday')
    assert (found.text, found.links) == ("words", ())
    assert body("words<br>Last edited by Ann on Sun Mar 03, 2024, edited 2 times in total.").text == "words"


def test_smileys_are_characters() -> None:
    assert body('dry <img alt=":(" src="s.gif"> <img alt="My holiday photo" src="p.jpg">').text == "dry :("


def test_control_characters_and_surrogates_are_removed() -> None:
    assert body("a\x0bb&#8;c\ud800d\u200be").text == "abcd\u200be"


def test_markup_that_breaks_out_of_its_post_harms_no_other() -> None:
    bodies = render(["</section></div>evil", "<p>good</p>"], Style.of(), lambda href: href)
    assert [one.text for one in bodies] == ["evil", "good"]


def test_deep_nesting_is_read() -> None:
    assert body("<div>" * 5000 + "deep" + "</div>" * 5000).text == "deep"
    assert body("<blockquote>" * 500 + "deep" + "</blockquote>" * 500).text == ""


def test_plain_text_keeps_tables_quotes_and_addresses() -> None:
    found = plain("Ann wrote:\n> two months\nYes, see https://doi.org/10.1/x.\n|a|b|\n|--|--|\n|1|2|")
    assert found.text == "Yes, see https://doi.org/10.1/x.\n| a | b |\n| 1 | 2 |"
    assert (found.quotes[0].author, found.quotes[0].text) == ("Ann", "two months")
    assert found.links[0].url == "https://doi.org/10.1/x"
    assert found.tables == ((("a", "b"), ("1", "2")),)


TAGS = [
    "<p>",
    "</p>",
    "<br>",
    "<blockquote>",
    "</blockquote>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    '<a href="u">',
    "</a>",
    "<b>",
]


@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=20)), max_size=40))
def test_offsets_hold_for_any_markup(parts: list[str]) -> None:
    found = body("".join(parts))
    assert all(0 <= link.start <= link.end <= len(found.text) for link in found.links)
    assert not any(
        0xD800 <= ord(letter) < 0xE000 or (ord(letter) < 32 and letter not in "\n\t") for letter in found.text
    )
    for link in found.links:
        anchor = found.text[link.start : link.end]
        assert anchor == anchor.strip("\n ")
