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
    r"quote|thanks|flag"
    r"|upvote|downvote|save|more|helpful|comment|up|down|react|hide|parent|collapse|logged|profile|pm"
    r"|email|website"
    r"|antworten|zitat|zitieren|melden|gefällt mir|teilen|nach oben|bearbeiten|répondre|citer|signaler"
    r"|partager|haut"
    r"|j'aime|responder|citar|cita|reportar|denunciar|compartir|arriba|me gusta|rispondi|segnala|condividi"
    r"|mi piace"
    r"|partilhar|gostar|reageren|citeren|melden|delen|odpowiedz|cytuj|cytat|zgłoś|udostępnij|ответить"
    r"|цитата|цитировать"
    r"|пожаловаться|поделиться|нравится|наверх|svara|citera|anmäl|dela|gilla)(?:\s+(?:to this|this|post"
    r"|comment|us))?"
    r"|[▲▼↑↓·•|,\[\]()#…⋮-]|\d{1,4})"
)
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
    while end > start and (not lines[end - 1].strip() or BUTTONS.fullmatch(lines[end - 1])):
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
        if len(text) > LONGEST or not _is_known(text, known):
            break
        count = at + 1
    while count < len(lines) and not lines[count].strip():
        count += 1
    return count if count < len(lines) else 0


def _is_known(text: str, known: list[str]) -> bool:
    for one in known:
        text = text.replace(one, " ")
    text = LABELS.sub(" ", TIME.sub(" ", DATED.sub(" ", text)))
    return not re.search(r"[^\W\d_]", text)
