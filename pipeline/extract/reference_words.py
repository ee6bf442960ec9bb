"""Words that tell the fields of a reference, and journals known by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

WORDS = {
    "month": """jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july
        august september october november december spring summer autumn fall winter januar februar märz mai
        juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre
        décembre""",
    "volume": "vol vols volume volumes band bd tome jg jahrgang",
    "issue": "no nr nos number issue iss n part pt suppl supplement heft",
    "pages": "p pp pg pgs page pages s seiten",
    "editor": "ed eds editor editors edited hg hrsg herausgegeben dir coord comp compiler",
    "edition": "edn edition aufl auflage revised rev reprint",
    "in": "in",
    "and": "and et und y e og",
    "al": "al others colleagues",
    "particle": "van von de der den del della di da dos du la le las los ten ter el al bin ibn af av zu",
    "suffix": "jr sr ii iii iv",
    "journal": """j journal proc proceedings trans transactions ann annals arch archives rev review reviews
        lett letters bull bulletin acta int international am amer eur european med medicine clin clinical res
        research sci science nature adv advances curr current zeitschrift revue rivista revista quarterly
        monthly""",
    "meeting": "conference conf symposium symp workshop congress meeting annual colloquium",
    "publisher": """press university univ verlag publisher publishers publishing books springer wiley elsevier
        academic oxford cambridge routledge sage harvard mit penguin blackwell editions ed éditions editorial
        gallimard inc ltd co company sons kluwer birkhäuser macmillan mcgraw hall crc institute society
        association foundation""",
    "place": """london york new cambridge oxford paris berlin boston chicago amsterdam tokyo wien vienna
        münchen munich philadelphia washington dc san francisco los angeles usa uk england germany france
        italy spain madrid barcelona roma rome milano toronto canada australia sydney melbourne dordrecht
        netherlands heidelberg stuttgart leipzig zürich basel switzerland geneva moscow beijing china japan
        india delhi princeton baltimore md ma ny nj ca il pa""",
    "thesis": """thesis dissertation phd ph msc diss unpublished report technical tech rep preprint working
        paper manuscript dissertations""",
    "access": "accessed retrieved available online from last visited access viewed",
    "url": "http https www org com html pdf htm doi url",
    "translator": "translated translator trans übersetzt traduit",
}

KEYWORDS: dict[str, tuple[str, ...]] = {
    word: tuple(kind for kind, words in WORDS.items() if word in words.split())
    for word in " ".join(WORDS.values()).split()
}
"""The kinds of the words that tell a field."""


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Kinds of the words of names, places and journals (data/lexicon.tsv).

    Example:
        >>> lexicon()["berlin"], lexicon()["neurochem"]
        (('family1', 'place'), ('abbreviation1',))
    """
    table = (files("pipeline.extract") / "data" / "lexicon.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line[0] != "#")
    return {word: tuple(kinds.split()) for word, kinds in rows}


@cache
def journal_rows() -> tuple[tuple[str, str], ...]:
    """Abbreviated and full titles: of data/journals.tsv, then of NLM's catalogue (data/journals_nlm.tsv)."""
    folder = files("pipeline.extract") / "data"
    tables = [(folder / name).read_text(encoding="utf-8") for name in ("journals.tsv", "journals_nlm.tsv")]
    lines = (line.split("\t") for table in tables for line in table.splitlines() if line[:1] not in ("", "#"))
    return tuple((short, full) for short, full in lines)


@cache
def _journal_heads() -> dict[str, dict[int, set[tuple[str, ...]]]]:
    """Titles of the table as words, by their first word and by their length, the longest first."""
    heads: dict[str, dict[int, set[tuple[str, ...]]]] = {}
    names = {tuple(name.lower().replace("-", " - ").split()) for row in journal_rows() for name in row}
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            heads.setdefault(name[0], {}).setdefault(len(name), set()).add(name)
    return heads


def journal_places(words: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Tokens that are part of the name of a known journal, and whether they begin it.

    Example:
        >>> list(journal_places(["in", "J", ".", "Neurochem", ".", "106"]))
        [(1, True), (3, False)]
    """
    places = [i for i, word in enumerate(words) if word != "."]
    lower = [words[i].lower() for i in places]
    heads, at = _journal_heads(), 0
    while at < len(lower):
        sizes = heads.get(lower[at], {}).items()
        size = next((size for size, names in sizes if tuple(lower[at : at + size]) in names), 0)
        yield from ((places[i], i == at) for i in range(at, at + size))
        at += size or 1
