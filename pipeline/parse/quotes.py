"""Whose words a quote is: by attributes, a header inside, a line before, or its own first line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.parse import survey
from pipeline.parse.text import line

if TYPE_CHECKING:
    from bs4 import Tag

AUTHOR_ATTRIBUTES = (
    "data-username",
    "data-ipsquote-username",
    "data-quote",
    "data-author",
    "data-quoted-user",
)
POST_ATTRIBUTES = (
    "data-post",
    "data-ipsquote-contentcommentid",
    "data-source",
    "data-postid",
    "data-post-id",
)
HEADER = re.compile(
    r"(?:.*quot.*[-_]?(?:header|head|author|title|user|name|by|from|cit\w*|attrib\w*)|title|attribution"
    r"|citation|bbcode_postedby"
    r"|bbcodeblock-title|ubbcode-header|blockquote-author)$"
)
WROTE = (
    r"wrote|writes|said|says|posted|replied|schrieb|schreibt|hat geschrieben|sagte|meinte|a (?:é|e)crit"
    r"|écrivait"
    r"|a dit|escribi(?:ó|o)|dijo|ha escrito|escreveu|disse|ha scritto|ha detto|scrive|scriveva|schreef|zei"
    r"|skrev|skriver"
    r"|kirjoitti|sanoi|napsala?|napísala?|napisał(?:\(a\)|a)?|pisze|pisał(?:\(a\)|a)?|napisao(?:/la)?|je "
    r"(?:napisao|rekao)"
    r"|написал(?:\(а\)|а)?|писал(?:\(а\)|а)?|пишет|сказал(?:а)?|написав|yazdı|a scris|írta|έγραψε"
    r"|写道|さんは書きました"
)
QUOTE = (
    r"quotes?|quoting|zitat|zitieren|citas?|citation|citazione|citação|citat|citaat|quote bericht|lainaus"
    r"|cytat|cytuj"
    r"|цитата|цитирую|alıntı|citace|citácia|idézet|sitat|引用|인용"
)
ON = r"(?:\s+(?:on|am|le|el|em|op|den|il|at|w dniu|dnia|в|«|»|,|↑)\s.{0,80})?"
NAME = r"@?(?P<author>[^\n]{1,60}?)"
DATED = r"(?:[^\n]{0,60}(?:\bago|\d{4}|\b[AP]M|\d\d:\d\d(?::\d\d)?)[^,\n]{0,8},\s*)?"
SAID = tuple(
    re.compile(form + r"\s*[:.]?\s*(?:[↑>»]\s*[^\n]{0,60})?", re.I)
    for form in (
        rf"(?:{QUOTE})\s*(?::|\s(?:from|by|of|von|de|fra|från|van|da|di|od|от|par|por|door|av|af|autor"
        rf"|author)\b):?\s*{NAME}{ON}",
        rf"(?:originally\s+)?(?:posted|written|said|geschrieben|publié|escrito|originariamente inviato)"
        rf"\s+(?:by|von|par|por|da)\s*:?\s*{NAME}{ON}",
        rf"(?:{QUOTE})\s?\(\s?{NAME}\s@\s.{{0,60}}\)",
        rf"{NAME},?\s+(?:on|am|le|el|il|em|op)\s.{{4,60}}?,?\s+(?:{WROTE})",
        rf"{DATED}{NAME}\s+(?:{WROTE})(?:\s+in\s.{{0,160}})?{ON}",
        rf"{NAME}\s*发表于.{{0,40}}",
    )
)
EXPLICIT = SAID[:3]  # "Quote from" and "Posted by" say that a quote follows, "wrote" may be the poster's own
NO_PART = " :,\"'„“”»«‹›"
DAY_FIRST = re.compile(
    rf"^\W*(?:{survey.DATED.pattern})[^\w\n]*(?:(?:at|um|à|a las|alle|às|om|o|в"
    rf"|kl)\W+)?(?:\d{{1,2}}[:.h]\d\d(?::\d\d)?"
    r"(?:\s?[ap]\.?m\.?)?)?[\s,:-]+(?=\S)",
    re.I,
)
DATE_FIRST = re.compile(r"^\([^()\n]{0,40}\)\s*")
POST_LAST = re.compile(r"\s*\((?:post|beitrag|message|mensaje)\s?#?\d+\)$", re.I)
NO_NAMES = re.compile(
    r"(?:the|this|that|these|those|an?|it|he|she|they|we|i|my|our|his|her|their|as|and|but|one|some|in|der"
    r"|die|das|le|la|el)\b",
    re.I,
)
PLAIN_NAME = re.compile(r"[^\n.!?:]{1,40}")
BARE = re.compile(rf"(?:{QUOTE})\s*:?\s*", re.I)
POST_LINK = re.compile(
    r"(?:#(?:p|pid|post|msg|entry|comment-|findComment-|post-)?|[?&;/](?:p|pid|msg|comment|post)[=/]?"
    r"|\.msg)(\d+)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Who said a quote, the element that holds it, and how many written pieces were its header."""

    body: Tag
    author: str | None = None
    post: str | None = None
    taken: int = 0


