"""A post's markup to its own words, with quotes, hyperlinks and tables apart.

Text is laid out as a browser would: white space collapses, blocks begin on new lines, paragraphs are
set apart by an empty line. The walk keeps its own stack, so that no depth of nesting exhausts Python's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from pipeline.parse.quotes import POST_LINK, attribution, is_quote_header, spoken_by
from pipeline.parse.style import BLOCKS, PARAGRAPHS, SILENT, Style
from pipeline.parse.text import clean

if TYPE_CHECKING:
    from bs4 import Tag

    from pipeline.records import Hyperlink, Quote

Row = tuple[str, ...]

LONE = re.compile("[\ud800-\udfff]")
SIGNATURE = re.compile(r"\n\s*(?:_{5,}|-{2} ?)\s*(?:\n|$)")
EDIT = (
    r"(?:(?:last |post |message )?edited (?:by|on|at|\d+ times?|[^\n]{4,40} by)|last edit(?:ed)?:|last "
    r"modified|edited:"
    r"|this (?:post|message|reply|topic|comment) (?:was|has been)(?: last)? (?:edited|modified)"
    r"|(?:dieser beitrag wurde |zuletzt |nachträglich |letzte )?(?:\d+ mal |bereits )?(?:bearbeitet"
    r"|geändert|editiert|änderung|bearbeitung)(?: von| durch| am|:)"
    r"|dieser beitrag wurde .{0,60}(?:bearbeitet|editiert|geändert)"
    r"|dernière (?:modification|édition)(?: par| le|:)|(?:message )?(?:modifié|édité) (?:par|le)|edité par"
    r"|editado (?:por|pela|el|em|\d)|(?:última|ultima) (?:edici[oó]n|edição|modificaci[oó]n|modifica)(?: "
    r"por| di| de| el|:)"
    r"|modificato (?:da|il)|(?:laatst |bericht )?(?:gewijzigd|bewerkt|aangepast)(?: door| op|:)"
    r"|(?:ostatnio )?(?:zmieniony|edytowany|edytowane|zmodyfikowany)(?: przez|:)|post (?:był|edytowany)"
    r"|последний раз (?:редактировалось|отредактировано)|(?:сообщение )?(?:отредактировано|отредактировал"
    r"|изменено|изменил)"
    r"|(?:senast )?(?:redigerad|redigerat|ändrad|ändrat)(?: av|:)|(?:sist |sidst )?(?:redigeret|redigert"
    r"|endret|rettet)(?: av| af|:)"
    r"|viimeksi muokannut|naposledy (?:upravil|edited)|(?:son|en son) düzenle\w*|本帖最后由|最后编辑|編集)"
)
EDITED = re.compile(rf"\n\W{{0,4}}{EDIT}[^\n]{{0,200}}\W*\Z", re.I)
MAX_QUOTE_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered body: own words, and what was set apart from them."""

    text: str = ""
    quotes: tuple[Quote, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    tables: tuple[tuple[Row, ...], ...] = ()


@dataclass(slots=True)
class Writer:
    """Collects pieces of text; white space before a piece is settled when the piece comes."""

    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    length: int = 0
    lines: int = 0
    space: bool = False
    cells: int = 0

    def words(self, text: str) -> None:
        """Put text whose white space collapses."""
        core = " ".join((text if text.isprintable() else clean(text)).split())
        self.space = self.space or text[:1].isspace()
        if core:
            self.put(core)
            self.space = text[-1].isspace()

    def put(self, core: str) -> None:
        """Put a piece as it is, after the gap that is due."""
        gap = "" if not self.length else "\n" * min(self.lines, 2) or (" " if self.space else "")
        self.pieces += (gap, core)
        self.starts.append(self.length + len(gap))
        self.length += len(gap) + len(core)
        self.lines, self.space = 0, False

    def end_line(self, lines: int = 1) -> None:
        """Let the next piece begin on a new line; inside a table row, after a space."""
        if self.cells:
            self.space = True
        else:
            self.lines = max(self.lines, lines)

    def since(self, mark: int) -> tuple[int, int]:
        """The offsets of what was put since ``len(starts)`` was ``mark``."""
        return (self.starts[mark] if mark < len(self.starts) else self.length), self.length

    def text(self) -> str:
        """All that was put."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Walk:
    """One pass over a body."""

    style: Style
    join: Callable[[str | None], str | None]
    depth: int = 0
    out: Writer = field(default_factory=Writer)
    quotes: list[Quote] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    tables: list[tuple[Row, ...]] = field(default_factory=list)

    def run(self, root: Tag) -> None:
        """Walk what is in an element."""
        from bs4.element import NavigableString, PreformattedString

        stack: list[tuple[object, Callable[[], None] | None]] = [
            (child, None) for child in reversed(root.contents)
        ]
        while stack:
            node, leave = stack.pop()
            if leave:
                leave()
            elif isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):
                    self.out.words(node)
            else:
                tag = cast("Tag", node)
                after = self.enter(tag)
                if after is not None:
                    stack.append((None, after))
                    stack.extend((child, None) for child in reversed(tag.contents))

    def enter(self, tag: Tag) -> Callable[[], None] | None:
        """Handle a tag; what to do on leaving it, or None if its content is not to be walked."""
        name = tag.name
        if name in SILENT or self.style.drops(tag):
            return None
        if self.style.is_quote(tag):
            self.quote(tag)
            return None
        if name in ("br", "hr"):
            self.out.end_line(2 if self.out.lines or name == "hr" else 1)
            return None
        handle = HANDLERS.get(name)
        if handle:
            return handle(self, tag)
        if name in BLOCKS:
            lines = 2 if name in PARAGRAPHS else 1
            self.out.end_line(lines)
            return lambda: self.out.end_line(lines)
        return _nothing

    def quote(self, tag: Tag) -> None:
        """Set a quote apart; a nested one is a quote of its own."""
        from pipeline.records import Quote

        self.out.end_line(2)
        if self.depth >= MAX_QUOTE_DEPTH:
            return
        said = attribution(tag, self.out.pieces)
        if said.taken:
            linked = self._untake(said.taken)
            said = replace(said, post=said.post or linked)
        inner = Walk(self.style, self.join, self.depth + 1)
        inner.run(said.body)
        text = inner.out.text().strip()
        if said.author is None:
            said, text = spoken_by(text, said)
        found = inner.quotes
        if not text and found:  # a frame around the quote proper
            said = replace(said, author=said.author or found[0].author, post=said.post or found[0].post)
            text, found = found[0].text, found[1:]
        if text:
            self.quotes.append(Quote(author=said.author, text=text, post=said.post))
        self.quotes.extend(found)

    def _untake(self, count: int) -> str | None:
        """Take back the header of the quote that follows; the post that a link in it names."""
        for _ in range(count):
            core, gap = self.out.pieces.pop(), self.out.pieces.pop()
            self.out.length -= len(core) + len(gap)
            self.out.starts.pop()
        gone = [link[0] for link in self.links if link[2] > self.out.length]
        self.links = [link for link in self.links if link[2] <= self.out.length]
        self.out.lines = 2
        return next((found[1] for found in map(POST_LINK.search, gone) if found), None)

    def link(self, tag: Tag) -> Callable[[], None]:
        """Remember where the anchor of a link lies."""
        url, mark = self.join(str(tag.attrs.get("href") or "")), len(self.out.starts)
        return lambda: self.links.append((url, *self.out.since(mark))) if url else None

    def image(self, tag: Tag) -> None:
        """A small picture that stands for a character is that character."""
        alt = str(tag.attrs.get("alt") or "").strip()
        if alt and len(alt) <= 24 and (alt[0] in ":;=8" or not alt.isascii()) and " " not in alt:
            self.out.words(alt)

    def pre(self, tag: Tag) -> None:
        """Put preformatted text with its line ends."""
        self.out.end_line(2)
        text = clean(tag.get_text()).strip("\n")
        if text.strip():
            self.out.put(" ".join(text.split()) if self.out.cells else text)
        self.out.end_line(2)

    def table(self, tag: Tag) -> Callable[[], None] | None:
        """A table of data, row by row; a table that only lays out the page is walked as blocks."""
        if is_quote_header(self.out.pieces):
            self.quote(tag)
            return None
        rows = [] if self.out.cells else data_rows(tag)
        self.out.end_line(2)
        if not rows:
            return lambda: self.out.end_line(2)
        table = tuple(self.row(cells) for cells in rows)
        self.tables.append(table)
        self.out.end_line(2)
        return None

    def row(self, cells: Sequence[Tag]) -> Row:
        """Put a row as one line, its cells between bars."""
        self.out.end_line()
        self.out.cells += 1
        self.out.put("|")
        found = [self.cell(cell) for cell in cells]
        self.out.cells -= 1
        return tuple(found)

    def cell(self, cell: Tag) -> str:
        """Put a cell and the bar after it."""
        mark, self.out.space = len(self.out.starts), True
        Walk(self.style, self.join, self.depth, self.out, self.quotes, self.links, self.tables).run(cell)
        text = "".join(self.out.pieces[2 * mark + 1 :])
        self.out.space = True
        self.out.put("|")
        return text


def _nothing() -> None:
    return None


HANDLERS: dict[str, Callable[[Walk, Tag], Callable[[], None] | None]] = {
    "a": Walk.link,
    "img": Walk.image,
    "pre": Walk.pre,
    "table": Walk.table,
}


def data_rows(table: Tag) -> list[list[Tag]]:
    """The rows of a table of data, as cells; none if it has one column or row, or tables inside."""
    if table.find("table") or table.find("blockquote"):
        return []
    rows = [list(row.find_all(["td", "th"], recursive=False)) for row in table.find_all("tr")]
    rows = [row for row in rows if row]
    return rows if len(rows) > 1 and sum(len(row) > 1 for row in rows) > 1 else []


def render(bodies: Sequence[str], style: Style, join: Callable[[str | None], str | None]) -> tuple[Body, ...]:
    """Render the bodies of a page's posts, all in one parse.

    Args:
        bodies: markup, one a post.
        style: which elements are quotes or dropped.
        join: makes a link absolute, or None to leave it out.
    """
    from bs4 import BeautifulSoup

    bodies = [LONE.sub("", body) for body in bodies]  # the parser takes no lone surrogates
    marked = "".join(f'<section data-body="{at}">{body}</section>' for at, body in enumerate(bodies))
    soup = BeautifulSoup(marked, "lxml")
    roots = soup.body.contents if soup.body else []
    if [getattr(root, "name", "") for root in roots] != ["section"] * len(bodies):
        roots = [BeautifulSoup(body, "lxml") for body in bodies]  # one of them closes what it did not open
    return tuple(_body(cast("Tag", root), style, join) for root in roots)


def _body(root: Tag, style: Style, join: Callable[[str | None], str | None]) -> Body:
    from pipeline.records import Hyperlink

    walk = Walk(style, join)
    walk.run(root)
    text = walk.out.text()
    end = min(
        (found.start() for found in (SIGNATURE.search(text), EDITED.search(text)) if found), default=len(text)
    )
    links = tuple(Hyperlink(url=url, start=start, end=stop) for url, start, stop in walk.links if stop <= end)
    return Body(text[:end].rstrip(), tuple(walk.quotes), links, tuple(walk.tables))
