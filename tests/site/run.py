"""One run over a test site in a process of its own, to be killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from tests.site.follower import Follower


def main(engine: str, url: str, folder: str, limits: str = "{}") -> None:
    """Read the board once."""
    site = SimpleNamespace(url=url, asked=[])
    Follower(engine, site, Path(folder), json.loads(limits)).run()  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
