"""Pseudonyms: names of authors become keyed hashes before anything is stored.

A pseudonym is HMAC-SHA256 of the name under a secret key (RFC 2104), so that one author keeps one pseudonym
over all threads of a site and nobody without the key can test a name. E-mail addresses and phone numbers
in texts are masked.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.records import Hyperlink, Post, Quote, Thread
from pipeline.settings import Settings

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?<![\w.+/-])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?![\w-])")
PROFILE_URL = re.compile(
    r"https?://[^\s/]+/(?:u|user|users|member|members|profile)/[^\s)\"'>\]]+", re.IGNORECASE
)
MASKS = {"email": (EMAIL, "[e-mail]"), "phone": (PHONE, "[phone]"), "profile": (PROFILE_URL, "[profile]")}
SHORTEST_NAME = 3
"""Shorter names are replaced only behind an @: they are too often words of their own."""


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


def pseudonymise(thread: Thread, key: bytes) -> Thread:
    """A thread in which no author's name is left.

    Args:
        thread: as parsed, with names as the page shows them.
        key: secret key.

    Returns:
        The thread with pseudonyms as authors, in quotes, mentions and texts; offsets of hyperlinks
        follow the new texts.
    """
    veil = Veil(author_names(thread), key)
    posts = tuple(veil.post(post) for post in thread.posts)
    return thread.model_copy(update={"posts": posts, "title": thread.title and veil.text(thread.title)})


def author_names(thread: Thread) -> set[str]:
    """Names of all who write or are quoted in a thread."""
    written = {post.author for post in thread.posts}
    quoted = {quote.author for post in thread.posts for quote in post.quotes}
    return {name.strip() for name in written | quoted if name and name.strip()}


class Veil:
    """Hides the names of one thread: behind an @ in any case, elsewhere as they are written.

    Args:
        names: names of the thread's authors.
        key: secret key.

    Example:
        >>> Veil({"Bob"}, b"key").text("Bob, mail bob@example.org").startswith("user_")
        True
    """

    def __init__(self, names: Iterable[str], key: bytes) -> None:
        self.key = key
        self.by_name = {name.casefold(): pseudonym(name, key) for name in names}
        ordered = sorted(names, key=lambda name: (-len(name), name))
        parts = [f"(?P<{kind}>{pattern.pattern})" for kind, (pattern, _) in MASKS.items()]
        if ordered:
            mentioned = "|".join(re.escape(name) for name in ordered)
            plain = "|".join(re.escape(name) for name in ordered if len(name) >= SHORTEST_NAME) or "(?!)"
            parts.append(rf"(?<=@)(?i:{mentioned})(?!\w)|(?<![\w@])(?:{plain})(?!\w)")
        self.pattern = re.compile("|".join(parts))

    def text(self, text: str) -> str:
        """A text without names."""
        return self.pattern.sub(self._replacement, text)

    def post(self, post: Post) -> Post:
        """A post without names; hyperlinks keep pointing at their anchors."""
        edits = [(m.start(), m.end(), self._replacement(m)) for m in self.pattern.finditer(post.text)]
        links = (
            Hyperlink(url=self.text(k.url), start=moved(k.start, edits), end=moved(k.end, edits))
            for k in post.links
        )
        changed = {
            "author": post.author and pseudonym(post.author, self.key),
            "text": self.text(post.text),
            "links": tuple(links),
            "quotes": tuple(self._quote(quote) for quote in post.quotes),
            "tables": tuple(tuple(tuple(map(self.text, row)) for row in table) for table in post.tables),
        }
        return post.model_copy(update=changed)

    def _quote(self, quote: Quote) -> Quote:
        author = quote.author and pseudonym(quote.author, self.key)
        return Quote(author=author, text=self.text(quote.text), post=quote.post)

    def _replacement(self, match: re.Match[str]) -> str:
        kind = match.lastgroup
        return MASKS[kind][1] if kind else self.by_name[match[0].casefold()]


def moved(offset: int, edits: Iterable[tuple[int, int, str]]) -> int:
    """Where an offset of the old text stands in the new one; inside an edit, at the edit's end."""
    shift = 0
    for start, end, new in edits:
        if offset <= start:
            break
        shift += len(new) - (end - start)
        offset = max(offset, end)
    return offset + shift
