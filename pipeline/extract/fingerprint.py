"""What the findings of a text depend on beside the text."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline import records, terms
from pipeline.extract.model import choose_model, component_version


@cache
def fingerprint(model: str, profile: str, components: tuple[str, ...] = ()) -> str:
    """Changes whenever the same text could give other findings: code, data, terminology, models, versions.

    Args:
        model: as in `Settings.model`.
        profile: "post", "abstract" or "paper".
        components: as in `Settings.components`; each counts with the version of its package.

    Returns:
        16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    folders = (Path(records.__file__).parent, Path(__file__).parent)
    for file in (file for folder in folders for file in sorted(folder.rglob("*"))):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.read_bytes())
    parts = (profile, choose_model(model), terms.load().fingerprint, version("spacy"), version("scispacy"))
    digest.update(repr((*parts, *map(component_version, components))).encode())
    return digest.hexdigest()[:16]
