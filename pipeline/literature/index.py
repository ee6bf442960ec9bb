"""The local index of papers: one SQLite file with hashed keys and full text.

::

    papers   number, record (JSON)
    ids      "doi:10.1000/x" → number          a paper merged from several sources has several
    keys     hash of (volume, first page) or (first author, year) → number
    titles   words of title, authors and journal (FTS5, contentless)     to find what a reference cites
    texts    words of title, abstract and MeSH (FTS5, contentless)       to find papers about something
    notices  id of a paper → status that a notice gave it, and when; whichever of the two came first

SQLite's FTS5 and not tantivy: it is in Python's standard library, updates and deletes single records in
the transaction that changes the keys, and is as fast here, because a reference is looked up by its
rarest words instead of by a ranked search for all of them (`benchmarks/resolve.py` measures both).
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import LiteratureError
from pipeline.literature.index_keys import (
    author_keys,
    identifiers,
    keys,
    merged,
    page_keys,
    text_words,
    title_words,
)
from pipeline.literature.items import Notice, Said, standing
from pipeline.records import Bibliography, Paper
from pipeline.resolve_text import STOP_WORDS, plain

SCHEMA = """
PRAGMA journal_mode=WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS papers (number INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ids (id TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ids_number ON ids (number);
CREATE TABLE IF NOT EXISTS keys (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notices (id TEXT PRIMARY KEY, status TEXT NOT NULL, date TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS titles
    USING fts5(words, tokenize=ascii, content='', detail=none, columnsize=0);
CREATE VIRTUAL TABLE IF NOT EXISTS texts
    USING fts5(words, tokenize=ascii, content='');
INSERT INTO titles (titles, rank) VALUES ('hashsize', 33554432);
INSERT INTO texts (texts, rank) VALUES ('hashsize', 33554432);
PRAGMA user_version=2;
COMMIT;
"""
MIGRATION = """
BEGIN IMMEDIATE;
ALTER TABLE notices ADD COLUMN date TEXT;
PRAGMA user_version=2;
COMMIT;
"""
"""From version 1, which kept no dates of notices."""

CACHE_KIB = 65_536

COMMON = 500
"""A word of more papers than this tells too little alone; it is looked up with two others."""

MAX_WORDS = 16
"""Words of a reference, or of a question, that are looked up, the longest first."""

MAX_PAPERS = 20
"""Papers that one look-up returns at most."""


class Index:
    """An index of papers in a file.

    Args:
        path: the SQLite file; made, with its folder, if it is not there. ``:memory:`` for none.

    Raises:
        LiteratureError: the file cannot be opened, or is no index.

    Example:
        >>> with Index(":memory:") as index:
        ...     index.put([Paper(id="pmid:1", pmid="1", title="A study of mice", source="pubmed")])
        ...     [paper.id for paper in index.by_words("Smith, A study of mice. 1999")]
        1
        ['pmid:1']
    """

    def __init__(self, path: Path | str) -> None:
        try:
            if str(path) != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            self._db.execute("PRAGMA synchronous=NORMAL")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version < 2:
                self._db.executescript(MIGRATION if version else SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise LiteratureError(f"index {path} cannot be opened: {error}; name another file") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM papers").fetchone()[0])

    def transaction(self) -> sqlite3.Connection:
        """A transaction, as a context: all that is changed within, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def put(self, papers: Iterable[Paper]) -> int:
        """Put papers in, each merged with what is there under any of its identifiers.

        Returns:
            How many papers were new or changed.
        """
        return sum(self._put(paper) for paper in papers)

    def _put(self, paper: Paper) -> bool:
        ids = identifiers(paper)
        if not (found := self._numbers_of(ids)):
            self._insert(paper, ids)
            return True
        old = [self._paper(number) for number in found]
        if (new := merged((*old, paper))) == old[0] and len(old) == 1:
            return False
        for number, before in zip(found, old, strict=True):
            self._remove(number, before)
        self._insert(new, {*ids, *(i for before in old for i in identifiers(before))})
        return True

    def _insert(self, paper: Paper, ids: Iterable[str]) -> None:
        run = self._db.execute
        record = paper.model_dump_json(exclude_defaults=True)
        number = run("INSERT INTO papers (record) VALUES (?)", (record,)).lastrowid
        self._db.executemany("INSERT OR REPLACE INTO ids VALUES (?, ?)", [(i, number) for i in ids])
        self._db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", [(k, number) for k in keys(paper)])
        run("INSERT INTO titles (rowid, words) VALUES (?, ?)", (number, title_words(paper)))
        run("INSERT INTO texts (rowid, words) VALUES (?, ?)", (number, text_words(paper)))

    def _remove(self, number: int, paper: Paper) -> None:
        run = self._db.execute
        run("DELETE FROM papers WHERE number = ?", (number,))
        run("DELETE FROM ids WHERE number = ?", (number,))
        self._db.executemany(
            "DELETE FROM keys WHERE key = ? AND number = ?", [(k, number) for k in keys(paper)]
        )
        for table, words in (("titles", title_words(paper)), ("texts", text_words(paper))):
            run(f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)", (number, words))  # noqa: S608

    def delete(self, id: str) -> bool:
        """Take a paper out; whether it was in."""
        found = self._numbers_of([id])
        for number in found:
            self._remove(number, self._paper(number))
        return bool(found)

    def notice(self, notice: Notice) -> bool:
        """Keep what a notice says of a paper, whether or not the paper is in; whether that was news."""
        known = self._notices_of([notice.id])
        now = standing([*known, (notice.status, notice.date)])
        row = notice.id, now["status"], now["status_date"]
        if row[1:] in known:
            return False
        self._db.execute("INSERT OR REPLACE INTO notices VALUES (?, ?, ?)", row)
        return True

    def _notices_of(self, ids: Iterable[str]) -> list[Said]:
        query = "SELECT status, date FROM notices WHERE id = ?"
        return [row for id in ids for row in self._db.execute(query, (id,))]

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about the index."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def fact(self, name: str) -> str | None:
        """A fact about the index, or None."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def by_ids(self, ids: Sequence[str]) -> list[Paper]:
        """Papers under any of these identifiers ("doi:10.1000/x", "pmid:1")."""
        return self._papers(self._numbers_of(ids))

    def by_pages(self, cited: Bibliography) -> list[Paper]:
        """Papers with this volume and first page."""
        return self._by_keys(page_keys(cited.volume, cited.pages))

    def by_author(self, cited: Bibliography) -> list[Paper]:
        """Papers with this first author and year, at most `MAX_PAPERS`."""
        return self._by_keys(author_keys(cited))

    def by_words(self, text: str) -> list[Paper]:
        """Papers that share the rarest words with a reference, the most telling overlap first."""
        words = sorted(set(plain(text).split()), key=lambda word: (-len(word), word))
        telling, common = Counter[int](), []
        for word in words[:MAX_WORDS]:
            found = self._having([word], COMMON)
            if len(found) < COMMON:
                telling.update(dict.fromkeys(found, 1 + round(math.log(COMMON / (1 + len(found))))))
            elif len(word) > 3:
                common.append(word)
        for start in range(len(common) - 2):
            telling.update(dict.fromkeys(self._having(common[start : start + 3], COMMON), 2))
        return self._papers([number for number, _ in telling.most_common(MAX_PAPERS)])

    def search(self, text: str, limit: int) -> list[Paper]:
        """Papers about something, best first (BM25 over title, abstract and MeSH)."""
        words = sorted(set(plain(text).split()) - STOP_WORDS, key=lambda word: (-len(word), word))
        return self._matching(" OR ".join(f'"{word}"' for word in words[:MAX_WORDS]), limit)

    def naming(self, groups: Iterable[Iterable[str]], limit: int) -> list[Paper]:
        """Papers that have a name of each group in their title, abstract or MeSH, best first (BM25)."""
        spelt = [[f'"{name}"' for one in names if (name := plain(one))] for names in groups]
        return self._matching(" AND ".join(f"({' OR '.join(names)})" for names in spelt if names), limit)

    def _matching(self, words: str, limit: int) -> list[Paper]:
        query = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank, rowid LIMIT ?"
        return self._papers([row[0] for row in self._db.execute(query, (words, limit))]) if words else []

    def counts(self) -> dict[str, int]:
        """Papers by the source that their record is from."""
        query = "SELECT json_extract(record, '$.source'), count(*) FROM papers GROUP BY 1 ORDER BY 1"
        return dict(self._db.execute(query))

    def _having(self, words: Sequence[str], limit: int) -> list[int]:
        query = " AND ".join(f'"{word}"' for word in words)
        rows = self._db.execute("SELECT rowid FROM titles WHERE titles MATCH ? LIMIT ?", (query, limit))
        return [row[0] for row in rows]

    def _by_keys(self, wanted: Iterable[int]) -> list[Paper]:
        query = "SELECT number FROM keys WHERE key = ? LIMIT ?"
        found = (row[0] for key in wanted for row in self._db.execute(query, (key, MAX_PAPERS)))
        return self._papers(list(dict.fromkeys(found)))

    def _numbers_of(self, ids: Iterable[str]) -> list[int]:
        query = "SELECT number FROM ids WHERE id = ?"
        rows = (self._db.execute(query, (id,)).fetchone() for id in ids)
        return list(dict.fromkeys(row[0] for row in rows if row))

    def _papers(self, found: Sequence[int]) -> list[Paper]:
        return [self._noticed(self._paper(number)) for number in found]

    def _paper(self, number: int) -> Paper:
        row = self._db.execute("SELECT record FROM papers WHERE number = ?", (number,)).fetchone()
        return Paper.model_validate_json(row[0])

    def _noticed(self, paper: Paper) -> Paper:
        said = self._notices_of(identifiers(paper))
        own = paper.status, paper.status_date
        return paper.model_copy(update=standing([own, *said])) if said else paper
