"""MedHelp."""

from __future__ import annotations

from pipeline.parse.model import Engine, Layout

ENGINE = Engine(
    name="medhelp",
    clues={
        "medhelp": 0.4,
        "mh_vit_": 0.6,
        'class="resp_body': 0.4,
        "subj_header": 0.3,
    },
    layout=Layout(
        post=".mh_vit_resp_ctn, #post_show_content > .mh_vit_card:has(.subj_header)",
        author=(".username [itemprop=name]", ".username a", ".username"),
        date=("time.mh_timestamp@datetime", "time@datetime"),
        body=(".subj_body", ".resp_body", ".comment_body", "[itemprop=text]"),
        key=(".resp_header@id",),
        title=("h1.subj_title", "h1"),
    ),
    topics=".subj_title a, .fonts_resizable_subject a",
)
