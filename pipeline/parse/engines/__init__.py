"""The forum engines: a file each, and a line each in ``ENGINES``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.errors import UnknownName

if TYPE_CHECKING:
    from pipeline.parse.model import Engine

ENGINES: dict[str, str] = {
    "discourse": "pipeline.parse.engines.discourse",
    "phpbb3": "pipeline.parse.engines.phpbb3",
    "phpbb2": "pipeline.parse.engines.phpbb2",
    "xenforo2": "pipeline.parse.engines.xenforo2",
    "xenforo1": "pipeline.parse.engines.xenforo1",
    "vbulletin5": "pipeline.parse.engines.vbulletin5",
    "vbulletin4": "pipeline.parse.engines.vbulletin4",
    "vbulletin3": "pipeline.parse.engines.vbulletin3",
    "vbulletin2": "pipeline.parse.engines.vbulletin2",
    "smf2": "pipeline.parse.engines.smf2",
    "smf1": "pipeline.parse.engines.smf1",
    "mybb": "pipeline.parse.engines.mybb",
    "fluxbb": "pipeline.parse.engines.fluxbb",
    "invision5": "pipeline.parse.engines.invision5",
    "invision4": "pipeline.parse.engines.invision4",
    "vanilla": "pipeline.parse.engines.vanilla",
    "flarum": "pipeline.parse.engines.flarum",
    "nodebb": "pipeline.parse.engines.nodebb",
    "woltlab": "pipeline.parse.engines.woltlab",
    "bbpress": "pipeline.parse.engines.bbpress",
    "wpforo": "pipeline.parse.engines.wpforo",
    "insided": "pipeline.parse.engines.insided",
    "ubb": "pipeline.parse.engines.ubb",
    "phorum": "pipeline.parse.engines.phorum",
    "mwforum": "pipeline.parse.engines.mwforum",
    "mwforum1": "pipeline.parse.engines.mwforum1",
    "jforum": "pipeline.parse.engines.jforum",
    "reddit": "pipeline.parse.engines.reddit",
    "stackexchange": "pipeline.parse.engines.stackexchange",
    "hackernews": "pipeline.parse.engines.hackernews",
    "lobsters": "pipeline.parse.engines.lobsters",
    "healthunlocked": "pipeline.parse.engines.healthunlocked",
    "medhelp": "pipeline.parse.engines.medhelp",
    "fora": "pipeline.parse.engines.fora",
    "forumotion": "pipeline.parse.engines.forumotion",
    "tapatalk": "pipeline.parse.engines.tapatalk",
    "steam": "pipeline.parse.engines.steam",
    "mesdiscussions": "pipeline.parse.engines.mesdiscussions",
    "discuz": "pipeline.parse.engines.discuz",
    "drupal": "pipeline.parse.engines.drupal",
    "github": "pipeline.parse.engines.github",
    "hyperkitty": "pipeline.parse.engines.hyperkitty",
    "khoros": "pipeline.parse.engines.khoros",
    "kunena": "pipeline.parse.engines.kunena",
    "lemmy": "pipeline.parse.engines.lemmy",
    "moodle": "pipeline.parse.engines.moodle",
    "proboards": "pipeline.parse.engines.proboards",
    "q2a": "pipeline.parse.engines.q2a",
    "simplepress": "pipeline.parse.engines.simplepress",
    "telligent": "pipeline.parse.engines.telligent",
    "tildes": "pipeline.parse.engines.tildes",
    "webwiz": "pipeline.parse.engines.webwiz",
    "yabb": "pipeline.parse.engines.yabb",
    "zendesk": "pipeline.parse.engines.zendesk",
    "snitz": "pipeline.parse.engines.snitz",
    "wordpress": "pipeline.parse.engines.wordpress",
    "blogger": "pipeline.parse.engines.blogger",
    "article": "pipeline.parse.engines.article",
    "pipermail": "pipeline.parse.engines.pipermail",
    "json": "pipeline.parse.engines.data",
    "generic": "pipeline.parse.engines.generic",
    "feed": "pipeline.parse.engines.feed",
    "text": "pipeline.parse.engines.text",
}


@cache
def load(name: str) -> Engine:
    """The engine of a name.

    Raises:
        UnknownName: no engine is called so.
    """
    if name not in ENGINES:
        raise UnknownName("engine", name, ENGINES)
    engine: Engine = import_module(ENGINES[name]).ENGINE
    return engine
