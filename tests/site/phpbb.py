"""A board as phpBB 3 shows it: viewforum and viewtopic, stock prosilver, with pagers."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.site.board import Board, BoardPost, Topic
from tests.site.discourse import moved
from tests.site.server import Answer
from tests.site.templates import fill

PER_PAGE = 15
PER_LIST = 25


class PhpBB:
    """Answers requests for a board."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def answer(self, target: str) -> Answer:
        """Media type and body, a status, where to look instead, or None where there is nothing."""
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        start = int(query.get("start", "0"))
        if parts.path == "/viewforum.php":
            return page("A board", self.listing(start))
        topic = self.board.topics.get(int(query.get("t", "0")))
        if parts.path == "/viewtopic.php" and topic is not None:
            topic.views += 1
            if topic.state is not None:
                return moved(topic, "/viewtopic.php?t={}")
            return page(topic.title, thread(topic, start))
        return None

    def listing(self, start: int) -> str:
        topics = self.board.listed()
        some = topics[start : start + PER_LIST]
        rows = "".join(map(row, some))
        pager = pages("./viewforum.php?f=1", start, PER_LIST, len(topics), "topics")
        return fill("phpbb_topics", html={"pager": pager, "rows": rows})


def row(topic: Topic) -> str:
    """A topic's line in the forum; its date is words alone, as in most themes."""
    last = topic.shown()[-1]
    return fill(
        "phpbb_row",
        id=topic.id,
        title=topic.title,
        replies=len(topic.shown()) - 1,
        views=topic.views,
        last=last.id,
        author=last.author,
        user=sum(last.author.encode()),
        shown=f"{last.created:%a %b %d, %Y %I:%M %p}",
    )


def page(title: str, body: str) -> tuple[str, str]:
    return "text/html; charset=UTF-8", fill("phpbb_page", html={"body": body}, title=title)


def thread(topic: Topic, start: int) -> str:
    posts = topic.shown()
    pager = pages(f"./viewtopic.php?t={topic.id}", start, PER_PAGE, len(posts), "posts")
    shown = "".join(post_html(topic, post) for post in posts[start : start + PER_PAGE])
    return fill("phpbb_thread", html={"pager": pager, "posts": shown}, id=topic.id, title=topic.title)


def pages(url: str, start: int, size: int, count: int, what: str) -> str:
    """The pager of a topic or forum."""
    last, current = max(0, -(-count // size) - 1), start // size
    if last == 0:
        only = "&bull; Page <strong>1</strong> of <strong>1</strong>"
        return f'<div class="pagination">{count} {what} {only}</div>'
    items = [
        f'<li><a class="button" href="{url}&amp;start={n * size}">{n + 1}</a></li>' for n in range(last + 1)
    ]
    items[current] = f'<li class="active"><span>{current + 1}</span></li>'
    if current < last:
        items.append(fill("phpbb_next", url=f"{url}&start={(current + 1) * size}"))
    return f'<div class="pagination">{count} {what}<ul>{"".join(items)}</ul></div>'


def post_html(topic: Topic, post: BoardPost) -> str:
    return fill(
        "phpbb_post",
        id=post.id,
        background=f"bg{post.number % 2 + 1}",
        user=sum(post.author.encode()),
        author=post.author,
        title=topic.title,
        created=post.created.isoformat(),
        shown=f"{post.created:%a %b %d, %Y %I:%M %p}",
        text=post.text,
    )
