"""Table of journals: ``python -m pipeline.extract.build_journals DATABASE`` writes data/journals_nlm.tsv.

DATABASE is ``impact_factor/data/impact_factor.sqlite3`` of the package impact-factor (PyPI, MIT), of which
only two facts of each journal are taken: its title, and the abbreviation under which NLM's catalogue has it.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "journals_nlm.tsv"
HEADER = (
    "# Titles as NLM's catalogue abbreviates them, and in full: facts (pipeline.extract.build_journals).\n"
)
_SMALL = "a and at by de del der des die du e en et for from in la le of on or the to und with y"
SMALL = frozenset(_SMALL.split())
PLACE = re.compile(r"\s*\([^()]*\)$")


def rows(found: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Abbreviation and title of the journals that NLM lists under an abbreviation.

    Args:
        found: NLM's number, title and abbreviation.

    Example:
        >>> list(rows([("1", "DNA AND CELL BIOLOGY", "DNA Cell Biol"), (".", "GEOLOGOS", "GEOLOGOS")]))
        [('DNA Cell Biol', 'DNA and Cell Biology')]
    """
    for number, title, short in found:
        abbreviation = PLACE.sub("", short)
        if number.isdecimal() and abbreviation.upper() not in (title.upper(), abbreviation):
            yield abbreviation, cased(title, abbreviation)


def cased(title: str, abbreviation: str) -> str:
    """A title in capitals as it is written elsewhere; words that are capitals in its abbreviation stay so.

    Example:
        >>> cased("JOURNAL OF RNA-BASED MEDICINE", "J RNA Based Med")
        'Journal of RNA-Based Medicine'
    """
    if not title.isupper():
        return title
    kept = {word for word in re.findall(r"\w{2,}", abbreviation) if word.isupper()}
    words = re.split(r"([^\w'’]+)", title)
    return "".join(
        w if w in kept else w.lower() if i and w.lower() in SMALL else w.capitalize()
        for i, w in enumerate(words)
    )


def main() -> None:
    """Write the table."""
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    found = sorted(set(rows(database.execute("SELECT nlm_id, journal, journal_abbr FROM factor"))))
    TABLE.write_text(HEADER + "".join(f"{short}\t{full}\n" for short, full in found), encoding="utf-8")


if __name__ == "__main__":
    main()