def attribution(tag: Tag, pieces: Sequence[str]) -> Said:
    """Find out who is quoted.

    Args:
        tag: the quote; a header found inside is taken out of it.
        pieces: what was written before it, as gaps and words in turn.
    """
    author = _attribute(tag, AUTHOR_ATTRIBUTES)
    post = re.search(r"\d+", _attribute(tag, POST_ATTRIBUTES) or "")
    said = Said(tag, line(author), post[0] if post else None)
    header = _header(tag)
    if header is not None:
        text, links = (
            line(header.get_text(" ")),
            [str(link.attrs.get("href")) for link in header.find_all("a")],
        )
        found = next(filter(None, map(POST_LINK.search, links)), None)
        said = replace(
            said, author=said.author or name_in(text, True), post=said.post or (found[1] if found else None)
        )
        header.extract()
    return _from_line_before(said, pieces)


def _attribute(tag: Tag, names: Sequence[str]) -> str | None:
    return next((str(tag.attrs[name]) for name in names if tag.attrs.get(name)), None)


def _header(tag: Tag) -> Tag | None:
    """An element at the beginning of a quote that says whose it is."""
    first: list[Tag] = tag.find_all(True, limit=8)
    for found in first:
        if found.name == "blockquote" and (
            tag.name == "blockquote" or found.find_previous_sibling() is not None
        ):
            return None
        tokens = [token.lower() for token in found.get_attribute_list("class") if token]
        if found.name in ("cite", "h4") or any(map(HEADER.match, tokens)) or _is_bold_header(found):
            return found
    return None


def _is_bold_header(tag: Tag) -> bool:
    """Whether the bold words at the beginning of a quote say whose it is."""
    text = line(tag.get_text(" ")) or "" if tag.name in ("b", "strong") else ""
    return text.endswith(":") and name_in(text) is not None and tag.previous_sibling is None


def _from_line_before(said: Said, pieces: Sequence[str]) -> Said:
    """Read the last written line as the header of the quote, if it reads like one."""
    count, words = 0, ""
    for at in range(len(pieces) - 1, 0, -2):
        words, count = pieces[at] + words, count + 1
        if "\n" in pieces[at - 1] or len(words) > 250:
            break
        words = pieces[at - 1] + words
    if BARE.fullmatch(words):
        return replace(said, taken=count)
    author = name_in(words, forms=SAID if words.endswith((":", "↑", ">", "»")) else EXPLICIT)
    return replace(said, author=said.author or author, taken=count) if author else said


def is_quote_header(pieces: Sequence[str]) -> bool:
    """Whether the last written line is a bare "Quote:", so that what follows is one."""
    words = pieces[-1] if pieces else ""
    return words.endswith(":") and bool(BARE.fullmatch(words)) and (len(pieces) < 2 or pieces[-2] != " ")


def name_in(text: str | None, sole: bool = False, forms: Sequence[re.Pattern[str]] = SAID) -> str | None:
    """The name in the header of a quote; ``sole``: the whole text is the name if no form fits.

    Example:
        >>> name_in("Ann B. wrote:"), name_in("Zitat von Bob"), name_in("Cleo:", sole=True), name_in("Dad")
        ('Ann B.', 'Bob', 'Cleo', None)
    """
    text = POST_LAST.sub("", DATE_FIRST.sub("", (text or "").strip()))
    text = DAY_FIRST.sub("", text)
    if len(text) > 250:
        return None
    for form in forms:
        found = form.fullmatch(text)
        if found and not NO_NAMES.match(found["author"]):
            return line(found["author"].strip(NO_PART))
    return line(text.strip(NO_PART + "↑")) if sole and len(text) <= 60 and not BARE.fullmatch(text) else None


def spoken_by(text: str, said: Said) -> tuple[Said, str]:
    """Read the first line of a quote's text as its header, if it reads like one."""
    first, _, rest = text.partition("\n")
    if rest and BARE.fullmatch(first):  # "Quote", then the name, then the words
        first, _, rest = rest.lstrip().partition("\n")
        author = name_in(first) or (first if PLAIN_NAME.fullmatch(first) else None)
    else:
        author = name_in(first)
    return (replace(said, author=line(author)), rest.strip()) if author and rest else (said, text)
