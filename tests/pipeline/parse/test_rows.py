"""What a listing says of its threads: enough to leave alone those in which nothing has happened."""

from __future__ import annotations

import pytest

from pipeline.parse import parse
from pipeline.records import Page, Row

PAGE = "<!DOCTYPE html><html{}><head><title>A board</title></head><body>{}</body></html>"
XENFORO = """<div class="structItem structItem--thread"><div class="structItem-title">
<a href="/threads/thread.{id}/">{title}</a></div>
<div><dl><dt>Replies</dt><dd>{replies}</dd></dl><dl><dt>Views</dt><dd>{views}</dd></dl></div>
<div><a href="/threads/thread.{id}/latest"><time datetime="{date}">{ago}</time></a></div></div>"""
TABLE = """<tr><td><a href="/viewtopic.php?t={id}" class="topictitle">{title}</a></td>
<td>{replies}</td><td>{views}</td><td><a href="/viewtopic.php?p={last}#{last}">last post</a></td></tr>"""
HEAD = "<tr><th>Topic</th><th>Replies</th><th>Views</th><th>Last post</th></tr>"


def rows(template: str, **changes: object) -> list[Row]:
    """The rows of a listing of six threads; ``changes`` are to the third one."""
    shown = []
    for id in range(6):
        said = {
            "id": id + 10,
            "title": f"Thread number {id}",
            "replies": 4,
            "views": 77,
            "last": 900 - id,
            "date": f"2024-05-{20 - id}T10:00:00+0000",
            "ago": f"{id} hours ago",
        }
        shown.append(template.format(**said | (changes if id == 2 else {})))
    body = "".join(shown)
    table = "<tr>" in template
    body = f"<table>{HEAD}{body}</table>" if table else f"<div>{body}</div>"
    engine = ' id="phpbb" class="section-viewforum"' if table else ""
    content = PAGE.format(engine, body).encode()
    found = parse(Page(path="p", url="https://board.example/forums/6/", content=content))
    assert found.kind == "listing"
    return list(found.rows)


@pytest.mark.parametrize("template", [XENFORO, TABLE], ids=["XenForo 2", "a table"])
class TestMark:
    def test_is_the_same_for_the_same_row(self, template: str) -> None:
        assert rows(template) == rows(template)
        assert all(row.mark for row in rows(template))

    @pytest.mark.parametrize(
        "change",
        [
            {"replies": 5},
            {"title": "renamed"},
            {"last": 901, "date": "2024-05-21T08:00:00+0000"},
        ],
    )
    def test_changes_with_the_thread(self, template: str, change: dict[str, object]) -> None:
        before, after = rows(template), rows(template, **change)
        assert [a.mark == b.mark for a, b in zip(before, after, strict=True)] == [True] * 2 + [False] + [
            True
        ] * 3

    @pytest.mark.parametrize("change", [{"views": 78}, {"views": "1,078"}, {"ago": "yesterday"}])
    def test_stays_when_nobody_posts(self, template: str, change: dict[str, object]) -> None:
        assert rows(template) == rows(template, **change)

    def test_stands_beside_an_order_by_last_activity(self, template: str) -> None:
        active = [row.active or "" for row in rows(template)]
        assert active == sorted(active, reverse=True)
        assert "" not in active


def test_a_row_that_shows_a_title_alone_has_no_mark() -> None:
    found = rows('<li><a href="/threads/thread.{id}/" class="topictitle">{title}</a></li>')
    assert {(row.mark, row.active) for row in found} == {(None, None)}


def test_rows_of_two_kinds_have_no_order() -> None:
    assert {
        row.active for row in rows(TABLE.replace("</tr>", "<td>{ago}</td></tr>"), ago="2024-05-09T10:00")
    } == {None}
