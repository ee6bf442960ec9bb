"""A small thread in ten languages, shown in the markup of many forum themes: pages to read and what is
true of them.

The themes are Jinja templates in ``themes``, written for these tests in the manner of the engines' own;
their first
line names the engine and what the markup does not show. The thread is the same everywhere, told in another
language.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader

from pipeline.records import Page

THEMES = Path(__file__).parent / "themes"
URL = "https://board.example/forum/show.php"
LINK = "https://doi.org/10.1000/xyz"
TIMES = [
    datetime(2021, 3, 4, 14, 5),
    datetime(2021, 3, 4, 15, 12),
    datetime(2021, 3, 5, 9, 30),
    datetime(2021, 3, 17, 22, 47),
    datetime(2021, 4, 1, 8, 15),
]
NOW = datetime(2021, 4, 3, 12, 0)
AUTHORS = ("Ann", "Bob_72", "Ann", "Cleo D.", "müde2000")
DEPTHS = (0, 0, 1, 1, 0)
PARENTS = (None, 0, 1, 1, 0)
TOLD = json.loads((THEMES / "_thread.json").read_text(encoding="utf-8"))
TEXTS: dict[str, list[str]] = TOLD["texts"]
# the words of a language in this order
KEYS = (
    "wrote", "joined", "posts", "place", "next", "prev", "by", "edited", "on", "reply", "quote", "report",
    "search",
    "similar", "members",
)  # fmt: skip
PAGE_OF = {name: 1 + at % 3 for at, name in enumerate(TEXTS)}


@dataclass
class Said:
    """A post of the thread; ``quote`` is the index of the post it quotes."""

    at: int
    author: str
    when: datetime
    words: str
    quote: Said | None = None
    edited: datetime | None = None
    children: list[Said] = field(default_factory=list)
    lang: str = "en"

    @property
    def id(self) -> int:
        return 4711 + 13 * self.at

    @property
    def uid(self) -> int:
        return 50 + AUTHORS.index(self.author)

    @property
    def number(self) -> int:
        return self.at + 1 + 5 * (PAGE_OF[self.lang] - 1)

    @property
    def parent(self) -> int | None:
        above = PARENTS[self.at]
        return None if above is None else 4711 + 13 * above

    @property
    def depth(self) -> int:
        return DEPTHS[self.at]

    @property
    def parts(self) -> list[str]:
        anchor = rf'<a href="{LINK}" rel="nofollow">\1</a>'
        return [re.sub(r"\*(.+?)\*", anchor, part) for part in self.words.split("|")]

    @property
    def br(self) -> str:
        return "<br />\n<br />\n".join(self.parts)

    @property
    def p(self) -> str:
        return "".join(f"<p>{part}</p>\n" for part in self.parts)

    @property
    def text(self) -> str:
        return self.words.replace("*", "").replace("|", " ")

    @property
    def iso(self) -> str:
        return self.when.strftime("%Y-%m-%dT%H:%M:%S+00:00")

    @property
    def epoch(self) -> int:
        return int((self.when - datetime(1970, 1, 1)).total_seconds())

    @property
    def colour(self) -> int:
        return 1 + self.at % 2


@dataclass
class Theme:
    """A template and what its first line says: engine, and fields the markup does not show."""

    name: str
    engine: str
    lacks: frozenset[str]
    langs: tuple[str, ...]
    threaded: bool


@cache
def themes() -> tuple[Theme, ...]:
    """All themes; the first line of each reads ``{# ENGINE [threaded] without FIELD … in LANG … #}``."""
    found = []
    for path in sorted(THEMES.glob("[!_]*")):
        head = path.read_text(encoding="utf-8").partition("#}")[0].removeprefix("{#")
        head, _, langs = head.partition(" in ")
        head, _, lacks = head.partition(" without ")
        engine, _, threaded = head.strip().partition(" ")
        found.append(
            Theme(
                path.stem,
                engine.strip(),
                frozenset(lacks.split()),
                tuple(langs.split()) or tuple(TEXTS),
                bool(threaded),
            )
        )
    return tuple(found)


def said(lang: str) -> list[Said]:
    """The thread in a language."""
    _, *texts = TEXTS[lang]
    posts = [
        Said(
            at,
            AUTHORS[at],
            TIMES[at],
            words,
            lang=lang,
            edited=TIMES[at] + timedelta(hours=2) if at == 4 else None,
        )
        for at, words in enumerate(texts)
    ]
    posts[3].quote = posts[1]
    for at, above in enumerate(PARENTS):
        if above is not None:
            posts[above].children.append(posts[at])
    return posts


def quoted(post: Said) -> str:
    """The words of a post as another quotes them: its first sentence."""
    return post.text.partition(". ")[0] + "."


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(THEMES), autoescape=False)


