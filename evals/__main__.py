"""Run the evals and hold the floors: ``python -m evals [NAME …]``.

Each module of this package has ``score(shared) -> dict[str, float]``: figures in percent, by name.
``floors.toml`` holds the least value of each; a figure that ends in "_max" must not be above its own.
The labelled data is read from the folder in THREADGRAPH_SHARED (default: ``../shared``).
"""

from __future__ import annotations

import importlib
import os
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Score and compare; returns the exit status."""
    shared = Path(os.environ.get("THREADGRAPH_SHARED", HERE.parent.parent / "shared"))
    if not shared.is_dir():
        print(f"evals skipped: no labelled data at {shared}; set THREADGRAPH_SHARED")
        return 0
    floors = tomllib.loads((HERE / "floors.toml").read_text())
    broken = [line for name in names or sorted(floors) for line in report(name, shared, floors.get(name, {}))]
    print("\n".join(["", "below the floor:", *broken]) if broken else "\nall floors held")
    return bool(broken)


def report(name: str, shared: Path, floors: dict[str, float]) -> list[str]:
    """Print the figures of one eval; returns those that break their floor, and floors without a figure."""
    figures = importlib.import_module(f"evals.{name}").score(shared)
    broken = [f"{name}.{missing}: no such figure" for missing in floors.keys() - figures.keys()]
    for figure, value in figures.items():
        floor = floors.get(figure)
        print(f"{name:12} {figure:44} {value:8.2f}" + ("" if floor is None else f"   (floor {floor})"))
        wrong = floor is not None and (value > floor if figure.endswith("_max") else value < floor)
        broken += [f"{name}.{figure}: {value:.2f}, floor {floor}"] if wrong else []
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
