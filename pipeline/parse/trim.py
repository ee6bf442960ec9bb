"""Takes from a post's words what it says of itself: subject, author, date before them, buttons after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.parse.render import Body
from pipeline.parse.survey import DATED

LINES = 5
LONGEST = 200
TIME = re.compile(r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?", re.I)
LABELS = re.compile(
    r"\b(?:re|title|subject|post(?:ed)?|by|on|at|wrote|said|date|author|from|name|reply|comment|message"
    r"|message|answer"
    r"|betreff|von|am|um|uhr|schrieb|titel|autor|datum|verfasst|geschrieben|sujet|par|le|à|posté|publié"
    r"|écrit|auteur"
    r"|asunto|por|el|a|las|publicado|escrito|título|fecha|da|il|alle|di|scritto|inviato|titolo|em|às|door"
    r"|op|geplaatst"
    r"|onderwerp|auteur|autor|dnia|temat|napisał\w*|от|в|тема|автор|сообщение|av|den|kl|skrivet|ämne"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|gmt|utc|est|pst|cet)\b",
    re.I,
)
BUTTON = (
    r"(?:(?:reply|quote|report|share|like|likes|edit|delete|permalink|link|top|back to top|reply with "
    r"quote|flag"
    r"|upvote|downvote|save|more|helpful|comment|comment permalink|up|down|react|hide|parent|collapse"
    r"|logged|profile|pm"
    r"|email|website"
    r"|antworten|zitat|zitieren|melden|gefällt mir|teilen|nach oben|bearbeiten|répondre|citer|citation"
    r"|citação|citaat|signaler"
    r"|partager|haut"
    r"|j'aime|responder|citar|cita|reportar|denunciar|compartir|arriba|me gusta|rispondi|segnala|condividi"
    r"|mi piace"
    r"|partilhar|gostar|reageren|citeren|melden|delen|odpowiedz|cytuj|cytat|zgłoś|udostępnij|ответить"
    r"|цитата|цитировать"
    r"|пожаловаться|поделиться|нравится|наверх|svara|citera|anmäl|dela|gilla)(?:\s+(?:to this|this|post"
    r"|comment|us))?"
    r"|[▲▼↑↓·•|,\[\]()#…⋮-]|\d{1,4})"
)
TAIL = re.compile(r"\s*(?:posted|asked|answered|submitted|written|commented)(?:\s.{0,40})? by\b", re.I)
BUTTONS = re.compile(rf"(?:\s*{BUTTON}\s*)+", re.I)


def without_marks(body: Body, said: Iterable[str | None]) -> Body:
    r"""Take the head and the foot of a post from its words.

    Args:
        body: the rendered post.
        said: what the post says of itself: author, date, number, subject.

    Example:
        >>> body = Body("Re: Dry eyes\nPosted by Ann on 4 May 2020\nThey burn.\nReply | Quote")
        >>> without_marks(body, ["Ann", "Dry eyes"]).text
        'They burn.'
    """
    known = sorted((one for one in said if one), key=len, reverse=True)
    lines = body.text.split("\n")
    start = _head(lines, known)
    end = len(lines)
    while end > start and (not lines[end - 1].strip() or _is_foot(lines[end - 1])):
        end -= 1
    if (start, end) == (0, len(lines)) or start >= end:
        return body
    offset = sum(len(one) + 1 for one in lines[:start])
    text = "\n".join(lines[start:end])
    links = tuple(
        replace_link
        for link in body.links
        if link.start >= offset and link.end - offset <= len(text)
        for replace_link in [link.model_copy(update={"start": link.start - offset, "end": link.end - offset})]
    )
    return replace(body, text=text, links=links)


def _head(lines: list[str], known: list[str]) -> int:
    """How many lines at the beginning say nothing but what is known."""
    count = 0
    for at, text in enumerate(lines[: 2 * LINES]):
        if not text.strip():
            continue
        if not says_only(text, known) and not BUTTONS.fullmatch(text):
            break
        count = at + 1
    while count < len(lines) and not lines[count].strip():
        count += 1
    return count if count < len(lines) else 0


def _is_foot(text: str) -> bool:
    return len(text) <= LONGEST and bool(BUTTONS.fullmatch(text) or TAIL.match(text))


def says_only(text: str, known: Iterable[str]) -> bool:
    """Whether a text says nothing but what is known, dates and their labels."""
    if len(text) > LONGEST:
        return False
    for one in known:
        text = text.replace(one, " ")
    text = LABELS.sub(" ", TIME.sub(" ", DATED.sub(" ", text)))
    return not re.search(r"[^\W\d_]", text)
