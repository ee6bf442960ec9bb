"""Simple Machines Forum 1."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="smf1",
    clues={
        "smf_scripturl": 0.4,
        "smf_images_url": 0.3,
        'class="windowbg"': 0.3,
        'id="subject_': 0.2,
        'class="quoteheader"': 0.1,
        'class="titlebg': 0.2,
        "Powered by SMF 1": 0.6,
        'class="post"': 0.05,
        'class="tborder"': 0.1,
        "smf_iso_case_folding": 0.3,
    },
    layout=Layout(
        post="td.windowbg, td.windowbg2, td.windowbg3",
        holds="div.post",
        author=('td b a[href*="action=profile"]', "b a", "td > b", "b"),
        date=("div.smalltext:has(b)", "[id^=subject_] + .smalltext"),
        body=("div.post",),
        number=(".smalltext b",),
        key=("[id^=subject_]@id", "[id^=msg]@id", "a[href*=msg]@href"),
        edited=("[id^=modified_]",),
        quotes=("div.quote", ".quote"),
        rel_next=False,
    ),
    topics='td.windowbg2 a[href*="topic="], [id^=msg_] a',
    same=(
        (r"([?;&])topic=(\d+)\.?[^&;#]*.*$", r"\1topic=\2.0"),
        (r"\?.*?topic=", r"?topic="),
    ),
)
