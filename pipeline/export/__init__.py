"""The graph as files: one file of code a format, one table `WRITERS`.

Every file is written beside its place, read back, and moved there in one step, so that whoever looks sees
the old file or the new one, whole.
"""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ExportError, UnknownName, UsageError
from pipeline.export.options import Options, options, select

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["WRITERS", "Options", "export"]

WRITERS = {
    "gexf": "pipeline.export.gexf",
    "graphml": "pipeline.export.graphml",
    "kgx": "pipeline.export.kgx",
    "html": "pipeline.export.html",
    "json": "pipeline.export.node_link",
    "csv": "pipeline.export.spreadsheet",
    "parquet": "pipeline.export.parquet",
}
"""Module of each format: ``write(graph, path)`` and ``count(path)``, both giving nodes and edges."""


def export(graph: nx.MultiDiGraph, path: Path, format: str, **wanted: Any) -> None:
    """Write a graph to a file, or to a folder for the formats of several files (csv, parquet).

    Args:
        graph: as `build_graph` makes it, or any other.
        path: where to write; what stands there is replaced when the new file is whole.
        format: a key of `WRITERS`.
        wanted: what to export, see `Options`.

    Raises:
        UnknownName: no such format or option.
        UsageError: the graph is no ``MultiDiGraph``.
        ExportError: the file cannot be written, or does not read back as it was written.

    Example:
        >>> import tempfile, networkx as nx
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     export(nx.MultiDiGraph([("a", "b")]), Path(folder) / "graph.gexf", "gexf")
        ...     [file.name for file in Path(folder).iterdir()]
        ['graph.gexf']
    """
    if format not in WRITERS:
        raise UnknownName("format", format, WRITERS)
    if not (graph.is_directed() and graph.is_multigraph()):
        raise UsageError("only a MultiDiGraph is exported; networkx.MultiDiGraph(graph) makes one")
    writer = import_module(WRITERS[format])
    part = select(graph, options(**wanted))
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written, found = writer.write(part, draft), writer.count(draft)
        if found != written:
            raise ExportError(f"{path} reads back with {found} nodes and edges instead of {written}")
        publish(draft, path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        discard(draft)


def discard(draft: Path) -> None:
    """Remove what is left of a draft, if anything is."""
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    elif draft.is_file():
        draft.unlink()


def publish(draft: Path, path: Path) -> None:
    """Move a finished file, or the files of a finished folder, to their place."""
    if draft.is_dir():
        path.mkdir(exist_ok=True)
        for file in sorted(draft.iterdir()):
            file.replace(path / file.name)
    else:
        draft.replace(path)
