"""What the findings of a text depend on beside the text."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline import records, terms
from pipeline.extract.model import choose_model


@cache
def fingerprint(model: str, profile: str) -> str:
    """Changes whenever the same text could give other findings: code, data, terminology, models, versions.

    Args:
        model: as in `Settings.model`.
        profile: "post", "abstract" or "paper".

    Returns:
        16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    folders = (Path(records.__file__).parent, Path(__file__).parent)
    for file in (file for folder in folders for file in sorted(folder.rglob("*"))):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.read_bytes())
    parts = (profile, choose_model(model), terms.load().fingerprint, version("spacy"), version("scispacy"))
    digest.update(repr(parts).encode())
    return digest.hexdigest()[:16]
