"""Coverage-guided fuzzing of the readers with atheris, from the pages of the tests.

Atheris is no dependency of this project: install it apart, then run
``python -m benchmarks.fuzz -max_total_time=300``. It stops at the first page that crashes a reader, that
takes it longer than two seconds or more memory than a gigabyte. CI mutates the same pages with hypothesis.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

PAGES = Path("tests/pipeline/parse/pages")
LIMITS = ("-timeout=2", "-rss_limit_mb=1024", "-max_len=300000")


def one(content: bytes) -> None:
    """Read a page, which may be refused but neither crash nor hang."""
    from pipeline.errors import ParseError
    from pipeline.parse import parse
    from pipeline.records import Page

    with suppress(ParseError):
        parse(Page(path="fuzz", content=content))


def main() -> None:
    """Fuzz until stopped, or for ``-max_total_time`` seconds."""
    try:
        atheris = import_module("atheris")
    except ModuleNotFoundError:
        sys.exit("atheris is not installed: python -m pip install atheris")
    with atheris.instrument_imports(include=["pipeline"]):
        import_module("pipeline.parse.read")
    with TemporaryDirectory() as found:
        atheris.Setup([sys.argv[0], *LIMITS, *sys.argv[1:], found, str(PAGES)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
