"""The report: one HTML file that works offline, with the graph, the claim cards and the tables.

Everything is in the file: the data as JSON, our style and script, and d3 (ISC licence) out of the PyPI
package gravis. The content-security policy names their hashes and allows nothing else, and the script
writes every text as text, so that no markup of a post ever becomes part of the page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ExportError
from pipeline.export.lines import dumps
from pipeline.export.report_data import report_data
from pipeline.graph_check import check

if TYPE_CHECKING:
    import networkx as nx

D3 = "_internal/plotting/third_party/d3/d3.v7.min.def.js"
SHIM = """"use strict";
const d3 = {}, require = {defined: () => false}, define = (name, needs, make) => make(d3);
"""
"""gravis wraps d3 as an AMD module; this is all of AMD that the module needs."""
SCRIPTS = ("base.js", "graph.js", "card.js", "tables.js", "main.js")


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write the report of a graph.

    Args:
        graph: as `build_graph` makes it; see `pipeline.export.report_data.report_data` for what
            ``graph.graph`` may add.
        path: file to write.

    Returns:
        How many concepts and relations it shows.

    Raises:
        ExportError: the drawing library is not installed.
        GraphError: the graph is none of ours.
    """
    check(graph)
    data = report_data(graph)
    shown = len(data["concepts"]), len(data["relations"])
    style, library, script = asset("report.css"), drawing_library(), "\n".join(map(asset, SCRIPTS))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {source(library)} {source(script)}",
            f"style-src {source(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    fields = {
        "policy": policy,
        "title": escape(str(data["name"])),
        "style": style,
        "library": library,
        "script": script,
        "data": inline_json(dumps(data)),
    }
    page = re.sub(r"\{\{(\w+)\}\}", lambda match: fields[match[1]], asset("report.html"))
    path.write_text(page, encoding="utf-8", newline="\n")
    return shown


def inline_json(data: bytes) -> str:
    r"""JSON that no HTML parser can take for markup.

    Example:
        >>> print(inline_json(b'["</script><!--"]'))
        ["\u003c/script\u003e\u003c!--"]
    """
    text = data.decode("utf-8")
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def source(text: str) -> str:
    """The hash by which a content-security policy allows an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def asset(name: str) -> str:
    """A file of the report, as it is put into the page."""
    return (files("pipeline.export") / "report" / name).read_text(encoding="utf-8")


@cache
def drawing_library() -> str:
    """The text of d3, found without importing the package that brings it."""
    found = find_spec("gravis")
    if not found or not found.submodule_search_locations:
        raise ExportError("the report needs d3 out of the package gravis: pip install gravis")
    return SHIM + Path(found.submodule_search_locations[0], D3).read_text(encoding="utf-8")


def count(path: Path) -> tuple[int, int]:
    """Read a report back: how many concepts and relations its data hold."""
    import orjson

    page = path.read_bytes()
    begin = page.index(b'<script type="application/json" id="data">')
    data = orjson.loads(page[page.index(b">", begin) + 1 : page.index(b"</script>", begin)])
    return len(data["concepts"]), len(data["relations"])
