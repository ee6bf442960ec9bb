from __future__ import annotations

import pytest

from pipeline.errors import UnknownName
from pipeline.parse.detect import detect
from pipeline.parse.document import prepare
from pipeline.parse.engines import load
from pipeline.records import Page


def test_detection_says_what_it_saw_and_how_sure_it_is() -> None:
    page = Page(path="p.html", content=b'<html><body id="phpbb" class="section-viewtopic"></body></html>')
    first = detect(prepare(page))[0]
    assert (first.engine, first.confidence) == ("phpbb3", 0.92)
    assert set(first.saw) == {'id="phpbb"', "section-viewtopic"}


def test_page_without_clues_is_of_no_known_make() -> None:
    assert detect(prepare(Page(path="p.html", content=b"<html><body><p>words</p></body></html>"))) == ()


def test_unknown_engine_lists_the_known() -> None:
    with pytest.raises(UnknownName, match="phpbb3"):
        load("phpbb4")
