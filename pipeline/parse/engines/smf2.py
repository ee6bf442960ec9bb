"""Simple Machines Forum 2."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="smf2",
    clues={
        "smf_scripturl": 0.4,
        "smf_theme_url": 0.3,
        'id="forumposts"': 0.5,
        'class="post_wrapper"': 0.5,
        'class="bbc_standard_quote"': 0.2,
        "smf_member_id": 0.3,
        'id="quickModForm"': 0.2,
        "smf_jquery": 0.2,
        "SMF 2.": 0.2,
        "SMF &copy;": 0.4,
        "css/print.css": 0.2,
        ", Simple Machines": 0.2,
    },
    layout=Layout(
        post="div.post_wrapper, #forumposts .windowbg, #forumposts .windowbg2",
        holds=".inner[id^=msg_], .post .inner",
        author=(".poster h4 a[href*=profile]", ".poster h4", ".poster a", ".poster"),
        date=(
            ".postinfo a.smalltext",
            ".keyinfo .smalltext",
            ".postinfo time@datetime",
            ".keyinfo",
            ".postinfo",
        ),
        body=(".inner[id^=msg_]", ".post .inner"),
        number=(".page_number", ".keyinfo .smalltext strong"),
        key=("[id^=msg_]@data-msgid", ".inner@id"),
        edited=(".modified",),
        title=("#top_subject", "h1.display_title", "#display_head h2", ".display_title"),
        quotes=(".bbc_standard_quote", ".bbc_alternate_quote"),
        rel_next=False,
    ),
    topics="span[id^=msg_] a, .message_index_title a",
    same=(
        (r"([?;&])topic=(\d+)\.?[^&;#]*.*$", r"\1topic=\2.0"),
        (r"\?.*?topic=", r"?topic="),
    ),
)
