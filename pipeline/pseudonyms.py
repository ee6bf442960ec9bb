"""Pseudonyms: names of authors become keyed hashes before anything is stored.

A pseudonym is HMAC-SHA256 of the name under a secret key (RFC 2104), so that one author keeps one pseudonym
over all threads of a site and nobody without the key can test a name. E-mail addresses, phone numbers
and addresses of profiles in texts are masked.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.pseudonyms_names import TOKEN, edited, edits, moved
from pipeline.records import Hyperlink, Post, Quote, Thread
from pipeline.settings import Settings

LONGEST = 5
"""So many words and marks are looked up together where the names themselves are not at hand."""
PSEUDONYM = re.compile(r"user_(?:[0-9a-f]{12}|x{12})")


def load_key(settings: Settings) -> bytes:
    """The key of the pseudonyms: from the settings, from its file, or made and kept on first use.

    Raises:
        SettingsError: the key file is empty or cannot be read or made.
    """
    if settings.key is not None:
        return settings.key.get_secret_value().encode()
    try:
        if not settings.key_file.exists():
            make_key(settings.key_file)
        key = settings.key_file.read_bytes().strip()
    except OSError as error:
        raise SettingsError(f"key file {settings.key_file}: {error.strerror}; see key_file") from error
    if not key:
        raise SettingsError(f"key file {settings.key_file} is empty; delete it to have a new key made")
    return key


def make_key(path: Path) -> None:
    """Write a new random key that only the owner can read; a key made meanwhile by another run is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def pseudonym(name: str, key: bytes) -> str:
    """The pseudonym of an author.

    Example:
        >>> pseudonym("Jane", b"key") == pseudonym(" jane", b"key")
        True
    """
    digest = hmac.digest(key, name.strip().casefold().encode("utf-8", "surrogatepass"), "sha256")
    return f"user_{digest.hex()[:12]}"


def pseudonymise(thread: Thread, key: bytes, known: Collection[str] = ()) -> Thread:
    """A thread in which no author's name is left.

    Args:
        thread: as parsed, with names as the page shows them.
        key: secret key.
        known: pseudonyms of others who write in the thread, on pages that are not at hand.

    Returns:
        The thread with pseudonyms as authors, in quotes, mentions and texts; offsets of hyperlinks
        follow the new texts.
    """
    veil = Veil(author_names(thread), key, known)
    posts = tuple(veil.post(post) for post in thread.posts)
    return thread.model_copy(update={"posts": posts, "title": thread.title and veil.text(thread.title)})


def author_names(thread: Thread) -> set[str]:
    """Names of all who write or are quoted in a thread."""
    written = {post.author for post in thread.posts}
    quoted = {quote.author for post in thread.posts for quote in post.quotes}
    return {name.strip() for name in written | quoted if name and name.strip()}


class Veil:
    """Hides the names of one thread, and whoever is named behind an @.

    Args:
        names: names of the thread's authors.
        key: secret key.
        known: pseudonyms of authors whose names are not at hand.

    Example:
        >>> Veil({"Bob"}, b"key").text("Bob, mail bob@example.org").startswith("user_")
        True
    """

    def __init__(self, names: Iterable[str], key: bytes, known: Collection[str] = ()) -> None:
        self.key = key
        self.known = frozenset(known)
        self.by_name = {name.strip().casefold(): self.of(name) for name in names}
        self.longest = max((len(TOKEN.findall(name)) for name in self.by_name), default=1)
        if known:
            self.longest = max(self.longest, LONGEST)

    def text(self, text: str) -> str:
        """A text without names."""
        return edited(text, edits(text, self))

    def post(self, post: Post) -> Post:
        """A post without names; hyperlinks keep pointing at their anchors."""
        changes = edits(post.text, self)
        links = (
            Hyperlink(url=self.text(k.url), start=moved(k.start, changes), end=moved(k.end, changes))
            for k in post.links
        )
        changed = {
            "author": post.author and self.of(post.author),
            "text": edited(post.text, changes),
            "links": tuple(links),
            "quotes": tuple(self._quote(quote) for quote in post.quotes),
            "tables": tuple(tuple(tuple(map(self.text, row)) for row in table) for table in post.tables),
        }
        return post.model_copy(update=changed)

    def _quote(self, quote: Quote) -> Quote:
        return Quote(
            author=quote.author and self.of(quote.author), text=self.text(quote.text), post=quote.post
        )

    def of(self, name: str) -> str:
        """The pseudonym of a name; what is one already stays."""
        return name if PSEUDONYM.fullmatch(name) else pseudonym(name, self.key)

    def find(self, words: str) -> str | None:
        """The pseudonym of a run of words, if it is a name of this thread."""
        folded = words.casefold()
        if folded in self.by_name:
            return self.by_name[folded]
        found = pseudonym(words, self.key) if self.known else None
        return found if found in self.known else None