def page(theme: Theme, lang: str) -> tuple[Page, str | None]:
    """A page of the thread as a theme shows it, and the address of the next one."""
    name = next(THEMES.glob(f"{theme.name}.*")).name
    fields = {
        "title": TEXTS[lang][0],
        "posts": said(lang),
        "w": dict(zip(KEYS, TOLD["words"][lang].split("|"), strict=True)),
        "lang": lang,
        "page": PAGE_OF[lang],
        "pages": 3,
        "quoted": quoted,
        "day": lambda when, form="long": date(when, form, lang),
    }
    made = _templates().get_template(name).make_module(fields)
    more = made.at(PAGE_OF[lang] + 1) if hasattr(made, "at") and PAGE_OF[lang] < 3 else None
    text = str(made).partition("#}")[-1] if "#}" in str(made) else str(made)
    page = Page(path=name, content=text.strip().encode(), url=URL, fetched_at=f"{NOW.isoformat()}+00:00")
    return page, more and urljoin(URL, html.unescape(more.strip()))


def pages(turns: int = 2) -> Iterator[tuple[Theme, str]]:
    """Every theme in so many languages, others for each."""
    for at, theme in enumerate(themes()):
        langs = theme.langs
        step = sorted({(at * 3 + turn * 2 + turn // 5) % len(langs) for turn in range(turns)})
        yield from ((theme, langs[index]) for index in step)


def date(when: datetime, form: str, lang: str) -> str:
    """A date as boards of a language write it.

    ``long`` with the month's name, ``short`` with its first letters, ``board`` also with the weekday,
    ``num`` in
    figures, ``day`` without a time.
    """
    month = TOLD["months"][lang].split()[when.month - 1]
    short = TOLD["short_months"].get(lang, {}).get(str(when.month), month[:3])
    day = TOLD["days"][lang].split()[when.weekday()]
    clock = when.strftime("%I:%M %p").lstrip("0") if lang == "en" else when.strftime("%H:%M")
    marks = {"en": "/", "de": ".", "ru": ".", "pl": ".", "nl": "-", "sv": "-"}.get(lang, "/")
    if form == "num":
        order = "%m{0}%d{0}%Y" if lang == "en" else "%Y{0}%m{0}%d" if lang == "sv" else "%d{0}%m{0}%Y"
        return when.strftime(order.format(marks)) + ", " + clock
    if form == "board":
        return (
            f"{day} {short} {when.day:02}, {when.year} {clock}"
            if lang in ("en", "es")
            else f"{day} {when.day}. {short} {when.year}, {clock}"
        )
    if form == "short":
        month = short
    if lang == "en":
        said_day = f"{month} {when.day}, {when.year}"
    elif lang in ("es", "pt"):
        said_day = f"{when.day} de {month} de {when.year}"
    else:
        said_day = f"{when.day}{'.' if lang == 'de' else ''} {month} {when.year}"
    at = {
        "de": " um ",
        "fr": " à ",
        "es": " a las ",
        "it": " alle ",
        "nl": " om ",
        "ru": " в ",
        "sv": " kl. ",
    }.get(lang, ", ")
    return said_day if form == "day" else said_day + at + clock
