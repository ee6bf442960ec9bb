"""The HTML report in headless Chromium: its size, the time to its first drawing, and how smoothly it moves.

Figures are of a report of 1,000 posts, and of a picture of 10,000 relations that is dragged about.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx

from benchmarks.graph import records, relations_graph
from pipeline.export import export
from pipeline.graph import build_graph

CHROMIUM = "/usr/bin/chromium"
DRAG = """async () => {
  const times = [], box = canvas.getBoundingClientRect();
  for (let step = 0; step < 60; step++) {
    stage.call(zoom.translateBy, 5, 3);
    const before = performance.now();
    paint();
    times.push(performance.now() - before);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""


def opened(graph: nx.MultiDiGraph, browser: Any) -> dict[str, float]:
    """Write a report, open it, and drag its picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        start = time.perf_counter()
        export(graph, path, "html")
        written = time.perf_counter() - start
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=yes]")
        drawn = time.perf_counter() - start
        frames = page.evaluate(DRAG)
        return {
            "MB": path.stat().st_size / 1e6,
            "write s": written,
            "first drawing s": drawn,
            "frame p50 ms": statistics.median(frames),
            "frame p95 ms": sorted(frames)[int(0.95 * len(frames))],
        }


def run() -> dict[str, float]:
    """All figures."""
    from playwright.sync_api import sync_playwright

    graphs = {"1,000 posts": build_graph(*records(1000)), "10,000 relations": relations_graph(10_000)}
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return {
            f"{name}: {figure}": value
            for name, graph in graphs.items()
            for figure, value in opened(graph, browser).items()
        }


if __name__ == "__main__":
    for name, figure in run().items():
        sys.stdout.write(f"{name}: {figure:.3g}\n")
